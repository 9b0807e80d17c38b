"""The command `import`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from cagette_tui import output
from cagette_tui.commands.common import Impossible, open_asked, print_lines
from cagette_tui.i18n import _, format_amount, ngettext
from cagette_tui.intake.cagette import export_bytes, parse_export
from cagette_tui.intake.export_problems import ExportError
from cagette_tui.intake.importing import (
    ImportReport,
    LineNote,
    Occasion,
    import_export,
    known_rates,
    known_weighed,
)
from cagette_tui.model.acts.writing import Desk
from cagette_tui.sentences import sentence
from cagette_tui.sentences.exports import as_stated_hint, wrong_amount_sentence
from cagette_tui.text import clip, visible


def bring_in(options: argparse.Namespace, desk: Desk) -> int:
    """Bring in Cagette's order export."""
    starts_at = datetime.combine(options.date, options.start)
    ends_at = datetime.combine(options.date, options.end)
    if ends_at <= starts_at:
        raise Impossible(_("The distribution must end after it starts."))
    # A wrong file, or nothing of it wanted, is found before a database is created for it.
    try:
        data = export_bytes(Path(options.file))
        parse_export(data, without=options.without, as_stated=options.as_stated)
    except ExportError as problem:
        name = clip(visible(Path(options.file).name or options.file), 60)
        *others, last = _refused(problem, name)
        for text in others:
            output.complain(text)
        raise Impossible(last) from problem
    open_asked(options, create=True)
    export = parse_export(
        data,
        known_rates(),
        known_weighed(),
        without=options.without,
        as_stated=options.as_stated,
    )
    occasion = Occasion(options.date, starts_at, ends_at, options.place)
    report = import_export(desk, export, occasion)
    print_lines(_told(report))
    return 0


def _refused(problem: ExportError, name: str) -> Sequence[str]:
    """Say why a file is not read; of amounts that nothing gives, every line."""
    texts = [sentence(problem)]
    if problem.wrong:
        texts = [wrong_amount_sentence(one) for one in problem.wrong]
        if len(texts) == 1:
            texts[0] += " " + as_stated_hint(1)
        else:
            texts.append(as_stated_hint(len(texts)))
    return [_("{file}: {text}").format(file=name, text=text) for text in texts]


def _told(report: ImportReport) -> Iterable[str]:
    yield "{number}  {lines}, {baskets}, {total}".format(
        number=report.distribution_id,
        lines=ngettext("{count} line", "{count} lines", report.lines).format(count=report.lines),
        baskets=ngettext("{count} basket", "{count} baskets", report.baskets).format(
            count=report.baskets
        ),
        total=format_amount(report.total),
    )
    if report.first:
        yield _("Basket numbers are ours: Cagette's export has none.")
    else:
        yield from _changes(report)
    if report.paid_lines:
        yield ngettext(
            "{count} line is marked as paid in Cagette. The file does not say how: nothing of it "
            "is taken over.",
            "{count} lines are marked as paid in Cagette. The file does not say how: nothing of it "
            "is taken over.",
            report.paid_lines,
        ).format(count=report.paid_lines)


def _changes(report: ImportReport) -> Iterable[str]:
    if not report.changed:
        yield _("Nothing changed since the last import.")
    elif not (report.new_baskets or report.updated or report.removed):
        yield _("Hours, names or fees are up to date now; no basket changed.")
    yield from _notes(_("New baskets:"), report.new_baskets)
    yield from _notes(_("Updated:"), report.updated)
    yield from _notes(_("Removed:"), report.removed)
    yield from _notes(_("Left alone, since somebody worked on it:"), report.left_alone)
    yield from _notes(_("No longer in the file, kept:"), report.vanished)


def _notes(title: str, notes: Iterable[LineNote]) -> Iterable[str]:
    lines = [
        f"  {note.number:>4}  {visible(note.member)}"
        + (f" – {visible(note.product)}" if note.product else "")
        for note in notes
    ]
    return [title, *lines] if lines else []
