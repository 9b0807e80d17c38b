"""R55: the float of an evening is proposed from what the last one left in the box."""

from datetime import timedelta

from cagette_tui import i18n
from cagette_tui.model.acts.closing import certify, leave_in_box, move_cash, set_cash_float
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.depositing import make_deposit
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.closing_reports import closing_reports, dry_run
from cagette_tui.model.reading.group_money import read_cash_to_deposit, read_float, read_left_in_box
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.next_float import MoreThanCounted, NotCounted
from cagette_tui.model.rules.refusals import DistributionIsCertified, NotFound
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


def test_what_is_said_to_stay(world: World) -> None:
    """R55, R61: what stays is said of the count, undone, and kept with the closing report."""
    basket = world.one_basket("12.00")
    next_one = world.distribution(START + timedelta(days=7))
    set_cash_float(world.desk, 1, euros("50.00"))
    refused(NotCounted, lambda: leave_in_box(world.desk, 1, euros("50.00")))
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    close_count(world.desk, 1, euros("62.00"), shown_expected=euros("62.00"))
    assert dry_run(1).stays_unsaid
    refused(MoreThanCounted, lambda: leave_in_box(world.desk, 1, euros("62.01")))
    leave_in_box(world.desk, 1, euros("40.00"))
    assert dry_run(1).stays == euros("40.00")
    undo(world.desk, last_act(world.desk.who).act)
    assert dry_run(1).stays is None
    leave_in_box(world.desk, 1, euros("50.00"))
    left = read_left_in_box(next_one)
    assert left is not None
    assert (left.now, left.set_aside, left.to_deposit) == (50, 12, 12)
    certify(world.desk, 1)
    assert closing_reports(1)[-1].data.left_in_box == euros("50.00")
    refused(DistributionIsCertified, lambda: leave_in_box(world.desk, 1, euros("0.00")))


def test_what_was_set_aside_goes_to_the_bank_first(world: World) -> None:
    """R55, R56: only a deposit of more than was set aside is taken from what stays."""
    basket = world.one_basket("12.00")
    next_one = world.distribution(START + timedelta(days=7))
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    close_count(world.desk, 1, euros("12.00"), shown_expected=euros("12.00"))
    leave_in_box(world.desk, 1, euros("8.00"))
    make_deposit(world.desk, (), cash=euros("3.00"))
    left = read_left_in_box(next_one)
    assert left is not None
    assert (left.now, left.to_deposit) == (8, 1)
    make_deposit(world.desk, (), cash=euros("2.00"))
    left = read_left_in_box(next_one)
    assert left is not None
    assert (left.now, left.to_deposit) == (7, 0)


def test_a_later_count_of_less_makes_it_unsaid(world: World) -> None:
    """R55: what was said to stay cannot be more than there is."""
    basket = world.one_basket("12.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    close_count(world.desk, 1, euros("12.00"), shown_expected=euros("12.00"))
    leave_in_box(world.desk, 1, euros("8.00"))
    close_count(world.desk, 1, euros("7.00"), shown_expected=euros("12.00"), explanation="recompté")
    assert dry_run(1).stays_unsaid


def test_what_cash_waits_for_the_bank(world: World) -> None:
    """R55, R56: what was counted and does not stay, until a deposit has taken it."""
    today = START.date() + timedelta(days=1)
    assert read_cash_to_deposit(today) == 0
    basket = world.one_basket("62.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    close_count(world.desk, 1, euros("62.00"), shown_expected=euros("62.00"))
    leave_in_box(world.desk, 1, euros("50.00"))
    assert read_cash_to_deposit(today) == euros("12.00")
    make_deposit(world.desk, [], cash=euros("10.00"))
    assert read_cash_to_deposit(today) == euros("2.00")
