"""What to leave in the box, and what to deposit (issue 5, point 5)."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagette_tui.model.next_float import NextFloat, next_float
from cagette_tui.model.pieces import MOST, VALUES, in_order, total_of


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


def _every_way(there: dict[Decimal, int]) -> Iterator[dict[Decimal, int]]:
    for counts in product(*(range(count + 1) for count in there.values())):
        yield dict(zip(there, counts, strict=True))


def _by_trying(there: dict[Decimal, int], wished: Decimal) -> NextFloat:
    """Try all ways, and take the one that is least in the largest notes first."""

    def best(amount: Decimal | None) -> dict[Decimal, int] | None:
        ways = [way for way in _every_way(there) if total_of(way) == amount]
        return min(ways, key=lambda way: [way[value] for value in there]) if ways else None

    sums = {total_of(way) for way in _every_way(there)}
    found = next_float(there, wished)
    below = max(one for one in sums if one <= wished)
    above = min((one for one in sums if one >= wished), default=None)
    if below == wished:
        assert found.exact is not None
        assert found.exact.leave == in_order(best(wished) or {})
    else:
        assert found.below is not None
        assert found.below.leave == in_order(best(below) or {})
        if above is None:
            assert found.above is None
        else:
            assert found.above is not None
            assert found.above.leave == in_order(best(above) or {})
    return found


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
        found = _by_trying(there, goal)
        for split in filter(None, (found.exact, found.below, found.above)):
            assert split.left + split.deposited == total_of(there)
            for value, count in there.items():
                assert split.leave.get(value, 0) + split.deposit.get(value, 0) == count


def test_a_full_box() -> None:
    """As many as can be counted, in a moment."""
    start = process_time()
    found = next_float(dict.fromkeys(VALUES, MOST), Decimal("9999.99"))
    assert found.exact is not None
    assert process_time() - start < 1
