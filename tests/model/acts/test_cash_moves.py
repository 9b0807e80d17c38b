"""What was put into the box or taken out of it, corrected (R20, R50)."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from cagette_tui.model.acts.closing import cancel_move, certify, move_cash, replace_move
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.refusals import (
    BadAmount,
    DistributionIsCertified,
    NotFound,
    OperationIsCancelled,
    ReasonNeeded,
)
from cagette_tui.model.tables.ledger import CashMove
from cagette_tui.money import MAXIMUM
from tests.shortcuts import expected_cash
from tests.world import World, euros, refused, settled_dump


@pytest.fixture
def bread(world: World) -> int:
    """Give 8.20 of bread, paid from the box; its number."""
    move_cash(world.desk, world.distribution(), euros("-8.20"), "pain")
    return CashMove.get().id


def test_never_taken_out(world: World, bread: int) -> None:
    """R20: cancelled with who, when and why; the box should hold it again; undone, it does not."""
    before = settled_dump()
    world.clock.advance(timedelta(minutes=5))
    cancel_move(world.other("anna"), bread, "payé par Seb")
    assert (expected_cash(1), read_sheet(1).cash_moves) == (0, ())
    row = CashMove.get_by_id(bread)
    assert (row.amount, row.reason) == (euros("-8.20"), "pain")
    assert (row.cancelled_by, row.cancelled_at, row.cancel_reason) == (
        "anna",
        world.clock.now(),
        "payé par Seb",
    )
    last = last_act("anna")
    assert last.kind is ActKind.CASH_MOVE
    undo(world.other("anna"), last.act)
    assert settled_dump() == before
    assert check() == []


def test_another_amount(world: World, bread: int) -> None:
    """R20: two rows, one act; what it was for stays, why it changed stands with the old one."""
    before = settled_dump()
    replace_move(world.desk, bread, euros("-2.80"), "ticket relu")
    (move,) = read_sheet(1).cash_moves
    assert (move.amount, move.reason, expected_cash(1)) == (
        euros("-2.80"),
        "pain",
        euros("-2.80"),
    )
    assert CashMove.get_by_id(bread).cancel_reason == "ticket relu"
    replace_move(world.desk, move.id, euros("2.80"), "c’était l’inverse")
    assert expected_cash(1) == euros("2.80")
    for _act in range(2):
        undo(world.desk, last_act("paul").act)
    assert settled_dump() == before
    assert check() == []


def test_refusals(world: World, bread: int) -> None:
    """Typed, and nothing changed."""
    refused(ReasonNeeded, lambda: cancel_move(world.desk, bread, ""))
    refused(ReasonNeeded, lambda: replace_move(world.desk, bread, Decimal(1), ""))
    for amount in (Decimal(0), MAXIMUM + 1, -MAXIMUM - 1):
        refused(BadAmount, partial(replace_move, world.desk, bread, amount, "erreur"))
    told = refused(NotFound, lambda: cancel_move(world.desk, 99, "erreur"))
    assert (told.what, told.number) == ("cash_move", 99)
    certify(world.desk, 1)
    for act in (cancel_move, partial(replace_move, amount=Decimal(1))):
        refused(DistributionIsCertified, partial(act, world.desk, bread, reason="erreur"))


def test_cancelled_already(world: World, bread: int) -> None:
    """R20: by whom and when is said."""
    cancel_move(world.other("anna"), bread, "erreur")
    for act in (cancel_move, partial(replace_move, amount=Decimal(1))):
        told = refused(OperationIsCancelled, partial(act, world.desk, bread, reason="encore"))
        assert told.by == "anna"
