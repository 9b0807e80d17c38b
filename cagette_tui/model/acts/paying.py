"""Payments of baskets: what the rules decide of each is written in one act (R10 to R19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Unpack

from cagette_tui.model.acts.basket_work import open_basket
from cagette_tui.model.acts.decided import write_decisions
from cagette_tui.model.acts.drafts import forget_draft, payment_subject, typed_payments
from cagette_tui.model.acts.writing import Act, Desk, writing
from cagette_tui.model.reading.accounts import announced_on_accounts
from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.reading.elsewhere import open_elsewhere
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.held_back import TypedPayment, must_not_be_typed
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.owed_elsewhere import must_not_be_owed_elsewhere, paid_beyond
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.receiving import (
    Announce,
    GiveBack,
    Pay,
    Receive,
    Validate,
    Wanted,
    WillPay,
    decide,
    in_its_place,
    may_be_on_accounts,
    must_be_answered,
)
from cagette_tui.model.rules.steps import Answers

_KINDS: dict[type[Wanted], ActKind] = {
    Receive: ActKind.RECEIVE,
    Pay: ActKind.RECEIVE,
    Announce: ActKind.ANNOUNCE,
    WillPay: ActKind.ON_THE_SPOT,
    GiveBack: ActKind.REFUND,
    Validate: ActKind.VALIDATE,
}


def settle(
    desk: Desk, baskets: Sequence[tuple[int, int]], wanted: Wanted, **said: Unpack[Answers]
) -> tuple[BasketView, ...]:
    """Do what is wanted with some baskets, given as (id, version); return them as they are then.

    Raises the first question that `said` does not answer, what `decide` refuses, and what
    `open_basket` does: `BasketChanged` for one that moved since.
    """
    with writing(desk) as act:
        reason = said.get("insist") if isinstance(wanted, GiveBack) else None
        typed = typed_payments(desk.who)
        if typed:
            wanted = _heeding(act, typed, baskets, wanted, said)
        works = [
            open_basket(act, _KINDS[type(wanted)], *basket, reason=reason)
            for basket in dict.fromkeys(baskets)
        ]
        views = [work.view for work in works]
        decisions = decide(views, wanted, works[0].terms, said)
        if may_be_on_accounts(decisions):
            elsewhere = announced_on_accounts(views)
            decisions = decide(views, wanted, replace(works[0].terms, elsewhere=elsewhere), said)
        must_be_answered(decisions)
        beyond = () if said.get("sure") else paid_beyond(decisions)
        if beyond:
            must_not_be_owed_elsewhere(decisions, open_elsewhere(beyond))
        left = write_decisions({work.view.id: work.entry for work in works}, decisions)
        alone = len({one.member_id for one in left}) == len(left)
    if desk.same_cheque or not alone:
        # What is paid for one of a member's baskets is older to the other (R18).
        return tuple(read_basket(one.id) for one in left)
    return left


def _heeding(
    act: Act,
    typed: Sequence[TypedPayment],
    baskets: Sequence[tuple[int, int]],
    wanted: Wanted,
    said: Answers,
) -> Wanted:
    """Heed what was typed for these baskets and not recorded: `TypedBefore`, till it is said (R63).

    Return what is wanted then: that, where the answer was to record it.
    """
    ids = tuple(number for number, _version in baskets)
    mine = [one for one in typed if not set(ids).isdisjoint(one.baskets)]
    if not mine or isinstance(wanted, GiveBack | WillPay):
        return wanted
    record = said.get("record_typed")
    if record is None:
        must_not_be_typed([read_basket(number) for number in ids], mine)
        return wanted
    # The answer is about what was typed for these baskets; what others are in, too, stays typed.
    same = next((one for one in mine if one.baskets == ids), None)
    if same is None:
        return wanted
    forget_draft(act, payment_subject(ids))
    return in_its_place(wanted, same.parts) if record else wanted


def receive(
    desk: Desk, basket_id: int, version: int, mode: Mode, /, **said: Unpack[Answers]
) -> BasketView:
    """Receive what is to pay in one mode, or confirm what was announced in it.

    `cheque` is what is written on the cheque: on the one that settled the basket, where nothing
    is to pay. Raises `AnnouncedOtherwise`, `PaidOtherwise`, `NothingToPay`,
    `NumberWithoutCheque`, `ModeNotAccepted` (R13), `BasketIsAbsent` (R34).
    """
    return settle(desk, [(basket_id, version)], Receive(mode), **said)[0]


def pay(
    desk: Desk, basket_id: int, version: int, parts: Sequence[Part], **said: Unpack[Answers]
) -> BasketView:
    """Receive given amounts: a part, a split over several modes, an extra payment (R15).

    Raises `BadAmount`, `DoubtfulAmount`, `AnnouncedOtherwise`, `ModeNotAccepted`.
    """
    return settle(desk, [(basket_id, version)], Pay(tuple(parts)), **said)[0]


def pay_together(
    desk: Desk,
    baskets: Sequence[tuple[int, int]],
    mode: Mode,
    /,
    amount: Decimal | None = None,
    note: str | None = None,
    **said: Unpack[Answers],
) -> tuple[BasketView, ...]:
    """Receive one payment for several baskets, given as (id, version) (R15).

    Each gets what is to pay, in the order given; what is over goes to the last
    one, what lacks is lacking there. A cheque is one cheque with several payments.
    """
    part = Part(mode, amount, said.get("cheque"), note)
    return settle(desk, baskets, Pay((part,)), **said)


def announce(
    desk: Desk, basket_id: int, version: int, mode: Mode, amount: Decimal | None = None
) -> BasketView:
    """Note that a payment will come: what is to pay, or another amount (R10, R14).

    The member has said how: the basket is no longer to be paid on the spot.
    """
    return settle(desk, [(basket_id, version)], Announce(mode, amount))[0]


def refund(
    desk: Desk,
    basket_id: int,
    version: int,
    mode: Mode,
    /,
    amount: Decimal | None = None,
    **said: Unpack[Answers],
) -> BasketView:
    """Give money back: the member's whole credit, or `amount` euros (positive).

    Raises `RefundTooLarge` beyond the member's credit unless one insists with a
    reason (R16), and `NothingToGiveBack` when there is no credit.
    """
    return settle(desk, [(basket_id, version)], GiveBack(mode, amount), **said)[0]
