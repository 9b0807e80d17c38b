"""What is entered in Cagette is ticked off on a screen: keys, undo, corrections (R44, R46, R61)."""

from __future__ import annotations

from pathlib import Path

import pytest

from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.acts.entering import mark_entered
from cagette_tui.model.acts.validating import reopen_basket
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_basket, read_sheet
from cagette_tui.model.reading.cagette_evening import read_cagette_evening
from cagette_tui.model.tables.people import Member
from tests.screen_text import press, program, sample_copy, screen_text

# Tonight, number 6: two baskets validated, one in cash and one by cheque.
ENTERING = ("enter", "E", "C", "K", "g")
TONIGHT = 6


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    return sample_copy(tmp_path)


def lines(app: object) -> list[str]:
    """Give the lines of the screen, with plain spaces."""
    return screen_text(app).replace("\xa0", " ").splitlines()


def marked() -> list[int]:
    """Give the numbers of the baskets that are entered."""
    way = read_cagette_evening(TONIGHT).way
    return sorted(side.number or 0 for side in way.sides if way.is_entered(side))


async def test_ticking(sample: Path) -> None:
    """Space and Enter tick and take the tick off; the cursor goes on to what is left; u undoes."""
    async with program(sample) as pilot:
        await press(pilot, *ENTERING)
        text = lines(pilot.app)
        assert text[0].startswith(" À saisir dans Cagette · 0/")
        assert text[3].startswith(">      1 ")
        assert text[3].endswith("confirmer 32,13 € (espèces), valider")
        await press(pilot, "space")
        text = lines(pilot.app)
        assert text[3].startswith("  ✓    1 ")
        assert text[3].endswith("saisi par paul, 20/11/2026 19:00")
        assert text[4].startswith(">      2 ")
        await press(pilot, "enter")
        assert marked() == [1, 2]
        await press(pilot, "u")
        assert "Défaire : saisi dans Cagette – panier 2" in " ".join(lines(pilot.app)[-4:])
        await press(pilot, "o")
        assert marked() == [1]
        await press(pilot, "home", "space")
        assert marked() == []
        assert "Finalement pas saisi : 1 " in lines(pilot.app)[-2]
        assert check() == []


async def test_all_that_is_left(sample: Path) -> None:
    """After a question; n goes to what is left; nothing is ticked of which nothing is to enter."""
    async with program(sample) as pilot:
        await press(pilot, *ENTERING, "a", "escape")
        assert marked() == []
        await press(pilot, "a", "o")
        way = read_cagette_evening(TONIGHT).way
        assert not way.steps
        assert marked()[:2] == [1, 2]
        await press(pilot, "home", "j", "j", "space")  # the third has nothing
        assert "Il n’y a encore rien à en saisir." in lines(pilot.app)[-2]


async def test_changed_since(sample: Path) -> None:
    """A correction un-ticks: the row and the lines below say what is to be entered now."""
    async with program(sample) as pilot:
        await press(pilot, *ENTERING, "space")
        basket = read_sheet(TONIGHT).baskets[0]
        desk = pilot.app.desk  # type: ignore[attr-defined]
        reopen_basket(desk, basket.id, basket.version, "erreur")
        basket = read_basket(basket.id)
        set_delivered(desk, basket.lines[0].id, basket.version, False)
        await press(pilot, "escape", "g")
        text = lines(pilot.app)
        assert text[3].split()[:3] == [">", "±", "1"]
        assert "modifié depuis la saisie par paul" in text[3]
        assert any(line.startswith(f" · {basket.lines[0].product} : 0") for line in text)
        await press(pilot, "space")
        assert marked() == [1]


async def test_somebody_else_was_faster(sample: Path) -> None:
    """Ticked already: it is said, and nothing is lost."""
    async with program(sample) as pilot:
        await press(pilot, *ENTERING)
        way = read_cagette_evening(TONIGHT).way
        first = way.sides[0].member_id
        mark_entered(pilot.app.desk, TONIGHT, {first: way.after[first]})  # type: ignore[attr-defined]
        await press(pilot, "space")
        assert "Rien à changer : c’est déjà le cas." in " ".join(lines(pilot.app)[-3:])
        assert marked() == [1]


async def test_read_only_and_hostile_names(sample: Path) -> None:
    """It is shown; ticking is refused; names are never markup or sequences."""
    from cagette_tui.model.store.database import close_database, open_database

    open_database(sample)
    number = read_sheet(TONIGHT).baskets[0].member_id
    Member.update(name="A[/bold] \x1b[2J\u202e").where(Member.id == number).execute()
    close_database()
    async with program(sample, read_only=True) as pilot:
        await press(pilot, "enter", "K", "g")
        text = screen_text(pilot.app)
        assert "A[/bold] " in text
        assert "\x1b" not in text
        assert "\u202e" not in text
        await press(pilot, "n", "space")
        assert marked() == []
