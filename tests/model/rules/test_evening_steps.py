"""What comes next on an evening (R43, R50, R51, R52)."""

from cagette_tui.i18n import activate, current_language
from cagette_tui.model.acts.closing import set_cash_float
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.piling import put_on_pile
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.pile import pile_of, read_pile
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.evening_steps import (
    EveningStep,
    StepKind,
    evening_steps,
    next_step,
    pile_beside,
)
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.takings import takings
from cagette_tui.sentences.evening_steps import steps_text
from tests.world import World, euros


def steps(number: int) -> tuple[EveningStep, ...]:
    """Give the steps of a distribution as they are now."""
    sheet = read_sheet(number)
    return evening_steps(sheet, pile_of(sheet), takings(sheet).expected_cash)


def cheque_of(basket: BasketView) -> int:
    """Give the number of the cheque that pays a basket."""
    cheque = basket.payments[0].cheque
    assert cheque is not None
    return cheque.id


def told(number: int) -> str:
    """Say them in French."""
    before = current_language()
    activate("fr")
    try:
        return steps_text(steps(number))
    finally:
        activate(before)


def test_from_the_first_basket_to_the_last_word(world: World) -> None:
    """R43, R50, R52: what is over, what is next; a cheque that comes later opens its step again."""
    one, two = world.one_basket("20.00"), world.one_basket("30.00")
    number = one.distribution_id
    assert told(number) == "→ paniers 0/2 · caisse · chèques · certifier"
    one = validate(world.desk, one.id, one.version, mode=Mode.CHEQUE)
    assert told(number) == "→ paniers 1/2 · caisse · chèques 0/1 · certifier"
    validate(world.desk, two.id, two.version, mode=Mode.CASH)
    assert told(number) == "✓ paniers · → caisse · chèques 0/1 · certifier"
    close_count(world.desk, number, euros("30.00"), shown_expected=euros("30.00"))
    assert told(number) == "✓ paniers · ✓ caisse · → chèques 0/1 · certifier"
    put_on_pile(world.desk, number, euros("20.00"), cheque_of(one))
    assert told(number) == "✓ paniers · ✓ caisse · ✓ chèques · → certifier"
    three = world.one_basket("10.00")
    receive(world.desk, three.id, three.version, Mode.CHEQUE)
    assert told(number) == "→ paniers 2/3 · ✓ caisse · chèques 1/2 · certifier"


def test_a_count_that_is_no_longer_true_is_made_again(world: World) -> None:
    """R51: what is expected has moved."""
    one = world.one_basket("20.00")
    number = one.distribution_id
    validate(world.desk, one.id, one.version, mode=Mode.CASH)
    close_count(world.desk, number, euros("20.00"), shown_expected=euros("20.00"))
    set_cash_float(world.desk, number, euros("50.00"))
    following = next_step(steps(number))
    assert next_step(()) is None
    assert following is not None
    assert following.kind is StepKind.BOX


def test_an_empty_box_and_no_cheque_need_nothing(world: World) -> None:
    """R50: all was paid by card; before the last basket nobody knows that yet."""
    one = world.one_basket("20.00")
    number = one.distribution_id
    assert not any(step.is_over for step in steps(number))
    validate(world.desk, one.id, one.version, mode=Mode.CARD)
    assert told(number) == "✓ paniers · ✓ caisse · ✓ chèques · → certifier"


def test_a_pile_read_before_stands_beside_what_there_is_now(world: World) -> None:
    """R15: a cheque whose amount was changed since is no longer as the pile has it."""
    one, two = world.one_basket("20.00"), world.one_basket("30.00")
    number = one.distribution_id
    one = receive(world.desk, one.id, one.version, Mode.CHEQUE)
    put_on_pile(world.desk, number, euros("20.00"), cheque_of(one))
    before = read_pile(number)
    receive(world.desk, two.id, two.version, Mode.CHEQUE)
    assert pile_beside(read_sheet(number), before) == read_pile(number)
