"""What came in, and who is paid (R50, R52, R53)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import pay_account, pay_membership
from cagette_tui.model.acts.changing import cancel
from cagette_tui.model.acts.closing import move_cash, set_cash_float
from cagette_tui.model.acts.delivering import set_delivered, set_quantity, set_reason
from cagette_tui.model.acts.paying import announce, pay, pay_together, receive, refund
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.closing_reports import dry_run
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.blocking import remaining
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.refusals import BadAmount, ReasonNeeded
from cagette_tui.model.rules.takings import (
    DifferenceParts,
    changed_lines,
    producer_share,
    takings,
    totals,
    unsettled,
    vat,
    vendors,
)
from cagette_tui.money import net_of_vat
from tests.world import World, euros, refused


def test_the_box(world: World) -> None:
    """R50: float + cash (refunds are negative) ± what was put in or taken out."""
    basket = world.one_basket("17.45")
    number = basket.distribution_id
    set_cash_float(world.desk, number, euros("50.00"))
    basket = pay(
        world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("20.00"))], sure=True
    )
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
    basket = pay(world.desk, basket.id, basket.version, parts, sure=True)
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
        pay(world.desk, basket.id, basket.version, [Part(Mode.CASH, euros(amount))], sure=True)
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


def test_all_of_it_was_spoiled_or_none(world: World) -> None:
    """R4, R53: a reason alone moves no cent of what the file states; came nothing, nothing is paid.

    The producer's part of what came and was spoiled is worked out, for no file states it.
    """
    product = world.product("10.00", fee="5.00", vendor="Ferme")
    basket = world.basket(world.distribution(), world.member("A"), products=((product, "2"),))
    (line,) = basket.lines
    stated = replace(line, total=euros("21.07"), reason=Reason.DAMAGED)
    assert producer_share(stated) == euros("20.07")
    half = replace(stated, delivered=euros("1"), fee=euros("0.50"), total=euros("10.50"))
    assert producer_share(half) == euros("20.00")
    assert producer_share(replace(half, came=euros("1"))) == euros("10.00")
    assert producer_share(replace(half, reason=Reason.RETURNED)) == euros("10.00")
    assert producer_share(replace(half, reason=None)) == euros("10.00")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, False),
        ({"delivered": euros("0")}, True),
        ({"reason": Reason.DAMAGED}, True),
        ({"delivered": euros("0"), "reason": Reason.CANCELLED}, False),
        ({"price": euros("9.00"), "changed_by": "paul"}, True),
        ({"price": euros("9.00")}, False),
        ({"changed_by": "paul"}, False),
        ({"stated_price": None, "changed_by": "paul"}, True),
        ({"unexplained": True}, True),
        ({"unexplained": True, "price": euros("9.00")}, False),
    ],
)
def test_lines_that_are_not_as_ordered(
    world: World, changes: dict[str, object], told: bool
) -> None:
    """R30, R4: quantity, reason, a price that somebody typed, a line added here; an odd total."""
    sheet = read_sheet(world.one_basket("10.00").distribution_id)
    (basket,) = sheet.baskets
    line = replace(basket.lines[0], stated_price=euros("10.00"))
    line = replace(line, **changes)  # type: ignore[arg-type]
    changed = changed_lines(replace(sheet, baskets=(replace(basket, lines=(line,)),)))
    assert [one for _basket, one in changed] == ([line] if told else [])


def test_a_producer_without_a_name(world: World) -> None:
    """Called by its catalogues."""
    basket = world.one_basket("3.00")
    receive(world.desk, basket.id, basket.version, Mode.CASH)
    row = vendors(read_sheet(basket.distribution_id))[0]
    assert row.vendor == row.catalogues[0]
    assert row.gross == Decimal("3.00")


def test_everything_that_joins(world: World) -> None:
    """R50, R10: baskets, memberships and account payments in cash; nothing that is announced."""
    first, second = world.one_basket("10.00"), world.one_basket("4.00")
    number = first.distribution_id
    set_cash_float(world.desk, number, euros("30.00"))
    receive(world.desk, first.id, first.version, Mode.CASH)
    announce(world.desk, second.id, second.version, Mode.CASH)
    pay_membership(
        world.desk, second.member_id, Mode.CASH, distribution_id=number, amount=euros("12.00")
    )
    pay_account(
        world.desk,
        first.member_id,
        Mode.CASH,
        euros("1.50"),
        "avance",
        shown=Decimal(0),
        distribution_id=number,
        sure=True,
    )
    pay_account(
        world.desk, first.member_id, Mode.CASH, euros("7.00"), "x", shown=euros("1.50"), sure=True
    )
    came_in = takings(read_sheet(number))
    assert came_in.by_mode[Mode.CASH] == euros("23.50")
    assert (came_in.membership, came_in.expected_cash) == (12, euros("53.50"))
    # What is announced is still to collect; the account's own money lessens nobody else's.
    assert (came_in.to_collect, came_in.on_the_spot) == (4, 0)
    cancelled = world.read(first.id).payments[0].id
    cancel(world.desk, cancelled, "erreur")
    assert takings(read_sheet(number)).expected_cash == euros("43.50")


def test_cheques_received(world: World) -> None:
    """R15, R52: one for two baskets, one of its own, one announced, one refund: two cheques."""
    one, two, three, four = (
        world.one_basket(amount) for amount in ("30.00", "12.00", "8.00", "5.00")
    )
    number = one.distribution_id
    both = [(one.id, one.version), (two.id, two.version)]
    details = ChequeDetails("0012346", "Banque", "M. et Mme Martin")
    paid = pay_together(world.desk, both, Mode.CHEQUE, cheque=details)
    receive(world.desk, three.id, three.version, Mode.CHEQUE)
    announce(world.desk, four.id, four.version, Mode.CHEQUE)
    pay_account(
        world.desk, two.member_id, Mode.CASH, euros("3.00"), "avance", shown=Decimal(0), sure=True
    )
    two = world.read(two.id)
    refund(world.desk, two.id, two.version, Mode.CHEQUE)
    came_in = takings(read_sheet(number))
    assert (came_in.cheque_count, came_in.cheques) == (2, euros("50.00"))
    assert came_in.refunds == {Mode.CHEQUE: euros("-3.00")}
    cheques = [one.payments[0].cheque for one in paid]
    assert cheques[0] == cheques[1]
    assert cheques[0] is not None
    assert (cheques[0].number, cheques[0].drawer) == ("0012346", "M. et Mme Martin")
    # One of its two payments was a mistake: the paper is still there, for less.
    cancel(world.desk, paid[0].payments[0].id, "payé autrement")
    came_in = takings(read_sheet(number))
    assert (came_in.cheque_count, came_in.cheques) == (2, euros("20.00"))


def test_lists_by_confirmed_payments(world: World) -> None:
    """R53, R10: an announced payment is none; covered by credit is told by what is to pay."""
    announced, covered = world.one_basket("9.00"), world.one_basket("5.00", older="7.00")
    partly, over = world.one_basket("8.00", older="2.00"), world.one_basket("4.00", older="-3.00")
    free = world.one_basket("1.00")
    announce(world.desk, announced.id, announced.version, Mode.TRANSFER)
    set_delivered(world.desk, free.lines[0].id, free.version, False)
    pay(world.desk, partly.id, partly.version, [Part(Mode.CASH, euros("6.00"))], sure=True)
    pay(world.desk, over.id, over.version, [Part(Mode.CARD, euros("6.00"))], sure=True)
    lists = unsettled(read_sheet(announced.distribution_id))
    told = {
        name: [(one.id, one.difference, one.balance, one.to_pay) for one in baskets]
        for name, baskets in (
            ("unpaid", lists.unpaid),
            ("partly", lists.partly_paid),
            ("over", lists.overpaid),
        )
    }
    assert told == {
        "unpaid": [(announced.id, -9, -9, 9), (covered.id, -5, 2, 0)],
        "partly": [(partly.id, -2, 0, 0)],  # covered by credit, too
        "over": [(over.id, 2, -1, 0)],
    }


def test_sums_of_the_baskets(world: World) -> None:
    """R10, R17: ordered, paid, announced and the difference."""
    one, two = world.one_basket("10.00"), world.one_basket("4.00")
    validate(world.desk, one.id, one.version, mode=Mode.CASH)
    summed = totals(read_sheet(one.distribution_id))
    assert (summed.baskets, summed.validated, summed.ordered) == (2, 1, 14)
    assert (summed.paid, summed.pending, summed.difference) == (10, 4, -4)
    announce(world.desk, two.id, two.version, Mode.TRANSFER, euros("3.00"))
    assert totals(read_sheet(one.distribution_id)).pending == 3


def test_vat_of_an_evening(world: World) -> None:
    """R53, R4: each rate's gross is what the members were told; undelivered lines are out."""
    sheet = read_sheet(world.evening().distribution_id)
    (row,) = vat(sheet)
    assert row.gross == totals(sheet).ordered
    assert row.net == net_of_vat(row.gross, euros("5.50"))
    lines = [line for basket in sheet.baskets for line in basket.lines]
    assert sum(one.gross for one in vendors(sheet)) == sum(one.total - one.fee for one in lines)
    basket = sheet.baskets[0]
    set_delivered(world.desk, basket.lines[0].id, basket.version, False)
    (after,) = vat(read_sheet(basket.distribution_id))
    assert after.gross == row.gross - basket.lines[0].total


def test_a_part_was_spoiled(world: World) -> None:
    """R53: two of three came; the producer is paid for the third unless it never came."""
    for reason, gross in (
        (Reason.UNDELIVERED, "20.00"),
        (Reason.RETURNED, "20.00"),
        (Reason.DAMAGED, "30.00"),
        (Reason.GIVEN_AWAY, "30.00"),
    ):
        product = world.product("10.00", fee="5.00", vendor=f"Ferme {reason}")
        number = world.distribution(place=reason)
        basket = world.basket(number, world.member("A"), products=((product, "3"),))
        set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal(2), reason=reason)
        assert [one.gross for one in vendors(read_sheet(number))] == [euros(gross)]


def test_a_reason_beside_a_line_that_came(world: World) -> None:
    """R53, R4: total − fee, as stated, where nothing lacks; more than ordered is paid as well."""
    number = world.evening("2026-11-13").distribution_id
    before = vendors(read_sheet(number))
    basket, line = next(
        (basket, line)
        for basket in read_sheet(number).baskets
        for line in basket.lines
        if line.product == "Tisane en vrac" and line.ordered == Decimal("1.005")
    )
    basket = set_reason(world.desk, line.id, basket.version, Reason.DAMAGED, "sachet ouvert")
    assert vendors(read_sheet(number)) == before
    more = world.product("10.00", vendor="Ferme")
    other = world.basket(world.distribution(), world.member("A"), products=((more, "2"),))
    other = set_quantity(
        world.desk, other.lines[0].id, other.version, Decimal(3), reason=Reason.GIVEN_AWAY
    )
    assert [one.gross for one in vendors(read_sheet(other.distribution_id))] == [30]


def test_a_producer_with_two_catalogues(world: World) -> None:
    """R53: an absent member's released basket is paid to the producer, an undelivered line not."""
    milk, cheese = (world.product(price, vendor="Laiterie") for price in ("2.00", "5.00"))
    basket = world.basket(
        world.distribution(), world.member("A"), products=((milk, "1"), (cheese, "1"))
    )
    other = world.basket(
        basket.distribution_id, world.member("B"), products=((milk, "2"), (cheese, "1"))
    )
    set_delivered(world.desk, basket.lines[1].id, basket.version, False)
    mark_absent(world.desk, other.id, other.version, release=True)
    rows = vendors(read_sheet(basket.distribution_id))
    assert sorted(one.gross for one in rows) == [5, 6]
    assert totals(read_sheet(basket.distribution_id)).ordered == 2


def test_what_the_difference_comes_from(world: World) -> None:
    """R17, R18: debts, older credits, older debts, credits: they add up to it, to the cent."""
    owes = world.one_basket("10.00")  # pays 4.00, owes 6.00
    pay(world.desk, owes.id, owes.version, [Part(Mode.CASH, euros("4.00"))])
    by_credit = world.one_basket("10.00", older="3.00")  # 3.00 by the credit, 7.00 in cash
    receive(world.desk, by_credit.id, by_credit.version, Mode.CASH)
    on_debt = world.one_basket("10.00", older="-5.00")  # 12.00: 2.00 of them on the debt
    pay(world.desk, on_debt.id, on_debt.version, [Part(Mode.CASH, euros("12.00"))], sure=True)
    credit = world.one_basket("10.00")
    pay(world.desk, credit.id, credit.version, [Part(Mode.CASH, euros("10.50"))], sure=True)
    run = dry_run(owes.distribution_id)
    assert run.parts == DifferenceParts(
        owed=euros("-6.00"),
        by_credit=euros("-3.00"),
        on_debts=euros("2.00"),
        credit=euros("0.50"),
    )
    assert run.totals.difference == euros("-6.50")


def test_nobody_absent_is_still_to_collect(world: World) -> None:
    """R34: what somebody absent owes is a debt already; the list of evenings says the same."""
    here, away = world.one_basket("10.00"), world.one_basket("7.00")
    mark_absent(world.desk, away.id, away.version, release=False)
    sheet = read_sheet(here.distribution_id)
    left = remaining(sheet)
    assert (left.to_collect, left.left_as_debt) == (euros("10.00"), euros("7.00"))
    (row,) = list_distributions(world.clock.now())
    assert row.to_collect == euros("10.00")
