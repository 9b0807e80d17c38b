"""The command `import`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cagette_tui import output
from cagette_tui.commands.common import Impossible, open_asked, print_lines
from cagette_tui.commands.progress import ProgressLine, progress_line
from cagette_tui.i18n import _
from cagette_tui.intake.cagette import export_bytes, parse_export
from cagette_tui.intake.export_problems import ExportError
from cagette_tui.intake.importing import (
    ImportReport,
    Occasion,
    import_export,
    known_rates,
    known_weighed,
)
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.rules.places import opening_hours
from cagette_tui.sentences import sentence
from cagette_tui.sentences.exports import as_stated_hint, wrong_amount_sentence
from cagette_tui.sentences.importing import import_told
from cagette_tui.text import clip, visible

# In bytes: so many lines take a moment.
_LARGE = 500_000


def bring_in(options: argparse.Namespace, desk: Desk) -> int:
    """Bring in Cagette's order export."""
    starts_at, ends_at = opening_hours(options.date, options.start, options.end)
    name = clip(visible(Path(options.file).name or options.file), 60)
    # A wrong file, or nothing of it wanted, is found before a database is created for it.
    try:
        data = export_bytes(Path(options.file))
        with progress_line(len(data) > _LARGE) as line:
            report = _bring_in(options, desk, data, (starts_at, ends_at), line)
    except ExportError as problem:
        *others, last = _refused(problem, name)
        for text in others:
            output.complain(text)
        raise Impossible(last) from problem
    print_lines(import_told(report))
    return 0


def _bring_in(
    options: argparse.Namespace,
    desk: Desk,
    data: bytes,
    hours: tuple[datetime, datetime],
    line: ProgressLine | None,
) -> ImportReport:
    if line is not None:
        line.say(_("Reading the file…"))
    parse_export(data, without=options.without, as_stated=options.as_stated)
    open_asked(options, create=True)
    export = parse_export(
        data,
        known_rates(),
        known_weighed(),
        without=options.without,
        as_stated=options.as_stated,
    )
    return import_export(
        desk,
        export,
        Occasion(options.date, *hours, options.place),
        another=options.another,
        progress=None if line is None else line.lines,
    )


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
