"""R55: the float of an evening is proposed from what the last one left in the box."""

from datetime import timedelta

from cagette_tui import i18n
from cagette_tui.model.acts.closing import move_cash, set_cash_float
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.depositing import make_deposit
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.group_money import read_float, read_left_in_box
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.refusals import NotFound
from cagette_tui.sentences.box import float_difference, left_text
from tests.world import START, World, euros, refused


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_what_the_last_evening_left(world: World) -> None:
    """R55: what was counted, and what came or went since; a difference is said."""
    basket = world.one_basket("12.00")
    next_one = world.distribution(START + timedelta(days=7))
    assert read_left_in_box(next_one) is None  # nobody has counted or certified
    set_cash_float(world.desk, 1, euros("50.00"))
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    close_count(world.desk, 1, euros("60.00"), shown_expected=euros("62.00"), explanation="pain")
    left = read_left_in_box(next_one)
    assert left is not None
    assert left.now == euros("60.00")
    assert plain(left_text(left)) == "Since Fri 20 Nov the box should hold €60.00."
    assert float_difference(euros("60.00"), left) == ""
    said = plain(float_difference(euros("58.50"), left))
    assert said == "-€1.50 to what was left on Fri 20 Nov (€60.00)."
    i18n.activate("fr")
    said = plain(float_difference(euros("61.00"), left))
    assert said == "+1,00 € par rapport à ce qui restait le ven. 20 nov. (60,00 €)."
    assert read_left_in_box(1) is None  # what comes later says nothing of what was before


def test_the_float_that_is_proposed(world: World) -> None:
    """R55: what was left, until somebody says another one; a float of nothing stays one."""
    basket = world.one_basket("12.00")
    next_one = world.distribution(START + timedelta(days=7))
    assert read_float(1).proposed == 0
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    close_count(world.desk, 1, euros("12.00"), shown_expected=euros("12.00"))
    assert (read_float(next_one).said, read_float(next_one).proposed) == (None, euros("12.00"))
    set_cash_float(world.desk, next_one, euros("0.00"))
    assert (read_float(next_one).said, read_float(next_one).proposed) == (0, 0)
    undo(world.desk, last_act("paul").act)
    assert read_float(next_one).proposed == euros("12.00")
    set_cash_float(world.desk, next_one, euros("11.50"))
    assert read_float(next_one).proposed == euros("11.50")
    move_cash(world.desk, None, euros("-40.00"), "prêt", day=START.date())
    other = world.distribution(START + timedelta(days=14))
    left = read_left_in_box(other)
    assert left is not None
    assert (left.now, read_float(other).proposed) == (euros("-28.00"), 0)


def test_what_went_to_the_bank_since(world: World) -> None:
    """R55, R56: a deposit is no longer in the box; one made after the next evening still was."""
    first = world.distribution(START - timedelta(days=14))
    next_one = world.distribution(START - timedelta(days=7))
    basket = world.basket(first, world.member("Ana"), "12.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    move_cash(world.desk, first, euros("-2.00"), "pain")
    close_count(world.desk, first, euros("10.00"), shown_expected=euros("10.00"))
    day = START.date()
    make_deposit(world.desk, (), cash=euros("7.00"), day=day + timedelta(days=-12))
    make_deposit(world.desk, (), cash=euros("1.00"), day=day + timedelta(days=-6))
    left = read_left_in_box(next_one)
    assert left is not None
    assert left.now == euros("3.00")
    refused(NotFound, lambda: read_left_in_box(99))
