"""An act on what changed since it was shown: refused with both values."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import adjust, open_balance
from cagette_tui.model.acts.changing import confirm
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.delivering import set_delivered, set_quantity
from cagette_tui.model.acts.paying import announce, receive
from cagette_tui.model.acts.piling import put_on_pile, remove_from_pile
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.group import SettingsChanged
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Outcome
from cagette_tui.model.rules.refusals import (
    BalanceMoved,
    BasketIsValidated,
    ExpectedMoved,
    NotPending,
    PileChanged,
)
from cagette_tui.sentences import sentence
from tests.world import World, euros, refused

WHO_AND_WHEN = "anna changed basket 1 at 19:05: "
UNWEIGHED = Outcome(unweighed=1)
AGAIN = ". Nothing was done: look again, then repeat."


@pytest.fixture(autouse=True)
def _in_english() -> None:
    i18n.activate("en")


@pytest.fixture
def shown(world: World) -> BasketView:
    """Give a basket as Paul sees it; five minutes later Anna acts."""
    product = world.product("2.50", "Carottes 1 kg")
    weighed = world.product("10.00", "Poulet", weighed=True)
    products = ((product, "3"), (weighed, "1"))
    basket = world.basket(world.distribution(), world.member("A"), products=products)
    world.clock.advance(timedelta(minutes=5))
    return basket


def told(world: World, shown: BasketView) -> str:
    """Return what Paul is told when he acts on what he sees."""
    problem = refused(
        BasketChanged, lambda: receive(world.desk, shown.id, shown.version, Mode.CASH)
    )
    text = sentence(problem).replace("\xa0", " ")
    assert text.startswith(WHO_AND_WHEN)
    assert text.endswith(AGAIN)
    return text.removeprefix(WHO_AND_WHEN).removesuffix(AGAIN)


def test_a_payment(world: World, shown: BasketView) -> None:
    """What was paid when it was shown, and what is now."""
    receive(world.other("anna"), shown.id, shown.version, Mode.CARD)
    assert told(world, shown) == "payment received: card €17.50, paid €0.00 → €17.50"


def test_a_delivery(world: World, shown: BasketView) -> None:
    """The quantity and the cost, before and after."""
    set_delivered(world.other("anna"), shown.lines[0].id, shown.version, False)
    assert told(world, shown) == "line delivered or not: Carottes 1 kg 3 → 0, cost €17.50 → €10.00"


def test_a_weight(world: World, shown: BasketView) -> None:
    """The weight and the cost, before and after."""
    set_quantity(world.other("anna"), shown.lines[1].id, shown.version, Decimal("1.35"))
    assert told(world, shown) == "quantity changed: Poulet 1 → 1.35, cost €17.50 → €21.00"


def test_a_state(world: World, shown: BasketView) -> None:
    """That it is absent, or was validated and reopened since."""
    anna = world.other("anna")
    after = mark_absent(anna, shown.id, shown.version, release=False)
    assert told(world, shown) == "marked absent"
    undo(anna, last_act("anna").act)
    after = world.again(after)
    after = validate(anna, after.id, after.version, mode=Mode.CASH, accept=UNWEIGHED)
    reopen_basket(anna, after.id, after.version, "erreur")
    assert told(world, shown).endswith("paid €0.00 → €17.50")


def test_several_acts(world: World, shown: BasketView) -> None:
    """The sums go from what was shown to what is there, over all that happened."""
    anna = world.other("anna")
    after = receive(anna, shown.id, shown.version, Mode.CARD)
    after = set_delivered(anna, after.lines[0].id, after.version, False)
    set_delivered(anna, after.lines[1].id, after.version, False)
    text = told(world, shown)
    assert "cost €17.50 → €0.00, paid €0.00 → €17.50" in text
    # Only what came after what one has seen.
    text = told(world, after)
    assert text == "line delivered or not: Poulet 1 → 0, cost €10.00 → €0.00"


def test_two_validations(world: World, shown: BasketView) -> None:
    """One wins, the other is told who and when; it is validated once."""
    anna = world.other("anna")
    validate(anna, shown.id, shown.version, mode=Mode.CARD, accept=UNWEIGHED)
    for act in (
        lambda: validate(world.desk, shown.id, shown.version, mode=Mode.CASH),
        lambda: validate(world.desk, shown.id, shown.version),
    ):
        problem = refused(BasketIsValidated, act)
        assert (problem.by, problem.at) == ("anna", world.clock.now())
        assert "anna" in sentence(problem)
        assert "19:05" in sentence(problem)
    (payment,) = world.again(shown).payments
    assert payment.mode is Mode.CARD


def test_an_account(world: World, shown: BasketView) -> None:
    """The balance that was shown, the one that is, who and when."""
    open_balance(world.other("anna"), shown.member_id, euros("5.00"), "reprise")
    problem = refused(
        BalanceMoved,
        lambda: adjust(world.desk, shown.member_id, euros("1.00"), "geste", shown=-shown.cost),
    )
    text = sentence(problem).replace("\xa0", " ")
    assert "-€17.50 and is -€12.50 now (anna" in text.replace("−", "-")
    assert "19:05" in text


def test_the_box(world: World, shown: BasketView) -> None:
    """What it should hold, who moved it and when."""
    receive(world.other("anna"), shown.id, shown.version, Mode.CASH)
    number = shown.distribution_id
    problem = refused(
        ExpectedMoved,
        lambda: close_count(world.desk, number, euros("0.00"), shown_expected=euros("0.00")),
    )
    assert (problem.shown, problem.now) == (0, euros("17.50"))
    assert problem.last is not None
    assert problem.last.who == "anna"
    assert "anna" in sentence(problem)


def test_the_pile(world: World, shown: BasketView) -> None:
    """The cheque that was there and the one that is, or none."""
    number, anna = shown.distribution_id, world.other("anna")
    put_on_pile(anna, number, euros("5.00"), None)
    put_on_pile(anna, number, euros("7.00"), None)
    first, second = read_pile(number).entries
    remove_from_pile(anna, number, first)
    problem = refused(PileChanged, lambda: remove_from_pile(world.desk, number, first))
    assert (problem.shown, problem.now) == (euros("5.00"), euros("7.00"))
    problem = refused(PileChanged, lambda: remove_from_pile(world.desk, number, second))
    assert (problem.shown, problem.now) == (euros("7.00"), None)
    assert "anna" in sentence(problem)


def test_an_announced_payment(world: World, shown: BasketView) -> None:
    """Two who see it at the bank: the second is told that it was seen, by whom and when."""
    (payment,) = announce(world.desk, shown.id, shown.version, Mode.TRANSFER).payments
    confirm(world.other("anna"), payment.id)
    text = sentence(refused(NotPending, lambda: confirm(world.desk, payment.id)))
    assert "anna" in text
    assert "19:05" in text


def test_the_settings(world: World) -> None:
    """Which, by whom and when."""
    from dataclasses import replace

    seen = read_settings()
    change_settings(world.other("anna"), seen, replace(seen, membership_months=6))
    wanted = replace(seen, name="Autre")
    problem = refused(SettingsChanged, lambda: change_settings(world.desk, seen, wanted))
    assert problem.names == ("membership_months",)
    assert "anna" in sentence(problem)
