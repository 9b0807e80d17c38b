"""The commands that only tell: `distributions`, `report`, `check`."""

from __future__ import annotations

import argparse
from datetime import datetime

from cagette_tui import output
from cagette_tui.commands.common import open_asked, print_lines
from cagette_tui.i18n import _, format_date, format_time, ngettext
from cagette_tui.model.reading import list_distributions
from cagette_tui.model.views import DistributionRow
from cagette_tui.sentences import finding_sentence, state_label
from cagette_tui.text import pad, visible


def distributions(options: argparse.Namespace, now: datetime) -> int:
    """List the distributions with their numbers."""
    open_asked(options, create=True)
    rows = [_distribution(row) for row in list_distributions(now)]
    print_lines(rows or [_("No distribution yet: cagette-tui import brings one in.")])
    return 0


def _distribution(row: DistributionRow) -> str:
    one = row.distribution
    hours = f"{format_time(one.starts_at)}-{format_time(one.ends_at)}"
    return (
        f"{one.id:>4}  {pad(format_date(one.date), 12)}  {hours}  "
        f"{pad(visible(one.place), 24)}  {row.validated:>4}/{row.baskets:<4} "
        f"{state_label(row.state)}"
    )


def report(options: argparse.Namespace, now: datetime) -> int:
    """Tell the state of one distribution."""
    from cagette_tui.exchange import report, report_text

    open_asked(options, create=False)
    write = {"json": report.report_json, "csv": report.report_csv, "text": report_text.report_text}
    text = write[options.format](options.id, now)
    output.write(text, for_machines=options.format != "text")
    return 0


def check(options: argparse.Namespace, now: datetime) -> int:
    """Prove the rules on the whole database; return 1 if anything is broken."""
    from cagette_tui.model.checking import check as findings_of

    open_asked(options, create=False)
    findings = findings_of()
    if findings:
        print_lines(map(finding_sentence, findings))
        return 1
    count = sum(row.baskets for row in list_distributions(now))
    all_hold = _("All rules hold.")
    baskets = ngettext("{count} basket", "{count} baskets", count).format(count=count)
    print_lines([f"{all_hold} ({baskets})"])
    return 0
