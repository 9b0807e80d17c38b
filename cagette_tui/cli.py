"""The command line. Imports Textual only when a screen is wanted, Peewee only for a database."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NoReturn

from cagette_tui import __version__, i18n, output
from cagette_tui.i18n import _
from cagette_tui.text import nfc, visible


class UsageError(Exception):
    """The command line cannot be understood; the message is for the user."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code: 0 done, 1 a check failed, 2 wrong use or bad input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    # A character that the terminal cannot show must not end a report in the middle.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        try:
            return _run(arguments)
        finally:
            output.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone: that is their way to say "enough".
        output.abandon()
        return 0
    except output.OutputLost as problem:
        output.abandon()
        return _fail(_("The output cannot be written: {detail}.").format(detail=problem.detail), 2)
    except Exception:
        from cagette_tui.crash import crash_sentence, log_crash

        return _fail(crash_sentence(log_crash()), 1)


def _run(arguments: Sequence[str]) -> int:
    i18n.activate(_early_language(arguments))
    i18n.translate_argparse()
    try:
        options = _parser().parse_args(arguments)
        options.user = _user(options.user)
    except UsageError as error:
        return _fail(str(error), 2)
    # Peewee and the model are imported from here on.
    from cagette_tui import commands

    try:
        return commands.run(options)
    except commands.KNOWN_PROBLEMS as problem:
        return _fail(commands.problem_sentence(problem), 2)


def _fail(text: str, code: int) -> int:
    # Without an error stream `print` would take the standard output; the exit code must do then.
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(f"cagette-tui: {visible(text)}", file=sys.stderr)
    return code


def _early_language(arguments: Sequence[str]) -> str:
    """Choose the language before the options are read: help and errors speak it too."""
    option = None
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            option = arguments[place + 1]
        elif argument.startswith("--lang="):
            option = argument.partition("=")[2]
    if option not in i18n.languages():
        option = None
    return i18n.choose_language(option, os.environ.get("CAGETTE_LANG"), None, os.environ)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="cagette-tui",
        description=_("Validate the distributions of a Cagette group from a terminal."),
        epilog=_(
            "Without a command the screens are opened. Exit codes: 0 done, 1 a check failed, "
            "2 wrong use or bad input: one line says what, and nothing was changed."
        ),
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"cagette-tui {__version__}",
        help=_("show the version and exit"),
    )
    _add_global_options(parser, None)
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), title=_("commands"))
    _command(commands, "demo", _("the screens on invented data, in a private copy"))
    _add_import(commands)
    _command(commands, "distributions", _("list the distributions with their numbers"))
    report = _command(commands, "report", _("the state of one distribution"))
    report.add_argument("id", metavar="ID", type=_number, help=_("the distribution's number"))
    report.add_argument(
        "--format", choices=("text", "json", "csv"), default="text", help=_("how it is written")
    )
    _command(commands, "check", _("prove the rules on the whole database"))
    return parser


def _command(commands: argparse._SubParsersAction[_Parser], name: str, text: str) -> _Parser:
    parser = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    # Where they are not repeated after the command, what came before it stays.
    _add_global_options(parser, argparse.SUPPRESS)
    return parser


def _add_global_options(parser: _Parser, default: str | None) -> None:
    parser.add_argument(
        "--database",
        metavar="URL",
        default=default,
        help=_("a path or sqlite:///PATH; else CAGETTE_DATABASE, else a file of the user's own"),
    )
    parser.add_argument("--lang", choices=i18n.languages(), default=default, help=_("the language"))
    parser.add_argument(
        "--user", metavar="NAME", default=default, help=_("who acts; else the login name")
    )
    parser.add_argument(
        "--now",
        metavar="ISO",
        type=_moment,
        default=default,
        help=_("start the clock at 2026-11-20T17:45, for training and tests"),
    )


def _add_import(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _command(commands, "import", _("bring in Cagette's order export"))
    parser.add_argument(
        "file", metavar="FILE", type=_given, help=_("the CSV file as Cagette gave it")
    )
    parser.add_argument(
        "--date", required=True, metavar="D", type=_date, help=_("the day, as 2026-11-20")
    )
    parser.add_argument("--start", required=True, metavar="T", type=_time, help=_("as 18:00"))
    parser.add_argument("--end", required=True, metavar="T", type=_time, help=_("as 19:30"))
    parser.add_argument("--place", required=True, metavar="P", type=_place, help=_("the place"))
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="CATALOGUE_ID",
        type=_given,
        help=_("leave out a catalogue; may be given several times"),
    )


def _given(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(_("expected one argument"))
    return text


def _moment(text: str) -> datetime:
    from cagette_tui.clock import parse_moment

    try:
        # Python takes any character between date and time, and weeks.
        if not re.fullmatch(r"[0-9-]+[T ][0-9:.,]+", text):
            raise ValueError
        return _in_our_time(parse_moment(text))
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a local time such as 2026-11-20T17:45").format(text=_shown(text))
        ) from None


def _date(text: str) -> date:
    try:
        if len(text) != 10 or not text.isascii() or " " in text:
            raise ValueError
        return _in_our_time(datetime.strptime(text, "%Y-%m-%d")).date()
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a date such as 2026-11-20").format(text=_shown(text))
        ) from None


def _in_our_time(moment: datetime) -> datetime:
    # Far years are slips of the finger, and at the calendar's own end sums of times break.
    if not 2000 <= moment.year <= 2100:
        raise ValueError
    return moment


def _time(text: str) -> time:
    try:
        if len(text) != 5 or not text.isascii():
            raise ValueError
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a time such as 18:00").format(text=_shown(text))
        ) from None


def _place(text: str) -> str:
    place = nfc(text).strip()
    if not place or len(place) > 100 or visible(place) != place:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not the name of a place (1 to 100 characters)").format(text=_shown(text))
        )
    return place


def _number(text: str) -> int:
    # More than 63 bits fit in no database.
    if not (re.fullmatch(r"[0-9]{1,19}", text) and 0 < int(text) < 2**63):
        raise argparse.ArgumentTypeError(
            _("“{text}” is not the number of a distribution").format(text=_shown(text))
        )
    return int(text)


def _user(option: str | None) -> str:
    name = option if option is not None else _login()
    name = nfc(name).strip()
    if not name or len(name) > 60 or visible(name) != name:
        if option is None:
            return "?"
        raise UsageError(
            _("“{text}” is not a name (1 to 60 characters)").format(text=_shown(option))
        )
    return name


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def _shown(text: str) -> str:
    return visible(text)[:60]
