"""The command `settings`: what the group has set, and changes to it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, fields, replace
from decimal import Decimal
from functools import partial
from typing import Any

from cagette_tui import i18n, output
from cagette_tui.commands.common import Impossible, open_asked, print_lines, speak
from cagette_tui.i18n import _, format_amount
from cagette_tui.model.kinds import Mode
from cagette_tui.model.settings import (
    GroupSettings,
    change_settings,
    cleaned,
    read_settings,
    spaced_iban,
)
from cagette_tui.model.writing import Desk
from cagette_tui.money import TypedNumberError, parse_amount
from cagette_tui.sentences import mode_label, sentence, setting_label
from cagette_tui.text import clip, fold, json_safe, pad, visible

NAMES = tuple(field.name for field in fields(GroupSettings))


def settings(options: argparse.Namespace, desk: Desk) -> int:
    """List the group's settings, one of them, or change some and list those."""
    words: list[str] = options.words
    for name in words[::2]:
        _must_be_a_setting(name)
    if len(words) > 1 and len(words) % 2:
        raise Impossible(_("The value of “{name}” is missing.").format(name=words[-1]))
    wanted = {name: _read(name, text) for name, text in zip(words[::2], words[1::2], strict=False)}
    # What makes no sense is found before a database is created for it.
    cleaned(replace(GroupSettings(), **wanted))
    open_asked(options, create=bool(wanted))
    now = read_settings()
    if wanted:
        now = change_settings(desk, now, replace(now, **wanted))
        speak(options)
    if options.format == "json":
        output.write(_as_json(now), for_machines=True)
    else:
        print_lines(_as_text(now, words[::2] or NAMES))
    return 0


def _must_be_a_setting(name: str) -> None:
    if name not in NAMES:
        raise Impossible(
            _("There is no setting “{name}”; there are {names}.").format(
                name=clip(visible(name), 60), names=", ".join(NAMES)
            )
        )


def _read(name: str, text: str) -> Any:
    """Read a setting as it is typed; an empty one clears it where that means something."""
    readers: dict[str, Callable[[str], Any]] = {
        "accepted_modes": _modes,
        "membership_fee": partial(parse_amount, zero=True),
        "membership_months": _months,
        "wished_float": partial(parse_amount, zero=True),
        "language": _language,
        "coordinators": lambda names: tuple(names.split(",")),
    }
    try:
        return readers.get(name, str)(text)
    except TypedNumberError as problem:
        raise Impossible(
            _("{setting}: {reason}").format(setting=setting_label(name), reason=sentence(problem))
        ) from problem


def _modes(text: str) -> tuple[Mode, ...]:
    """Read modes between commas: by their names here, or as files and scripts call them."""
    known = {fold(mode_label(mode)): mode for mode in Mode} | {str(mode): mode for mode in Mode}
    modes = []
    for word in filter(None, map(str.strip, text.split(","))):
        if fold(word) not in known:
            raise Impossible(
                _("“{text}” is not a payment mode; there are {modes}.").format(
                    text=clip(visible(word), 60), modes=", ".join(Mode)
                )
            )
        modes.append(known[fold(word)])
    return tuple(modes)


def _months(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise Impossible(
            _("“{text}” is not a number of months.").format(text=clip(visible(text), 60))
        )
    return int(text)


def _language(text: str) -> str | None:
    if text and text not in i18n.languages():
        raise Impossible(
            _("“{text}” is not a language; there are {languages}.").format(
                text=clip(visible(text), 60), languages=", ".join(i18n.languages())
            )
        )
    return text or None


def _as_json(now: GroupSettings) -> str:
    data = {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in asdict(now).items()
    }
    return json_safe(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


def _as_text(now: GroupSettings, names: Sequence[str]) -> Iterable[str]:
    for name in dict.fromkeys(names):
        yield f"{pad(name, 17)}  {pad(setting_label(name), 24)}  {_shown(now, name) or '–'}"


def _shown(now: GroupSettings, name: str) -> str:
    match getattr(now, name):
        case None:
            return ""
        case Decimal() as amount:
            return format_amount(amount)
        case tuple() as several:
            return visible(
                ", ".join(mode_label(one) if isinstance(one, Mode) else one for one in several)
            )
        case text if name == "iban":
            return spaced_iban(text)
        case value:
            return visible(str(value))
