"""Read a statement of any kind: what it is, is seen in its first bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cagette_tui.intake.bank.accounts import chosen
from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.bank.proving import prove
from cagette_tui.intake.bank.text import decoded, mended
from cagette_tui.intake.file_bytes import NotRead, bytes_of
from cagette_tui.model.rules.statement import Statement

MAXIMUM_SIZE = 20_000_000
"""The largest file that is read, in bytes."""


def statement_bytes(path: Path) -> bytes:
    """Read a file once: it may be a pipe. Raises `StatementError`."""
    try:
        return bytes_of(path, MAXIMUM_SIZE)
    except NotRead as it:
        problem = StatementProblem(it.why)
        raise StatementError(problem, errno=it.errno, limit=it.limit) from it.__cause__


def read_statement(
    data: bytes, iban: str | None = None, columns: Mapping[str, str] | None = None
) -> Statement:
    """Read the statement of the group's account (its `iban`, where it is known).

    `columns` names those of a table that nobody knows. What is said twice is proven; lines keep
    the file's order. Raises `StatementError`.
    """
    if len(data) > MAXIMUM_SIZE:
        raise StatementError(StatementProblem.TOO_LARGE, limit=MAXIMUM_SIZE)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise StatementError(StatementProblem.EMPTY)
    found, damaged = _statements(data, columns)
    one = prove(chosen(found, iban))
    return replace(one, damaged=damaged) if damaged else one


def _statements(data: bytes, columns: Mapping[str, str] | None) -> tuple[list[Statement], bool]:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in start:
        raise StatementError(StatementProblem.PDF)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        from cagette_tui.intake.bank.workbook import read_workbook

        return read_workbook(data, columns), False
    text = decoded(data)
    head = text[:4096].lstrip().lower()
    if re.match(r"(<!--.*?-->\s*)*<(!doctype html|html|head|body)", head, re.DOTALL) or (
        "<html" in head
    ):
        raise StatementError(StatementProblem.WEB_PAGE)
    if "ofxheader" in head or "<ofx>" in head:
        from cagette_tui.intake.bank.ofx import read_ofx

        text, damaged = mended(text)
        return read_ofx(text), damaged
    if head.startswith(("<?xml", "<document", "<")):
        from cagette_tui.intake.bank.camt import read_camt

        return read_camt(data), False
    text, damaged = mended(text)
    if head.startswith(("!type:", "!account", "!option", "!clear")):
        from cagette_tui.intake.bank.qif import read_qif

        return read_qif(text), damaged
    from cagette_tui.intake.bank.cfonb import looks_like_cfonb, read_cfonb

    if looks_like_cfonb(text):
        return read_cfonb(text), damaged
    from cagette_tui.intake.bank.csv_file import read_csv

    return read_csv(text, columns), damaged
