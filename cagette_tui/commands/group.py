"""The command `settings`: what the group has set, and changes to it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from decimal import Decimal
from typing import Any

from cagette_tui import output
from cagette_tui.commands.common import Impossible, open_asked, print_lines, speak
from cagette_tui.i18n import _
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.group import GroupSettings, cleaned
from cagette_tui.sentences import setting_label
from cagette_tui.sentences.settings import setting_shown, setting_typed
from cagette_tui.text import clip, json_text, pad, visible
from cagette_tui.value import written

NAMES = tuple(field.name for field in fields(written(GroupSettings)))


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
    try:
        return setting_typed(name, text)
    except ValueError as problem:
        raise Impossible(str(problem)) from problem


def _as_json(now: GroupSettings) -> str:
    data = {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in asdict(now).items()
    }
    return json_text(data)


def _as_text(now: GroupSettings, names: Sequence[str]) -> Iterable[str]:
    for name in dict.fromkeys(names):
        yield f"{pad(name, 17)}  {pad(setting_label(name), 24)}  {setting_shown(now, name) or '–'}"
