"""The commands `account` and `box`: money of an account alone, and in and out of the box."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from cagette_tui.commands.common import Impossible, open_asked, print_lines
from cagette_tui.i18n import _, format_amount
from cagette_tui.model.acts.accounts import (
    adjust,
    open_balance,
    pay_account,
    pay_membership,
    refund_account,
)
from cagette_tui.model.acts.closing import move_cash
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.lookups import member_by_ref
from cagette_tui.model.rules.deposits import SameCheque
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.refusals import RefundTooLarge, Refused
from cagette_tui.model.rules.steps import Answers
from cagette_tui.sentences import sentence
from cagette_tui.sentences.labels import standing
from cagette_tui.sentences.questions import question_text

CREDIT = "credit"

T = TypeVar("T")


def account(options: argparse.Namespace, desk: Desk) -> int:
    """Book a payment, a refund, an adjustment, an older balance or a membership (R21).

    Says the balance then.
    """
    open_asked(options, create=False)
    member = member_by_ref(options.ref)
    balance = sure_or_said(options, desk, lambda desk, said: _book(options, desk, member, said))
    print_lines([standing(balance)])
    return 0


def _book(options: argparse.Namespace, desk: Desk, member: int, said: Answers) -> Decimal:
    act, day = options.act, options.day
    if options.number is not None:
        said["cheque"] = ChequeDetails(options.number)
    shown, joins = balance_of(member), options.join
    if act == "membership":
        mode = None if options.mode == CREDIT else Mode(_needed(options.mode))
        return pay_membership(
            desk, member, mode, distribution_id=joins, amount=options.amount, day=day, **said
        )
    if options.amount is None:
        raise Impossible(_("An amount is needed."))
    why = options.why or ""
    amount = -options.amount if options.down else options.amount
    if act == "older":
        return open_balance(desk, member, amount, why, shown=shown)
    if act == "adjust":
        return adjust(desk, member, amount, why, shown=shown, day=day)
    work = pay_account if act == "payment" else refund_account
    if options.mode == CREDIT:
        raise Impossible(_("With the credit only a membership can be paid."))
    if act == "refund" and options.sure:
        said["insist"] = why
    return work(
        desk,
        member,
        Mode(_needed(options.mode)),
        options.amount,
        why,
        shown=shown,
        distribution_id=joins,
        day=day,
        **said,
    )


def _needed(mode: str | None) -> str:
    if mode is None:
        raise Impossible(_("How it is paid is missing: --mode cash, for example."))
    return mode


def sure_or_said(options: argparse.Namespace, desk: Desk, work: Callable[[Desk, Answers], T]) -> T:
    """Do it; what a screen would ask is refused unless `--sure` says yes (R15, R16).

    That a cheque of that number is there already is one of those questions.
    """
    said: Answers = {"sure": True, "again": True, "announces": False} if options.sure else {}
    try:
        same = options.same_cheque
        desk = replace(desk, another_cheque=options.sure and not same, same_cheque=same)
        return work(desk, said)
    except Refused as problem:
        text = question_text(problem)
        if isinstance(problem, RefundTooLarge):
            text = sentence(problem)
        if text is None or options.sure:
            raise
        if isinstance(problem, SameCheque):
            text += " " + _("--same-cheque says that it is that very one.")
        raise Impossible(_("{question} --sure says yes.").format(question=text)) from problem


def box(options: argparse.Namespace, desk: Desk) -> int:
    """Put money into the box, or take it out (R50, R23)."""
    open_asked(options, create=False)
    amount = options.amount if options.way == "in" else -options.amount
    move_cash(desk, options.join, amount, options.why, day=options.day)
    text = _("{amount} in the box.") if amount > 0 else _("{amount} out of the box.")
    print_lines([text.format(amount=format_amount(abs(amount)))])
    return 0
