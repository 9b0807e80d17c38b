"""An evening on which several baskets ordered one product, and what became of it."""

from decimal import Decimal

from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.products import ProductUse, product_use
from cagette_tui.model.tables.journal import JournalEntry
from tests.world import World


def use_of(number: int, product: int) -> ProductUse:
    """Read what was ordered and delivered of a product."""
    found = product_use(read_sheet(number), product)
    assert found is not None
    return found


def ordered(world: World, product: int, *quantities: str) -> int:
    """Make a distribution whose baskets 1, 2, … each ordered so much, and something for 3.00."""
    number, other = world.distribution(), world.product("3.00")
    for place, quantity in enumerate(quantities, start=1):
        member = world.member(f"Membre {place}")
        world.basket(number, member, products=((product, quantity), (other, "1")))
    return number


def baskets(number: int) -> tuple[BasketView, ...]:
    """Read the baskets."""
    return read_sheet(number).baskets


def validated(world: World, number: int, place: int) -> BasketView:
    """Validate the basket at a place, paid in cash."""
    basket = baskets(number)[place - 1]
    return validate(world.desk, basket.id, basket.version, mode=Mode.CASH)


def entries(act: int) -> list[JournalEntry]:
    """Read the journal entries of an act."""
    return list(JournalEntry.select().where(JournalEntry.act == act).order_by(JournalEntry.id))


def delivered(number: int, product: int) -> list[Decimal]:
    """Return what is delivered of a product, line by line."""
    return [one.line.delivered for one in use_of(number, product).lines]
