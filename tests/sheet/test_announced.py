"""Lines that announce, pay an older debt, or a membership (R15, R18, R22)."""

from __future__ import annotations

from datetime import datetime

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.writing import writing
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.memberships import read_fees
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.doubts import FeeNotCovered
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.takings import takings
from cagette_tui.model.rules.transfers import FeeAwaited
from cagette_tui.model.tables.people import Group
from cagette_tui.sentences.sheet import answer_text, understood_texts
from cagette_tui.sheet.files import apply_file
from cagette_tui.sheet.problems import FeeNotSaid, NothingLeft, Unreadable
from cagette_tui.sheet.understanding import apply_line, understand
from tests.shortcuts import slip
from tests.world import World, euros, refused


@pytest.fixture
def evening(world: World) -> int:
    """Basket 1 of 18.00, basket 2 of 31.80 with an older debt of 12.00; the fee is 15.00."""
    with writing(world.desk) as act:
        act.entry(ActKind.GROUP).update(Group.get_by_id(1), membership_fee=euros("15.00"))
    number = world.distribution()
    world.basket(number, world.member("Ana"), "18.00")
    bob = world.member("Bob")
    world.credit(bob, "-12.00")
    world.basket(number, bob, "31.80")
    return number


def basket(number: int, place: int) -> BasketView:
    """Read a basket by its place."""
    return read_sheet(number).baskets[place - 1]


def test_announced_by_transfer(world: World, evening: int) -> None:
    """R22: nothing is paid, it is awaited; the preview says so."""
    shown = understand("1 t?", read_sheet(evening), now=world.clock.now())
    assert [type(one).__name__ for one in shown.changes[0].deeds] == ["Announced"]
    apply_line(world.desk, evening, "1 t?")
    one = basket(evening, 1)
    assert (one.paid, [(p.mode, p.amount) for p in one.announced]) == (
        0,
        [(Mode.TRANSFER, euros("18.00"))],
    )
    apply_line(world.desk, evening, "1 t")  # seen
    assert basket(evening, 1).paid == euros("18.00")
    assert check() == []


def test_a_part_announced(world: World, evening: int) -> None:
    """R22, R15: one of several modes."""
    apply_line(world.desk, evening, "1 t?10,00 e")
    one = basket(evening, 1)
    assert (one.paid, one.announced[0].amount) == (euros("8.00"), euros("10.00"))


def test_announced_and_validated(world: World, evening: int) -> None:
    """R41: the capital validates; it is awaited without a question."""
    apply_line(world.desk, evening, "1 T?")
    one = basket(evening, 1)
    assert (one.validated, one.paid, one.balance) == (True, 0, euros("-18.00"))
    assert check() == []


def test_the_older_debt_too(world: World, evening: int) -> None:
    """R18: what is to pay and what was owed, in one payment."""
    apply_line(world.desk, evening, "2 c n0001234 d")
    one = basket(evening, 2)
    assert ([p.amount for p in one.payments], one.balance) == ([euros("43.80")], 0)


def said(text: str, number: int, now: datetime) -> tuple[str, str]:
    """What stands below a line that is typed, in English: what it would do, what is wrong."""
    i18n.activate("en")
    sheet = read_sheet(number)
    fees = read_fees(one.member_id for one in sheet.baskets)
    return understood_texts(understand(text, sheet, now=now, fees=fees))


@pytest.mark.parametrize(
    ("text", "cash"),
    [
        ("2 c n0001234 M", "0.00"),  # no amount: what is to pay, and the fee
        ("2 c46,80 n0001234 M", "0.00"),
        ("2 c M n0001234", "0.00"),  # the number behind M is the cheque's all the same
        ("2 C M n° 0001234", "0.00"),
        ("2 c46,80 M n0001234 v", "0.00"),
        ("2 e20 c M n0001234", "20.00"),
        ("2 c 46,80 n0001234 M v !", "0.00"),
        ("2 e20 c n0001234 M", "20.00"),  # the rest of both by the cheque
        ("2 c20 n0001234 M e", "26.80"),  # the cheque has the fee: 5.00 of it are the basket's
    ],
)
def test_one_payment_for_basket_and_membership(
    world: World, evening: int, text: str, cash: str
) -> None:
    """R15: what is typed is both together; one cheque on the slip; the fee is entered once."""
    apply_line(world.desk, evening, text)
    came = euros("46.80") - euros(cash)
    assert [(row.amount, row.number) for row in slip(evening).rows] == [(came, "0001234")]
    one = basket(evening, 2)
    assert (one.paid, one.balance) == (euros("31.80"), euros("-12.00"))
    totals = takings(read_sheet(evening))
    assert (totals.membership, totals.expected_cash) == (euros("15.00"), euros(cash))
    assert check() == []


def test_it_says_what_goes_where(world: World, evening: int) -> None:
    """R15: before anything is booked the line says what the basket and the membership get."""
    now = world.clock.now()
    meaning, lacks = said("2 c 46,80 n0001234 M", evening, now)
    assert "cheque €46.80 no. 0001234 (basket €31.80 + membership €15.00)" in meaning
    assert lacks == ""
    assert (
        "cash €20.00, cheque €26.80 (basket €11.80 + membership €15.00)"
        in (said("2 e20 c M", evening, now)[0])
    )
    # Several baskets: each member joins.
    assert "(basket €49.80 + membership €30.00)" in said("1+2 c M", evening, now)[0]
    # Paid more than both, or less: as without a membership.
    asked = said("2 c 50 M", evening, now)[1]
    assert "€50.00" in asked
    assert "€46.80 to pay" in asked
    assert "€3.20" in asked
    assert "to pay €6.80" in said("2 c 40 M", evening, now)[0]


@pytest.mark.parametrize("text", ["2 c10 M", "2 e M t?", "2 t? M", "2 e46,80 M c"])
def test_a_membership_needs_a_payment_that_is_large_enough(
    world: World, evening: int, text: str
) -> None:
    """R15, R22: nothing is booked: what is only announced, or is smaller than the fee, is none."""
    with pytest.raises((FeeNotCovered, NothingLeft, Unreadable)):
        apply_line(world.desk, evening, text)
    assert basket(evening, 2).payments == ()


def test_a_membership_by_its_own_mode(world: World, evening: int) -> None:
    """R15: the basket in cash, the fee by cheque; validated by the capital."""
    apply_line(world.desk, evening, "1 M c n77 E")
    assert [(row.amount, row.number) for row in slip(evening).rows] == [(euros("15.00"), "77")]
    one = basket(evening, 1)
    assert (one.validated, one.paid) == (True, euros("18.00"))


def test_a_membership_by_a_transfer(world: World, evening: int) -> None:
    """R22: in an evening whose transfers are only announced its letter enters no membership."""
    refused(FeeAwaited, lambda: apply_line(world.desk, evening, "1 M t", announces=True))
    assert not takings(read_sheet(evening)).membership
    apply_line(world.desk, evening, "1 M t")
    assert takings(read_sheet(evening)).membership == euros("15.00")


def test_a_membership_by_the_credit(world: World, evening: int) -> None:
    """R15: no mode at all: a credit pays it, where it is enough beside the basket."""
    now = world.clock.now()
    assert "How is the membership of €15.00 paid? 1 M c" in said("1 M", evening, now)[1]
    with pytest.raises(FeeNotSaid):
        apply_line(world.desk, evening, "1 M v")
    world.credit(basket(evening, 1).member_id, "40.00")
    assert "membership of €15.00 from the credit" in said("1 M v", evening, now)[0]
    apply_line(world.desk, evening, "1 M v !")
    one = basket(evening, 1)
    assert (one.validated, one.payments, one.balance) == (True, (), euros("7.00"))
    assert takings(read_sheet(evening)).membership == 0
    assert check() == []


def test_a_membership_on_the_cheque_that_was_announced(world: World, evening: int) -> None:
    """R15, R22: it comes with the fee on it: one cheque."""
    apply_line(world.desk, evening, "1 c?")
    apply_line(world.desk, evening, "1 c M")
    assert [row.amount for row in slip(evening).rows] == [euros("33.00")]
    assert basket(evening, 1).announced == ()
    assert check() == []


def test_a_membership_that_is_paid_is_asked_about(world: World, evening: int) -> None:
    """R15: on the line, before it is booked; ! enters another one; from a file, too."""
    apply_line(world.desk, evening, "1 e M")
    text = said("1 M c", evening, world.clock.now())[1]
    assert "The membership is paid until" in text
    answer = apply_file(world.desk, evening, b"2 c M\n2 M c\n")
    assert [type(line.problem).__name__ for line in answer.lines] == ["NoneType", "Asks"]
    assert not answer.applied
    apply_line(world.desk, evening, "1 M c !")
    assert takings(read_sheet(evening)).membership == euros("30.00")


def test_what_is_wrong_with_a_membership(world: World, evening: int) -> None:
    """An amount behind M, two of them, a group without a fee: said, and nothing is done."""
    now = world.clock.now()
    assert "14 c 46,80 M" in said("2 M c46,80", evening, now)[1]
    assert "14 c 46,80 M" in said("2 M c 46,80", evening, now)[1]
    assert "twice" in said("2 c M M", evening, now)[1]
    with writing(world.desk) as act:
        act.entry(ActKind.GROUP).update(Group.get_by_id(1), membership_fee=euros("0.00"))
    assert "settings" in said("2 c M", evening, now)[1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 t", "transfer seen on the account €18.00"),
        ("1 T", "transfer seen on the account €18.00, validated"),
        ("1 t vu v", "transfer seen on the account €18.00, validated"),
        ("1 t10 e", "transfer seen on the account €10.00, cash €8.00"),
        ("1-2 T", "transfer seen on the account €49.80, validated"),
        ("1+2 t", "transfer seen on the account €49.80"),
        ("2 t d", "transfer seen on the account €43.80, of which €12.00 of debt"),
        ("2 t M", "transfer seen on the account €46.80 (basket €31.80 + membership €15.00)"),
        ("1 M t", "transfer seen on the account €15.00 (membership)"),
        ("1 t?", "transfer €18.00 announced"),
        ("1 e", "cash €18.00"),
    ],
)
def test_a_transfer_that_is_booked_as_seen_says_so(
    world: World, evening: int, text: str, told: str
) -> None:
    """R22: before Enter and after it, of a part, a range, a debt, a membership too."""
    assert told in said(text, evening, world.clock.now())[0]
    assert told in answer_text(apply_line(world.desk, evening, text))


def test_what_was_announced_is_seen_in_the_same_words(world: World, evening: int) -> None:
    """R10, R22: by its letter; beside one that nobody announced it is one sum."""
    apply_line(world.desk, evening, "1 t?")
    now = world.clock.now()
    assert "transfer seen on the account €18.00, validated" in said("1 T", evening, now)[0]
    meaning = said("1-2 T", evening, now)[0]
    assert "transfer seen on the account €49.80, validated" in meaning
    apply_line(world.desk, evening, "1 e !")
    meaning = said("1 t !", evening, now)[0]
    assert "transfer seen on the account €18.00 instead of cash" in meaning


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 T", "transfer €18.00 announced, validated – €18.00 owed until it comes"),
        ("1 t?10 v !", "transfer €10.00 announced, validated"),
        ("1 C?", "cheque €18.00 announced, validated"),
        ("1-2 T", "transfer €49.80 announced, validated – "),
    ],
)
def test_what_is_announced_and_validated_is_said_once(
    world: World, evening: int, text: str, told: str
) -> None:
    """R22, R41: “announced” says that it is awaited, before Enter and after it."""
    sheet = read_sheet(evening)
    i18n.activate("en")
    meaning = understood_texts(understand(text, sheet, now=world.clock.now(), announces=True))[0]
    for shown in (meaning, answer_text(apply_line(world.desk, evening, text, announces=True))):
        assert told in shown
        assert "awaited" not in shown


def test_what_was_announced_before_is_awaited(world: World, evening: int) -> None:
    """R41: it is told apart from what the line announces beside it."""
    apply_line(world.desk, evening, "1 t?10")
    meaning = said("1 T?", evening, world.clock.now())[0]
    assert "transfer €8.00 announced, transfer €10.00 awaited, validated" in meaning


@pytest.mark.parametrize("text", ["1 t annoncé", "1 t annonce", "1 T announced", "1 t18 annoncé"])
def test_the_word_for_it(world: World, evening: int, text: str) -> None:
    """R22: behind a mode the word says what a ? says."""
    apply_line(world.desk, evening, text)
    assert [(p.mode, p.amount) for p in basket(evening, 1).announced] == [
        (Mode.TRANSFER, euros("18.00"))
    ]


@pytest.mark.parametrize(
    ("text", "paid"),
    [("1 t", "0.00"), ("1 t vu", "18.00"), ("1 t seen", "18.00"), ("1 e", "18.00")],
)
def test_as_the_evening_s_transfers(world: World, evening: int, text: str, paid: str) -> None:
    """R22: a transfer of which nothing is written is as those of the evening."""
    apply_line(world.desk, evening, text, announces=True)
    assert basket(evening, 1).paid == euros(paid)


def test_nothing_was_announced(world: World, evening: int) -> None:
    """R22: what is said of an awaited payment that was never announced names how one is."""
    from cagette_tui import i18n
    from cagette_tui.sentences import sentence

    i18n.activate("en")
    problem = understand("1 v awaited", read_sheet(evening)).problem
    assert problem is not None
    assert "1 t? announces a transfer" in sentence(problem)
