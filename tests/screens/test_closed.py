"""What is closed says so, and how to go on: a validated basket, a certified distribution."""

from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest

from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import read_sheet
from tests.screen_text import press, program, sample_copy, screen_text
from tests.screens.test_acts import TONIGHT

pytestmark = pytest.mark.long

CERTIFIED = ("end", "enter")


async def test_keys_on_what_is_certified_say_why_they_do_nothing(tmp_path: Path) -> None:
    """R43: read-only; the key that opens it is named."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *CERTIFIED, "t")
        assert "La distribution est certifiée" in screen_text(pilot.app)
        await press(pilot, "enter", "e")
        assert "R, dans sa liste" in " ".join(screen_text(pilot.app).split())


async def test_keys_on_a_validated_basket_say_why_they_do_nothing(tmp_path: Path) -> None:
    """R33: and in the opened basket too."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *TONIGHT, "E", "up", "enter", "c")
        assert "Le panier 1 est validé" in screen_text(pilot.app)


async def test_a_transfer_larger_than_what_is_left_to_pay(tmp_path: Path) -> None:
    """R17, R41: awaited, the debt is what the basket lacks; the credit afterwards is told too."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *TONIGHT, "down", "down", "down", "down", "enter", "space", "v")
        text = screen_text(pilot.app).replace("\xa0", " ")
        assert "pas encore : dette de 29,48 € d’ici là, puis avoir de 31,21 €" in text
        await press(pilot, "a")
        assert read_sheet(6).baskets[4].to_pay == read_sheet(6).baskets[4].cost


async def test_an_account_asks_for_what_is_due_now(tmp_path: Path) -> None:
    """R18: an order of a later distribution counts (R11), but is not proposed for payment."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *TONIGHT, "h")
        member = read_sheet(6).baskets[0].member_id
        seen = read_account(member, 6)
        assert seen.due == seen.balance - seen.to_come
        assert seen.to_come == read_account(member).balance - seen.due
        assert f"dette {-seen.balance:.2f}".replace(".", ",") in screen_text(pilot.app)
        await press(pilot, "p")
        assert f"Montant reçu {-seen.due:.2f}".replace(".", ",") in screen_text(pilot.app)


async def test_the_deposit_slip_is_saved_where_it_is_read(tmp_path: Path) -> None:
    """A paper on the screen can be kept without going to the list of papers."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *TONIGHT, "C", "K", "p", "escape", "s", "s")
        await press(pilot, f"text:{tmp_path}/bordereau.txt", "enter")
        assert "Enregistré" in screen_text(pilot.app)
    assert "32,13" in (tmp_path / "bordereau.txt").read_text(encoding="utf-8")


async def test_after_validating_in_payment_entry_the_next_basket_is_under_the_cursor(
    tmp_path: Path,
) -> None:
    """The cursor goes to the next basket that is not validated."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *TONIGHT, "p", "e", "enter", "v")
        assert read_sheet(6).baskets[0].validated
        assert ">  2" in screen_text(pilot.app)


async def test_yes_to_what_a_sheet_line_asks_is_one_key(tmp_path: Path) -> None:
    """`!` is added to the refused line; anything else would replace it."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, *TONIGHT, "colon", "text:17 poulet 1,48 v", "enter")
        await press(pilot, "exclamation_mark", "enter", "escape")
        assert read_sheet(6).baskets[16].validated


async def test_a_sheet_line_typed_ahead_of_a_refusal_leaves_no_hole_unsaid(tmp_path: Path) -> None:
    """The refused line that another one replaces is named once that is done."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, *TONIGHT, "colon", "text:17 poulet 1,48 v", "enter", "text:18 E")
        await press(pilot, "enter")
        assert "NOT done: 17 poulet 1,48" in " ".join(screen_text(pilot.app).split())
        await press(pilot, "text:17 poulet 1,48 v", "enter", "text: !", "enter", "text:19 e")
        await press(pilot, "enter")
        told = " ".join(screen_text(pilot.app).split())
        assert "NOT done: 17 poulet 1,48 v · !" in told
        await press(pilot, "text:17 poulet 1,48 v", "enter", "text:17 poulet 1,48 v !", "enter")
        assert "NOT done" not in screen_text(pilot.app)
        sheet = read_sheet(6).baskets
        assert [one.validated for one in sheet[16:18]] == [True, True]


async def test_a_payment_cannot_join_what_is_certified(tmp_path: Path) -> None:
    """R43: where one came from is certified, and the question says why it is not offered."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, "end", "enter", "h", "p", "text:5", "enter", "e", "text:x", "enter", "a")
        shown = screen_text(pilot.app)
        assert "is certified and takes no more." in shown


async def test_a_payment_where_all_is_certified(tmp_path: Path) -> None:
    """R43: that it joins no takings is said, and not taken for granted."""
    sample = sample_copy(tmp_path)
    with closing(connect(sample)) as plain, plain:
        plain.execute("UPDATE distribution SET certified_at = starts_at, certified_by = 'anne'")
    async with program(sample, "en") as pilot:
        await press(pilot, "end", "enter", "h", "p", "text:5", "enter", "e", "text:x", "enter", "a")
        shown = screen_text(pilot.app)
        assert "is certified and takes no more." in shown
        assert "h outside all of them" in shown
        await press(pilot, "h", "enter")
        assert "credit €5.00" in screen_text(pilot.app)


async def test_a_number_typed_in_the_list(tmp_path: Path) -> None:
    """Digits alone do nothing there; the screen says where a number is typed."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, *TONIGHT, "1")
        assert "A basket's number: / finds it, : begins a line." in screen_text(pilot.app)
