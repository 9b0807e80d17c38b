"""What is answered on the screens reaches the books: notes, reasons, and every "no"."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cagette_tui import i18n, screens
from cagette_tui.model.acts.paying import announce
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import OperationView
from cagette_tui.model.rules.kinds import LETTERS, Mode
from cagette_tui.model.rules.outcome import NeedsAnswer, Outcome
from cagette_tui.model.rules.takings import takings
from cagette_tui.sample.__main__ import MOMENT
from cagette_tui.sentences import sentence
from cagette_tui.widgets.prompt import YES
from tests.screen_text import press, program, sample_copy, screen_text
from tests.world import World, euros

pytestmark = pytest.mark.long

TONIGHT = ("enter",)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    return sample_copy(tmp_path)


async def test_a_note_of_a_payment_for_several(sample: Path) -> None:
    """R15: what is noted in payment entry is kept, however many baskets one payment pays."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "space", "space", "p", "e", "enter")
        await press(pilot, "m", "text:pour la voisine", "enter", "enter")
        one, other = read_sheet(6).baskets[:2]
        assert [payment.reason for payment in (*one.payments, *other.payments)] == [
            "pour la voisine"
        ] * 2


async def test_announced_payments_of_several(sample: Path) -> None:
    """R15: before one payment replaces what was announced for several baskets, all is named."""
    desk = Desk("Paul", lambda: MOMENT)
    async with program(sample) as pilot:
        for basket in read_sheet(6).baskets[:2]:
            announce(desk, basket.id, basket.version, Mode.TRANSFER, euros("5.00"))
        await press(pilot, *TONIGHT, "space", "space", "p", "e", "enter", "enter")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "1 virement 5,00 €, 2 virement 5,00 €. Tout abandonner" in shown
        await press(pilot, "o")
        assert not any(one.announced for one in read_sheet(6).baskets[:2])


async def refunded(sample: Path, *keys: str) -> tuple[list[OperationView], str]:
    """Give back 20.00 from the first member's account, with a reason; return what that wrote."""
    async with program(sample) as pilot:
        member = read_sheet(6).baskets[0].member_id
        before = read_account(member).operations
        await press(pilot, *TONIGHT, "h", "r", "text:20", "enter", "e", "text:geste", "enter")
        await press(pilot, *keys)
        after = read_account(member).operations
        return list(after[len(before) :]), screen_text(pilot.app).replace("\xa0", " ")


async def test_both_reasons_of_a_refund_on_an_account(sample: Path) -> None:
    """R16: why it is given back, and why it is more than the credit, are both kept."""
    new, _shown = await refunded(sample, "a", "text:promis hier", "enter")
    assert [(one.amount, one.reason) for one in new] == [(euros("-20.00"), "geste; promis hier")]


async def test_money_that_joins_no_takings(sample: Path) -> None:
    """R21: `h` says that the money joins no distribution's takings."""
    new, _shown = await refunded(sample, "h", "enter", "text:promis hier", "enter")
    assert [(one.amount, one.distribution_id) for one in new] == [(euros("-20.00"), None)]


async def test_a_refund_corrected_beyond_the_credit(sample: Path) -> None:
    """R16, R20: the reason is asked once, and the refund is what it should have been."""
    async with program(sample) as pilot:
        member = read_sheet(6).baskets[0].member_id
        await press(pilot, *TONIGHT, "h", "r", "text:20", "enter", "e", "text:geste", "enter")
        await press(pilot, "h", "enter", "text:promis hier", "enter", "end", "enter")
        await press(pilot, *["backspace"] * 5, "text:25", "enter", "o")
        assert "promis" not in screen_text(pilot.app).splitlines()[-3]
        await press(pilot, "text:promis encore", "enter")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "Corrigé : espèces -25,00" in shown
        given = [one for one in read_account(member).operations if one.cancelled_at is None]
        assert given[-1].amount == euros("-25.00")


@pytest.mark.parametrize("key", ["escape", "enter", "n"])
async def test_giving_up_is_said(sample: Path, key: str) -> None:
    """R21: whoever leaves without an answer reads that nothing was recorded."""
    new, shown = await refunded(sample, key)
    assert new == []
    assert "Rien n’a été enregistré." in shown


@pytest.mark.parametrize(
    "keys",
    [
        ("E", "k", "R", "text:erreur", "enter", "c", "o"),  # another mode
        ("p", "c", "enter"),
        ("enter", "s", "text:40", "enter", "c"),
        ("enter", "M", "text:15", "enter", "c"),
    ],
)
async def test_a_cheque_without_an_answer_is_none(sample: Path, keys: tuple[str, ...]) -> None:
    """R15: Esc where a cheque's number is asked for books no cheque."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, *keys)
        assert "Numéro du chèque" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert not [one.cheque for one in read_sheet(6).baskets[0].payments if one.cheque]
        assert not takings(read_sheet(6)).membership
        assert "Numéro du chèque" not in screen_text(pilot.app)


@pytest.mark.parametrize(
    "keys",
    [
        ("h", "p", "text:20", "enter"),  # an account: how?
        ("h", "a", "g", "text:5", "enter"),  # … adjusted: why?
        ("h", "a", "d", "text:5", "enter"),  # … an older debt: why?
        ("enter", "s", "text:40", "enter", "e", "o", "r", "text:5", "enter"),  # given back: how?
        ("enter", "s", "text:40", "enter", "e"),  # a basket, too much: is that right?
        ("enter", "M", "text:15", "enter"),  # a membership: how?
        ("enter", "M", "text:15", "enter", "t"),  # … was it seen?
        ("E", "k", "R", "text:erreur", "enter", "t"),  # another mode?
    ],
)
async def test_whoever_gives_up_halfway_is_told(sample: Path, keys: tuple[str, ...]) -> None:
    """R15, R21, R50: something was answered already, and nothing came of it."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, *keys)
        assert "Rien n’a été enregistré." not in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "Rien n’a été enregistré." in screen_text(pilot.app)
        assert not read_sheet(6).baskets[0].announced
        assert not takings(read_sheet(6)).membership


def test_yes_and_no_are_the_same_keys_in_every_question() -> None:
    """R62: no choice anywhere in the screens takes a letter that elsewhere means yes or no."""
    taken = {
        (path.name, key.value)
        for path in Path(screens.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value != YES
        if {"o", "y", "n"}.intersection(key.value.casefold().split("/"))
    }
    assert taken == set()
    assert not {"o", "y", "n"}.intersection(LETTERS.values())


def test_weights_missing_alone() -> None:
    """R32, R41: where nothing but weights lack, no credit is spoken of."""
    i18n.activate("en")
    text = sentence(NeedsAnswer(Outcome(unweighed=2)))
    assert text == "2 weights missing: nobody has weighed them."
    assert "0.00" not in text


def test_reasons_are_one(world: World) -> None:
    """R16: a reason that says the same twice is written once."""
    from cagette_tui.model.acts.accounts import refund_account

    member = world.member("Zoé")
    refund_account(
        world.desk, member, Mode.CASH, euros("3.00"), "geste", shown=euros("0"), insist="geste"
    )
    assert read_account(member).operations[-1].reason == "geste"
