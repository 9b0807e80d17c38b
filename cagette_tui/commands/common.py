"""What several commands share."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from datetime import datetime

from cagette_tui import i18n, output, own_language
from cagette_tui.clock import Clock, UnknownZone
from cagette_tui.i18n import _
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.baskets import group_language
from cagette_tui.model.reading.group import group_zone, must_fit_the_journal
from cagette_tui.model.rules.refusals import ClockDoubted
from cagette_tui.model.store.database import open_database
from cagette_tui.model.store.problems import CannotOpen
from cagette_tui.paths import data_folder
from cagette_tui.problems import KnownProblem
from cagette_tui.sentences.clock import doubt_said, unknown_zone_said
from cagette_tui.text import json_text


class Impossible(KnownProblem):
    """A command that cannot be carried out; the message is for the user."""

    message: str


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
    try:
        options.clock.live_in(group_zone())
    except UnknownZone as problem:
        output.complain(unknown_zone_said(problem))


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


def desk_of(who: str, clock: Clock) -> Desk:
    """Give the desk of a command, which says before its first act what is odd about the clock.

    Once, with both times (R64); then it acts: nobody is there to be asked.
    """
    doubts = clock.is_real

    def heed(now: datetime) -> None:
        nonlocal doubts
        if doubts:
            doubts = False
            try:
                must_fit_the_journal(now, clock.zone_said())
            except ClockDoubted as doubted:
                output.complain(doubt_said(doubted))

    return Desk(who, clock.now, clock.zone_said, heed)


def code_of(shown: object) -> str:
    """Return a short code for what was shown: `--yes CODE` does that, and nothing else."""
    import hashlib

    from cagette_tui.model.store.as_json import to_plain

    return hashlib.sha256(json_text(to_plain(shown)).encode()).hexdigest()[:6]


def how_to_do_it(desk: Desk, code: str) -> str:
    """Say that nothing was done, and how it is done; the code is the last word.

    What is odd about the clock is said now, as long as one can still say no.
    """
    desk.heed(desk.now())
    return _("Nothing was changed. To do it, give the command again with --yes {code}").format(
        code=code
    )


def print_lines(lines: Iterable[str]) -> None:
    """Write lines for people."""
    output.write("".join(f"{line}\n" for line in lines))


def show_lines(lines: Iterable[str]) -> None:
    """Write lines for people, page by page where they are many or wide."""
    output.show("".join(f"{line}\n" for line in lines))
