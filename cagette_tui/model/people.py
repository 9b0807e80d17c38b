"""The group and its members."""

from __future__ import annotations

from peewee import Check, TextField

from cagette_tui.model.base import Table
from cagette_tui.model.fields import CentsField


class Group(Table):
    """The one group that a database belongs to."""

    name = TextField(default="")
    # Payment modes that the group accepts, in its own order, between commas (R13).
    accepted_modes = TextField(default="cash,cheque,transfer,card")
    membership_fee = CentsField(default=0)
    language = TextField(null=True)

    class Meta:
        """Peewee's settings."""

        table_name = "buying_group"
        constraints = (Check("id = 1"),)


class Member(Table):
    """Somebody with an account; may be a couple."""

    ref = TextField(null=True, unique=True)
    name = TextField()
