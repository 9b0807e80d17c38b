"""The screens, and the demo. Imports Textual only once a screen is sure to be shown."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import tempfile
from pathlib import Path

from cagette_tui import i18n, own_language
from cagette_tui.arguments import UNKNOWN_USER
from cagette_tui.clock import Clock
from cagette_tui.commands.common import Impossible
from cagette_tui.model.writing import Desk
from cagette_tui.terminal import why_no_screen


def demo(options: argparse.Namespace, desk: Desk, clock: Clock) -> int:
    """Open the screens on invented data, in a private copy."""
    _must_show_screens()
    from cagette_tui.sample import build_sample

    def leave(signum: int, frame: object) -> None:
        raise SystemExit(128 + signum)

    def vanish(signum: int, frame: object) -> None:
        # The line is lost: nothing can be drawn any more, so there is nothing to unwind.
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(signum, signal.SIG_DFL)
        os.kill(os.getpid(), signum)

    with tempfile.TemporaryDirectory(prefix="cagette-demo-") as folder:
        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGHUP, vanish)
        path = Path(folder) / "demo.db"
        build_sample(path, clock.now(), i18n.current_language())
        return show(str(path), options, desk, clock)


def _must_show_screens() -> None:
    reason = why_no_screen()
    if reason is not None:
        raise Impossible(reason)


def show(where: str, options: argparse.Namespace, desk: Desk, clock: Clock) -> int:
    """Open the screens on a database."""
    _must_show_screens()
    from cagette_tui.app import run_screens

    asked = (options.lang, os.environ.get("CAGETTE_LANG"), own_language.kept())
    return run_screens(
        where,
        desk,
        clock,
        next((one for one in asked if one in i18n.languages()), None),
        read_only=options.read_only,
        ask_name=options.ask_user or desk.who == UNKNOWN_USER,
    )
