"""What each command does. Imports the model, and Textual only where a screen is wanted."""

from __future__ import annotations

import argparse

from cagette_tui.clock import Clock
from cagette_tui.commands import balances, bring_in, group, papers, reports, screens, sheet
from cagette_tui.commands.common import Impossible, location
from cagette_tui.exchange.cagette import ExportError
from cagette_tui.exchange.importing import NothingLeft, UnknownCatalogue
from cagette_tui.exchange.paper_problems import PaperProblem
from cagette_tui.model.database import close_database
from cagette_tui.model.errors import Refused
from cagette_tui.model.storage import StorageProblem
from cagette_tui.model.writing import Desk
from cagette_tui.sentences import sentence

KNOWN_PROBLEMS = (
    Impossible,
    Refused,
    StorageProblem,
    ExportError,
    UnknownCatalogue,
    NothingLeft,
    PaperProblem,
)


def problem_sentence(problem: Exception) -> str:
    """Return the sentence for one of the known problems."""
    return str(problem) if isinstance(problem, Impossible) else sentence(problem)


def run(options: argparse.Namespace) -> int:
    """Carry a command out; return the exit code."""
    clock = Clock() if options.now is None else Clock.starting_at(options.now)
    desk = Desk(options.user, clock.now)
    try:
        match options.command:
            case "import":
                return bring_in.bring_in(options, desk)
            case "distributions":
                return reports.distributions(options, clock.now())
            case "report":
                return reports.report(options, clock.now())
            case "check":
                return reports.check(options, clock.now())
            case "balances":
                return balances.balances(options, desk)
            case "sheet":
                return sheet.sheet(options, desk)
            case "export":
                return papers.export(options, clock.now())
            case "settings":
                return group.settings(options, desk)
            case "demo":
                return screens.demo(options, desk, clock)
            case _:
                where = location(options, create=not options.read_only)
                return screens.show(where, options, desk, clock)
    finally:
        close_database()
