"""A path typed at the bottom of a screen: what it could be is shown, first letters are enough."""

from __future__ import annotations

import os
from pathlib import Path

from cagette_tui.i18n import _
from cagette_tui.text import clip, fold, visible

_SHOWN = 6
_MOST = 2000


class Paths:
    """Files and folders by the letters typed so far, in a folder or by their whole path."""

    def __init__(self, folder: Path) -> None:
        """Begin in `folder`."""
        self._folder = folder

    def meant(self, text: str) -> Path:
        """Return the file that Enter takes; raises `ValueError` with a sentence.

        A path itself, or the only one that begins so.
        """
        typed = self._typed(text)
        if text.strip() and typed.is_file():
            return typed
        found = self._found(text)
        files = [path for path in found if path.is_file()]
        if len(files) == 1 and len(found) == 1:
            return files[0]
        if text.strip() and typed.is_dir():
            raise ValueError(_("That is a folder: go on typing a file’s name."))
        raise ValueError(_("There is no such file."))

    def hint(self, text: str) -> str:
        """Say what is there that begins so."""
        found = self._found(text)
        if not found:
            return _("Nothing there begins so.")
        names = [visible(path.name) + ("/" if path.is_dir() else "") for path in found[:_SHOWN]]
        more = " …" if len(found) > _SHOWN else ""
        if len(found) == 1 and found[0].is_file():
            return _("Enter: {name}.").format(name=clip(names[0], 60))
        return clip(", ".join(names) + more, 150)

    def completed(self, text: str) -> str:
        """Return the text as far as all that begin so go on alike (Tab)."""
        found = self._found(text)
        if not found:
            return text
        first, last = str(found[0]), str(found[-1])
        alike = (one for one, pair in enumerate(zip(first, last, strict=False)) if len({*pair}) > 1)
        common = first[: next(alike, min(len(first), len(last)))]
        if len(found) == 1 and found[0].is_dir():
            common += os.sep
        return common if len(common) >= len(str(self._typed(text))) else text

    def _found(self, text: str) -> list[Path]:
        typed = self._typed(text)
        folder, start = (typed, "") if text.endswith(os.sep) or not text.strip() else (
            typed.parent, typed.name,
        )  # fmt: skip
        try:
            names = [path for path, _rank in zip(folder.iterdir(), range(_MOST), strict=False)]
        except (OSError, ValueError):
            return []
        begin = fold(start)
        return sorted(
            path
            for path in names
            if fold(path.name).startswith(begin) and (begin.startswith(".") or path.name[:1] != ".")
        )

    def _typed(self, text: str) -> Path:
        try:
            return self._folder / Path(text.strip() or ".").expanduser()
        except (RuntimeError, ValueError):
            return self._folder / text.strip()
