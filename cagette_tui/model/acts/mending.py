"""Do what the finder proposes: the acts that mend what was written wrongly (R20, R33, R51).

A cause with two steps is two acts in one transaction: both or none. A validated basket is
reopened for it, and validated again where nothing has to be asked.
"""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.model import finding as f
from cagette_tui.model.acts.accounts import pay_account, pay_membership, refund_account
from cagette_tui.model.acts.basket_work import (
    find_basket,
    live_operation,
    must_be_current,
    must_be_open,
)
from cagette_tui.model.acts.changing import (
    cancel,
    change_amount,
    change_mode,
    confirm,
    put_on_one_cheque,
)
from cagette_tui.model.acts.closing import cancel_move, move_cash, replace_move, set_cash_float
from cagette_tui.model.acts.counting import must_be_expected
from cagette_tui.model.acts.paying import pay, refund
from cagette_tui.model.acts.piling import identify_on_pile
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.reading.last_word import word_on_operation
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.allowed import must_have_reason
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.outcome import NeedsAnswer, Unseen, outcome_of
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.refusals import NotPending


def mend(
    desk: Desk,
    distribution_id: int,
    candidate: f.Candidate,
    reason: str,
    *,
    shown_expected: Decimal,
) -> tuple[int, ...]:
    """Mend as a candidate says; return the numbers of the baskets that stay open for it.

    `reason` is written where a reason is kept; `shown_expected` is what the box should hold
    (euros) by the books that were searched. Counts are mended by counting again: their steps
    do nothing here. Raises `ReasonNeeded`, `DistributionIsCertified`, `ExpectedMoved`,
    `BasketChanged` or `NotPending` where something moved since, and what the single acts
    raise; then nothing was changed.
    """
    must_have_reason(reason)
    # The acts below find the write door open: nobody comes between, and one refusal undoes all.
    with writing(desk):
        _must_be_as_shown(distribution_id, candidate, shown_expected)
        reopened = [_reopened(desk, place, reason) for place in candidate.reopens]
        by_one_cheque = [
            step.mend.operation_id
            for step in candidate.steps
            if isinstance(step.mend, f.ChangeMode) and step.mend.one_cheque
        ]
        if by_one_cheque:
            put_on_one_cheque(desk, by_one_cheque)
        for step in candidate.steps:
            _do(desk, distribution_id, step.mend, reason)
        if candidate.evidence:
            _recognise(desk, distribution_id)
        return tuple(one.number for one in reopened if not _validated_again(desk, one))


def _must_be_as_shown(
    distribution_id: int, candidate: f.Candidate, shown_expected: Decimal
) -> None:
    """Refuse what would no longer explain the difference, or what somebody has worked on since."""
    must_be_open(distribution_id)
    must_be_expected(distribution_id, shown_expected)
    for basket, version in {(one.basket_id, one.version) for one in candidate.places}:
        if basket is not None:
            assert version is not None
            must_be_current(find_basket(basket), version)
    for step in candidate.steps:
        match step.mend:
            # Of a payment on an account there is no version: it may have been seen since.
            case f.Cancel(operation, pending=True):
                row = live_operation(operation)
                if not row.pending:
                    raise NotPending(operation, word_on_operation(row))


def _reopened(desk: Desk, place: f.Place, reason: str) -> BasketView:
    """Open a validated basket (R33); return it as it was."""
    assert place.basket_id is not None
    before = read_basket(place.basket_id)
    reopen_basket(desk, before.id, before.version, reason)
    return before


def _validated_again(desk: Desk, before: BasketView) -> bool:
    """Validate a basket again, unless something has to be asked (R41).

    What remained when it was validated was accepted then, and what was awaited is.
    """
    version = read_basket(before.id).version
    accepted = outcome_of(before, Unseen.AWAITED)
    try:
        validate(desk, before.id, version, accept=accepted, unseen=Unseen.AWAITED)
    except NeedsAnswer:
        return False
    return True


def _recognise(desk: Desk, distribution_id: int) -> None:
    """The pile spoke for it: say which sheets that nobody expected are the cheques there now."""
    pile = read_pile(distribution_id)
    for entry in pile.unexpected:
        fitting = pile.candidates(entry.amount)
        if len(fitting) == 1:
            pile = identify_on_pile(desk, distribution_id, entry, fitting[0].id)


def _do(desk: Desk, distribution_id: int, mend: f.Mend, reason: str) -> None:
    match mend:
        case f.ChangeMode(operation, mode, one_cheque=False):
            change_mode(desk, operation, mode)
        case f.ReplaceAmount(operation, amount):
            change_amount(desk, operation, amount, reason)
        case f.Cancel(operation):
            cancel(desk, operation, reason)
        case f.Confirm(operation):
            confirm(desk, operation)
        case f.EnterMembership(member, mode, amount):
            # It is in the money that was counted, or on the bank's statement.
            pay_membership(
                desk,
                member,
                mode,
                distribution_id=distribution_id,
                amount=amount,
                announces=False,
            )
        case f.SetFloat(amount):
            set_cash_float(desk, distribution_id, amount)
        case f.EnterMove(amount):
            move_cash(desk, distribution_id, amount, reason)
        case f.ReplaceMove(move, amount):
            replace_move(desk, move, amount, reason)
        case f.CancelMove(move):
            cancel_move(desk, move, reason)
        case f.EnterPayment() | f.EnterRefund():
            _enter(desk, distribution_id, mend, reason)
        case f.ChangeMode() | f.Recount() | f.RecountTotal():
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
            insist=reason,
        )
