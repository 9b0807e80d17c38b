"""Whether the terminal can show screens at all."""

from __future__ import annotations

import codecs
import os
import sys

from cagette_tui.i18n import _


def why_no_screen() -> str | None:
    """Return a sentence if screens cannot be shown here, None if they can."""
    without = _(
        "These work without a screen: import, sheet, distributions, report, export, settings, "
        "check …"
    )
    # A closed stream is None; Textual writes to the error stream's own descriptor.
    streams = (sys.stdin, sys.stdout, sys.__stderr__)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return _("The screens need a terminal.") + " " + without
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        return _("This kind of terminal (TERM) cannot show screens.") + " " + without
    encoding = getattr(sys.__stderr__, "encoding", None) or "ascii"
    if codecs.lookup(encoding).name != "utf-8":
        return (
            _("The screens need a terminal with UTF-8 (now {encoding}).").format(encoding=encoding)
            + " "
            + without
        )
    return None
