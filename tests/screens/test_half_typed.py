"""What is half typed is kept: a line that is cut loses nothing, and nothing is done twice."""

from datetime import timedelta
from pathlib import Path

import pytest

from cagette_tui.app import CagetteApp
from cagette_tui.clock import FixedClock
from cagette_tui.model.acts.drafts import draft_to_finish, save_draft
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.presence import Place
from cagette_tui.sample.__main__ import MOMENT
from cagette_tui.screens import sheet_typing
from cagette_tui.screens.distributions import DistributionsScreen
from tests.screen_text import press, program, quiet, sample_copy, screen_text

pytestmark = pytest.mark.long

TONIGHT = ("enter",)
SPLIT = ("p", "e", "text:20", "enter", "c", "enter", "text:0012345", "enter")


def paul() -> Desk:
    """Give his desk."""
    return Desk("paul", FixedClock(MOMENT).now)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    return sample_copy(tmp_path)


async def test_the_rest_with_a_payment_half_entered(sample: Path) -> None:
    """R63: validating all the rest says so where it is shown, before anybody confirms it."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, *SPLIT)
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "V")
        shown = " ".join(screen_text(pilot.app).split())
        assert "! 1: cash €20.00, cheque €12.13 typed, not recorded. Look at it first" in shown


async def test_a_payment_half_entered(sample: Path) -> None:
    """R15, R63: its parts are there after the line was cut, to be recorded once."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, *SPLIT)
        before = screen_text(pilot.app)
        assert "cheque  €12.13  0012345" in before
    # Nothing was closed: as if the line had been cut there.
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "p")
        shown = screen_text(pilot.app)
        assert "cash  €20.00" in shown
        assert "cheque  €12.13  0012345" in shown
        assert "Typed 20 Nov 2026, 19:00, not recorded yet." in shown
        assert draft_to_finish(paul(), 6) is not None
        await press(pilot, "enter")
        assert draft_to_finish(paul(), 6) is None
        paid = [(str(one.amount), one.mode) for one in read_sheet(6).baskets[0].payments]
        assert paid == [("20.00", "cash"), ("12.13", "cheque")]
        await press(pilot, "p")
        assert "not recorded yet" not in screen_text(pilot.app)
        assert check() == []


async def test_an_amount_before_its_mode(sample: Path) -> None:
    """R15: digits alone say no mode; the screen says what comes first."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "p", "2")
        assert "First the letter of the mode (e c t b), then the amount." in screen_text(pilot.app)


@pytest.mark.long
async def test_a_payment_that_is_given_up(sample: Path) -> None:
    """R63: its last part removed, nothing is kept; another volunteer never sees it."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "p", "e", "enter", "x")
        assert draft_to_finish(paul(), 6) is None
        await press(pilot, "e", "enter", "escape")
    async with program(sample, "en", who="anne") as pilot:
        await press(pilot, *TONIGHT, "p")
        assert "€32.13" in screen_text(pilot.app)
        assert "not recorded" not in screen_text(pilot.app)


@pytest.mark.long
async def test_a_payment_that_is_refused_stays_half_entered(sample: Path) -> None:
    """R15: what could not be recorded is still there to be."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "p", "e", "text:300", "enter", "enter", "n")
        assert read_sheet(6).baskets[0].payments == ()
        assert draft_to_finish(paul(), 6) is not None


async def test_what_validating_asks_or_refuses_records_nothing(sample: Path) -> None:
    """R41: a no, or a reason why not, and the payment is as half entered as before."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "p", "e", "text:20", "enter", "v", "n")
        shown = screen_text(pilot.app)
        assert "cash  €20.00" in shown
        assert "received" not in shown
        assert read_sheet(6).baskets[0].payments == ()
        await press(pilot, "v", "o")
        assert "validated" in screen_text(pilot.app)
        basket = read_sheet(6).baskets[0]
        assert [str(one.amount) for one in basket.payments] == ["20.00"]
        assert basket.validated
        await press(pilot, "u", "o")
        assert read_sheet(6).baskets[0].payments == ()
    async with program(sample, "en") as pilot:
        assert isinstance(pilot.app, CagetteApp)
        assert isinstance(pilot.app.clock, FixedClock)
        pilot.app.clock.advance(timedelta(hours=-2))
        await press(pilot, *TONIGHT, "p", "e", "enter", "v")
        shown = screen_text(pilot.app)
        assert "17:30" in shown
        assert "cash  €32.13" in shown
        assert read_sheet(6).baskets[0].payments == ()


@pytest.mark.long
async def test_a_line_of_the_sheet(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was half typed after `:` is there again; once done it is gone."""
    monkeypatch.setattr(sheet_typing, "_PAUSE", 0.001)
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "colon", "text:2 e20 c")
        while draft_to_finish(paul(), 6) is None:  # it is kept when the keys pause
            await pilot.pause()
        assert draft_to_finish(paul(), 6) == "sheet:6"
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "colon")
        assert "2 e20 c" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert str(read_sheet(6).baskets[1].paid) == "60.15"
        assert draft_to_finish(paul(), 6) is None
        # Each basket of a range is an act of its own, for u.
        await press(pilot, "text:3-4 e", "enter", "escape", "u", "o")
        assert [bool(one.payments) for one in read_sheet(6).baskets[2:4]] == [True, False]


def test_what_can_no_longer_be_recorded_is_not_offered(sample: Path) -> None:
    """R33, R46, R63: a payment of a validated basket, anything of a certified evening."""
    open_database(sample)
    first, second, *_rest = read_sheet(6).baskets
    save_draft(paul(), "weights:6:3", {})
    save_draft(paul(), f"payment:{first.id},{second.id}", {})
    assert draft_to_finish(paul(), 6) == f"payment:{first.id},{second.id}"
    assert draft_to_finish(paul(), 7) is None
    validate(paul(), second.id, second.version, mode=Mode.CASH)
    assert draft_to_finish(paul(), 6) == "weights:6:3"
    with database.atomic():
        Distribution.update(certified_at=MOMENT, certified_by="Anne").execute()
    assert draft_to_finish(paul(), 6) is None
    close_database()


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (timedelta(minutes=0), "a moment ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=23, minutes=59), "1439 minutes ago"),
        (timedelta(hours=24), "Fri 20 Nov"),
        (timedelta(minutes=10069), "Fri 20 Nov"),
    ],
)
async def test_when_the_line_was_cut(sample: Path, later: timedelta, said: str) -> None:
    """Minutes say nothing after a day: then it is the date."""
    async with program(sample, "en") as pilot:
        first = pilot.app.screen
        assert isinstance(first, DistributionsScreen)
        first._left = Place("paul", 6, None, MOMENT)
        assert isinstance(pilot.app, CagetteApp)
        assert isinstance(pilot.app.clock, FixedClock)
        pilot.app.clock.advance(later)
        await first.reload()
        await quiet(pilot)
        assert f", {said}: r goes back there." in screen_text(pilot.app)


@pytest.mark.parametrize(
    "data",
    [
        {"parts": [{"mode": "gold"}], "weights": "no"},
        pytest.param([], marks=pytest.mark.long),
        pytest.param("x", marks=pytest.mark.long),
        pytest.param(None, marks=pytest.mark.long),
    ],
)
async def test_drafts_that_are_none(sample: Path, data: object) -> None:
    """What another program has put there breaks no screen."""
    async with program(sample, "en") as pilot:
        first = read_sheet(6).baskets[0].id
        product = database.execute_sql("SELECT id FROM product WHERE name LIKE 'Poulet%'")
        poulet = product.fetchone()[0]
        for subject in (f"payment:{first}", f"weights:6:{poulet}", "count:6", "sheet:6"):
            save_draft(paul(), subject, data)
        await press(pilot, *TONIGHT, "p", "escape", "K", "c", "escape", "escape")
        await press(pilot, "w", "text:poulet", "enter", "escape", "escape", "colon", "escape")
        assert pilot.app.is_running


@pytest.mark.long
async def test_a_membership_and_what_is_too_much(sample: Path) -> None:
    """R15, R22: both are said before Enter; an announced part is awaited, not received."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "p", "M", "text:15", "enter", "c", "text:60", "enter")
        await press(pilot, "text:771", "enter")
        shown = screen_text(pilot.app)
        assert "+ membership €15.00" in shown
        assert "Of it, €15.00 for the membership (cheque)." in shown
        assert "€12.00 goes to the older debt, €0.87 stays as credit." in shown
        await press(pilot, "enter")
        (payment,) = read_sheet(6).baskets[0].payments
        assert (str(payment.amount), str(read_sheet(6).baskets[0].balance)) == ("45.00", "0.87")
        await press(pilot, "j", "p", "t", "a", "enter")
        assert "announced" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert [one.pending for one in read_sheet(6).baskets[1].payments] == [True]
        assert check() == []


async def test_a_cheque_s_amount_typed_as_the_fee_is_asked_about(sample: Path) -> None:
    """R15: 480 instead of 10 is asked about before it stands beside the basket."""
    async with program(sample) as pilot:
        await press(pilot, "j", *TONIGHT, "p", "M", "text:480", "enter")
        shown = " ".join(screen_text(pilot.app).split())
        assert "480,00 €" in shown
        assert "10,00 €" in shown
        await press(pilot, "n")
        assert "480" not in screen_text(pilot.app)
