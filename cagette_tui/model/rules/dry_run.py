"""What certifying would close, and what about it is not as usual (R43). Amounts in euros."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce

from cagette_tui.model.rules.basket import ZERO, BasketView, OperationView
from cagette_tui.model.rules.counting import NOTHING_BESIDE, Differences, differences
from cagette_tui.model.rules.evening import CountView, SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.next_float import must_be_said, said_to_stay
from cagette_tui.model.rules.pile import PaperView, PileEntry, PileView
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.rules.takings import DifferenceParts, Takings, Totals, takings, totals
from cagette_tui.value import ValueObject


class UnseenPayment(ValueObject):
    """A payment that was announced and seen by nobody; `basket` is a number, None on an account.

    `awaited`: its basket was validated without it (R41), or it has none.
    """

    operation: int
    basket: int | None
    member: str
    mode: Mode
    amount: Decimal
    awaited: bool


class Standing(ValueObject):
    """A member whom this distribution leaves with a debt or a credit (R17, R18)."""

    basket: int  # its number
    member: str
    before: Decimal
    after: Decimal
    adjusted: Decimal = ZERO  # what the account was adjusted by in between (R21)

    @property
    def further(self) -> bool:
        """Whether it is this distribution that left a debt or a credit, or made it larger."""
        return abs(self.after) > abs(self.before) or self.after * self.before < 0


class DryRun(ValueObject):
    """What would be certified, and what of it is not as on an ordinary evening."""

    distribution_id: int
    totals: Totals
    takings: Takings
    open: tuple[int, ...]  # numbers of baskets
    unseen: tuple[UnseenPayment, ...]
    unweighed: tuple[tuple[int, int], ...]  # number of a basket, how many weights it lacks
    count: CountView | None
    pile: PileView
    left: tuple[Standing, ...]
    parts: DifferenceParts = DifferenceParts()
    # Whose account was adjusted since it opened, whatever is left of it (R21).
    adjustments: tuple[Standing, ...] = ()
    stays: Decimal | None = None  # in the box, of what was counted; None: nobody said it (R55)

    @property
    def adjusted(self) -> Decimal:
        """All that accounts were adjusted by since it opened (R21)."""
        return sum((one.adjusted for one in self.adjustments), ZERO)

    @property
    def count_missing(self) -> bool:
        """Whether nobody counted a box that should hold something."""
        return self.count is None and self.takings.expected_cash != ZERO

    @property
    def difference(self) -> Decimal:
        """What the count had beyond what was expected; 0 without a count."""
        return ZERO if self.count is None else self.count.difference

    @property
    def beside(self) -> Differences:
        """What terminal and pile have beyond ours by now; 0 of what nobody said (R58)."""
        said = NOTHING_BESIDE if self.count is None else self.count.beside
        return differences(self.takings.expected_cash, said, self.takings)

    @property
    def outdated_by(self) -> Decimal:
        """How far what is expected has moved since the count; 0 without a count."""
        return ZERO if self.count is None else self.count.outdated_by(self.takings.expected_cash)

    @property
    def stays_unsaid(self) -> bool:
        """Whether somebody still has to say what stays in the box (R55)."""
        return must_be_said(self.stays, self.count)

    @property
    def cheques_missing(self) -> tuple[PaperView, ...]:
        """Cheques expected and not on the pile, once that was begun."""
        return self.pile.missing if self.pile.begun else ()

    @property
    def cheques_unexpected(self) -> tuple[PileEntry, ...]:
        """Cheques on the pile that nobody expected."""
        return self.pile.unexpected

    @property
    def abnormal(self) -> bool:
        """Whether anything is not as it should be: then it takes more than one key."""
        return bool(
            self.open
            or self.unseen
            or self.unweighed
            or self.count_missing
            or self.difference
            or self.outdated_by
            or self.beside.any
            or self.cheques_missing
            or self.cheques_unexpected
            or any(one.further for one in self.left)
        )


def dry_run_of(sheet: SheetView, pile: PileView) -> DryRun:
    """Say what certifying a sheet would close; it was read with its lines, and with its pile."""
    standings = [_standing(one, sheet) for one in sheet.baskets]
    unweighed = ((one.number, one.weights_awaited) for one in sheet.baskets)
    return DryRun(
        distribution_id=sheet.distribution.id,
        totals=totals(sheet),
        takings=takings(sheet),
        open=tuple(basket.number for basket in sheet.open_baskets),
        unseen=_unseen(sheet),
        unweighed=tuple((number, lines) for number, lines in unweighed if lines),
        count=sheet.count,
        pile=pile,
        left=tuple(one for one in standings if one.after),
        parts=reduce(DifferenceParts.with_basket, sheet.baskets, DifferenceParts()),
        adjustments=tuple(one for one in standings if one.adjusted),
        stays=said_to_stay(sheet.distribution.left_in_box, sheet.count),
    )


def _standing(basket: BasketView, sheet: SheetView) -> Standing:
    adjusted = sheet.adjusted.get(basket.member_id, ZERO)
    before = basket.older - adjusted
    return Standing(basket.number, basket.member, before, basket.standing, adjusted)


def _unseen(sheet: SheetView) -> tuple[UnseenPayment, ...]:
    of_baskets = [
        _unseen_payment(payment, basket.member, basket)
        for basket in sheet.baskets
        for payment in basket.announced
    ]
    on_accounts = [
        _unseen_payment(payment, sheet.members[payment.member_id], None)
        for payment in sheet.other_payments
        if payment.pending
    ]
    return (*of_baskets, *on_accounts)


def _unseen_payment(
    payment: OperationView, member: str, basket: BasketView | None
) -> UnseenPayment:
    assert payment.mode is not None
    number = None if basket is None else basket.number
    awaited = basket is None or basket.validated
    return UnseenPayment(payment.id, number, member, payment.mode, payment.amount, awaited)


class DryRunChanged(Refused):
    """What would be certified is no longer what was shown."""

    new: DryRun
