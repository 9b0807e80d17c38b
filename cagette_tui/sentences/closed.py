"""Refusals of what is closed: they name the key that opens it again, or the command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cagette_tui import i18n
from cagette_tui.i18n import _
from cagette_tui.model.rules import refusals
from cagette_tui.sentences.system import shown_name

_commands = [False]


@contextmanager
def naming_commands(wanted: bool) -> Iterator[None]:
    """Name commands instead of keys, if wanted: whoever types commands has no keys."""
    _commands.append(wanted)
    try:
        yield
    finally:
        _commands.pop()


def validated(it: refusals.BasketIsValidated) -> str:
    """Say that a basket is validated, by whom and when, and how it is opened again."""
    text = _("Basket {number} is validated ({who}, {when}). R reopens it.")
    if _commands[-1]:
        text = _("Basket {number} is validated ({who}, {when}). The command reopen opens it again.")
    return text.format(number=it.number, who=shown_name(it.by), when=i18n.format_moment(it.at))


def certified(it: refusals.DistributionIsCertified) -> str:
    """Say that a distribution is certified, by whom and when, and how it is opened again."""
    text = _("The distribution is certified ({who}, {when}): R in its list reopens it.")
    if _commands[-1]:
        text = _(
            "The distribution is certified ({who}, {when}). The command reopen opens it again."
        )
    return text.format(who=shown_name(it.by), when=i18n.format_moment(it.at))
