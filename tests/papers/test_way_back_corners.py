"""Where one basket, line or member is not like the others of the way back (R16, R31, R44)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cagette_tui.model.acts import accounts, delivering, paying, validating
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.reading.cagette_evening import read_cagette_evening
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.product_plans import plan_price
from cagette_tui.papers.way_back_table import way_back_csv
from tests.cagette_model import table
from tests.papers.test_way_back_traps import NOW, Evening
from tests.world import World, euros


@pytest.fixture
def evening(world: World) -> Evening:
    """Give three baskets: 20,00 of Zola, 16,90 of Étienne, 30,00 of d'Almeida."""
    return Evening(world)


def test_who_alone_did_not_get_it(evening: Evening) -> None:
    """R31: it came, for another one has it; it did not where nobody has, whatever each reason."""
    zola, anne = evening.zola, evening.anne
    delivering.set_delivered(
        evening.desk, zola.lines[0].id, evening.now(zola)[1], False, reason=Reason.UNDELIVERED
    )
    assert evening.steps() == ["1 quantity Carottes 0"]
    delivering.set_delivered(
        evening.desk, anne.lines[0].id, evening.now(anne)[1], False, reason=Reason.DAMAGED
    )
    assert evening.steps() == ["2 missing Carottes 0", "1 missing Carottes 0"]
    delivering.set_reason(evening.desk, zola.lines[0].id, evening.now(zola)[1], Reason.DAMAGED)
    assert evening.steps() == ["2 quantity Carottes 0", "1 quantity Carottes 0"]


def test_a_price_beside_a_line_that_has_it(evening: Evening) -> None:
    """R31: what is added comes at the new price; the old one is said, and who reads the news."""
    carrots = evening.zola.lines[0].product_id
    carry_out(evening.desk, plan_price(evening.use("Carottes"), euros("3.00")))  # type: ignore[arg-type]
    delivering.add_line(evening.desk, *evening.now(evening.lea), carrots, Decimal(1))
    assert evening.steps() == ["3 add_line Carottes 1 3.00", "price Carottes 3.00"]
    rows = table(way_back_csv(evening.number, NOW))
    assert rows[1]["label"] == "€2.50 in Cagette"
    way = read_cagette_evening(evening.number).way
    told = [len(way.of(one.member_id)) for one in (evening.zola, evening.anne, evening.lea)]
    assert told == [1, 1, 1]  # to whom it is added it is no news


def test_a_line_that_came_to_nothing_here(evening: Evening) -> None:
    """R41: added and taken out again, it is none there; the basket is validated all the same."""
    carrots = evening.zola.lines[0].product_id
    delivering.add_line(evening.desk, *evening.now(evening.lea), carrots, Decimal(1))
    added = evening.world.again(evening.lea).lines[-1]
    delivering.set_delivered(evening.desk, added.id, evening.now(evening.lea)[1], False)
    evening.validate(evening.lea, Mode.CASH)
    assert evening.steps() == ["3 confirm cash 30.00", "3 validate"]


def test_a_line_that_grew_and_shrank(evening: Evening) -> None:
    """R44: once it had grown the basket is open there, and takes what is paid."""
    zola = evening.zola
    line_id = zola.lines[0].id
    evening.validate(zola, Mode.CASH)
    evening.enter()
    validating.reopen_basket(evening.desk, *evening.now(zola), "erreur")
    delivering.set_quantity(evening.desk, line_id, evening.now(zola)[1], Decimal(4))
    assert evening.steps() == ["1 quantity Carottes 4"]
    evening.enter()
    delivering.set_quantity(evening.desk, line_id, evening.now(zola)[1], Decimal(3))
    paying.receive(evening.desk, *evening.now(zola), Mode.CASH)
    assert evening.steps() == ["1 quantity Carottes 3", "1 payment cash 2.50"]


def test_a_credit_given_back_beside_a_payment(evening: Evening) -> None:
    """R16, R18: Cagette gives nothing back of what is not overpaid: it is taken off the payment."""
    zola = evening.zola
    evening.world.credit(zola.member_id, "10.00")
    evening.pay(zola, (Mode.CASH, "20.00"))
    paying.refund(evening.desk, *evening.now(zola), Mode.CASH, euros("10.00"))
    assert evening.steps() == ["1 delete_announced 20.00", "1 payment cash 10.00"]
    rows = table(way_back_csv(evening.number, NOW))
    assert rows[1]["label"] == "€10.00 given back is taken off"


def test_somebody_whom_cagette_does_not_know(evening: Evening) -> None:
    """What is left to people is told once; afterwards only by how much it moved."""
    member = evening.world.member("PAS Là-bas")
    honey = evening.zola.lines[1].product_id
    basket = delivering.new_order(evening.desk, evening.number, member, [(honey, Decimal(2))])
    assert evening.steps() == ["4 left_to_people -30.00"]
    evening.enter()
    assert evening.steps() == []
    line_id = basket.lines[0].id
    delivering.set_quantity(evening.desk, line_id, evening.now(basket)[1], Decimal(1))
    assert evening.steps() == ["4 left_to_people 15.00"]
    evening.enter()
    paying.receive(evening.desk, *evening.now(basket), Mode.CASH)
    assert evening.steps() == ["4 left_to_people 15.00"]


def test_two_of_one_name(evening: Evening) -> None:
    """Who has no basket stands before the one of that name who has one."""
    other = evening.world.member("ZOLA Émile", "31")
    accounts.pay_account(
        evening.desk, other, Mode.CASH, euros("7.00"), "avance", shown=euros("0.00"), sure=True
    )
    evening.pay(evening.zola, (Mode.CASH, "20.00"))
    assert evening.steps() == ["account_payment cash 7.00", "1 confirm cash 20.00"]
