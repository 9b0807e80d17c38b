"""The command line: its commands, and what is said of it."""

from __future__ import annotations

from functools import partial

from cagette_tui import __version__, arguments
from cagette_tui.i18n import _
from cagette_tui.member_arguments import add_member_commands
from cagette_tui.parser_class import Parser, add_global_options, formatter
from cagette_tui.parser_commands import (
    add_bank,
    add_closing,
    add_copies,
    add_distribution,
    add_entered,
    add_export,
    add_format,
    add_import,
    add_number,
    add_settings,
    add_sheet,
    command,
    of_one,
)
from cagette_tui.parser_money import add_money


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
        formatter_class=formatter,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"cagette-tui {__version__}",
        help=_("show the version and exit"),
    )
    add_global_options(parser, None)
    _add_commands(parser)
    return parser


def _add_commands(parser: Parser) -> None:
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), title=_("commands"))
    command(commands, "demo", _("the screens on invented data, in a private copy"))
    command(commands, "tour", _("an evening on invented data, step by step"))
    add_import(commands)
    add_format(command(commands, "distributions", _("list the distributions with their numbers")))
    add_distribution(commands)
    add_format(of_one(commands, "report", _("the state of one distribution")), "csv")
    basket = of_one(commands, "basket", _("one basket, or what is to do in those still open"))
    add_number(basket)
    add_format(basket)
    add_sheet(commands)
    add_closing(commands)
    add_export(commands)
    add_entered(commands)
    add_bank(commands)
    add_money(partial(command, commands))
    add_member_commands(partial(command, commands))
    add_settings(commands)
    _add_balances(command(commands, "balances", _("enter the members' opening balances")))
    add_format(command(commands, "check", _("prove the rules on the whole database")))
    add_copies(commands)


def _add_balances(parser: Parser) -> None:
    parser.add_argument(
        "file",
        metavar=_("FILE"),
        type=arguments.given,
        help=_("a CSV file with member_ref, name and amount, as export writes it"),
    )
    parser.add_argument(
        "--compare",
        action="store_true",
        help=_("change nothing: name the balances that are others here"),
    )
