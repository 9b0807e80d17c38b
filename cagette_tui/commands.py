"""What each command does. Imports the model, and Textual only where a screen is wanted."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cagette_tui import i18n, output
from cagette_tui.clock import Clock
from cagette_tui.exchange.cagette import ExportError, export_bytes, parse_export
from cagette_tui.exchange.importing import (
    ImportReport,
    LineNote,
    NothingLeft,
    Occasion,
    UnknownCatalogue,
    chosen_lines,
    import_export,
    known_rates,
    known_weighed,
)
from cagette_tui.i18n import _, format_amount, format_date, format_time, ngettext
from cagette_tui.model.database import close_database, open_database
from cagette_tui.model.errors import Refused
from cagette_tui.model.reading import group_language
from cagette_tui.model.storage import CannotOpen, StorageProblem
from cagette_tui.model.views import DistributionRow
from cagette_tui.model.writing import Desk
from cagette_tui.paths import data_folder
from cagette_tui.sentences import finding_sentence, sentence, state_label
from cagette_tui.terminal import why_no_screen
from cagette_tui.text import clip, pad, visible


class Impossible(Exception):
    """A command that cannot be carried out; the message is for the user."""


KNOWN_PROBLEMS = (
    Impossible,
    Refused,
    StorageProblem,
    ExportError,
    UnknownCatalogue,
    NothingLeft,
)


def problem_sentence(problem: Exception) -> str:
    """Return the sentence for one of the known problems."""
    return str(problem) if isinstance(problem, Impossible) else sentence(problem)


def run(options: argparse.Namespace) -> int:
    """Carry a command out; return the exit code."""
    clock = Clock() if options.now is None else Clock.starting_at(options.now)
    desk = Desk(options.user, clock.now)
    try:
        match options.command:
            case "import":
                return _import(options, desk)
            case "distributions":
                return _distributions(options, clock.now())
            case "report":
                return _report(options, clock.now())
            case "check":
                return _check(options, clock.now())
            case "demo":
                return _demo(options, desk, clock)
            case _:
                return _screens(_location(options, create=True), options, desk, clock)
    finally:
        close_database()


def _location(options: argparse.Namespace, *, create: bool) -> str:
    location: str | None = options.database
    if location is None:
        location = os.environ.get("CAGETTE_DATABASE") or None
    if location is None:
        try:
            return str(data_folder(make=create) / "cagette.db")
        except OSError as error:
            raise CannotOpen(str(error.filename), error.strerror or "") from error
    return location


def _open(options: argparse.Namespace, *, create: bool) -> None:
    open_database(_location(options, create=create), create=create)
    _speak(options)


def _speak(options: argparse.Namespace) -> None:
    """Choose the language again, now that the group's own is known."""
    i18n.activate(
        i18n.choose_language(
            options.lang, os.environ.get("CAGETTE_LANG"), group_language(), os.environ
        )
    )


def _import(options: argparse.Namespace, desk: Desk) -> int:
    starts_at = datetime.combine(options.date, options.start)
    ends_at = datetime.combine(options.date, options.end)
    if ends_at <= starts_at:
        raise Impossible(_("The distribution must end after it starts."))
    # A wrong file, or nothing of it wanted, is found before a database is created for it.
    try:
        data = export_bytes(Path(options.file))
        chosen_lines(parse_export(data), options.without)
    except ExportError as problem:
        name = clip(visible(Path(options.file).name or options.file), 60)
        raise Impossible(_("{file}: {text}").format(file=name, text=sentence(problem))) from problem
    _open(options, create=True)
    export = parse_export(data, known_rates(), known_weighed())
    occasion = Occasion(options.date, starts_at, ends_at, options.place)
    report = import_export(desk, export, occasion, options.without)
    _print(_told(report))
    return 0


def _print(lines: Iterable[str]) -> None:
    output.write("".join(f"{line}\n" for line in lines))


def _told(report: ImportReport) -> Iterable[str]:
    yield "{number}  {lines}, {baskets}, {total}".format(
        number=report.distribution_id,
        lines=ngettext("{count} line", "{count} lines", report.lines).format(count=report.lines),
        baskets=ngettext("{count} basket", "{count} baskets", report.baskets).format(
            count=report.baskets
        ),
        total=format_amount(report.total),
    )
    if report.first:
        yield _("Basket numbers are ours: Cagette's export has none.")
        return
    if not report.changed:
        yield _("Nothing changed since the last import.")
    elif not (report.new_baskets or report.updated or report.removed):
        yield _("Hours, names or fees are up to date now; no basket changed.")
    yield from _notes(_("New baskets:"), report.new_baskets)
    yield from _notes(_("Updated:"), report.updated)
    yield from _notes(_("Removed:"), report.removed)
    yield from _notes(_("Left alone, since somebody worked on it:"), report.left_alone)
    yield from _notes(_("No longer in the file, kept:"), report.vanished)


def _notes(title: str, notes: Iterable[LineNote]) -> Iterable[str]:
    lines = [
        f"  {note.number:>4}  {visible(note.member)}"
        + (f" – {visible(note.product)}" if note.product else "")
        for note in notes
    ]
    return [title, *lines] if lines else []


def _distributions(options: argparse.Namespace, now: datetime) -> int:
    from cagette_tui.model.reading import list_distributions

    _open(options, create=True)
    rows = [_distribution(row) for row in list_distributions(now)]
    _print(rows or [_("No distribution yet: cagette-tui import brings one in.")])
    return 0


def _distribution(row: DistributionRow) -> str:
    one = row.distribution
    hours = f"{format_time(one.starts_at)}-{format_time(one.ends_at)}"
    return (
        f"{one.id:>4}  {pad(format_date(one.date), 12)}  {hours}  "
        f"{pad(visible(one.place), 24)}  {row.validated:>4}/{row.baskets:<4} "
        f"{state_label(row.state)}"
    )


def _report(options: argparse.Namespace, now: datetime) -> int:
    from cagette_tui.exchange import report, report_text

    _open(options, create=False)
    write = {"json": report.report_json, "csv": report.report_csv, "text": report_text.report_text}
    text = write[options.format](options.id, now)
    output.write(text, for_machines=options.format != "text")
    return 0


def _check(options: argparse.Namespace, now: datetime) -> int:
    from cagette_tui.model.checking import check
    from cagette_tui.model.reading import list_distributions

    _open(options, create=False)
    findings = check()
    if findings:
        _print(map(finding_sentence, findings))
        return 1
    count = sum(row.baskets for row in list_distributions(now))
    all_hold = _("All rules hold.")
    baskets = ngettext("{count} basket", "{count} baskets", count).format(count=count)
    _print([f"{all_hold} ({baskets})"])
    return 0


def _demo(options: argparse.Namespace, desk: Desk, clock: Clock) -> int:
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
        return _screens(str(path), options, desk, clock)


def _must_show_screens() -> None:
    reason = why_no_screen()
    if reason is not None:
        raise Impossible(reason)


def _screens(location: str, options: argparse.Namespace, desk: Desk, clock: Clock) -> int:
    _must_show_screens()
    from cagette_tui.app import run_screens

    asked = options.lang or os.environ.get("CAGETTE_LANG")
    return run_screens(location, desk, clock, asked if asked in i18n.languages() else None)
