"""What is said about the clock (R64)."""

from __future__ import annotations

from cagette_tui.clock import Clock
from cagette_tui.i18n import _, format_moment
from cagette_tui.model.rules.clock import ClockDoubted
from cagette_tui.text import clip, visible


def doubt_said(it: ClockDoubted) -> str:
    """Say both times."""
    now = format_moment(it.now) + (f" ({Clock.zone_said})" if Clock.zone_said else "")
    return _("The clock says {now}, the journal’s last entry is of {last}.").format(
        now=now, last=format_moment(it.last)
    )


def unknown_zone_said(name: str) -> str:
    """Say which zone is missing, and what counts instead."""
    return _("This machine knows no time zone {zone}: its own time counts ({said}).").format(
        zone=clip(visible(name), 40), said=Clock.zone_said
    )
