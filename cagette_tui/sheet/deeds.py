"""What a line does to a basket, as facts; amounts in euros, quantities in units or kg."""

from __future__ import annotations

from collections.abc import Iterator
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
from cagette_tui.value import ValueObject


class TakenOut(ValueObject):
    """A product was not delivered; `amount` is what the basket costs less."""

    product: str
    amount: Decimal


class Weighed(ValueObject):
    """What was delivered of each piece of a product, and what they cost together."""

    product: str
    quantities: tuple[Decimal, ...]
    total: Decimal


class Received(ValueObject):
    """A payment came in; `number` is its cheque's."""

    mode: Mode
    amount: Decimal
    number: str | None = None


class Announced(ValueObject):
    """A payment will come (R22); `number` is its cheque's."""

    mode: Mode
    amount: Decimal
    number: str | None = None


class Seen(ValueObject):
    """A payment that was announced is confirmed."""

    mode: Mode
    amount: Decimal


class DebtPaid(ValueObject):
    """Of what came in, this much is the older debt, to the cent."""

    amount: Decimal


class ReceivedWithFee(ValueObject):
    """A payment came in, `fee` euros of which are the membership (R15)."""

    mode: Mode
    amount: Decimal
    fee: Decimal
    number: str | None = None


class Joined(ValueObject):
    """The membership fee was paid by a mode of its own; `number` is its cheque's."""

    mode: Mode
    amount: Decimal
    number: str | None = None


class JoinedByCredit(ValueObject):
    """The membership fee was paid by the member's credit."""

    amount: Decimal


class Numbered(ValueObject):
    """A cheque that had come before has this number now; `before` is what it had."""

    amount: Decimal
    number: str
    before: str | None


class LeftAwaited(ValueObject):
    """A payment that was announced before was not seen, and is awaited (R41)."""

    mode: Mode
    amount: Decimal


class Dropped(ValueObject):
    """A payment that was announced is replaced."""

    mode: Mode
    amount: Decimal


class ModeChanged(ValueObject):
    """A payment that had been received is in another mode now."""

    before: Mode
    after: Mode
    amount: Decimal
    number: str | None = None


class GivenBack(ValueObject):
    """A refund; `amount` is positive."""

    mode: Mode
    amount: Decimal


class LeftAbsent(ValueObject):
    """Nobody collected the basket; its debt is kept."""


class Validated(ValueObject):
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


class Change(ValueObject):
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
                # What the line itself announces says so already; it has no number yet.
                announced = (one for one in decision.after.announced if one.id)
                for mode, amount in modes_of(announced):
                    yield LeftAwaited(mode, amount)
                yield Validated(outcome)


def _number(paper: Paper | None) -> str | None:
    return None if paper is None else paper.details.number


def _mode(payment: OperationView) -> Mode:
    assert payment.mode is not None
    return payment.mode
