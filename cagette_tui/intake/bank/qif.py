"""QIF: a letter and a value on each line, an entry ends with `^`; no account, no balance."""

from __future__ import annotations

import re

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.bank.text import single
from cagette_tui.intake.bank.values import amount_of, day_of
from cagette_tui.model.rules.statement import Statement, StatementLine


def read_qif(text: str) -> list[Statement]:
    """Read the entries of a bank account. Raises `StatementError`."""
    lines: list[StatementLine] = []
    entry: dict[str, str] = {}
    begun = 0
    in_bank = True
    for row, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("!"):
            in_bank = line.lower().startswith("!type:bank")
        elif line == "^":
            if in_bank and entry:
                lines.append(_line(entry, begun))
            entry = {}
        else:
            begun = begun if entry else row
            entry.setdefault(line[0], line[1:])
    if entry:
        raise StatementError(StatementProblem.CUT, row=begun)
    return [Statement("qif", tuple(lines))]


def _line(entry: dict[str, str], row: int) -> StatementLine:
    # 30/11'26 is how the first of these programs wrote the year.
    day = re.sub(r"\s*'\s*", "/", entry.get("D", ""))
    parts = tuple(filter(None, (single(entry.get("P", "")), single(entry.get("M", "")))))
    return StatementLine(
        row,
        day_of(day, row),
        amount_of(entry.get("T", entry.get("U", "")), row),
        " ".join(parts),
        reference=entry.get("N"),
        parts=parts,
    )
