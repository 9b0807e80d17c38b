"""What was entered in Cagette of a distribution, member by member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import Check, DateTimeField, ForeignKeyField, TextField

from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.people import Member


class Entered(Table):
    """Who said, and when, that a member's basket and payments of an evening are in Cagette.

    `data` is what Cagette had then: what is changed here later is told as a difference to it.
    All three are null where it was taken back; the row stays.
    """

    distribution = ForeignKeyField(Distribution, index=False)
    member = ForeignKeyField(Member)
    at = DateTimeField(null=True)
    by = TextField(null=True)
    data = TextField(null=True)

    if TYPE_CHECKING:
        distribution_id: int
        member_id: int

    class Meta:
        """Peewee's settings."""

        constraints = (Check("(at IS NULL) = (by IS NULL) AND (at IS NULL) = (data IS NULL)"),)
        indexes = ((("distribution", "member"), True),)
