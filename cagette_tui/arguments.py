"""What may be typed on the command line, and how it is read.

Each function raises `argparse.ArgumentTypeError` with a message for the user.
"""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from cagette_tui.i18n import _
from cagette_tui.text import person_name, place_name, visible

# The help needs no calendar.
if TYPE_CHECKING:
    from datetime import date, datetime, time
    from decimal import Decimal

# Who acts where the system does not say.
UNKNOWN_USER = "?"


def given(text: str) -> str:
    """Take anything but nothing."""
    if not text.strip():
        raise argparse.ArgumentTypeError(_("expected one argument"))
    return text


def moment(text: str) -> datetime:
    """Read a local time such as 2026-11-20T17:45."""
    from cagette_tui.clock import parse_moment

    try:
        # Python takes any character between date and time, and weeks.
        if not re.fullmatch(r"[0-9-]+[T ][0-9:.,]+", text):
            raise ValueError
        return parse_moment(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a local time such as 2026-11-20T17:45").format(text=shown(text))
        ) from None


def day(text: str) -> date:
    """Read a day such as 2026-11-20 or 20/11/2026."""
    from cagette_tui.clock import parse_day

    try:
        return parse_day(text).date()
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a date such as 2026-11-20").format(text=shown(text))
        ) from None


def hour(text: str) -> time:
    """Read a time of day such as 18:00, 18h or 18h30."""
    from cagette_tui.clock import parse_hour

    try:
        return parse_hour(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a time such as 18:00").format(text=shown(text))
        ) from None


def place(text: str) -> str:
    """Read the name of a place."""
    try:
        return place_name(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not the name of a place (1 to 100 characters)").format(text=shown(text))
        ) from None


def number(text: str) -> int:
    """Read the number of a distribution."""
    return _number(text, _("“{text}” is not the number of a distribution"))


def cheques(text: str) -> int:
    """Read a number of cheques, none too."""
    if not re.fullmatch(r"[0-9]{1,4}", text):
        complaint = _("“{text}” is not a number of cheques such as 12")
        raise argparse.ArgumentTypeError(complaint.format(text=shown(text)))
    return int(text)


def basket(text: str) -> int:
    """Read the number of a basket."""
    return _number(text, _("“{text}” is not the number of a basket"))


def days(text: str) -> int:
    """Read a number of days, ten years at most."""
    if not (re.fullmatch(r"[0-9]{1,4}", text) and 0 < int(text) <= 3660):
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a number of days from 1 to 3660").format(text=shown(text))
        )
    return int(text)


def baskets(text: str) -> range | None:
    """Read the number of a basket, or two with a hyphen; None for all."""
    if text in ("all", _("all")):
        return None
    first, hyphen, last = text.partition("-")
    return range(basket(first), basket(last if hyphen else first) + 1)


def line(text: str) -> int:
    """Read the number of a line of a statement."""
    return _number(text, _("“{text}” is not the number of a line"))


def proposal(text: str) -> str | tuple[int, int]:
    """Read which proposals to accept: `certain`, `12` or `12.2`."""
    if text == "certain":
        return text
    number, point, rank = text.partition(".")
    complaint = _("“{text}” is neither “certain” nor a line such as 12 or 12.2")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        raise argparse.ArgumentTypeError(complaint.format(text=shown(text)))
    return _number(number, complaint), _number(rank, complaint) if point else 1


def _number(text: str, complaint: str) -> int:
    # More than 63 bits fit in no database.
    if not (re.fullmatch(r"[0-9]{1,19}", text) and 0 < int(text) < 2**63):
        raise argparse.ArgumentTypeError(complaint.format(text=shown(text)))
    return int(text)


def user(option: str | None) -> str:
    """Return who acts: the name that was given, else the login name."""
    try:
        return person_name(_login() if option is None else option)
    except ValueError:
        if option is None:
            return UNKNOWN_USER
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a name (1 to 60 characters)").format(text=shown(option))
        ) from None


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return UNKNOWN_USER


def shown(text: str) -> str:
    """Make what was typed fit for one line of complaint."""
    return visible(text)[:60]


def amount(text: str) -> Decimal:
    """Read an amount in euros (R5)."""
    from cagette_tui.money import AmountError, parse_amount

    try:
        return parse_amount(text)
    except AmountError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not an amount such as 12,50").format(text=shown(text))
        ) from None


def numbers(text: str) -> tuple[int, ...]:
    """Read numbers between commas."""
    return tuple(number(one.strip()) for one in text.split(","))
