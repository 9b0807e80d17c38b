"""Do what the finder proposes: the acts that mend what was written wrongly (R20, R33, R51).

A cause with two steps is two acts in one transaction: both or none. A validated basket is
reopened for it, and validated again where nothing has to be asked.
"""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.model import finding as f
from cagette_tui.model.accounts import pay_account, pay_membership, refund_account
from cagette_tui.model.base import database
from cagette_tui.model.cash_moves import cancel_move, replace_move
from cagette_tui.model.changing import cancel, change_amount, change_mode, confirm
from cagette_tui.model.closing import move_cash, set_cash_float
from cagette_tui.model.errors import NeedsAnswer
from cagette_tui.model.paying import Part, pay, refund
from cagette_tui.model.reading import balance_of, read_basket
from cagette_tui.model.storage import storage_errors
from cagette_tui.model.validating import reopen_basket, validate
from cagette_tui.model.writing import Desk


def mend(desk: Desk, distribution_id: int, candidate: f.Candidate, reason: str) -> tuple[int, ...]:
    """Mend as a candidate says; return the numbers of the baskets that stay open for it.

    `reason` is written where a reason is kept. Counts are mended by counting again: their
    steps do nothing here. Raises what the single acts raise; then nothing was changed.
    """
    still_open = []
    with storage_errors(), database.atomic():
        for step in candidate.steps:
            if step.reopens:
                assert step.place.basket_id is not None
                assert step.place.version is not None
                reopen_basket(desk, step.place.basket_id, step.place.version, reason)
            _do(desk, distribution_id, step, reason)
            if step.reopens and not _validated_again(desk, step):
                still_open.append(step.place.number or 0)
    return tuple(still_open)


def _do(desk: Desk, distribution_id: int, step: f.Step, reason: str) -> None:
    match step.mend:
        case f.ChangeMode(operation, mode):
            change_mode(desk, operation, mode)
        case f.ReplaceAmount(operation, amount):
            change_amount(desk, operation, amount, reason)
        case f.Cancel(operation):
            cancel(desk, operation, reason)
        case f.Confirm(operation):
            confirm(desk, operation)
        case f.EnterMembership(member, mode, amount):
            pay_membership(desk, member, mode, distribution_id=distribution_id, amount=amount)
        case f.SetFloat(amount):
            set_cash_float(desk, distribution_id, amount)
        case f.EnterMove(amount):
            move_cash(desk, distribution_id, amount, reason)
        case f.ReplaceMove(move, amount):
            replace_move(desk, move, amount, reason)
        case f.CancelMove(move):
            cancel_move(desk, move, reason)
        case f.EnterPayment() | f.EnterRefund():
            _enter(desk, distribution_id, step.mend, reason)
        case f.Recount() | f.RecountTotal():
            pass


def _enter(
    desk: Desk, distribution_id: int, missing: f.EnterPayment | f.EnterRefund, reason: str
) -> None:
    """Enter a payment or refund that is missing, of a basket or on the account."""
    if missing.basket_id is not None:
        version = read_basket(missing.basket_id).version
        if isinstance(missing, f.EnterPayment):
            part = Part(missing.mode, missing.amount)
            pay(desk, missing.basket_id, version, [part], replace=False, sure=True)
        else:
            refund(desk, missing.basket_id, version, missing.mode, missing.amount, insist=reason)
        return
    shown: Decimal = balance_of(missing.member_id)
    if isinstance(missing, f.EnterPayment):
        pay_account(
            desk,
            missing.member_id,
            missing.mode,
            missing.amount,
            reason,
            shown=shown,
            distribution_id=distribution_id,
            sure=True,
        )
    else:
        refund_account(
            desk,
            missing.member_id,
            missing.mode,
            missing.amount,
            reason,
            shown=shown,
            distribution_id=distribution_id,
            insist=True,
        )


def _validated_again(desk: Desk, step: f.Step) -> bool:
    """Validate the basket again, unless something has to be asked (R41)."""
    assert step.place.basket_id is not None
    basket = read_basket(step.place.basket_id)
    try:
        validate(desk, basket.id, basket.version)
    except NeedsAnswer:
        return False
    return True
