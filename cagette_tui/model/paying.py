"""Payments of a basket: one function, one transaction, one act (R10 to R19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from cagette_tui.model.basket_work import (
    BasketWork,
    ChequeDetails,
    must_accept,
    must_be_present,
    new_cheque,
    open_basket,
)
from cagette_tui.model.changing import change_mode_of
from cagette_tui.model.errors import (
    AnnouncedOtherwise,
    BadAmount,
    DoubtfulAmount,
    NothingToPay,
    NumberWithoutCheque,
    PaidOtherwise,
    RefundTooLarge,
)
from cagette_tui.model.kinds import REPLACED, ActKind, Mode
from cagette_tui.model.ledger import Cheque
from cagette_tui.model.views import ZERO, BasketView, OperationView
from cagette_tui.model.writing import Desk, writing
from cagette_tui.money import MAXIMUM

_NOTES = (Decimal(20), Decimal(50))


@dataclass(frozen=True)
class Part:
    """A part of what is paid, in euros; an amount of None is the rest of what is to pay."""

    mode: Mode
    amount: Decimal | None = None
    cheque: ChequeDetails | None = None
    note: str | None = None


@dataclass(frozen=True)
class Tender:
    """What a payment entry comes to so far, in euros."""

    due: Decimal
    given: Decimal

    @property
    def lacking(self) -> Decimal:
        """What would remain to pay."""
        return max(self.due - self.given, ZERO)

    @property
    def over(self) -> Decimal:
        """What would be paid too much."""
        return max(self.given - self.due, ZERO)

    @staticmethod
    def change(amount: Decimal) -> list[tuple[Decimal, Decimal]]:
        """Return what to give back from a note of 20 and of 50, where it is enough."""
        return [(note, note - amount) for note in _NOTES if ZERO < amount < note]


def tender(
    baskets: Sequence[BasketView], parts: Sequence[Part], *, with_debt: bool = False
) -> Tender:
    """Sum what is due for some baskets, the older debt included if wanted, and what is given."""
    due = sum((one.to_pay + (one.older_debt if with_debt else ZERO) for one in baskets), ZERO)
    return Tender(due, sum((part.amount or ZERO for part in parts), ZERO))


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
        _must_make_sense(amount)
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
        credit = work.view.credit
        if amount is None:
            if not credit:
                raise NothingToPay(work.view.number)
            amount = credit
        _must_make_sense(amount)
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


def one_cheque_of(view: BasketView) -> OperationView:
    """Return the one cheque that came for a basket. Raises `NumberWithoutCheque`."""
    cheques = [one for one in view.confirmed if one.cheque is not None]
    if len(cheques) != 1:
        raise NumberWithoutCheque(view.number, len(cheques))
    return cheques[0]


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


def amounts_of(parts: Sequence[Part], to_pay: Decimal) -> list[Decimal]:
    """Return what each part comes to: one of them may be the rest (R15). Raises `BadAmount`."""
    given = sum((part.amount for part in parts if part.amount is not None), ZERO)
    rests = [part for part in parts if part.amount is None]
    if len(rests) > 1 or not parts:
        raise BadAmount(ZERO)
    amounts = [to_pay - given if part.amount is None else part.amount for part in parts]
    for amount in amounts:
        _must_make_sense(amount)
    return amounts


def _must_make_sense(amount: Decimal) -> None:
    if not ZERO < amount <= MAXIMUM:
        raise BadAmount(amount)


def must_not_be_doubtful(amount: Decimal, view: BasketView) -> None:
    """Refuse once what is more than twice what is to pay (R15): `DoubtfulAmount`."""
    # Paying exactly what is to pay and the older debt is what one key proposes.
    if amount > 2 * view.to_pay and amount != view.to_pay + view.debt_beside:
        raise DoubtfulAmount(amount, view.to_pay)


def _cheque(work: BasketWork, part: Part) -> Cheque | None:
    if part.mode is not Mode.CHEQUE:
        return None
    return new_cheque(work.entry, part.cheque or ChequeDetails())


def shares_of(wanted: Sequence[Decimal], amount: Decimal | None, *, sure: bool) -> list[Decimal]:
    """Share one payment among baskets that are to pay so much each (see `pay_together`).

    Raises `BadAmount`, and `DoubtfulAmount` unless `sure`.
    """
    if amount is None:
        return list(wanted)
    _must_make_sense(amount)
    if amount > 2 * sum(wanted, ZERO) and not sure:
        raise DoubtfulAmount(amount, sum(wanted, ZERO))
    shares, left = [], amount
    for one in wanted:
        shares.append(min(one, left))
        left -= shares[-1]
    last = max(index for index, one in enumerate(wanted) if one)
    shares[last] += left
    return shares
