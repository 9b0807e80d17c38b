"""The commands `backup` and `restore`."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from cagette_tui import output
from cagette_tui.commands.common import Impossible, location, open_asked, print_lines
from cagette_tui.i18n import _, ngettext
from cagette_tui.model.checking.backups import back_up, restore
from cagette_tui.model.store.problems import ReadOnly
from cagette_tui.text import clip, visible

# How many days are kept where nobody says.
DAYS = 30


def backup(options: argparse.Namespace, now: datetime) -> int:
    """Copy the database to a new file, or for the night into a folder; tell the path."""
    if (options.file is None) is (options.to is None) or (options.keep and not options.to):
        raise Impossible(_("Give a file, or --to with a folder and --keep with a number of days."))
    open_asked(options, create=False)
    if options.to is not None:
        return _nightly(Path(options.to), options.keep or DAYS, now)
    print_lines([visible(str(back_up(options.file, now)))])
    return 0


def _nightly(folder: Path, keep: int, now: datetime) -> int:
    from cagette_tui.model.checking.nightly import back_up_nightly
    from cagette_tui.sentences.check import broken_sentence

    made = back_up_nightly(folder, keep, now)
    print_lines([visible(str(made.path))])
    if not made.findings:
        return 0
    text = ngettext(
        "The copy was made, but {count} thing is broken in it, and no older one was removed. "
        "{first}",
        "The copy was made, but {count} things are broken in it, and no older one was removed. "
        "First: {first}",
        len(made.findings),
    )
    first = clip(broken_sentence(made.findings[0]), 150)
    output.complain(text.format(count=len(made.findings), first=first))
    return 1


def bring_back(options: argparse.Namespace, now: datetime) -> int:
    """Put a copy in the place of the database; tell where what was there is kept."""
    if options.read_only:
        raise ReadOnly()
    kept = restore(location(options, create=True), Path(options.file), now)
    open_asked(options, create=False)
    lines = [_("Restored: all rules hold in it.")]
    if kept is not None:
        lines.append(_("What it replaces is kept: {path}").format(path=visible(str(kept))))
    print_lines(lines)
    return 0
