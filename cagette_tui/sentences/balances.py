"""What is wrong with a file of balances, with the line."""

from __future__ import annotations

from cagette_tui.i18n import _
from cagette_tui.intake.balances import BalancesError
from cagette_tui.intake.balances import BalancesProblem as Problem
from cagette_tui.text import clip, visible


def balances_sentence(it: BalancesError, typed: str) -> str:
    """Say what is wrong with the file and where; `typed` says it of an amount."""
    text = _texts()[it.problem].format(
        name=clip(visible(it.name), 60),
        ref=clip(visible(it.ref), 40),
        other_row=it.other_row,
        typed=typed,
    )
    return text if it.row is None else _("Line {row}: {text}").format(row=it.row, text=text)


def _texts() -> dict[Problem, str]:
    return {
        Problem.NO_LINES: _("the file has no balances."),
        Problem.NOT_A_TABLE: _("this is not a CSV file."),
        Problem.AMOUNT: "{typed}",
        Problem.NO_MEMBER: _("neither reference nor name says who it is."),
        Problem.UNKNOWN_NAME: _("nobody is called “{name}”, and there is no reference."),
        Problem.AMBIGUOUS: _("several members are called “{name}”: give the reference."),
        Problem.NAME_MISSING: _("nobody has the reference {ref}, and there is no name."),
        Problem.OTHER_REF: _("“{name}” is known by another reference: {ref}."),
        Problem.TWICE: _("“{name}” is in line {other_row} already."),
        Problem.ALREADY: _("“{name}” has an opening balance already."),
    }
