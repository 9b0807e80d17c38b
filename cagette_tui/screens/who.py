"""Who acts: a name typed, or one of those known already by its first letters (R44)."""

from __future__ import annotations

from collections.abc import Sequence

from cagette_tui.i18n import _
from cagette_tui.sentences.questions import called
from cagette_tui.text import fold, person_name

_SHOWN = 8


class Names:
    """The names that are offered, and what is meant by what is typed."""

    def __init__(self, known: Sequence[str], login: str) -> None:
        """`login` is the one that stands without an answer."""
        self._known = known
        self._login = login

    def meant(self, text: str) -> str:
        """Return the name that Enter takes; raises `ValueError` with a sentence.

        First letters stand for the one known name that begins with them; with a space behind
        it, a text is the name itself.
        """
        if not text.strip():
            return self._login
        found = self._found(text)
        if len(found) == 1 and not text.endswith(" "):
            return found[0]
        same = [name for name in found if fold(name) == fold(text.strip())]
        try:
            return same[0] if same else person_name(text)
        except ValueError:
            raise ValueError(_("A name of 1 to 60 characters.")) from None

    def hint(self, text: str) -> str:
        """Say what Enter takes now, and which names are known."""
        try:
            taken = _("Enter: {name}.").format(name=called(self.meant(text)))
        except ValueError as error:
            return str(error)
        found = self._found(text)
        others = [called(name) for name in found[:_SHOWN]]
        if not others:
            return taken
        more = " …" if len(found) > _SHOWN else ""
        return taken + " " + _("Known: {names}").format(names=", ".join(others) + more)

    def _found(self, text: str) -> list[str]:
        start = fold(text.strip())
        return [name for name in self._known if fold(name).startswith(start)]
