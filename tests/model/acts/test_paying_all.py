"""One payment for baskets, older debts and memberships (R15, R18)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from cagette_tui.model.acts.accounts import pay_membership
from cagette_tui.model.acts.drafts import payment_draft, save_payment_draft
from cagette_tui.model.acts.paying import receive, settle
from cagette_tui.model.acts.paying_all import settle_with_fees
from cagette_tui.model.acts.returning import return_payment
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.writing import writing
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.elsewhere import open_elsewhere
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.deposits import AlreadyReturned, CreditTooSmall
from cagette_tui.model.rules.doubts import DoubtfulAmount, FeeNotCovered, Overpaid, OwedElsewhere
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.payments import ChequeDetails, Part, tender
from cagette_tui.model.rules.pile import papers_of
from cagette_tui.model.rules.receiving import Pay, Receive, Validate
from cagette_tui.model.rules.refusals import MembershipPaid
from cagette_tui.model.tables.people import Group
from tests.world import START, World, dump, euros, refused, settled_dump

NUMBERED = ChequeDetails("0000771")


@pytest.fixture
def fee(world: World) -> Decimal:
    """The group's membership costs 15.00."""
    with writing(world.desk) as act:
        act.entry(ActKind.GROUP).update(Group.get_by_id(1), membership_fee=euros("15.00"))
    return euros("15.00")


def papers(basket: BasketView) -> list[tuple[str | None, str]]:
    """Give the cheques of the evening: number and amount of each."""
    found = papers_of(read_sheet(basket.distribution_id))
    return [(one.cheque.number, str(one.amount)) for one in found]


def test_one_cheque_for_basket_debt_and_membership(world: World, fee: Decimal) -> None:
    """R15: 46.80 is one cheque; the older debt is reduced first, and one undo takes it all back."""
    one = world.one_basket("31.80", older="-42.10")
    before = settled_dump()
    parts = (Part(Mode.CHEQUE, euros("50.00"), NUMBERED),)
    sums = tender([one], parts, fee=fee)
    assert isinstance(sums.over, Overpaid)
    assert (sums.due, sums.over.on_debt, sums.over.debt_left) == (
        euros("46.80"),
        euros("3.20"),
        euros("38.90"),
    )
    here = [(one.id, one.version)]
    refused(Overpaid, lambda: settle_with_fees(world.desk, here, Pay(parts), {one.id: fee}))
    (after,) = settle_with_fees(world.desk, here, Pay(parts), {one.id: fee}, foreseen=sums.over)
    assert (after.paid, after.balance) == (euros("35.00"), euros("-38.90"))
    assert papers(one) == [("0000771", "50.00")]
    assert check() == []
    undo(world.desk, last_act(world.desk.who).act)
    assert settled_dump() == before


@pytest.mark.parametrize("amount", ["15.00", "14.99"])
def test_a_part_that_is_the_membership_alone(world: World, fee: Decimal, amount: str) -> None:
    """R15: a cheque for the membership alone is one; a part that is too small is refused."""
    one = world.one_basket("10.00")
    parts = (Part(Mode.CASH, euros("10.00")), Part(Mode.CHEQUE, euros(amount), NUMBERED))
    here = [(one.id, one.version)]
    before = dump()
    if amount == "14.99":
        refused(
            FeeNotCovered, lambda: settle_with_fees(world.desk, here, Pay(parts), {one.id: fee})
        )
        assert dump() == before
        return
    (after,) = settle_with_fees(world.desk, here, Validate(Pay(parts)), {one.id: fee})
    assert (after.validated, after.paid) == (True, euros("10.00"))
    assert papers(one) == [("0000771", "15.00")]
    assert check() == []


def test_two_cheques_and_the_membership_on_the_second(world: World, fee: Decimal) -> None:
    """R15: it is on the cheque of its own part, not on another one of the same payment."""
    one = world.one_basket("30.00")
    parts = (
        Part(Mode.CHEQUE, euros("10.00"), ChequeDetails("1")),
        Part(Mode.CHEQUE, euros("35.00"), ChequeDetails("2")),
    )
    settle_with_fees(world.desk, [(one.id, one.version)], Pay(parts), {one.id: fee})
    assert papers(one) == [("1", "10.00"), ("2", "35.00")]


def test_marks_with_debts_and_memberships(world: World, fee: Decimal) -> None:
    """R15, R18: one cheque for two members, their debts, and both memberships."""
    first, second = world.one_basket("30.00", older="-5.00"), world.one_basket("12.00")
    both = [(one.id, one.version) for one in (first, second)]
    parts = (Part(Mode.CHEQUE, euros("77.00"), NUMBERED),)
    fees = {first.id: fee, second.id: fee}
    left = settle_with_fees(world.desk, both, Pay(parts, with_debt=True), fees)
    assert [(one.paid, one.balance) for one in left] == [
        (euros("35.00"), euros("0.00")),
        (euros("12.00"), euros("0.00")),
    ]
    assert papers(first) == [("0000771", "77.00")]
    refused(MembershipPaid, lambda: pay_membership(world.desk, first.member_id, Mode.CASH))
    assert check() == []


def test_what_is_too_much_for_marks_names_the_basket(world: World) -> None:
    """R15: it falls on the last, whose older debt swallows it first."""
    first, second = world.one_basket("30.00"), world.one_basket("12.00", older="-42.10")
    both = [(one.id, one.version) for one in (first, second)]
    parts = (Part(Mode.CASH, euros("45.17")),)
    over = refused(Overpaid, lambda: settle(world.desk, both, Pay(parts)))
    assert (over.number, over.on_debt, over.debt_left, over.credit) == (
        second.number,
        euros("3.17"),
        euros("38.93"),
        0,
    )


def test_a_credit_pays_a_membership(world: World, fee: Decimal) -> None:
    """R15: no payment; refused where the credit is too small; a number is doubted."""
    member = world.member("Zoé")
    world.credit(member, "15.00")
    refused(
        DoubtfulAmount,
        lambda: pay_membership(world.desk, member, Mode.CASH, amount=euros("2134.00")),
    )
    assert pay_membership(world.desk, member, None) == 0
    refused(CreditTooSmall, lambda: pay_membership(world.desk, member, None, again=True))
    assert fee == euros("15.00")
    assert check() == []


def test_a_returned_cheque_stands(world: World) -> None:
    """R24: neither another mode nor undo takes it from under its return."""
    one = world.one_basket("10.00")
    paid = receive(world.desk, one.id, one.version, Mode.CHEQUE)
    other = world.other("Ana")
    return_payment(other, paid.payments[0].id, "sans provision")
    before = dump()
    refused(
        AlreadyReturned,
        lambda: receive(world.desk, one.id, paid.version, Mode.CASH, change=True),
    )
    refused(AlreadyReturned, lambda: undo(world.desk, last_act(world.desk.who).act))
    assert dump() == before
    undo(other, last_act(other.who).act)
    undo(world.desk, last_act(world.desk.who).act)
    assert world.again(one).paid == 0


def test_a_draft_keeps_it_all(world: World, fee: Decimal) -> None:
    """R22, R63: announced parts and memberships too."""
    one = world.one_basket("10.00")
    parts = (Part(Mode.TRANSFER, euros("25.00"), announced=True),)
    save_payment_draft(world.desk, [one.id], parts, with_debt=True, fees={one.id: fee})
    draft = payment_draft(world.desk, [one.id])
    assert draft is not None
    assert (draft.parts, draft.with_debt, draft.fees) == (parts, True, {one.id: fee})


def test_what_is_owed_at_another_open_basket_is_no_debt(world: World) -> None:
    """R18: it is asked before it is paid here, for it would be asked for there again."""
    member = world.member("Béatrice")
    earlier = world.basket(world.distribution(START - timedelta(days=7)), member, "20.00")
    later = world.basket(world.distribution(), member, "12.00")
    assert [one.basket.id for one in open_elsewhere([later])] == [earlier.id]
    assert open_elsewhere([earlier]) == ()
    parts = (Part(Mode.CASH, euros("32.00")),)
    sums = tender([later], parts, elsewhere=(earlier,))
    assert (sums.due, tender([later], parts, with_debt=True).due) == (12, 32)
    world.credit(member, "-6.00")
    again, before = world.again(later), world.again(earlier)
    assert tender([again], parts, elsewhere=(before,)).due == 12
    assert tender([again], parts, with_debt=True, elsewhere=(before,)).due == 18
    assert tender([again], parts, with_debt=True).due == 38
    undo(world.desk, last_act(world.desk.who).act)
    here = [(later.id, later.version)]
    asked = refused(OwedElsewhere, lambda: settle(world.desk, here, Pay(parts, with_debt=True)))
    assert (asked.number, asked.amount) == (earlier.number, euros("20.00"))
    both = [(earlier.id, earlier.version), *here]
    left = settle(world.desk, both, Pay(parts))
    assert [one.balance for one in left] == [0, 0]


def test_what_was_typed_for_others_too_stays(world: World) -> None:
    """R63: the answer is about the payment of these baskets; another one is still typed."""
    one, other = world.one_basket("5.00"), world.one_basket("7.00")
    for baskets, amount in ([one.id], "5.00"), ([one.id, other.id], "12.00"):
        parts = [Part(Mode.CASH, euros(amount))]
        save_payment_draft(world.desk, baskets, parts, with_debt=False)
    wanted = Receive(Mode.CHEQUE)
    (after,) = settle(world.desk, [(one.id, one.version)], wanted, record_typed=True)
    assert [(it.mode, it.amount) for it in after.payments] == [(Mode.CASH, euros("5.00"))]
    assert payment_draft(world.desk, [one.id]) is None
    assert payment_draft(world.desk, [one.id, other.id]) is not None
