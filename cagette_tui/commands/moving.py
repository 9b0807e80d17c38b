"""The command `copy`."""

from __future__ import annotations

import argparse

from cagette_tui.commands.common import print_lines
from cagette_tui.i18n import ngettext
from cagette_tui.model.store.copying import copy_database
from cagette_tui.sentences.journal import table_label


def copy(options: argparse.Namespace) -> int:
    """Copy a whole database into an empty one; tell what was copied, table by table."""
    copied = copy_database(options.source, options.target)
    width = len(str(max(one.rows for one in copied)))
    print_lines(f"{one.rows:{width}}  {table_label(one.table)}" for one in copied)
    rows = sum(one.rows for one in copied)
    text = ngettext(
        "{count} row copied, and found the same.",
        "{count} rows copied, and found the same one by one.",
        rows,
    )
    print_lines([text.format(count=rows)])
    return 0
