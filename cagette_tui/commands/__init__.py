"""What each command does. Imports the model, and Textual only where a screen is wanted."""

from __future__ import annotations

import argparse

from cagette_tui.clock import Clock
from cagette_tui.commands.common import Impossible, location
from cagette_tui.model.database import close_database
from cagette_tui.model.storage import storage_errors
from cagette_tui.model.writing import Desk
from cagette_tui.problems import KnownProblem
from cagette_tui.sentences import sentence


def problem_sentence(problem: KnownProblem) -> str:
    """Return the sentence for a known problem."""
    return str(problem) if isinstance(problem, Impossible) else sentence(problem)


def run(options: argparse.Namespace) -> int:
    """Carry a command out; return the exit code."""
    clock = Clock() if options.now is None else Clock.starting_at(options.now)
    desk = Desk(options.user, clock.now)
    try:
        with storage_errors():
            return _run(options, desk, clock)
    finally:
        close_database()


def _run(options: argparse.Namespace, desk: Desk, clock: Clock) -> int:
    # Each command imports what it needs, and nobody waits for what the others need.
    match options.command:
        case "import":
            from cagette_tui.commands.bring_in import bring_in

            return bring_in(options, desk)
        case "distributions" | "report" | "basket" | "check" as name:
            from cagette_tui.commands import reports

            tell = {
                "distributions": reports.distributions,
                "report": reports.report,
                "basket": reports.basket,
                "check": reports.check,
            }
            return tell[name](options, clock.now())
        case "balances":
            from cagette_tui.commands.balances import balances

            return balances(options, desk)
        case "sheet":
            from cagette_tui.commands.sheet import sheet

            return sheet(options, desk)
        case "validate" | "count" | "certify" as name:
            from cagette_tui.commands import closing

            close = {
                "validate": closing.validate,
                "count": closing.count,
                "certify": closing.certify,
            }
            return close[name](options, desk)
        case "undo" | "reopen" as name:
            from cagette_tui.commands import corrections

            correct = {"undo": corrections.undo, "reopen": corrections.reopen}
            return correct[name](options, desk)
        case "bank":
            from cagette_tui.commands.bank import bank

            return bank(options, desk)
        case "export":
            from cagette_tui.commands.papers import export

            return export(options, clock.now())
        case "settings":
            from cagette_tui.commands.group import settings

            return settings(options, desk)
        case "backup" | "restore" as name:
            from cagette_tui.commands import copies

            act = {"backup": copies.backup, "restore": copies.bring_back}
            return act[name](options, clock.now())
        case "copy":
            from cagette_tui.commands.moving import copy

            return copy(options)
        case "demo" | "tour" as name:
            from cagette_tui.commands import screens

            opened = {"demo": screens.demo, "tour": screens.tour}
            return opened[name](options, desk, clock)
        case _:
            from cagette_tui.commands.screens import show

            where = location(options, create=not options.read_only)
            return show(where, options, desk, clock)
