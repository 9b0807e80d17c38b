"""A language that nobody speaks, a fifth longer than English, made from the texts in the code.

Each text stands between brackets, so that a test sees where one ends that was cut.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from cagette_tui import i18n
from cagette_tui.locale import build_hook

# Any language whose dates and amounts CLDR knows and that is not ours.
CODE = "it"
LONGER = 1.2
OPEN, CLOSE = "⟦", "⟧"

_KEPT = re.compile(r"(\{[^}]*\}|%(?:\(\w+\))?[sr]|\n)")
_ACCENTS = str.maketrans("aeiouycnsAEIOUYCNS", "àéîöûÿçñšÀÉÎÖÛŸÇÑŠ")
_VOWELS = re.compile(r"[aeiouy]")


def pseudo(text: str) -> str:
    """Put accents, make it longer, put brackets around; placeholders stay as they are."""
    parts = _KEPT.split(text)
    short = int(len(text) * LONGER + 0.999) - len(text) - 2
    for place in range(0, len(parts), 2):
        longer = parts[place]
        if short > 0:
            # Vowels are drawn out, as a longer language has longer words.
            longer = _VOWELS.sub(lambda vowel: vowel[0] * 2, longer, count=short)
            short -= len(longer) - len(parts[place])
        parts[place] = longer.translate(_ACCENTS)
    if short > 0:
        parts[-1] += "~" * short
    return OPEN + "".join(parts) + CLOSE


def build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a `.po` file, and nothing else, to a copy of the languages; build and use it."""
    shutil.copytree(build_hook.LOCALE_FOLDER, folder)
    path = folder / CODE / "LC_MESSAGES" / f"{build_hook.DOMAIN}.po"
    path.parent.mkdir(parents=True)
    plural_forms = Catalog(locale=CODE).plural_forms
    path.write_bytes(build_hook._header(CODE, plural_forms))
    build_hook.update(path, build_hook.extract(), CODE)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=CODE)
    for message in catalogue:
        if isinstance(message.id, str):
            message.string = pseudo(message.id) if message.id else message.string
        elif message.id:
            forms = [message.id[0], *[message.id[1]] * (catalogue.num_plurals - 1)]
            message.string = tuple(map(pseudo, forms))
    path.write_bytes(build_hook._header(CODE, plural_forms) + build_hook._messages(catalogue))
    monkeypatch.setattr(build_hook, "LOCALE_FOLDER", folder)
    build_hook.build_all()
    monkeypatch.setattr(i18n, "_LOCALE_FOLDER", str(folder))


def cut_without_mark(lines: list[str]) -> list[str]:
    """Give the lines of a screen on which a text begins that neither ends nor is marked as cut.

    A page that can be turned tells in the first line how many lines it has: what stands across
    its edges is not cut.
    """
    opened: list[str] = []
    for line in lines:
        for one in line:
            if one == OPEN:
                opened.append(line)
            elif one == CLOSE and opened:
                opened.pop()
            elif one == "…":
                opened.clear()
    turned = re.search(r"\d+–\d+/\d+ *$", lines[0])
    return [line for line in opened if not turned or line not in lines[-6:]]
