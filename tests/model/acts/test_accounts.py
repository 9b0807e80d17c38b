"""Accounts: balances, older balances, what hangs on the account alone (R10, R11, R18, R20, R21)."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from cagette_tui.model.acts.accounts import (
    adjust,
    open_balance,
    pay_account,
    pay_membership,
    refund_account,
)
from cagette_tui.model.acts.changing import cancel, change_mode, confirm
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.paying import announce, pay, receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.doubts import DoubtfulAmount
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.refusals import (
    BadAmount,
    BalanceMoved,
    DistributionIsCertified,
    ModeNotAccepted,
    NotAPayment,
    NotFound,
    OperationIsCancelled,
    ReasonNeeded,
    RefundTooLarge,
)
from cagette_tui.model.rules.takings import takings
from tests.world import START, World, dump, euros, refused

WEEK = timedelta(days=7)


# R11, R18


def test_what_counts_in_a_balance(world: World) -> None:
    """R10, R11: every kind of operation counts, but for pending and cancelled ones."""
    member = world.member("Anaïs")
    world.credit(member, "3.00")
    basket = world.basket(world.distribution(), member, "20.00")
    assert basket.balance == euros("-17.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER, euros("8.00"))
    basket = pay(
        world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("5.00"))], replace=False
    )
    assert world.balance(member) == euros("-12.00")
    cash = basket.confirmed[0].id
    cancel(world.desk, cash, "billet rendu", basket.version)
    assert world.balance(member) == euros("-17.00")
    adjust(world.desk, member, euros("1.00"), "geste", shown=euros("-17.00"))
    assert world.balance(member) == euros("-16.00")
    pay_membership(world.desk, member, Mode.CARD, amount=euros("12.00"))
    assert world.balance(member) == euros("-16.00")
    confirm(world.desk, basket.announced[0].id)
    assert world.balance(member) == euros("-8.00") == world.read(basket.id).balance
    assert read_account(member).running[-1] == euros("-8.00")


def test_older_balance_needs_only_what_came_before(world: World) -> None:
    """R18: three open distributions: each basket sees older debt and credit of earlier ones."""
    member = world.member("Anaïs")
    world.credit(member, "10.00")
    days = [world.distribution(START + week * WEEK) for week in (-1, 0, 1)]
    first, second, third = (
        world.basket(day, member, amount)
        for day, amount in zip(days, ("4.00", "9.00", "30.00"), strict=True)
    )
    views = [world.read(one.id) for one in (first, second, third)]
    # 10.00 covers the first; 6.00 are left for the second, and nothing for the third.
    assert [one.older for one in views] == [euros("10.00"), euros("6.00"), euros("-3.00")]
    assert [one.to_pay for one in views] == [0, euros("3.00"), euros("30.00")]
    assert [one.older_debt for one in views] == [0, 0, euros("3.00")]
    assert {one.balance for one in views} == {euros("-33.00")}
    # An announced payment of an earlier distribution is no credit before it is seen.
    first = world.read(first.id)
    first = announce(world.desk, first.id, first.version, Mode.TRANSFER, euros("5.00"))
    assert world.read(second.id).older == euros("6.00")
    confirm(world.desk, first.announced[0].id)
    assert world.read(second.id).older == euros("11.00")
    assert world.read(second.id).to_pay == 0
    assert world.read(third.id).older == euros("2.00")
    # The sheet and the list tell the same as the basket alone.
    for day, basket in zip(days, (first, second, third), strict=True):
        there = read_sheet(day).baskets[0]
        assert there == world.read(basket.id)
    rows = {one.distribution.id: one.to_collect for one in list_distributions(world.clock.now())}
    assert rows == {days[0]: 0, days[1]: 0, days[2]: euros("28.00")}


def test_a_later_distribution_paid_first(world: World) -> None:
    """R18: validating next week's basket first changes nothing in tonight's to pay."""
    member = world.member("Hugo")
    tonight, later = world.distribution(), world.distribution(START + WEEK)
    now, then = world.basket(tonight, member, "12.00"), world.basket(later, member, "30.00")
    world.clock.advance(WEEK)
    then = world.read(then.id)
    then = validate(world.desk, then.id, then.version, mode=Mode.CASH)
    now = world.read(now.id)
    assert (now.older, now.to_pay, now.credit) == (0, euros("12.00"), 0)
    assert (then.older_debt, then.balance) == (euros("12.00"), euros("-12.00"))
    now = validate(world.desk, now.id, now.version, mode=Mode.CASH)
    assert world.balance(member) == 0
    assert world.read(then.id).older == 0


def test_what_is_covered_where_two_distributions_start_at_once(world: World) -> None:
    """R18: the later one by its number is still to come, as in the list."""
    member = world.member("Hugo")
    first, second = world.distribution(), world.distribution(place="Halle")
    for number, cost in ((first, "12.00"), (second, "30.00")):
        world.basket(number, member, cost)
    assert read_account(member, first).later == {second}
    assert read_account(member, second).later == set()


@pytest.mark.parametrize(
    ("older", "paid", "debt", "credit", "balance"),
    [
        ("5.00", "20.00", "0.00", "0.00", "0.00"),  # credit used, nothing remains
        ("5.00", "18.00", "2.00", "0.00", "-2.00"),  # not enough
        ("5.00", "22.00", "0.00", "0.00", "2.00"),  # less of the credit used: nothing new
        ("5.00", "25.00", "0.00", "0.00", "5.00"),  # credit left alone
        ("5.00", "26.00", "0.00", "1.00", "6.00"),  # more credit than before
        ("-12.00", "25.00", "0.00", "0.00", "-12.00"),  # the older debt stays, unasked
        ("-12.00", "30.00", "0.00", "0.00", "-7.00"),  # a part of the debt is paid off
        ("-12.00", "37.00", "0.00", "0.00", "0.00"),
        ("-12.00", "38.00", "0.00", "1.00", "1.00"),  # beyond the debt
        ("-12.00", "21.00", "4.00", "0.00", "-16.00"),
    ],
)
def test_older_debt_and_credit_with_what_is_paid(
    world: World, older: str, paid: str, debt: str, credit: str, balance: str
) -> None:
    """R17, R18, R41: only what this basket adds is asked; an older debt swallows what is over."""
    basket = world.one_basket("25.00", older=older)
    parts = [Part(Mode.CASH, euros(paid))]
    basket = pay(world.desk, basket.id, basket.version, parts, sure=True)
    outcome = outcome_of(basket)
    assert (outcome.debt, outcome.credit) == (euros(debt), euros(credit))
    assert outcome.ordinary == (not euros(debt) and not euros(credit))
    basket = validate(world.desk, basket.id, basket.version, accept=outcome)
    assert basket.balance == euros(balance)


# R21


def test_amounts_on_the_account(world: World) -> None:
    """R5, R21: zero, negative and too much are refused: the sign is the act's, not the amount's."""
    member = world.member("Inès")
    for amount in ("0.00", "-5.00", "10000.01"):
        told = refused(
            BadAmount,
            partial(
                pay_account,
                world.desk,
                member,
                Mode.CASH,
                euros(amount),
                "avance",
                shown=Decimal(0),
            ),
        )
        assert told.amount == euros(amount)
        refused(
            BadAmount,
            partial(
                refund_account,
                world.desk,
                member,
                Mode.CASH,
                euros(amount),
                "départ",
                shown=Decimal(0),
                insist="départ",
            ),
        )
    for amount in ("0.00", "10000.01", "-10000.01"):
        refused(
            BadAmount,
            partial(adjust, world.desk, member, euros(amount), "geste", shown=Decimal(0)),
        )
    for amount in ("0.00", "-10.00"):
        refused(
            BadAmount,
            partial(pay_membership, world.desk, member, Mode.CASH, amount=euros(amount)),
        )


def test_what_the_account_refuses(world: World) -> None:
    """R13, R15, R16, R21: typed, with facts, and nothing changed."""
    member = world.member("Inès")
    world.credit(member, "-10.00")
    shown = euros("-10.00")
    take = partial(pay_account, world.desk, member)
    mode = refused(ModeNotAccepted, lambda: take(Mode.ONLINE, euros("5.00"), "dette", shown=shown))
    assert (mode.mode, len(mode.accepted)) == (Mode.ONLINE, 4)
    doubt = refused(DoubtfulAmount, lambda: take(Mode.CASH, euros("20.01"), "dette", shown=shown))
    assert (doubt.amount, doubt.to_pay) == (euros("20.01"), euros("10.00"))
    moved = refused(
        BalanceMoved, lambda: take(Mode.CASH, euros("5.00"), "dette", shown=euros("-9.00"))
    )
    assert (moved.shown, moved.now) == (euros("-9.00"), shown)
    nobody = refused(
        NotFound,
        lambda: pay_account(world.desk, 999, Mode.CASH, euros("5.00"), "x", shown=Decimal(0)),
    )
    assert (nobody.what, nobody.number) == ("member", 999)
    nowhere = refused(
        NotFound,
        lambda: take(Mode.CASH, euros("5.00"), "dette", shown=shown, distribution_id=999),
    )
    assert nowhere.what == "distribution"
    for act in (
        lambda: take(Mode.CASH, euros("5.00"), "", shown=shown),
        lambda: adjust(world.desk, member, euros("5.00"), "", shown=shown),
        lambda: refund_account(world.desk, member, Mode.CASH, euros("5.00"), "", shown=shown),
    ):
        refused(ReasonNeeded, act)
    refund = partial(refund_account, world.desk, member, Mode.CASH, euros("4.00"), "geste")
    large = refused(RefundTooLarge, lambda: refund(shown=shown))
    assert (large.amount, large.credit) == (euros("4.00"), 0)
    assert refund(shown=shown, insist="promis") == euros("-14.00")


def test_old_debt_paid_by_cheque_at_the_table(world: World) -> None:
    """R21, R50, R52: it joins the takings of the distribution that one chooses, and no other."""
    member = world.member("Fatou")
    world.credit(member, "-10.00")
    tonight, other = world.distribution(), world.distribution(START, "Ailleurs")
    details = ChequeDetails("0042", "Banque", "F. Diallo")
    balance = pay_account(
        world.desk,
        member,
        Mode.CHEQUE,
        euros("10.00"),
        "dette de mars",
        shown=euros("-10.00"),
        distribution_id=tonight,
        cheque=details,
    )
    assert balance == 0
    came_in = takings(read_sheet(tonight))
    assert (came_in.cheque_count, came_in.cheques, came_in.expected_cash) == (1, 10, 0)
    assert takings(read_sheet(other)).cheque_count == 0
    paid = read_sheet(tonight).other_payments[0]
    assert (paid.reason, paid.basket_id) == ("dette de mars", None)
    assert paid.cheque is not None
    assert (paid.cheque.number, paid.cheque.drawer) == ("0042", "F. Diallo")
    assert read_sheet(tonight).members == {member: "Fatou"}


def test_cash_of_the_account_in_the_box(world: World) -> None:
    """R50, R21: account payments and refunds in cash that joined count; adjustments never do."""
    member, tonight = world.member("Lise"), world.distribution()
    world.credit(member, "20.00")
    refund_account(
        world.desk,
        member,
        Mode.CASH,
        euros("7.00"),
        "départ",
        shown=euros("20.00"),
        distribution_id=tonight,
    )
    adjust(world.desk, member, euros("-13.00"), "don au groupe", shown=euros("13.00"))
    pay_account(
        world.desk,
        member,
        Mode.CASH,
        euros("2.00"),
        "avance",
        shown=Decimal(0),
        distribution_id=tonight,
        pending=True,
        sure=True,
    )
    came_in = takings(read_sheet(tonight))
    assert (came_in.expected_cash, came_in.refunds) == (euros("-7.00"), {Mode.CASH: -7})
    assert world.balance(member) == 0


def test_an_account_payment_and_its_archive(world: World) -> None:
    """R20, R21, R43: what joined archived takings is neither cancelled nor changed."""
    basket = world.one_basket("10.00")
    member, tonight = basket.member_id, basket.distribution_id
    pay_account(
        world.desk,
        member,
        Mode.CASH,
        euros("3.00"),
        "avance",
        shown=euros("-10.00"),
        distribution_id=tonight,
    )
    pay_account(world.desk, member, Mode.CASH, euros("1.00"), "autre", shown=euros("-7.00"))
    joined, alone = (one for one in read_account(member).operations if one.is_payment)
    basket = world.read(basket.id)
    assert basket.to_pay == euros("6.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, tonight)
    for act in (
        lambda: cancel(world.desk, joined.id, "erreur"),
        lambda: change_mode(world.desk, joined.id, Mode.CARD),
        lambda: pay_membership(
            world.desk, member, Mode.CASH, distribution_id=tonight, amount=euros("5.00")
        ),
    ):
        told = refused(DistributionIsCertified, act)
        assert (told.by, told.at) == ("paul", world.clock.now())
    change_mode(world.desk, alone.id, Mode.CARD)
    refused(OperationIsCancelled, lambda: change_mode(world.desk, alone.id, Mode.CASH))
    assert world.balance(member) == 0
    assert check() == []


def test_what_is_cancelled_by_hand(world: World) -> None:
    """R20: payments, adjustments and opening balances, with a reason; memberships are not."""
    member = world.member("Seb")
    world.credit(member, "4.00")
    adjust(world.desk, member, euros("1.00"), "geste", shown=euros("4.00"))
    pay_membership(world.desk, member, Mode.CASH, amount=euros("9.00"))
    kinds = {one.kind: one.id for one in read_account(member).operations}
    refused(ReasonNeeded, lambda: cancel(world.desk, kinds[Kind.ADJUSTMENT]))
    cancel(world.desk, kinds[Kind.ADJUSTMENT], "erreur")
    cancel(world.desk, kinds[Kind.OPENING], "erreur")
    assert world.balance(member) == 0
    refused(NotAPayment, lambda: cancel(world.desk, kinds[Kind.MEMBERSHIP], "erreur"))
    refused(NotAPayment, lambda: change_mode(world.desk, kinds[Kind.MEMBERSHIP], Mode.CARD))
    told = refused(NotFound, lambda: cancel(world.desk, 999, "erreur"))
    assert (told.what, told.number) == ("operation", 999)
    undo(world.desk, last_act("paul").act)
    assert world.balance(member) == euros("4.00")


def test_another_mode_keeps_everything_else(world: World) -> None:
    """R20: one act: the old one is cancelled, the new one has its amount, reason and place."""
    member, tonight = world.member("Seb"), world.distribution()
    pay_account(
        world.desk,
        member,
        Mode.CASH,
        euros("6.00"),
        "avance",
        shown=Decimal(0),
        distribution_id=tonight,
        pending=True,
        sure=True,
    )
    old = read_account(member).operations[0]
    change_mode(world.desk, old.id, Mode.TRANSFER)
    old, new = read_account(member).operations
    assert (old.cancelled_by, old.cancelled_at) == ("paul", world.clock.now())
    assert (new.mode, new.amount, new.reason) == (Mode.TRANSFER, euros("6.00"), "avance")
    assert (new.pending, new.distribution_id, new.cancelled_at) == (True, tonight, None)


def test_a_payment_confirmed_from_the_account(world: World) -> None:
    """R41: one of two awaited payments, in an archive: validated and certified as before."""
    basket = world.one_basket("18.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER, euros("10.00"))
    basket = announce(world.desk, basket.id, basket.version, Mode.ONLINE)
    assert [one.amount for one in basket.announced] == [10, 8]
    basket = validate(world.desk, basket.id, basket.version, unseen=Unseen.AWAITED)
    certify(world.desk, basket.distribution_id)
    confirm(world.desk, basket.announced[1].id)
    after = world.read(basket.id)
    assert (after.balance, after.validated_at) == (euros("-10.00"), basket.validated_at)
    assert read_sheet(basket.distribution_id).distribution.certified_at is not None
    assert check() == []


def test_a_credit_pays_the_next_basket(world: World) -> None:
    """R17, R18: paid too much last week: to pay less tonight, without a fictitious payment."""
    member = world.member("Anaïs")
    before = world.basket(world.distribution(START - WEEK), member, "8.00")
    before = pay(
        world.desk, before.id, before.version, [Part(Mode.CASH, euros("10.00"))], sure=True
    )
    tonight = world.basket(world.distribution(), member, "5.00")
    assert (tonight.older_credit, tonight.to_pay) == (euros("2.00"), euros("3.00"))
    tonight = receive(world.desk, tonight.id, tonight.version, Mode.CARD)
    assert (tonight.paid, tonight.balance, tonight.difference) == (3, 0, -2)


def test_what_is_still_to_come(world: World) -> None:
    """R18: later orders, and what is paid for them, are not due; money on the account is."""
    member = world.member("Anaïs")
    tonight, later = world.distribution(), world.distribution(START + WEEK)
    world.basket(tonight, member, "20.00")
    order = world.basket(later, member, "9.00")
    receive(world.desk, order.id, order.version, Mode.CASH)
    order = world.basket(world.distribution(START + 2 * WEEK), member, "7.00")
    pay_account(
        world.desk, member, Mode.CASH, euros("5.00"), "avance", shown=euros("-27.00"),
        distribution_id=later,
    )  # fmt: skip
    account = read_account(member, tonight)
    assert (account.balance, account.to_come, account.due) == (
        euros("-22.00"),
        euros("-7.00"),
        euros("-15.00"),
    )
    coming = [one for one in account.operations if account.is_to_come(one)]
    assert sorted(one.amount for one in coming) == [euros("-9.00"), euros("-7.00"), euros("9.00")]
    assert read_account(member).due == euros("-22.00")


def test_an_older_balance_entered_at_the_table(world: World) -> None:
    """R21, R18: a debt from before this program is no gift: an opening balance, owed with the rest.

    Only as long as the balance is the one that was seen; it can be cancelled like a gift.
    """
    basket = world.one_basket("32.13")
    before = dump()
    with pytest.raises(BalanceMoved):
        open_balance(world.desk, basket.member_id, euros("-12.00"), "carnet", shown=euros("0.00"))
    with pytest.raises(ReasonNeeded):
        open_balance(world.desk, basket.member_id, euros("-12.00"), " ", shown=basket.balance)
    assert dump() == before
    open_balance(world.desk, basket.member_id, euros("-12.00"), "carnet", shown=basket.balance)
    account = read_account(basket.member_id, basket.distribution_id)
    assert (account.due, account.of_this_evening, account.older) == (
        euros("-44.13"),
        euros("-32.13"),
        euros("-12.00"),
    )
    assert world.again(basket).older == euros("-12.00")
    cancel(world.desk, account.operations[0].id, "erreur")
    assert world.balance(basket) == euros("-32.13")
    assert check() == []
