"""What came in, and who is paid (R50, R52, R53)."""

from decimal import Decimal

import pytest

from cagette_tui.model.closing import move_cash, set_cash_float
from cagette_tui.model.delivering import set_delivered
from cagette_tui.model.errors import BadAmount, ReasonNeeded
from cagette_tui.model.kinds import Mode, Reason
from cagette_tui.model.paying import Part, pay, receive, refund
from cagette_tui.model.reading import read_sheet
from cagette_tui.model.takings import takings, unsettled, vat, vendors
from tests.world import World, euros, refused


def test_the_box(world: World) -> None:
    """R50: float + cash (refunds are negative) ± what was put in or taken out."""
    basket = world.one_basket("17.45")
    number = basket.distribution_id
    set_cash_float(world.desk, number, euros("50.00"))
    basket = pay(world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("20.00"))])
    refund(world.desk, basket.id, basket.version, Mode.CASH)
    move_cash(world.desk, number, euros("-8.20"), "pain payé en espèces")
    move_cash(world.desk, number, euros("3.00"), "monnaie")
    came_in = takings(read_sheet(number))
    assert came_in.by_mode[Mode.CASH] == euros("17.45")
    assert came_in.refunds == {Mode.CASH: euros("-2.55")}
    assert came_in.box_moves == euros("-5.20")
    assert came_in.expected_cash == euros("62.25")
    refused(ReasonNeeded, lambda: move_cash(world.desk, number, euros("1.00"), ""))
    refused(BadAmount, lambda: set_cash_float(world.desk, number, euros("-1.00")))


def test_a_refund_is_not_a_cheque(world: World) -> None:
    """R52: cheques received are counted and summed; a refund by cheque is none of them."""
    basket = world.one_basket("10.00")
    parts = [Part(Mode.CHEQUE, euros("12.00"))]
    basket = pay(world.desk, basket.id, basket.version, parts)
    refund(world.desk, basket.id, basket.version, Mode.CHEQUE)
    came_in = takings(read_sheet(basket.distribution_id))
    assert (came_in.cheque_count, came_in.cheques) == (1, euros("12.00"))
    assert came_in.refunds == {Mode.CHEQUE: euros("-2.00")}


def test_who_has_not_paid_exactly(world: World) -> None:
    """R53: by confirmed payments, credit or not."""
    unpaid, partly = world.one_basket("9.00"), world.one_basket("8.00")
    too_much, exact = world.one_basket("7.00"), world.one_basket("6.00")
    covered = world.one_basket("5.00", older="5.00")
    for basket, amount in ((partly, "3.00"), (too_much, "7.50"), (exact, "6.00")):
        pay(world.desk, basket.id, basket.version, [Part(Mode.CASH, euros(amount))])
    lists = unsettled(read_sheet(unpaid.distribution_id))
    assert [one.id for one in lists.unpaid] == [unpaid.id, covered.id]
    assert [(one.id, one.difference) for one in lists.partly_paid] == [(partly.id, -5)]
    assert [(one.id, one.difference) for one in lists.overpaid] == [(too_much.id, euros("0.50"))]
    assert lists.unpaid[1].to_pay == 0


def test_vat_is_rounded_once_per_rate(world: World) -> None:
    """R53: net = gross ÷ (1 + rate), on the sum, fees included."""
    food = [world.product("1.03", fee="5.00") for _ in range(3)]
    soap = world.product("4.00", vat="20.00")
    products = tuple((one, "1") for one in (*food, soap))
    basket = world.basket(world.distribution(), world.member("A"), products=products)
    rows = vat(read_sheet(basket.distribution_id))
    # 1.03 with 5 % is 1.08 a line, 3.24 in all: net 3.07; each apart would give 3 × 1.02 = 3.06.
    assert [(row.rate, row.net, row.gross) for row in rows] == [
        (euros("5.50"), euros("3.07"), euros("3.24")),
        (euros("20.00"), euros("3.33"), euros("4.00")),
    ]


@pytest.mark.parametrize(
    ("reason", "paid"),
    [
        (Reason.UNDELIVERED, "0.00"),
        (Reason.RETURNED, "0.00"),
        (Reason.ERROR, "0.00"),
        (Reason.DAMAGED, "20.00"),
        (Reason.GIVEN_AWAY, "20.00"),
        (Reason.NOT_COLLECTED, "20.00"),
    ],
)
def test_what_a_producer_is_paid(world: World, reason: Reason, paid: str) -> None:
    """R53: line total − line fee; what was spoiled here is the group's, not the producer's."""
    product = world.product("10.00", fee="5.00", vendor="Ferme")
    basket = world.basket(world.distribution(), world.member("A"), products=((product, "2"),))
    assert [(one.vendor, one.gross) for one in vendors(read_sheet(basket.distribution_id))] == [
        ("Ferme", euros("20.00"))
    ]
    set_delivered(world.desk, basket.lines[0].id, basket.version, False, reason=reason)
    assert vendors(read_sheet(basket.distribution_id))[0].gross == euros(paid)


def test_a_producer_without_a_name(world: World) -> None:
    """screens.md: called by its catalogues."""
    basket = world.one_basket("3.00")
    receive(world.desk, basket.id, basket.version, Mode.CASH)
    row = vendors(read_sheet(basket.distribution_id))[0]
    assert row.vendor == row.catalogues[0]
    assert row.gross == Decimal("3.00")
