"""Weights that cannot be: refused in the line where they are typed (R32)."""

from pathlib import Path

import pytest

from cagette_tui.model.tables.base import database
from tests.screen_text import press, program, sample_copy, screen_text

pytestmark = pytest.mark.long

POULET = ("enter", "w", "text:poulet", "enter")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("0", "0 is not a weight. What did not come: m for all, Space for one"),
        ("99", "k 0.99 was meant"),
        ("9999", "9999 is too much for one line here: 50 at most."),
        ("12", "o/y yes, 12"),
    ],
)
async def test_weights(tmp_path: Path, typed: str, told: str) -> None:
    """Nothing, and more than 50 kg or ten times what was ordered; a slip is asked about."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, *POULET, f"text:{typed}", "enter")
        assert told in screen_text(pilot.app)
        assert database.execute_sql("SELECT count(*) FROM draft").fetchone() == (0,)


async def test_pieces_that_all_weigh_the_same_ask_once(tmp_path: Path) -> None:
    """R32: 1,4 for one ordered asks; the next pieces like it do not, another one does."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, *POULET, "text:1.4", "enter")
        assert "1.4 instead of the 1 ordered" in screen_text(pilot.app)
        await press(pilot, "o", "text:1.5", "enter")
        assert "2 weights typed" in screen_text(pilot.app)
        await press(pilot, "text:2.6", "enter")
        assert "2.6 instead of the 1 ordered" in screen_text(pilot.app)
        # The last one: all are recorded if one says so.
        await press(pilot, "o")
        assert "3 weights typed. Record them?" in screen_text(pilot.app)
        await press(pilot, "o")
        weighed = database.execute_sql("SELECT delivered FROM line WHERE note IS NULL")
        assert {1400, 1500, 2600} <= {kg for (kg,) in weighed.fetchall()}


async def test_one_begins_with_what_waits_for_the_scales(tmp_path: Path) -> None:
    """R32: the paper's one weight is not typed to a basket that came with its own."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, "enter", "w", "text:tisane", "enter", "text:1,9", "enter")
        shown = screen_text(pilot.app)
        assert ">   35 SIMON" in shown
        assert "1 weight typed. Record it?" in shown
        await press(pilot, "escape", "up", "up", "w", "text:0,15", "enter")
        # Weighed again: line by line.
        assert ">   15 JÉZÉQUEL" in screen_text(pilot.app)
