"""Who acts, who may, and a database that is only read, on the screens."""

from dataclasses import replace
from pathlib import Path

import pytest

from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_distribution, read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.sample.__main__ import MOMENT
from tests.screen_text import press, program, sample_copy, screen_text

pytestmark = pytest.mark.long

TONIGHT = ("enter",)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    return sample_copy(tmp_path)


async def test_a_shared_login(sample: Path) -> None:
    """R44: the name is offered in one line, in nobody's way; what is given signs from then on."""
    async with program(sample, "en", who="pi", ask_name=True) as pilot:
        first = screen_text(pilot.app).splitlines()
        assert first[1] == " You act as pi: n says who you are."
        await press(pilot, "n")
        assert "Enter: pi. Known: Yann, Maryam" in screen_text(pilot.app)
        await press(pilot, f"text:{61 * 'x'}", "enter")
        assert "1 to 60 characters" in screen_text(pilot.app)
        await press(pilot, "escape", "n", "text:Renée", "enter")
        text = screen_text(pilot.app)
        assert "You act as Renée." in text
        assert "i says" not in text
        await press(pilot, *TONIGHT, "E")
        assert read_sheet(6).baskets[0].validated_by == "Renée"


@pytest.mark.parametrize(
    ("typed", "name"), [("mar", "Maryam"), ("MARYAM", "Maryam"), ("Mar ", "Mar"), ("", "pi")]
)
async def test_a_name_that_is_known(sample: Path, typed: str, name: str) -> None:
    """R44: first letters are enough; Enter alone leaves the login's name."""
    async with program(sample, "en", who="pi", ask_name=True) as pilot:
        await press(pilot, "n", f"text:{typed}")
        assert f"Enter: {name}." in screen_text(pilot.app)
        await press(pilot, "enter")
        assert pilot.app.desk.who == name  # type: ignore[attr-defined]
        assert f"You act as {name}." in screen_text(pilot.app)


async def test_the_name_may_be_left_out(sample: Path) -> None:
    """Never in the way – without an answer one acts by the login's name."""
    async with program(sample, "en", who="pi", ask_name=True) as pilot:
        await press(pilot, *TONIGHT, "E")
        assert read_sheet(6).baskets[0].validated_by == "pi"


async def test_only_coordinators_reopen(sample: Path) -> None:
    """R44: refused with who can; the basket stays as it is; another name may."""
    async with program(sample, "en") as pilot:
        now = read_settings()
        change_settings(Desk("Anne", lambda: MOMENT), now, replace(now, coordinators=("Anne",)))
        await press(pilot, *TONIGHT, "E", "k", "R", "text:erreur", "enter")
        assert "Only a coordinator can do that (Anne); you are paul." in screen_text(pilot.app)
        assert read_sheet(6).baskets[0].validated
        await press(pilot, "escape", "n", "text:anne", "enter", "enter", "k", "R", "text:erreur")
        await press(pilot, "enter")
        assert not read_sheet(6).baskets[0].validated


async def test_reading_only(sample: Path) -> None:
    """All screens open and say so; every act is refused in one sentence; nothing is changed."""
    before = sample.read_bytes()
    async with program(sample, "en", read_only=True) as pilot:
        assert "Distributions · read-only" in screen_text(pilot.app).splitlines()[0]
        await press(pilot, *TONIGHT)
        for keys in (("E",), ("e",), ("A", "d"), ("u",), ("K", "f", "text:50", "enter")):
            await press(pilot, *keys)
            text = screen_text(pilot.app)
            assert "read-only: nothing was changed" in text or "nothing of yours" in text, keys
        # Half a count is typed as always, and gone with the screen.
        await press(pilot, "c", "text:3", "enter", "escape")
        text = screen_text(pilot.app)
        assert "Database" not in text
        assert "nothing was changed" not in text
        await press(pilot, "escape", "escape", "enter", "escape", "h", "escape", "J", "escape")
        assert "read-only" in screen_text(pilot.app).splitlines()[0]
        assert check() == []
        assert read_distribution(6).certified_at is None
    assert sample.read_bytes() == before
