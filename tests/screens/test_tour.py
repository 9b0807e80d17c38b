"""The tour, and the help wherever one is."""

import re
from pathlib import Path

import pytest

from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.screens.tour import Tour
from tests.screen_text import compare, press, program, sample_copy, screen_text

pytestmark = pytest.mark.long

MARKS = {"fr": " EXERCICE ", "en": " EXERCISE "}


def guide(text: str) -> str:
    """Give what the lines below the title say."""
    lines = text.splitlines()[1:5]
    return " ".join(line.strip() for line in lines).replace("\xa0", " ")


@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.long)])
async def test_the_tour(tmp_path: Path, language: str) -> None:
    """One key, a product that did not come, a question, the box; no number is left out."""
    total = ("escape", "t", "text:211,51", "enter", "o")
    steps: tuple[tuple[int, tuple[str, ...]], ...] = (
        *((1, ("enter",)), (2, ("E",)), (3, ("C",))),
        *((4, ("enter",)), (4, ("space",)), (4, ("E",)), (5, ("escape", "j"))),
        *((5, ("v", "a")), (6, ("K",)), (6, ("c",)), (6, total), (7, ("escape",))),
    )
    path = sample_copy(tmp_path)
    async with program(path, language, guide=Tour(), mark="EXERCISE") as pilot:
        for number, keys in steps:
            text = screen_text(pilot.app)
            assert f" {number}/7 " in guide(text), (number, text)
            assert text.startswith(MARKS[language])
            assert len(text.splitlines()) == 24
            if number <= 2:
                compare(text, language, f"tour-{number}")
            await press(pilot, *keys)
        sheet = read_sheet(6)
        assert [one.number for one in sheet.baskets if one.validated] == [1, 2, 3, 5]
        assert sheet.count is not None
        # The last word stays while one moves, and goes with the next act.
        await press(pilot, "j", "k")
        text = screen_text(pilot.app)
        assert " 7/7 " in guide(text)
        assert re.search(r"\n> +6 ", text)
        await press(pilot, "E")
        text = screen_text(pilot.app)
        assert "7/7" not in text
        assert text.startswith(MARKS[language])
        await press(pilot, "question_mark")
        assert screen_text(pilot.app).startswith(MARKS[language])
        # One leaves with Esc as from everywhere.
        await press(pilot, "escape", "escape")
        assert "Tour" not in screen_text(pilot.app)
        await press(pilot, "escape")
        assert pilot.app.return_code == 0


async def test_what_it_says(tmp_path: Path) -> None:
    """It is a game, said first; what the paper says, and the key; the older debt beside (R18)."""
    async with program(sample_copy(tmp_path), "en", guide=Tour()) as pilot:
        said = guide(screen_text(pilot.app))
        assert said.startswith("Tour 1/7 · This is an exercise: everything here is invented")
        await press(pilot, "enter")
        said = guide(screen_text(pilot.app))
        assert "basket 1, cash. E receives €32.13 in cash" in said
        assert "An older debt of €12.00 stays on the account; p, then d," in said
        await press(pilot, "p", "d", "escape", "j")
        assert "↑ and ↓ go to basket 1." in guide(screen_text(pilot.app))


async def test_another_way_than_the_tour_s(tmp_path: Path) -> None:
    """What was done in another way counts too; from elsewhere it says how one comes back."""
    async with program(sample_copy(tmp_path), "en", guide=Tour()) as pilot:
        await press(pilot, "s")
        assert "Esc goes back, a level each time." in guide(screen_text(pilot.app))
        await press(pilot, "escape", "j", "enter")
        assert "This is not tonight's distribution." in guide(screen_text(pilot.app))
        await press(pilot, "escape", "k", "enter", "e")
        assert "It is paid: v validates it." in guide(screen_text(pilot.app))
        await press(pilot, "v", "t", "b", "v")
        assert "4/7" in guide(screen_text(pilot.app))
        await press(pilot, "u", "o")
        assert "3/7" in guide(screen_text(pilot.app))
        await press(pilot, "escape")
        assert "3/7 · Enter opens tonight's" in guide(screen_text(pilot.app))
        await press(pilot, "enter", "V", "V", "o")
        assert "6/7 · Last, the cash box" in guide(screen_text(pilot.app))
        await press(pilot, "K", "escape")
        assert "6/7" in guide(screen_text(pilot.app))
        await press(pilot, "escape")
        assert "6/7 · Enter opens tonight's" in guide(screen_text(pilot.app))


async def test_help_while_something_is_asked(tmp_path: Path) -> None:
    """F1 explains what is asked, `?` is typed; what was typed and asked is still there."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, "enter", "slash", "text:gar?", "f1")
        assert "Take what is typed." in screen_text(pilot.app)
        await press(pilot, "escape")
        assert " Search gar?" in screen_text(pilot.app)
        await press(pilot, "escape", "A")
        await press(pilot, "question_mark")
        before = screen_text(pilot.app)
        assert "? is not an answer: the question first, then ?." in before
        await press(pilot, "f1")
        assert "nothing is owed; the group pays the producers" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert screen_text(pilot.app) == before
        await press(pilot, "l")
        assert read_sheet(6).baskets[0].absent
