"""A product that did not come, in all its baskets, or of which a part came (R30, R31)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.delivering import set_delivered, set_quantity
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.checking.checking import check
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.product_plans import (
    plan_undelivered,
    plan_weights,
    share_out,
)
from cagette_tui.model.rules.products import LineInBasket, ProductUse
from cagette_tui.model.rules.refusals import (
    BadQuantity,
    NotByWeight,
)
from tests.model.acts.product_evening import baskets, delivered, ordered, use_of, validated
from tests.world import World, euros, refused


def test_undelivered_in_all_baskets(world: World) -> None:
    """R30, R31, R3: nothing is left of it but what was ordered; the fee goes with the line."""
    brioche = world.product("4.30", "Brioche 400 g", fee="5.00")
    number = ordered(world, brioche, "1", "2", "1")
    paid = baskets(number)[1]
    receive(world.desk, paid.id, paid.version, Mode.CASH)
    left = validated(world, number, 3)

    plan = plan_undelivered(use_of(number, brioche))
    assert plan.left_alone == (left,)
    assert plan.difference == euros("-13.55")  # 4.52 and 9.03
    assert [one.difference for one in plan.lines] == [euros("-4.52"), euros("-9.03")]
    assert [(one.cost, then.cost) for one, then in plan.baskets] == [
        (euros("7.52"), 3),
        (euros("12.03"), 3),
    ]
    assert carry_out(world.desk, plan) == 2

    first, second, third = baskets(number)
    for basket, quantity in ((first, 1), (second, 2)):
        line = basket.lines[0]
        assert (line.ordered, line.delivered, line.fee, line.total) == (quantity, 0, 0, 0)
        assert line.reason is Reason.UNDELIVERED
        assert basket.cost == 3
    assert (first.to_pay, first.balance, first.credit) == (3, -3, 0)
    # It had been paid: the credit is there at once (R17).
    assert (second.paid, second.difference, second.credit) == (
        euros("12.03"),
        euros("9.03"),
        second.balance,
    )
    assert third == left
    assert check() == []


def test_undelivered_in_some_baskets(world: World) -> None:
    """R31: marked ones alone; what others have neither changes nor holds it up."""
    brioche = world.product("4.30", "Brioche 400 g")
    number = ordered(world, brioche, "1", "2", "1", "3")
    first, second, third, fourth = baskets(number)
    left = validated(world, number, 4)
    only = frozenset({second.id, third.id, fourth.id})
    plan = plan_undelivered(use_of(number, brioche), only=only)
    assert [one.basket.number for one in plan.lines] == [2, 3]
    assert plan.left_alone == (left,)
    assert plan.difference == euros("-12.90")
    assert share_out(plan.use, Decimal(4), only) == {
        second.lines[0].id: 1,  # basket 4 has its three
        third.lines[0].id: 0,
    }
    # The first one changes meanwhile: that is none of these.
    set_quantity(world.desk, first.lines[0].id, first.version, Decimal(3))
    assert carry_out(world.desk, plan) == 2
    now = baskets(number)
    assert [one.lines[0].delivered for one in now] == [3, 0, 0, 3]
    assert [one.lines[0].reason for one in now][1:3] == [Reason.UNDELIVERED] * 2
    assert check() == []


def test_a_reason_that_was_given_already_stays(world: World) -> None:
    """R30: of a line that is at 0 already the plan changes nothing, least of all why."""
    bread = world.product("3.85", "Pain 500 g")
    number = ordered(world, bread, "1", "1")
    first = baskets(number)[0]
    set_delivered(world.desk, first.lines[0].id, first.version, False, reason=Reason.DAMAGED)
    plan = plan_undelivered(use_of(number, bread))
    assert [one.basket.number for one in plan.lines] == [2]
    assert [one.basket.number for one in plan.rows] == [1, 2]
    carry_out(world.desk, plan)
    assert [one.lines[0].reason for one in baskets(number)] == [Reason.DAMAGED, Reason.UNDELIVERED]


def test_several_pieces_in_one_basket(world: World) -> None:
    """R7, R31: one line per piece; the basket changes once, by all of them."""
    duck = world.product("16.75", "Cuisses de canard", weighed=True, fee="2.00")
    number, member = world.distribution(), world.member("A")
    world.basket(number, member, products=((duck, "0.599"), (duck, "0.561"), (duck, "0.552")))
    use = use_of(number, duck)
    assert (use.baskets, len(use.lines), use.ordered) == (1, 3, Decimal("1.712"))
    plan = plan_undelivered(use)
    # 10.23 + 9.58 + 9.43, each rounded by itself.
    assert [one.difference for one in plan.lines] == [
        euros("-10.23"),
        euros("-9.58"),
        euros("-9.43"),
    ]
    assert [after.cost for _before, after in plan.baskets] == [0]
    assert carry_out(world.desk, plan) == 1
    assert (baskets(number)[0].cost, baskets(number)[0].version) == (0, 2)


# What came is shared out


def test_twelve_ordered_eight_came(world: World) -> None:
    """R31: in the order of the baskets; the rest is undelivered."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4", "3", "5")
    use = use_of(number, eggs)
    assert use.ordered == 12
    shares = share_out(use, Decimal(8))
    assert list(shares.values()) == [4, 3, 1]
    assert carry_out(world.desk, plan_undelivered(use, shares)) == 1
    lines = [one.line for one in use_of(number, eggs).lines]
    assert [(one.ordered, one.delivered, one.reason) for one in lines] == [
        (4, 4, None),
        (3, 3, None),
        (5, 1, Reason.UNDELIVERED),
    ]
    assert baskets(number)[2].cost == euros("5.10")
    assert check() == []


@pytest.mark.parametrize(
    ("came", "shares"),
    [("12", [4, 5]), ("8", [4, 1]), ("5", [2, 0]), ("3", [0, 0]), ("1", [0, 0]), ("0", [0, 0])],
)
def test_what_validated_baskets_have_got_is_gone(
    world: World, came: str, shares: list[int]
) -> None:
    """R31, R33: basket 2 has its three; what is left goes to the others in their order."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4", "3", "5")
    validated(world, number, 2)
    use = use_of(number, eggs)
    found = share_out(use, Decimal(came))
    assert list(found.values()) == shares
    assert list(found) == [one.line.id for one in use.open_lines]


def test_who_is_absent_gets_the_rest(world: World) -> None:
    """R31, R34: whoever came for it is served first."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4", "3", "5")
    first = baskets(number)[0]
    mark_absent(world.desk, first.id, first.version, release=False)
    use = use_of(number, eggs)
    assert list(share_out(use, Decimal(9)).values()) == [1, 3, 5]
    assert list(share_out(use, Decimal(7)).values()) == [0, 3, 4]


def test_shared_by_hand(world: World) -> None:
    """R31: whoever stands at the table decides; a line that is not named gets nothing."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4", "3", "5")
    use = use_of(number, eggs)
    first, _second, third = (one.line.id for one in use.lines)
    plan = plan_undelivered(use, {first: Decimal(3), third: Decimal(5)})
    assert carry_out(world.desk, plan) == 2
    assert delivered(number, eggs) == [3, 0, 5]
    # More came after all: by hand it goes up again, to what was ordered.
    use = use_of(number, eggs)
    shares = {one.line.id: one.line.ordered for one in use.lines}
    assert carry_out(world.desk, plan_undelivered(use, shares)) == 2
    assert [one.line.reason for one in use_of(number, eggs).lines] == [None] * 3
    assert [one.cost for one in baskets(number)] == [euros("11.40"), euros("9.30"), euros("13.50")]


def test_what_is_sold_by_weight_is_shared_by_weight(world: World) -> None:
    """R31, R3: 2.5 kg for three; each line is rounded by itself."""
    cheese = world.product("19.80", "Tomme affinée", weighed=True, fee="5.00")
    number = ordered(world, cheese, "1.2", "1", "0.8")
    use = use_of(number, cheese)
    shares = share_out(use, Decimal("2.505"))
    assert list(shares.values()) == [Decimal("1.2"), 1, Decimal("0.305")]
    carry_out(world.desk, plan_undelivered(use, shares))
    # 0.305 × 19.80 × 1.05 = 6.34095
    assert use_of(number, cheese).lines[2].line.total == euros("6.34")


def test_a_share_that_nobody_weighed(world: World) -> None:
    """R32: the scales said 2.4; of a whole kilogram that is shared out they have said nothing."""
    cheese = world.product("19.80", "Tomme affinée", weighed=True)
    number = ordered(world, cheese, "2")
    use = use_of(number, cheese)
    carry_out(world.desk, plan_weights(use, {use.lines[0].line.id: Decimal("2.4")}))
    assert use_of(number, cheese).unweighed == 0
    use = use_of(number, cheese)
    carry_out(world.desk, plan_undelivered(use, share_out(use, Decimal(1))))
    assert use_of(number, cheese).unweighed == 1


@pytest.mark.parametrize("came", ["-1", "10001"])
def test_so_much_cannot_have_come(world: World, came: str) -> None:
    """R5: negative, or more than 10 000."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4")
    refused(BadQuantity, lambda: share_out(use_of(number, eggs), Decimal(came)))
    use = use_of(number, eggs)
    shares = {use.lines[0].line.id: Decimal(came)}
    refused(BadQuantity, lambda: plan_undelivered(use, shares))


def test_pieces_come_in_whole_numbers(world: World) -> None:
    """R7: half an egg did not come."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4")
    told = refused(NotByWeight, lambda: share_out(use_of(number, eggs), Decimal("2.5")))
    assert (told.product, told.quantity) == ("Œufs 6 pièces", Decimal("2.5"))


@given(
    wanted=st.lists(st.tuples(st.integers(1, 20_000), st.booleans()), min_size=1, max_size=8),
    came=st.integers(0, 100_000),
)
def test_no_more_than_came(wanted: list[tuple[int, bool]], came: int) -> None:
    """R31: never more than was ordered, nor than came; nothing is kept back; first come, first."""
    use = _use_in_memory(wanted)
    shares = share_out(use, Decimal(came) / 1000)
    gone = sum(quantity for quantity, gone in wanted if gone)
    waiting = [quantity for quantity, gone in wanted if not gone]
    given_out = [int(share * 1000) for share in shares.values()]
    assert sum(given_out) == min(max(came - gone, 0), sum(waiting))
    assert all(share <= quantity for share, quantity in zip(given_out, waiting, strict=True))
    short = [place for place, share in enumerate(given_out) if share < waiting[place]]
    assert not any(given_out[place] for place in short[1:])


def _use_in_memory(wanted: list[tuple[int, bool]]) -> ProductUse:
    lines = []
    for place, (quantity, gone) in enumerate(wanted, start=1):
        line = _line(place, Decimal(quantity) / 1000)
        lines.append(LineInBasket(_basket(place, gone), line))
    return ProductUse(1, "Tomme", "Chèvrerie", "Fromages", True, tuple(lines))


def _line(place: int, quantity: Decimal) -> LineView:
    names = ("Tomme", True, euros("5.50"), "Fromages", 1, None, 1)
    amounts = (quantity, quantity, euros("1.00"), euros("0.00"), euros("0.00"), euros("1.00"))
    return LineView(
        place, place, 1, 1, *names, *amounts, None, None, False, None, None, None, None, None
    )


def _basket(place: int, gone: bool) -> BasketView:
    world = World()
    at, by = (world.clock.now(), "paul") if gone else (None, None)
    who = (place, "A", None, True, False, False)
    return BasketView(
        place, 1, place, 1, *who, at, by, euros("1.00"), (), euros("0.00"), euros("0.00")
    )
