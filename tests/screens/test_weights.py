"""Weights that cannot be: refused in the line where they are typed (R32)."""

from pathlib import Path

import pytest

from cagette_tui.model.base import database
from tests.screen_text import press, program, sample_copy, screen_text

POULET = ("enter", "w", "text:poulet", "enter")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("0", "0 is no weight. What did not come: m for all, Space for one"),
        ("99", "k no, 0.99"),
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
