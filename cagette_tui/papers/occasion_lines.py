"""What stands above every paper of a distribution: who, when, where, as of when."""

from __future__ import annotations

from datetime import date, datetime

from cagette_tui.i18n import _, format_date, format_moment, format_time
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.model.rules.group import GroupSettings
from cagette_tui.papers.paper import Masthead


def when_and_where(starts_at: datetime, ends_at: datetime, place: str) -> str:
    """Name a distribution in one line."""
    hours = f"{format_time(starts_at)}–{format_time(ends_at)}"
    return f"{format_date(starts_at, 'long')} · {hours} · {place}"


def as_of(now: datetime) -> str:
    """Say when a paper was made: what is done later is not in it."""
    return _("As of {moment}").format(moment=format_moment(now))


def masthead(
    title: str, settings: GroupSettings, one: DistributionView, now: datetime, *more: str
) -> Masthead:
    """Return what stands at the top of a paper: as of now, or for ever as it was certified."""
    where = when_and_where(one.starts_at, one.ends_at, one.place)
    return Masthead(title, settings.name, (where, *more, _as_of(one, now)))


def _as_of(one: DistributionView, now: datetime) -> str:
    if one.certified_at is None:
        return as_of(now)
    return certified_by(one.certified_at, one.certified_by or "")


def certified_by(at: datetime, who: str) -> str:
    """Say since when a paper stays as it is (R46)."""
    return _("Certified on {moment} by {who}").format(moment=format_moment(at), who=who)


def footer(title: str, one: DistributionView) -> str:
    """Say on each page which paper it is."""
    return footer_of(title, one.date, one.place)


def footer_of(title: str, day: date, place: str) -> str:
    """Say on each page which paper it is, where only day and place are known."""
    return f"{title} · {format_date(day)} · {place}"
