"""Where tired people hesitated or were lost: each is asked, said or found at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from cagette_tui.model.acts.paying import pay_together
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.sample.__main__ import MOMENT
from cagette_tui.screens.baskets import BasketsScreen
from tests.screen_text import press, program, sample_copy, screen_text

TONIGHT = ("enter",)
CLEAR = "ctrl+u"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    return sample_copy(tmp_path)


def plain(app: App[Any]) -> str:
    """Return what is shown, with ordinary spaces."""
    return screen_text(app).replace("\xa0", " ")


def shown(app: App[Any]) -> list[int]:
    """Return the numbers of the baskets that the list shows."""
    screen = app.screen
    assert isinstance(screen, BasketsScreen)
    return [one.number for one in screen.shown_baskets()]


def baskets() -> dict[int, BasketView]:
    """Return tonight's baskets by their numbers."""
    return {one.number: one for one in read_sheet(6).baskets}


# The list


async def test_keys_in_an_opened_basket_stay_within_the_filter(sample: Path) -> None:
    """R62: n and E go on among those that the list shows; after the last one they stay."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "slash", "text:diallo", "enter")
        found = shown(pilot.app)
        assert len(found) > 1
        await press(pilot, "enter")
        seen = [int(plain(pilot.app).split()[0])]
        for _ in found:
            await press(pilot, "n")
            seen.append(int(plain(pilot.app).split()[0]))
        assert seen == [*found, found[0]]
        for number in found:
            assert not baskets()[number].validated
            await press(pilot, "c", "v")
        assert [number for number in found if not baskets()[number].validated] == []
        assert sum(one.validated for one in baskets().values()) == len(found)
        assert "le filtre n’en montre plus d’ouvert" in plain(pilot.app)


async def test_esc_shows_all_and_keeps_the_marks(sample: Path) -> None:
    """R62: marks are work, a filter is not; the second Esc takes the marks away."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "slash", "text:bernard", "enter", "space", "space", "escape")
        assert " 2 marqués : " in plain(pilot.app)
        assert len(shown(pilot.app)) == 35
        await press(pilot, "escape")
        assert "marqué" not in plain(pilot.app)


async def test_a_number_finds_no_amount_beside_a_name(sample: Path) -> None:
    """R31: 12 is a basket's number, not what somebody's state says of 12,00."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "slash", "text:12", "enter")
        assert shown(pilot.app) == [12]


# Products


async def test_somebody_else_takes_what_the_absent_ordered(sample: Path) -> None:
    """R34: asked where the absence is noted; the other basket pays both; one undo."""
    async with program(sample) as pilot:
        before = baskets()
        await press(pilot, *TONIGHT, "A", "p", "text:tanguy", "enter")
        after = baskets()
        assert (after[1].absent, after[1].cost) == (True, 0)
        assert after[2].cost == before[1].cost + before[2].cost
        assert "1 absent : tout est maintenant dans le panier 2" in plain(pilot.app)
        await press(pilot, "u", "o")
        assert [one.cost for one in baskets().values()] == [one.cost for one in before.values()]


async def test_a_product_came_after_all(sample: Path) -> None:
    """R31: taken out of all baskets by mistake, one key plans all that was ordered."""
    async with program(sample) as pilot:
        before = [one.cost for one in baskets().values()]
        await press(pilot, *TONIGHT, "m", "text:brioche", "enter", "o")
        assert [one.cost for one in baskets().values()] != before
        await press(pilot, "m", "text:brioche", "enter", "t", "o")
        assert [one.cost for one in baskets().values()] == before


# The account


async def test_an_older_debt_is_entered_on_the_account(sample: Path) -> None:
    """R21, R18: what a notebook still has is no gift; the account says what is of before."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "h")
        parts = "Panier du ven. 20 nov. : dette 32,13 €. D’avant : dette 12,00 €."
        assert parts in plain(pilot.app)
        await press(pilot, "a", "d", "text:8", "enter", "enter", "o")
        assert "BEN SALEM Béatrice : dette 52,13 €" in plain(pilot.app)
        await press(pilot, "escape")
        kinds = [one.kind for one in read_account(baskets()[1].member_id).operations]
        assert kinds == [Kind.OPENING, Kind.OPENING, Kind.ORDER]
        assert baskets()[1].older == -20


async def test_of_which_day_money_outside_of_distributions_is(sample: Path) -> None:
    """R23, R26: asked; today's is proposed, one to come is refused; Enter corrects it."""
    async with program(sample) as pilot:
        member = baskets()[1].member_id
        await press(pilot, *TONIGHT, "h", "p", CLEAR, "text:5", "enter", "e")
        await press(pilot, "text:avance", "enter", "a", "h")
        assert "Quel jour l’argent est-il venu, ou sorti ? 20/11/2026" in plain(pilot.app)
        await press(pilot, CLEAR, "text:21/11/2026", "enter")
        assert "Quel jour l’argent est-il venu, ou sorti ?" in plain(pilot.app)
        await press(pilot, CLEAR, "text:18/11/2026", "enter")
        assert "mer. 18 nov." in plain(pilot.app)
        await press(pilot, "enter", "enter", "enter", "enter", CLEAR, "text:17/11/2026", "enter")
        assert "Enregistrer le paiement ainsi : espèces 5,00 €, avance" in plain(pilot.app)
        await press(pilot, "o")
        days = [str(one.day) for one in read_account(member).operations if one.counts and one.day]
        assert days == ["2026-11-17"]


async def test_a_correction_ends_with_a_yes(sample: Path) -> None:
    """R20: an o typed where the note is asked is a note that one sees, and nothing is booked."""
    async with program(sample) as pilot:
        await press(
            pilot, *TONIGHT, "c", "enter", "end", "enter", "enter", CLEAR, "text:e", "enter"
        )
        await press(pilot, "text:o", "enter")
        assert "Enregistrer le paiement ainsi : espèces 32,13 €, o ?" in plain(pilot.app)
        await press(pilot, "escape")
        assert [str(one.mode) for one in baskets()[1].payments] == ["cheque"]


async def test_the_whole_cheque_or_this_part(sample: Path) -> None:
    """R15, R20: cancelling a part of a cheque says what else it pays, and asks which is meant."""
    async with program(sample) as pilot:
        desk = Desk("Paul", lambda: MOMENT)
        pair = [(one.id, one.version) for one in (baskets()[2], baskets()[3])]
        pay_together(desk, pair, Mode.CHEQUE)
        await press(pilot, *TONIGHT, "down", "enter", "end", "d")
        text = " ".join(plain(pilot.app).split())
        assert "p cette part seule, 60,15 €" in text
        assert "t le chèque entier, 205,14 €, pour tous" in text
        await press(pilot, "t", "text:repris", "enter")
        assert [baskets()[number].paid for number in (2, 3)] == [0, 0]
