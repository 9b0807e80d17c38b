"""What the finder proposes is done: found, mended, nothing differs any more.

Each error is planted in the books or in the count of a small evening. `Box.mended` looks for
it and mends it; at the end of the test it is taken back, act by act (R61).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import pay_account, pay_membership
from cagette_tui.model.acts.changing import cancel, change_amount, change_mode, confirm
from cagette_tui.model.acts.closing import certify, move_cash, set_cash_float
from cagette_tui.model.acts.counting import CountDraft, count_draft, save_count_draft
from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.acts.mending import mend
from cagette_tui.model.acts.paying import announce, pay, pay_together, receive, refund
from cagette_tui.model.acts.piling import put_on_pile
from cagette_tui.model.acts.searching import Search, correct_count, corrects_count, search
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.finding import (
    Cancel,
    CancelMove,
    Candidate,
    Cause,
    ChangeMode,
    Confirm,
    EnterMembership,
    EnterMove,
    EnterPayment,
    EnterRefund,
    Mend,
    Recount,
    RecountTotal,
    ReplaceAmount,
    ReplaceMove,
    SetFloat,
)
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.basket import BasketView, OperationView
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.notes_and_coins import Pieces
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.refusals import (
    DistributionIsCertified,
    ExpectedMoved,
    MembershipPaid,
    ModeNotAccepted,
    NotCoordinator,
    NotPending,
    OperationIsCancelled,
    ReasonNeeded,
    Refused,
)
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.box import Draft
from tests.shelves import Shelf
from tests.shortcuts import expected_cash, set_on_the_spot
from tests.world import START, World, euros, refused, settled_dump

CASH, CHEQUE, CARD, TRANSFER = Mode.CASH, Mode.CHEQUE, Mode.CARD, Mode.TRANSFER
TODAY = START.date()
WHY = "trouvé en comptant"


@dataclass
class Box:
    """An evening with baskets 1, 2, 3 …, and what is counted at its end."""

    world: World
    baskets: list[BasketView] = field(default_factory=list)
    before: tuple[object, int] | None = None  # all rows, and the last act

    @property
    def number(self) -> int:
        """The distribution."""
        return self.baskets[0].distribution_id

    def basket(self, cost: str, mode: Mode | None = None, older: str = "0") -> BasketView:
        """Add one, paid so."""
        basket = self.world.one_basket(cost, older=older)
        if mode is not None:
            basket = receive(self.world.desk, basket.id, basket.version, mode)
        self.baskets.append(basket)
        return basket

    def close(self, *numbers: int) -> None:
        """Validate baskets, whatever remains; what is announced is awaited."""
        for one in map(self.now, numbers):
            accept = outcome_of(one, Unseen.AWAITED)
            validate(self.world.desk, one.id, one.version, accept=accept, unseen=Unseen.AWAITED)

    def now(self, number: int) -> BasketView:
        """Read a basket by its number."""
        return self.world.again(self.baskets[number - 1])

    def paid(self, number: int) -> list[tuple[Mode | None, str]]:
        """The confirmed payments of a basket."""
        return [(one.mode, str(one.amount)) for one in self.now(number).confirmed]

    def history(self, number: int) -> list[OperationView]:
        """All that was ever on the account of a basket's member."""
        return list(read_account(self.baskets[number - 1].member_id).operations)

    # Looking for it

    def counted(self, difference: str) -> Decimal:
        """What was counted, so much more or less than expected."""
        return expected_cash(self.number) + euros(difference)

    def look(self, difference: str, pieces: Pieces | None = None) -> Search:
        """Look for a difference."""
        return search(self.number, self.counted(difference), pieces, TODAY)

    def mended(self, difference: str, cause: Cause, *mends: Mend) -> tuple[int, ...]:
        """Find it among the first three proposals and mend it so; return what stays open."""
        if self.before is None:
            self.before = settled_dump(), last_act("paul").act
        counted = self.counted(difference)
        found = search(self.number, counted, None, TODAY)
        candidate = candidate_of(found, cause, *mends)
        still_open = self.mend(found, candidate)
        after = search(self.number, counted, None, TODAY)
        assert (after.difference, after.proposals) == (0, ())
        assert check() == []
        validated = {
            one.id for one in read_sheet(self.number, lines=False).baskets if one.validated
        }
        named = [one.number for one in candidate.reopens if one.basket_id not in validated]
        assert still_open == tuple(named)
        return still_open

    def take_back(self) -> None:
        """Undo what was mended: all is as it was."""
        if self.before is not None:
            then, act = self.before
            while (last := last_act("paul").act) != act:
                undo(self.world.desk, last)
            assert settled_dump() == then
            assert check() == []

    def refused(
        self, problem: type[Refused], difference: str, meanwhile: Callable[[], object]
    ) -> Refused:
        """Look for it; what somebody does meanwhile makes all first candidates stale."""
        found = self.look(difference)
        meanwhile()
        candidate = found.proposals[0].candidates[0]
        return refused(problem, lambda: self.mend(found, candidate))

    def mend(self, found: Search, candidate: Candidate, why: str = WHY) -> tuple[int, ...]:
        """Mend it so."""
        return mend(self.world.desk, self.number, candidate, why, shown_expected=found.expected)


def candidate_of(found: Search, cause: Cause, *mends: Mend) -> Candidate:
    """The candidate that does exactly this, of a proposal that is among the first three."""
    (proposal,) = [one for one in found.proposals[:3] if one.cause is cause]
    (candidate,) = [
        one for one in proposal.candidates if tuple(step.mend for step in one.steps) == mends
    ]
    return candidate


@pytest.fixture(scope="module")
def evening(shelf: Shelf) -> Iterator[Box]:
    """Make an evening once, with three baskets in cash, two cheques and a card."""
    open_database(shelf.fresh())
    evening = Box(World())
    for cost, mode in (
        ("18.40", CASH),
        ("25.10", CHEQUE),
        ("7.35", CASH),
        ("42.05", CARD),
        ("29.99", CASH),
        ("11.15", CHEQUE),
    ):
        evening.basket(cost, mode)
    yield evening
    close_database()


@pytest.fixture
def box(evening: Box) -> Iterator[Box]:
    """Give that evening; what a test does is rolled back."""
    with database.atomic() as whole:
        box = Box(evening.world, list(evening.baskets))
        yield box
        box.take_back()
        whole.rollback()


def of(box: Box, number: int, place: int = -1) -> int:
    """A payment of a basket."""
    return box.now(number).payments[place].id


both = pytest.mark.parametrize("closed", [False, True], ids=["open", "validated"])


# --- Modes ---


@both
def test_a_mode(box: Box, closed: bool) -> None:
    """R20, R33: the cheque that was written as cash; validated again, nothing is to be asked."""
    if closed:
        box.close(1)
    wrong = of(box, 1)
    still_open = box.mended(
        "-18.40", Cause.WRITTEN_AS_CASH, ChangeMode(wrong, CHEQUE, (CARD, TRANSFER))
    )
    assert (still_open, box.now(1).validated) == ((), closed)
    assert box.paid(1) == [(CHEQUE, "18.40")]
    cancelled = next(one for one in box.history(1) if one.id == wrong)
    assert (cancelled.cancelled_by, cancelled.cancel_reason) == ("paul", "mode_changed")
    assert read_pile(box.number).papers[0].amount == euros("18.40")


def test_the_mode_that_it_was(box: Box) -> None:
    """Where it may have been several modes, the one that was chosen."""
    found = box.look("-18.40")
    candidate = found.proposals[0].candidates[0]
    step = candidate.steps[0]
    assert isinstance(step.mend, ChangeMode)
    chosen = replace(candidate, steps=(replace(step, mend=replace(step.mend, mode=CARD)),))
    box.mend(found, chosen)
    assert box.paid(1) == [(CARD, "18.40")]
    assert box.look("0.00").proposals == ()


@both
def test_a_cheque_for_two_baskets(box: Box, closed: bool) -> None:
    """R15: it was cash, whole; both baskets are validated again."""
    pair = [box.basket(cost) for cost in ("4.00", "9.00")]
    pay_together(box.world.desk, [(one.id, one.version) for one in pair], CHEQUE)
    if closed:
        box.close(7, 8)
    mends = (ChangeMode(of(box, 7), CASH), ChangeMode(of(box, 8), CASH))
    assert box.mended("13.00", Cause.WAS_CASH, *mends) == ()
    assert box.paid(7) + box.paid(8) == [(CASH, "4.00"), (CASH, "9.00")]
    assert [paper.amount for paper in read_pile(box.number).papers] == [
        euros("25.10"),
        euros("11.15"),
    ]


def test_a_part_of_a_cheque(box: Box) -> None:
    """R15: one of its payments was never on it: the other one is."""
    pair = [box.basket(cost) for cost in ("4.00", "9.00")]
    pay_together(box.world.desk, [(one.id, one.version) for one in pair], CHEQUE)
    paper = box.now(7).payments[0].cheque
    box.mended("9.00", Cause.WAS_CASH, ChangeMode(of(box, 8), CASH))
    assert box.paid(8) == [(CASH, "9.00")]
    (left,) = [one for one in read_pile(box.number).papers if one.cheque == paper]
    assert (left.amount, left.baskets) == (4, (7,))


@both
def test_two_that_stand_together(box: Box, closed: bool) -> None:
    """The modes of neighbours exchanged: two acts, both baskets validated again."""
    if closed:
        box.close(1, 2)
    mends = (ChangeMode(of(box, 1), CHEQUE, (CARD, TRANSFER)), ChangeMode(of(box, 2), CASH))
    assert box.mended("6.70", Cause.TWO_TOGETHER, *mends) == ()
    assert box.paid(1) + box.paid(2) == [(CHEQUE, "18.40"), (CASH, "25.10")]


@both
def test_one_cheque_for_two_written_as_cash(box: Box, closed: bool) -> None:
    """R15, R52: found in the pile: one sheet, one cheque, and the pile knows it now."""
    box.basket("30.00", CASH)
    box.basket("12.50", CASH)
    put_on_pile(box.world.desk, box.number, euros("42.50"))
    if closed:
        box.close(7, 8)
    mends = tuple(
        ChangeMode(of(box, number), CHEQUE, (CARD, TRANSFER), one_cheque=True) for number in (7, 8)
    )
    assert box.mended("-42.50", Cause.TWO_TOGETHER, *mends) == ()
    assert box.now(7).payments[-1].cheque == box.now(8).payments[-1].cheque
    pile = read_pile(box.number)
    assert pile.unexpected == ()
    assert pile.entries[0].paper is not None
    assert pile.entries[0].paper.baskets == (7, 8)


# --- What is missing ---


def test_a_basket_without_payment(box: Box) -> None:
    """R50: an open one takes it itself."""
    seventh = box.basket("12.30")
    missing = EnterPayment(seventh.member_id, seventh.id, CASH, euros("12.30"))
    box.mended("12.30", Cause.UNPAID, missing)
    assert box.paid(7) == [(CASH, "12.30")]


def test_a_validated_basket_without_payment(box: Box) -> None:
    """R21, R33: on the account, joining these takings, with the reason."""
    seventh = box.basket("12.30")
    set_on_the_spot(box.world.desk, seventh.id, seventh.version, False)
    box.close(7)
    missing = EnterPayment(seventh.member_id, None, CASH, euros("12.30"))
    box.mended("12.30", Cause.UNPAID, missing)
    (payment,) = read_sheet(box.number).other_payments
    assert (payment.amount, payment.reason) == (euros("12.30"), WHY)
    assert (box.now(7).validated, box.now(7).balance) == (True, 0)


def test_an_older_debt(box: Box) -> None:
    """R18, R21: paid with the basket, which lacks nothing."""
    seventh = box.basket("5.00", CARD, older="-4.50")
    missing = EnterPayment(seventh.member_id, None, CASH, euros("4.50"))
    box.mended("4.50", Cause.NOT_ENTERED, missing)
    assert box.now(7).balance == 0


@both
def test_cash_that_was_announced(box: Box, closed: bool) -> None:
    """R10, R41: confirmed, whatever is validated: nothing is reopened for it."""
    seventh = box.basket("12.30")
    announce(box.world.desk, seventh.id, seventh.version, CASH)
    if closed:
        box.close(7)
    assert box.mended("12.30", Cause.NOT_ENTERED, Confirm(of(box, 7))) == ()
    assert (box.paid(7), box.now(7).validated) == ([(CASH, "12.30")], closed)


@both
def test_a_transfer_that_was_announced(box: Box, closed: bool) -> None:
    """It came in cash: the announced one is withdrawn, on a validated basket too (R41)."""
    seventh = box.basket("12.30")
    announce(box.world.desk, seventh.id, seventh.version, TRANSFER)
    if closed:
        box.close(7)
    own = None if closed else seventh.id
    mends = (
        Cancel(of(box, 7), pending=True),
        EnterPayment(seventh.member_id, own, CASH, euros("12.30")),
    )
    assert box.mended("12.30", Cause.NOT_ENTERED, *mends) == ()
    assert (box.now(7).announced, box.now(7).balance, box.now(7).validated) == ((), 0, closed)


def test_a_transfer_announced_for_somebody_absent(box: Box) -> None:
    """R34: nothing is received for their basket: the account takes it."""
    seventh = box.basket("12.30")
    seventh = announce(box.world.desk, seventh.id, seventh.version, TRANSFER)
    mark_absent(box.world.desk, seventh.id, seventh.version, release=False)
    mends = (
        Cancel(of(box, 7), pending=True),
        EnterPayment(seventh.member_id, None, CASH, euros("12.30")),
    )
    box.mended("12.30", Cause.NOT_ENTERED, *mends)
    assert box.now(7).balance == 0


def lose(box: Box) -> BasketView:
    """A paid line of 2.55 in basket 7 did not come: it is credit now."""
    desk, basket = box.world.desk, box.world.one_basket("20.00", "2.55")
    box.baskets.append(basket)
    basket = receive(desk, basket.id, basket.version, CARD)
    return set_delivered(desk, basket.lines[1].id, basket.version, False)


@both
def test_a_refund_that_is_missing(box: Box, closed: bool) -> None:
    """R17: what was too much was given back; of a validated basket on the account."""
    seventh = lose(box)
    if closed:
        box.close(7)
    own = None if closed else seventh.id
    missing = EnterRefund(seventh.member_id, own, CASH, euros("2.55"))
    box.mended("-2.55", Cause.REFUND_NOT_ENTERED, missing)
    given = [one for one in box.history(7) if one.amount == euros("-2.55")]
    assert given[-1].reason == WHY
    assert box.now(7).balance == 0


@both
def test_a_membership(box: Box, closed: bool) -> None:
    """R50: a fee and its payment: the balance stays."""
    settings = read_settings()
    change_settings(box.world.desk, settings, replace(settings, membership_fee=euros("12.00")))
    if closed:
        box.close(3)
    third = box.baskets[2].member_id
    box.mended("12.00", Cause.MEMBERSHIP, EnterMembership(third, CASH, euros("12.00")))
    assert [str(one.amount) for one in box.history(3)[-2:]] == ["-12.00", "12.00"]
    assert box.now(3).balance == 0


# --- What was never there, or was another amount ---


@both
def test_entered_twice(box: Box, closed: bool) -> None:
    """R20: one of them is cancelled, with the reason; nothing remains to be asked."""
    first = box.now(1)
    pay(box.world.desk, first.id, first.version, [Part(CASH, euros("18.40"))], sure=True)
    if closed:
        box.close(1)
    twice = of(box, 1)
    assert box.mended("-18.40", Cause.NOT_RECEIVED, Cancel(twice)) == ()
    assert (box.paid(1), box.now(1).validated) == ([(CASH, "18.40")], closed)
    cancelled = next(one for one in box.history(1) if one.id == twice)
    assert (cancelled.cancelled_by, cancelled.cancel_reason) == ("paul", WHY)


def test_never_received(box: Box) -> None:
    """R41: it leaves a debt, which is to be asked about: the basket stays open, and is named."""
    box.close(1)
    assert box.mended("-18.40", Cause.NOT_RECEIVED, Cancel(of(box, 1))) == (1,)
    assert (box.now(1).validated, box.now(1).to_pay) == (False, euros("18.40"))


@both
def test_a_refund_that_was_not_given(box: Box, closed: bool) -> None:
    """R17: it stays as a credit, which is to be asked about."""
    seventh = lose(box)
    refund(box.world.desk, seventh.id, seventh.version, CASH)
    if closed:
        box.close(7)
    still_open = box.mended("2.55", Cause.REFUND_NOT_GIVEN, Cancel(of(box, 7)))
    assert still_open == ((7,) if closed else ())
    assert box.now(7).credit == euros("2.55")


@both
def test_a_wrong_sign(box: Box, closed: bool) -> None:
    """R20: the refund that was entered as a payment, in one act with the reason."""
    seventh = lose(box)
    part = Part(CASH, euros("2.55"))
    pay(box.world.desk, seventh.id, seventh.version, [part], sure=True)
    if closed:
        box.close(7)
    wrong = of(box, 7)
    still_open = box.mended("-5.10", Cause.WRONG_SIGN, ReplaceAmount(wrong, euros("-2.55")))
    assert (still_open, box.now(7).validated) == ((), closed)
    assert box.paid(7) == [(CARD, "22.55"), (CASH, "-2.55")]
    cancelled = next(one for one in box.history(7) if one.id == wrong)
    assert cancelled.cancel_reason == WHY


@both
def test_two_digits(box: Box, closed: bool) -> None:
    """18,40 typed as 14,80: the basket is paid exactly, and validated without a question."""
    wrong = change_first(box, "14.80")
    if closed:
        box.close(1)
    assert box.mended("3.60", Cause.SWAPPED_DIGITS, ReplaceAmount(wrong, euros("18.40"))) == ()
    assert (box.paid(1), box.now(1).validated) == ([(CASH, "18.40")], closed)


def change_first(box: Box, amount: str) -> int:
    """Write another amount for the first basket; return the payment."""
    first = box.now(1)
    change_amount(box.world.desk, of(box, 1), euros(amount), "saisie", version=first.version)
    return of(box, 1)


def test_on_an_account(box: Box) -> None:
    """R21: what joined the takings from an account alone: another mode, cancelled, digits."""
    third = box.baskets[2].member_id
    pay_account(
        box.world.desk, third, CASH, euros("12.37"), "avance", shown=Decimal(0),
        distribution_id=box.number, sure=True)  # fmt: skip
    (payment,) = read_sheet(box.number).other_payments
    box.mended("-12.37", Cause.NOT_RECEIVED, Cancel(payment.id))
    undo(box.world.desk, last_act("paul").act)
    box.mended("9.00", Cause.SWAPPED_DIGITS, ReplaceAmount(payment.id, euros("21.37")))
    undo(box.world.desk, last_act("paul").act)
    box.mended("-12.37", Cause.WRITTEN_AS_CASH, ChangeMode(payment.id, CHEQUE, (CARD, TRANSFER)))
    (payment,) = read_sheet(box.number).other_payments
    assert (payment.mode, payment.amount, payment.reason) == (CHEQUE, euros("12.37"), "avance")


def test_a_membership_that_was_a_cheque(box: Box) -> None:
    """R50: its mode changes; its amount is the fee, which is no mistake of typing."""
    third = box.baskets[2].member_id
    pay_membership(box.world.desk, third, CASH, distribution_id=box.number, amount=euros("12.03"))
    for difference in ("-24.06", "8.97"):  # a wrong sign; 12,03 for 21,00
        found = box.look(difference)
        assert not any(
            isinstance(step.mend, ReplaceAmount)
            for proposal in found.proposals
            for candidate in proposal.candidates
            for step in candidate.steps
        )
    (payment,) = read_sheet(box.number).other_payments
    box.mended("-12.03", Cause.WRITTEN_AS_CASH, ChangeMode(payment.id, CHEQUE, (CARD, TRANSFER)))
    (again,) = read_sheet(box.number).other_payments
    assert (again.mode, again.membership_id) == (CHEQUE, payment.membership_id)
    assert box.now(3).balance == 0


# --- What the pile of cheques tells ---


@both
def test_a_refund_taken_for_a_cheque(box: Box, closed: bool) -> None:
    """Two acts on one basket: reopened once, and named for what is left to ask."""
    seventh = lose(box)
    pay(box.world.desk, seventh.id, seventh.version, [Part(CHEQUE, euros("2.55"))], sure=True)
    for number in (2, 6):  # all the others lie on the pile
        paper = box.now(number).payments[0].cheque
        assert paper is not None
        put_on_pile(box.world.desk, box.number, box.now(number).paid, paper.id)
    if closed:
        box.close(7)
    mends = (
        Cancel(of(box, 7)),
        EnterRefund(seventh.member_id, seventh.id, CASH, euros("2.55")),
    )
    still_open = box.mended("-2.55", Cause.REFUND_AS_CHEQUE, *mends)
    assert (still_open, box.now(7).validated) == ((), closed)
    assert box.paid(7) == [(CARD, "22.55"), (CASH, "-2.55")]
    assert read_pile(box.number).missing == ()


@both
def test_a_cheque_of_another_amount(box: Box, closed: bool) -> None:
    """20 in cash and 5,10 by cheque are written; it was 10 and 15,10: the pile knows the sheet."""
    seventh = box.basket("25.10")
    parts = [Part(CASH, euros("20.00")), Part(CHEQUE)]
    pay(box.world.desk, seventh.id, seventh.version, parts)
    put_on_pile(box.world.desk, box.number, euros("15.10"))
    if closed:
        box.close(7)
    cash, cheque = (one.id for one in box.now(7).payments)
    mends = (ReplaceAmount(cheque, euros("15.10")), ReplaceAmount(cash, euros("10.00")))
    assert box.mended("-10.00", Cause.SPLIT_OTHERWISE, *mends) == ()
    assert sorted(box.paid(7)) == [(CASH, "10.00"), (CHEQUE, "15.10")]
    assert box.now(7).validated == closed
    assert read_pile(box.number).unexpected == ()


# --- The box itself ---


def test_the_float(box: Box) -> None:
    """R50: it was another one."""
    box.mended("62.40", Cause.FLOAT, SetFloat(euros("62.40")))
    assert read_sheet(box.number).distribution.cash_float == euros("62.40")


def test_moves(box: Box) -> None:
    """R20, R50: missing, with the wrong sign, there for nothing; cancelled ones are kept."""
    box.mended("-8.20", Cause.MOVE_NOT_ENTERED, EnterMove(euros("-8.20")))
    (move,) = read_sheet(box.number).cash_moves
    assert (move.amount, move.reason) == (euros("-8.20"), WHY)
    box.mended("16.40", Cause.MOVE_WRONG_SIGN, ReplaceMove(move.id, euros("8.20")))
    (turned,) = read_sheet(box.number).cash_moves
    assert (turned.amount, turned.reason) == (euros("8.20"), WHY)
    box.mended("-8.20", Cause.MOVE_NOT_MADE, CancelMove(turned.id))
    assert read_sheet(box.number).cash_moves == ()


def corrected(box: Box) -> CountDraft:
    """What the draft of the count is now."""
    draft = count_draft(box.world.desk, box.number)
    assert draft is not None
    return draft


def test_a_note_of_the_count(box: Box) -> None:
    """R51: the count is corrected as a draft, and is then what is expected."""
    set_cash_float(box.world.desk, box.number, euros("44.26"))  # the box holds 100,00
    pieces = {euros("50.00"): 1, euros("20.00"): 1, euros("10.00"): 1}
    found = search(box.number, euros("80.00"), pieces, TODAY)
    candidate = candidate_of(found, Cause.PIECE, Recount(2000, 1))
    assert corrects_count(candidate)
    before = settled_dump()
    assert box.mend(found, candidate) == ()
    correct_count(box.world.desk, box.number, found.counted, pieces, candidate)
    draft = corrected(box)
    assert {value: int(text) for value, text in draft.pieces.items()} == {
        **pieces,
        euros("20.00"): 2,
    }
    assert draft.total == ""
    assert settled_dump() == before


def test_a_note_in_a_total(box: Box) -> None:
    """One too many where only a total was typed: the total is another one."""
    found = box.look("20.00")
    candidate = candidate_of(found, Cause.PIECE, Recount(2000, -1))
    correct_count(box.world.desk, box.number, found.counted, None, candidate)
    assert corrected(box) == CountDraft(total="55.74")


def test_a_total_of_the_count(box: Box) -> None:
    """The float was not counted with the rest: what was counted and explained stays."""
    desk = box.world.desk
    set_cash_float(desk, box.number, euros("52.40"))
    pieces = {euros("50.00"): 1, euros("5.00"): 1, euros("0.02"): 37}
    draft = CountDraft({value: str(count) for value, count in pieces.items()}, "", "fond ?")
    save_count_draft(desk, box.number, draft)
    found = search(box.number, euros("55.74"), pieces, TODAY)
    candidate = candidate_of(found, Cause.FLOAT, RecountTotal(euros("108.14")))
    correct_count(desk, box.number, found.counted, pieces, candidate)
    assert corrected(box) == replace(draft, total="108.14")


# --- What does not work, and what changed meanwhile ---


def test_both_steps_or_none(box: Box) -> None:
    """The second act is refused: the first one did not happen either."""
    found = box.look("17.75")  # 25,10 was cash, 7,35 was not
    candidate = next(one for one in found.proposals if one.cause is Cause.TWO_TOGETHER).candidates[
        0
    ]
    assert [place.number for place in candidate.places] == [2, 3]
    box.world.accept(CASH, CARD)
    told = refused(ModeNotAccepted, lambda: box.mend(found, candidate))
    assert told.mode is CHEQUE
    box.close(2, 3)
    found = box.look("17.75")
    candidate = next(one for one in found.proposals if one.cause is Cause.TWO_TOGETHER).candidates[
        0
    ]
    box.world.accept(CARD)
    refused(ModeNotAccepted, lambda: box.mend(found, candidate))
    assert box.now(2).validated


def test_what_was_accepted_is_not_asked_again(box: Box) -> None:
    """R41: validated with a debt and with an awaited transfer: so they are again."""
    seventh, eighth = box.basket("20.00"), box.basket("9.00")
    pay(box.world.desk, seventh.id, seventh.version, [Part(CASH, euros("13.00"))])
    eighth = announce(box.world.desk, eighth.id, eighth.version, TRANSFER, euros("4.00"))
    pay(box.world.desk, eighth.id, eighth.version, [Part(CASH, euros("5.00"))], replace=False)
    box.close(7, 8)
    for number, amount in ((7, "-13.00"), (8, "-5.00")):
        found = box.look(amount)
        wrong = ChangeMode(of(box, number), CHEQUE, (CARD, TRANSFER))
        assert box.mend(found, candidate_of(found, Cause.WRITTEN_AS_CASH, wrong)) == ()
        assert box.now(number).validated
    assert (box.now(7).balance, box.now(8).pending) == (-7, 4)


def test_somebody_else_changed_the_basket(box: Box) -> None:
    """A mend is of the basket that was shown, validated or not."""
    anna = box.world.other("anna")

    def line() -> None:
        fourth = box.now(4)
        set_delivered(anna, fourth.lines[0].id, fourth.version, False)

    told = box.refused(BasketChanged, "42.05", line)  # the card was cash
    assert isinstance(told, BasketChanged)
    assert (told.number, told.who) == (4, "anna")
    box.refused(BasketChanged, "-18.40", lambda: box.close(1))


def test_what_is_expected_has_moved(box: Box) -> None:
    """It would no longer explain the difference: whoever moved it."""
    anna = box.world.other("anna")
    told = box.refused(
        ExpectedMoved, "-18.40", lambda: move_cash(anna, box.number, euros("2.00"), "monnaie")
    )
    assert isinstance(told, ExpectedMoved)
    assert told.now - told.shown == 2
    box.refused(ExpectedMoved, "20.00", lambda: change_mode(anna, of(box, 3), CARD))


def test_an_awaited_payment_that_was_seen(box: Box) -> None:
    """R41: a transfer on an account: it arrived, so it was not paid in cash."""
    third = box.baskets[2].member_id
    pay_account(
        box.world.desk, third, TRANSFER, euros("61.30"), "dette", shown=Decimal(0),
        distribution_id=box.number, pending=True, sure=True)  # fmt: skip
    (payment,) = read_sheet(box.number).other_payments
    box.refused(NotPending, "61.30", lambda: confirm(box.world.other("anna"), payment.id))


def test_a_payment_that_was_cancelled(box: Box) -> None:
    """R20: a card payment on an account is no longer there."""
    third = box.baskets[2].member_id
    pay_account(
        box.world.desk, third, CARD, euros("61.30"), "avance", shown=Decimal(0),
        distribution_id=box.number, sure=True)  # fmt: skip
    (payment,) = read_sheet(box.number).other_payments
    box.refused(
        OperationIsCancelled,
        "61.30",
        lambda: cancel(box.world.other("anna"), payment.id, "erreur"),
    )


def test_a_membership_entered_meanwhile(box: Box) -> None:
    """The other volunteer has entered it, as a cheque."""
    settings = read_settings()
    change_settings(box.world.desk, settings, replace(settings, membership_fee=euros("61.30")))
    found = box.look("61.30")
    (proposal,) = [one for one in found.proposals if one.cause is Cause.MEMBERSHIP]
    (mends,) = {step.mend for step in proposal.candidates[0].steps}
    assert isinstance(mends, EnterMembership)
    pay_membership(box.world.other("anna"), mends.member_id, CHEQUE, distribution_id=box.number)
    refused(MembershipPaid, lambda: box.mend(found, proposal.candidates[0]))


def test_an_archive(box: Box) -> None:
    """R43: certified meanwhile: nothing is reopened by the way."""
    box.close(1, 2, 3, 4, 5, 6)
    box.refused(
        DistributionIsCertified, "-18.40", lambda: certify(box.world.other("anna"), box.number)
    )


def test_only_coordinators_reopen(box: Box) -> None:
    """R44: what is in a validated basket is theirs to mend; an open one is everybody's."""
    settings = read_settings()
    change_settings(box.world.desk, settings, replace(settings, coordinators=("anna",)))
    box.close(1)
    found = box.look("-18.40")
    candidate = found.proposals[0].candidates[0]
    assert refused(NotCoordinator, lambda: box.mend(found, candidate)).coordinators == ("anna",)
    found = box.look("-7.35")
    assert box.mend(found, found.proposals[0].candidates[0]) == ()
    found = box.look("-18.40")
    anna = box.world.other("anna")
    mend(anna, box.number, candidate, WHY, shown_expected=found.expected)
    assert (box.paid(1), box.now(1).validated) == ([(CHEQUE, "18.40")], True)


def test_a_reason(box: Box) -> None:
    """R20: whatever the act, and it stands in the journal with what it reopened."""
    found = box.look("-18.40")
    candidate = found.proposals[0].candidates[0]
    refused(ReasonNeeded, lambda: box.mend(found, candidate, ""))
    box.close(1)
    found = box.look("-18.40")
    box.mend(found, found.proposals[0].candidates[0])
    entries = box.world.dump()["journal"][-3:]
    assert [kind for row in entries for kind in ActKind if kind in row] == [
        ActKind.REOPEN_BASKET,
        ActKind.CHANGE_MODE,
        ActKind.VALIDATE,
    ]
    assert WHY in entries[0]
    assert Draft.select().count() == 0
