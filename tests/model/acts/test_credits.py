"""A credit is paid out once, whatever distribution it comes from (R16)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cagette_tui.model.acts.accounts import adjust, pay_account, refund_account
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.paying import refund
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.checking.checking import Problem, check
from cagette_tui.model.rules.after import after_step
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Outcome, outcome_of
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.refusals import NothingToGiveBack, RefundTooLarge
from cagette_tui.model.rules.steps import Book, Terms
from tests.shortcuts import pay_and_validate, set_on_the_spot
from tests.world import START, World, euros

WEEK = timedelta(days=7)


def two_evenings(world: World) -> tuple[BasketView, BasketView]:
    """Evening 1 leaves 15.78, which pays part of the basket of evening 2; both are certified."""
    member = world.member("Lucía")
    first = world.basket(world.distribution(), member, "24.22")
    done = pay_and_validate(
        world.desk,
        first.id,
        first.version,
        [Part(Mode.CASH, euros("40.00"))],
        sure=True,
        accept=_left(world, first),
    )
    certify(world.desk, first.distribution_id)
    world.clock.advance(WEEK)
    second = world.basket(world.distribution(START + WEEK), member, "20.00")
    assert second.to_pay == euros("4.22")
    second = pay_and_validate(
        world.desk, second.id, second.version, [Part(Mode.CASH, euros("4.22"))]
    )
    certify(world.desk, second.distribution_id)
    return world.again(done), world.again(second)


def _left(world: World, basket: BasketView) -> Outcome:
    now = world.clock.now()
    paid = after_step(basket, Book(euros("40.00"), Mode.CASH), Terms((Mode.CASH,), now, now))
    return outcome_of(paid)


def test_a_credit_that_paid_another_basket_is_spent(world: World) -> None:
    """R16, worked case: 15.78 of evening 1 paid evening 2; reopened, the credit is 0.00."""
    first, _second = two_evenings(world)
    assert (first.credit, first.refundable) == (euros("15.78"), euros("0.00"))
    opened = reopen_basket(world.desk, first.id, first.version, "erreur")
    with pytest.raises(RefundTooLarge) as refused:
        refund(world.desk, opened.id, opened.version, Mode.CASH, euros("15.78"))
    assert (refused.value.amount, refused.value.credit) == (euros("15.78"), euros("0.00"))
    with pytest.raises(NothingToGiveBack):
        refund(world.desk, opened.id, opened.version, Mode.CASH)
    with pytest.raises(RefundTooLarge):
        refund_account(
            world.desk, first.member_id, Mode.CASH, euros("15.78"), "avoir", shown=euros("0.00")
        )
    assert check() == []


def test_a_part_of_a_credit_is_there_still(world: World) -> None:
    """R16: the smaller of the basket's credit and the account, whatever the distribution."""
    member = world.member("Lucía")
    first = world.basket(world.distribution(), member, "10.00")
    world.credit(member, "30.00")
    world.basket(world.distribution(START + WEEK), member, "12.00")
    first = world.again(first)
    assert (first.credit, first.refundable) == (euros("20.00"), euros("8.00"))
    given = refund(world.desk, first.id, first.version, Mode.CASH)
    assert (given.paid, given.balance) == (euros("-8.00"), euros("0.00"))


def test_insisting_gives_it_and_check_names_whose_credit_has_gone(world: World) -> None:
    """R16: with a reason it is paid out; the validated basket that it had paid is named."""
    first, second = two_evenings(world)
    opened = reopen_basket(world.desk, first.id, first.version, "erreur")
    after = refund(
        world.desk, opened.id, opened.version, Mode.CASH, euros("15.78"), insist="il insiste"
    )
    assert after.balance == euros("-15.78")
    (found,) = check()
    assert (found.problem, found.detail) == (Problem.CREDIT_GONE, "15.78")
    assert (found.basket, found.member) == (second.number, "Lucía")
    assert found.distribution is not None
    assert found.distribution.startswith("2026-11-27")


def test_once_the_debt_is_paid_nothing_is_missing(world: World) -> None:
    """R16: what has gone was paid since, in part or in full."""
    _first, second = two_evenings(world)
    member = second.member_id
    adjust(world.desk, member, euros("-15.78"), "erreur", shown=euros("0.00"))
    assert [one.detail for one in check()] == ["15.78"]
    pay_account(world.desk, member, Mode.CASH, euros("5.78"), "une part", shown=euros("-15.78"))
    assert [one.detail for one in check()] == ["10.00"]
    pay_account(world.desk, member, Mode.CASH, euros("10.00"), "le reste", shown=euros("-10.00"))
    assert check() == []


def test_a_debt_that_was_accepted_is_no_credit_that_has_gone(world: World) -> None:
    """R17: who validated with a debt knew of it."""
    basket = world.one_basket("10.00", older="4.00")
    basket = set_on_the_spot(world.desk, basket.id, basket.version, False)
    validate(world.desk, basket.id, basket.version, accept=outcome_of(basket))
    assert world.balance(basket) == euros("-6.00")
    assert check() == []
