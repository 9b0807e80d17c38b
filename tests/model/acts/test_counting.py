"""The cash box counted: expected, counted, difference, explanation (R50, R51)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cagette_tui.model.acts.closing import certify, move_cash, set_cash_float
from cagette_tui.model.acts.counting import (
    CountDraft,
    close_count,
    count_draft,
    current_count,
    draft_of,
    save_count_draft,
)
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.counting import BadCheques
from cagette_tui.model.rules.evening import BesideBox, CountView
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.notes_and_coins import (
    COINS,
    NOTES,
    VALUES,
    in_order,
    pieces_from_json,
    pieces_to_json,
    total_of,
)
from cagette_tui.model.rules.refusals import (
    BadAmount,
    BadPieces,
    DistributionIsCertified,
    ExpectedMoved,
    ExplanationNeeded,
    NotFound,
)
from cagette_tui.model.tables.box import CashCount, Draft
from cagette_tui.model.tables.journal import JournalEntry
from tests.shortcuts import expected_cash
from tests.world import World, euros, refused

PIECES = {euros("20.00"): 2, euros("5.00"): 1, euros("2.00"): 3, euros("0.01"): 4}  # 51.04


def _evening(world: World) -> int:
    """A float of 40 and 11.04 in cash: 51.04 is expected."""
    basket = world.one_basket("11.04")
    set_cash_float(world.desk, basket.distribution_id, euros("40.00"))
    receive(world.desk, basket.id, basket.version, Mode.CASH)
    return basket.distribution_id


def _count(world: World, number: int, counted: Any, why: str | None = None) -> None:
    close_count(world.desk, number, counted, shown_expected=expected_cash(number), explanation=why)


def test_notes_and_coins() -> None:
    """Seven notes, eight coins, from 500 € to 1 cent."""
    assert [str(value) for value in VALUES] == [
        "500.00", "200.00", "100.00", "50.00", "20.00", "10.00", "5.00",
        "2.00", "1.00", "0.50", "0.20", "0.10", "0.05", "0.02", "0.01",
    ]  # fmt: skip
    assert (len(NOTES), len(COINS)) == (7, 8)
    assert total_of(PIECES) == euros("51.04")
    assert total_of({}) == 0
    shuffled = {Decimal("0.5"): 0, Decimal("0.01"): 4, Decimal(5): 1}
    assert in_order(shuffled) == {Decimal(5): 1, Decimal("0.01"): 4}
    assert pieces_to_json(shuffled) == '{"500": 1, "1": 4}'
    assert pieces_from_json(pieces_to_json(PIECES)) == PIECES


def test_a_count_that_agrees(world: World) -> None:
    """R51: expected, counted and the pieces are stored; no explanation is asked for."""
    number = _evening(world)
    assert current_count(number) is None
    view = close_count(world.desk, number, PIECES, shown_expected=euros("51.04"), explanation=" ")
    assert (view.expected, view.counted, view.difference) == (euros("51.04"), euros("51.04"), 0)
    assert (view.pieces, view.explanation) == (PIECES, None)
    assert (view.created_by, view.created_at) == ("paul", world.clock.now())
    assert current_count(number) == view
    assert read_sheet(number).count == view
    assert check() == []


def test_a_difference_needs_a_word(world: World) -> None:
    """R51: it never blocks, but it is explained; what lacks is negative."""
    number = _evening(world)
    told = refused(ExplanationNeeded, lambda: _count(world, number, euros("49.54")))
    assert told.difference == euros("-1.50")
    refused(ExplanationNeeded, lambda: _count(world, number, PIECES | {euros("0.01"): 5}, "  "))
    _count(world, number, euros("49.54"), " rendu en trop ")
    view = current_count(number)
    assert view is not None
    assert (view.difference, view.explanation) == (euros("-1.50"), "rendu en trop")
    assert view.pieces is None
    _count(world, number, euros("0.00"), "caisse oubliée")
    assert JournalEntry.select().order_by(JournalEntry.id.desc()).get().reason == "caisse oubliée"


def test_terminal_and_cheques_beside_ours(world: World) -> None:
    """R58: what was expected then and the difference are kept; a difference needs a word."""
    number = _evening(world)
    for mode, cost in ((Mode.CARD, "30.00"), (Mode.CHEQUE, "8.00"), (Mode.CHEQUE, "9.50")):
        basket = world.basket(number, world.member(cost), cost)
        receive(world.desk, basket.id, basket.version, mode)

    def count(beside: BesideBox, why: str | None = None) -> CountView:
        shown = euros("51.04")
        return close_count(
            world.desk, number, PIECES, shown_expected=shown, explanation=why, beside=beside
        )

    view = count(BesideBox(euros("30.00"), 2))
    assert (view.card_difference, view.cheques_difference, view.agrees) == (0, 0, True)
    told = refused(ExplanationNeeded, lambda: count(BesideBox(euros("28.00"), 3)))
    assert (told.difference, told.card, told.cheques) == (0, -2, 1)
    view = count(BesideBox(euros("28.00"), 3), "ticket perdu")
    assert (view.card_expected, view.card_counted) == (euros("30.00"), euros("28.00"))
    assert (view.card_difference, view.cheques_difference, view.agrees) == (-2, 1, False)
    # What comes in later changes nothing of it.
    late = world.basket(number, world.member("late"), "5.00")
    receive(world.desk, late.id, late.version, Mode.CARD)
    assert current_count(number) == view
    assert draft_of(view) == CountDraft(
        {value: str(pieces) for value, pieces in PIECES.items()}, "", "ticket perdu", "28.00", "3"
    )
    assert count(BesideBox(euros("35.00"))).cheques_difference is None
    undo(world.desk, last_act("paul").act)
    draft = count_draft(world.desk, number)
    assert draft is not None
    assert (draft.card, draft.cheques) == ("35.00", "")
    assert current_count(number) == view
    refused(BadCheques, lambda: count(BesideBox(None, -1), "x"))
    refused(BadCheques, lambda: count(BesideBox(None, 10_000), "x"))
    refused(BadAmount, lambda: count(BesideBox(euros("100000.01")), "x"))
    assert check() == []


def test_the_sum_of_a_large_evening(world: World) -> None:
    """R5, R51: what was counted is no single payment: 11,290.99 may be in the box."""
    number = _evening(world)
    _count(world, number, euros("11290.99"), "tout en espèces")
    _count(world, number, {euros("500.00"): 22, euros("50.00"): 5}, "tout en espèces")
    view = current_count(number)
    assert view is not None
    assert view.counted == 11250


def test_what_is_expected_moved(world: World) -> None:
    """R51: refused with both sums when a payment came in since it was shown."""
    number = _evening(world)
    shown = expected_cash(number)
    move_cash(world.other("anna"), number, euros("-8.00"), "pain")
    told = refused(
        ExpectedMoved, lambda: close_count(world.desk, number, PIECES, shown_expected=shown)
    )
    assert (told.shown, told.now) == (euros("51.04"), euros("43.04"))


def test_it_is_never_overwritten(world: World) -> None:
    """R51: a later payment leaves it as it is and makes it out of date; a new one is a new row."""
    number = _evening(world)
    _count(world, number, PIECES)
    first = current_count(number)
    move_cash(world.desk, number, euros("-8.00"), "pain")
    assert current_count(number) == first
    assert first is not None
    assert first.outdated_by(expected_cash(number)) == -8
    _count(world, number, euros("43.04"))
    second = current_count(number)
    assert second is not None
    assert (second.counted, second.outdated_by(expected_cash(number))) == (euros("43.04"), 0)
    assert [row.counted for row in CashCount.select()] == [euros("51.04"), euros("43.04")]


def test_undo_brings_the_one_before_back(world: World) -> None:
    """R61: it is cancelled, not deleted, and what was counted is a draft again."""
    number = _evening(world)
    _count(world, number, euros("51.04"))
    _count(world, number, PIECES)
    undo(world.desk, last_act("paul").act)
    view = current_count(number)
    assert view is not None
    assert (view.pieces, view.counted) == (None, euros("51.04"))
    assert count_draft(world.desk, number) == CountDraft(
        {value: str(count) for value, count in PIECES.items()}
    )
    undo(world.desk, last_act("paul").act)
    assert current_count(number) is None
    assert count_draft(world.desk, number) == CountDraft(total="51.04")
    assert CashCount.select().where(CashCount.cancel_reason == "undone").count() == 2
    assert check() == []


@pytest.mark.parametrize(
    ("counted", "problem"),
    [
        ({euros("3.00"): 1}, BadPieces),
        ({euros("5.00"): -1}, BadPieces),
        ({euros("0.01"): 10_000}, BadPieces),
        (euros("-0.01"), BadAmount),
        (euros("100000.01"), BadAmount),
    ],
)
def test_what_makes_no_sense(world: World, counted: Any, problem: type[Any]) -> None:
    """No such coin, less than none, too many of them."""
    number = _evening(world)
    refused(problem, lambda: _count(world, number, counted, "x"))


def test_where_it_is_possible(world: World) -> None:
    """R43: not in a distribution that is certified, nor in one that is not there."""
    number = _evening(world)
    force(world.desk, plan_force(number))
    _count(world, number, PIECES)
    certify(world.other("anna"), number)
    refused(DistributionIsCertified, lambda: _count(world, number, PIECES))
    refused(DistributionIsCertified, lambda: undo(world.desk, last_act("paul").act))
    refused(NotFound, lambda: close_count(world.desk, 99, PIECES, shown_expected=euros("0.00")))


def test_a_draft_at_every_field(world: World) -> None:
    """What was typed is kept as it was typed, for each volunteer, until the count is closed."""
    number = _evening(world)
    assert count_draft(world.desk, number) is None
    draft = CountDraft({euros("20.00"): "2", euros("0.05"): "1x"}, "12,", "rendu ")
    save_count_draft(world.desk, number, CountDraft())
    save_count_draft(world.desk, number, draft)
    assert count_draft(world.desk, number) == draft
    assert count_draft(world.other("anna"), number) is None
    assert count_draft(world.desk, number + 1) is None
    refused(ExplanationNeeded, lambda: _count(world, number, euros("1.00")))
    assert count_draft(world.desk, number) == draft
    _count(world, number, PIECES)
    assert count_draft(world.desk, number) is None
    assert Draft.select().count() == 0
    assert [row.kind for row in JournalEntry.select()][-1] == ActKind.CASH_COUNT


def test_other_distributions(world: World) -> None:
    """Each has its own count."""
    number = _evening(world)
    world.clock.advance(timedelta(days=7))
    later = world.distribution(world.clock.now())
    _count(world, number, PIECES)
    assert expected_cash(later) == 0
    assert current_count(later) is None
    _count(world, later, euros("0.00"))
    assert read_sheet(number).count == current_count(number)
    assert current_count(later) != current_count(number)
