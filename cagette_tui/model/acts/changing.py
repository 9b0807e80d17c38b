"""Changes to operations that exist: confirm, cancel, another mode (R20, R41)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

from cagette_tui.model.acts.basket_work import (
    cancel_operation,
    live_operation,
    mark_seen,
    must_accept,
    must_be_current,
    new_cheque,
)
from cagette_tui.model.acts.changeable import cancellable, correctable, must_be_open_still
from cagette_tui.model.acts.returning import whole_return
from cagette_tui.model.acts.writing import Act, Desk, Entry, writing
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.reading.last_word import word_on_operation
from cagette_tui.model.rules.account_money import beyond_credit
from cagette_tui.model.rules.allowed import must_have_reason
from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.days import came_on, day_again, possible_day, unless_today
from cagette_tui.model.rules.kinds import (
    CORRECTED,
    MODE_CHANGED,
    WITHDRAWN,
    ActKind,
    Kind,
    Mode,
)
from cagette_tui.model.rules.payments import ChequeDetails, comes_with_cheque
from cagette_tui.model.rules.refusals import (
    BadAmount,
    LineUnchanged,
    NotAPayment,
    NotPending,
)
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.box import PileCheque
from cagette_tui.model.tables.distribution import Basket
from cagette_tui.model.tables.ledger import Cheque, Operation
from cagette_tui.value import ValueObject


def confirm(desk: Desk, operation_id: int) -> None:
    """Say that an announced payment was seen, whatever is validated or archived (R41).

    Raises `NotPending`, `OperationIsCancelled`, `NotFound`.
    """
    with writing(desk) as act:
        row = live_operation(operation_id)
        if not row.pending:
            raise NotPending(operation_id, word_on_operation(row))
        confirm_in(act, ActKind.CONFIRM, row)


def confirm_in(act: Act, kind: ActKind, row: Operation) -> None:
    """Confirm a pending payment in an act under way."""
    entry = _entry(act, kind, row, None)
    mark_seen(entry, row)
    _move_version(entry, row)


def cancel(
    desk: Desk,
    operation_id: int,
    reason: str | None = None,
    version: int | None = None,
    *,
    whole: bool = False,
) -> None:
    """Cancel a payment, refund or adjustment; a confirmed one needs a reason (R20).

    Of what the bank sent back the whole return is cancelled: all that the cheque paid is paid
    again, and the bank's fee, if it was put on somebody, is taken off (R24).
    `version` is the basket's, when it was cancelled from there. Of a cheque that pays others too
    the `whole` is cancelled, in all their baskets, or this part alone (R15). Raises
    `ReasonNeeded`, `NotAPayment`, `BasketIsValidated` (R33; an awaited payment
    that never came can still be withdrawn), `DistributionIsCertified`.
    """
    with writing(desk) as act:
        row = cancellable(operation_id)
        if not row.pending:
            must_have_reason(reason)
        if row.returns_id is not None:
            _take_back_return(act, row, reason)
            return
        _must_be_as_shown(row, version)
        _cancel_payment(act, row, reason)
        for other in _on_the_same_cheque(row) if whole else ():
            if not other.pending:
                must_have_reason(reason)
            _cancel_payment(act, other, reason)


def _on_the_same_cheque(row: Operation) -> list[Operation]:
    """Return what else a cheque pays, as far as it may be cancelled; raises as `cancellable`."""
    if row.cheque_id is None:
        return []
    others = Operation.select(Operation.id).where(
        Operation.cheque == row.cheque_id,
        Operation.cancelled_at.is_null(),
        Operation.id != row.id,
    )
    return [cancellable(number) for (number,) in tuples(others.order_by(Operation.id))]


def _cancel_payment(act: Act, row: Operation, reason: str | None) -> None:
    entry = _entry(act, ActKind.CANCEL, row, reason)
    cancel_operation(entry, row, reason or WITHDRAWN)
    if row.membership_id is not None:
        # The fee goes with its payment: nobody is a member without having paid (R50).
        cancel_operation(entry, live_operation(row.membership_id), reason or WITHDRAWN)
    _move_version(entry, row)


def _take_back_return(act: Act, row: Operation, reason: str | None) -> None:
    """Cancel all rows of a return, with the bank's fee that was noted by the same act (R24)."""
    for one in whole_return(row):
        cancel_operation(_entry(act, ActKind.CANCEL, one, reason), one, reason or WITHDRAWN)


def change_mode(
    desk: Desk,
    operation_id: int,
    mode: Mode,
    *,
    cheque: ChequeDetails | None = None,
    version: int | None = None,
) -> None:
    """Cancel a payment and enter it again in another mode, in one act (R20).

    What is noted on a cheque is written on that cheque, in the baskets of all whom it pays for
    (R15). Raises `LineUnchanged`, and for each of those baskets what a change of one raises.
    """
    with writing(desk) as act:
        row = correctable(operation_id)
        must_accept(mode)
        if row.mode == mode and cheque is None:
            raise LineUnchanged()
        entry = _entry(act, ActKind.CHANGE_MODE, row, None)
        _must_be_as_shown(row, version)
        if row.mode == mode and row.cheque is not None and cheque is not None:
            _write_on_cheque(entry, row, cheque)
            return
        change_mode_of(entry, operation_id, mode, cheque)
        _move_version(entry, row)


def _write_on_cheque(entry: Entry, row: Operation, details: ChequeDetails) -> None:
    """Note what is written on the cheque of a payment: it is one paper, whomever it pays for."""
    paper = row.cheque
    assert paper is not None
    written = asdict(details)
    if all(getattr(paper, name) == value for name, value in written.items()):
        raise LineUnchanged()
    entry.update(paper, **written)
    _move_version(entry, row)
    others = Operation.select().where(
        Operation.cheque == paper.id, Operation.cancelled_at.is_null(), Operation.id != row.id
    )
    for other in others.order_by(Operation.id):
        must_be_open_still(other)
        if other.basket_id != row.basket_id:
            _move_version(_entry(entry.act, ActKind.CHANGE_MODE, other, None), other)


def put_on_one_cheque(desk: Desk, operation_ids: Sequence[int]) -> None:
    """Say that several payments were made together by one cheque, in one act (R15, R20).

    Raises `NotAPayment`, `ModeNotAccepted`, `BasketIsValidated`, `DistributionIsCertified`.
    """
    with writing(desk) as act:
        must_accept(Mode.CHEQUE)
        paper: Cheque | None = None
        for number in operation_ids:
            row = live_operation(number)
            if row.kind != Kind.PAYMENT or row.amount <= 0:
                raise NotAPayment()
            must_be_open_still(row)
            entry = _entry(act, ActKind.CHANGE_MODE, row, None)
            paper = paper or new_cheque(entry, ChequeDetails())
            cancel_operation(entry, row, MODE_CHANGED)
            _again(entry, row, replace(_as_it_is(row), mode=Mode.CHEQUE), paper)
            _move_version(entry, row)


def change_amount(
    desk: Desk,
    operation_id: int,
    amount: Decimal,
    reason: str,
    *,
    version: int | None = None,
) -> None:
    """Cancel a payment or refund and enter it again with another amount, in one act (R20).

    `amount` in euros, negative: a refund. Raises `ReasonNeeded`, `NotAPayment`, `BadAmount`,
    `LineUnchanged`, `BasketIsValidated`, `BasketChanged`, `DistributionIsCertified`. The reason
    is the one that a refund beyond the credit needs (R16).
    """
    with writing(desk) as act:
        row = live_operation(operation_id)
        if row.kind != Kind.PAYMENT or row.membership_id or row.returns_id:
            raise NotAPayment()
        must_be_open_still(row)
        must_have_reason(reason)
        must_be_an_amount(amount, signed=True)
        if amount == row.amount:
            raise LineUnchanged()
        entry = _entry(act, ActKind.CHANGE_AMOUNT, row, reason)
        _must_be_as_shown(row, version)
        paper = None
        if comes_with_cheque(row.mode, amount):
            paper = row.cheque or new_cheque(entry, ChequeDetails())
        cancel_operation(entry, row, reason)
        _again(entry, row, replace(_as_it_is(row), amount=amount), paper)
        if paper is not None and row.cheque_id is not None:
            _follow_on_pile(entry, row.cheque_id, amount - row.amount)
        _move_version(entry, row)


def correct_payment(
    desk: Desk,
    operation_id: int,
    *,
    amount: Decimal,
    mode: Mode,
    pending: bool | None = None,
    cheque: ChequeDetails | None = None,
    note: str | None = None,
    day: date | None = None,
    version: int | None = None,
    insist: str | None = None,
) -> None:
    """Write a payment as it should have been, all of it in one act (R20).

    `amount` in euros, negative for a refund; `pending`: only announced (R22), None as it is;
    `cheque` is what is written on it. One that stays a cheque stays the same one, on pile and slip,
    with what it comes to now. `day` is when it came (R26), None as it is. Raises `LineUnchanged`,
    `NotAPayment`, `BadAmount`, `BadDay`, `ModeNotAccepted`, `RefundTooLarge` (R16), what a closed
    basket or evening, and a deposit raise.
    """
    with writing(desk) as act:
        row = correctable(operation_id)
        if mode != row.mode:
            must_accept(mode)
        must_be_an_amount(amount, signed=True)
        if (amount > 0) != (row.amount > 0):
            raise BadAmount(amount)
        _must_have_credit(row, amount, insist)
        entry = _entry(act, ActKind.CORRECT, row, insist)
        _must_be_as_shown(row, version)
        came = came_on(row.day, row.created_at) if day is None else possible_day(day, act.at)
        now = _Corrected(amount, mode, _waits(row, amount, pending), note or None, came)
        if now == _as_it_is(row):
            if cheque is None or not comes_with_cheque(mode, amount):
                raise LineUnchanged()
            _write_on_cheque(entry, row, cheque)
            return
        _correct(entry, row, now, cheque)
        _move_version(entry, row)


def _waits(row: Operation, amount: Decimal, pending: bool | None) -> bool:
    """Return whether a payment is only announced once it is corrected; no refund, no fee is."""
    waits = row.pending if pending is None else pending
    if waits and (amount < 0 or row.membership_id is not None):
        raise NotAPayment()
    return waits


class _Corrected(ValueObject):
    """What a payment says, but for what is written on a cheque."""

    amount: Decimal
    mode: Mode
    pending: bool
    note: str | None
    day: date


def _as_it_is(row: Operation) -> _Corrected:
    day = came_on(row.day, row.created_at)
    return _Corrected(row.amount, Mode(str(row.mode)), row.pending, row.reason, day)


def _correct(
    entry: Entry, row: Operation, wanted: _Corrected, cheque: ChequeDetails | None
) -> None:
    paper = None
    if comes_with_cheque(wanted.mode, wanted.amount):
        paper = row.cheque or new_cheque(entry, cheque or ChequeDetails())
        if row.cheque_id is not None and cheque is not None:
            entry.update(paper, **asdict(cheque))
    cancel_operation(entry, row, CORRECTED)
    again = _again(entry, row, wanted, paper)
    if row.membership_id is not None and wanted.amount != row.amount:
        entry.update(live_operation(row.membership_id), amount=-wanted.amount)
    if row.cheque_id is not None and again.cheque_id == row.cheque_id:
        _follow_on_pile(entry, row.cheque_id, wanted.amount - row.amount)


def _follow_on_pile(entry: Entry, cheque_id: int, more: Decimal) -> None:
    """Give the sheet of the pile that a cheque is what the cheque comes to now (R15)."""
    sheet = PileCheque.get_or_none(PileCheque.cheque == cheque_id)
    if sheet is not None and more:
        entry.update(sheet, amount=sheet.amount + more)


def _must_have_credit(row: Operation, amount: Decimal, insist: str | None) -> None:
    """Refuse to make a refund larger than what is the member's now, unless one insists (R16)."""
    if amount > 0 or insist:
        return
    of_basket = None if row.basket_id is None else read_basket(row.basket_id)
    credit = balance_of(row.member_id) if of_basket is None else of_basket.refundable
    question = beyond_credit(-amount, credit, -row.amount)
    if question is not None:
        raise question


def change_mode_of(
    entry: Entry, operation_id: int, mode: Mode, cheque: ChequeDetails | None
) -> Operation:
    """Change the mode in an act under way; return the new operation."""
    old = live_operation(operation_id)
    paper: Cheque | None = None
    if comes_with_cheque(mode, old.amount):
        paper = new_cheque(entry, cheque or ChequeDetails())
    cancel_operation(entry, old, MODE_CHANGED)
    return _again(entry, old, replace(_as_it_is(old), mode=mode), paper)


def _again(entry: Entry, old: Operation, wanted: _Corrected, paper: Cheque | None) -> Operation:
    """Enter a payment again, as it should have been."""
    moved = wanted.day != came_on(old.day, old.created_at)
    again = entry.act.operation(
        old.member_id,
        Kind(old.kind),
        wanted.amount,
        basket=old.basket_id,
        distribution=old.distribution_id,
        mode=wanted.mode,
        pending=wanted.pending,
        cheque=paper,
        membership=old.membership_id,
        reason=wanted.note,
        day=unless_today(wanted.day, entry.act.at)
        if moved
        else day_again(old.day, old.created_at, entry.act.at),
    )
    return entry.insert(again)


def _entry(act: Act, kind: ActKind, row: Operation, reason: str | None) -> Entry:
    return act.entry(
        kind,
        basket=row.basket_id,
        member=row.member_id,
        distribution=row.distribution_id,
        reason=reason,
    )


def _must_be_as_shown(row: Operation, version: int | None) -> None:
    if row.basket_id is not None and version is not None:
        must_be_current(Basket.get_by_id(row.basket_id), version)


def _move_version(entry: Entry, row: Operation) -> None:
    if row.basket_id is not None:
        basket = Basket.get_by_id(row.basket_id)
        entry.update(basket, version=basket.version + 1)
