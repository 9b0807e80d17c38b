"""The group's settings as people type them and read them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from cagette_tui import i18n
from cagette_tui.clock import UnknownZone, effective_zone, zone_named
from cagette_tui.i18n import _, format_amount, format_number
from cagette_tui.model.rules.group import GroupSettings, spaced_iban
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.money import TypedNumberError, parse_amount
from cagette_tui.sentences.labels import mode_label, mode_short, setting_label
from cagette_tui.sentences.problems import sentence
from cagette_tui.text import clip, fold, visible


def setting_typed(name: str, text: str) -> Any:
    """Read a setting; an empty text clears it where that means something.

    Raises `ValueError` with a sentence. Whether it makes sense is the model's business.
    """
    readers: dict[str, Callable[[str], Any]] = {
        "accepted_modes": _modes,
        "membership_fee": partial(parse_amount, zero=True),
        "membership_months": _months,
        "wished_float": partial(parse_amount, zero=True),
        "language": _language,
        "time_zone": _time_zone,
        "coordinators": lambda names: tuple(names.split(",")),
    }
    try:
        return readers.get(name, str)(text)
    except TypedNumberError as problem:
        reason = _("{setting}: {reason}")
        raise ValueError(
            reason.format(setting=setting_label(name), reason=sentence(problem))
        ) from problem


def setting_shown(settings: GroupSettings, name: str) -> str:
    """Say what a setting is; empty where nothing is set."""
    match getattr(settings, name):
        case None if name == "time_zone":
            return effective_zone(None) or ""
        case None:
            return ""
        case Decimal() as amount:
            return format_amount(amount)
        case tuple() as several:
            return visible(
                ", ".join(mode_short(one) if isinstance(one, Mode) else one for one in several)
            )
        case text if name == "iban":
            return spaced_iban(text)
        case value:
            return visible(str(value))


def setting_to_type(settings: GroupSettings, name: str) -> str:
    """Write a setting as a person would type it."""
    value = getattr(settings, name)
    if isinstance(value, Decimal):
        return format_number(value, grouped=False)
    return setting_shown(settings, name)


def _modes(text: str) -> tuple[Mode, ...]:
    """Read modes between commas: by their names here, or as files and scripts call them."""
    known = {fold(name(mode)): mode for mode in Mode for name in (mode_label, mode_short, str)}
    modes = []
    for word in filter(None, map(str.strip, text.split(","))):
        if fold(word) not in known:
            raise ValueError(
                _("“{text}” is not a payment mode; there are {modes}.").format(
                    text=clip(visible(word), 60), modes=", ".join(map(mode_label, Mode))
                )
            )
        modes.append(known[fold(word)])
    return tuple(modes)


def _months(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise ValueError(
            _("“{text}” is not a number of months.").format(text=clip(visible(text), 60))
        )
    return int(text)


def _language(text: str) -> str | None:
    if text and text not in i18n.languages():
        raise ValueError(
            _("“{text}” is not a language; there are {languages}.").format(
                text=clip(visible(text), 60), languages=", ".join(i18n.languages())
            )
        )
    return text or None


def _time_zone(text: str) -> str | None:
    name = text.strip()
    try:
        return str(zone_named(name)) if name else None
    except UnknownZone:
        raise ValueError(
            _("“{text}” is not a time zone that this machine knows; one is Europe/Paris.").format(
                text=clip(visible(name), 60)
            )
        ) from None
