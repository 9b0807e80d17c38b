"""Where is the difference? Each kind of explanation, and what puts one before another."""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cagette_tui.model.acts.changing import change_mode
from cagette_tui.model.acts.closing import set_cash_float
from cagette_tui.model.acts.paying import pay_together, receive
from cagette_tui.model.finding import (
    SHOWN,
    Cancel,
    CancelMove,
    Cause,
    ChangeMode,
    Confirm,
    EnterMembership,
    EnterMove,
    EnterPayment,
    EnterRefund,
    Mend,
    Pile,
    Proposal,
    Recount,
    RecountTotal,
    ReplaceAmount,
    ReplaceMove,
    SetFloat,
    find_causes,
)
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.takings import takings
from cagette_tui.money import from_cents
from tests.model.finding.box_evenings import Books, Evening, Money, an_evening, pieces_of
from tests.model.finding.box_plants import left_over
from tests.world import World, euros

CASH, CHEQUE, CARD, TRANSFER = Mode.CASH, Mode.CHEQUE, Mode.CARD, Mode.TRANSFER


def books(*payments: tuple[Mode, int], **more: Any) -> Books:
    """Members 1, 2, 3 …, each with a basket that is paid so, in this order."""
    costs = {member: amount for member, (_, amount) in enumerate(payments, start=1)}
    made = [
        Money(10 * member, member, mode, amount)
        for member, (mode, amount) in enumerate(payments, start=1)
    ]
    older = dict.fromkeys(costs, 0)
    return replace(Books(costs, older, set(), made, validated=False), **more)


def search(written: Books, difference: str, **known: Any) -> list[Proposal]:
    """Look for what explains a difference: the proposals, the likeliest first."""
    sheet = written.sheet()
    counted = from_cents(written.expected()) + euros(difference)
    return list(find_causes(sheet, counted, **known))


def mends(proposal: Proposal) -> list[tuple[Mend, ...]]:
    """What each candidate would do."""
    return [tuple(step.mend for step in one.steps) for one in proposal.candidates]


def causes(proposals: list[Proposal]) -> list[Cause]:
    """What is proposed, in order."""
    return [one.cause for one in proposals]


def of(cause: Cause, proposals: list[Proposal]) -> Proposal:
    """The one proposal of a kind."""
    (one,) = [proposal for proposal in proposals if proposal.cause is cause]
    return one


EVENING = (
    (CASH, 1_840),
    (CHEQUE, 2_510),
    (CASH, 735),
    (CARD, 4_205),
    (CASH, 2_999),
    (CHEQUE, 1_115),
)


def test_nothing_differs() -> None:
    """No difference, no proposal."""
    assert search(books(*EVENING), "0.00") == []


def test_written_as_cash() -> None:
    """18,40 short: the basket of 18,40 in cash was something else; the commonest mode first."""
    first, *others = search(books(*EVENING), "-18.40")
    assert (first.cause, first.amount, first.count) == (Cause.WRITTEN_AS_CASH, euros("18.40"), 1)
    assert mends(first) == [(ChangeMode(10, CHEQUE, (CARD, TRANSFER)),)]
    place = first.candidates[0].places[0]
    assert (place.number, place.member, place.written, place.mode) == (
        1,
        "Membre 1",
        euros("18.40"),
        CASH,
    )
    # It may also be in the books for nothing; and money can always have been taken out.
    assert causes(others) == [Cause.NOT_RECEIVED, Cause.MOVE_NOT_ENTERED]
    assert mends(others[0]) == [(Cancel(10),)]
    assert mends(others[1]) == [(EnterMove(euros("-18.40")),)]


def test_only_modes_that_are_accepted() -> None:
    """R13: a group that takes cash alone has no cheque that was written as cash."""
    only_cash = search(books(*EVENING), "-18.40", accepted=(CASH,))
    assert Cause.WRITTEN_AS_CASH not in causes(only_cash)
    some = search(books(*EVENING), "-18.40", accepted=(TRANSFER, CASH))
    assert mends(some[0]) == [(ChangeMode(10, TRANSFER),)]


def test_was_cash() -> None:
    """11,15 over: the cheque of 11,15 was cash."""
    first = search(books(*EVENING), "11.15")[0]
    assert first.cause is Cause.WAS_CASH
    assert mends(first) == [(ChangeMode(60, CASH),)]


def test_a_cheque_for_two_baskets_was_cash() -> None:
    """R15: it is one cheque: both payments change together, or one of them was never on it."""
    written = books(*EVENING)
    for place in (1, 5):
        written.payments[place].paper = 7
    whole = search(written, "36.25")[0]
    assert mends(whole) == [(ChangeMode(20, CASH), ChangeMode(60, CASH))]
    part = search(written, "25.10")[0]
    assert mends(part) == [(ChangeMode(20, CASH),)]


def test_a_basket_without_payment() -> None:
    """12,30 over: the unpaid basket of 12,30, before whatever else has this amount."""
    written = books(*EVENING, (CHEQUE, 1_230), (CASH, 1_230))
    written.payments.pop()
    first, second, *_ = search(written, "12.30")
    assert (first.cause, second.cause) == (Cause.UNPAID, Cause.WAS_CASH)
    assert mends(first) == [(EnterPayment(8, 8, CASH, euros("12.30")),)]
    # R33: a validated basket takes no payment of its own; R34: nor does an absent one.
    written.validated = True
    assert mends(search(written, "12.30")[0]) == [(EnterPayment(8, None, CASH, euros("12.30")),)]
    written.validated, written.absent = False, {8}
    assert mends(of(Cause.UNPAID, search(written, "12.30")))[0] == (
        EnterPayment(8, None, CASH, euros("12.30")),
    )


def test_what_a_basket_lacks() -> None:
    """R15: 20 in cash and the rest by cheque: the notes were forgotten, or the rest was."""
    written = books(*EVENING)
    written.payments[1].amount = 510
    first = search(written, "20.00")[0]
    assert first.cause is Cause.NOT_ENTERED
    assert mends(first) == [(EnterPayment(2, 2, CASH, euros("20.00")),)]


def test_an_older_debt() -> None:
    """R18: alone, once the basket is paid; or with what is to pay."""
    written = books(*EVENING)
    written.older[1] = -450
    alone = search(written, "4.50")[0]
    assert (alone.cause, mends(alone)) == (
        Cause.NOT_ENTERED,
        [(EnterPayment(1, None, CASH, euros("4.50")),)],
    )
    del written.payments[0]
    both = search(written, "22.90")[0]
    assert (both.cause, mends(both)) == (
        Cause.UNPAID,
        [(EnterPayment(1, 1, CASH, euros("22.90")),)],
    )


def test_what_was_announced() -> None:
    """R10: a transfer announced and paid in cash; cash announced and not confirmed."""
    written = books(*EVENING)
    written.payments[3].mode, written.payments[3].pending = TRANSFER, True
    first = search(written, "42.05")[0]
    assert (first.cause, mends(first)) == (
        Cause.NOT_ENTERED,
        [(Cancel(40, pending=True), EnterPayment(4, 4, CASH, euros("42.05")))],
    )
    written.payments[3].mode = CASH
    assert mends(search(written, "42.05")[0]) == [(Confirm(40),)]


def test_notes_without_change() -> None:
    """17.45 paid with a note of 20: the basket without payment took it."""
    written = books((CASH, 1_745), (CHEQUE, 3_020))
    del written.payments[0]
    first = search(written, "20.00")[0]
    assert (first.cause, mends(first)[0]) == (
        Cause.UNPAID,
        (EnterPayment(1, 1, CASH, euros("20.00")),),
    )


def test_entered_twice() -> None:
    """The basket is paid too much, by just as much."""
    written = books(*EVENING)
    written.payments.append(Money(99, 1, CASH, 1_840))
    first = search(written, "-18.40")[0]
    assert first.cause is Cause.NOT_RECEIVED
    # The one that was entered last is the likelier.
    assert mends(first) == [(Cancel(99),), (Cancel(10),)]


def test_refunds() -> None:
    """R17: credit that was given back and not entered; a refund entered and not given."""
    written = books(*EVENING)
    written.costs[3] -= 255
    first = search(written, "-2.55")[0]
    assert first.cause is Cause.REFUND_NOT_ENTERED
    assert mends(first) == [(EnterRefund(3, 3, CASH, euros("2.55")),)]
    written.payments.append(Money(99, 3, CASH, -255))
    over = search(written, "2.55")
    assert causes(over)[:2] == [Cause.REFUND_NOT_GIVEN, Cause.WRITTEN_AS_CASH]
    assert mends(over[0]) == [(Cancel(99),)]


def test_a_wrong_sign_counts_twice() -> None:
    """A refund of 2,55 entered as a payment: the box is 5,10 short."""
    written = books(*EVENING)
    written.costs[3] -= 255
    written.payments.append(Money(99, 3, CASH, 255))
    first = search(written, "-5.10")[0]
    assert (first.cause, first.amount) == (Cause.WRONG_SIGN, euros("2.55"))
    assert mends(first) == [(ReplaceAmount(99, euros("-2.55")),)]
    written.payments[-1].amount = -255
    written.costs[3] += 510
    first = search(written, "5.10")[0]
    assert mends(first) == [(ReplaceAmount(99, euros("2.55")),)]


def test_two_digits_swapped() -> None:
    """18,40 typed as 14,80: 3,60 over, and the basket lacks just as much."""
    written = books(*EVENING)
    written.payments[0].amount = 1_480
    first = search(written, "3.60")[0]
    assert (first.cause, first.amount) == (Cause.SWAPPED_DIGITS, euros("3.60"))
    assert mends(first)[0] == (ReplaceAmount(10, euros("18.40")),)
    refund = books(*EVENING)
    refund.payments.append(Money(99, 5, CASH, -412))
    assert (ReplaceAmount(99, euros("-4.21")),) in mends(
        of(Cause.SWAPPED_DIGITS, search(refund, "-0.09"))
    )


def test_digits_of_the_box() -> None:
    """The count's total, a piece's number, the float, what was taken out."""
    written = books(*EVENING, start=2_300, moves={4: -820})
    assert from_cents(written.expected()) == euros("70.54")
    typed = search(written, "4.50")[0]  # 75,04 was typed
    assert (typed.cause, mends(typed)) == (
        Cause.SWAPPED_DIGITS,
        [(RecountTotal(euros("70.54")),)],
    )
    start = of(Cause.SWAPPED_DIGITS, search(written, "9.00"))
    assert (SetFloat(euros("32.00")),) in mends(start)
    move = of(Cause.SWAPPED_DIGITS, search(written, "5.40"))
    assert (ReplaceMove(4, euros("-2.80")),) in mends(move)
    pieces = of(Cause.SWAPPED_DIGITS, search(written, "-1.80", pieces={20: 12}))
    assert mends(pieces)[0] == (Recount(20, 9),)


def test_a_membership() -> None:
    """The fee, for each who is not up to date, in one proposal."""
    known = {"fee": euros("12.00"), "without_membership": (2, 5, 77)}
    first = search(books(*EVENING), "12.00", **known)[0]
    assert (first.cause, first.count) == (Cause.MEMBERSHIP, 2)  # nobody knows member 77 here
    # Who paid the basket in cash is likelier to have paid the fee so.
    assert mends(first) == [
        (EnterMembership(5, CASH, euros("12.00")),),
        (EnterMembership(2, CASH, euros("12.00")),),
    ]
    # Entered as a cheque: a payment like another.
    written = books(*EVENING)
    written.payments.append(Money(99, 3, CHEQUE, 1_200, of_basket=False, membership=True))
    assert mends(search(written, "12.00")[0]) == [(ChangeMode(99, CASH),)]


def test_a_note_or_coin() -> None:
    """One more or one fewer; only what can be: a note that is not there was not one too many."""
    first = search(books(*EVENING), "20.00")[0]
    assert (first.cause, mends(first)) == (Cause.PIECE, [(Recount(2_000, -1),)])
    assert mends(search(books(*EVENING), "-0.50")[0]) == [(Recount(50, 1),)]
    pieces = {5_000: 1, 200: 2}
    assert Cause.PIECE not in causes(search(books(*EVENING), "20.00", pieces=pieces))
    assert Cause.PIECE in causes(search(books(*EVENING), "2.00", pieces=pieces))
    assert Cause.PIECE not in causes(search(books(*EVENING), "-0.03"))


def test_a_payment_of_a_round_amount_or_a_note() -> None:
    """A basket of 20,00 before the note of 20; the note before a membership that nobody owes."""
    written = books((CASH, 2_000), (CARD, 2_000), (CHEQUE, 3_010))
    assert causes(search(written, "20.00"))[:2] == [Cause.WAS_CASH, Cause.PIECE]
    written.payments.pop(1)
    assert causes(search(written, "20.00"))[:2] == [Cause.UNPAID, Cause.PIECE]


def test_moves_of_the_box() -> None:
    """R50: a wrong sign counts twice; entered twice, or for nothing; forgotten."""
    written = books(*EVENING, moves={1: -820, 2: 3_000, 3: -820})
    first = search(written, "60.00")[0]
    assert first.cause is not Cause.MOVE_WRONG_SIGN  # they were put in, not taken out
    first = search(written, "-60.00")[0]
    assert (first.cause, first.amount) == (Cause.MOVE_WRONG_SIGN, euros("30.00"))
    assert mends(first) == [(ReplaceMove(2, euros("-30.00")),)]
    first = search(written, "8.20")[0]
    assert (first.cause, set(mends(first))) == (
        Cause.MOVE_NOT_MADE,
        {(CancelMove(1),), (CancelMove(3),)},
    )
    last = search(written, "-3.33")[-1]
    assert mends(last) == [(EnterMove(euros("-3.33")),)]


def test_the_float() -> None:
    """Not counted with the rest, counted twice, forgotten in the books, another than usual."""
    written = books(*EVENING, start=5_240)
    total = from_cents(written.expected())
    short = search(written, "-52.40")[0]
    assert (short.cause, mends(short)) == (
        Cause.FLOAT,
        [(RecountTotal(total),), (SetFloat(euros("0.00")),)],
    )
    over = search(written, "52.40")[0]
    assert mends(over) == [(RecountTotal(total),), (SetFloat(euros("104.80")),)]
    doubled = of(Cause.FLOAT, search(written, "-26.20"))
    assert mends(doubled) == [(SetFloat(euros("26.20")),)]
    usual = search(written, "-12.40", usual_float=euros("40.00"))[0]
    assert (usual.cause, mends(usual)) == (Cause.FLOAT, [(SetFloat(euros("40.00")),)])
    none = search(books(*EVENING), "62.40")[0]
    assert (none.cause, mends(none)) == (Cause.FLOAT, [(SetFloat(euros("62.40")),)])


def test_two_baskets_that_stand_together() -> None:
    """Modes exchanged between neighbours; a pair that is further apart is no explanation."""
    first = search(books(*EVENING), "6.70")[0]  # 18,40 was the cheque, 25,10 the cash
    assert first.cause is Cause.TWO_TOGETHER
    assert mends(first) == [(ChangeMode(10, CHEQUE, (CARD, TRANSFER)), ChangeMode(20, CASH))]
    assert [place.number for place in first.candidates[0].places] == [1, 2]
    assert Cause.TWO_TOGETHER not in causes(search(books(*EVENING), "-7.25"))  # 1 and 6
    # In the order of entry, they stand together.
    written = books(*EVENING)
    written.payments[5].id = 15
    assert search(written, "-7.25")[0].cause is Cause.TWO_TOGETHER


def test_two_unpaid_neighbours() -> None:
    """Baskets 3 and 4 were paid together, and neither entered; nothing is mended twice."""
    written = books(*EVENING)
    del written.payments[2:4]
    first = search(written, "49.40")[0]
    assert mends(first) == [
        (EnterPayment(3, 3, CASH, euros("7.35")), EnterPayment(4, 4, CASH, euros("42.05")))
    ]


def test_an_unexpected_cheque() -> None:
    """Found 18,40 that nobody expected, the box 18,40 short: written as cash, was that cheque."""
    written = books(*EVENING, (CASH, 1_840))
    pile = Pile(unexpected=(euros("18.40"),))
    first = search(written, "-18.40", pile=pile)[0]
    assert (first.cause, first.evidence, first.count) == (Cause.WRITTEN_AS_CASH, True, 2)
    assert mends(first)[0] == (ChangeMode(70, CHEQUE, (CARD, TRANSFER)),)
    # Nothing of the kind in the pile: it was no cheque.
    first = search(written, "-18.40", pile=Pile())[0]
    assert mends(first)[0] == (ChangeMode(70, CARD, (TRANSFER, CHEQUE)),)


def test_a_missing_cheque_and_a_box_over() -> None:
    """Expected 25,10 by cheque, not found, the box 25,10 over: it was cash, before all else."""
    written = books(*EVENING, (CASH, 2_510))
    written.payments.pop()  # an unpaid basket of the same amount
    assert search(written, "25.10")[0].cause is Cause.UNPAID
    first, second, *_ = search(written, "25.10", pile=Pile(missing=(-20,)))
    assert (first.cause, first.evidence) == (Cause.WAS_CASH, True)
    assert (second.cause, second.evidence) == (Cause.UNPAID, False)


def test_a_missing_cheque_and_a_box_short() -> None:
    """A missing cheque of 18,40, a box 18,40 short: one cause, a refund taken for a cheque."""
    written = books(*EVENING, (CHEQUE, 1_840))
    first = search(written, "-18.40", pile=Pile(missing=(-70,)))[0]
    assert (first.cause, first.evidence) == (Cause.REFUND_AS_CHEQUE, True)
    assert mends(first) == [(Cancel(70), EnterRefund(7, 7, CASH, euros("18.40")))]
    # And the other way round: the cheque is there, the refund was none.
    written = books(*EVENING)
    written.payments.append(Money(99, 3, CASH, -500))
    first = search(written, "5.00", pile=Pile(unexpected=(euros("5.00"),)))[0]
    assert mends(first) == [(Cancel(99), EnterPayment(3, 3, CHEQUE, euros("5.00")))]


def test_shared_out_otherwise() -> None:
    """20 in cash and 5,10 by cheque are written; it was 10 in cash and 15,10 by cheque."""
    written = books(*EVENING)
    written.payments[1].amount = 510
    written.payments.append(Money(99, 2, CASH, 2_000))
    pile = Pile(missing=(-20,), unexpected=(euros("15.10"),))
    first = search(written, "-10.00", pile=pile)[0]
    assert (first.cause, first.evidence) == (Cause.SPLIT_OTHERWISE, True)
    assert mends(first)[0] == (
        ReplaceAmount(20, euros("15.10")),
        ReplaceAmount(99, euros("10.00")),
    )
    # All of it by cheque; change given on a cheque; a part of what is written as cash.
    whole = Pile(missing=(-20,), unexpected=(euros("25.10"),))
    assert mends(search(written, "-20.00", pile=whole)[0])[0][1] == Cancel(99)
    change = Pile(missing=(-60,), unexpected=(euros("20.00"),))
    given_back = of(Cause.SPLIT_OTHERWISE, search(written, "-8.85", pile=change))
    assert mends(given_back)[0] == (
        ReplaceAmount(60, euros("20.00")),
        EnterRefund(6, 6, CASH, euros("8.85")),
    )
    part = of(
        Cause.SPLIT_OTHERWISE, search(written, "-9.99", pile=Pile(unexpected=(euros("9.99"),)))
    )
    assert (ReplaceAmount(50, euros("20.00")), EnterPayment(5, 5, CHEQUE, euros("9.99"))) in mends(
        part
    )


def test_one_cheque_for_two_that_are_written_as_cash() -> None:
    """R15: neighbours paid by one cheque, which is in the pile."""
    written = books((CASH, 1_840), (CASH, 735), (CHEQUE, 2_510))
    first = search(written, "-25.75", pile=Pile(unexpected=(euros("25.75"),)))[0]
    assert (first.cause, first.evidence) == (Cause.TWO_TOGETHER, True)
    assert [one.mode for one in mends(first)[0] if isinstance(one, ChangeMode)] == [CHEQUE] * 2


def test_the_pile_shows_one_of_two_mistakes() -> None:
    """An unexpected cheque of 18,40, and 8,20 of bread that stands twice: not side by side."""
    written = books(*EVENING, (CASH, 1_820))
    written.payments.pop()
    pile = Pile(unexpected=(euros("18.40"),))
    first = search(written, "-0.20", pile=pile)[0]  # short of 18,40, over of an unpaid 18,20
    assert (first.cause, first.evidence) == (Cause.TWO_TOGETHER, True)
    assert mends(first)[0] == (
        ChangeMode(10, CHEQUE, (CARD, TRANSFER)),
        EnterPayment(7, 7, CASH, euros("18.20")),
    )


def test_a_pile_half_typed_proves_nothing() -> None:
    """Most cheques are "missing" while one types: no proposal rests on that."""
    written = books(*((CHEQUE, 1_000 + 10 * one) for one in range(8)))
    half = Pile(missing=tuple(-10 * one for one in range(2, 9)))
    first = search(written, "10.10", pile=half)[0]
    assert (first.cause, first.evidence) == (Cause.WAS_CASH, False)
    nearly = Pile(missing=(-20,))
    assert search(written, "10.10", pile=nearly)[0].evidence


def test_one_proposal_with_its_candidates() -> None:
    """One amount and kind: the last entered first, some kept, all counted."""
    written = books(*((CASH, 1_840) for _ in range(20)))
    first = search(written, "-18.40")[0]
    assert (first.count, len(first.candidates)) == (20, SHOWN)
    assert mends(first)[0] == (ChangeMode(200, CHEQUE, (TRANSFER, CARD)),)
    assert len(search(written, "-18.40", shown=50)[0].candidates) == 20


def test_validated_baskets_are_reopened() -> None:
    """R33: what is written in a validated basket changes only once it is reopened."""
    written = books(*EVENING, validated=True)
    first = search(written, "6.70")[0]
    assert [place.number for place in first.candidates[0].reopens] == [1, 2]
    written.validated = False
    assert search(written, "6.70")[0].candidates[0].reopens == ()
    written.payments[3].pending = True
    written.validated = True
    announced = of(Cause.NOT_ENTERED, search(written, "42.05"))
    assert announced.candidates[0].reopens == ()  # R41: awaited, and now on the account


def test_an_account_without_basket() -> None:
    """R21: what joined the takings from the account alone is looked at too."""
    written = books(*EVENING)
    written.payments.append(Money(99, 3, CASH, 1_234, of_basket=False))
    first = search(written, "-12.34")[0]
    assert mends(first) == [(ChangeMode(99, CHEQUE, (CARD, TRANSFER)),)]
    place = first.candidates[0].places[0]
    assert (place.member, place.number, place.basket_id) == ("Membre 3", 3, None)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from((7, 19)), st.booleans(), st.booleans())
def test_each_explains_exactly_the_difference(
    seed: int, size: int, pile: bool, by_pieces: bool
) -> None:
    """R50: mended so, the books expect what was counted; twice the same answer."""
    draw = Random(seed)
    evening: Evening = an_evening(draw, size)
    payment = draw.choice(evening.books.payments)
    wrong = draw.choice((payment.amount, 2 * payment.amount, 2_000, draw.randint(-5_000, 5_000)))
    evening.miscounted = max(wrong, -evening.counted)
    known: dict[str, Any] = {
        "pieces": pieces_of(draw, evening.counted) if by_pieces else None,
        "pile": Pile(
            tuple(evening.books.cheques())[:2], (from_cents(abs(evening.miscounted)), Decimal(10))
        )
        if pile
        else None,
        "fee": from_cents(evening.fee),
        "without_membership": evening.without_membership,
        "usual_float": Decimal(50),
    }
    sheet, counted = evening.books.sheet(), from_cents(evening.counted)
    proposals = find_causes(sheet, counted, **known)
    assert proposals == find_causes(sheet, counted, **known)
    assert len(set(causes(list(proposals)))) == len(proposals)
    for proposal in proposals:
        assert len(set(proposal.candidates)) == len(proposal.candidates), proposal
        for candidate in proposal.candidates:
            assert left_over(evening, candidate) == 0, candidate


def test_on_a_real_evening(world: World) -> None:
    """A count with one error leads to it, and the act that mends it closes the box."""
    number = world.evening().distribution_id
    set_cash_float(world.desk, number, euros("50.00"))
    baskets = read_sheet(number, lines=False).baskets
    both = [(one.id, one.version) for one in baskets[10:12]]
    pay_together(world.desk, both, CHEQUE)
    for basket in (*baskets[:10], *baskets[12:40]):
        receive(world.desk, basket.id, basket.version, CASH if basket.number % 2 else CHEQUE)
    really = takings(read_sheet(number)).expected_cash - baskets[20].cost  # it was a cheque
    sheet = read_sheet(number, lines=False)
    pile = Pile(unexpected=(baskets[20].cost,))
    first = find_causes(sheet, really, pile=pile)[0]
    assert (first.cause, first.evidence, first.count) == (Cause.WRITTEN_AS_CASH, True, 1)
    (mend,) = (step.mend for step in first.candidates[0].steps)
    assert isinstance(mend, ChangeMode)
    change_mode(world.desk, mend.operation_id, mend.mode)
    assert takings(read_sheet(number)).expected_cash == really
    shared = sum(one.cost for one in baskets[10:12])
    papers = find_causes(read_sheet(number, lines=False), really + shared)[0]
    assert [step.place.number for step in papers.candidates[0].steps] == [11, 12]
