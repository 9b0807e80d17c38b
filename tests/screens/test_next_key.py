"""What the next key is about: what was just written; and no text is asked for that is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.kinds import Mode
from tests.screen_text import press, program, sample_copy, screen_text
from tests.world import World, euros

pytestmark = pytest.mark.long

TONIGHT = ("enter",)
CATALOGUE = ("down", "enter", "enter")  # whose product it is, and how many


def plain(pilot: Any) -> str:
    """Give what is shown, blanks as one types them."""
    return " ".join(screen_text(pilot.app).split())


def is_asking(pilot: Any) -> bool:
    """Whether something is asked."""
    return bool(pilot.app.screen.bottom.is_asking)


def cursor_line(pilot: Any) -> str:
    """Give the highlighted row."""
    lines = (line for line in screen_text(pilot.app).splitlines() if line.startswith(">"))
    return " ".join(next(lines).split())


@pytest.mark.parametrize(
    ("keys", "product"),
    [
        (("a", "text:cidre brut", "enter", "enter"), "Cidre brut"),
        (("a", "text:Bocaux rendus", "enter", "text:-2", "enter", *CATALOGUE), "Bocaux"),
    ],
)
async def test_the_cursor_is_on_the_product_that_was_added(
    tmp_path: Path, keys: tuple[str, ...], product: str
) -> None:
    """R31, R8: Enter behind it is about that product, listed or new."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *TONIGHT, "enter", *keys)
        assert product in cursor_line(pilot)
        await press(pilot, "enter")
        assert product in plain(pilot).split(" : changer quoi ?")[0][-60:]


@pytest.mark.parametrize("filtered", [False, True])
async def test_the_cursor_is_on_the_payment_that_was_made(tmp_path: Path, filtered: bool) -> None:
    """R20: on an account `d` behind a payment is about that one, and says which it is."""
    async with program(sample_copy(tmp_path)) as pilot:
        member = read_sheet(6).baskets[0].member_id
        await press(pilot, *TONIGHT, "h")
        if filtered:
            await press(pilot, "slash", "text:retrait", "enter")
        await press(pilot, "p", "text:3,21", "enter", "e", "text:acompte", "enter", "a", "a")
        newest = max(one.id for one in read_account(member).operations)
        assert "3,21" in cursor_line(pilot)
        await press(pilot, "d")
        assert "Annuler espèces 3,21 € du ven. 20 nov." in plain(pilot)
        await press(pilot, "text:erreur", "enter")
        cancelled = [one.id for one in read_account(member).operations if one.cancelled_at]
        assert newest in cancelled


async def test_an_adjustment_is_named_too(tmp_path: Path) -> None:
    """R21: what has no mode is called what it is, in English."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, *TONIGHT, "h", "a", "g", "text:5", "enter", "text:gift")
        await press(pilot, "enter", "enter", "y")
        assert "5.00" in cursor_line(pilot)
        await press(pilot, "d")
        assert "Cancel adjustment €5.00 of Fri 20 Nov: why, in a few words?" in plain(pilot)


async def test_a_payment_of_a_basket_says_how_it_was_paid(tmp_path: Path) -> None:
    """R20: in a basket, `d` names mode, amount and day before it asks why."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *TONIGHT, "enter", "e", "end", "d")
        assert "Annuler espèces 32,13 € du ven. 20 nov." in plain(pilot)


async def test_the_second_payment_of_a_basket_is_under_the_cursor(tmp_path: Path) -> None:
    """R20: an extra payment made from the row of the first one is what `d` is about."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *TONIGHT, "enter", "e", "end", "s", "text:2", "enter", "b", "o", "d")
        assert "Annuler carte bancaire 2,00 €" in plain(pilot)


def certified_cheque(world: World) -> None:
    """Certify an evening of one basket that was paid by cheque."""
    basket = world.one_basket("20.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CHEQUE)
    close_count(world.desk, 1, euros("0.00"), shown_expected=euros("0.00"))
    certify(world.desk, 1)


@pytest.mark.parametrize("key", ["d", "enter"])
async def test_what_is_certified_is_refused_before_a_text_is_asked(
    world: World, database_file: Path, key: str
) -> None:
    """R43, R20: on an account, a payment of a certified evening is not cancelled nor changed."""
    certified_cheque(world)
    async with program(database_file) as pilot:
        await press(pilot, "enter", "h")
        assert "chèque" in cursor_line(pilot)
        await press(pilot, key)
        assert "! " in screen_text(pilot.app)
        assert "certifiée" in plain(pilot)
        assert not is_asking(pilot)


async def test_what_the_bank_sent_back_is_not_sent_back_twice(
    world: World, database_file: Path
) -> None:
    """R24: said at once, before the reason and the bank's fee are asked."""
    certified_cheque(world)
    async with program(database_file) as pilot:
        await press(pilot, "enter", "h", "b", "text:sans provision", "enter", "enter")
        await press(pilot, "slash", "text:chèque", "enter", "home", "b")
        assert "! " in screen_text(pilot.app)
        assert "n’est pas possible ici" not in plain(pilot)
        assert not is_asking(pilot)


@pytest.mark.parametrize("keys", [("p",), ("enter", "p"), ("enter", "s")])
async def test_nobody_types_a_payment_of_who_is_absent(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    """R34: refused at once, where it was refused after the amounts."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *TONIGHT, "A", "d", *keys)
        shown = plain(pilot)
        assert "absent" in shown
        assert "! " in shown
        assert not is_asking(pilot)
