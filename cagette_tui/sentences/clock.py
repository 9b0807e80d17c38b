"""What is said about the clock (R64)."""

from __future__ import annotations

from cagette_tui.clock import UnknownZone
from cagette_tui.i18n import _, format_moment
from cagette_tui.model.rules.refusals import ClockDoubted
from cagette_tui.text import clip, visible


def by_the_clock(time: str, zone: str) -> str:
    """Name the clock's zone behind a time, where this machine's is another one."""
    return f"{time} ({_shown(zone)})" if zone else time


def doubt_said(it: ClockDoubted) -> str:
    """Say both times."""
    now = by_the_clock(format_moment(it.now), it.zone)
    return _("The clock says {now}, the journal’s last entry is of {last}.").format(
        now=now, last=format_moment(it.last)
    )


def unknown_zone_said(it: UnknownZone) -> str:
    """Say which zone is missing, and what counts instead."""
    return _("This machine knows no time zone {zone}: its own time counts ({said}).").format(
        zone=_shown(it.name), said=it.instead
    )


def _shown(zone: str) -> str:
    return clip(visible(zone), 40)
