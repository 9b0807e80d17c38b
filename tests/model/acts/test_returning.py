"""A cheque or transfer that the bank sends back (R24), and money of its own day (R23)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cagette_tui.model.acts.accounts import adjust, pay_account, refund_account
from cagette_tui.model.acts.changing import cancel, confirm
from cagette_tui.model.acts.closing import certify, move_cash
from cagette_tui.model.acts.depositing import make_deposit
from cagette_tui.model.acts.paying import announce, pay_together
from cagette_tui.model.acts.returning import BankFee, return_payment
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import Problem, check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.deposits import read_deposit, what_waits
from cagette_tui.model.reading.money import read_money_between
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.days import BadDay
from cagette_tui.model.rules.deposits import AlreadyReturned, NotReturnable
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.refusals import ReasonNeeded
from cagette_tui.model.rules.takings import takings
from cagette_tui.model.tables.ledger import Operation
from tests.model.acts.test_archive import papers
from tests.shelves import behind_our_back
from tests.world import START, World, dump, euros

WEEK = timedelta(days=7)


def shared_cheque(world: World) -> list[BasketView]:
    """Two baskets paid by one cheque, validated and certified."""
    pair = [world.one_basket("12.00"), world.one_basket("8.00")]
    paid = pay_together(
        world.desk,
        [(one.id, one.version) for one in pair],
        Mode.CHEQUE,
        cheque=ChequeDetails("0001234", "Banque", "ANA"),
    )
    done = [validate(world.desk, one.id, one.version) for one in paid]
    certify(world.desk, done[0].distribution_id)
    return [world.again(one) for one in done]


def test_all_that_the_cheque_paid_is_owed_again(world: World) -> None:
    """R24: one act, each member named, the bank's fee on one; the evening's papers stay."""
    pair = shared_cheque(world)
    number = pair[0].distribution_id
    make_deposit(world.desk)
    world.clock.advance(WEEK)
    before = papers(number, world.clock.now())
    who = return_payment(
        world.desk,
        pair[0].payments[0].id,
        "sans provision",
        fee=BankFee(pair[1].member_id, euros("12.50"), "frais de la banque"),
    )
    assert [(one.member, one.amount, one.balance) for one in who] == [
        ("Membre 1", euros("12.00"), euros("-12.00")),
        ("Membre 3", euros("20.50"), euros("-20.50")),
    ]
    assert papers(number, world.clock.now()) == before
    assert takings(read_sheet(number)).cheques == euros("20.00")
    (deposited,) = read_deposit(1).cheques
    assert (deposited.amount, deposited.returned_on) == (euros("20.00"), date(2026, 11, 27))
    assert what_waits().cheques == ()
    assert check() == []
    undo(world.desk, last_act("paul").act)
    assert [world.balance(one) for one in pair] == [euros("0.00")] * 2
    assert read_deposit(1).cheques[0].returned_on is None
    assert check() == []


@pytest.mark.parametrize("which", [0, 1])
def test_a_return_is_cancelled_whole(world: World, which: int) -> None:
    """R24, R20: any of its rows takes back all that the cheque paid, and the bank's fee."""
    pair = shared_cheque(world)
    world.clock.advance(WEEK)
    paid = pair[0].payments[0].id
    fee = BankFee(pair[1].member_id, euros("12.50"), "frais de la banque")
    return_payment(world.desk, paid, "sans provision", fee=fee)
    rows = Operation.select(Operation.id).where(Operation.returns.is_null(False))
    with pytest.raises(ReasonNeeded):
        cancel(world.desk, [row.id for row in rows][which])
    before = dump()
    cancel(world.desk, [row.id for row in rows][which], "pas ce chèque")
    assert [world.balance(one) for one in pair] == [euros("0.00")] * 2
    assert check() == []
    # It is there again, so it can come back.
    return_payment(world.desk, paid, "sans provision")
    undo(world.desk, last_act("paul").act)
    undo(world.desk, last_act("paul").act)
    assert dump() != before  # the journal tells both
    assert [world.balance(one) for one in pair] == [euros("-12.00"), euros("-20.50")]
    assert check() == []


def test_once_and_only_what_was_received(world: World) -> None:
    """R24: not twice, not cash, not what was announced only, not without a reason."""
    pair = shared_cheque(world)
    payment = pair[0].payments[0].id
    with pytest.raises(ReasonNeeded):
        return_payment(world.desk, payment, " ")
    with pytest.raises(BadDay):
        return_payment(world.desk, payment, "x", day=START.date() + WEEK)
    return_payment(world.desk, payment, "sans provision")
    with pytest.raises(AlreadyReturned):
        return_payment(world.desk, pair[1].payments[0].id, "sans provision")
    pay_account(
        world.desk, pair[0].member_id, Mode.CASH, euros("12.00"), "dette", shown=euros("-12.00")
    )
    cash = Operation.get(Operation.mode == "cash")
    before = dump()
    with pytest.raises(NotReturnable):
        return_payment(world.desk, cash.id, "faux billet")
    assert dump() == before


def test_a_payment_that_came_back_is_not_cancelled_as_well(world: World) -> None:
    """R24: both are told, and the debt is there once."""
    member = world.member("Ana")
    pay_account(
        world.desk, member, Mode.TRANSFER, euros("30.00"), "avance", shown=euros("0.00"), sure=True
    )
    (payment,) = Operation.select()
    return_payment(world.desk, payment.id, "rejeté")
    with pytest.raises(AlreadyReturned):
        cancel(world.desk, payment.id, "erreur")
    assert world.balance(member) == euros("0.00")


@pytest.mark.parametrize(
    "change",
    ["amount = amount + 100", "returns_id = 1", "cancelled_at = NULL, cancelled_by = NULL"],
)
def test_check_finds_a_wrong_return(world: World, change: str) -> None:
    """R24: minus what came, once."""
    pair = shared_cheque(world)
    payment = pair[0].payments[0].id
    return_payment(world.desk, payment, "sans provision")
    if "NULL" in change:
        undo(world.desk, last_act("paul").act)
        return_payment(world.desk, payment, "sans provision")
    assert check() == []
    behind_our_back(f"UPDATE operation SET {change} WHERE returns_id IS NOT NULL")
    assert Problem.RETURN in {one.problem for one in check()}


def test_money_of_its_own_day(world: World) -> None:
    """R23: what comes after the evening belongs to its day, and is in no paper of the evening."""
    number = world.distribution()
    ana, bob = world.member("Ana"), world.member("Bob")
    one = world.basket(number, ana, "12.00")
    validate(world.desk, one.id, one.version, mode=Mode.CASH)
    two = world.basket(number, bob, "18.00")
    two = announce(world.desk, two.id, two.version, Mode.TRANSFER)
    validate(
        world.desk,
        two.id,
        two.version,
        unseen=Unseen.AWAITED,
        accept=outcome_of(two, Unseen.AWAITED),
    )
    world.clock.advance(timedelta(days=1))
    certify(world.desk, number)
    world.clock.advance(timedelta(days=3))
    confirm(world.desk, two.announced[0].id)
    world.clock.advance(timedelta(days=2))
    pay_account(
        world.desk,
        ana,
        Mode.CHEQUE,
        euros("30.00"),
        "avance",
        shown=euros("0.00"),
        day=date(2026, 11, 25),
        cheque=ChequeDetails("007"),
        sure=True,
    )
    refund_account(world.desk, ana, Mode.CASH, euros("5.00"), "rendu", shown=euros("30.00"))
    adjust(world.desk, ana, euros("-1.00"), "écart", shown=euros("25.00"))
    move_cash(world.desk, None, euros("-40.00"), "à la banque", day=date(2026, 11, 23))
    money = read_money_between(date(2026, 11, 20), date(2026, 11, 26))
    assert [(row.day.day, row.kind, row.amount, row.evening) for row in money.rows] == [
        (20, Kind.PAYMENT, euros("12.00"), number),
        (24, Kind.PAYMENT, euros("18.00"), None),
        (25, Kind.PAYMENT, euros("30.00"), None),
        (26, Kind.PAYMENT, euros("-5.00"), None),
        (26, Kind.ADJUSTMENT, euros("-1.00"), None),
    ]
    assert [(row.day.day, row.amount, row.evening) for row in money.moves] == [
        (23, euros("-40.00"), None)
    ]
    assert [row.late for row in money.between] == [True, False, False, False]
    assert read_money_between(date(2026, 11, 21), date(2026, 11, 23)).rows == ()
    with pytest.raises(BadDay):
        pay_account(
            world.desk,
            ana,
            Mode.CASH,
            euros("1.00"),
            "x",
            shown=euros("24.00"),
            day=date(2026, 12, 1),
            sure=True,
        )
    assert check() == []
