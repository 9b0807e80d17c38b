"""What goes to the bank and what comes back: `deposit`, `returned`; what will come: `announce`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from decimal import Decimal

from cagette_tui import output
from cagette_tui.commands.accounts import sure_or_said
from cagette_tui.commands.closing import counted
from cagette_tui.commands.common import Impossible, code_of, how_to_do_it, open_asked, print_lines
from cagette_tui.i18n import _, format_amount, format_date
from cagette_tui.model.acts import depositing
from cagette_tui.model.acts.accounts import pay_account
from cagette_tui.model.acts.paying import announce as announce_payment
from cagette_tui.model.acts.returning import BankFee, return_payment
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.deposits import (
    read_deposit,
    read_deposits,
    returnable,
    what_waits,
)
from cagette_tui.model.reading.group_money import read_cash_to_deposit
from cagette_tui.model.reading.lookups import member_by_ref
from cagette_tui.model.rules.deposits import DepositView, ReturnableView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.store.database import reading
from cagette_tui.papers.deposit_slip import deposit_csv, deposit_data, deposit_paper, waiting_data
from cagette_tui.papers.paper_html import paper_html
from cagette_tui.papers.paper_text import paper_text
from cagette_tui.papers.receipts import numbered
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.bank import deposit_line, owes_again, waiting_lines
from cagette_tui.text import json_text, visible


def deposit(options: argparse.Namespace, desk: Desk) -> int:
    """Say what waits, make a deposit, or do something with the one of a number (R56)."""
    open_asked(options, create=False)
    if options.number is not None:
        _with_one(options, desk)
    elif options.make or options.cash:
        cheques = None if options.cheques is None else list(options.cheques)
        if options.cash and not options.make:
            cheques = cheques or []
        made = depositing.make_deposit(
            desk, cheques, cash=counted(options.cash or []), day=options.day, note=options.note
        )
        print_lines([deposit_line(made)])
    else:
        _show_all(options, desk)
    return 0


def _show_all(options: argparse.Namespace, desk: Desk) -> None:
    """Say what waits, and which deposits there are."""
    with reading():
        waiting, cash = what_waits(), read_cash_to_deposit(desk.now().date())
        made = read_deposits()
    if options.format == "json":
        output.write(json_text(waiting_data(waiting, cash, made)), for_machines=True)
    else:
        print_lines([*waiting_lines(waiting, cash), *map(deposit_line, made)])


def _with_one(options: argparse.Namespace, desk: Desk) -> None:
    """Correct a deposit, hand it in, see it on the statement; else show its slip."""
    number = options.number
    if options.without is not None:
        left = depositing.take_from_deposit(desk, number, options.without, options.why)
    elif options.cancel:
        left = depositing.cancel_deposit(desk, number, options.why)
    elif options.final:
        left = depositing.finish_deposit(desk, number)
    elif options.seen is not None:
        left = depositing.see_deposit(desk, number, options.seen or None)
    else:
        _show(read_deposit(number), options, desk)
        return
    print_lines([deposit_line(left)])


def _show(one: DepositView, options: argparse.Namespace, desk: Desk) -> None:
    match options.format:
        case "json":
            output.write(json_text(deposit_data(one)), for_machines=True)
        case "csv":
            output.write(deposit_csv(one), for_machines=True)
        case "html":
            output.write(paper_html(deposit_paper(one, desk.now())), for_machines=True)
        case _:
            output.write(paper_text(deposit_paper(one, desk.now())))


def returned(options: argparse.Namespace, desk: Desk) -> int:
    """Say who would owe again what the bank sends back; note it (R24)."""
    open_asked(options, create=False)
    found = returnable(number=options.number, ref=options.member, amount=options.amount)
    if len(found) != 1:
        raise Impossible("\n".join(_choices(found)))
    (one,) = found
    fee = None
    if options.fee is not None:
        member = member_by_ref(options.on) if options.on else one.member_ids[0]
        fee = BankFee(member, options.fee, _("bank's fee"))
    if options.yes is None:
        print_lines([_returned(one), how_to_do_it(desk, code_of(one))])
        return 0
    if options.yes != code_of(one):
        raise Impossible(_("That is no longer what was shown: look again."))
    who = return_payment(desk, one.operation_id, options.why, day=options.day, fee=fee)
    print_lines([owes_again(who)])
    return 0


def _choices(found: tuple[ReturnableView, ...]) -> Iterator[str]:
    if not found:
        yield _("No cheque or transfer that was received is like that.")
        return
    yield _("Several are like that: say more (number, --member, --amount).")
    yield from map(_returned, found[:20])


def _returned(one: ReturnableView) -> str:
    text = _("{mode} {number} of {amount}, {day}, of {members}")
    return text.format(
        mode=mode_label(one.mode),
        number=visible(one.number or "–"),
        amount=format_amount(one.amount),
        day=format_date(one.day),
        members=visible(", ".join(one.members)),
    )


def announce(options: argparse.Namespace, desk: Desk) -> int:
    """Note that a payment will come, for a basket or on an account (R22)."""
    open_asked(options, create=False)
    mode = Mode(options.mode)
    if options.member is not None:
        member = member_by_ref(options.member)
        if options.amount is None:
            raise Impossible(_("On an account an amount is needed."))
        reason = options.why or _("announced")
        shown = balance_of(member)
        sure_or_said(
            options,
            desk,
            lambda desk, said: pay_account(
                desk, member, mode, options.amount, reason, shown=shown, pending=True, **said
            ),
        )
        print_lines([_("{amount} announced.").format(amount=format_amount(options.amount))])
        return 0
    if options.id is None or options.number is None:
        raise Impossible(_("Give a distribution and a basket's number, or --member."))
    basket = numbered(read_sheet(options.id, lines=False), options.number)
    left = announce_payment(desk, basket.id, basket.version, mode, options.amount)
    amount = sum((one.amount for one in left.announced), Decimal(0))
    print_lines([_("{amount} announced.").format(amount=format_amount(amount))])
    return 0
