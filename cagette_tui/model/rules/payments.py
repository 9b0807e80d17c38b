"""Payments before they are booked: parts, shares, what is doubtful, what is on a cheque (R15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.basket import ZERO, BasketView, OperationView
from cagette_tui.model.rules.doubts import DoubtfulAmount, FeeNotCovered, Overpaid
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode
from cagette_tui.model.rules.refusals import (
    BadAmount,
    ModeNeeded,
    NumberWithoutCheque,
)
from cagette_tui.value import ValueObject

_NOTES = (Decimal(20), Decimal(50))


class Part(ValueObject):
    """A part of what is paid, in euros; an amount of None is the rest of what is to pay."""

    mode: Mode
    amount: Decimal | None = None
    cheque: ChequeDetails | None = None
    note: str | None = None
    announced: bool = False  # it will come (R22)


class Tender(ValueObject):
    """What a payment entry comes to so far, in euros.

    `due` is what is proposed; `over` is what would be said of more than that (R15).
    """

    due: Decimal
    given: Decimal
    over: DoubtfulAmount | Overpaid | None = None

    @property
    def lacking(self) -> Decimal:
        """What would remain to pay."""
        return max(self.due - self.given, ZERO)

    @staticmethod
    def change(amount: Decimal) -> list[tuple[Decimal, Decimal]]:
        """Return what to give back from a note of 20 and of 50, where it is enough."""
        return [(note, note - amount) for note in _NOTES if ZERO < amount < note]


class Owed(ValueObject):
    """What some baskets ask for, in euros: what is to pay of each, older debts beside (R18).

    The debts are those that are paid too; where they are not, `spilt` is that of the basket on
    which falls what is too much.
    """

    to_pay: tuple[Decimal, ...]
    debts: tuple[Decimal, ...]
    spilt: Decimal
    number: int | None  # the basket's on which it falls, where there are several

    @property
    def due(self) -> Decimal:
        """What is to pay, and the debts that are paid too."""
        return sum((*self.to_pay, *self.debts), ZERO)

    def shares(self, amounts: Sequence[Decimal]) -> list[list[Decimal]]:
        """Share each amount among the baskets: what is to pay first, then the debts (R15)."""
        count = len(self.to_pay)
        rows = shares_of((*self.to_pay, *self.debts), amounts)
        return [[row[i] + sum(row[i + count :: count], ZERO) for i in range(count)] for row in rows]

    def doubt(self, amount: Decimal) -> DoubtfulAmount | Overpaid | None:
        """Return what is asked about `amount` for all of them."""
        debt = sum(self.debts, ZERO) or self.spilt
        return doubt_about(amount, sum(self.to_pay, ZERO), debt, self.number)


def owed_for(baskets: Sequence[BasketView], *, with_debt: bool = False) -> Owed:
    """Say what some baskets ask for, with their members' older debts if wanted (R15, R18)."""
    to_pay = tuple(one.to_pay for one in baskets)
    debts = debts_beside(baskets) if with_debt else ()
    wanted = [*to_pay, *debts]
    last = max((index for index, one in enumerate(wanted) if one), default=0) % len(baskets)
    number = baskets[last].number if len(baskets) > 1 else None
    spilt = ZERO
    if not with_debt:
        # What is to pay for another basket of the member, and is paid too, is no debt beside.
        mine = [one for one in baskets if one.member_id == baskets[last].member_id]
        too = sum((one.to_pay for one in mine), ZERO) - baskets[last].to_pay
        spilt = max(baskets[last].debt_beside - too, ZERO)
    return Owed(to_pay, debts, spilt, number)


def debts_beside(
    baskets: Sequence[BasketView], elsewhere: Iterable[BasketView] = ()
) -> tuple[Decimal, ...]:
    """Return the older debt that is paid with each basket, a member's with the first one (R18).

    Without what is to pay at open baskets `elsewhere`, of earlier evenings.
    """
    first = {one.member_id: one.id for one in reversed(baskets)}
    there: dict[int, Decimal] = {}
    for one in elsewhere:
        there[one.member_id] = there.get(one.member_id, ZERO) + one.to_pay
    return tuple(
        max(one.debt_beside - there.get(one.member_id, ZERO), ZERO)
        if first[one.member_id] == one.id
        else ZERO
        for one in baskets
    )


def tender(
    baskets: Sequence[BasketView],
    parts: Sequence[Part],
    *,
    with_debt: bool = False,
    fee: Decimal = ZERO,
    elsewhere: Sequence[BasketView] = (),
) -> Tender:
    """Sum what is due for some baskets, the older debt included if wanted, and what is given.

    `fee` is what memberships cost that are paid too (R15). With open baskets `elsewhere` the rest
    of the debt is proposed, and amounts alone say what is paid of it.
    """
    owed = owed_for(baskets, with_debt=with_debt and not elsewhere)
    rest = debts_beside(baskets, elsewhere) if with_debt and elsewhere else ()
    given = sum((part.amount or ZERO for part in parts), ZERO)
    return Tender(owed.due + sum(rest, ZERO) + fee, given, owed.doubt(given - fee))


def comes_with_cheque(mode: str | None, amount: Decimal) -> bool:
    """Whether such a payment is a sheet of paper: a cheque that comes in, no refund (R52)."""
    return mode == Mode.CHEQUE and amount > 0


def one_cheque_of(view: BasketView) -> OperationView:
    """Return the one cheque that came for a basket. Raises `NumberWithoutCheque`."""
    cheques = [one for one in view.confirmed if one.cheque is not None]
    if len(cheques) != 1:
        raise NumberWithoutCheque(view.number, len(cheques))
    return cheques[0]


def amounts_of(parts: Sequence[Part], to_pay: Decimal) -> list[Decimal]:
    """Return what each part comes to: one of them may be the rest (R15). Raises `BadAmount`."""
    given = sum((part.amount for part in parts if part.amount is not None), ZERO)
    rests = [part for part in parts if part.amount is None]
    if len(rests) > 1 or not parts:
        raise BadAmount(ZERO)
    amounts = [to_pay - given if part.amount is None else part.amount for part in parts]
    for amount in amounts:
        must_be_an_amount(amount)
    return amounts


def whole_parts(parts: Sequence[Part], due: Decimal) -> tuple[Part, ...]:
    """Return the parts with what each comes to, the rest of `due` euros too. Raises `BadAmount`."""
    amounts = amounts_of(parts, due)
    return tuple(replace(one, amount=it) for one, it in zip(parts, amounts, strict=True))


def part_for_fee(parts: Sequence[Part], fee: Decimal, among: int | None = None) -> int:
    """Return the place of the part that pays a membership too: the last that is large enough.

    With `among` one of the first so many. Raises `FeeNotCovered` (R15).
    """
    may = enumerate(parts[:among])
    fits = [at for at, one in may if not one.announced and (one.amount or ZERO) >= fee]
    if not fits:
        raise FeeNotCovered(fee)
    return fits[-1]


def without_fee(parts: Sequence[Part], fee: Decimal, among: int | None = None) -> tuple[Part, ...]:
    """Return the parts without what goes to a membership; one that is only that is gone (R15)."""
    place = part_for_fee(parts, fee, among)
    rest = [*parts]
    rest[place] = replace(rest[place], amount=(rest[place].amount or ZERO) - fee)
    return tuple(part for part in rest if part.amount != ZERO)


def shares_of(wanted: Sequence[Decimal], amounts: Sequence[Decimal]) -> list[list[Decimal]]:
    """Share each amount among baskets that are to pay so much each, in their order (R15).

    What is too much or too little falls on the last of them that is to pay anything.
    """
    last = max((index for index, one in enumerate(wanted) if one), default=0)
    left = list(wanted)
    shares = []
    for rest in amounts:
        row = []
        for index, lacking in enumerate(left):
            share = min(lacking, rest)
            row.append(share)
            left[index] -= share
            rest -= share
        row[last] += rest
        shares.append(row)
    return shares


def doubt_about(
    amount: Decimal, due: Decimal, debt: Decimal, number: int | None = None
) -> DoubtfulAmount | Overpaid | None:
    """Return what is asked about a payment of `amount` where `due` is to pay (R15).

    What is over goes to the older `debt` first, and the rest stays as a credit that nobody has
    asked for. Exactly that debt is what one key proposes. More than twice of what is owed in all
    is doubtful. `number` is the basket's on which it falls, where there are several.
    """
    over = amount - due
    if over <= 0 or over == debt:
        return None
    if due + debt and amount > 2 * (due + debt):
        return DoubtfulAmount(amount, due + debt)
    return Overpaid(amount, due, min(over, debt), max(debt - over, ZERO), number)


def only_mode(number: int, member: str, accepted: Sequence[Mode]) -> Mode:
    """Return the mode that goes without asking, where the group accepts one only (R13).

    Raises `ModeNeeded` for basket `number` of `member` otherwise.
    """
    spot = tuple(mode for mode in accepted if mode in SPOT_MODES)
    if len(spot) != 1:
        raise ModeNeeded(number, spot, member)
    return spot[0]


class ChequeDetails(ValueObject):
    """What is written on a cheque, as far as it was noted."""

    number: str | None = None
    bank: str | None = None
    drawer: str | None = None

    @property
    def said(self) -> dict[str, str]:
        """What is said of it, by the names of the columns: what is blank is not."""
        texts = {"number": self.number, "bank": self.bank, "drawer": self.drawer}
        return {name: text.strip() for name, text in texts.items() if text and text.strip()}

    @property
    def written(self) -> dict[str, str | None]:
        """All that is written on it, by the names of the columns: what is blank is nothing."""
        return {"number": None, "bank": None, "drawer": None} | self.said
