"""OFX 1 and 2 as French banks write them: leaves without ends, commas, commas in amounts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.bank.text import single
from cagette_tui.intake.bank.values import amount_of, day_of_figures
from cagette_tui.model.rules.statement import Statement, StatementLine
from cagette_tui.text import fold

# A tag has capitals only, so that a “<” in a label is text.
_TAG = re.compile(r"<(/?)([A-Z][A-Z0-9._]*)\s*(/?)>")
_KNOWN_ACCOUNTS = ("BANKID", "BRANCHID", "ACCTID")


def read_ofx(text: str) -> list[Statement]:
    """Read the statements of a file, one for each account. Raises `StatementError`."""
    rows = text.count("\n") + 1
    if not text.rstrip().upper().endswith("</OFX>"):
        raise StatementError(StatementProblem.CUT, row=rows)
    found: list[Statement] = []
    header: dict[str, str] = {}
    entry: dict[str, str] | None = None
    lines: list[StatementLine] = []
    inside: list[str] = []
    row = 0
    for at, closes, tag, value in _tags(text):
        if not closes:
            inside.append(tag)
        if tag == "STMTRS" and not closes:
            header, lines = {}, []
        elif tag == "STMTRS" and closes:
            found.append(_statement(header, lines))
            header = {}
        elif tag == "STMTTRN":
            if closes and entry is not None:
                lines.append(_line(entry, row))
            elif entry is not None:
                raise StatementError(StatementProblem.CUT, row=row)
            else:
                row = text.count("\n", 0, at) + 1
            entry = None if closes else {}
        elif not closes and value:
            if entry is not None:
                entry.setdefault(tag, value)
            else:
                header.setdefault("AVAIL" + tag if "AVAILBAL" in inside else tag, value)
        if closes and tag in inside:
            del inside[inside.index(tag) :]
    if not found or entry is not None:
        raise StatementError(StatementProblem.CUT, row=rows)
    return found


def _tags(text: str) -> Iterator[tuple[int, bool, str, str]]:
    """Give where each tag stands, whether it closes, its name, and the text behind it."""
    tags = list(_TAG.finditer(text, max(text.upper().find("<OFX>"), 0)))
    ends = [one.start() for one in tags[1:]] + [len(text)]
    for one, end in zip(tags, ends, strict=True):
        value = single(html.unescape(text[one.end() : end]).replace("<![CDATA[", "").rstrip("]>"))
        yield one.start(), bool(one[1]), one[2], "" if one[1] or one[3] else value


def _statement(header: dict[str, str], lines: list[StatementLine]) -> Statement:
    account = "".join(header.get(name, "") for name in _KNOWN_ACCOUNTS) or None
    if account is not None and not header.get("BRANCHID"):
        account = header.get("ACCTID") or None
    closing = header.get("BALAMT")
    return Statement(
        "ofx",
        tuple(lines),
        account,
        header.get("CURDEF", "EUR").upper(),
        closing=amount_of(closing, 0) if closing else None,
        first=_day(header.get("DTSTART")),
        last=_day(header.get("DTEND")),
    )


def _day(text: str | None) -> date | None:
    return day_of_figures(text, 0) if text else None


def _line(entry: dict[str, str], row: int) -> StatementLine:
    # Transfers have a first and a second text, which often say the same.
    name, memo = entry.get("NAME", ""), entry.get("MEMO", "")
    parts, payer = tuple(filter(None, (name, memo))), None
    if name and set(_words(name)) <= set(_words(memo)):
        parts = (memo,)
        payer = None if fold(memo).startswith(fold(name)) else name  # the name alone, then all
    return StatementLine(
        row,
        day_of_figures(entry.get("DTPOSTED", ""), row),
        _amount(entry, row),
        " ".join(parts),
        value=day_of_figures(entry["DTAVAIL"], row) if entry.get("DTAVAIL") else None,
        payer=payer,
        reference=entry.get("FITID"),
        parts=parts,
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(text))


def _amount(entry: dict[str, str], row: int) -> Decimal:
    return amount_of(entry.get("TRNAMT", ""), row)
