"""The group's money on the screen: as text at 80×24, and where each row leads (R56, R57)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screen_text import compare, press, program, sample_copy, screen_text

pytestmark = pytest.mark.long

MADE = ("K", "d", "d", "text:20=3 0,50=4", "enter", "o")
SCREENS: dict[str, tuple[str, ...]] = {
    "money": ("K",),
    "money-help": ("K", "question_mark"),
    "money-account": ("K", "slash", "text:kowalski loic", "enter", "enter"),
    "money-box": ("K", "slash", "text:15/10", "enter", "enter"),
    "deposits": ("K", "d"),
    "deposits-help": ("K", "d", "question_mark"),
    "deposits-cash": ("K", "d", "d"),
    "question-deposit": ("K", "d", "space", "j", "space", "d", "enter"),
    "deposit-made": MADE,
    "deposit-slip": (*MADE, "enter"),
    "deposit-handed-in": (*MADE, "f", "o"),
    "deposit-seen": (*MADE, "v", "enter"),
    "deposit-taken-back": (*MADE, "x", "text:fermé", "enter"),
    "period": ("K", "p"),
    "period-quarter": ("K", "p", "t", "p"),
    "period-takings": ("K", "p", "down", "enter"),
    "period-takings-before": ("K", "p", "down", "enter", "p"),
    "period-year-debts": ("K", "p", "a", *("down",) * 5, "enter"),
    "period-glance": ("K", "p", "end", "enter"),
    "period-statement-whose": ("K", "p", *("down",) * 9, "enter"),
    "period-statement": ("K", "p", *("down",) * 9, "enter", "text:jezequel lucia", "enter"),
}


@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.long)])
@pytest.mark.parametrize("name", SCREENS)
async def test_screens(tmp_path: Path, name: str, language: str) -> None:
    """As it was when somebody last looked."""
    async with program(sample_copy(tmp_path), language) as pilot:
        await press(pilot, *SCREENS[name])
        compare(screen_text(pilot.app), language, name)


async def test_what_is_still_to_collect_is_no_debt(tmp_path: Path) -> None:
    """R16, R57: baskets of open evenings lead to their list; once validated they are debts."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, "K")
        assert "debts €109.78" in screen_text(pilot.app)
        await press(pilot, "slash", "text:halle", "enter", "enter")
        assert "0/27" in screen_text(pilot.app)
        await press(pilot, "s", "escape", "escape")
        await press(pilot, "K")
        assert "debts €109.78" in screen_text(pilot.app)


@pytest.mark.long
async def test_a_deposit_from_beginning_to_end(tmp_path: Path) -> None:
    """R56: made of two marked cheques, undone, made again, handed in: then a reason is needed."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, "K", "d", "space", "j", "space", "d", "enter", "o")
        assert "2 cheques" in screen_text(pilot.app)
        await press(pilot, "u", "o")
        assert "Deposits, the last one first" not in screen_text(pilot.app)
        await press(pilot, "d", "enter", "n")
        assert "Deposits, the last one first" not in screen_text(pilot.app)
        await press(pilot, "d", "text:x", "enter", "escape", "d", "text:12,50", "enter", "y")
        assert "Made: deposit no." in screen_text(pilot.app)
        await press(pilot, "f", "y", "v", "enter", "escape")
        assert "not on the statement yet" not in screen_text(pilot.app)


@pytest.mark.long
async def test_papers_of_a_period_are_saved(tmp_path: Path) -> None:
    """R57: from the screen into a folder, as HTML and as a table."""
    async with program(sample_copy(tmp_path)) as pilot:
        pilot.app.drafts["folder"] = tmp_path  # type: ignore[attr-defined]
        await press(pilot, "K", "p", "down", "enter", "s", "h", "enter")
        assert (tmp_path / "2026-11-encaissements.html").exists()
        await press(pilot, "p", "s", "c", "enter")
        assert (tmp_path / "2026-10-encaissements.csv").exists()
        await press(pilot, "escape", "escape", "d", "d", "enter", "o", "s", "enter")
        assert list(tmp_path.glob("remise-n-1-2026-11-20.html"))
