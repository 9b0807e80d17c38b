"""The command `balances`: opening balances from a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from cagette_tui.commands.common import Impossible, open_asked, print_lines
from cagette_tui.i18n import _, format_amount, ngettext
from cagette_tui.intake.balances import (
    BalancesError,
    BalancesReport,
    import_balances,
    parse_balances,
)
from cagette_tui.intake.cagette import export_bytes
from cagette_tui.intake.export_problems import ExportError
from cagette_tui.model.acts.writing import Desk
from cagette_tui.sentences import sentence
from cagette_tui.text import clip, visible


def balances(options: argparse.Namespace, desk: Desk) -> int:
    """Enter the opening balances of a file, all or nothing."""
    path = Path(options.file)
    name = clip(visible(path.name or options.file), 60)
    try:
        rows = parse_balances(export_bytes(path))
        # Who has no reference must be there already.
        open_asked(options, create=all(row.ref for row in rows))
        report = import_balances(desk, rows, name)
    except (BalancesError, ExportError) as problem:
        raise Impossible(_("{file}: {text}").format(file=name, text=sentence(problem))) from problem
    print_lines(_told(report))
    return 0


def _told(report: BalancesReport) -> Iterator[str]:
    count = report.balances
    yield ngettext(
        "{count} balance, {total} in all", "{count} balances, {total} in all", count
    ).format(count=count, total=format_amount(report.total))
    if report.created:
        yield _("New members:")
        for name in report.created:
            yield f"  {visible(name)}"
    if report.other_names:
        yield _("Called otherwise here and in the file:")
        for here, there in report.other_names:
            yield f"  {visible(here)} – {visible(there)}"
