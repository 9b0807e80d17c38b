"""The command `export`: papers and files of one distribution, or of a period."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime

from cagette_tui import output
from cagette_tui.commands.common import open_asked, print_lines
from cagette_tui.papers.exports import (
    Export,
    ExportKind,
    Format,
    export_name,
    export_text,
    format_for,
)
from cagette_tui.papers.saving import save_export
from cagette_tui.problems import NoSuchFormat
from cagette_tui.text import visible

KEYS = "keys"
"""The card of keys is no paper of a distribution."""


def export(options: argparse.Namespace, now: datetime) -> int:
    """Write what was asked for to the standard output, or to a new file, whose path it tells."""
    if options.kind == KEYS:
        return _keys(options)
    open_asked(options, create=False)
    if "from_day" in options:
        return _of_period(options, now)
    kind = ExportKind(options.kind)
    target: str | None = options.output
    wanted = Export(
        options.id,
        kind,
        Format(options.format) if options.format else format_for(kind, target or ""),
        options.member,
        options.like_cagette,
        options.number,
        options.order == "number",
        options.imports,
    )
    text = export_text(wanted, now)
    if target is None:
        _print(wanted, text)
    else:
        print_lines([visible(str(save_export(target, export_name(wanted), text)))])
    return 0


def _keys(options: argparse.Namespace) -> int:
    """Write the card of keys: it is about no distribution, and needs no database."""
    from cagette_tui.keys_card import keys_card_name, keys_card_text

    target: str | None = options.output
    if options.format == "csv":
        raise NoSuchFormat(KEYS, "csv", ("text", "html"))
    asked = options.format or ("html" if (target or "").lower().endswith((".html", ".htm")) else "")
    printed = asked == "html"
    text = keys_card_text(printed=printed)
    if target is not None:
        name = keys_card_name(printed=printed)
        print_lines([visible(str(save_export(target, name, text)))])
    elif printed:
        output.write(text, for_machines=True)
    else:
        output.show(text)
    return 0


def _of_period(options: argparse.Namespace, now: datetime) -> int:
    """Write a paper of a period."""
    from cagette_tui.papers.period_table import Period
    from cagette_tui.papers.periods import (
        PeriodExport,
        PeriodFormat,
        PeriodKind,
        period_file_name,
        period_format_for,
        period_text,
    )

    target: str | None = options.output
    wanted = PeriodExport(
        Period(options.from_day, options.to_day, now),
        PeriodKind(options.kind),
        PeriodFormat(options.format) if options.format else period_format_for(target or ""),
        options.member,
    )
    text = period_text(wanted)
    if target is not None:
        print_lines([visible(str(save_export(target, period_file_name(wanted), text)))])
    elif wanted.format is PeriodFormat.TEXT:
        output.show(text)
    else:
        output.write(text, for_machines=True)
    return 0


def _print(wanted: Export, text: str) -> None:
    if wanted.like_cagette and sys.stdout is not None and sys.stdout.isatty():
        # The file holds names as they are; a terminal would obey some characters.
        text = "\n".join(map(visible, text.split("\n")))
    if wanted.format is Format.TEXT:
        output.show(text)
    else:
        output.write(text, for_machines=True)
