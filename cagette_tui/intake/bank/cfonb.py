"""CFONB 120: records of 120 characters, the last figure of an amount carries its sign."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.bank.text import single
from cagette_tui.intake.bank.values import day_of_figures
from cagette_tui.model.rules.statement import Statement, StatementLine
from cagette_tui.money import from_cents

_PLUS, _MINUS = "{ABCDEFGHI", "}JKLMNOPQR"
_LABEL = 31


def looks_like_cfonb(text: str) -> bool:
    """Whether the first record is one of an old balance."""
    first = text.split("\n", 1)[0].rstrip("\r")
    return len(first) >= 104 and first.startswith("01") and first[2:7].isalnum()


def read_cfonb(text: str) -> list[Statement]:
    """Read the accounts of a file. Raises `StatementError`."""
    found: list[Statement] = []
    old: str | None = None
    entries: list[tuple[int, str, list[str]]] = []
    rows = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    for row, line in enumerate(rows, start=1):
        code = line[:2]
        if code not in ("01", "04", "05", "07") or len(line) < (104 if code != "05" else 48):
            at_end = row == len(rows)
            problem = StatementProblem.CUT if at_end else StatementProblem.FIELD_COUNT
            raise StatementError(problem, row=row, found=len(line), limit=120)
        if code == "01":
            old, entries = line, []
        elif code == "04":
            entries.append((row, line, []))
        elif code == "05" and entries:
            entries[-1][2].append(line)
        elif code == "07" and old is not None:
            found.append(_statement(old, entries, line, row))
            old = None
    if old is not None or not found:
        raise StatementError(StatementProblem.CUT, row=len(rows))
    return found


def _statement(
    old: str, entries: list[tuple[int, str, list[str]]], new: str, row: int
) -> Statement:
    return Statement(
        "cfonb",
        tuple(_line(*entry) for entry in entries),
        single(old[2:7] + old[11:16] + old[21:32]),
        old[16:19].strip() or "EUR",
        _amount(old, row),
        _amount(new, row),
        _day(old[34:40], row),
        _day(new[34:40], row),
    )


def _day(text: str, row: int) -> date:
    return day_of_figures(f"20{text[4:6]}{text[2:4]}{text[:2]}", row)


def _amount(line: str, row: int) -> Decimal:
    text = line[90:104]
    last = text[-1:]
    sign = 1 if last in _PLUS else -1 if last in _MINUS else 0
    figures = text[:-1] + str((_PLUS if sign > 0 else _MINUS).find(last))
    places = line[19:20].strip() or "2"
    if not sign or not figures.isdigit() or not figures.isascii() or places not in ("0", "2"):
        raise StatementError(StatementProblem.NOT_AN_AMOUNT, row=row, value=text)
    return from_cents(sign * int(figures) * (1 if places == "2" else 100))


def _line(row: int, line: str, more: list[str]) -> StatementLine:
    texts: dict[str, str] = {}
    for one in more:
        kind, text = one[45:48], one[48:118]
        texts[kind] = texts.get(kind, "") + (text.rstrip() if kind == "LIB" else single(text))
    label = line[48:79]
    payer, motif = texts.get("NPY", ""), texts.get("LCC", "")
    if "LIB" in texts:
        label = label.ljust(_LABEL) + texts["LIB"]
    elif payer:
        # The label is cut; what follows says name and text whole.
        place = label.find(payer[: max(_LABEL // 3, 1)])
        begin = label[:place] if place > 0 else f"{label.split()[0]} " if label.split() else ""
        label = f"{begin}{payer} {motif}"
    return StatementLine(
        row,
        _day(line[34:40], row),
        _amount(line, row),
        single(label),
        _day(line[42:48], row) if line[42:48].strip() else None,
        payer or None,
        motif or None if payer else None,
        reference=single(line[104:120]) or None,
    )
