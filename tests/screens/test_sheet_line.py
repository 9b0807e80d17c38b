"""Money in the sheet line of the list of baskets: what stands below before and after Enter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from cagette_tui.model.reading.baskets import read_sheet
from tests.screen_text import press, program, sample_copy, screen_text

pytestmark = pytest.mark.long


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample; its first basket lacks 32.13."""
    return sample_copy(tmp_path)


def words(app: App[Any]) -> str:
    """Return what the screen shows, however its lines are broken."""
    return " ".join(screen_text(app).split())


async def test_a_transfer_that_is_seen_says_so(sample: Path) -> None:
    """R22: before Enter, and then."""
    async with program(sample) as pilot:
        await press(pilot, "enter", "colon", "text:1 T")
        told = "virement vu sur le compte 32,13 €, validé"
        assert told in words(pilot.app)
        await press(pilot, "enter")
        assert "Fait : 1 " in words(pilot.app)
        assert told in words(pilot.app)


async def test_a_transfer_that_is_announced_is_said_once(sample: Path) -> None:
    """R22, R41: it waits; nothing says so twice."""
    async with program(sample) as pilot:
        await press(pilot, "enter", "g", "a", "colon", "text:1 T")
        assert "– virement 32,13 € annoncé, validé – dette de 32,13 € jusqu" in words(pilot.app)
        await press(pilot, "enter")
        assert "– virement 32,13 € annoncé, validé – dette de 32,13 € jusqu" in words(pilot.app)


async def test_only_a_word_says_that_the_bank_has_it(sample: Path) -> None:
    """R41: a `!` is no answer; both words stand in the question."""
    asked = "Arrivé sur le compte ? 1 v vu : oui ; 1 v attendu : pas encore."
    async with program(sample) as pilot:
        await press(pilot, "enter", "colon", "text:1 t?", "enter", "text:1 v")
        assert f"Annoncé : virement 32,13 €. {asked}" in words(pilot.app)
        for end in ("enter", "!", "enter"):
            await press(pilot, end)
            assert asked in words(pilot.app)
            assert "Un ! à la fin" not in words(pilot.app)
        [payment] = read_sheet(6).baskets[0].payments
        assert payment.pending
        await press(pilot, "text:1 v vu")
        assert "virement vu sur le compte 32,13 €, validé" in words(pilot.app)
        await press(pilot, "enter")
        one = read_sheet(6).baskets[0]
        assert (one.validated, [payment.pending for payment in one.payments]) == (True, [False])


async def test_a_product_by_the_number_in_its_name(sample: Path) -> None:
    """R30: `-oeufs 6` is the product, unless the number may be a quantity: then both are named."""
    async with program(sample) as pilot:
        await press(pilot, "enter", "colon", "text:3 -oeufs 6")
        assert "sans Œufs 6 pièces" in words(pilot.app)
        await press(pilot, "enter", "text:1 -carottes 1", "enter")
        assert 'n’est là : -"carottes 1". Il y en a autant : carottes 1.' in words(pilot.app)
        await press(pilot, "text:54,55 C", "enter")
        assert "54+55 sont payés ensemble" in words(pilot.app)
        assert not any(one.validated for one in read_sheet(6).baskets)


@pytest.mark.parametrize("keys", [("e",), ("enter", "end", "d"), ("enter", "end", "enter")])
async def test_a_cheque_that_pays_others_too(tmp_path: Path, keys: tuple[str, ...]) -> None:
    """R15: whoever changes one part of it is told of the whole, and of whom else it pays."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, "enter", "colon", "text:3+4 c n55", "enter", "escape", "home")
        await press(pilot, "down", "down", *keys)
        if keys[-1] == "enter":
            await press(pilot, "text:100", "enter")
        shown = " ".join(screen_text(pilot.app).split())
        assert "une part du chèque 55 de 207,79 €, qui paie aussi 4 BEN SALEM" in shown
