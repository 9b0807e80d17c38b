"""The command `balances`: opening balances from a file, or a comparison with one."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from decimal import Decimal
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
from cagette_tui.papers.balances_compared import BalancesCompared, compare_balances
from cagette_tui.sentences import sentence
from cagette_tui.text import clip, visible


def balances(options: argparse.Namespace, desk: Desk) -> int:
    """Enter the opening balances of a file, all or nothing; or compare them with ours."""
    path = Path(options.file)
    name = clip(visible(path.name or options.file), 60)
    try:
        rows = parse_balances(export_bytes(path))
        if options.compare:
            open_asked(options, create=False)
            return _compared(compare_balances(rows))
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
        yield _("Named differently here and in the file:")
        for here, there in report.other_names:
            yield f"  {visible(here)} – {visible(there)}"


def _compared(compared: BalancesCompared) -> int:
    """Name what differs; 1 where something does."""
    for one in compared.differences:
        here, there = map(_amount, (one.here, one.there))
        text = _("{name}: {here} here, {there} in the file")
        print_lines([text.format(name=visible(one.name or one.ref), here=here, there=there)])
    text = ngettext("{count} balance agrees.", "{count} balances agree.", compared.same)
    sums = _("In all {here} here, {there} in the file.").format(
        here=format_amount(compared.here), there=format_amount(compared.there)
    )
    print_lines([text.format(count=compared.same), sums])
    return 1 if compared.differences else 0


def _amount(amount: Decimal | None) -> str:
    return "–" if amount is None else format_amount(amount)
