"""What proves that nothing was touched: seals on the journal, a digest of each certification.

Each entry of the journal is sealed together with the seal before it, and each certification with
the one before it: whoever changes something must change all that came after. That can be done by
whoever has the file, but not on the paper on which a digest was printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from peewee import Check, ForeignKeyField, IntegerField, TextField

from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.distribution import Distribution


class Proof(Table):
    """What was certified (R46): a digest of the evening's rows and of its closing report.

    `number` is the report's. `previous` is the digest of the certification before this one, of
    whatever distribution; `seal` that of the journal's last entry before the act. All are
    SHA-256, in hexadecimal digits; `digest` is of all the others, and is what one prints.
    """

    distribution = ForeignKeyField(Distribution, index=False)
    number = IntegerField()
    previous = TextField(null=True)
    seal = TextField(null=True)
    rows = TextField()
    report = TextField()
    digest = TextField()

    if TYPE_CHECKING:
        distribution_id: int

    class Meta:
        """Peewee's settings."""

        constraints = (Check("number > 0"),)
        indexes = ((("distribution", "number"), True),)


def sealed(previous: str | None, number: int | None, entry: Sequence[object]) -> str:
    """Seal an entry of the journal together with the seal of the one before it.

    `entry` is `act, at, who, kind, basket, member, distribution, reason, undoes, rows` as they
    are stored, the time as ISO text; `number` is the entry's own, None where a server gives it
    later. Raises `TypeError` for what no entry can hold.
    """
    return digest_of([previous, number, *entry])


def evening_digest(rows: Iterable[tuple[str, int, dict[str, Any]]]) -> str:
    """Sum up rows of any tables, as they are stored, in whatever order they come."""
    # What is null is left out: a column that a later version adds changes nothing.
    known = sorted(
        (table, number, sorted((name, it) for name, it in row.items() if it is not None))
        for table, number, row in rows
    )
    return digest_of(known)


def certified_digest(
    distribution: int, number: int, previous: str | None, seal: str | None, rows: str, report: str
) -> str:
    """Sum up what a certification stands for."""
    return digest_of([distribution, number, previous, seal, rows, report])


def digest_of(values: object) -> str:
    """Sum up values of JSON (SHA-256). Raises `TypeError`, `ValueError` for others."""
    # Needed by acts alone, not by the first screen.
    from hashlib import sha256

    return sha256(json.dumps(values).encode("ascii")).hexdigest()
