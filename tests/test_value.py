"""What is handed about: equal by its facts, unchangeable, and made without methods at the start."""

from dataclasses import FrozenInstanceError, fields, replace
from threading import Barrier, Thread

import pytest

from cagette_tui.value import ValueObject, written


def test_what_it_is() -> None:
    """As a frozen dataclass: by place or name, equal, hashable, never changed."""

    class Coin(ValueObject):
        cents: int
        count: int = 1

    assert "__init__" not in vars(Coin)
    coin = Coin(200)
    assert coin == Coin(cents=200, count=1)
    assert hash(coin) == hash(Coin(200))
    assert replace(coin, count=3) == Coin(200, 3)
    assert repr(coin).endswith("Coin(cents=200, count=1)")
    with pytest.raises(FrozenInstanceError):
        coin.cents = 100  # type: ignore[misc]
    for wrong in ((), (1, 2, 3)):
        with pytest.raises(TypeError):
            Coin(*wrong)
    match coin:
        case Coin(cents, count):
            assert (cents, count) == (200, 1)


def test_its_fields_before_the_first_is_made() -> None:
    """What reads a kind from a file asks which fields it has."""

    class Coin(ValueObject):
        cents: int

    assert [field.name for field in fields(written(Coin))] == ["cents"]


def test_the_first_in_two_threads() -> None:
    """The database's thread and the screens' may need the first of a kind at once."""
    for _turn in range(50):

        class Coin(ValueObject):
            cents: int

        made: list[object] = []
        together = Barrier(2)

        def make(kind: type[Coin] = Coin, gate: Barrier = together) -> None:
            gate.wait()
            made.append(kind(5))  # noqa: B023  # both have ended before the next turn

        threads = [Thread(target=make) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert made == [Coin(5), Coin(5)]


def test_no_kinds_of_a_kind() -> None:
    """It would be made by the methods of the other."""

    class Coin(ValueObject):
        cents: int

    with pytest.raises(TypeError, match="no kinds"):
        type("Euro", (Coin,), {})
