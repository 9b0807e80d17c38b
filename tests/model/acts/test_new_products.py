"""What no file of orders has is entered at the table: returned jars, a rebate (R3, R8, R53)."""

from decimal import Decimal

from cagette_tui.model.acts.delivering import add_new_product, set_quantity, set_reason
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.kinds import Reason
from cagette_tui.model.rules.members import BadName
from cagette_tui.model.rules.refusals import BadAmount, NotFound
from cagette_tui.model.rules.takings import vendors
from cagette_tui.model.rules.unpaid import newly_paid, newly_unpaid
from cagette_tui.sentences.producers import about_producers
from tests.world import World, euros, refused


def test_returned_jars(world: World) -> None:
    """Worked case, R8: returned jars −0.50 × 4 with a basket of 5.60 cost 3.60; R53: so much less.

    No fee comes on top of the price that is typed (R3).
    """
    product = world.product("5.60", "Miel", fee="2.00")
    basket = world.basket(world.distribution(), world.member("A"), products=((product, "1"),))
    of_miel = basket.lines[0]
    paid = vendors(read_sheet(1))[0].gross
    after = add_new_product(
        world.desk,
        basket.id,
        basket.version,
        of_miel.catalogue_id,
        "  bocal   rendu ",
        euros("-0.50"),
        Decimal(4),
    )
    line = after.lines[1]
    assert (line.product, line.total, line.fee) == ("bocal rendu", euros("-2.00"), 0)
    assert after.cost == of_miel.total - 2
    assert vendors(read_sheet(1))[0].gross == paid - 2
    this, price = (after.id, after.version, of_miel.catalogue_id), euros("-0.40")
    again = add_new_product(world.desk, *this, "bocal rendu", price, Decimal(1))
    assert again.lines[2].product_id == line.product_id
    assert again.lines[2].total == euros("-0.40")
    undo(world.desk, last_act(world.desk.who).act)
    assert world.read(basket.id).cost == after.cost
    assert check() == []


def test_what_is_no_product(world: World) -> None:
    """R8: a name, a price that is not 0, a catalogue that is there; else nothing is done."""
    basket = world.one_basket("5.60")
    catalogue = basket.lines[0].catalogue_id
    this = (world.desk, basket.id, basket.version)
    refused(BadName, lambda: add_new_product(*this, catalogue, " ", euros("1.00"), Decimal(1)))
    refused(BadAmount, lambda: add_new_product(*this, catalogue, "x", euros("0.00"), Decimal(1)))
    refused(NotFound, lambda: add_new_product(*this, 99, "x", euros("1.00"), Decimal(1)))
    assert world.read(basket.id) == basket


def test_for_what_the_producer_is_not_paid(world: World) -> None:
    """R30, R53: what lacks, unless we spoiled it, gave it away or nobody fetched it."""
    product = world.product("2.50", "Carottes")
    basket = world.basket(world.distribution(), world.member("A"), products=((product, "3"),))
    line = basket.lines[0].id
    less = set_quantity(world.desk, line, basket.version, Decimal(1))
    assert [(one.product, lacks) for one, lacks in newly_unpaid(basket, less)] == [("Carottes", 2)]
    assert about_producers(basket, less) == "The producer is not paid for 2 × Carottes."
    spoiled = set_reason(world.desk, line, less.version, Reason.DAMAGED)
    assert [one.product for one in newly_paid(less, spoiled)] == ["Carottes"]
    assert about_producers(less, spoiled) == "The producer is paid for Carottes."
    assert about_producers(spoiled, spoiled) == ""


def test_more_than_ordered_is_not_delivered_in_part(world: World) -> None:
    """R35: a line of which more came than was ordered has no reason any longer."""
    product = world.product("2.50", "Carottes")
    basket = world.basket(world.distribution(), world.member("A"), products=((product, "3"),))
    line = basket.lines[0].id
    less = set_quantity(world.desk, line, basket.version, Decimal(2))
    assert less.lines[0].reason is Reason.UNDELIVERED
    more = set_quantity(world.desk, line, less.version, Decimal(4))
    assert more.lines[0].reason is None
