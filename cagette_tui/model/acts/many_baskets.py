"""Many baskets received in one mode at once, and validated if wanted: shown, then done.

Only what one key would do without a question is done; the rest is left and named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Unpack

from cagette_tui.model.acts.basket_work import must_be_unchanged
from cagette_tui.model.acts.decided import write_decisions
from cagette_tui.model.acts.drafts import typed_payments
from cagette_tui.model.acts.writing import Act, Desk, Entry, writing
from cagette_tui.model.reading.accounts import announced_on_accounts, balance_of
from cagette_tui.model.reading.baskets import accepted_modes, read_sheet
from cagette_tui.model.reading.last_word import last_word
from cagette_tui.model.rules.allowed import (
    must_be_accepted,
    must_not_be_certified,
)
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.held_back import AnnouncedOnAccount, must_not_be_typed
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.many_baskets import SettlingPlan, decide_settling
from cagette_tui.model.rules.refusals import BalanceMoved, NothingToDo
from cagette_tui.model.rules.steps import Answers, Decision
from cagette_tui.model.tables.journal import JournalEntry


def settle_baskets(desk: Desk, shown: SettlingPlan, **said: Unpack[Answers]) -> int:
    """Do what was shown, all or nothing; return how many baskets.

    Raises `NothingToDo`, `ModeNotAccepted`, `TooEarly` (R40), `DistributionIsCertified`, and
    `BasketChanged`, `BasketIsValidated` or `BalanceMoved` for one that moved since; `TypedBefore`
    where a payment of one was typed and not recorded (R63), and `AnnouncedOnAccount` (R22).
    """
    if not shown.baskets:
        raise NothingToDo()
    with writing(desk) as act:
        sheet = read_sheet(shown.distribution_id, lines=False)
        must_not_be_certified(sheet.distribution)
        terms = act.terms(accepted_modes(), sheet.distribution.opens_at)
        if shown.mode is not None:
            must_be_accepted(shown.mode, terms.accepted)
        must_be_unchanged(shown.baskets)
        now = {one.id: one for one in sheet.baskets}
        baskets = [now[one.id] for one in shown.baskets]
        must_not_be_typed(baskets, typed_payments(desk.who), may_record=False)
        if shown.mode is Mode.TRANSFER:
            terms = replace(terms, elsewhere=announced_on_accounts(baskets))
        decisions = decide_settling(
            baskets,
            shown.mode,
            terms,
            said,
            validating=shown.validating,
            announced=shown.announced,
        )
        _must_be_as_shown(shown.baskets, decisions)
        entries = {one.id: _entry(act, one) for one in baskets}
        write_decisions(entries, decisions)
        return len(entries)


def _entry(act: Act, basket: BasketView) -> Entry:
    return act.entry(
        ActKind.AT_ONCE,
        basket=basket.id,
        member=basket.member_id,
        distribution=basket.distribution_id,
    )


def _must_be_as_shown(shown: Sequence[BasketView], decisions: Sequence[Decision]) -> None:
    """Refuse when an account moved without its basket: another amount is to pay then (R18).

    What waits on an account already only the books know: that is asked now (R22).
    """
    for asked in (question for one in decisions for question in one.questions):
        if isinstance(asked, AnnouncedOnAccount):
            raise asked
    decided = {one.before.id: one for one in decisions}
    for one in shown:
        decision = decided.get(one.id)
        if decision is None or decision.questions or decision.before.to_pay != one.to_pay:
            last = last_word(JournalEntry.member == one.member_id)
            raise BalanceMoved(one.balance, balance_of(one.member_id), last)
