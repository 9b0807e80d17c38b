"""What the letter of a transfer means in an evening (R22)."""

from __future__ import annotations

import pytest

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.paying import announce, pay, receive, refund
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import outcome_of
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.transfers import (
    FeeAwaited,
    FeeByTransfer,
    lacks,
    must_be_said,
    must_be_seen,
    only_announced,
    seen_before,
)
from tests.world import World, euros


def test_what_lacks_an_announcement(world: World) -> None:
    """R22: something is to pay, nobody is absent, and nothing is announced by transfer yet."""
    fresh, other = world.one_basket("18.00"), world.one_basket("9.00")
    by_cheque = announce(world.desk, other.id, other.version, Mode.CHEQUE)
    assert lacks(fresh, Mode.TRANSFER)
    assert lacks(by_cheque, Mode.TRANSFER)
    assert not lacks(by_cheque, Mode.CHEQUE)
    one, two, three = (world.one_basket("5.00") for _ in range(3))
    debt = world.one_basket("5.00")
    debt = pay(world.desk, debt.id, debt.version, [Part(Mode.CASH, euros("2.00"))])
    done = [
        world.one_basket("5.00", older="5.00"),
        receive(world.desk, one.id, one.version, Mode.CASH),
        mark_absent(world.desk, two.id, two.version, release=False),
        validate(world.desk, three.id, three.version, mode=Mode.TRANSFER),
        validate(world.desk, debt.id, debt.version, accept=outcome_of(debt)),
        announce(world.desk, fresh.id, fresh.version, Mode.TRANSFER),
    ]
    assert not any(lacks(basket, Mode.TRANSFER) for basket in done)
    assert must_be_said([*done, by_cheque], None)
    assert not must_be_said(done, None)
    assert not must_be_said([by_cheque], True)
    assert not must_be_said([by_cheque], False)


def test_a_membership_by_transfer(world: World) -> None:
    """R22: paid only by one that was seen; of another mode nothing is asked."""
    assert only_announced(Mode.TRANSFER, True)
    assert not only_announced(Mode.TRANSFER, None)
    assert not only_announced(Mode.CASH, True)
    must_be_seen(Mode.TRANSFER, False)
    must_be_seen(Mode.CASH, True)
    must_be_seen(Mode.CASH, None)
    with pytest.raises(FeeAwaited):
        must_be_seen(Mode.TRANSFER, True)
    with pytest.raises(FeeByTransfer):
        must_be_seen(Mode.TRANSFER, None)


def test_a_transfer_that_settled_it_alone(world: World) -> None:
    """R22: only that can be said to wait after all: no part of it, no other mode, not two."""

    def paid(*parts: tuple[Mode, str]) -> object:
        basket = world.one_basket("18.00")
        given = [Part(mode, euros(amount)) for mode, amount in parts]
        basket = pay(world.desk, basket.id, basket.version, given, sure=True)
        seen = seen_before(basket)
        assert seen is None or seen == basket.payments[0]
        return seen

    assert paid((Mode.TRANSFER, "18.00")) is not None
    assert paid((Mode.TRANSFER, "17.99")) is None
    assert paid((Mode.CARD, "18.00")) is None
    assert paid((Mode.TRANSFER, "10.00"), (Mode.TRANSFER, "8.00")) is None
    credit = world.one_basket("5.00", older="12.00")
    assert seen_before(refund(world.desk, credit.id, credit.version, Mode.TRANSFER)) is None
