"""Money on an account alone: what is refused, and what is asked first (R15, R16, R21)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cagette_tui.model.rules.allowed import must_be_accepted
from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.deposits import CreditTooSmall
from cagette_tui.model.rules.doubts import DoubtfulAmount
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import doubt_about
from cagette_tui.model.rules.refusals import RefundTooLarge, Refused
from cagette_tui.model.rules.steps import Answers, Book


def must_be_booked_on_account(
    balance: Decimal, wanted: Book, accepted: Sequence[Mode], said: Answers
) -> None:
    """Refuse a payment or refund on an account alone, of which `balance` was shown, or ask (R21).

    Raises `ModeNotAccepted`, what is asked of more than is owed (R15), `RefundTooLarge` (R16).
    """
    must_be_accepted(wanted.mode, accepted)
    debt = max(-balance, ZERO)
    question: Refused | None = None
    if wanted.amount < 0 and not said.get("insist"):
        question = beyond_credit(-wanted.amount, balance)
    elif wanted.amount > 0 and not said.get("sure"):
        question = doubt_about(wanted.amount, debt, ZERO)
    if question is not None:
        raise question


def must_be_a_fee(amount: Decimal, usual: Decimal, said: Answers) -> None:
    """Ask about a membership of more than twice the group's fee: perhaps a number (R15).

    Raises `DoubtfulAmount`, `BadAmount`.
    """
    must_be_an_amount(amount)
    if usual and amount > 2 * usual and not said.get("sure"):
        raise DoubtfulAmount(amount, usual)


def must_be_within_credit(fee: Decimal, balance: Decimal) -> None:
    """Refuse a membership that a credit should pay, where it is not enough: `CreditTooSmall`."""
    if balance < fee:
        raise CreditTooSmall(fee, max(balance, ZERO))


def beyond_credit(amount: Decimal, credit: Decimal, given: Decimal = ZERO) -> RefundTooLarge | None:
    """Return what is asked about a refund beyond the credit there is now; None within it (R16).

    Euros: `amount` is to be given back, `credit` is what the member has (of a basket, its
    `refundable`), `given` what a refund that is corrected has given back already.
    """
    most = max(credit, ZERO) + given
    return RefundTooLarge(amount, most) if amount > most else None
