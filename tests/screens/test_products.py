"""Products under the settings: rates, producers' names, what is weighed (R53)."""

from __future__ import annotations

from pathlib import Path

from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.products import read_products
from tests.screen_text import press, program, sample_copy, screen_text


async def test_a_rate_a_name_and_weight(tmp_path: Path) -> None:
    """R53, R61: of one product, of a catalogue; a name; each is one act that goes back."""
    async with program(sample_copy(tmp_path)) as pilot:
        before = read_products()
        first = before[0]
        await press(pilot, "s", "p")
        assert first.name in screen_text(pilot.app)
        await press(pilot, "enter", "text:20", "enter", "p")
        changed = {one.id: one for one in read_products()}
        assert (changed[first.id].vat, changed[first.id].said) == (20, True)
        assert sum(one.said for one in changed.values()) == 1 + sum(
            one.said for one in before if one.id != first.id
        )
        await press(pilot, "w")
        assert read_products()[0].weighed is not first.weighed
        await press(pilot, "n", "text:Ferme Zoé", "enter")
        named = [one for one in read_products() if one.producer_ref == first.producer_ref]
        assert {one.producer for one in named} == {"Ferme Zoé"}
        await press(pilot, "enter", "text:100", "enter")
        assert "100" in screen_text(pilot.app)
        await press(pilot, "escape", "u", "o", "u", "o", "u", "o")
        assert read_products() == before
        assert check() == []
