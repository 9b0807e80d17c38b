"""What waits for the bank, and what is taken there (R56, R15, R23)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cagette_tui.model.acts.accounts import pay_account, pay_membership
from cagette_tui.model.acts.changing import cancel, change_mode, correct_payment
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.depositing import (
    cancel_deposit,
    finish_deposit,
    make_deposit,
    see_deposit,
    take_from_deposit,
)
from cagette_tui.model.acts.paying import announce, pay, pay_together, receive
from cagette_tui.model.acts.paying_all import settle_with_fees
from cagette_tui.model.acts.piling import put_on_pile, set_cheque_details
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.checking.checking import Problem, check
from cagette_tui.model.reading.deposits import read_deposit, read_deposits, what_waits
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.days import BadDay
from cagette_tui.model.rules.deposits import (
    ChequeDeposited,
    CreditTooSmall,
    DepositCancelled,
    DepositIsFinal,
    NoSuchDeposit,
    NothingToDeposit,
    NotWaiting,
    SameCheque,
)
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.receiving import Pay
from cagette_tui.model.rules.refusals import BadPieces, CannotUndo
from cagette_tui.model.tables.people import Group
from tests.shelves import behind_our_back
from tests.shortcuts import slip
from tests.world import START, World, dump, euros, settled_dump


def by_cheque(world: World, *amounts: str, place: str = "Salle") -> list[BasketView]:
    """Receive a cheque for each of some baskets of one evening, and validate them."""
    evening = world.distribution(place=place)
    baskets = []
    for rank, amount in enumerate(amounts):
        basket = world.basket(evening, world.member(f"{place} {rank}"), amount)
        details = ChequeDetails(f"{rank + 1:07}", "Banque", f"{place} {rank}")
        part = Part(Mode.CHEQUE, euros(amount), details)
        basket = pay(world.desk, basket.id, basket.version, [part])
        baskets.append(validate(world.desk, basket.id, basket.version))
    return baskets


def test_cheques_of_any_evenings_go_together(world: World) -> None:
    """R56: all that wait, those of accounts too; numbered, dated; then nothing waits any more."""
    first = by_cheque(world, "12.00", "8.00")
    certify(world.desk, first[0].distribution_id)
    second = by_cheque(world, "5.50", place="Ferme")
    pay_account(
        world.desk,
        second[0].member_id,
        Mode.CHEQUE,
        euros("3.00"),
        "avance",
        shown=euros("0.00"),
        cheque=ChequeDetails("77"),
        sure=True,
    )
    waiting = what_waits()
    assert [one.amount for one in waiting.cheques] == [euros(x) for x in ("12", "8", "5.5", "3")]
    assert [one.place for one in waiting.cheques] == ["Salle", "Salle", "Ferme", None]
    assert waiting.total == euros("28.50")
    deposit = make_deposit(world.desk, cash={euros("20.00"): 3}, note="Paul")
    assert (deposit.number, deposit.day) == (1, START.date())
    assert (deposit.cheque_total, deposit.cash, deposit.total) == (
        euros("28.50"),
        euros("60.00"),
        euros("88.50"),
    )
    assert what_waits().cheques == ()
    assert check() == []


def test_each_cheque_is_in_one_deposit_only(world: World) -> None:
    """R56: what somebody else has deposited meanwhile is refused, and nothing is done."""
    by_cheque(world, "12.00", "8.00")
    ids = [one.id for one in what_waits().cheques]
    assert make_deposit(world.desk, [ids[1]]).total == euros("8.00")
    before = dump()
    with pytest.raises(NotWaiting) as refused:
        make_deposit(world.other("anne"), ids)
    assert (refused.value.cheque, refused.value.deposit) == (ids[1], 1)
    with pytest.raises(NotWaiting):
        make_deposit(world.desk, [999])
    assert dump() == before
    assert make_deposit(world.desk, [ids[0], ids[0]]).number == 2
    with pytest.raises(NothingToDeposit):
        make_deposit(world.desk)
    with pytest.raises(BadPieces):
        make_deposit(world.desk, cash={euros("0.03"): 1})
    with pytest.raises(BadDay):
        make_deposit(world.desk, cash=euros("5.00"), day=START.date() + timedelta(days=1))


def test_a_cheque_that_is_only_announced_does_not_wait(world: World) -> None:
    """R22, R56: it is not here yet; it is awaited."""
    basket = world.one_basket("12.00")
    announce(world.desk, basket.id, basket.version, Mode.CHEQUE)
    waiting = what_waits()
    assert waiting.cheques == ()
    assert [(one.mode, one.amount) for one in waiting.awaited] == [("cheque", euros("12.00"))]


def test_undone_until_it_is_final(world: World) -> None:
    """R56: taken back its cheques wait again; handed in it is corrected with a reason only."""
    by_cheque(world, "12.00", "8.00")
    make_deposit(world.desk)
    undo(world.desk, last_act("paul").act)
    assert read_deposits() == ()
    assert len(what_waits().cheques) == 2
    deposit = make_deposit(world.desk)
    assert deposit.number == 2  # a number is not given twice
    finish_deposit(world.desk, 2)
    with pytest.raises(CannotUndo):
        undo(world.desk, last_act("paul").act)
    first = deposit.cheques[0].cheque.id
    with pytest.raises(DepositIsFinal):
        take_from_deposit(world.desk, 2, first)
    left = take_from_deposit(world.desk, 2, first, "oublié dans le tiroir")
    assert [(one.position, one.amount) for one in left.cheques] == [(1, euros("8.00"))]
    assert [one.id for one in what_waits().cheques] == [first]
    assert check() == []
    undo(world.desk, last_act("paul").act)
    assert len(read_deposit(2).cheques) == 2
    assert check() == []
    with pytest.raises(DepositIsFinal):
        cancel_deposit(world.desk, 2)
    cancel_deposit(world.desk, 2, "la banque était fermée")
    assert len(what_waits().cheques) == 2
    with pytest.raises(DepositCancelled):
        see_deposit(world.desk, 2)
    assert check() == []


def test_seen_on_the_statement(world: World) -> None:
    """R56: on a day that is not before it, and not to come."""
    by_cheque(world, "12.00")
    make_deposit(world.desk)
    world.clock.advance(timedelta(days=5))
    with pytest.raises(BadDay):
        see_deposit(world.desk, 1, date(2026, 11, 19))
    assert see_deposit(world.desk, 1, date(2026, 11, 24)).seen_on == date(2026, 11, 24)
    undo(world.desk, last_act("paul").act)
    assert read_deposit(1).seen_on is None
    with pytest.raises(NoSuchDeposit):
        see_deposit(world.desk, 9)


def test_what_a_deposited_cheque_pays_does_not_change(world: World) -> None:
    """R56: neither cancelled, nor undone, nor corrected to another sum."""
    basket = world.one_basket("12.00")
    basket = pay(world.desk, basket.id, basket.version, [Part(Mode.CHEQUE)])
    make_deposit(world.other("anne"))
    before = dump()
    payment = basket.payments[0]
    with pytest.raises(ChequeDeposited) as refused:
        cancel(world.desk, payment.id, "erreur")
    assert refused.value.deposit == 1
    with pytest.raises(ChequeDeposited):
        correct_payment(world.desk, payment.id, amount=euros("13.00"), mode=Mode.CHEQUE)
    with pytest.raises(ChequeDeposited):
        undo(world.desk, last_act("paul").act)
    assert dump() == before
    # Its number may still be noted.
    correct_payment(
        world.desk,
        payment.id,
        amount=euros("12.00"),
        mode=Mode.CHEQUE,
        cheque=ChequeDetails("0012"),
    )
    assert read_deposit(1).cheques[0].cheque.number == "0012"
    assert check() == []


def test_one_cheque_for_a_basket_and_a_membership(world: World) -> None:
    """R15, worked case: 46.80 = 31.80 + 15.00 is one cheque on the slip and in the deposit."""
    _fee(world, "15.00")
    basket = world.one_basket("31.80")
    with writing(world.desk):
        paid = pay(
            world.desk,
            basket.id,
            basket.version,
            [Part(Mode.CHEQUE, euros("31.80"), ChequeDetails("0001234"))],
        )
        cheque = paid.payments[0].cheque
        assert cheque is not None
        pay_membership(
            world.desk,
            basket.member_id,
            Mode.CHEQUE,
            distribution_id=basket.distribution_id,
            on_cheque=cheque.id,
        )
    (row,) = slip(basket.distribution_id).rows
    assert (row.amount, row.number) == (euros("46.80"), "0001234")
    (waiting,) = what_waits().cheques
    assert waiting.amount == euros("46.80")
    assert world.balance(basket) == euros("0.00")
    assert check() == []


def test_the_same_number_twice_is_asked_about(world: World) -> None:
    """R15: of one drawer, or for one member where no drawer was noted; zeros before it are none."""
    first, second = world.one_basket("12.00"), world.one_basket("8.00")
    part = Part(Mode.CHEQUE, None, ChequeDetails("0001234", "Banque", "ANA"))
    pay(world.desk, first.id, first.version, [part])
    again = Part(Mode.CHEQUE, None, ChequeDetails("1234", None, "ana"))
    before = dump()
    with pytest.raises(SameCheque) as refused:
        pay(world.desk, second.id, second.version, [again])
    assert (refused.value.number, refused.value.drawer) == ("0001234", "ANA")
    assert dump() == before
    other = Part(Mode.CHEQUE, None, ChequeDetails("1234", None, "BOB"))
    second = pay(world.desk, second.id, second.version, [other])
    third = world.one_basket("5.00")
    pay(replace(world.desk, another_cheque=True), third.id, third.version, [again])
    assert check() == []


_AGAIN = ChequeDetails("1234", None, "ana")
_OF_AGAIN = Part(Mode.CHEQUE, None, _AGAIN)
_Writes = Callable[[World, Desk, BasketView], object]
# Everywhere a number can be typed, for a basket of 8.00 (of 7.00 by cheque, without a number).
WRITES: dict[str, _Writes] = {
    "a key and the number": lambda _w, d, b: receive(
        d, b.id, b.version, Mode.CHEQUE, cheque=_AGAIN
    ),
    "payment entry": lambda _w, d, b: pay(d, b.id, b.version, [_OF_AGAIN]),
    "payment entry, with a membership": lambda _w, d, b: settle_with_fees(
        d,
        [(b.id, b.version)],
        Pay((replace(_OF_AGAIN, amount=euros("9.00")),)),
        {b.id: euros("8.00")},
    ),
    "marks": lambda _w, d, b: pay_together(d, [(b.id, b.version)], Mode.CHEQUE, cheque=_AGAIN),
    "account": lambda w, d, b: pay_account(
        d, b.member_id, Mode.CHEQUE, euros("1.00"), "x", shown=w.balance(b), cheque=_AGAIN
    ),
    "membership": lambda _w, d, b: pay_membership(
        d, b.member_id, Mode.CHEQUE, amount=euros("8.00"), cheque=_AGAIN
    ),
    "pile": lambda _w, d, b: put_on_pile(
        d, b.distribution_id, euros("7.00"), _cheque_of(b), details=_AGAIN
    ),
    "pile, not expected": lambda _w, d, b: put_on_pile(
        d, b.distribution_id, euros("6.00"), details=_AGAIN
    ),
    "what is written on it": lambda _w, d, b: set_cheque_details(
        d, b.distribution_id, _cheque_of(b), _AGAIN
    ),
    "another mode": lambda _w, d, b: change_mode(d, b.payments[0].id, Mode.CHEQUE, cheque=_AGAIN),
    "correction": lambda _w, d, b: correct_payment(
        d, b.payments[0].id, amount=euros("7.50"), mode=Mode.CHEQUE, cheque=_AGAIN
    ),
}


def _cheque_of(basket: BasketView) -> int:
    cheque = basket.payments[0].cheque
    assert cheque is not None
    return cheque.id


@pytest.mark.parametrize("where", WRITES)
def test_the_same_number_is_asked_about_wherever_it_is_typed(world: World, where: str) -> None:
    """R15: nothing is written before it was said that it is another cheque."""
    first, second = world.one_basket("12.00"), world.one_basket("8.00")
    part = Part(Mode.CHEQUE, None, ChequeDetails("0001234", "Banque", "ANA"))
    pay(world.desk, first.id, first.version, [part])
    second = pay(world.desk, second.id, second.version, [Part(Mode.CHEQUE, euros("7.00"))])
    before = dump()
    with pytest.raises(SameCheque) as refused:
        WRITES[where](world, world.desk, second)
    assert (refused.value.number, refused.value.drawer) == ("0001234", "ANA")
    assert dump() == before
    WRITES[where](world, replace(world.desk, another_cheque=True), second)
    assert dump() != before
    assert check() == []


@pytest.mark.parametrize("where", WRITES)
def test_the_same_number_may_be_that_very_cheque(world: World, where: str) -> None:
    """R15: what both pay is one cheque then, on the slip and to the bank; one undo parts them."""
    first, second = world.one_basket("12.00"), world.one_basket("8.00")
    part = Part(Mode.CHEQUE, None, ChequeDetails("0001234", "Banque", "ANA"))
    pay(world.desk, first.id, first.version, [part])
    second = pay(world.desk, second.id, second.version, [Part(Mode.CHEQUE, euros("7.00"))])
    before, money = settled_dump(), sum(one.amount for one in what_waits().cheques)
    with pytest.raises(SameCheque) as refused:
        WRITES[where](world, world.desk, second)
    WRITES[where](world, replace(world.desk, same_cheque=True), second)
    assert check() == []
    (numbered,) = (one for one in what_waits().cheques if one.cheque.number)
    assert (numbered.amount, numbered.cheque.number) == (refused.value.together, "0001234")
    if where in ("pile", "what is written on it"):
        assert sum(one.amount for one in what_waits().cheques) == money
    undo(world.desk, last_act(world.desk.who).act)
    assert settled_dump() == before


def test_one_cheque_for_two_baskets_is_no_second_one(world: World) -> None:
    """R15: paid together it is one sheet of paper; noted again it is the same one."""
    pair = [world.one_basket("12.00"), world.one_basket("8.00")]
    paid = pay_together(
        world.desk,
        [(one.id, one.version) for one in pair],
        Mode.CHEQUE,
        cheque=ChequeDetails("55", "Banque", "ANA"),
    )
    correct_payment(
        world.desk,
        paid[0].payments[0].id,
        amount=euros("12.00"),
        mode=Mode.CHEQUE,
        cheque=ChequeDetails("055", "Banque", "ANA"),
    )
    assert [one.amount for one in what_waits().cheques] == [euros("20.00")]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE deposit_cheque SET amount = amount + 1",
        "UPDATE deposit_cheque SET position = 7",
        "UPDATE deposit SET pieces = '{\"2000\": 4}'",
        "DELETE FROM deposit_cheque",
        "UPDATE deposit SET cancelled_at = '2026-11-20 19:00:00', cancelled_by = 'x'",
    ],
)
def test_check_finds_a_wrong_deposit(world: World, sql: str) -> None:
    """R56: its cheques, once, for what they come to; its cash by note and coin."""
    by_cheque(world, "12.00")
    make_deposit(world.desk, cash={euros("20.00"): 1} if "pieces" in sql else None)
    assert check() == []
    behind_our_back(sql)
    assert Problem.DEPOSIT in {one.problem for one in check()}


def _fee(world: World, amount: str) -> None:
    with writing(world.desk) as act:
        act.entry(ActKind.GROUP).update(Group.get_by_id(1), membership_fee=euros(amount))


def test_a_credit_pays_a_membership(world: World) -> None:
    """R15: without money coming in; not more than there is."""
    _fee(world, "15.00")
    member = world.member("Ana")
    world.credit(member, "14.99")
    with pytest.raises(CreditTooSmall):
        pay_membership(world.desk, member, None)
    world.credit(member, "5.00")
    assert pay_membership(world.desk, member, None) == euros("4.99")
    assert check() == []
