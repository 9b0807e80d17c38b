"""The payments of a database as a journal for hledger-ui."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

CASH_BOX = "Caisse"

_PAYMENTS = """
    SELECT distribution.date, member.name, operation.mode, operation.amount
    FROM operation
    JOIN member ON member.id = operation.member_id
    JOIN distribution ON distribution.id = operation.distribution_id
    WHERE operation.kind = 'payment' AND operation.cancelled_at IS NULL
    ORDER BY distribution.date, operation.id
"""


def journal_of(database: Path, path: Path) -> Path:
    """Write the payments, each as a transaction of its own."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        path.write_text("\n".join(_transactions(connection)), encoding="utf-8")
    finally:
        connection.close()
    return path


def last_evenings(database: Path, payments: int) -> str:
    """Give hledger's period of the last evenings that have at least so many payments."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        days = [row[0] for row in connection.execute(_PAYMENTS)]
    finally:
        connection.close()
    return f"date:{days[-payments]}.."


def _transactions(connection: sqlite3.Connection) -> Iterator[str]:
    for day, name, mode, cents in connection.execute(_PAYMENTS):
        yield (
            f"{day} * {name} | {mode}\n"
            f"    {CASH_BOX}    {cents // 100}.{cents % 100:02} EUR\n"
            f"    Adhérents:{name}\n"
        )
