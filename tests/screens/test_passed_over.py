"""What a key must not pass over: the evening's transfers, what was typed, what waits elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from cagette_tui.model.acts.accounts import pay_account
from cagette_tui.model.acts.changing import correct_payment
from cagette_tui.model.acts.drafts import typed_payments
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import balance_of, read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.sample.__main__ import MOMENT
from tests.screen_text import press, program, sample_copy, screen_text
from tests.world import euros

pytestmark = pytest.mark.long

TONIGHT = ("enter",)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample; its first basket lacks 32.13."""
    return sample_copy(tmp_path)


def words(app: App[Any]) -> str:
    """Return what the screen shows, however its lines are broken."""
    return " ".join(screen_text(app).split())


def first() -> BasketView:
    """Read the first basket."""
    return read_sheet(6).baskets[0]


def noted() -> list[tuple[Mode | None, str, bool]]:
    """Return the payments of the first basket: mode, euros, whether it is only announced."""
    return [(one.mode, str(one.amount), one.pending) for one in first().payments]


ANNOUNCED = [(Mode.TRANSFER, "32.13", True)]
SEEN = [(Mode.TRANSFER, "32.13", False)]


@pytest.mark.parametrize(
    "keys",
    [
        ("t", "a"),
        ("T", "a"),
        ("v", "t", "a"),  # how was it paid?
        ("p", "t", "a", "enter", "enter"),
        ("t", "escape", "g", "a", "colon", "text:1 t", "enter", "escape"),
        ("g", "a", "space", "space", "t", "o"),  # marks
    ],
)
async def test_one_answer_wherever_the_letter_is_taken(sample: Path, keys: tuple[str, ...]) -> None:
    """R22: transfers of this evening are only announced: none is booked as seen."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, *keys)
        assert noted() == ANNOUNCED
        assert check() == []


@pytest.mark.long
async def test_the_answer_can_be_changed(sample: Path) -> None:
    """R22: by a key; by undo, which asks anew; and what was noted as seen may wait after all."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "t", "b")
        shown = words(pilot.app)
        assert "virement vu sur le compte : 32,13 €" in shown
        assert "(g change cela)" in shown
        assert noted() == SEEN
        await press(pilot, "g", "a", "t")
        assert "Est-il seulement annoncé ?" in words(pilot.app)
        await press(pilot, "o")
        assert noted() == ANNOUNCED
        await press(pilot, "u", "o")
        assert noted() == SEEN
        await press(pilot, "u", "o", "t")
        assert "vus sur le compte, ou seulement annoncés" in screen_text(pilot.app)
        await press(pilot, "a")
        assert noted() == ANNOUNCED
        assert check() == []


@pytest.mark.long
async def test_a_part_and_a_correction_say_it_too(sample: Path) -> None:
    """R20, R22: the last part by the same key; a correction by `t`, and the other way."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "p", "t", "b", "enter", "g", "enter")
        assert noted() == ANNOUNCED
        await press(pilot, "enter", "end", "enter", "enter", "text:t", "enter", "enter")
        assert noted() == SEEN
        (payment,) = first().payments
        assert payment.mode is not None
        paul = Desk("paul", lambda: MOMENT)
        correct_payment(paul, payment.id, amount=payment.amount, mode=payment.mode, pending=True)
        assert noted() == ANNOUNCED
        assert check() == []


TYPED = ("p", "e", "text:20", "enter", "escape")


@pytest.mark.long
@pytest.mark.parametrize(
    ("keys", "paid"),
    [
        (("E", "escape"), []),
        (("E", "x"), [(Mode.CASH, "32.13", False)]),
        (("e", "o"), [(Mode.CASH, "20.00", False)]),
        (("c", "x"), [(Mode.CHEQUE, "32.13", False)]),
        (("v", "o", "o"), [(Mode.CASH, "20.00", False)]),
        (("asterisk", "E", "o", "escape"), []),
        (("colon", "text:1 e", "enter", "escape"), []),
    ],
)
async def test_what_was_typed_is_not_passed_over(
    sample: Path, keys: tuple[str, ...], paid: list[object]
) -> None:
    """R63: a payment that was typed and not recorded is recorded or dropped, once that is said."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, *TYPED, *keys)
        assert noted() == paid
        assert bool(typed_payments("paul")) is not bool(paid)
        assert check() == []


@pytest.mark.long
async def test_money_on_the_account_while_the_basket_lacks_some(sample: Path) -> None:
    """R21, R22: it is asked whether it is for the basket; there it is booked once."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "h", "n", "text:32,13", "enter", "t", "text:promis", "enter")
        shown = words(pilot.app)
        assert "est-ce pour le panier 1 du ven. 20 nov., 32,13 € à payer ?" in shown
        assert "a non : sur le compte seul, le panier reste à payer" in shown
        await press(pilot, "o")
        assert noted() == ANNOUNCED
        assert check() == []


@pytest.mark.parametrize(
    ("key", "beside"), [("o", []), ("a", [("32.13", True)]), ("escape", [("32.13", True)])]
)
async def test_a_transfer_that_waits_on_the_account(
    sample: Path, key: str, beside: list[object]
) -> None:
    """R22: of the same amount it is the same one, or another: nothing is booked twice unasked."""
    async with program(sample) as pilot:
        member, before = first().member_id, balance_of(first().member_id)
        pay_account(
            Desk("paul", lambda: MOMENT),
            member,
            Mode.TRANSFER,
            euros("32.13"),
            "annoncé",
            shown=before,
            pending=True,
        )
        await press(pilot, *TONIGHT, "v", "t", "b", key)
        assert first().validated is (key != "escape")
        assert balance_of(member) == before + (euros("32.13") if key != "escape" else 0)
        waiting = [
            (str(one.amount), one.pending)
            for one in read_account(member).operations
            if one.pending and one.cancelled_at is None
        ]
        assert waiting == beside
        assert check() == []


async def test_a_number_typed_on_a_line(sample: Path) -> None:
    """R7: a cheque's number that lands on a line of pieces is asked about, and changes nothing."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "enter")
        before = first().cost
        line = next(one for one in first().lines if not one.weighed and one.delivered)
        for _each in range(line.position):
            await press(pilot, "down")
        await press(pilot, "4", "text:412", "enter")
        shown = words(pilot.app)
        assert "C’est bien cela ?" in shown
        assert "rien ne change" in shown
        await press(pilot, "escape")
        assert first().cost == before


async def test_an_act_on_a_line_names_its_product(sample: Path) -> None:
    """R30, R61: what Space did, and what undo would take back."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "enter", "space")
        (gone,) = (one for one in first().lines if not one.delivered)
        shown = words(pilot.app)
        assert f"✓ {gone.product} : non livré – à payer" in shown
        await press(pilot, "u")
        assert f"– {gone.product} –" in words(pilot.app)


async def test_a_refusal_stands_apart_from_what_was_done(sample: Path) -> None:
    """R62: the reason why a key did nothing has its own line and sign."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "enter", "space", "r")
        lines = screen_text(pilot.app).splitlines()
        said = next(n for n, line in enumerate(lines) if line.startswith(" ✓"))
        # What was done may take two lines, the second one set in.
        refused = next(n for n, line in enumerate(lines) if line.startswith(" ! "))
        assert all(line.startswith("   ") for line in lines[said + 1 : refused])
        assert refused > said


async def test_an_emptied_amount_is_proposed_again(sample: Path) -> None:
    """R5: Enter on nothing gives the proposal back, and says so; letters are told at once."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "p", "e", "v")
        assert "« v » ne fait pas partie d’un montant" in words(pilot.app)
        await press(pilot, "backspace", "enter")
        assert "32,13 est proposé de nouveau" in words(pilot.app)
        await press(pilot, "enter", "enter")
        assert noted() == [(Mode.CASH, "32.13", False)]
