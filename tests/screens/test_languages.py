"""Another language: at once, without a restart, and with nothing but its catalogue."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cagette_tui import i18n, own_language
from cagette_tui.text import cells
from cagette_tui.widgets.base import HELP, CommandScreen
from tests import pseudo
from tests.screen_text import press, program, sample_copy, screen_text
from tests.screens.test_goldens import SCREENS

# At every run these, the others with the long tests.
SOME = ("baskets", "question-debt")


@pytest.fixture(autouse=True)
def _language_restored() -> Iterator[None]:
    before = i18n.current_language()
    yield
    i18n.activate(before)


async def test_changing_the_language(tmp_path: Path) -> None:
    """All that is on the screen and what comes after is in the other language; it is kept."""
    async with program(sample_copy(tmp_path), "fr") as pilot:
        french = screen_text(pilot.app)
        await press(pilot, "L")
        text = screen_text(pilot.app)
        assert "✓ Language: English." in text
        assert "To collect" in text
        assert "Entrée" not in text
        assert own_language.kept() == "en"
        await press(pilot, "enter")
        assert "62 modes" not in screen_text(pilot.app)
        assert "Cash" in screen_text(pilot.app)
        await press(pilot, "escape", "f2", "k")
        assert own_language.kept() == "fr"
        assert screen_text(pilot.app).splitlines()[:20] == french.splitlines()[:20]


async def test_a_shared_login_keeps_no_language(tmp_path: Path) -> None:
    """Who shares a login does not choose for the others."""
    async with program(sample_copy(tmp_path), "fr", ask_name=True) as pilot:
        await press(pilot, "L")
        assert i18n.current_language() == "en"
        assert own_language.kept() is None


def test_a_text_becomes_longer() -> None:
    """A fifth, with what is filled in left alone."""
    for text in ("Cash", "{count} baskets", "%(prog)s: error: %(message)s\n", "Undo: {act}?"):
        longer = pseudo.pseudo(text)
        assert cells(longer.strip()) >= 1.2 * cells(text.strip())
        assert pseudo._KEPT.findall(longer) == pseudo._KEPT.findall(text)


@pytest.fixture(scope="module")
def third_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Add a language by its .po file alone."""
    with pytest.MonkeyPatch.context() as patch:
        pseudo.build(tmp_path_factory.mktemp("package") / "locale", patch)
        yield


@pytest.mark.long
@pytest.mark.usefixtures("third_language")
def test_a_third_language_is_found() -> None:
    """By the command line, by the key, by the locale, by its own name."""
    assert pseudo.CODE in i18n.languages()
    assert i18n.choose_language(None, None, None, {"LANG": "it_IT.UTF-8"}) == pseudo.CODE
    i18n.activate(pseudo.CODE)
    assert i18n.language_name() == "italiano"
    assert i18n.ngettext("{count} basket", "{count} baskets", 1).startswith(pseudo.OPEN)


def _screens() -> Iterator[Any]:
    for name in SCREENS:
        yield pytest.param(name, marks=() if name in SOME else pytest.mark.long)


@pytest.mark.long
@pytest.mark.usefixtures("third_language")
@pytest.mark.parametrize("name", tuple(_screens()))
async def test_a_longer_language(tmp_path: Path, name: str) -> None:
    """Nothing is cut without a mark; every key is in the footer or in the help."""
    async with program(sample_copy(tmp_path), pseudo.CODE) as pilot:
        await press(pilot, *SCREENS[name])
        lines = screen_text(pilot.app).splitlines()
        assert pseudo.cut_without_mark(lines) == []
        assert len(lines) == 24
        assert max(map(cells, lines)) <= 80
        screen = pilot.app.screen
        assert isinstance(screen, CommandScreen)
        if not screen.bottom.is_asking:
            _every_key_is_reachable(screen, lines)


def _every_key_is_reachable(screen: CommandScreen[Any], lines: list[str]) -> None:
    """All keys are in the footer; or it says that there are more, and how to see them."""
    footer = "\n".join(lines[-screen.FOOTER_LINES :])
    missing = [one for one in screen._possible() if one.footer and one.key_text not in footer]
    assert not missing or ("…" in footer and HELP.key_text in footer), missing


def test_what_is_cut_is_seen() -> None:
    """The check has teeth: a text that ends nowhere is found, one with a mark is not."""
    assert pseudo.cut_without_mark([" ⟦Ñàmé⟧ ⟦Prî"]) == [" ⟦Ñàmé⟧ ⟦Prî"]
    assert pseudo.cut_without_mark([" ⟦Ñàmé⟧ ⟦Pr…", " ⟦à", "  b⟧"]) == []
    assert pseudo.cut_without_mark([" ⟦Kééys⟧    1–3/9", " ⟦à"]) == []
