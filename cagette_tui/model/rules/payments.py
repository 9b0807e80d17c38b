"""Payments before they are booked: parts, shares, what is doubtful, what is on a cheque (R15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.basket import ZERO, BasketView, OperationView
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode
from cagette_tui.model.rules.refusals import (
    BadAmount,
    DoubtfulAmount,
    ModeNeeded,
    NumberWithoutCheque,
    Overpaid,
)

_NOTES = (Decimal(20), Decimal(50))


@dataclass(frozen=True)
class Part:
    """A part of what is paid, in euros; an amount of None is the rest of what is to pay."""

    mode: Mode
    amount: Decimal | None = None
    cheque: ChequeDetails | None = None
    note: str | None = None
    announced: bool = False  # it will come (R22)


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


def doubt_about(amount: Decimal, due: Decimal, debt: Decimal) -> DoubtfulAmount | Overpaid | None:
    """Return what is asked about a payment of `amount` where `due` is to pay (R15).

    More than twice of it is doubtful; what is over goes to the older `debt` first, and the rest
    stays as a credit that nobody has asked for. Exactly that debt is what one key proposes.
    """
    over = amount - due
    if over <= 0 or over == debt:
        return None
    if amount > 2 * due:
        return DoubtfulAmount(amount, due)
    return Overpaid(amount, due, min(over, debt))


def only_mode(number: int, member: str, accepted: Sequence[Mode]) -> Mode:
    """Return the mode that goes without asking, where the group accepts one only (R13).

    Raises `ModeNeeded` for basket `number` of `member` otherwise.
    """
    spot = tuple(mode for mode in accepted if mode in SPOT_MODES)
    if len(spot) != 1:
        raise ModeNeeded(number, spot, member)
    return spot[0]


@dataclass(frozen=True)
class ChequeDetails:
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
