"""What several commands share."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable

from cagette_tui import i18n, output, own_language
from cagette_tui.clock import Clock, UnknownZone
from cagette_tui.i18n import _
from cagette_tui.model.reading.baskets import group_language
from cagette_tui.model.reading.group import clock_doubted, group_zone
from cagette_tui.model.store.database import open_database
from cagette_tui.model.store.problems import CannotOpen
from cagette_tui.paths import data_folder
from cagette_tui.problems import KnownProblem
from cagette_tui.sentences.clock import doubt_said, unknown_zone_said
from cagette_tui.text import json_text

# Commands that note nothing anywhere, whatever the clock says.
_ONLY_READ = {"distributions", "report", "basket", "check", "export", "backup", "restore"}


class Impossible(KnownProblem):
    """A command that cannot be carried out; the message is for the user."""


def location(options: argparse.Namespace, *, create: bool) -> str:
    """Say where the database is: the option, the environment, a file of the user's own.

    Raises `CannotOpen` where the user has no such place.
    """
    where: str | None = options.database
    if where is None:
        where = os.environ.get("CAGETTE_DATABASE") or None
    if where is None:
        try:
            return str(data_folder(make=create) / "cagette.db")
        except OSError as error:
            raise CannotOpen(str(error.filename), error.strerror or "") from error
    return where


def open_asked(options: argparse.Namespace, *, create: bool) -> None:
    """Open the database that was asked for, and speak its group's language."""
    create = create and not options.read_only
    open_database(location(options, create=create), create=create, read_only=options.read_only)
    speak(options)
    heed_clock(options)


def speak(options: argparse.Namespace) -> None:
    """Choose the language again, now that the group's own is known."""
    i18n.activate(
        i18n.choose_language(
            options.lang,
            os.environ.get("CAGETTE_LANG"),
            group_language(),
            os.environ,
            own_language.kept(),
        )
    )


def heed_clock(options: argparse.Namespace) -> None:
    """Live in the group's time zone; say before anything is written what is odd about the clock."""
    clock: Clock = options.clock
    try:
        clock.live_in(group_zone())
    except UnknownZone as problem:
        output.complain(unknown_zone_said(problem.name))
    if clock.is_real and not options.read_only and options.command not in _ONLY_READ:
        doubted = clock_doubted(clock.now())
        if doubted is not None:
            output.complain(doubt_said(doubted))


def code_of(shown: object) -> str:
    """Return a short code for what was shown: `--yes CODE` does that, and nothing else."""
    import hashlib

    from cagette_tui.model.store.as_json import to_plain

    return hashlib.sha256(json_text(to_plain(shown)).encode()).hexdigest()[:6]


def how_to_do_it(code: str) -> str:
    """Say that nothing was done, and how it is done; the code is the last word."""
    return _("Nothing was changed. To do it, give the command again with --yes {code}").format(
        code=code
    )


def print_lines(lines: Iterable[str]) -> None:
    """Write lines for people."""
    output.write("".join(f"{line}\n" for line in lines))


def show_lines(lines: Iterable[str]) -> None:
    """Write lines for people, page by page where they are many or wide."""
    output.show("".join(f"{line}\n" for line in lines))
