"""Who comes to the table and is no member yet is added where a member is chosen (R25, R19)."""

from __future__ import annotations

from pathlib import Path

import pytest

from cagette_tui.model.acts.delivering import new_order
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import members_without_basket
from cagette_tui.model.reading.members import read_members
from cagette_tui.model.rules.takings import takings
from cagette_tui.sample.__main__ import MOMENT
from tests.screen_text import press, program, sample_copy, screen_text
from tests.world import euros

pytestmark = pytest.mark.long

TONIGHT = ("enter",)
FIRST_PRODUCT = ("enter", "text:1", "enter")


def give_everybody_a_basket() -> None:
    """Leave nobody who could be chosen."""
    line = read_sheet(6).baskets[0].lines[0]
    for one in members_without_basket(6):
        new_order(Desk("Paul", lambda: MOMENT), 6, one.id, [(line.product_id, line.ordered)])


def plain(pilot: object) -> str:
    """Give what is shown, blanks as one types them."""
    return " ".join(screen_text(pilot.app).split())  # type: ignore[attr-defined]


@pytest.mark.parametrize("nobody_left", [False, True])
async def test_an_order_for_somebody_new(tmp_path: Path, nobody_left: bool) -> None:
    """R19, R25: `a`, the name, one question, the first product: nothing before the answer."""
    async with program(sample_copy(tmp_path)) as pilot:
        if nobody_left:
            give_everybody_a_basket()
        before = len(read_members())
        await press(pilot, *TONIGHT, "a")
        if nobody_left:
            assert "Chaque adhérent a déjà un panier dans cette distribution." in plain(pilot)
            assert "Saisir le nom du nouvel adhérent" in plain(pilot)
            await press(pilot, "enter")  # says that again
            assert "Saisir le nom du nouvel adhérent" in plain(pilot)
        await press(pilot, "text:Neuve Zoé")
        assert "Entrée : un nouvel adhérent de ce nom" in plain(pilot)
        await press(pilot, "enter")
        shown = plain(pilot)
        assert "Personne sans panier ne s’appelle Neuve Zoé. Ajouter ce nouvel adhérent ?" in shown
        await press(pilot, "n")
        assert len(read_members()) == before
        await press(pilot, "a", "text:Neuve Zoé", "enter", "o")
        assert len(read_members()) == before + 1
        assert "le premier produit" in plain(pilot)
        await press(pilot, *FIRST_PRODUCT)
        assert read_sheet(6).baskets[-1].member == "Neuve Zoé"


@pytest.mark.parametrize("nobody_left", [False, True])
async def test_the_membership_of_somebody_new(tmp_path: Path, nobody_left: bool) -> None:
    """R15, R25: who joins tonight and orders nothing pays in tonight's takings."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        if nobody_left:
            give_everybody_a_basket()
        await press(pilot, *TONIGHT, "M", "a", "text:Neuve Zoé", "enter")
        shown = plain(pilot)
        assert "Nobody without a basket is called Neuve Zoé." in shown
        assert "o/y add the member" in shown
        await press(pilot, "y")
        assert "Neuve Zoé. It counts in the takings of this distribution." in plain(pilot)
        await press(pilot, "text:15", "enter", "e")
        assert takings(read_sheet(6)).membership == euros("15.00")


@pytest.mark.parametrize(("answer", "more"), [("n", 0), ("o", 1)])
async def test_who_is_called_as_a_member_who_has_a_basket(
    tmp_path: Path, answer: str, more: int
) -> None:
    """R25: as on the members' screen it is asked whether this is another person."""
    async with program(sample_copy(tmp_path)) as pilot:
        before = len(read_members())
        await press(pilot, *TONIGHT, "a", "text:ben salem beatrice", "enter", "o")
        shown = plain(pilot)
        assert "BEN SALEM Béatrice (" in shown
        assert "existe déjà. Est-ce une autre personne ?" in shown
        await press(pilot, answer)
        assert len(read_members()) == before + more
        assert ("le premier produit" in plain(pilot)) is (answer == "o")


async def test_what_is_no_name_is_refused(tmp_path: Path) -> None:
    """R25: nothing is asked about a name that no member can have."""
    async with program(sample_copy(tmp_path)) as pilot:
        before = len(read_members())
        await press(pilot, *TONIGHT, "a", f"text:{101 * 'x'}", "enter")
        assert "! " in screen_text(pilot.app)
        assert len(read_members()) == before


async def test_u_takes_back_the_order_and_leaves_the_member(tmp_path: Path) -> None:
    """R61: who was added is somebody by now, with or without an order."""
    async with program(sample_copy(tmp_path)) as pilot:
        before = len(read_members())
        await press(pilot, *TONIGHT, "a", "text:Neuve Zoé", "enter", "o", *FIRST_PRODUCT)
        await press(pilot, "u", "o")
        assert len(read_sheet(6).baskets) == 35
        assert len(read_members()) == before + 1
        await press(pilot, "a", "text:neuve")
        assert "Neuve Zoé" in plain(pilot)
