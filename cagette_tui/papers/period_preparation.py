"""A period's preparation: evening by evening who gets what; what each producer brings in all."""

from __future__ import annotations

from cagette_tui.i18n import _, format_date
from cagette_tui.model.reading.periods import read_baskets_between
from cagette_tui.model.rules.takings import producer_share
from cagette_tui.papers.paper import Block, Heading, PageBreak, Paragraph
from cagette_tui.papers.period_table import Period, PeriodTable, summed
from cagette_tui.papers.preparation import (
    COLUMNS,
    Share,
    deliveries,
    share_row,
    shares_of,
    who_gets_what,
)
from cagette_tui.papers.tables import EVENING, evening_values


def preparation_of(period: Period) -> PeriodTable:
    """Tell it for all distributions of the period, those that are still to come too."""
    found = read_baskets_between(period.first, period.last)
    told = [(one, tuple(shares_of(baskets))) for one, baskets in found]
    blocks: list[Block] = []
    for one, shares in told:
        blocks += [Heading(f"{format_date(one.date, 'long')} · {one.place}")]
        blocks += who_gets_what(shares)
    whole: list[Share] = [share for _one, shares in told for share in shares]
    blocks += [PageBreak(), *deliveries(whole)] if whole else []
    return PeriodTable(
        _("Preparation"),
        tuple(blocks) if whole else (Paragraph(_("Nothing was ordered.")),),
        (*EVENING, *COLUMNS),
        tuple(evening_values(one) | share_row(*share) for one, shares in told for share in shares),
        {"amount": summed([producer_share(line) for _basket, line in whole])},
    )
