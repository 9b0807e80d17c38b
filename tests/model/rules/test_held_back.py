"""What is asked before a payment passes over another one (R21, R22)."""

from __future__ import annotations

import pytest

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import pay_account
from cagette_tui.model.acts.paying import announce, pay, receive
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.held_back import AnnouncedOnAccount, lacking
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import outcome_of
from cagette_tui.model.rules.payments import Part
from tests.world import World, euros, refused


def waiting(world: World, amount: str, mode: Mode = Mode.TRANSFER) -> BasketView:
    """Give a basket of 18.00 whose member has announced an amount on the account alone."""
    basket = world.one_basket("18.00")
    pay_account(
        world.desk, basket.member_id, mode, euros(amount), "virement", shown=basket.balance,
        pending=True, sure=True,
    )  # fmt: skip
    return world.again(basket)


@pytest.mark.parametrize(("same", "left"), [(True, []), (False, ["18.00"])])
def test_the_transfer_that_waits_on_the_account(world: World, same: bool, left: list[str]) -> None:
    """R22: of the same amount it is asked about; the same one is booked once, another stays."""
    basket = waiting(world, "18.00")
    told = refused(
        AnnouncedOnAccount,
        lambda: receive(world.desk, basket.id, basket.version, Mode.TRANSFER),
    )
    assert (told.number, told.amount) == (basket.number, euros("18.00"))
    paid = receive(world.desk, basket.id, basket.version, Mode.TRANSFER, same_transfer=same)
    assert (paid.paid, paid.balance) == (euros("18.00"), 0)
    operations = read_account(basket.member_id).operations
    live = [one for one in operations if one.pending and one.cancelled_at is None]
    assert [str(one.amount) for one in live] == left
    assert check() == []


@pytest.mark.parametrize(
    ("announced", "of", "received"),
    [
        ("17.99", Mode.TRANSFER, Mode.TRANSFER),
        ("18.00", Mode.TRANSFER, Mode.CASH),
        ("18.00", Mode.CHEQUE, Mode.TRANSFER),
    ],
)
def test_what_is_another_payment(world: World, announced: str, of: Mode, received: Mode) -> None:
    """R22: another amount, or another mode, and nothing is asked; nor for anybody else."""
    basket = waiting(world, announced, of)
    other = world.one_basket("18.00")
    assert receive(world.desk, other.id, other.version, Mode.TRANSFER).to_pay == 0
    assert receive(world.desk, basket.id, basket.version, received).to_pay == 0


def test_which_basket_lacks_money(world: World) -> None:
    """R21: the first that is open, present, and lacks more than is announced for it."""
    told, some, gone, done, paid = (world.one_basket("18.00") for _ in range(5))
    told = announce(world.desk, told.id, told.version, Mode.CASH)
    gone = mark_absent(world.desk, gone.id, gone.version, release=False)
    paid = receive(world.desk, paid.id, paid.version, Mode.CASH)
    some = announce(world.desk, some.id, some.version, Mode.TRANSFER, euros("10.00"))
    some = pay(world.desk, some.id, some.version, [Part(Mode.CASH, euros("7.99"))], replace=False)
    debt = pay(world.desk, done.id, done.version, [Part(Mode.CASH, euros("2.00"))])
    debt = validate(world.desk, debt.id, debt.version, accept=outcome_of(debt))
    assert lacking([told, gone, debt, paid]) is None
    assert lacking([told, gone, debt, paid, some, told]) == some
