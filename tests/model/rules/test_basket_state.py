"""One word for how a basket stands (R13, R17, R22, R32, R34)."""

from decimal import Decimal

import pytest

from cagette_tui.i18n import activate, current_language
from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.delivering import set_quantity
from cagette_tui.model.acts.drafts import baskets_typed, save_payment_draft
from cagette_tui.model.acts.paying import announce, pay, receive
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.basket_state import BasketState, amount_of, is_paid_in_part, state_of
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.payments import Part
from cagette_tui.sentences.states import basket_state
from cagette_tui.terminal import Terminal
from tests.world import World, euros


def paid(world: World, amount: str, *, older: str = "0.00") -> BasketView:
    """Give a basket of 20 euros of which so much was paid."""
    basket = world.one_basket("20.00", older=older)
    return pay(world.desk, basket.id, basket.version, [Part(Mode.CASH, euros(amount))], sure=True)


def test_before_validating(world: World) -> None:
    """R13, R17, R19, R22: what one has to know first, and what belongs to it."""
    fresh = world.one_basket("20.00")
    assert state_of(fresh) is BasketState.NO_MODE
    assert state_of(world.one_basket("20.00", older="20.00")) is BasketState.READY
    seen = receive(world.desk, fresh.id, fresh.version, Mode.CASH)
    assert (state_of(seen), is_paid_in_part(seen)) == (BasketState.READY, False)
    some = paid(world, "12.50")
    assert (state_of(some), is_paid_in_part(some)) == (BasketState.IN_PART, True)
    much = paid(world, "23.17")
    assert (state_of(much), amount_of(much, BasketState.TOO_MUCH)) == (
        BasketState.TOO_MUCH,
        euros("3.17"),
    )
    said = world.one_basket("20.00")
    said = announce(world.desk, said.id, said.version, Mode.TRANSFER)
    assert state_of(said) is BasketState.ANNOUNCED
    assert state_of(said, typed=True) is BasketState.TYPED


def test_validated(world: World) -> None:
    """R17, R41: a debt that remains, and an announced payment that nobody has seen yet."""
    some = paid(world, "8.00")
    some = validate(world.desk, some.id, some.version, accept=outcome_of(some))
    assert (state_of(some), amount_of(some, BasketState.LEFT_DEBT)) == (
        BasketState.LEFT_DEBT,
        euros("12.00"),
    )
    said = world.one_basket("20.00")
    said = announce(world.desk, said.id, said.version, Mode.TRANSFER)
    said = validate(world.desk, said.id, said.version, unseen=Unseen.AWAITED)
    assert state_of(said, typed=True) is BasketState.LEFT_DEBT


def test_absent(world: World) -> None:
    """R34: before and after it is validated, and where the debt is kept."""
    released, kept = world.one_basket("20.00"), world.one_basket("20.00")
    released = mark_absent(world.desk, released.id, released.version, release=True)
    kept = mark_absent(world.desk, kept.id, kept.version, release=False)
    assert {state_of(released), state_of(kept)} == {BasketState.ABSENT}
    released = validate(world.desk, released.id, released.version)
    kept = validate(world.desk, kept.id, kept.version)
    assert state_of(released) is BasketState.VALIDATED_ABSENT
    assert state_of(kept) is BasketState.LEFT_DEBT


def test_weights_come_first(world: World) -> None:
    """R32: until it is weighed nobody knows what is to pay."""
    chicken = world.product("11.90", "Poulet fermier", weighed=True)
    member = world.member("Poule")
    basket = world.basket(world.distribution(), member, products=((chicken, "2"),))
    assert state_of(basket) is BasketState.TO_WEIGH
    line = basket.lines[0].id
    basket = set_quantity(world.desk, line, basket.version, Decimal("1.75"))
    assert state_of(basket) is BasketState.NO_MODE


def test_what_was_typed_is_known_by_basket(world: World) -> None:
    """One's own drafts of payments, several baskets in one; no other draft, nobody else's."""
    one, two = world.one_basket("20.00"), world.one_basket("20.00")
    parts = [Part(Mode.CASH, euros("12.00"))]
    save_payment_draft(world.desk, [one.id, two.id], parts, with_debt=False)
    assert baskets_typed(world.desk) == {one.id, two.id}
    assert baskets_typed(world.other("zoé")) == frozenset()


@pytest.mark.parametrize("letters", ["utf-8", "ascii", "cp437"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_state_is_told_by_sign_and_word(world: World, language: str, letters: str) -> None:
    """Where there are no colours, and where characters lack."""
    basket, before = world.one_basket("20.00"), current_language()
    activate(language)
    try:
        texts = [Terminal(letters).shown(basket_state(basket, state)) for state in BasketState]
    finally:
        activate(before)
    assert len(set(texts)) == len(texts)
    words = [text[2:] for text in texts]
    assert "" not in words
    assert all(text[0] != " " and text[1] == " " for text in texts)
