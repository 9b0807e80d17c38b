"""The commands `backup` and `restore`."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from cagette_tui.commands.common import location, open_asked, print_lines
from cagette_tui.i18n import _
from cagette_tui.model.checking.backups import back_up, restore
from cagette_tui.model.store.problems import ReadOnly
from cagette_tui.text import visible


def backup(options: argparse.Namespace, now: datetime) -> int:
    """Copy the database to a new file; tell its path."""
    open_asked(options, create=False)
    print_lines([visible(str(back_up(options.file, now)))])
    return 0


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
