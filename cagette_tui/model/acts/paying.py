"""Payments of a basket: one function, one transaction, one act (R10 to R19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

from cagette_tui.model.acts.basket_work import (
    BasketWork,
    must_accept,
    must_be_present,
    new_cheque,
    open_basket,
)
from cagette_tui.model.acts.changing import change_mode_of
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.rules.basket import ZERO, BasketView, OperationView
from cagette_tui.model.rules.kinds import REPLACED, ActKind, Mode
from cagette_tui.model.rules.payments import (
    ChequeDetails,
    Part,
    amounts_of,
    must_make_sense,
    must_not_be_doubtful,
    one_cheque_of,
    shares_of,
)
from cagette_tui.model.rules.refusals import (
    AnnouncedOtherwise,
    NothingToPay,
    PaidOtherwise,
    RefundTooLarge,
)
from cagette_tui.model.tables.ledger import Cheque


def receive(
    desk: Desk,
    basket_id: int,
    version: int,
    mode: Mode,
    *,
    replace: bool = False,
    change: bool = False,
    cheque: ChequeDetails | None = None,
) -> BasketView:
    """Receive what is to pay in one mode, or confirm what was announced in it.

    `replace` answers yes to replacing a payment announced in another mode,
    `change` to changing the mode of the one payment of a settled basket; `cheque` is what
    is written on the cheque: on the one that settled the basket, where nothing is to pay. Raises
    `AnnouncedOtherwise`, `PaidOtherwise`, `NothingToPay`, `NumberWithoutCheque`,
    `ModeNotAccepted` (R13), `BasketIsAbsent` (R34).
    """
    with writing(desk) as act:
        work = open_basket(act, ActKind.RECEIVE, basket_id, version)
        if not receive_into(work, mode, replace=replace, change=change, cheque=cheque):
            raise NothingToPay(work.view.number)
        return work.done()


def pay(
    desk: Desk,
    basket_id: int,
    version: int,
    parts: Sequence[Part],
    *,
    replace: bool | None = None,
    sure: bool = False,
) -> BasketView:
    """Receive given amounts: a part, a split over several modes, an extra payment (R15).

    `replace` says whether payments announced before are replaced or kept.
    Raises `BadAmount`, `DoubtfulAmount` unless `sure`, `AnnouncedOtherwise`
    while nothing was said of announced payments, `ModeNotAccepted`.
    """
    with writing(desk) as act:
        work = open_basket(act, ActKind.RECEIVE, basket_id, version)
        pay_into(work, parts, replace=replace, sure=sure)
        return work.done()


def pay_together(
    desk: Desk,
    baskets: Sequence[tuple[int, int]],
    mode: Mode,
    amount: Decimal | None = None,
    *,
    cheque: ChequeDetails | None = None,
    replace: bool = False,
    sure: bool = False,
) -> tuple[BasketView, ...]:
    """Receive one payment for several baskets, given as (id, version) (R15).

    Each gets what is to pay, in the order given; what is over goes to the last
    one, what lacks is lacking there. A cheque is one cheque with several payments.
    """
    with writing(desk) as act:
        once = dict.fromkeys(baskets)
        works = [open_basket(act, ActKind.RECEIVE, *basket) for basket in once]
        must_accept(mode)
        for work in works:
            must_be_present(work)
            _settle_announced(work, replace or None)
        wanted = [work.view.to_pay for work in works]
        if not any(wanted):
            raise NothingToPay(works[0].view.number)
        shares = shares_of(wanted, amount, sure=sure)
        paper = None
        if mode is Mode.CHEQUE:
            paper = new_cheque(works[0].entry, cheque or ChequeDetails())
        for work, share in zip(works, shares, strict=True):
            if share:
                work.book(share, mode, cheque=paper)
        # One that gets nothing may still have lost the payment that it had announced.
        return tuple(work.done() if work.entry.rows else work.view for work in works)


def announce(
    desk: Desk, basket_id: int, version: int, mode: Mode, amount: Decimal | None = None
) -> BasketView:
    """Note that a payment will come: what is to pay, or another amount (R10, R14).

    The member has said how: the basket is no longer to be paid on the spot.
    """
    with writing(desk) as act:
        work = open_basket(act, ActKind.ANNOUNCE, basket_id, version)
        if amount is None:
            amount = work.view.to_pay - sum((one.amount for one in work.view.announced), ZERO)
            if amount <= 0:
                raise NothingToPay(work.view.number)
        must_make_sense(amount)
        work.book(amount, mode, pending=True)
        return work.done(on_the_spot=False)


def set_on_the_spot(desk: Desk, basket_id: int, version: int, intends: bool) -> BasketView:
    """Say that the member will pay at the table, or take that back (R14)."""
    with writing(desk) as act:
        work = open_basket(act, ActKind.ON_THE_SPOT, basket_id, version)
        return work.done(on_the_spot=intends)


def refund(
    desk: Desk,
    basket_id: int,
    version: int,
    mode: Mode,
    amount: Decimal | None = None,
    *,
    insist: str | None = None,
) -> BasketView:
    """Give money back: the member's whole credit, or `amount` euros (positive).

    Raises `RefundTooLarge` beyond the member's credit unless one insists with a
    reason (R16), and `NothingToPay` when there is no credit to give back.
    """
    with writing(desk) as act:
        work = open_basket(act, ActKind.REFUND, basket_id, version, reason=insist)
        must_accept(mode)
        credit = work.view.refundable
        if amount is None:
            if not credit:
                raise NothingToPay(work.view.number)
            amount = credit
        must_make_sense(amount)
        if amount > credit and not insist:
            raise RefundTooLarge(amount, credit)
        work.book(-amount, mode, reason=insist)
        return work.done()


def pay_into(work: BasketWork, parts: Sequence[Part], *, replace: bool | None, sure: bool) -> None:
    """Receive given amounts in an act under way (see `pay`)."""
    must_be_present(work)
    _settle_announced(work, replace)
    amounts = amounts_of(parts, work.view.to_pay)
    if not sure:
        must_not_be_doubtful(sum(amounts, ZERO), work.view)
    for part, amount in zip(parts, amounts, strict=True):
        must_accept(part.mode)
        work.book(amount, part.mode, cheque=_cheque(work, part), reason=part.note)


def receive_into(
    work: BasketWork, mode: Mode, *, replace: bool, change: bool, cheque: ChequeDetails | None
) -> bool:
    """Receive in an act under way; return whether there was anything to do."""
    must_be_present(work)
    view = work.view
    same = [payment for payment in view.announced if payment.mode is mode]
    if same:
        for payment in same:
            work.confirm(payment.id)
            _note_details(work, payment, cheque)
        return True
    must_accept(mode)
    if view.announced:
        _settle_announced(work, replace or None)
    if view.to_pay:
        paper = new_cheque(work.entry, cheque) if cheque and mode is Mode.CHEQUE else None
        work.book(view.to_pay, mode, cheque=paper)
        return True
    if view.announced and cheque is None:
        return True
    if len(view.confirmed) == 1 and view.confirmed[0].mode is not mode:
        payment = view.confirmed[0]
        assert payment.mode is not None
        if not change:
            raise PaidOtherwise(payment.id, payment.mode, payment.amount, mode)
        change_mode_of(work.entry, payment.id, mode, cheque)
        return True
    if cheque is not None:
        _note_details(work, one_cheque_of(view), cheque)
        return True
    return False


def _note_details(work: BasketWork, payment: OperationView, cheque: ChequeDetails | None) -> None:
    """Write on a cheque what is read from it now that it is here."""
    if cheque is None or payment.cheque is None:
        return
    written = {name: value for name, value in asdict(cheque).items() if value}
    work.entry.update(Cheque.get_by_id(payment.cheque.id), **written)


def _settle_announced(work: BasketWork, replace: bool | None) -> None:
    announced = work.view.announced
    if announced and replace is None:
        raise AnnouncedOtherwise(tuple((one.mode, one.amount) for one in announced if one.mode))
    if replace:
        for payment in announced:
            work.cancel(payment.id, REPLACED)


def _cheque(work: BasketWork, part: Part) -> Cheque | None:
    if part.mode is not Mode.CHEQUE:
        return None
    return new_cheque(work.entry, part.cheque or ChequeDetails())
