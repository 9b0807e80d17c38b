"""Lines: what was delivered, weights, prices, absences (R3, R4, R7, R12, R30, R33, R34)."""

from decimal import Decimal
from functools import partial

import pytest

from cagette_tui.model.acts.absence import mark_absent, mark_present
from cagette_tui.model.acts.delivering import (
    add_line,
    new_order,
    set_delivered,
    set_price,
    set_quantity,
    set_reason,
)
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.product_plans import plan_price
from cagette_tui.model.rules.products import product_uses
from cagette_tui.model.rules.refusals import (
    BadAmount,
    BadQuantity,
    BasketIsValidated,
    FarPrice,
    LineUnchanged,
    MemberHasBasket,
    NotByWeight,
    NotFound,
)
from tests.world import World, euros, refused


def test_undelivered_keeps_what_was_ordered(world: World) -> None:
    """R30, R12: delivered becomes 0, ordered stays, the reason is kept, the order follows."""
    basket = world.one_basket("4.00", "3.00")
    after = set_delivered(
        world.desk, basket.lines[0].id, basket.version, False, reason=Reason.DAMAGED, note="cassé"
    )
    line = after.lines[0]
    assert (line.ordered, line.delivered, line.total) == (1, 0, 0)
    assert (line.reason, line.note) == (Reason.DAMAGED, "cassé")
    assert (after.cost, after.balance) == (euros("3.00"), euros("-3.00"))
    again = set_delivered(world.desk, line.id, after.version, True)
    assert (again.cost, again.lines[0].reason) == (euros("7.00"), None)


def test_weights_with_a_fee(world: World) -> None:
    """Worked case, R3: 1.35 × 11.90 with 2 %: fee 0.32, total 16.39."""
    chicken = world.product("11.90", "Poulet fermier", weighed=True, fee="2.00")
    basket = world.basket(world.distribution(), world.member("A"), products=((chicken, "1"),))
    after = set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal("1.35"))
    line = after.lines[0]
    assert (line.fee, line.total) == (euros("0.32"), euros("16.39"))
    assert (line.reason, line.weight_confirmed) == (Reason.WEIGHED, True)
    assert after.balance == euros("-16.39")


@pytest.mark.parametrize(
    ("quantity", "price", "total"), [("0.145", "1.00", "0.15"), ("1.005", "1.00", "1.01")]
)
def test_rounding(world: World, quantity: str, price: str, total: str) -> None:
    """Worked cases, R3: half up to the cent, line by line."""
    loose = world.product(price, "Tisane en vrac", weighed=True)
    basket = world.one_basket("1.00")
    after = add_line(world.desk, basket.id, basket.version, loose, Decimal(quantity))
    assert after.lines[1].total == euros(total)


def test_a_stated_total_until_the_line_changes(world: World) -> None:
    """Worked case, R4: 1.005 × 1.00 imported as 1,00 stays 1.00 until the line changes."""
    number = world.evening("2026-11-13").distribution_id
    basket, line = next(
        (basket, line)
        for basket in read_sheet(number).baskets
        for line in basket.lines
        if line.product == "Tisane en vrac" and line.ordered == Decimal("1.005")
    )
    assert line.total == euros("1.00")
    basket = set_price(world.desk, line.id, basket.version, euros("2.00"))
    assert next(one for one in basket.lines if one.id == line.id).total == euros("2.01")
    # As the file states it again, it costs what the member was told.
    basket = set_price(world.desk, line.id, basket.version, euros("1.00"))
    assert next(one for one in basket.lines if one.id == line.id).total == euros("1.00")
    assert check() == []


def test_a_fraction_asks_once_and_marks_the_product(world: World) -> None:
    """R7: refused for what is not sold by weight; yes marks the product."""
    basket = world.one_basket("4.00")
    line = basket.lines[0]
    told = refused(
        NotByWeight, lambda: set_quantity(world.desk, line.id, basket.version, Decimal("1.5"))
    )
    assert (told.product, told.quantity) == (line.product, Decimal("1.5"))
    basket = set_quantity(world.desk, line.id, basket.version, Decimal("1.5"), by_weight=True)
    assert (basket.cost, basket.lines[0].weighed) == (euros("6.00"), True)
    set_quantity(world.desk, line.id, basket.version, Decimal("1.25"))


def test_quantities_and_prices_that_make_no_sense(world: World) -> None:
    """R2, R5: negative or more than 10 000."""
    basket = world.one_basket("4.00")
    line = basket.lines[0].id
    for quantity in ("-1", "10001"):
        refused(
            BadQuantity,
            partial(set_quantity, world.desk, line, basket.version, Decimal(quantity)),
        )
    refused(BadAmount, lambda: set_price(world.desk, line, basket.version, euros("-1.00")))


@pytest.mark.parametrize(
    ("price", "asks"),
    [("20.00", True), ("19.99", False), ("0.80", True), ("0.81", False), ("0.00", False)],
)
def test_a_price_far_from_the_one_before_asks_once(world: World, price: str, asks: bool) -> None:
    """R7: five times higher or lower; in one basket, and in all of them."""
    basket = world.one_basket("4.00")
    line = basket.lines[0]
    (use,) = product_uses(read_sheet(basket.distribution_id))
    in_all = plan_price(use, euros(price))
    in_one = partial(set_price, world.desk, line.id, basket.version, euros(price))
    if asks:
        told = refused(FarPrice, in_one)
        assert (told.price, told.before) == (euros(price), euros("4.00"))
        refused(FarPrice, partial(carry_out, world.desk, in_all))
        assert read_sheet(basket.distribution_id).baskets[0].lines[0].price == euros("4.00")
    changed = in_one(sure=True) if asks else in_one()
    assert changed.lines[0].price == euros(price)
    assert check() == []


def test_imported_products_sold_by_weight(world: World) -> None:
    """R7: a fractional line, or a name that ends without a quantity and a unit."""
    sheet = read_sheet(world.evening().distribution_id)
    weighed = {line.product for basket in sheet.baskets for line in basket.lines if line.weighed}
    assert weighed == {
        "Poulet fermier",
        "Pintade",
        "Cuisses de canard",
        "Céleri-rave",
        "Potimarron",
        "Tomme affinée",
        "Faux-filet",
        "Tisane en vrac",
        "Vrac : noix",
    }


def test_a_piece_per_line(world: World) -> None:
    """R7: two pieces of one product weighed apart are two lines."""
    sheet = read_sheet(world.evening("2026-11-13").distribution_id)
    pieces = [
        line.delivered for line in sheet.baskets[0].lines if line.product == "Cuisses de canard"
    ]
    assert pieces == [Decimal("0.538"), Decimal("0.612")]


def test_a_validated_basket_does_not_change(world: World) -> None:
    """R33: no line, no reason, no absence."""
    basket = world.one_basket("4.00")
    basket = validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    line = basket.lines[0].id
    product = world.product("1.00")
    for act in (
        lambda: set_delivered(world.desk, line, basket.version, False),
        lambda: set_quantity(world.desk, line, basket.version, Decimal(2)),
        lambda: set_price(world.desk, line, basket.version, euros("1.00")),
        lambda: set_reason(world.desk, line, basket.version, Reason.ERROR),
        lambda: add_line(world.desk, basket.id, basket.version, product, Decimal(1)),
        lambda: mark_absent(world.desk, basket.id, basket.version, release=True),
    ):
        refused(BasketIsValidated, act)


@pytest.mark.parametrize(("release", "balance"), [(False, "-7.00"), (True, "0.00")])
def test_absent(world: World, release: bool, balance: str) -> None:
    """R34: the debt is kept, or the lines are released; nothing is received."""
    basket = world.one_basket("4.00", "3.00")
    basket = mark_absent(world.desk, basket.id, basket.version, release=release)
    assert (basket.absent, basket.payments, basket.on_the_spot) == (True, (), False)
    assert basket.balance == euros(balance)
    reasons = {line.reason for line in basket.lines}
    assert reasons == ({Reason.NOT_COLLECTED} if release else {None})
    basket = mark_present(world.desk, basket.id, basket.version)
    assert (basket.to_pay, basket.on_the_spot) == (euros("7.00"), True)


def test_one_order_operation(world: World) -> None:
    """R12: whatever happens to the lines, there is one order operation, minus their sum."""
    basket = world.one_basket("4.00", "3.00")
    basket = set_delivered(world.desk, basket.lines[0].id, basket.version, False)
    basket = add_line(world.desk, basket.id, basket.version, world.product("2.50"), Decimal(2))
    orders = [one.amount for one in read_account(basket.member_id).operations]
    assert orders == [euros("-8.00")]


def test_a_second_order_is_refused(world: World) -> None:
    """R19: one basket per member and distribution; a cancelled one comes again with its number."""
    number, member, product = world.distribution(), world.member("A"), world.product("2.00")
    first = new_order(world.desk, number, member, [(product, Decimal(1))])
    told = refused(
        MemberHasBasket, lambda: new_order(world.desk, number, member, [(product, Decimal(1))])
    )
    assert told.number == first.number
    undo(world.desk, last_act("paul").act)
    assert read_sheet(number).baskets == ()
    again = new_order(world.desk, number, member, [(product, Decimal(3))])
    assert (again.number, again.cost) == (first.number, euros("6.00"))
    assert check() == []


def _weighed(world: World) -> tuple[BasketView, LineView]:
    """Give a basket with a chicken ordered as 1 and weighed as 1.35."""
    chicken = world.product("11.90", "Poulet fermier", weighed=True)
    basket = world.basket(world.distribution(), world.member("A"), products=((chicken, "1"),))
    assert basket.unweighed == 1
    basket = set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal("1.35"))
    assert basket.unweighed == 0
    return basket, basket.lines[0]


def test_delivered_again_must_be_weighed_again(world: World) -> None:
    """R32: back to the quantity ordered, which nobody weighed."""
    basket, line = _weighed(world)
    basket = set_delivered(world.desk, line.id, basket.version, False)
    basket = set_delivered(world.desk, line.id, basket.version, True)
    assert (basket.lines[0].delivered, basket.unweighed) == (1, 1)


def test_present_again_is_as_it_was_weighed(world: World) -> None:
    """R32, R34: lines that were released come back with what the scales said."""
    basket, _ = _weighed(world)
    basket = mark_absent(world.desk, basket.id, basket.version, release=True)
    assert (basket.cost, basket.unweighed) == (0, 0)
    basket = mark_present(world.desk, basket.id, basket.version)
    assert (basket.lines[0].delivered, basket.unweighed) == (Decimal("1.350"), 0)


def test_a_whole_weight_that_was_confirmed(world: World) -> None:
    """R32: 1.000 on the scales is a weight."""
    basket, line = _weighed(world)
    basket = set_quantity(world.desk, line.id, basket.version, Decimal("1"))
    assert (basket.unweighed, basket.lines[0].reason) == (0, None)


def test_weight_nought_is_not_weighed(world: World) -> None:
    """R30: a weighed line that becomes 0 was not delivered."""
    basket, line = _weighed(world)
    basket = set_quantity(world.desk, line.id, basket.version, Decimal(0))
    assert (basket.lines[0].reason, basket.cost) == (Reason.UNDELIVERED, 0)


@pytest.mark.parametrize("reason", [one for one in Reason if one is not Reason.CANCELLED])
def test_every_reason(world: World, reason: Reason) -> None:
    """R30: each reason is kept with its note, until the line is delivered after all."""
    basket = world.one_basket("4.00", "3.00")
    line = basket.lines[0].id
    basket = set_delivered(
        world.desk, line, basket.version, False, reason=reason, note="voir cahier"
    )
    kept = basket.lines[0]
    assert (kept.ordered, kept.delivered, kept.reason, kept.note) == (1, 0, reason, "voir cahier")
    basket = set_reason(world.desk, line, basket.version, Reason.RETURNED)
    assert (basket.lines[0].reason, basket.lines[0].note) == (Reason.RETURNED, None)
    basket = set_delivered(world.desk, line, basket.version, True)
    assert (basket.lines[0].reason, basket.cost, basket.balance) == (None, 7, -7)


def test_less_than_ordered(world: World) -> None:
    """R30, R3: two of three came: one lacks, undelivered unless another reason is given."""
    eggs = world.product("3.50", "Œufs", fee="2.00")
    basket = world.basket(world.distribution(), world.member("A"), products=((eggs, "3"),))
    basket = set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal(2))
    line = basket.lines[0]
    assert (line.ordered, line.delivered, line.reason) == (3, 2, Reason.UNDELIVERED)
    assert (line.fee, line.total, basket.balance) == (
        euros("0.14"),
        euros("7.14"),
        euros("-7.14"),
    )
    basket = set_quantity(
        world.desk, line.id, basket.version, Decimal(2), reason=Reason.DAMAGED, note="cassés"
    )
    assert (basket.lines[0].reason, basket.lines[0].note) == (Reason.DAMAGED, "cassés")
    basket = set_quantity(world.desk, line.id, basket.version, Decimal(3))
    assert (basket.lines[0].reason, basket.cost) == (None, euros("10.71"))


def test_absent_after_paying(world: World) -> None:
    """R34, R17: what was paid for a released basket is credit; for a kept one nothing moves."""
    for release, credit in ((True, "4.00"), (False, "0.00")):
        basket = world.one_basket("4.00")
        basket = receive(world.desk, basket.id, basket.version, Mode.CARD)
        basket = mark_absent(world.desk, basket.id, basket.version, release=release)
        assert (basket.credit, basket.balance) == (euros(credit), euros(credit))
        refused(
            LineUnchanged,
            partial(mark_absent, world.desk, basket.id, basket.version, release=True),
        )


def test_what_is_not_there(world: World) -> None:
    """A line, basket, product, member or distribution that is not there is named."""
    basket = world.one_basket("4.00")
    one = Decimal(1)
    member = world.member("B")
    for what, act in {
        "line": lambda: set_delivered(world.desk, 999, 1, False),
        "basket": lambda: mark_absent(world.desk, 999, 1, release=True),
        "product": lambda: add_line(world.desk, basket.id, basket.version, 999, one),
        "member": lambda: new_order(world.desk, basket.distribution_id, 999, []),
        "distribution": lambda: new_order(world.desk, 999, member, []),
    }.items():
        told = refused(NotFound, act)
        assert (told.what, told.number) == (what, 999)


def test_a_new_line(world: World) -> None:
    """R2, R3, R7, R12: at the catalogue's price and fee; 0 and fractions of pieces are refused."""
    honey = world.product("7.25", "Miel 500 g", fee="2.00")
    basket = world.one_basket("4.00")
    for quantity in ("0", "-1", "10000.001"):
        told = refused(
            BadQuantity,
            partial(add_line, world.desk, basket.id, basket.version, honey, Decimal(quantity)),
        )
        assert told.quantity == Decimal(quantity)
    asked = refused(
        NotByWeight,
        lambda: add_line(world.desk, basket.id, basket.version, honey, Decimal("0.5")),
    )
    assert asked.product == "Miel 500 g"
    basket = add_line(world.desk, basket.id, basket.version, honey, Decimal(2))
    line = basket.lines[1]
    assert (line.fee, line.total, basket.balance) == (
        euros("0.29"),
        euros("14.79"),
        euros("-18.79"),
    )
