"""What a line does to a basket, as facts; amounts in euros, quantities in units or kg."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cagette_tui.model.rules.basket import BasketView, OperationView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Outcome
from cagette_tui.model.rules.steps import (
    Book,
    ChangeMode,
    Decision,
    Drop,
    Lock,
    Note,
    Paper,
    See,
    modes_of,
)


@dataclass(frozen=True)
class TakenOut:
    """A product was not delivered; `amount` is what the basket costs less."""

    product: str
    amount: Decimal


@dataclass(frozen=True)
class Weighed:
    """What was delivered of each piece of a product, and what they cost together."""

    product: str
    quantities: tuple[Decimal, ...]
    total: Decimal


@dataclass(frozen=True)
class Received:
    """A payment came in; `number` is its cheque's."""

    mode: Mode
    amount: Decimal
    number: str | None = None


@dataclass(frozen=True)
class Announced:
    """A payment will come (R22); `number` is its cheque's."""

    mode: Mode
    amount: Decimal
    number: str | None = None


@dataclass(frozen=True)
class Seen:
    """A payment that was announced is confirmed."""

    mode: Mode
    amount: Decimal


@dataclass(frozen=True)
class DebtPaid:
    """Of what came in, this much is the older debt, to the cent."""

    amount: Decimal


@dataclass(frozen=True)
class ReceivedWithFee:
    """A payment came in, `fee` euros of which are the membership (R15)."""

    mode: Mode
    amount: Decimal
    fee: Decimal
    number: str | None = None


@dataclass(frozen=True)
class Joined:
    """The membership fee was paid by a mode of its own; `number` is its cheque's."""

    mode: Mode
    amount: Decimal
    number: str | None = None


@dataclass(frozen=True)
class JoinedByCredit:
    """The membership fee was paid by the member's credit."""

    amount: Decimal


@dataclass(frozen=True)
class Numbered:
    """A cheque that had come before has this number now; `before` is what it had."""

    amount: Decimal
    number: str
    before: str | None


@dataclass(frozen=True)
class LeftAwaited:
    """A payment that was announced was not seen, and is awaited (R41)."""

    mode: Mode
    amount: Decimal


@dataclass(frozen=True)
class Dropped:
    """A payment that was announced is replaced."""

    mode: Mode
    amount: Decimal


@dataclass(frozen=True)
class ModeChanged:
    """A payment that had been received is in another mode now."""

    before: Mode
    after: Mode
    amount: Decimal
    number: str | None = None


@dataclass(frozen=True)
class GivenBack:
    """A refund; `amount` is positive."""

    mode: Mode
    amount: Decimal


@dataclass(frozen=True)
class LeftAbsent:
    """Nobody collected the basket; its debt is kept."""


@dataclass(frozen=True)
class Validated:
    """The basket is validated, with what that leaves behind."""

    outcome: Outcome


Amounting = TakenOut | Received | Announced | Seen | LeftAwaited | Dropped | ModeChanged | GivenBack
"""Deeds that have an amount of their own."""

Deed = (
    Amounting
    | ReceivedWithFee
    | DebtPaid
    | Joined
    | JoinedByCredit
    | Numbered
    | Weighed
    | LeftAbsent
    | Validated
)


@dataclass(frozen=True)
class Change:
    """One basket before and after a line, and what was done to it."""

    before: BasketView
    after: BasketView
    deeds: tuple[Deed, ...] = ()


def deeds_of(decision: Decision) -> Iterator[Deed]:
    """Return what the rules' steps do, in their order."""
    for step in decision.steps:
        match step:
            case Book(amount, mode, paper, pending=True):
                yield Announced(mode, amount, _number(paper))
            case Book(amount, mode, paper) if amount > 0:
                yield Received(mode, amount, _number(paper))
            case Book(amount, mode):
                yield GivenBack(mode, -amount)
            case See(payment):
                yield Seen(_mode(payment), payment.amount)
            case Drop(payment):
                yield Dropped(_mode(payment), payment.amount)
            case ChangeMode(payment, mode, paper):
                yield ModeChanged(_mode(payment), mode, payment.amount, _number(paper))
            case Note(payment, details):
                before = payment.cheque.number if payment.cheque else None
                yield Numbered(payment.amount, details.number or "", before)
            case Lock(outcome):
                for mode, amount in modes_of(decision.after.announced):
                    yield LeftAwaited(mode, amount)
                yield Validated(outcome)


def _number(paper: Paper | None) -> str | None:
    return None if paper is None else paper.details.number


def _mode(payment: OperationView) -> Mode:
    assert payment.mode is not None
    return payment.mode
