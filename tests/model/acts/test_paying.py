"""Payments of a basket (R10 to R21)."""

from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import adjust, pay_account, pay_membership, refund_account
from cagette_tui.model.acts.changing import cancel, change_mode, confirm
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.delivering import add_line, new_order, set_delivered
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce, pay, pay_together, receive, refund
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.doubts import DoubtfulAmount, Overpaid
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.outcome import outcome_of
from cagette_tui.model.rules.payments import ChequeDetails, Part, tender
from cagette_tui.model.rules.refusals import (
    AnnouncedOtherwise,
    BadAmount,
    BalanceMoved,
    BasketIsAbsent,
    BasketIsValidated,
    DistributionIsCertified,
    LineUnchanged,
    ModeNeeded,
    ModeNotAccepted,
    NotAPayment,
    NothingToPay,
    NotPending,
    OperationIsCancelled,
    PaidOtherwise,
    ReasonNeeded,
    RefundTooLarge,
)
from cagette_tui.model.rules.takings import takings
from tests.shortcuts import set_on_the_spot
from tests.world import START, World, euros, refused

# Worked cases


def test_overpaid_then_refunded(world: World) -> None:
    """Worked cases, R16, R17, R50: 7.50 + 5.90 + 4.05, 20.00 cash, then 2.55 back."""
    basket = world.one_basket("7.50", "5.90", "4.05")
    basket = pay(
        world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("20.00"))], sure=True
    )
    assert (basket.difference, basket.balance) == (euros("2.55"), euros("2.55"))
    basket = refund(world.desk, basket.id, basket.version, Mode.CASH)
    assert (basket.difference, basket.balance) == (0, 0)
    assert takings(read_sheet(basket.distribution_id)).expected_cash == euros("17.45")


def test_older_credit(world: World) -> None:
    """Worked case, R18: order 25.00, credit 5.00: to pay 20.00, then settled, nothing asked."""
    basket = world.one_basket("25.00", older="5.00")
    assert basket.to_pay == euros("20.00")
    basket = validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    assert basket.validated
    assert (basket.difference, basket.balance, basket.to_pay) == (euros("-5.00"), 0, 0)


def test_older_debt_is_shown_beside(world: World) -> None:
    """Worked case, R18: order 25.00, debt 12.00: to pay 25.00 (+ debt 12.00)."""
    basket = world.one_basket("25.00", older="-12.00")
    assert (basket.to_pay, basket.older_debt) == (euros("25.00"), euros("12.00"))
    # One key away: paying both is no doubtful amount and leaves a balance of 0.
    basket = pay(world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("37.00"))])
    assert basket.balance == 0
    assert outcome_of(basket).ordinary


def test_on_the_spot_follows_the_lines(world: World) -> None:
    """Worked cases, R14: 3.50, a line of 2.80 added: one pending payment of 6.30."""
    basket = world.one_basket("3.50")
    assert (basket.pending, basket.on_the_spot, basket.payments) == (euros("3.50"), True, ())
    more = world.product("2.80")
    basket = add_line(world.desk, basket.id, basket.version, more, Decimal(1))
    assert (basket.pending, basket.to_pay, basket.payments) == (euros("6.30"), euros("6.30"), ())


def test_undelivered_before_paying(world: World) -> None:
    """Worked case, R14, R18: 20.00 on the spot, 4.30 undelivered: the cash key takes 15.70."""
    basket = world.one_basket("15.70", "4.30")
    basket = set_delivered(world.desk, basket.lines[1].id, basket.version, False)
    assert basket.to_pay == euros("15.70")
    basket = receive(world.desk, basket.id, basket.version, Mode.CASH)
    assert [one.amount for one in basket.payments] == [euros("15.70")]
    assert not basket.on_the_spot


def test_forced_cheques(world: World) -> None:
    """Worked case, R42: 1 × 3.50 and 3 × 3.50, cheques announced: both validated, balances 0."""
    product = world.product("3.50")
    number = world.distribution()
    francois = world.basket(number, world.member("François"), products=((product, "1"),))
    seb = world.basket(number, world.member("Seb"), products=((product, "3"),))
    for basket in (francois, seb):
        announce(world.desk, basket.id, basket.version, Mode.CHEQUE)
    assert force(world.desk, plan_force(number)) == 2
    baskets = read_sheet(number).baskets
    assert [one.paid for one in baskets] == [euros("3.50"), euros("10.50")]
    assert [one.balance for one in baskets] == [0, 0]
    assert all(one.validated for one in baskets)


# R10, R13, R15: receiving


def test_a_pending_payment_does_not_count(world: World) -> None:
    """R10, R11: an announced payment is neither paid nor in the balance."""
    basket = world.one_basket("18.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    assert (basket.paid, basket.pending, basket.balance) == (0, euros("18.00"), euros("-18.00"))
    assert not basket.on_the_spot


def test_the_key_confirms_what_was_announced_in_its_mode(world: World) -> None:
    """R10: a transfer announced is confirmed by its key, without a second payment."""
    basket = world.one_basket("18.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    basket = receive(world.desk, basket.id, basket.version, Mode.TRANSFER)
    assert [(one.amount, one.pending) for one in basket.payments] == [(euros("18.00"), False)]


def test_another_mode_than_announced_is_asked(world: World) -> None:
    """R20: replaced only after a question; the announced one is cancelled, not deleted."""
    basket = world.one_basket("18.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    asked = refused(
        AnnouncedOtherwise, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH)
    )
    assert asked.payments == ((Mode.TRANSFER, euros("18.00")),)
    after = receive(world.desk, basket.id, basket.version, Mode.CASH, replace=True)
    assert [(one.mode, one.amount) for one in after.payments] == [(Mode.CASH, euros("18.00"))]
    cancelled = [one for one in read_account(basket.member_id).operations if one.cancelled_at]
    assert [(one.mode, one.cancelled_by) for one in cancelled] == [(Mode.TRANSFER, "paul")]


def test_the_key_on_a_paid_basket_offers_another_mode(world: World) -> None:
    """R20: changing the mode is a cancellation and a new operation, in one act."""
    basket = world.one_basket("18.00")
    basket = receive(world.desk, basket.id, basket.version, Mode.CASH)
    asked = refused(
        PaidOtherwise, lambda: receive(world.desk, basket.id, basket.version, Mode.CARD)
    )
    assert (asked.mode, asked.amount) == (Mode.CASH, euros("18.00"))
    after = receive(world.desk, basket.id, basket.version, Mode.CARD, change=True)
    assert [(one.mode, one.amount) for one in after.payments] == [(Mode.CARD, euros("18.00"))]
    assert after.balance == 0


def test_nothing_to_pay(world: World) -> None:
    """R18: a basket that older credit covers takes no fictitious payment."""
    basket = world.one_basket("5.00", older="8.00")
    assert not basket.on_the_spot
    refused(NothingToPay, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH))


def test_only_accepted_modes(world: World) -> None:
    """R13: a new database accepts cash, cheque, transfer and card; online only if announced."""
    basket = world.one_basket("5.00")
    asked = refused(
        ModeNotAccepted, lambda: receive(world.desk, basket.id, basket.version, Mode.ONLINE)
    )
    assert asked.accepted == (Mode.CASH, Mode.CHEQUE, Mode.TRANSFER, Mode.CARD)
    basket = announce(world.desk, basket.id, basket.version, Mode.ONLINE)
    basket = receive(world.desk, basket.id, basket.version, Mode.ONLINE)
    assert basket.paid == euros("5.00")


def test_split(world: World) -> None:
    """R15: 20 € in cash, the rest by cheque, with number, bank and drawer."""
    basket = world.one_basket("63.20")
    details = ChequeDetails("0012345", "Banque", "M. Martin")
    parts = [Part(Mode.CASH, euros("20.00")), Part(Mode.CHEQUE, None, details)]
    assert tender([basket], parts[:1]).lacking == euros("43.20")
    basket = pay(world.desk, basket.id, basket.version, parts)
    assert [(one.mode, one.amount) for one in basket.payments] == [
        (Mode.CASH, euros("20.00")),
        (Mode.CHEQUE, euros("43.20")),
    ]
    cheque = basket.payments[1].cheque
    assert cheque is not None
    assert (cheque.number, cheque.bank, cheque.drawer) == ("0012345", "Banque", "M. Martin")


def test_a_split_that_cannot_be(world: World) -> None:
    """R15: no rest left, or two rests, change nothing."""
    basket = world.one_basket("10.00")
    too_much = [Part(Mode.CASH, euros("10.00")), Part(Mode.CARD)]
    refused(BadAmount, lambda: pay(world.desk, basket.id, basket.version, too_much))
    two = [Part(Mode.CASH), Part(Mode.CARD)]
    refused(BadAmount, lambda: pay(world.desk, basket.id, basket.version, two))


@pytest.mark.parametrize("amount", ["0.00", "-5.00", "10000.01"])
def test_amounts_that_make_no_sense(world: World, amount: str) -> None:
    """R5: zero, negative and more than 10 000 are refused."""
    basket = world.one_basket("10.00")
    parts = [Part(Mode.CASH, euros(amount))]
    refused(BadAmount, lambda: pay(world.desk, basket.id, basket.version, parts, sure=True))


def test_a_doubtful_amount_asks_once_more(world: World) -> None:
    """R15: more than twice what is to pay asks so; less says what stays as credit."""
    basket = world.one_basket("10.00")
    parts = [Part(Mode.CASH, euros("20.01"))]
    asked = refused(DoubtfulAmount, lambda: pay(world.desk, basket.id, basket.version, parts))
    assert (asked.amount, asked.to_pay) == (euros("20.01"), euros("10.00"))
    after = pay(world.desk, basket.id, basket.version, parts, sure=True)
    assert after.balance == euros("10.01")
    other = world.one_basket("10.00")
    twice = [Part(Mode.CASH, euros("20.00"))]
    over = refused(Overpaid, lambda: pay(world.desk, other.id, other.version, twice))
    assert (over.credit, over.on_debt, over.debt_left) == (euros("10.00"), 0, 0)
    pay(world.desk, other.id, other.version, twice, foreseen=over)


def test_the_older_debt_in_one_go_is_no_doubt(world: World) -> None:
    """R15, R18: what is to pay and the older debt, as one key proposes, to the cent."""
    basket = world.one_basket("10.00", older="-25.00")
    for amount, on_debt, left, credit in (("35.01", 25, 0, "0.01"), ("13.17", "3.17", "21.83", 0)):
        parts = [Part(Mode.CASH, euros(amount))]
        over = refused(Overpaid, partial(pay, world.desk, basket.id, basket.version, parts))
        assert (over.on_debt, over.debt_left, over.credit) == tuple(
            map(Decimal, (on_debt, left, credit))
        )
        # What a screen showed is for this amount alone.
        other = Overpaid(over.amount + 1, over.to_pay, over.on_debt, over.debt_left)
        refused(
            Overpaid, partial(pay, world.desk, basket.id, basket.version, parts, foreseen=other)
        )
    # What is owed in all is no measure for a cheque's number.
    parts = [Part(Mode.CASH, euros("70.01"))]
    refused(DoubtfulAmount, partial(pay, world.desk, basket.id, basket.version, parts))
    after = pay(world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("35.00"))])
    assert after.balance == 0


def test_a_part_leaves_the_rest_on_the_spot(world: World) -> None:
    """R14: on the spot stands for whatever is still to pay."""
    basket = world.one_basket("10.00")
    basket = pay(world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("6.00"))])
    assert (basket.to_pay, basket.pending, basket.on_the_spot) == (euros("4.00"), 4, True)
    assert not basket.needs_mode


def test_one_cheque_for_two_baskets(world: World) -> None:
    """R15, R52: one cheque, counted once, with two payments."""
    first, second = world.one_basket("30.00"), world.one_basket("12.00")
    both = [(first.id, first.version), (second.id, second.version)]
    details = ChequeDetails("0012346")
    after = pay_together(world.desk, both, Mode.CHEQUE, euros("42.00"), cheque=details)
    assert [one.paid for one in after] == [euros("30.00"), euros("12.00")]
    came_in = takings(read_sheet(first.distribution_id))
    assert (came_in.cheque_count, came_in.cheques) == (1, euros("42.00"))


@pytest.mark.parametrize(
    ("amount", "shares"),
    [("50.00", ["30.00", "20.00"]), ("35.00", ["30.00", "5.00"]), ("30.00", ["30.00", "0.00"])],
)
def test_sharing_one_payment(world: World, amount: str, shares: list[str]) -> None:
    """R15, R17: in the order given; what is over or lacking is at the last one."""
    first, second = world.one_basket("30.00"), world.one_basket("12.00")
    both = [(first.id, first.version), (second.id, second.version)]
    pay_together(world.desk, both, Mode.CASH, euros(amount), sure=True)
    assert [world.again(one).paid for one in (first, second)] == [euros(one) for one in shares]


def test_a_set_intention_can_be_withdrawn(world: World) -> None:
    """R13, R14: who will not pay at the table leaves a debt; nothing is pending then."""
    basket = world.one_basket("10.00")
    basket = set_on_the_spot(world.desk, basket.id, basket.version, False)
    assert (basket.pending, basket.without_payment) == (0, True)


# R16: refunds


def test_a_refund_is_at_most_the_credit(world: World) -> None:
    """R16: more is refused, unless one insists with a reason."""
    basket = world.one_basket("10.00", older="-3.00")
    basket = pay(
        world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("15.00"))], sure=True
    )
    # 5.00 too much, but an older debt of 3.00 swallows most of it.
    asked = refused(
        RefundTooLarge,
        lambda: refund(world.desk, basket.id, basket.version, Mode.CASH, euros("5.00")),
    )
    assert (asked.amount, asked.credit) == (euros("5.00"), euros("2.00"))
    after = refund(
        world.desk, basket.id, basket.version, Mode.CASH, euros("5.00"), insist="accord du bureau"
    )
    assert (after.paid, after.balance) == (euros("10.00"), euros("-3.00"))


def test_no_refund_without_credit(world: World) -> None:
    """R16: nothing to give back."""
    basket = world.one_basket("10.00")
    refused(NothingToPay, lambda: refund(world.desk, basket.id, basket.version, Mode.CASH))


def test_a_validated_basket_takes_no_payment(world: World) -> None:
    """R16, R33: neither payment, refund, cancellation nor another mode; who and when is told."""
    basket = world.one_basket("10.00")
    basket = validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    payment = basket.payments[0].id
    acts: list[Callable[[], object]] = [
        lambda: receive(world.desk, basket.id, basket.version, Mode.CARD, change=True),
        lambda: pay(world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("1.00"))]),
        lambda: refund(world.desk, basket.id, basket.version, Mode.CASH, euros("1.00")),
        lambda: announce(world.desk, basket.id, basket.version, Mode.CARD, euros("1.00")),
        lambda: cancel(world.desk, payment, "erreur"),
        lambda: change_mode(world.desk, payment, Mode.CARD),
    ]
    for act in acts:
        told = refused(BasketIsValidated, act)
        assert (told.number, told.by, told.at) == (1, "paul", world.clock.now())


def test_nothing_is_received_for_somebody_absent(world: World) -> None:
    """R34."""
    basket = world.one_basket("10.00")
    basket = mark_absent(world.desk, basket.id, basket.version, release=False)
    refused(BasketIsAbsent, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH))


# R18: several distributions


def test_older_balance_with_several_distributions(world: World) -> None:
    """R18: earlier orders and payments count; this one's and later ones' do not."""
    member = world.member("Anaïs")
    early = world.distribution(START - timedelta(days=7), "A")
    tonight = world.distribution()
    late = world.distribution(START + timedelta(days=7), "B")
    same = world.distribution(START, "même heure")
    first = world.basket(early, member, "8.00")
    second = world.basket(tonight, member, "20.00")
    third = world.basket(late, member, "30.00")
    fourth = world.basket(same, member, "5.00")
    views = [world.again(one) for one in (first, second, third, fourth)]
    assert [one.older for one in views] == [0, euros("-8.00"), euros("-33.00"), euros("-28.00")]
    # A payment of a later distribution is no credit here, one of an earlier one is.
    pay(world.desk, third.id, third.version, [Part(Mode.CASH, euros("45.00"))], sure=True)
    pay(world.desk, first.id, first.version, [Part(Mode.CASH, euros("10.00"))], sure=True)
    second = world.again(second)
    assert (second.older, second.to_pay) == (euros("2.00"), euros("18.00"))
    assert second.balance == euros("-8.00")


def test_a_payment_on_the_account_is_older_balance(world: World) -> None:
    """R18, R21: what is paid on the account alone settles the basket."""
    basket = world.one_basket("25.00")
    pay_account(
        world.desk,
        basket.member_id,
        Mode.TRANSFER,
        euros("25.00"),
        "virement de mardi",
        shown=euros("-25.00"),
    )
    basket = world.again(basket)
    assert (basket.to_pay, basket.paid, basket.balance) == (0, 0, 0)
    assert validate(world.desk, basket.id, basket.version).validated


def test_an_order_of_a_coordinator(world: World) -> None:
    """R19: no payment is announced; validating leaves a debt, and it is said beforehand."""
    number = world.distribution()
    product = world.product("9.00")
    basket = new_order(world.desk, number, world.member("Lise"), [(product, Decimal(2))])
    assert basket.by_coordinator
    assert (basket.pending, basket.to_pay) == (0, euros("18.00"))
    outcome = outcome_of(basket)
    assert (outcome.debt, outcome.without_payment) == (euros("18.00"), True)


# R20, R21: operations and accounts


def test_operations_are_cancelled_with_who_when_and_why(world: World) -> None:
    """R20: a confirmed payment needs a reason; a cancelled one counts no more."""
    basket = world.one_basket("10.00")
    basket = receive(world.desk, basket.id, basket.version, Mode.CASH)
    payment = basket.payments[0].id
    refused(ReasonNeeded, lambda: cancel(world.desk, payment))
    cancel(world.desk, payment, "c'était un chèque", basket.version)
    row = next(one for one in read_account(basket.member_id).operations if one.id == payment)
    assert (row.cancelled_by, row.cancel_reason) == ("paul", "c'était un chèque")
    assert row.cancelled_at == world.clock.now()
    assert world.again(basket).to_pay == euros("10.00")
    told = refused(OperationIsCancelled, lambda: cancel(world.desk, payment, "encore"))
    assert told.by == "paul"
    confirmed = _confirmed(world)
    refused(NotPending, lambda: confirm(world.desk, confirmed))


def _confirmed(world: World) -> int:
    basket = world.again(world.one_basket("4.00"))
    return receive(world.desk, basket.id, basket.version, Mode.CASH).payments[0].id


def test_an_order_is_not_cancelled_by_hand(world: World) -> None:
    """R12, R20: an order operation follows its lines, nothing else."""
    basket = world.one_basket("10.00")
    order = next(one for one in read_account(basket.member_id).operations if one.kind is Kind.ORDER)
    refused(NotAPayment, lambda: cancel(world.desk, order.id, "non"))


def test_changing_the_mode_of_a_payment(world: World) -> None:
    """R20, R52: to cheque and back; amounts stay, the cheque is counted while it is one."""
    basket = world.one_basket("10.00")
    basket = receive(world.desk, basket.id, basket.version, Mode.CASH)
    change_mode(world.desk, basket.payments[0].id, Mode.CHEQUE, cheque=ChequeDetails("7"))
    basket = world.again(basket)
    assert [(one.mode, one.amount) for one in basket.payments] == [(Mode.CHEQUE, 10)]
    assert takings(read_sheet(basket.distribution_id)).cheque_count == 1
    change_mode(world.desk, basket.payments[0].id, Mode.CARD)
    assert takings(read_sheet(basket.distribution_id)).cheque_count == 0


def test_the_account_alone(world: World) -> None:
    """R21: payment, refund and adjustment need a reason and the balance that was seen."""
    member = world.member("Hugo")
    tonight = world.distribution()
    refused(
        ReasonNeeded,
        lambda: pay_account(world.desk, member, Mode.CASH, euros("5.00"), "", shown=Decimal(0)),
    )
    assert pay_account(
        world.desk,
        member,
        Mode.CASH,
        euros("5.00"),
        "avance",
        shown=Decimal(0),
        distribution_id=tonight,
        sure=True,
    ) == euros("5.00")
    told = refused(
        BalanceMoved, lambda: adjust(world.desk, member, euros("1.00"), "geste", shown=Decimal(0))
    )
    assert (told.shown, told.now) == (0, euros("5.00"))
    assert adjust(world.desk, member, euros("-1.50"), "frais", shown=euros("5.00")) == euros("3.50")
    refused(
        RefundTooLarge,
        lambda: refund_account(
            world.desk, member, Mode.CASH, euros("4.00"), "départ", shown=euros("3.50")
        ),
    )
    left = refund_account(
        world.desk, member, Mode.CASH, euros("3.50"), "départ", shown=euros("3.50")
    )
    assert left == 0
    # The payment joined the takings, the refund and the adjustment joined none.
    assert takings(read_sheet(tonight)).by_mode[Mode.CASH] == euros("5.00")


def test_the_account_whatever_is_archived(world: World) -> None:
    """R21, R43: possible when all is certified, but it joins no archived takings."""
    basket = world.one_basket("10.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, basket.distribution_id)
    member, nothing = basket.member_id, Decimal(0)
    refused(
        DistributionIsCertified,
        lambda: pay_account(
            world.desk,
            member,
            Mode.CASH,
            euros("5.00"),
            "avance",
            shown=nothing,
            distribution_id=basket.distribution_id,
            sure=True,
        ),
    )
    pay_account(world.desk, member, Mode.CASH, euros("5.00"), "avance", shown=nothing, sure=True)


def test_a_transfer_that_comes_on_tuesday(world: World) -> None:
    """R21, R11: pending on the account until it is confirmed."""
    member = world.member("Inès")
    balance = pay_account(
        world.desk,
        member,
        Mode.TRANSFER,
        euros("9.00"),
        "mardi",
        shown=Decimal(0),
        pending=True,
        sure=True,
    )
    assert balance == 0
    confirm(world.desk, read_account(member).operations[0].id)
    assert read_account(member).balance == euros("9.00")


def test_membership(world: World) -> None:
    """R50: its own operation; the balance stays, the payment counts in the takings."""
    member = world.member("Fatou")
    tonight = world.distribution()
    balance = pay_membership(
        world.desk, member, Mode.CASH, distribution_id=tonight, amount=euros("10.00")
    )
    came_in = takings(read_sheet(tonight))
    assert (balance, came_in.membership, came_in.expected_cash) == (0, 10, 10)


def test_the_running_balance(world: World) -> None:
    """R11: each operation with the balance after it; pending and cancelled ones move nothing."""
    basket = world.one_basket("10.00", older="4.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    account = read_account(basket.member_id)
    assert [one.kind for one in account.operations] == [Kind.OPENING, Kind.ORDER, Kind.PAYMENT]
    assert account.running == (euros("4.00"), euros("-6.00"), euros("-6.00"))
    assert account.balance == basket.balance == euros("-6.00")


def test_times_are_the_clock_s(world: World) -> None:
    """R60: what is written bears the volunteer's clock."""
    world.clock.advance(timedelta(minutes=3))
    basket = world.one_basket("10.00")
    basket = receive(world.desk, basket.id, basket.version, Mode.CASH)
    assert basket.payments[0].created_at == datetime(2026, 11, 20, 19, 3)


# R14, R15: sequences


def test_on_the_spot_through_an_evening(world: World) -> None:
    """R14: it follows every line, ends when nothing is to pay, and comes back with a new line."""
    basket = world.one_basket("3.50", "2.80")
    basket = set_delivered(world.desk, basket.lines[1].id, basket.version, False)
    assert (basket.on_the_spot, basket.pending) == (True, euros("3.50"))
    basket = set_delivered(world.desk, basket.lines[0].id, basket.version, False)
    assert (basket.on_the_spot, basket.pending, basket.needs_mode) == (False, 0, False)
    basket = set_delivered(world.desk, basket.lines[0].id, basket.version, True)
    assert (basket.on_the_spot, basket.pending) == (True, euros("3.50"))
    basket = receive(world.desk, basket.id, basket.version, Mode.CASH)
    assert (basket.on_the_spot, basket.pending) == (False, 0)
    basket = set_delivered(world.desk, basket.lines[1].id, basket.version, True)
    assert (basket.on_the_spot, basket.pending, basket.to_pay) == (
        True,
        euros("2.80"),
        euros("2.80"),
    )
    # It stands for what is to pay, so older credit lessens it.
    adjust(world.desk, basket.member_id, euros("1.00"), "geste", shown=euros("-2.80"))
    assert world.read(basket.id).pending == euros("1.80")


def test_an_announced_amount_does_not_follow_the_lines(world: World) -> None:
    """R14: a transfer or online payment keeps its amount, whatever becomes of the lines."""
    for mode in (Mode.TRANSFER, Mode.ONLINE):
        basket = world.one_basket("10.00", "4.00")
        basket = announce(world.desk, basket.id, basket.version, mode)
        basket = set_delivered(world.desk, basket.lines[1].id, basket.version, False)
        assert [one.amount for one in basket.announced] == [14]
        assert (basket.to_pay, basket.on_the_spot) == (euros("10.00"), False)
        basket = receive(world.desk, basket.id, basket.version, mode)
        assert outcome_of(basket).credit == euros("4.00")


def test_the_rest_on_the_spot(world: World) -> None:
    """R14: a transfer was announced for a part, the rest is on the spot: nothing counts twice."""
    basket = world.one_basket("20.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER, euros("5.00"))
    basket = set_on_the_spot(world.desk, basket.id, basket.version, True)
    assert basket.pending == euros("20.00")
    # What forced validation would do says the same.
    plan = plan_force(basket.distribution_id)
    assert plan.sums == {Mode.CASH: euros("15.00"), Mode.TRANSFER: euros("5.00")}
    assert takings(read_sheet(basket.distribution_id)).on_the_spot == euros("15.00")


def test_a_refund_says_no_mode(world: World) -> None:
    """R13: a refund does not say how the basket is paid."""
    basket = world.one_basket("10.00")
    basket = refund(
        world.desk, basket.id, basket.version, Mode.CASH, euros("2.00"), insist="consigne"
    )
    assert (basket.to_pay, basket.needs_mode) == (euros("12.00"), True)
    told = refused(ModeNeeded, lambda: validate(world.desk, basket.id, basket.version))
    assert told.number == basket.number


def test_together_where_one_gets_nothing(world: World) -> None:
    """R15, R20: what replaces an announced payment moves that basket too."""
    first, second = world.one_basket("30.00"), world.one_basket("12.00")
    second = announce(world.desk, second.id, second.version, Mode.TRANSFER)
    both = [(first.id, first.version), (second.id, second.version)]
    told = refused(AnnouncedOtherwise, lambda: pay_together(world.desk, both, Mode.CASH))
    assert told.payments == ((Mode.TRANSFER, 12),)
    after = pay_together(world.desk, both, Mode.CASH, euros("30.00"), replace=True)
    assert after == (world.read(first.id), world.read(second.id))
    assert after[1].version > second.version
    assert (after[1].announced, after[1].to_pay) == ((), euros("12.00"))


def test_the_same_basket_twice(world: World) -> None:
    """R15: it is paid once."""
    basket = world.one_basket("30.00")
    twice = [(basket.id, basket.version)] * 2
    after = pay_together(world.desk, twice, Mode.CASH)
    assert [one.paid for one in after] == [euros("30.00")]


def test_together_what_is_refused(world: World) -> None:
    """R13, R15, R33, R34: nothing is paid for anybody when one cannot be."""
    first, second = world.one_basket("30.00"), world.one_basket("12.00")
    both = [(first.id, first.version), (second.id, second.version)]
    refused(ModeNotAccepted, lambda: pay_together(world.desk, both, Mode.ONLINE))
    doubt = refused(
        DoubtfulAmount, lambda: pay_together(world.desk, both, Mode.CASH, euros("84.01"))
    )
    assert (doubt.amount, doubt.to_pay) == (euros("84.01"), euros("42.00"))
    refused(BadAmount, lambda: pay_together(world.desk, both, Mode.CASH, euros("0.00")))
    gone = mark_absent(world.desk, second.id, second.version, release=False)
    pair = [both[0], (gone.id, gone.version)]
    absent = refused(BasketIsAbsent, lambda: pay_together(world.desk, pair, Mode.CASH))
    assert absent.number == second.number
    paid = receive(world.desk, first.id, first.version, Mode.CASH)
    alone = [(paid.id, paid.version)]
    nothing = refused(NothingToPay, lambda: pay_together(world.desk, alone, Mode.CASH))
    assert nothing.number == first.number
    # Of one basket it is an advance; of several nobody says whose it would be.
    third = world.one_basket("9.00")
    done = receive(world.desk, third.id, third.version, Mode.CASH)
    settled = [*alone, (done.id, done.version)]
    refused(
        NothingToPay,
        lambda: pay_together(world.desk, settled, Mode.CASH, euros("4.00"), sure=True),
    )
    (more,) = pay_together(world.desk, alone, Mode.CASH, euros("4.00"), sure=True)
    assert (more.paid, more.balance) == (euros("34.00"), euros("4.00"))


def test_two_baskets_of_one_member(world: World) -> None:
    """R15, R18: the earlier basket is no debt of the later one once both are paid together."""
    member = world.member("Anaïs")
    world.credit(member, "5.00")
    earlier = world.basket(world.distribution(START - timedelta(days=7)), member, "20.00")
    tonight = world.basket(world.distribution(), member, "9.00")
    both = [(one.id, one.version) for one in (earlier, world.read(tonight.id))]
    after = pay_together(world.desk, both, Mode.CHEQUE)
    assert [one.paid for one in after] == [euros("15.00"), euros("9.00")]
    assert world.balance(member) == 0
    cheques = {one.payments[0].cheque for one in after}
    assert len(cheques) == 1


def test_a_refund_after_a_line_was_not_delivered(world: World) -> None:
    """R16, R17, R18: paid before, then a line lacks: its amount is the credit, and the refund."""
    basket = world.one_basket("10.00", "4.30")
    basket = receive(world.desk, basket.id, basket.version, Mode.CARD)
    basket = set_delivered(world.desk, basket.lines[1].id, basket.version, False)
    assert (basket.credit, basket.difference, basket.to_pay) == (euros("4.30"), euros("4.30"), 0)
    assert outcome_of(basket).credit == euros("4.30")
    told = refused(
        RefundTooLarge,
        lambda: refund(world.desk, basket.id, basket.version, Mode.CASH, euros("4.31")),
    )
    assert (told.amount, told.credit) == (euros("4.31"), euros("4.30"))
    basket = refund(world.desk, basket.id, basket.version, Mode.CASH)
    assert (basket.paid, basket.balance, outcome_of(basket).ordinary) == (10, 0, True)
    came_in = takings(read_sheet(basket.distribution_id))
    assert (came_in.expected_cash, came_in.by_mode[Mode.CARD]) == (euros("-4.30"), euros("14.30"))


def test_a_refund_does_not_reach_for_later_distributions(world: World) -> None:
    """R16, R18: what was paid for next week's basket is no credit tonight."""
    member = world.member("Anaïs")
    tonight = world.basket(world.distribution(), member, "10.00")
    later = world.basket(world.distribution(START + timedelta(days=7)), member, "1.00")
    pay(world.desk, later.id, later.version, [Part(Mode.CASH, euros("20.00"))], sure=True)
    tonight = world.read(tonight.id)
    assert (tonight.credit, tonight.balance) == (0, euros("9.00"))
    refused(NothingToPay, lambda: refund(world.desk, tonight.id, tonight.version, Mode.CASH))


def _shared_cheque(world: World) -> tuple[BasketView, BasketView]:
    """Give two baskets that one cheque pays."""
    number = world.distribution()
    both = [world.basket(number, world.member(name), "10.00") for name in "AB"]
    first, second = pay_together(
        world.desk,
        [(one.id, one.version) for one in both],
        Mode.CHEQUE,
        cheque=ChequeDetails("0012345", "Banque"),
    )
    return first, second


def test_details_of_a_cheque_that_pays_two_baskets(world: World) -> None:
    """R15: it is one cheque: what is read from it is noted for both, and taken back for both."""
    first, second = _shared_cheque(world)
    details = ChequeDetails("0099999", "Autre banque", "M. Martin")
    payment = first.payments[0].id
    change_mode(world.desk, payment, Mode.CHEQUE, cheque=details, version=first.version)
    noted = [world.again(one).payments[0].cheque for one in (first, second)]
    assert noted[0] == noted[1]
    assert noted[0] is not None
    assert (noted[0].number, noted[0].bank, noted[0].drawer) == astuple(details)
    came_in = takings(read_sheet(first.distribution_id))
    assert (came_in.cheque_count, came_in.cheques) == (1, 20)
    # Whoever saw the other basket before sees that it moved.
    refused(BasketChanged, lambda: validate(world.desk, second.id, second.version))
    refused(LineUnchanged, lambda: change_mode(world.desk, payment, Mode.CHEQUE, cheque=details))
    undo(world.desk, last_act("paul").act)
    cheque = world.again(second).payments[0].cheque
    assert cheque is not None
    assert (cheque.number, cheque.bank, cheque.drawer) == ("0012345", "Banque", None)
    assert check() == []


def test_details_of_a_cheque_that_pays_a_validated_basket(world: World) -> None:
    """R15, R33: what a validated basket was paid with is not rewritten from another one."""
    first, second = _shared_cheque(world)
    validate(world.desk, second.id, second.version)
    details = ChequeDetails("0099999")
    told = refused(
        BasketIsValidated,
        lambda: change_mode(world.desk, first.payments[0].id, Mode.CHEQUE, cheque=details),
    )
    assert told.number == second.number
