"""All members on the screen: as text at 80×24, added, named, made one, opened (R25)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screen_text import compare, press, program, sample_copy, screen_text

pytestmark = pytest.mark.long

NEW = ("m", "a", "text:Neuve Zoé", "enter")
SCREENS: dict[str, tuple[str, ...]] = {
    "members": ("m",),
    "members-help": ("m", "question_mark"),
    "members-filtered": ("m", "slash", "text:bernard"),
    "members-add": ("m", "a"),
    "members-added": NEW,
    "members-added-account": (*NEW, "enter"),
    "members-added-twice": (*NEW, "a", "text:NEUVE zoe", "enter"),
    "members-name": (*NEW, "n"),
    "members-named": (*NEW, "n", "text: Ève", "enter"),
    "members-choose-other": (*NEW, "f"),
    "question-members-one": (*NEW, "f", "text:martin", "enter"),
    "members-one": (*NEW, "f", "text:martin", "enter", "o"),
    "members-one-refused": ("m", "f", "text:martin", "enter", "o"),
    "question-undo-members": (*NEW, "f", "text:martin", "enter", "o", "u"),
}


@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.long)])
@pytest.mark.parametrize("name", SCREENS)
async def test_screens(tmp_path: Path, name: str, language: str) -> None:
    """As it was when somebody last looked."""
    async with program(sample_copy(tmp_path), language) as pilot:
        await press(pilot, *SCREENS[name])
        compare(screen_text(pilot.app), language, name)


async def test_an_account_without_a_basket_takes_money(tmp_path: Path) -> None:
    """R25, R23: who has no basket pays on the account, in the takings of no distribution."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *NEW, "enter", "p", "text:12,50", "enter", "e")
        await press(pilot, "text:avance", "enter", "h", "enter", "o")  # today; yes, a credit
        assert "avoir 12,50" in screen_text(pilot.app)
        await press(pilot, "escape", "slash", "text:neuve")
        assert "12,50" in screen_text(pilot.app)
