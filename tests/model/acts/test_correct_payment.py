"""A payment written as it should have been, all of it in one act (R20, R15, R26)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cagette_tui.model.acts.accounts import pay_account, pay_membership
from cagette_tui.model.acts.changing import correct_payment
from cagette_tui.model.acts.paying import pay, pay_together, receive, refund
from cagette_tui.model.acts.piling import put_on_pile
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.days import BadDay
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.refusals import (
    BadAmount,
    BasketIsValidated,
    LineUnchanged,
    RefundTooLarge,
)
from tests.shortcuts import slip
from tests.world import World, euros


def test_amount_number_bank_drawer_and_note_at_once(world: World) -> None:
    """R20, R15: 261.73 was 216.73; the pile and the slip follow, the paper stays the same one."""
    basket = world.one_basket("216.73")
    part = Part(Mode.CHEQUE, euros("261.73"), ChequeDetails("0001234", "Crédit", "ANA"))
    basket = pay(world.desk, basket.id, basket.version, [part], sure=True)
    other = world.one_basket("5.00")
    receive(world.desk, other.id, other.version, Mode.CHEQUE)
    number = basket.distribution_id
    cheque = basket.payments[0].cheque
    assert cheque is not None
    put_on_pile(world.desk, number, euros("261.73"), cheque.id)
    correct_payment(
        world.desk,
        basket.payments[0].id,
        amount=euros("216.73"),
        mode=Mode.CHEQUE,
        cheque=ChequeDetails("0001235", "Banque Postale", "BOB"),
        note="chiffres inversés",
        version=basket.version,
    )
    after = world.again(basket)
    (payment,) = after.payments
    assert (after.to_pay, after.difference, payment.reason) == (0, 0, "chiffres inversés")
    assert payment.cheque is not None
    assert (payment.cheque.id, payment.cheque.number) == (cheque.id, "0001235")
    (entry,) = read_pile(number).entries
    assert (entry.position, entry.amount, entry.expected) == (1, euros("216.73"), True)
    assert [(row.amount, row.drawer) for row in slip(number).rows] == [(euros("216.73"), "BOB")]
    assert check() == []
    undo(world.desk, last_act("paul").act)
    assert world.again(basket).payments[0].amount == euros("261.73")
    assert read_pile(number).entries[0].amount == euros("261.73")
    assert check() == []


def test_another_mode_and_another_amount(world: World) -> None:
    """R20: cash of 20 was a cheque of 18.40, with its number."""
    basket = world.one_basket("18.40")
    basket = pay(
        world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("20.00"))], sure=True
    )
    correct_payment(
        world.desk,
        basket.payments[0].id,
        amount=euros("18.40"),
        mode=Mode.CHEQUE,
        cheque=ChequeDetails("9"),
    )
    (payment,) = world.again(basket).payments
    assert payment.cheque is not None
    assert (payment.mode, payment.amount, payment.cheque.number) == (
        Mode.CHEQUE,
        euros("18.40"),
        "9",
    )
    assert check() == []


def test_of_a_shared_cheque_only_the_part(world: World) -> None:
    """R15: the cheque comes to what its parts come to, in the place where it lies."""
    pair = [world.one_basket("12.00"), world.one_basket("8.00")]
    paid = pay_together(world.desk, [(one.id, one.version) for one in pair], Mode.CHEQUE)
    (paper,) = read_pile(pair[0].distribution_id).papers
    put_on_pile(world.desk, pair[0].distribution_id, euros("20.00"), paper.id)
    correct_payment(world.desk, paid[0].payments[0].id, amount=euros("11.00"), mode=Mode.CHEQUE)
    (entry,) = read_pile(pair[0].distribution_id).entries
    assert (entry.amount, entry.expected) == (euros("19.00"), True)
    assert check() == []


def test_a_membership_goes_with_its_payment(world: World) -> None:
    """R50: the fee is what was paid for it."""
    member = world.member("Ana")
    pay_membership(world.desk, member, Mode.CASH, amount=euros("10.00"))
    payment = next(one for one in read_account(member).operations if one.mode)
    correct_payment(world.desk, payment.id, amount=euros("15.00"), mode=Mode.CHEQUE)
    assert world.balance(member) == euros("0.00")
    assert check() == []


def test_what_is_refused(world: World) -> None:
    """R16, R33: a refund beyond the credit, another sign, nothing new, a validated basket."""
    basket = world.one_basket("10.00")
    basket = pay(
        world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("15.00"))], sure=True
    )
    basket = refund(world.desk, basket.id, basket.version, Mode.CASH, euros("2.00"))
    given = basket.payments[1].id
    with pytest.raises(RefundTooLarge) as refused:
        correct_payment(world.desk, given, amount=euros("-5.01"), mode=Mode.CASH)
    assert refused.value.credit == euros("5.00")
    with pytest.raises(BadAmount):
        correct_payment(world.desk, given, amount=euros("5.00"), mode=Mode.CASH)
    with pytest.raises(LineUnchanged):
        correct_payment(world.desk, given, amount=euros("-2.00"), mode=Mode.CASH)
    correct_payment(world.desk, given, amount=euros("-5.00"), mode=Mode.CASH)
    basket = world.again(basket)
    assert basket.balance == euros("0.00")
    basket = validate(world.desk, basket.id, basket.version)
    with pytest.raises(BasketIsValidated):
        correct_payment(world.desk, basket.payments[0].id, amount=euros("1.00"), mode=Mode.CASH)


def test_its_day_stays(world: World) -> None:
    """R26: whenever it is corrected, the money came when it came."""
    member = world.member("Ana")
    pay_account(
        world.desk, member, Mode.CASH, euros("9.00"), "avance", shown=euros("0.00"), sure=True
    )
    payment = read_account(member).operations[0]
    world.clock.advance(timedelta(days=4))
    correct_payment(world.desk, payment.id, amount=euros("6.00"), mode=Mode.CASH)
    again = read_account(member).operations[-1]
    assert (again.amount, again.day) == (euros("6.00"), date(2026, 11, 20))


def test_another_day(world: World) -> None:
    """R26, R23: money of an account was of another day than it was typed; none that is to come."""
    member = world.member("Ana")
    shown = euros("0.00")
    pay_account(world.desk, member, Mode.CASH, euros("9.00"), "avance", shown=shown, sure=True)
    payment = read_account(member).operations[0]

    def moved(number: int, day: date) -> None:
        correct_payment(
            world.desk, number, amount=euros("9.00"), mode=Mode.CASH, note="avance", day=day
        )

    with pytest.raises(BadDay):
        moved(payment.id, date(2026, 11, 21))
    with pytest.raises(LineUnchanged):
        moved(payment.id, date(2026, 11, 20))
    moved(payment.id, date(2026, 11, 18))
    account = read_account(member)
    again = next(one for one in account.operations if one.counts)
    assert (again.amount, again.reason, again.day) == (euros("9.00"), "avance", date(2026, 11, 18))
    moved(again.id, date(2026, 11, 20))
    again = next(one for one in read_account(member).operations if one.counts)
    assert (again.day, world.balance(member)) == (None, euros("9.00"))
    assert check() == []
