"""The commands about the bank and what is announced, with their options: `deposit` and others."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from cagette_tui import arguments
from cagette_tui.i18n import _

MODES = ("cash", "cheque", "transfer", "card", "online")


def add_money(command: Callable[[str, str], Any]) -> None:
    """Add them; `command` makes the parser of one, given its name and what it does."""
    _deposit(command("deposit", _("what waits for the bank; take it there, see it arrive")))
    _returned(command("returned", _("a cheque or transfer that the bank sends back")))
    _announce(command("announce", _("a payment that will come, for a basket or an account")))
    _account(command("account", _("money of a member’s account alone; a membership")))
    _box(command("box", _("money put into the cash box, or taken out")))
    _pile(command("pile", _("the pile of cheques: shown, one put on it or taken off")))
    _product(command("product", _("one product in all baskets: missing, weighed, another price")))


def _deposit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "number",
        nargs="?",
        metavar=_("DEPOSIT"),
        type=arguments.number,
        help=_("the deposit's number: shows its slip, or does what an option says"),
    )
    parser.add_argument("--make", action="store_true", help=_("make one of all that waits"))
    parser.add_argument(
        "--cheques",
        metavar="N,N",
        type=arguments.numbers,
        help=_("of these cheques only, in this order, by the numbers in brackets"),
    )
    parser.add_argument(
        "--cash",
        nargs="+",
        metavar=_("AMOUNT"),
        help=_("cash that goes with it: a total, or notes and coins such as 20=3 0,50=4"),
    )
    _day(parser, "--day", _("the day it was made; else today"))
    parser.add_argument("--note", metavar=_("TEXT"), type=arguments.given, help=_("a note"))
    _to_one(parser)
    parser.add_argument(
        "--format",
        choices=("text", "json", "csv", "html"),
        default="text",
        help=_("how it is written"),
    )


def _to_one(parser: argparse.ArgumentParser) -> None:
    """Add what is done with a deposit that is there."""
    parser.add_argument("--final", action="store_true", help=_("it was handed in"))
    parser.add_argument(
        "--seen",
        nargs="?",
        const=False,
        metavar="D",
        type=arguments.day,
        help=_("it stands on the bank's statement, on a day; else today"),
    )
    parser.add_argument("--cancel", action="store_true", help=_("take it back: its cheques wait"))
    parser.add_argument(
        "--without",
        metavar="N",
        type=arguments.number,
        help=_("take one cheque out, by the number in brackets"),
    )
    parser.add_argument("--why", metavar=_("TEXT"), type=arguments.given, help=_("the reason"))


def _returned(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "number",
        nargs="?",
        metavar=_("CHEQUE"),
        type=arguments.given,
        help=_("the number on the cheque, with or without zeros before it"),
    )
    _member(parser, _("of this member: the reference"))
    _amount(parser, "--amount", _("of this amount"))
    parser.add_argument(
        "--why", metavar=_("TEXT"), type=arguments.given, required=True, help=_("the reason")
    )
    _amount(parser, "--fee", _("the bank's fee, on the account of who paid"))
    parser.add_argument(
        "--on",
        metavar=_("REF"),
        type=arguments.given,
        help=_("the fee on another member's account"),
    )
    _day(parser, "--day", _("the day on which it came back; else today"))
    parser.add_argument(
        "--yes",
        metavar="CODE",
        type=arguments.given,
        help=_("do what was shown; without it nothing is done, and the code is told"),
    )


def _announce(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mode", choices=MODES, help=_("how it will be paid"))
    parser.add_argument(
        "id", nargs="?", metavar=_("ID"), type=arguments.number, help=_("the distribution's number")
    )
    parser.add_argument(
        "number",
        nargs="?",
        metavar=_("NUMBER"),
        type=arguments.basket,
        help=_("the basket's number"),
    )
    _amount(parser, "--amount", _("so much; else what is to pay"))
    _member(parser, _("on the account of this member instead: the reference"))
    parser.add_argument("--why", metavar=_("TEXT"), type=arguments.given, help=_("the reason"))
    _sure(parser)


def _account(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar=_("REF"), type=arguments.given, help=_("the member"))
    parser.add_argument(
        "act",
        choices=("payment", "refund", "adjust", "older", "membership"),
        help=_("what is booked"),
    )
    parser.add_argument(
        "amount",
        nargs="?",
        metavar=_("AMOUNT"),
        type=arguments.amount,
        help=_("in euros; of a membership else the group’s fee"),
    )
    parser.add_argument("--mode", choices=(*MODES, "credit"), help=_("how it is paid"))
    parser.add_argument(
        "--down", action="store_true", help=_("adjust or older: it lowers the balance")
    )
    parser.add_argument(
        "--number", metavar="N", type=arguments.given, help=_("the number on the cheque")
    )
    _joining(parser)
    parser.add_argument("--why", metavar=_("TEXT"), type=arguments.given, help=_("the reason"))
    _sure(parser)


def _box(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("way", choices=("in", "out"), help=_("into the box, or out of it"))
    parser.add_argument("amount", metavar=_("AMOUNT"), type=arguments.amount, help=_("in euros"))
    parser.add_argument(
        "--why", metavar=_("TEXT"), type=arguments.given, required=True, help=_("the reason")
    )
    _joining(parser)


def _joining(parser: argparse.ArgumentParser) -> None:
    """Add what it counts in: a distribution's takings, or a day."""
    parser.add_argument(
        "--join",
        metavar=_("ID"),
        type=arguments.number,
        help=_("in the takings of this distribution; else money of its day"),
    )
    _day(parser, "--day", _("the day it is about; else today"))


def _pile(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "id", metavar=_("ID"), type=arguments.number, help=_("the distribution's number")
    )
    parser.add_argument(
        "amount",
        nargs="?",
        metavar=_("AMOUNT"),
        type=arguments.amount,
        help=_("puts a cheque of this amount on the pile"),
    )
    for name, text in (
        ("--number", _("the number on the cheque")),
        ("--bank", _("the bank on it")),
        ("--drawer", _("who signed it")),
    ):
        parser.add_argument(name, metavar=_("TEXT"), type=arguments.given, help=text)
    parser.add_argument(
        "--basket",
        metavar=_("NUMBER"),
        type=arguments.basket,
        help=_("the one that pays this basket, where several are of that amount"),
    )
    parser.add_argument(
        "--off", metavar="N", type=arguments.number, help=_("takes the N-th off the pile")
    )
    _sure(parser)


def _product(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "id", metavar=_("ID"), type=arguments.number, help=_("the distribution's number")
    )
    parser.add_argument(
        "product", metavar=_("PRODUCT"), type=arguments.given, help=_("a few words of its name")
    )
    parser.add_argument(
        "act", choices=("missing", "came", "price", "weigh"), help=_("what became of it")
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar=_("VALUE"),
        type=arguments.given,
        help=_("came QUANTITY; price AMOUNT; weigh BASKET=WEIGHT …, of several pieces 12=0,7+0,65"),
    )
    parser.add_argument(
        "--yes",
        metavar="CODE",
        type=arguments.given,
        help=_("do what was shown; without it nothing is done, and the code is told"),
    )


def _sure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sure", action="store_true", help=_("yes to what a screen would ask"))
    parser.add_argument(
        "--same-cheque",
        action="store_true",
        help=_("a cheque's number that is noted already is that very cheque"),
    )


def _member(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--member", metavar=_("REF"), type=arguments.given, help=text)


def _amount(parser: argparse.ArgumentParser, name: str, text: str) -> None:
    parser.add_argument(name, metavar=_("AMOUNT"), type=arguments.amount, help=text)


def _day(parser: argparse.ArgumentParser, name: str, text: str) -> None:
    parser.add_argument(name, metavar="D", type=arguments.day, help=text)
