"""What stands above every paper of a distribution: who, when, where, as of when."""

from __future__ import annotations

from datetime import datetime

from cagette_tui.exchange.paper import Masthead
from cagette_tui.i18n import _, format_date, format_moment, format_time
from cagette_tui.model.settings import GroupSettings
from cagette_tui.model.views import DistributionView


def masthead(
    title: str, settings: GroupSettings, one: DistributionView, now: datetime, *more: str
) -> Masthead:
    """Return what stands at the top: what is done later than `now` is not in the paper."""
    when = "{} · {}–{} · {}".format(
        format_date(one.date, "long"),
        format_time(one.starts_at),
        format_time(one.ends_at),
        one.place,
    )
    as_of = _("As of {moment}").format(moment=format_moment(now))
    return Masthead(title, settings.name, (when, *more, as_of))


def footer(title: str, one: DistributionView) -> str:
    """Say on each page which paper it is."""
    return f"{title} · {format_date(one.date)} · {one.place}"
