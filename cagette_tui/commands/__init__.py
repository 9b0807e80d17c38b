"""What each command does. Imports the model, and Textual only where a screen is wanted."""

from __future__ import annotations

import argparse

from cagette_tui.clock import Clock
from cagette_tui.commands.common import Impossible, desk_of, location
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.store.database import close_database
from cagette_tui.model.store.problems import storage_errors
from cagette_tui.problems import KnownProblem
from cagette_tui.sentences import sentence
from cagette_tui.sentences.closed import naming_commands


def problem_sentence(problem: KnownProblem) -> str:
    """Return the sentence for a known problem."""
    with naming_commands(True):
        return str(problem) if isinstance(problem, Impossible) else sentence(problem)


def run(options: argparse.Namespace) -> int:
    """Carry a command out; return the exit code."""
    clock = Clock() if options.now is None else Clock.starting_at(options.now)
    options.clock = clock
    desk = desk_of(options.user, clock)
    by_command = options.command not in (None, "demo", "tour")
    try:
        with naming_commands(by_command), storage_errors():
            return _run(options, desk, clock)
    finally:
        close_database()


def _run(options: argparse.Namespace, desk: Desk, clock: Clock) -> int:
    # Each command imports what it needs, and nobody waits for what the others need.
    match options.command:
        case None:
            from cagette_tui.commands.screens import show

            where = location(options, create=not options.read_only)
            return show(where, options, desk, clock)
        case "demo" | "tour" as name:
            from cagette_tui.commands import screens

            opened = {"demo": screens.demo, "tour": screens.tour}
            return opened[name](options, desk, clock)
        case "distributions" | "report" | "basket" | "check" | "export":
            return _tell(options, clock)
        case "backup" | "restore" | "copy":
            return _copy(options, clock)
        case _:
            return _do(options, desk)


def _tell(options: argparse.Namespace, clock: Clock) -> int:
    """Carry out a command that only reads."""
    if options.command == "export":
        from cagette_tui.commands.papers import export

        return export(options, clock.now())
    from cagette_tui.commands import reports

    tell = {
        "distributions": reports.distributions,
        "report": reports.report,
        "basket": reports.basket,
        "check": reports.check,
    }
    return tell[options.command](options, clock.now())


def _copy(options: argparse.Namespace, clock: Clock) -> int:
    """Carry out a command that copies the database as a whole."""
    if options.command == "copy":
        from cagette_tui.commands.moving import copy

        return copy(options)
    from cagette_tui.commands import copies

    act = {"backup": copies.backup, "restore": copies.bring_back}
    return act[options.command](options, clock.now())


def _do(options: argparse.Namespace, desk: Desk) -> int:
    """Carry out a command that writes."""
    match options.command:
        case "import":
            from cagette_tui.commands.bring_in import bring_in

            return bring_in(options, desk)
        case "balances":
            from cagette_tui.commands.balances import balances

            return balances(options, desk)
        case "sheet":
            from cagette_tui.commands.sheet import sheet

            return sheet(options, desk)
        case "entered":
            from cagette_tui.commands.entered import entered

            return entered(options, desk)
        case "settings" | "members" | "member" | "products":
            return _of_group(options, desk)
        case "bank":
            from cagette_tui.commands.bank import bank

            return bank(options, desk)
        case "deposit" | "returned" | "announce" | "account" | "box" | "pile" | "product":
            return _money(options, desk)
        case _:
            return _close(options, desk)


def _money(options: argparse.Namespace, desk: Desk) -> int:
    """Carry out a command about money beside the baskets, or one product in all of them."""
    if options.command in ("account", "box"):
        from cagette_tui.commands import accounts

        alone = {"account": accounts.account, "box": accounts.box}
        return alone[options.command](options, desk)
    if options.command in ("pile", "product"):
        from cagette_tui.commands import all_baskets

        many = {"pile": all_baskets.pile, "product": all_baskets.product}
        return many[options.command](options, desk)
    from cagette_tui.commands import deposits

    money = {
        "deposit": deposits.deposit,
        "returned": deposits.returned,
        "announce": deposits.announce,
    }
    return money[options.command](options, desk)


def _of_group(options: argparse.Namespace, desk: Desk) -> int:
    """Carry out a command about the group or its members."""
    if options.command == "settings":
        from cagette_tui.commands.group import settings

        return settings(options, desk)
    if options.command == "products":
        from cagette_tui.commands.products import products

        return products(options, desk)
    from cagette_tui.commands import members

    people = {"members": members.members, "member": members.member}
    return people[options.command](options, desk)


def _close(options: argparse.Namespace, desk: Desk) -> int:
    """Carry out a command that closes an evening, or corrects what was done."""
    match options.command:
        case "distribution" | "undo" | "reopen" as name:
            from cagette_tui.commands import corrections

            if name == "distribution":
                return corrections.distribution(options, desk)
            correct = {"undo": corrections.undo, "reopen": corrections.reopen}
            return correct[name](options, desk)
        case _ as name:
            from cagette_tui.commands import closing

            close = {
                "validate": closing.validate,
                "count": closing.count,
                "certify": closing.certify,
            }
            return close[name](options, desk)
