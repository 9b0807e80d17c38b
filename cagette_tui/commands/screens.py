"""The screens, and the demo. Imports Textual only once a screen is sure to be shown."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from cagette_tui import i18n, output, own_language
from cagette_tui.arguments import UNKNOWN_USER
from cagette_tui.clock import Clock
from cagette_tui.commands.common import Impossible
from cagette_tui.i18n import N_, _
from cagette_tui.model.acts.writing import Desk
from cagette_tui.terminal import Terminal, this_terminal, why_no_screen


def demo(options: argparse.Namespace, desk: Desk, clock: Clock) -> int:
    """Open the screens on invented data, in a private copy."""
    _must_show_screens()
    with _invented(clock) as path:
        return _stay(path, options, desk, clock, mark=N_("DEMO"))


def tour(options: argparse.Namespace, desk: Desk, clock: Clock) -> int:
    """Open the screens on invented data, and show around."""
    code = _tour(options, desk, clock)
    output.write(_tour_is_over() + "\n")
    return code


def _tour(options: argparse.Namespace, desk: Desk, clock: Clock) -> int:
    _must_show_screens()
    terminal = _terminal(options)
    from cagette_tui.app import Start, run_screens
    from cagette_tui.screens.tour import Tour

    start = Start(guide=Tour(), mark=N_("EXERCISE"), terminal=terminal)
    with _invented(clock) as path:
        return run_screens(path, desk, clock, i18n.current_language(), start).code


def _tour_is_over() -> str:
    return _("The tour is over: nothing of it was kept.")


def show(where: str, options: argparse.Namespace, desk: Desk, clock: Clock) -> int:
    """Open the screens on a database."""
    _must_show_screens()
    return _stay(where, options, desk, clock)


def _stay(
    where: str,
    options: argparse.Namespace,
    desk: Desk,
    clock: Clock,
    *,
    mark: str = "",
) -> int:
    """Open the screens, and again after each tour; `mark`: this is not the real thing either."""
    terminal = _terminal(options)
    from cagette_tui.app import Start, run_screens

    asked = (options.lang, os.environ.get("CAGETTE_LANG"), own_language.kept())
    language = next((one for one in asked if one in i18n.languages()), None)
    start = Start(
        read_only=options.read_only,
        ask_name=options.ask_user or desk.who == UNKNOWN_USER,
        offers_tour=bool(mark),
        mark=mark,
        terminal=terminal,
    )
    while True:
        left = run_screens(where, desk, clock, language, start)
        if not left.wants_tour:
            return left.code
        desk, language = left.desk, i18n.current_language()
        _tour(options, desk, clock)
        greeting = _tour_is_over()
        if not mark:
            greeting += " " + _("Here are your own distributions.")
        start = replace(start, ask_name=left.ask_name, offers_tour=False, greeting=greeting)


@contextmanager
def _invented(clock: Clock) -> Iterator[str]:
    """Give a database of invented data in a private folder, which goes whatever happens."""
    from cagette_tui.sample import build_sample

    def leave(signum: int, frame: object) -> None:
        raise SystemExit(128 + signum)

    def vanish(signum: int, frame: FrameType | None) -> None:
        # The line is lost: nothing can be drawn any more, so there is nothing to unwind.
        shutil.rmtree(folder, ignore_errors=True)
        before = handlers[signal.SIGHUP]
        if callable(before):
            before(signum, frame)
        signal.signal(signum, signal.SIG_DFL)
        os.kill(os.getpid(), signum)

    with tempfile.TemporaryDirectory(prefix="cagette-demo-") as folder:
        handlers = {
            signal.SIGTERM: signal.signal(signal.SIGTERM, leave),
            signal.SIGHUP: signal.signal(signal.SIGHUP, vanish),
        }
        try:
            path = Path(folder) / "demo.db"
            output.write(_("Invented data is being prepared…") + "\n")
            build_sample(path, clock.now(), i18n.current_language())
            yield str(path)
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)


def _terminal(options: argparse.Namespace) -> Terminal:
    # Before Textual is imported, which takes NO_COLOR away.
    if os.environ.get("NO_COLOR"):
        options.no_color = True
    return this_terminal(
        ascii=options.ascii,
        no_color=options.no_color,
        mouse=options.mouse,
        theme=options.theme,
    )


def _must_show_screens() -> None:
    reason = why_no_screen()
    if reason is not None:
        raise Impossible(reason)
