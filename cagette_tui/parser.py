"""The commands and their options."""

from __future__ import annotations

import argparse
import os
from typing import Any, NoReturn

from cagette_tui import __version__, arguments, i18n, output
from cagette_tui.i18n import _

# As the papers know them; a test compares, since importing it would load the database layer.
EXPORT_KINDS = (
    "closing", "slip", "attendance", "receipts", "takings", "payments", "balances", "orders",
    "journal", "proof", "cagette",
)  # fmt: skip


class UsageError(Exception):
    """The command line cannot be understood; the message is for the user."""


def _formatter(prog: str) -> argparse.HelpFormatter:
    # Left to itself argparse imports `shutil`, and all its kinds of archives, for this number.
    return argparse.HelpFormatter(prog, width=_columns() - 2)


def _columns() -> int:
    try:
        return int(os.environ["COLUMNS"]) or 80
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(1).columns or 80
    except (OSError, ValueError):
        return 80


class Parser(argparse.ArgumentParser):
    """Raises instead of leaving the program."""

    # A command takes the global options too, but most of them only lend their name to the help.
    lacks_global_options = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Take what is on the command line."""
        if self.lacks_global_options:
            self.lacks_global_options = False
            # Where they are not repeated after the command, what came before it stays.
            _add_global_options(self, argparse.SUPPRESS)
        return super().parse_known_args(args, namespace)

    def _print_message(self, message: str, file: Any = None) -> None:
        # The help; left to itself argparse does not say that it could not be written.
        output.write(message)

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`."""
        raise UsageError(message)


def build_parser() -> Parser:
    """Describe the command line, in the language in use."""
    parser = Parser(
        prog="cagette-tui",
        description=_("Validate the distributions of a Cagette group from a terminal."),
        epilog=_(
            "Without a command the screens are opened. Exit codes: 0 done, 1 a check failed, "
            "2 wrong use or bad input: one line says what, and nothing was changed; 3 done, but "
            "the output could not be written."
        ),
        allow_abbrev=False,
        formatter_class=_formatter,
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
    _command(commands, "tour", _("an evening on invented data, step by step"))
    _add_import(commands)
    _add_format(_command(commands, "distributions", _("list the distributions with their numbers")))
    _add_distribution(commands)
    report = _of_one(commands, "report", _("the state of one distribution"))
    _add_format(report, "csv")
    basket = _of_one(commands, "basket", _("one basket, or what is to do in those still open"))
    _add_number(basket)
    _add_format(basket)
    _add_sheet(commands)
    _add_closing(commands)
    _add_export(commands)
    _add_entered(commands)
    _add_settings(commands)
    balances = _command(commands, "balances", _("enter the members' opening balances"))
    balances.add_argument(
        "file",
        metavar=_("FILE"),
        type=arguments.given,
        help=_("a CSV file with member_ref, name and amount, as export writes it"),
    )
    balances.add_argument(
        "--compare",
        action="store_true",
        help=_("change nothing: name the balances that are others here"),
    )
    _add_format(_command(commands, "check", _("prove the rules on the whole database")))
    _add_copies(commands)
    return parser


def _command(commands: argparse._SubParsersAction[Parser], name: str, text: str) -> Parser:
    parser = commands.add_parser(
        name, help=text, description=text, allow_abbrev=False, formatter_class=_formatter
    )
    parser.lacks_global_options = True
    return parser


def _of_one(commands: argparse._SubParsersAction[Parser], name: str, text: str) -> Parser:
    """Add a command about one distribution."""
    parser = _command(commands, name, text)
    parser.add_argument(
        "id", metavar=_("ID"), type=arguments.number, help=_("the distribution's number")
    )
    return parser


def _add_format(parser: Parser, *more: str) -> None:
    choices = ("text", "json", *more)
    parser.add_argument("--format", choices=choices, default="text", help=_("how it is written"))


def _add_number(parser: Parser) -> None:
    text = _("the basket's number")
    parser.add_argument("number", nargs="?", metavar=_("NUMBER"), type=arguments.basket, help=text)


def _add_yes(parser: Parser) -> None:
    parser.add_argument(
        "--yes",
        metavar="CODE",
        type=arguments.given,
        help=_("do what was shown; without it nothing is done, and the code is told"),
    )


def _add_closing(commands: argparse._SubParsersAction[Parser]) -> None:
    _add_yes(_of_one(commands, "validate", _("validate all that is left, after a preview")))
    count = _of_one(commands, "count", _("what the cash box should hold; count it"))
    count.add_argument(
        "what",
        nargs="*",
        metavar=_("AMOUNT"),
        help=_("a total such as 123,45, or notes and coins such as 20=3 0,50=4"),
    )
    count.add_argument(
        "--why", metavar=_("TEXT"), type=arguments.given, help=_("what explains a difference")
    )
    count.add_argument(
        "--float",
        metavar=_("AMOUNT"),
        type=arguments.given,
        help=_("what was in the box before the distribution"),
    )
    _add_format(count)
    _add_yes(_of_one(commands, "certify", _("certify a distribution, after a dry run")))
    _add_yes(_command(commands, "undo", _("take back one's own last act")))
    reopen = _of_one(commands, "reopen", _("open a basket or a distribution again"))
    _add_number(reopen)
    reopen.add_argument(
        "--why", metavar=_("TEXT"), type=arguments.given, required=True, help=_("the reason")
    )


def _add_global_options(parser: Parser, default: str | None) -> None:
    parser.add_argument(
        "--database",
        metavar="URL",
        default=default,
        help=_(
            "a path, sqlite:///PATH or postgresql://USER@HOST/NAME; else CAGETTE_DATABASE, "
            "else a file of the user's own"
        ),
    )
    parser.add_argument("--lang", choices=i18n.languages(), default=default, help=_("the language"))
    parser.add_argument(
        "--user", metavar=_("NAME"), default=default, help=_("who acts; else the login name")
    )
    parser.add_argument(
        "--now",
        metavar="ISO",
        type=arguments.moment,
        default=default,
        help=_("start the clock at 2026-11-20T17:45, for training and tests"),
    )
    switch = False if default is None else default
    parser.add_argument(
        "--ask-user",
        action="store_true",
        default=switch,
        help=_("offer on the first screen to say who acts, for a login that is shared"),
    )
    parser.add_argument(
        "--read-only",
        action="store_true",
        default=switch,
        help=_("show everything, change nothing"),
    )
    for name, text in (
        ("--ascii", _("screens in plain ASCII, for terminals that lack characters")),
        ("--no-color", _("screens without colours, as NO_COLOR asks")),
        ("--mouse", _("the mouse moves in lists; marking text then needs Shift")),
    ):
        parser.add_argument(name, action="store_true", default=switch, help=text)


def _add_import(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(commands, "import", _("bring in Cagette's order export"))
    parser.add_argument(
        "file", metavar=_("FILE"), type=arguments.given, help=_("the file as Cagette gave it")
    )
    parser.add_argument(
        "--date", required=True, metavar="D", type=arguments.day, help=_("the day, as 2026-11-20")
    )
    parser.add_argument(
        "--start", required=True, metavar="T", type=arguments.hour, help=_("as 18:00")
    )
    parser.add_argument(
        "--end", required=True, metavar="T", type=arguments.hour, help=_("as 19:30")
    )
    parser.add_argument(
        "--place", required=True, metavar="P", type=arguments.place, help=_("the place")
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar=_("CATALOGUE_ID"),
        type=arguments.given,
        help=_("leave out a catalogue; may be given several times"),
    )
    parser.add_argument(
        "--as-stated",
        action="store_true",
        help=_("bring in amounts that nothing explains as the file states them, marked"),
    )
    parser.add_argument(
        "--another",
        action="store_true",
        help=_("it is another distribution, though the same lines are there already"),
    )


def _add_distribution(commands: argparse._SubParsersAction[Parser]) -> None:
    text = _("correct the day, the hours or the place of a distribution")
    parser = _of_one(commands, "distribution", text)
    parser.add_argument("--date", metavar="D", type=arguments.day, help=_("the day, as 2026-11-20"))
    parser.add_argument("--start", metavar="T", type=arguments.hour, help=_("as 18:00"))
    parser.add_argument("--end", metavar="T", type=arguments.hour, help=_("as 19:30"))
    parser.add_argument("--place", metavar="P", type=arguments.place, help=_("the place"))


def _add_sheet(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = _of_one(commands, "sheet", _("do what the sheet says, line by line: all or nothing"))
    parser.add_argument(
        "file",
        nargs="?",
        metavar=_("FILE"),
        type=arguments.given,
        help=_("lines such as 12 E, 14 e20 c, 15 -product; else the standard input"),
    )
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help=_("do the lines that are right, even if others are wrong"),
    )


def _add_export(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = _of_one(commands, "export", _("papers and files of one distribution"))
    parser.add_argument(
        "kind",
        metavar=_("KIND"),
        choices=EXPORT_KINDS,
        help=_("what: {kinds}").format(kinds=", ".join(EXPORT_KINDS)),
    )
    parser.add_argument(
        "--format",
        choices=("text", "html", "csv"),
        help=_("how it is written; else as the file's ending says, else text or csv"),
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=_("FILE"),
        type=arguments.given,
        help=_("a new file, or a folder for one; else the standard output"),
    )
    parser.add_argument(
        "--member",
        metavar=_("WHO"),
        type=arguments.given,
        help=_("receipts of one member: the reference, or the basket's number"),
    )
    parser.add_argument(
        "--like-cagette",
        action="store_true",
        help=_("orders in Cagette's own columns and formats, to be imported again"),
    )


def _add_entered(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = _of_one(commands, "entered", _("what is entered in Cagette; says that baskets are"))
    parser.add_argument(
        "baskets",
        nargs="*",
        metavar=_("NUMBER"),
        type=arguments.baskets,
        help=_("baskets that are entered, as 3 or 3-7; “all” for all that there is to enter"),
    )
    parser.add_argument(
        "--member",
        action="append",
        default=[],
        metavar=_("REF"),
        type=arguments.given,
        help=_("somebody without a basket, by reference; may be given several times"),
    )
    parser.add_argument(
        "--not", dest="take_off", action="store_true", help=_("they are not entered after all")
    )
    _add_format(parser)


def _add_copies(commands: argparse._SubParsersAction[Parser]) -> None:
    backup = _command(commands, "backup", _("copy the database, also while it is in use"))
    backup.add_argument(
        "file",
        nargs="?",
        metavar=_("FILE"),
        type=arguments.given,
        help=_("a new file, or a folder for one"),
    )
    backup.add_argument(
        "--to",
        metavar=_("FOLDER"),
        type=arguments.given,
        help=_("for the night: copy into this folder, check the copy, thin out older ones"),
    )
    backup.add_argument(
        "--keep",
        metavar=_("DAYS"),
        type=arguments.days,
        help=_("with --to: how many days are kept (30), beside 8 weeks and 12 months"),
    )
    _add_restore(commands)
    copy = _command(
        commands, "copy", _("copy the whole database into an empty one, on a server or from there")
    )
    copy.add_argument(
        "source",
        metavar=_("FROM"),
        type=arguments.given,
        help=_("a path or URL, as for --database"),
    )
    copy.add_argument(
        "target",
        metavar=_("TO"),
        type=arguments.given,
        help=_("a new file, or an empty database on a server"),
    )


def _add_restore(commands: argparse._SubParsersAction[Parser]) -> None:
    restore = _command(commands, "restore", _("put a copy in the place of the database"))
    restore.add_argument(
        "file",
        metavar=_("FILE"),
        type=arguments.given,
        help=_("a copy; it must pass check, and what it replaces is kept"),
    )


def _add_settings(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(commands, "settings", _("what the group has set; changes it"))
    parser.add_argument(
        "words",
        nargs="*",
        metavar=_("NAME VALUE"),
        help=_("a setting and what it becomes, several times if wanted; empty clears it"),
    )
    _add_format(parser)
