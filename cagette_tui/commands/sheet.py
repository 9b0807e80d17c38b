"""The command `sheet`: what the paper says, from a file or the standard input."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cagette_tui.commands.common import Impossible, open_asked, print_lines
from cagette_tui.i18n import _
from cagette_tui.intake.cagette import export_bytes
from cagette_tui.intake.export_problems import ExportError
from cagette_tui.model.acts.writing import Desk
from cagette_tui.sentences import sentence
from cagette_tui.sentences.sheet import file_lines, file_summary
from cagette_tui.sheet.files import MAXIMUM_SIZE, apply_file
from cagette_tui.text import clip, visible


def sheet(options: argparse.Namespace, desk: Desk) -> int:
    """Do what the lines say, all or none unless it is to keep going; answer line by line."""
    name = _("standard input") if options.file is None else Path(options.file).name
    open_asked(options, create=False)
    try:
        data = _standard_input() if options.file is None else export_bytes(Path(options.file))
        answer = apply_file(desk, options.id, data, keep_going=options.keep_going)
    except ExportError as problem:
        shown = clip(visible(name or options.file), 60)
        raise Impossible(
            _("{file}: {text}").format(file=shown, text=sentence(problem))
        ) from problem
    print_lines(file_lines(answer))
    if answer.failed:
        raise Impossible(file_summary(answer))
    return 0


def _standard_input() -> bytes:
    # A closed one has no lines.
    return b"" if sys.stdin is None else sys.stdin.buffer.read(MAXIMUM_SIZE + 1)
