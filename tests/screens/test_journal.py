"""The journal on the screen: what an evening's acts look like in a line, and how to find one."""

from pathlib import Path

from tests.screen_text import press, program, sample_copy, screen_text

TONIGHT = ("enter",)


async def test_each_act_says_of_what(tmp_path: Path) -> None:
    """R60: product, amount, before and after stand in the list itself."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(
            pilot,
            *TONIGHT,
            "e",
            "c",
            "o",
            "enter",
            "enter",
            "space",
            "escape",
            "K",
            "f",
            "text:12,5",
        )
        await press(pilot, "enter", "escape", "J")
        shown = screen_text(pilot.app)
    for line in (
        "payment received: cash €32.13 – BEN SALEM Béatrice",
        "payment received: cash €32.13 → cheque €32.13 – BEN SALEM…",
        "line delivered or not: Potimarron 1.511 → 0 – BEN SALEM B…",
        "cash float set: €50.00 → €12.50",
    ):
        assert line in shown, shown


async def test_entries_of_one_basket_person_or_kind(tmp_path: Path) -> None:
    """R60: one key leaves the entries of the highlighted one's basket, person or kind."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, *TONIGHT, "E", "E", "J", "b")
        shown = screen_text(pilot.app)
        assert "Journal · basket 2 " in shown
        assert "order" in shown.splitlines()[3]
        await press(pilot, "p")
        shown = screen_text(pilot.app)
        assert "Journal · basket 2 · paul " in shown
        assert "1/1" in shown
        await press(pilot, "b")
        assert "2/2" in screen_text(pilot.app)
        await press(pilot, "k", "p", "b", "escape", "J", "home", "b", "b", "k")
        assert "Journal · import of orders" in screen_text(pilot.app)
