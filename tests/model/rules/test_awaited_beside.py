"""What is awaited stands beside what is to collect; a validated basket says so (R17, R41)."""

from cagette_tui.model.acts.paying import announce, settle
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket_state import BasketState, state_of
from cagette_tui.model.rules.blocking import remaining
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen
from cagette_tui.model.rules.receiving import Validate
from cagette_tui.sentences.blocking import what_came
from cagette_tui.sentences.states import basket_state
from tests.world import World, euros


def test_a_transfer_that_is_awaited(world: World) -> None:
    """R41: it is no longer to collect here, no debt that was left, and it is named."""
    basket = announce_it(world)
    left = remaining(read_sheet(1))
    assert (left.to_collect, left.left_as_debt, left.awaited) == (0, 0, euros("18.00"))
    told = what_came(left).replace("\xa0", " ")
    assert told == "Expected in the box: €0.00 · 0 cheques (€0.00) · awaited: €18.00"
    assert what_came(left, 40) == "Box 0.00 · cheques 0.00 · awaited: 18.00"
    after = world.read(basket)
    assert state_of(after) is BasketState.LEFT_DEBT
    assert basket_state(after, BasketState.LEFT_DEBT) == "✓ debt 18.00"


def announce_it(world: World) -> int:
    """Validate a basket of 18.00 whose transfer was announced."""
    basket = world.one_basket("18.00")
    after = announce(world.desk, basket.id, basket.version, Mode.TRANSFER, euros("18.00"))
    settle(world.desk, [(basket.id, after.version)], Validate(None), unseen=Unseen.AWAITED)
    return basket.id
