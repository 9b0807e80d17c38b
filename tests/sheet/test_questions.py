"""What a line asks, what its `!` answers, and what is refused whatever it ends in."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from cagette_tui.clock import FixedClock
from cagette_tui.model.acts.accounts import open_balance, pay_account
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules import doubts, refusals
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.deposits import SameCheque
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.outcome import NeedsAnswer
from cagette_tui.model.tables.catalogue import Product
from cagette_tui.model.tables.people import Group
from cagette_tui.sentences import sentence
from cagette_tui.sentences.sheet import understood_texts
from cagette_tui.sheet import problems
from cagette_tui.sheet.deeds import TakenOut
from cagette_tui.sheet.problems import Trouble, Unreadable
from cagette_tui.sheet.understanding import Answer, Grasp, apply_line, understand
from tests.sheet.page import after, taken_back, tried, wrong
from tests.world import World, euros, refused

CASH, CHEQUE, TRANSFER, CARD, ONLINE = Mode


def paid(basket: BasketView) -> list[tuple[Any, ...]]:
    """Return a basket's payments."""
    return [(one.mode, str(one.amount), one.pending) for one in basket.payments]


class Asked:
    """What a line asks, and what it does with a `!`."""

    def __init__(self, world: World, sheet: SheetView, text: str, remark: str = "") -> None:
        understanding, answer = tried(world, f"{text} {remark}", sheet)
        assert understanding.grasp is Grasp.ASKS, understanding
        assert answer is None
        self.questions = [question.problem for question in understanding.questions]
        with taken_back():
            _understanding, sure = tried(world, f"{text} ! {remark}", sheet)
            assert sure is not None
            self.baskets = [change.after for change in sure.changes]
        with taken_back():
            assert tried(world, f"{text} {remark}", sheet, sure=True)[1] is not None


def test_more_than_is_to_pay(shared_world: World, sheet: SheetView) -> None:
    """Paying more than is to pay asks, more than twice as much too (R15); R17: a credit."""
    asked = Asked(shared_world, sheet, "1 e 15")
    [question] = asked.questions
    assert isinstance(question, doubts.Overpaid)
    assert (question.amount, question.to_pay) == (15, euros("11.05"))
    assert str(asked.baskets[0].credit) == "3.95"
    [question] = Asked(shared_world, sheet, "1 e 22,11").questions
    assert isinstance(question, doubts.DoubtfulAmount)
    [question] = Asked(shared_world, sheet, "1 e20 c5").questions
    assert isinstance(question, doubts.DoubtfulAmount)
    # The older debt is beside what is to pay (R18): both, to the cent, are no question.
    with taken_back():
        understanding, answer = tried(shared_world, "3 E 24,15", sheet)
        assert answer is not None
        assert str(answer.changes[0].after.balance) == "0.00"
        text = understood_texts(understanding)[0].replace("\xa0", " ")
        assert "24.15" in text
        assert "of which €12.00 of debt" in text
    for text, on_debt in (("3 e 20", "7.85"), ("3 e 24,20", "12.00")):
        [question] = Asked(shared_world, sheet, text).questions
        assert isinstance(question, doubts.Overpaid)
        assert question.on_debt == euros(on_debt)
    [question] = Asked(shared_world, sheet, "1+3 c 23,21").questions
    assert isinstance(question, doubts.Overpaid)
    assert (question.amount, question.to_pay) == (euros("23.21"), euros("23.20"))
    with taken_back():
        assert tried(shared_world, "1+3 c 23,20", sheet)[1] is not None


def test_announced_payments(shared_world: World, sheet: SheetView) -> None:
    """R41: the line says whether it was seen; it is replaced by another mode received (R10)."""
    for text in ("6 v", "6 v !", "6 v!"):
        for sure in (False, True):
            understanding, answer = tried(shared_world, text, sheet, sure=sure)
            assert (understanding.grasp, answer) == (Grasp.ASKS, None)
            [question] = (one.problem for one in understanding.questions)
            assert isinstance(question, problems.SeenOrAwaited)
            assert question.payments == ((TRANSFER, euros("3.50")),)
            assert understood_texts(understanding) == (
                "",
                "transfer €3.50 announced: seen? 6 v seen: yes; 6 v awaited: not yet.",
            )
    for text in ("6 v vu", "6 v Seen", "6 v vu !", "6 vu v"):
        with taken_back():
            understanding, answer = tried(shared_world, text, sheet)
            assert answer is not None
            assert (
                "transfer seen on the account €3.50, validated"
                in understood_texts(understanding)[0]
            )
            assert paid(answer.changes[0].after) == [(TRANSFER, "3.50", False)]
    # All is asked at once, of whichever basket; a ! says yes to the rest.
    understanding, answer = tried(shared_world, "16 v", sheet)
    assert answer is None
    seen, rest = (one.problem for one in understanding.questions)
    assert isinstance(seen, problems.SeenOrAwaited)
    assert isinstance(rest, NeedsAnswer)
    assert (rest.outcome.debt, rest.outcome.unweighed) == (euros("11.00"), 1)
    lacks = understood_texts(understanding)[1]
    assert "1 weight missing, debt of €11.00" in lacks
    assert lacks.endswith("A ! at the end says yes to the rest.")
    lacks = understood_texts(tried(shared_world, "16 v !", sheet)[0])[1]
    assert lacks.endswith("16 v awaited: not yet.")
    [question] = Asked(shared_world, sheet, "16 v vu").questions
    assert isinstance(question, NeedsAnswer)
    # Whoever typed more than the v is not told to type less.
    lacks = understood_texts(tried(shared_world, "16 -pain v", sheet)[0])[1]
    assert "seen? v seen: yes; v awaited: not yet." in lacks
    with taken_back():
        assert tried(shared_world, "16 -pain v vu !", sheet)[1] is not None
    understanding, answer = tried(shared_world, "6-7 v !", sheet)
    assert answer is None
    lacks = understood_texts(understanding)[1]
    assert "7: cheque €10.00 announced: here? 7 v seen: yes; 7 v awaited: not yet." in lacks
    for text in ("6 v attendu", "6 v Awaited", "6-7 v attendu !", "6 attendu v"):
        with taken_back():
            answer = tried(shared_world, text, sheet)[1]
            assert answer is not None
            assert answer.changes[0].after.validated
            assert paid(answer.changes[0].after) == [(TRANSFER, "3.50", True)]
    for text in ("1 v attendu", "1 v vu", "1 v seen !"):
        wrong(shared_world, text, sheet, problems.NothingAwaited)
    asked = Asked(shared_world, sheet, "6 E")
    [question] = asked.questions
    assert isinstance(question, refusals.AnnouncedOtherwise)
    assert (paid(asked.baskets[0]), asked.baskets[0].validated) == ([(CASH, "3.50", False)], True)
    with taken_back():
        answer = tried(shared_world, "6 T", sheet)[1]
        assert answer is not None
        assert paid(answer.changes[0].after) == [(TRANSFER, "3.50", False)]
    asked = Asked(shared_world, sheet, "16 e5 c")
    assert paid(asked.baskets[0]) == [(CASH, "5.00", False), (CHEQUE, "10.00", False)]
    asked = Asked(shared_world, sheet, "16 v attendu")
    [question] = asked.questions
    assert isinstance(question, NeedsAnswer)
    assert asked.baskets[0].announced
    # What is owed beyond the payment is one thing, what is owed until it comes another.
    meaning, lacks = understood_texts(tried(shared_world, "16 v attendu", sheet)[0])
    assert meaning.endswith("validated – debt of €11.00, €4.00 owed until it comes")
    assert "debt of €11.00. Validate all the same?" in lacks


def test_the_number_of_an_announced_cheque(shared_world: World, sheet: SheetView) -> None:
    """R15: it is noted on the cheque that was announced; of two it would not be clear on which."""
    with taken_back():
        answer = tried(shared_world, "7 c n0012345", sheet)[1]
        assert answer is not None
        basket = answer.changes[0].after
        assert paid(basket) == [(CHEQUE, "10.00", False)]
        assert basket.payments[0].cheque is not None
        assert basket.payments[0].cheque.number == "0012345"
        assert basket.payments[0].id == sheet.baskets[6].payments[0].id
    with taken_back():
        assert tried(shared_world, "8 C", sheet)[1] is not None
    [question] = Asked(shared_world, sheet, "8 c n0012345").questions
    assert isinstance(question, refusals.AnnouncedOtherwise)


def test_the_number_of_a_cheque_that_came_before(shared_world: World, sheet: SheetView) -> None:
    """R15: on a settled basket it is written on its one cheque, or refused; never lost."""
    for number in ("n0217", "n°0217", "n° 0217", "n 0217"):
        with taken_back():
            assert tried(shared_world, "1 c", sheet)[1] is not None
            shown = read_sheet(1)
            understanding, answer = tried(shared_world, f"1 C {number}", shown)
            assert answer is not None
            basket = answer.changes[0].after
            assert basket.validated
            assert [one.cheque and one.cheque.number for one in basket.payments] == ["0217"]
            assert "0217" in understood_texts(understanding)[0]
            assert understanding.changes[0].after.payments == basket.payments
    with taken_back():
        assert tried(shared_world, "1 c 5", sheet)[1] is not None
        assert tried(shared_world, "1 c", read_sheet(1))[1] is not None
        wrong(shared_world, "1 C n0217", read_sheet(1), refusals.NumberWithoutCheque)
    with taken_back():
        assert tried(shared_world, "1+2 c", sheet)[1] is not None
        wrong(shared_world, "1+2 C n0217", read_sheet(1), refusals.NothingToPay)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("5 -oeufs 6", "Œufs 6 pièces"),
        ("5 -oeufs 6 e", "Œufs 6 pièces"),
        ("5 -oeufs 6 E", "Œufs 6 pièces"),
        ("5 -œufs 12", "Œufs [bio] 12 pièces"),
        ("5 -oeufs bio 12 pièces e", "Œufs [bio] 12 pièces"),
        ("3 -seigle 500", "Pain de seigle 500 g"),
        ("1 -pain de seigle 500 g e", "Pain de seigle 500 g"),
        ("1 -pain 1 kg", 'Pain "cocotte" 1 kg'),
    ],
)
def test_a_number_after_a_minus_may_be_of_the_name(
    shared_world: World, sheet: SheetView, text: str, product: str
) -> None:
    """R30: what a volunteer calls the product by its number is taken for it."""
    with taken_back():
        _understanding, answer = tried(shared_world, text, sheet)
        assert answer is not None
        [change] = answer.changes
        [out] = (deed for deed in change.deeds if isinstance(deed, TakenOut))
        assert out.product == product


def test_a_number_after_a_minus_that_is_no_name(shared_world: World, sheet: SheetView) -> None:
    """It is said how each is written that may be meant; nothing is taken out."""
    for text in ("5 -oeufs 1", "5 -oeufs 2 e", "5 -oeufs 1 canard 1 1", "5 -canard 1,5"):
        problem = wrong(shared_world, text, sheet, Unreadable)
        assert problem.trouble is Trouble.NUMBER_AFTER_MINUS
    told = sentence(problem)
    assert "no product “canard 1,5”. Not delivered: -product, without a quantity" in told
    # A litre is no letter of a mode.
    assert wrong(shared_world, "5 -oeufs 6 L", sheet, Unreadable).text == "oeufs 6 L"
    for text in ("1 -pain 1", "1 -cocotte 1 e"):  # one of both, or those of 1 kg?
        problem = wrong(shared_world, text, sheet, Unreadable)
        assert problem.trouble is Trouble.NAME_OR_QUANTITY
    assert '-"cocotte 1". So much of it came: cocotte 1.' in sentence(problem)
    for text in ('1 -"cocotte 1"', "1 cocotte 1"):
        with taken_back():
            assert tried(shared_world, text, sheet)[1] is not None


def test_a_range_has_no_number(sheet: SheetView) -> None:
    """The refusal says what to write instead."""
    assert "1+2 C n0215" in sentence(problem_of("1-2 C n0215", sheet))
    assert "1+…+3 c n0215" in sentence(problem_of("1-3 c n0215", sheet))
    assert "n0000213" in sentence(problem_of("10 C 0000213", sheet))
    assert "n0000213" in sentence(problem_of("10 C #0000213", sheet))


def test_a_list_of_baskets_says_how_they_are_written(sheet: SheetView) -> None:
    """A comma says neither whether they are paid together nor each for itself: both are named."""
    for text in ("54,55 C", "54, 55: C", "54;55 C", "54 & 55 C"):
        told = sentence(problem_of(text, sheet))
        assert "54+55 are paid together" in told
        assert "18-25" in told
    assert "1+2+3" in sentence(problem_of("1+2,3 e", sheet))


def problem_of(text: str, sheet: SheetView) -> Exception:
    """Return what is wrong with a line."""
    problem = understand(text, sheet).problem
    assert problem is not None
    return problem


def test_paid_otherwise(shared_world: World, sheet: SheetView) -> None:
    """A settled basket with one payment: its mode is changed after a question (R20)."""
    asked = Asked(shared_world, sheet, "9 C")
    [question] = asked.questions
    assert isinstance(question, refusals.PaidOtherwise)
    assert paid(asked.baskets[0]) == [(CHEQUE, "6.05", False)]
    with taken_back():
        answer = tried(shared_world, "9 E", sheet)[1]  # nothing to pay is no matter
        assert answer is not None
        assert answer.changes[0].after.validated
    wrong(shared_world, "9 e", sheet, refusals.NothingToPay)


def test_what_validating_leaves(shared_world: World, sheet: SheetView) -> None:
    """R41, R19, R32: debts, credits and weights that are missing ask; yes leaves them."""
    asked = Asked(shared_world, sheet, "10 v")
    [question] = asked.questions
    assert isinstance(question, NeedsAnswer)
    assert str(question.outcome.credit) == "1.50"
    asked = Asked(shared_world, sheet, "13 v")
    [question] = asked.questions
    assert isinstance(question, NeedsAnswer)
    assert (str(question.outcome.debt), question.outcome.without_payment) == ("4.05", True)
    assert asked.baskets[0].validated
    asked = Asked(shared_world, sheet, "2 E")
    [question] = asked.questions
    assert isinstance(question, NeedsAnswer)
    assert question.outcome.unweighed == 1
    with taken_back():
        answer = tried(shared_world, "2 poulet 1 E", sheet)[1]
        assert answer is not None
        assert paid(answer.changes[0].after) == [(CASH, "15.64", False)]
    asked = Asked(shared_world, sheet, "1 e5 v")
    assert str(asked.baskets[0].balance) == "-6.05"
    for text in ("14 v", "15 v", "15 E"):  # nothing to pay, or covered by older credit (R18)
        with taken_back():
            answer = tried(shared_world, text, sheet)[1]
            assert answer is not None
            assert answer.changes[0].after.payments == ()


def test_weights(shared_world: World, sheet: SheetView) -> None:
    """R32, R7: far weights and fractions of what comes in pieces ask; yes enters them."""
    asked = Asked(shared_world, sheet, "5 canard 50 0,75")
    [question] = asked.questions
    assert isinstance(question, refusals.FarWeight)
    assert (question.weight, question.ordered, question.likely) == (
        50,
        Decimal("0.5"),
        euros("0.5"),
    )
    too_much = understand("5 canard 500 0,75 !", sheet)
    assert isinstance(too_much.problem, refusals.WeightTooLarge)
    assert too_much.problem.limit == 50
    asked = Asked(shared_world, sheet, "1 seigle 1,5")
    [question] = asked.questions
    assert isinstance(question, refusals.NotByWeight)
    assert asked.baskets[0].lines[1].weighed
    assert asked.baskets[0].lines[1].reason is Reason.WEIGHED
    with taken_back():
        answer = tried(shared_world, "5 canard 500 g 0,8kg", sheet)[1]
        assert answer is not None
        assert [str(line.total) for line in answer.changes[0].after.lines[:2]] == ["10.00", "16.00"]
    with taken_back():  # one of two pieces did not come
        answer = tried(shared_world, "5 canard 0 0,75 e", sheet)[1]
        assert answer is not None
        assert answer.changes[0].after.lines[0].reason is Reason.UNDELIVERED
    with taken_back():
        answer = tried(shared_world, "5 -canard", sheet)[1]
        assert answer is not None
        assert str(answer.changes[0].after.cost) == "11.40"


def test_refunds(shared_world: World, sheet: SheetView) -> None:
    """R16: beyond the credit only with `!` and a reason, which is the remark."""
    with taken_back():
        answer = tried(shared_world, "10 r e v", sheet)[1]
        assert answer is not None
        assert paid(answer.changes[0].after)[-1] == (CASH, "-1.50", False)
    asked = Asked(shared_world, sheet, "10 r2 b", "# geste")
    [question] = asked.questions
    assert isinstance(question, refusals.RefundTooLarge)
    assert paid(asked.baskets[0])[-1] == (CARD, "-2.00", False)
    problem = wrong(shared_world, "10 r2 b !", sheet, problems.RemarkNeeded)
    assert (problem.amount, problem.credit) == (2, euros("1.50"))
    wrong(shared_world, "1 r e", sheet, refusals.NothingToGiveBack)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("11 e !", refusals.BasketIsValidated),
        ("11 -pain !", refusals.BasketIsValidated),
        ("1+11 e !", refusals.BasketIsValidated),
        ("12 e !", refusals.BasketIsAbsent),
        ("12 A !", refusals.LineUnchanged),
        ("1-17 E !", refusals.BasketIsAbsent),
        ("1 l !", refusals.ModeNotAccepted),
        ("1 r1 l !", refusals.ModeNotAccepted),
        ("1 v !", refusals.ModeNeeded),
        ("14 e !", refusals.NothingToPay),
        ("1+99 e", problems.NoSuchBasket),
        ("0 e", problems.NoSuchBasket),
        ("1-99 e", problems.NoSuchBasket),
        ("1 e20 c !", problems.NothingLeft),
        ("1 e11,05 c !", problems.NothingLeft),
        ("zoé: e !", problems.AmbiguousMember),
        ("dupont zoe: e !", problems.AmbiguousMember),
        ("nobody: e", problems.NoSuchMember),
        ("le ga: e", problems.AmbiguousMember),
        ("1 caviar 2", problems.NoSuchProduct),
        ("1 -caviar !", problems.NoSuchProduct),
        ("1 -pain !", problems.AmbiguousProduct),
        ("5 oeufs 2 !", problems.AmbiguousProduct),
        ("5 canard 1,2 !", problems.WrongPieces),
        ('5 "œufs 6" 1 2 !', problems.WrongPieces),
        ("2 poulet 1 poulet 1,2 !", problems.ProductTwice),
        ("2 poulet 1 -poulet !", problems.ProductTwice),
        ("14-14 -pain", problems.NoSuchProduct),
        ("1 e A e !", Unreadable),
    ],
)
def test_refused_whatever_it_ends_in(
    shared_world: World, sheet: SheetView, text: str, kind: type[Exception]
) -> None:
    """What is no question stays refused: R13, R33, R34, and what names nothing or too much."""
    problem = wrong(shared_world, text, sheet, kind)
    refused(kind, lambda: apply_line(shared_world.desk, 1, text))
    if kind is problems.AmbiguousProduct and "oeufs" in text:
        assert [name for name, _ in problem.candidates] == ["Œufs 6 pièces", "Œufs [bio] 12 pièces"]
    if "dupont" in text:
        assert problem.candidates == ((3, "DUPONT Zoé"), (4, "DUPONT Zoé"))


UNREADABLE = {
    "12 e12 # x" + "y" * 500: Trouble.TOO_LONG,
    "1 \0e": Trouble.CONTROL,
    "1 \x1b[31me": Trouble.CONTROL,
    "1 e\u202e": Trouble.CONTROL,
    "e": Trouble.NO_TARGET,
    "le gall e": Trouble.NO_TARGET,
    ": e": Trouble.NO_TARGET,
    "?": Trouble.NO_TARGET,
    "1": Trouble.NO_ACTS,
    "1 !": Trouble.NO_ACTS,
    "5-1 e": Trouble.BACKWARDS,
    "1-3+5 e": Trouble.MIXED_TARGET,
    "1+2-5 e": Trouble.MIXED_TARGET,
    "1+ e": Trouble.MIXED_TARGET,
    "54,55 C": Trouble.LISTED_TARGET,
    "1, 2 ,3: e": Trouble.LISTED_TARGET,
    "1;2 e": Trouble.LISTED_TARGET,
    "1/2 e": Trouble.LISTED_TARGET,
    "1+2,3 e": Trouble.LISTED_TARGET,
    "1,": Trouble.LISTED_TARGET,
    "1-3,5 e": Trouble.MIXED_TARGET,
    "1+2+1 e": Trouble.TWICE,
    '1 -"pain': Trouble.OPEN_QUOTE,
    "1 «pain 2": Trouble.OPEN_QUOTE,
    "1 - e": Trouble.NO_PRODUCT,
    "1 -": Trouble.NO_PRODUCT,
    '1 "" 2': Trouble.NO_PRODUCT,
    "1 seigle e": Trouble.NO_QUANTITY,
    "1 R e": Trouble.NO_QUANTITY,
    "1 seigle": Trouble.NO_QUANTITY,
    "1 œufs6 2": Trouble.DIGITS,
    "1 -oeufs6": Trouble.DIGITS,
    "1 -3": Trouble.DIGITS,
    "1 -seigle 2": Trouble.NUMBER_AFTER_MINUS,
    "1 5": Trouble.STRAY_NUMBER,
    "1 r e5": Trouble.STRAY_NUMBER,
    "1 e 5 6": Trouble.STRAY_NUMBER,
    "1 e 1.234": Trouble.NUMBER,
    "1 e 0": Trouble.NUMBER,
    "1 e -5": Trouble.NUMBER,
    "1 e-5": Trouble.NUMBER,
    "1 e 10000,01": Trouble.NUMBER,
    "1 e 5x": Trouble.NUMBER,
    "1 e5,x": Trouble.NUMBER,
    "1 seigle 1,2345": Trouble.NUMBER,
    "1 seigle 5x": Trouble.NUMBER,
    "1 r5": Trouble.NO_MODE,
    "1 r seigle": Trouble.NO_MODE,
    "1 e c": Trouble.TWO_RESTS,
    "1 e n12": Trouble.CHEQUE_NUMBER,
    "1 n12": Trouble.CHEQUE_NUMBER,
    "1 M n12": Trouble.CHEQUE_NUMBER,
    "1 e M n12": Trouble.CHEQUE_NUMBER,
    "1 c5 e M n12": Trouble.CHEQUE_NUMBER,
    "1 c n11 M n12": Trouble.CHEQUE_NUMBER,
    "1 n12 c M": Trouble.CHEQUE_NUMBER,
    "1 c n12x": Trouble.DIGITS,
    "1 c n 12x": Trouble.CHEQUE_NUMBER,
    "1 ! e": Trouble.NOT_LAST,
    "1-3 c 80": Trouble.RANGE_AMOUNT,
    "1-3 c n12": Trouble.RANGE_NUMBER,
    "1 c 0012345": Trouble.LEADING_ZERO,
    "1 c 001 234": Trouble.LEADING_ZERO,
    "1 c n12 0012": Trouble.STRAY_NUMBER,
    "1 c 5 0012345": Trouble.LEADING_ZERO,
    "1 e 00": Trouble.NUMBER,
    "1 c 00,50": Trouble.NUMBER,
    "1 e 012": Trouble.NUMBER,
    "1 e 5 0123": Trouble.STRAY_NUMBER,
    "1 c #0012345": Trouble.NUMBER_SIGN,
    "1 e #2 sacs": Trouble.NUMBER_SIGN,
    "6 attendu": Trouble.WORD_ALONE,
    "6 vu": Trouble.WORD_ALONE,
    "6 v vu attendu": Trouble.WORD_ALONE,
    "6 v vu e": Trouble.WORD_ALONE,
    "6 e v awaited": Trouble.WORD_ALONE,
    "1-3 r1 e": Trouble.RANGE_AMOUNT,
    "1+2 e5 c": Trouble.ONE_PAYMENT,
    "1+2 r e": Trouble.ONE_BASKET,
    "1+2 pain 1": Trouble.ONE_BASKET,
    "1-3 pain 1": Trouble.ONE_BASKET,
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_unreadable(shared_world: World, sheet: SheetView, text: str) -> None:
    """Each says what is wrong with it, before and after Enter."""
    assert wrong(shared_world, text, sheet, Unreadable).trouble is UNREADABLE[text]


def test_only_one_mode(shared_world: World, sheet: SheetView) -> None:
    """R13: where the group accepts one only, it is set without asking."""
    with taken_back():
        shared_world.accept(ONLINE, CHEQUE)
        answer = tried(shared_world, "1 v", sheet)[1]
        assert answer is not None
        assert paid(answer.changes[0].after) == [(CHEQUE, "11.05", False)]
    assert Group.get_by_id(1).accepted_modes == "cash,cheque,transfer,card"


def test_too_early_and_certified(shared_world: World, sheet: SheetView) -> None:
    """R40: receiving is possible before, validating is not; R43: an archive is read-only."""
    early = Desk("paul", FixedClock(datetime(2026, 11, 20, 17, 29)).now)
    with taken_back():
        assert apply_line(early, 1, "1 e").changes[0].after.paid == euros("11.05")
        assert apply_line(early, 1, "2 -poulet").changes
    problem = refused(refusals.TooEarly, lambda: apply_line(early, 1, "1 E"))
    assert problem.opens_at == datetime(2026, 11, 20, 17, 30)
    understanding = understand("1 E", sheet, now=early.now())
    assert isinstance(understanding.problem, refusals.TooEarly)
    with taken_back():
        force(shared_world.desk, plan_force(1))
        certify(shared_world.desk, 1)
        now = after(sheet)
        for text in ("1 e", "1-5 E", "1 -pain !", "le gall: v"):
            wrong(shared_world, text, now, refusals.DistributionIsCertified)
        assert tried(shared_world, "# nothing", now)[1] == Answer()
    refused(refusals.NotFound, lambda: apply_line(shared_world.desk, 99, "1 e"))


def test_somebody_else_was_faster(shared_world: World, sheet: SheetView) -> None:
    """What was shown is what is done: a basket that moved since is refused, and an account too."""
    desk, anna = shared_world.desk, shared_world.other("anna")
    with taken_back():
        line = sheet.baskets[0].lines[0]
        set_delivered(anna, line.id, sheet.baskets[0].version, False)
        told = refused(BasketChanged, lambda: apply_line(desk, 1, "1 e", sheet=sheet))
        assert told.who == "anna"
        assert str(apply_line(desk, 1, "1 e").changes[0].after.paid) == "4.05"
    with taken_back():
        member = sheet.baskets[2].member_id
        pay_account(anna, member, CASH, euros("17.00"), "vieux", shown=euros("-24.15"), sure=True)
        refused(refusals.BalanceMoved, lambda: apply_line(desk, 1, "3 E", sheet=sheet))
    with taken_back():  # a sum is done whole or not at all
        open_balance(anna, sheet.baskets[2].member_id, euros("20.00"), "avoir")
        refused(refusals.BalanceMoved, lambda: apply_line(desk, 1, "1+3 C", sheet=sheet))


def test_a_range_is_all_or_nothing(shared_world: World, sheet: SheetView) -> None:
    """One line, one transaction, even where each basket is an act of its own."""
    anna = shared_world.other("anna")
    with taken_back():
        set_delivered(anna, sheet.baskets[2].lines[0].id, sheet.baskets[2].version, False)
        refused(BasketChanged, lambda: apply_line(shared_world.desk, 1, "3-4 E", sheet=sheet))


def test_fractions_mark_the_product_everywhere(shared_world: World, sheet: SheetView) -> None:
    """R7: with yes the product is sold by weight from then on."""
    with taken_back():
        assert apply_line(shared_world.desk, 1, "1 seigle 1,5", sure=True).changes
        assert Product.get(Product.name == "Pain de seigle 500 g").weighed
        assert tried(shared_world, "3 seigle 2,5", after(sheet))[1] is not None


def test_a_cheque_that_is_there_already(shared_world: World, sheet: SheetView) -> None:
    """R15: a number of the same member's is asked about; a `!` says that it is another cheque."""
    with taken_back():
        number = sheet.distribution.id
        apply_line(shared_world.desk, number, "1 c2 n0012345")
        asked = refused(problems.Asks, lambda: apply_line(shared_world.desk, number, "1 c2 n12345"))
        assert [type(one.problem) for one in asked.questions] == [SameCheque]
        assert "A ! at the end says yes." in sentence(asked)
        apply_line(shared_world.desk, number, "1 c2 n12345 !")
        basket = next(one for one in read_sheet(number).baskets if one.number == 1)
        assert len(basket.payments) == 2
