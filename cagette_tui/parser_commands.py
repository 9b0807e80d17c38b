"""The options of each command."""

from __future__ import annotations

import argparse

from cagette_tui import arguments
from cagette_tui.i18n import _
from cagette_tui.parser_class import Parser, formatter

# As the papers know them; a test compares, since importing it would load the database layer.
EXPORT_KINDS = (
    "closing", "slip", "attendance", "receipts", "takings", "payments", "balances", "orders",
    "journal", "proof", "cagette", "preparation",
)  # fmt: skip
PERIOD_KINDS = (
    "payments", "takings", "vat", "producers", "fees", "debts", "memberships", "deposits", "box",
    "statement", "preparation", "ledger", "glance",
)  # fmt: skip

KEYS = "keys"
PRODUCTS = "products"


def command(commands: argparse._SubParsersAction[Parser], name: str, text: str) -> Parser:
    """Add a command; its help text is translated."""
    parser = commands.add_parser(
        name, help=text, description=text, allow_abbrev=False, formatter_class=formatter
    )
    parser.lacks_global_options = True
    return parser


def of_one(commands: argparse._SubParsersAction[Parser], name: str, text: str) -> Parser:
    """Add a command about one distribution."""
    parser = command(commands, name, text)
    parser.add_argument(
        "id", metavar=_("ID"), type=arguments.number, help=_("the distribution's number")
    )
    return parser


def add_format(parser: Parser, *more: str) -> None:
    """Add the option that says in which form."""
    choices = ("text", "json", *more)
    parser.add_argument("--format", choices=choices, default="text", help=_("how it is written"))


def add_number(parser: Parser) -> None:
    """Add the number of a distribution."""
    text = _("the basket's number")
    parser.add_argument("number", nargs="?", metavar=_("NUMBER"), type=arguments.basket, help=text)


def add_yes(parser: Parser) -> None:
    """Add the option that confirms what was shown."""
    parser.add_argument(
        "--yes",
        metavar="CODE",
        type=arguments.given,
        help=_("do what was shown; without it nothing is done, and the code is told"),
    )


def add_closing(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the commands and options of closing."""
    add_yes(of_one(commands, "validate", _("validate all that is left, after a preview")))
    count = of_one(commands, "count", _("what the cash box should hold; count it"))
    count.add_argument(
        "what",
        nargs="*",
        metavar=_("AMOUNT"),
        help=_("a total such as 123,45, or notes and coins such as 20=3 0,50=4"),
    )
    count.add_argument(
        "--why", metavar=_("TEXT"), type=arguments.given, help=_("what explains a difference")
    )
    for option, told in (
        ("--float", _("what was in the box before the distribution")),
        ("--left", _("what of the count stays in the box; the rest goes to the bank")),
        ("--card", _("the card terminal's total, beside ours")),
    ):
        count.add_argument(option, metavar=_("AMOUNT"), type=arguments.given, help=told)
    count.add_argument(
        "--cheques",
        metavar="N",
        type=arguments.cheques,
        help=_("how many cheques were counted, beside ours"),
    )
    add_format(count)
    add_yes(of_one(commands, "certify", _("certify a distribution, after a check")))
    add_yes(command(commands, "undo", _("undo your own last action")))
    reopen = of_one(commands, "reopen", _("open a basket or a distribution again"))
    add_number(reopen)
    reopen.add_argument(
        "--why", metavar=_("TEXT"), type=arguments.given, required=True, help=_("the reason")
    )


def add_import(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and options of import."""
    parser = command(commands, "import", _("bring in Cagette's order export"))
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


def add_distribution(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and options of distribution."""
    text = _("correct the day, the hours or the place of a distribution")
    parser = of_one(commands, "distribution", text)
    parser.add_argument("--date", metavar="D", type=arguments.day, help=_("the day, as 2026-11-20"))
    parser.add_argument("--start", metavar="T", type=arguments.hour, help=_("as 18:00"))
    parser.add_argument("--end", metavar="T", type=arguments.hour, help=_("as 19:30"))
    parser.add_argument("--place", metavar="P", type=arguments.place, help=_("the place"))


def add_sheet(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and options of sheet."""
    parser = of_one(commands, "sheet", _("do what the sheet says, line by line: all or nothing"))
    parser.add_argument(
        "file",
        nargs="?",
        metavar=_("FILE"),
        type=arguments.given,
        help=_(
            "lines such as 12 E, 14 e20 c, 15 -product, 16 t? (announced), 17 c 46,80 M (basket "
            "and membership); else the standard input"
        ),
    )
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help=_("do the lines that are right, even if others are wrong"),
    )


def add_export(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and options of export: of one distribution, or of a period."""
    parser = of_one(commands, "export", _("papers and files of a distribution or a period"))
    parser.epilog = _(
        "Of a period: export --from D --to D KIND, where KIND is one of {kinds}."
    ).format(kinds=", ".join(PERIOD_KINDS))
    parser.stands_alone = (KEYS, PRODUCTS)
    kinds = (*EXPORT_KINDS, PRODUCTS, KEYS)
    parser.add_argument(
        "kind",
        metavar=_("KIND"),
        choices=kinds,
        help=_("what: {kinds}; products and keys, the card for the wall, need no ID").format(
            kinds=", ".join(kinds)
        ),
    )
    _output(parser, "text", "html", "csv")
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
    _of_some_papers(parser)
    parser.instead = (("--from", "--to"), _of_period())


def _of_some_papers(parser: Parser) -> None:
    """Add what goes with one kind of paper only."""
    parser.add_argument(
        "--number",
        metavar=_("N"),
        type=arguments.number,
        help=_("the closing report of that number, as it was"),
    )
    parser.add_argument(
        "--order",
        choices=("name", "number"),
        help=_("the attendance sheet by name, as Cagette's (else), or by number"),
    )
    parser.add_argument(
        "--imports",
        action="store_true",
        help=_("the journal with every row that a file brought in"),
    )


def _of_period() -> Parser:
    """Describe export of a period, which has no distribution's number."""
    parser = Parser(prog="cagette-tui export", allow_abbrev=False, formatter_class=formatter)
    parser.lacks_global_options = True
    parser.add_argument(
        "kind",
        metavar=_("KIND"),
        choices=PERIOD_KINDS,
        help=_("what: {kinds}").format(kinds=", ".join(PERIOD_KINDS)),
    )
    for name, text in (("--from", _("the first day")), ("--to", _("the last day"))):
        parser.add_argument(
            name, dest=name[2:] + "_day", metavar="D", type=arguments.day, required=True, help=text
        )
    _output(parser, "text", "html", "csv", "json", "paheko", "fec", "dolibarr")
    parser.add_argument(
        "--member",
        metavar=_("REF"),
        type=arguments.given,
        help=_("whose statement: the reference"),
    )
    return parser


def _output(parser: Parser, *formats: str) -> None:
    """Add how and where it is written."""
    parser.add_argument(
        "--format",
        choices=formats,
        help=_("how it is written; else as the file's ending says, else text or csv"),
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=_("FILE"),
        type=arguments.given,
        help=_("a new file, or a folder for one; else the standard output"),
    )


def add_entered(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and options of entered."""
    parser = of_one(commands, "entered", _("what is entered in Cagette; says that baskets are"))
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
    add_format(parser)


def add_bank(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and options of bank."""
    parser = command(commands, "bank", _("the bank’s statement: what each line is; accepts it"))
    parser.add_argument(
        "file",
        metavar=_("FILE"),
        type=arguments.given,
        help=_("as the bank’s site gives it: CSV, OFX, QIF, CAMT.053, CFONB 120, a workbook"),
    )
    parser.add_argument(
        "--accept",
        action="append",
        metavar=_("WHICH"),
        type=arguments.proposal,
        help=_("“certain”, or line N, or its proposal K as N.K; may be given several times"),
    )
    parser.add_argument(
        "--not-ours",
        action="append",
        metavar=_("N"),
        type=arguments.line,
        help=_("line N is none of ours; may be given several times"),
    )
    parser.add_argument(
        "--columns",
        metavar=_("NAMES"),
        type=arguments.given,
        help=_("date=…,label=…,amount=… for a table of no bank known here; kept"),
    )
    add_bank_paper(parser)
    add_format(parser)


def add_bank_paper(parser: Parser) -> None:
    """Add the command and options of bank paper."""
    parser.add_argument(
        "--paper",
        choices=("text", "html", "csv"),
        help=_("what is awaited and not there, there and unknown, and the difference"),
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=_("FILE"),
        type=arguments.given,
        help=_("the paper to a new file; else the standard output"),
    )


def add_copies(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the commands and options of copies."""
    backup = command(commands, "backup", _("copy the database, also while it is in use"))
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
    add_restore(commands)
    copy = command(
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


def add_restore(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and options of restore."""
    restore = command(commands, "restore", _("put a copy in the place of the database"))
    restore.add_argument(
        "file",
        metavar=_("FILE"),
        type=arguments.given,
        help=_("a copy; it must pass check, and what it replaces is kept"),
    )


def add_settings(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and options of settings."""
    parser = command(commands, "settings", _("what the group has set; changes it"))
    parser.add_argument(
        "words",
        nargs="*",
        metavar=_("NAME VALUE"),
        help=_("a setting and what it becomes, several times if wanted; empty clears it"),
    )
    add_format(parser)
