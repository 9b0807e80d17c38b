"""The tour, and the help wherever one is."""

from pathlib import Path

import pytest

from cagette_tui.model.reading import read_sheet
from cagette_tui.screens.tour import Tour
from tests.screen_text import press, program, sample_copy, screen_text


def guide(text: str) -> str:
    """Give what the lines below the title say."""
    lines = text.splitlines()[1:3]
    return " ".join(line.strip() for line in lines).replace("\xa0", " ")


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_the_tour(tmp_path: Path, language: str) -> None:
    """Three baskets validated, each step noticed when it is done."""
    steps = (("j", "enter"), "E", "C", ("enter",), ("space",), "E", ("escape",), "K")
    async with program(sample_copy(tmp_path), language, guide=Tour()) as pilot:
        for number, keys in enumerate(steps, 1):
            assert f"{number}/10" in guide(screen_text(pilot.app))
            await press(pilot, *keys)
        assert "9/10" in guide(screen_text(pilot.app))
        await press(pilot, "question_mark")
        text = screen_text(pilot.app)
        assert "10/10" in guide(text)
        assert len(text.splitlines()) == 24
        sheet = read_sheet(6)
        assert [one.number for one in sheet.baskets if one.validated] == [1, 2, 3]
        # One may go on trying, and leaves with Esc as from everywhere.
        await press(pilot, "escape", "escape", "E")
        assert "10/10" in guide(screen_text(pilot.app))
        await press(pilot, "escape", "escape")
        assert pilot.app.return_code == 0


async def test_another_way_than_the_tour_s(tmp_path: Path) -> None:
    """What was done in another way counts too; from elsewhere it says how one comes back."""
    async with program(sample_copy(tmp_path), "en", guide=Tour()) as pilot:
        await press(pilot, "s")
        assert guide(screen_text(pilot.app)).startswith("Tour 1/10: Esc goes back to it.")
        await press(pilot, "escape", "j", "enter", "e", "v", "j", "t", "v")
        assert "4/10" in guide(screen_text(pilot.app))
        await press(pilot, "enter", "n", "n", "space", "v", "e")
        assert "7/10" in guide(screen_text(pilot.app))


async def test_help_while_something_is_asked(tmp_path: Path) -> None:
    """F1 explains what is asked, `?` is typed; what was typed and asked is still there."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, "enter", "slash", "text:gar?", "f1")
        assert "Take what is typed." in screen_text(pilot.app)
        await press(pilot, "escape")
        assert " Search gar?" in screen_text(pilot.app)
        await press(pilot, "escape", "A")
        before = screen_text(pilot.app)
        await press(pilot, "question_mark")
        assert screen_text(pilot.app) == before
        await press(pilot, "f1")
        assert "lines are released: nothing is due" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert screen_text(pilot.app) == before
        await press(pilot, "l")
        assert read_sheet(6).baskets[0].absent
