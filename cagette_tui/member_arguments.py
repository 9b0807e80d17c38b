"""The options of the commands about members and products."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cagette_tui import arguments
from cagette_tui.i18n import _


def add_member_commands(command: Callable[[str, str], Any]) -> None:
    """Add them; `command` makes the parser of one, given its name and what it does."""
    listing = command("members", _("all members and how their accounts stand, or one account"))
    listing.add_argument(
        "ref",
        nargs="?",
        metavar=_("REF"),
        type=arguments.given,
        help=_("one member: the reference, or # and our number as the list has it"),
    )
    listing.add_argument(
        "--format", choices=("text", "json"), default="text", help=_("how it is written")
    )
    one = command("member", _("add a member, correct a name, say that two are one"))
    one.add_argument("act", choices=("add", "name", "merge"), help=_("what is done"))
    one.add_argument(
        "words",
        nargs="+",
        metavar=_("REF NAME"),
        type=arguments.given,
        help=_("add NAME; name REF NAME; merge REF REF: the second one is kept"),
    )
    one.add_argument(
        "--another", action="store_true", help=_("another person of a name that already exists")
    )
    products = command("products", _("VAT rates, producers’ names, what is weighed: out and in"))
    products.add_argument(
        "file",
        nargs="?",
        metavar=_("FILE"),
        type=arguments.given,
        help=_("a table as this command writes it without a file; sets what it says"),
    )
