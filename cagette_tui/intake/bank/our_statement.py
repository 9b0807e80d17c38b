"""Read a statement of the group's own account, with what the group has said of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.bank.reading import read_statement, statement_bytes
from cagette_tui.model.reading.bank_reading import read_columns
from cagette_tui.model.reading.bank_view import StatementView, view_of
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.statement import Statement


def view_of_file(path: Path) -> StatementView:
    """Read a file and say what each line is. Raises `StatementError`."""
    return view_of(our_statement(statement_bytes(path)))


def our_statement(data: bytes, columns: Mapping[str, str] | None = None) -> Statement:
    """Read a statement of the group's account; unknown tables by columns that were named before.

    Raises `StatementError`.
    """
    iban = read_settings().iban
    try:
        return read_statement(data, iban, columns)
    except StatementError as problem:
        if columns is not None or problem.problem is not StatementProblem.UNKNOWN_COLUMNS:
            raise
        for kept in read_columns():
            try:
                return read_statement(data, iban, kept)
            except StatementError as other:
                if other.problem is not StatementProblem.WRONG_COLUMNS:
                    raise
        raise
