"""A server that goes away under the screens: they say so, keep what was typed, and go on.

The line to the server runs through this test, which cuts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import cast
from urllib.parse import urlsplit

import pytest
from textual.pilot import Pilot

from cagette_tui import app as the_app
from cagette_tui.app import CagetteApp
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.store.copying import copy_database
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.presence import Place, as_name, place_in
from cagette_tui.sample.__main__ import MOMENT
from tests import screen_text as screens
from tests.cut_line import CutLine
from tests.screen_text import SAMPLE, press, program, quiet
from tests.shelves import LEFT_OUT, SERVER, ServerShelf, Shelf

pytestmark = pytest.mark.skipif(SERVER is None, reason=LEFT_OUT)

TONIGHT = ("enter",)
GONE = "! le serveur ne répond pas"
NOT_DONE = "Le serveur de la base ne répond pas."


@pytest.fixture(scope="module")
def sample_there(shelf: Shelf) -> str:
    """Give the sample, on the server."""
    assert isinstance(shelf, ServerShelf)
    where = shelf.new()
    copy_database(str(SAMPLE), where)
    return where


@pytest.fixture
def location(shelf: Shelf, sample_there: str) -> Iterator[str]:
    """Give a copy of it; open, to look at what came of an act."""
    where = shelf.copy(sample_there)
    open_database(where)
    yield where
    close_database()


@pytest.fixture
def line(location: str) -> Iterator[CutLine]:
    """Give a line to the server."""
    parts = urlsplit(location)
    line = CutLine(parts.hostname or "", parts.port or 5432)
    yield line
    line.cut()


@pytest.fixture
def address(location: str, line: CutLine) -> str:
    """Give the address of the database at the near end of that line."""
    parts = urlsplit(location)
    return parts._replace(netloc=f"{parts.username}@127.0.0.1:{line.port}").geturl()


def screen_text(app: object) -> str:
    """Give what the terminal shows, no-break spaces as spaces."""
    return screens.screen_text(app).replace("\xa0", " ")


async def second(pilot: Pilot[None]) -> str:
    """Let a second pass: the program looks around."""
    await cast(CagetteApp, pilot.app).look_around()
    await quiet(pilot)
    return screen_text(pilot.app)


def basket(number: int) -> BasketView:
    """Read a basket of tonight's, with a connection of the test's own, over the same line."""
    return read_sheet(6).baskets[number - 1]


async def test_gone_and_back(line: CutLine, address: str) -> None:
    """Said so within a second, without a key; then others' acts come, and keys act again."""
    async with program(address) as pilot:
        await press(pilot, *TONIGHT, "j")
        await second(pilot)
        line.cut()
        assert GONE in (await second(pilot)).splitlines()[0]
        await press(pilot, "e", "j")
        text = screen_text(pilot.app)
        assert NOT_DONE in text
        assert ">  3" in text
        line.mend()
        anne = Desk("Anne", lambda: MOMENT)
        receive(anne, basket(1).id, basket(1).version, Mode.CARD)
        text = await second(pilot)
        assert GONE not in text
        assert "Carte" in text.splitlines()[3]
        assert ">  3" in text
        await press(pilot, "e")
        await second(pilot)
        assert [one.mode for one in basket(3).confirmed] == [Mode.CASH]
        assert not basket(2).payments
    assert check() == []


async def test_a_screen_that_is_opened_meanwhile(line: CutLine, address: str) -> None:
    """It is empty and says why; it fills by itself."""
    async with program(address) as pilot:
        await press(pilot, *TONIGHT)
        line.cut()
        await second(pilot)
        await press(pilot, "enter", "e", "K", "question_mark", "escape")
        text = screen_text(pilot.app)
        assert GONE in text.splitlines()[0]
        assert NOT_DONE in text
        line.mend()
        text = await second(pilot)
        assert GONE not in text
        assert "Produit" in text
        assert not basket(1).payments


async def test_what_is_half_typed(line: CutLine, address: str) -> None:
    """A payment's parts, a prompt and its answer: all there, done once the server is back."""
    async with program(address) as pilot:
        await press(pilot, *TONIGHT, "p", "e", "text:12", "enter", "c", "text:3")
        line.cut()
        text = await second(pilot)
        assert GONE in text
        assert "espèces  12,00 €" in text
        assert "chèque, montant" in text
        await press(pilot, "text:,50", "enter", "enter", "enter")
        await press(pilot, "enter")
        assert NOT_DONE in screen_text(pilot.app)
        assert "chèque  3,50 €" in screen_text(pilot.app)
        await press(pilot, "r")
        assert NOT_DONE in screen_text(pilot.app)
        await press(pilot, "n")
        line.mend()
        assert "chèque  3,50 €" in await second(pilot)
        await press(pilot, "enter")
        await second(pilot)
        assert [(one.mode, one.amount) for one in basket(1).payments] == [
            (Mode.CASH, Decimal("12.00")),
            (Mode.CHEQUE, Decimal("3.50")),
        ]


async def test_an_answer_that_cannot_be_done(line: CutLine, address: str) -> None:
    """What was typed for an act is not typed again: the same act is tried again."""
    async with program(address) as pilot:
        await press(pilot, *TONIGHT, "enter", "s", "text:7,50")
        line.cut()
        await press(pilot, "enter")
        assert NOT_DONE in screen_text(pilot.app)
        line.mend()
        await press(pilot, "r", "e")
        await second(pilot)
        assert [one.amount for one in basket(1).payments] == [Decimal("7.50")]


async def test_a_line_of_the_sheet(line: CutLine, address: str) -> None:
    """It stays to be typed on; refused while nothing answers, it is given back whole."""
    async with program(address) as pilot:
        await press(pilot, *TONIGHT, "colon", "text:12 e2")
        line.cut()
        assert " : 12 e2" in await second(pilot)
        await press(pilot, "text:0 c", "enter")
        text = screen_text(pilot.app)
        assert " : 12 e20 c" in text
        assert NOT_DONE in text
        line.mend()
        await second(pilot)
        await press(pilot, "enter")
        await second(pilot)  # what looks around waits behind the act
        assert [one.mode for one in basket(12).payments] == [Mode.CASH, Mode.CHEQUE]


async def test_weights_and_counts(line: CutLine, address: str) -> None:
    """What was typed while nobody answered is kept as soon as somebody does."""
    async with program(address) as pilot:
        await press(pilot, *TONIGHT, "K", "c", "text:3", "enter")
        line.cut()
        await press(pilot, "text:4", "enter", "text:5")
        text = await second(pilot)
        assert GONE in text
        line.mend()
        text = await second(pilot)
        assert GONE not in text
        await press(pilot, "enter", "escape", "escape")
    async with program(address) as pilot:
        await press(pilot, *TONIGHT, "K", "c")
        counted = [row.split("€")[1].split()[0] for row in screen_text(pilot.app).splitlines()[2:5]]
        assert counted == ["3", "4", "5"]


async def test_a_server_that_says_nothing(
    line: CutLine, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that does not come is told to be awaited; the screen is alive meanwhile."""
    monkeypatch.setattr(the_app, "_PATIENCE", 0.01)
    async with program(address) as pilot:
        await press(pilot, *TONIGHT)
        line.hold()
        looking = pilot.app.run_worker(cast(CagetteApp, pilot.app).look_around())
        while "en attente de la base" not in screen_text(pilot.app):
            await pilot.pause()
        await pilot.press("j")
        await pilot.pause()
        assert ">  2" in screen_text(pilot.app)
        line.mend()
        await looking.wait()
        assert "on attend" not in screen_text(pilot.app)


async def test_who_is_where(address: str) -> None:
    """ "Hélène is on 3": known from her connection, gone with it."""
    import psycopg

    name = as_name(Place("Hélène", 6, basket(3).id))
    hers = psycopg.connect(address, application_name=name, autocommit=True)
    async with program(address) as pilot:
        await press(pilot, *TONIGHT)
        text = await second(pilot)
        assert "Hélène est sur 3" in text.splitlines()[0]
        assert text.splitlines()[5].endswith("Hélène")
        query = "SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
        places = [place_in(name) for (name,) in hers.execute(query).fetchall()]
        assert Place("paul", 6, basket(1).id) in places
        hers.close()
        while "Hélène" in await second(pilot):
            pass
