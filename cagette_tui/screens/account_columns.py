"""The columns of a member's account."""

from __future__ import annotations

from cagette_tui.i18n import _
from cagette_tui.widgets.rows import Column


def account_columns() -> tuple[Column, ...]:
    """Return the columns of an account."""
    return (
        Column("date", _("Date"), 14),
        Column("what", _("What")),
        Column("amount", _("Amount"), 11, "right"),
        Column("balance", _("Balance"), 11, "right"),
        Column("state", _("State"), 10),
        Column("who", _("Who"), 14, min_screen_width=100),
    )
