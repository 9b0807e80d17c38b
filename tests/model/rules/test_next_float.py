"""What to leave in the box, and what to deposit."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagette_tui.model.rules.evening import CountView
from cagette_tui.model.rules.next_float import (
    MoreThanCounted,
    NotCounted,
    left_and_deposited,
    must_be_said,
    must_be_there,
    next_float,
    said_to_stay,
)
from cagette_tui.model.rules.notes_and_coins import MOST, VALUES, in_order, total_of
from tests.world import START


def pieces(text: str) -> dict[Decimal, int]:
    """Read `2x20 3x0.50`."""
    pairs = (part.split("x") for part in text.split())
    return {Decimal(value).quantize(Decimal("0.01")): int(count) for count, value in pairs}


@pytest.mark.parametrize(
    ("counted", "wished", "leave"),
    [
        ("3x50 2x20 4x10 2x5 5x2 10x1", "50", "2x10 2x5 5x2 10x1"),
        ("1x50 1x20 1x10", "50", "1x50"),
        ("1x50 1x20 3x10", "50", "1x20 3x10"),
        ("2x20 1x5", "0", ""),
        ("1x200 1x0.01", "200", "1x200"),
        ("1x5 3x2", "6", "3x2"),
        ("1x0.50 2x0.20 1x0.10", "0.50", "2x0.20 1x0.10"),
    ],
)
def test_exactly(counted: str, wished: str, leave: str) -> None:
    """Small notes and coins stay, large ones go to the bank."""
    found = next_float(pieces(counted), Decimal(wished))
    assert (found.below, found.above) == (None, None)
    assert found.exact is not None
    assert found.exact.leave == pieces(leave)
    assert found.exact.left == Decimal(wished)
    assert found.proposed is found.exact
    assert found.exact.deposited == total_of(pieces(counted)) - Decimal(wished)


def test_not_exactly() -> None:
    """The nearest below and above are said; the nearer one is proposed."""
    found = next_float(pieces("2x50 1x20 1x10 1x2"), Decimal("45.00"))
    assert found.exact is None
    assert found.below is not None
    assert found.above is not None
    assert (found.below.left, found.above.left) == (32, 50)
    assert found.proposed is found.above
    assert found.above.deposit == pieces("1x50 1x20 1x10 1x2")


def test_as_near() -> None:
    """Of two that are as near, the one with less."""
    found = next_float(pieces("1x10 1x20"), Decimal(15))
    assert found.proposed is found.below
    assert found.proposed.left == 10


def test_not_enough() -> None:
    """All of it stays."""
    for counted, wished in (("1x20 3x2", "50"), ("", "50")):
        found = next_float(pieces(counted), Decimal(wished))
        assert found.above is None
        assert found.proposed.leave == pieces(counted)
        assert found.proposed.deposit == {}
    assert next_float({}, Decimal(0)).proposed.left == 0


def test_a_large_note_is_no_change() -> None:
    """Near the wish without one is better than exactly with one; far from it is not."""
    near = next_float(pieces("1x50 2x20 1x5"), Decimal(50))
    assert near.exact is None
    assert near.proposed.leave == pieces("2x20 1x5")
    far = next_float(pieces("1x50 1x20 1x5"), Decimal(50))
    assert far.proposed.leave == pieces("1x50")


def _every_way(there: dict[Decimal, int]) -> Iterator[dict[Decimal, int]]:
    for counts in product(*(range(count + 1) for count in there.values())):
        yield dict(zip(there, counts, strict=True))


def _least(there: dict[Decimal, int], amount: Decimal | None) -> dict[Decimal, int] | None:
    """Of all ways to lay an amount, give the one with the least of the largest first."""
    ways = [way for way in _every_way(there) if total_of(way) == amount]
    if not ways:
        return None
    return in_order(min(ways, key=lambda way: [way[value] for value in there]))


def _by_trying(there: dict[Decimal, int], wished: Decimal) -> list[dict[Decimal, int] | None]:
    """Try all ways: what to leave exactly, or else around the wish."""
    change = {value: count for value, count in there.items() if value <= 20}
    nearest = min(abs(total_of(way) - wished) for way in _every_way(change))
    usable = change if nearest <= wished / 5 else there
    sums = {total_of(way) for way in _every_way(usable)}
    below = max(one for one in sums if one <= wished)
    if below == wished:
        return [_least(usable, wished), None, None]
    above = min((one for one in sums if one > wished), default=None)
    return [None, _least(usable, below), _least(usable, above)]


@given(
    there=st.dictionaries(st.sampled_from(VALUES), st.integers(1, 3), max_size=5),
    wished=st.integers(0, 8000).map(lambda cents: Decimal(cents) / 100),
    some=st.lists(st.integers(0, 3), min_size=5, max_size=5),
)
def test_against_every_way(there: dict[Decimal, int], wished: Decimal, some: list[int]) -> None:
    """Nothing is lost, and what is found is what trying all ways finds."""
    there = in_order(there)
    # Half of the time something that can be reached.
    reachable = {
        value: min(count, n) for (value, count), n in zip(there.items(), some, strict=False)
    }
    for goal in (wished, total_of(reachable)):
        found = next_float(there, goal)
        splits = (found.exact, found.below, found.above)
        assert [split and split.leave for split in splits] == _by_trying(there, goal)
        for split in filter(None, splits):
            assert split.left + split.deposited == total_of(there)
            for value, count in there.items():
                assert split.leave.get(value, 0) + split.deposit.get(value, 0) == count


def test_a_full_box() -> None:
    """As many as can be counted, in a moment."""
    start = process_time()
    found = next_float(dict.fromkeys(VALUES, MOST), Decimal("9999.99"))
    assert found.exact is not None
    assert process_time() - start < 1


def test_a_total_without_notes() -> None:
    """R55: the wish stays, the rest is deposited; all of it stays where it is less."""
    assert left_and_deposited(Decimal("87.40"), Decimal("50.00")) == (50, Decimal("37.40"))
    assert left_and_deposited(Decimal("30.00"), Decimal("50.00")) == (30, 0)
    assert left_and_deposited(Decimal("50.00"), Decimal("50.00")) == (50, 0)


def test_what_is_said_to_stay() -> None:
    """R55: not before it was counted, not more than was counted; a lower count makes it unsaid."""
    count = CountView(1, Decimal(60), Decimal(50), None, None, START, "paul")
    empty = CountView(2, Decimal(0), Decimal(0), None, None, START, "paul")
    must_be_there(Decimal(50), count)
    with pytest.raises(MoreThanCounted) as more:
        must_be_there(Decimal("50.01"), count)
    assert (more.value.wanted, more.value.counted) == (Decimal("50.01"), 50)
    with pytest.raises(NotCounted):
        must_be_there(Decimal(0), None)
    assert said_to_stay(Decimal(50), count) == 50
    assert said_to_stay(Decimal(0), count) == 0
    assert [said_to_stay(*one) for one in ((Decimal("50.01"), count), (None, count))] == [None] * 2
    assert said_to_stay(Decimal(50), None) is None
    assert must_be_said(None, count)
    assert must_be_said(Decimal(51), count)
    assert not must_be_said(Decimal(0), count)
    assert not must_be_said(None, empty)
    assert not must_be_said(None, None)
