"""What comes of a payment, a refund or a validation: booked, asked first, or refused.

Of baskets as they were read and of what is wanted, `decide` says what would be written, what it
would leave, and what has to be asked before (R10 to R19, R41). Keys, payment entry, marks, lines
of the sheet, previews and forced validation all ask here; acts write what is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cagette_tui.model.rules.after import after_step
from cagette_tui.model.rules.allowed import must_be_accepted, must_be_present, must_have_begun
from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.basket import ZERO, BasketView, OperationView
from cagette_tui.model.rules.kinds import REPLACED, Mode
from cagette_tui.model.rules.outcome import NeedsAnswer, Outcome, Unseen, outcome_of
from cagette_tui.model.rules.payments import (
    ChequeDetails,
    Part,
    amounts_of,
    doubt_about,
    one_cheque_of,
    only_mode,
    shares_of,
)
from cagette_tui.model.rules.refusals import (
    AnnouncedOtherwise,
    NothingToGiveBack,
    NothingToPay,
    Overpaid,
    PaidOtherwise,
    RefundTooLarge,
    Refused,
)
from cagette_tui.model.rules.steps import (
    Answers,
    Book,
    ChangeMode,
    Decision,
    Drop,
    Intend,
    Lock,
    Note,
    Paper,
    See,
    Step,
    Terms,
    modes_of,
)


@dataclass(frozen=True)
class Receive:
    """What is to pay comes in by one mode, or what was announced in it is seen: as by its key."""

    mode: Mode
    cheque: ChequeDetails | None = None


@dataclass(frozen=True)
class Pay:
    """Given amounts come in: a part, a split over modes, an extra one, one for several (R15).

    `with_debt`: the rest of what is to pay has the older debt in it (R18).
    """

    parts: tuple[Part, ...]
    with_debt: bool = False


@dataclass(frozen=True)
class Announce:
    """A payment will come: what is to pay, or `amount` euros (R10, R14)."""

    mode: Mode
    amount: Decimal | None = None


@dataclass(frozen=True)
class WillPay:
    """The member will pay at the table, or will not (R14)."""

    on_the_spot: bool


@dataclass(frozen=True)
class GiveBack:
    """A refund of `amount` euros (positive), or of the whole credit (R16)."""

    mode: Mode
    amount: Decimal | None = None


@dataclass(frozen=True)
class Validate:
    """The basket was received and paid, by what comes in first if anything, and is locked (R41).

    By what is only announced, too: then it is awaited.
    """

    first: Receive | Pay | Announce | None = None


Wanted = Receive | Pay | Announce | WillPay | GiveBack | Validate


def decide(
    baskets: Sequence[BasketView], wanted: Wanted, terms: Terms, said: Answers
) -> tuple[Decision, ...]:
    """Decide what becomes of some open baskets. One payment for several of them is shared (R15).

    `said` are the answers so far; what they do not answer is asked, in `Decision.questions`.
    Raises what no answer could allow: `ModeNotAccepted`, `ModeNeeded` (R13), `BasketIsAbsent`
    (R34), `NothingToPay`, `NumberWithoutCheque`, `BadAmount`, `TooEarly` (R40).
    """
    drafts = [_Draft(basket, terms, said) for basket in baskets]
    first: Wanted | None = wanted
    if isinstance(wanted, Validate):
        must_have_begun(terms.opens_at, terms.now, terms.zone)
        mode = said.get("mode")
        first = wanted.first or (None if mode is None else Receive(mode))
    if isinstance(first, Pay):
        _pay(drafts, first.parts, with_debt=first.with_debt)
    for draft in drafts:
        match first:
            case Receive(mode, cheque):
                is_done = _receive(draft, mode, said.get("cheque") or cheque)
                if not is_done and first is wanted:
                    raise NothingToPay(draft.basket.number)
            case Announce(mode, amount):
                _announce(draft, mode, amount)
            case WillPay(on_the_spot):
                draft.do(Intend(on_the_spot))
            case GiveBack(mode, amount):
                _give_back(draft, mode, amount)
        if isinstance(wanted, Validate):
            _validate(draft)
    return tuple(draft.decision for draft in drafts)


def decide_by_force(basket: BasketView, mode: Mode | None, terms: Terms) -> Decision:
    """Decide what forced validation makes of one basket: nothing is asked (R42).

    What was announced counts as seen, and what is to pay on the spot as received in `mode`; of
    somebody absent nothing is booked (R34).
    """
    draft = _Draft(basket, terms, {})
    if not basket.absent:
        _see_announced(draft)
    if draft.basket.on_the_spot and mode is not None:
        draft.do(Book(draft.basket.to_pay, mode, paper_of(mode, None)))
    draft.do(Lock(outcome_of(draft.basket, Unseen.AWAITED)))
    return draft.decision


def must_be_answered(decisions: Iterable[Decision]) -> None:
    """Raise the first question that is open, one for all baskets where each has the same one."""
    questions = [
        (one.before.number, asked)
        for one in decisions
        for asked in one.questions
        if not isinstance(asked, Overpaid)  # the screens show it while it is typed
    ]
    if not questions:
        return
    announced = [
        (number, payment)
        for number, asked in questions
        if isinstance(asked, AnnouncedOtherwise)
        for payment in asked.payments
    ]
    numbers, payments = tuple(one[0] for one in announced), tuple(one[1] for one in announced)
    if len(set(numbers)) > 1:
        raise AnnouncedOtherwise(payments, numbers)
    raise questions[0][1]


def must_be_booked_on_account(
    balance: Decimal, wanted: Book, accepted: Sequence[Mode], said: Answers
) -> None:
    """Refuse a payment or refund on an account alone, of which `balance` was shown, or ask (R21).

    Raises `ModeNotAccepted`, what is asked of more than is owed (R15), `RefundTooLarge` (R16).
    """
    must_be_accepted(wanted.mode, accepted)
    debt = max(-balance, ZERO)
    question: Refused | None = None
    if wanted.amount < 0 and not said.get("insist"):
        question = beyond_credit(-wanted.amount, balance)
    elif debt and not said.get("sure"):  # else a credit is what was asked for
        question = doubt_about(wanted.amount, debt, ZERO)
    if question is not None and not isinstance(question, Overpaid):
        raise question


def beyond_credit(amount: Decimal, credit: Decimal, given: Decimal = ZERO) -> RefundTooLarge | None:
    """Return what is asked about a refund beyond the credit there is now; None within it (R16).

    Euros: `amount` is to be given back, `credit` is what the member has (of a basket, its
    `refundable`), `given` what a refund that is corrected has given back already.
    """
    most = max(credit, ZERO) + given
    return RefundTooLarge(amount, most) if amount > most else None


class _Draft:
    """A decision that is being made: the basket so far, what is done to it, what is asked."""

    def __init__(self, basket: BasketView, terms: Terms, said: Answers) -> None:
        self.before = self.basket = basket
        self.terms, self.said = terms, said
        self._steps: list[Step] = []
        self._questions: list[Refused] = []

    def do(self, step: Step) -> None:
        self._steps.append(step)
        self.basket = after_step(self.basket, step, self.terms)

    def ask(self, question: Refused, *, answered: bool) -> None:
        """Ask, unless it was answered; what follows goes on as if the answer were yes."""
        if not answered:
            self._questions.append(question)

    @property
    def decision(self) -> Decision:
        return Decision(self.before, self.basket, tuple(self._steps), tuple(self._questions))


def _receive(draft: _Draft, mode: Mode, cheque: ChequeDetails | None) -> bool:
    """Receive as a key does; return whether there was anything to do."""
    must_be_present(draft.basket)
    announced = draft.basket.announced
    same = [payment for payment in announced if payment.mode is mode]
    if same:
        for payment in same:
            draft.do(See(payment, cheque if payment.cheque else None))
        return True
    must_be_accepted(mode, draft.terms.accepted)
    _replace_announced(draft, may_keep=False)
    if draft.basket.to_pay:
        draft.do(Book(draft.basket.to_pay, mode, paper_of(mode, cheque)))
        return True
    if announced and cheque is None:
        return True
    confirmed = draft.basket.confirmed
    if len(confirmed) == 1 and confirmed[0].mode is not mode:
        _change_mode(draft, confirmed[0], mode, cheque)
        return True
    if cheque is not None:
        draft.do(Note(one_cheque_of(draft.basket), cheque))
        return True
    return False


def _change_mode(
    draft: _Draft, payment: OperationView, mode: Mode, cheque: ChequeDetails | None
) -> None:
    """Give the one payment of a settled basket another mode, once that was asked."""
    assert payment.mode is not None
    question = PaidOtherwise(payment.id, payment.mode, payment.amount, mode)
    draft.ask(question, answered=draft.said.get("change", False))
    draft.do(ChangeMode(payment, mode, paper_of(mode, cheque) if payment.amount > 0 else None))


def _replace_announced(draft: _Draft, *, may_keep: bool) -> None:
    """Drop what was announced, once that was asked; `may_keep`: it may be kept beside too."""
    announced = draft.basket.announced
    said = draft.said.get("replace")
    if not announced or (may_keep and said is False):
        return
    draft.ask(AnnouncedOtherwise(modes_of(announced)), answered=bool(said))
    for payment in announced:
        draft.do(Drop(payment, REPLACED))


def _pay(drafts: Sequence[_Draft], parts: Sequence[Part], *, with_debt: bool) -> None:
    """Receive given amounts, each shared among the baskets in their order (R15)."""
    for draft in drafts:
        must_be_present(draft.basket)
        for part in parts:
            must_be_accepted(part.mode, draft.terms.accepted)
        _replace_announced(draft, may_keep=len(drafts) == 1)
    wanted = [draft.basket.to_pay for draft in drafts]
    due = sum(wanted, ZERO)
    if with_debt and len(drafts) == 1:
        wanted = [due + drafts[0].basket.debt_beside]
    if not any(wanted) and (len(drafts) > 1 or all(part.amount is None for part in parts)):
        raise NothingToPay(drafts[0].basket.number)
    amounts = amounts_of(parts, sum(wanted, ZERO))
    first = drafts[0]
    # Of several members' debts one payment cannot say which it settles.
    debt = first.basket.debt_beside if len(drafts) == 1 else ZERO
    doubt = doubt_about(sum(amounts, ZERO), due, debt)
    if doubt is not None:
        first.ask(doubt, answered=first.said.get("sure", False))
    for part, shares in zip(parts, shares_of(wanted, amounts), strict=True):
        paper = paper_of(part.mode, part.cheque)
        for draft, share in zip(drafts, shares, strict=True):
            if share:
                draft.do(Book(share, part.mode, paper, part.announced, part.note))


def _announce(draft: _Draft, mode: Mode, amount: Decimal | None) -> None:
    """Note that a payment will come: the member has said how, hence no longer on the spot."""
    if amount is None:
        announced = sum((one.amount for one in draft.basket.announced), ZERO)
        amount = draft.basket.to_pay - announced
        if amount <= 0:
            raise NothingToPay(draft.basket.number)
    must_be_an_amount(amount)
    draft.do(Book(amount, mode, paper_of(mode, None), pending=True))
    draft.do(Intend(False))


def _give_back(draft: _Draft, mode: Mode, amount: Decimal | None) -> None:
    """Refund so much, or all there is; more than that only if the volunteer insists (R16)."""
    must_be_accepted(mode, draft.terms.accepted)
    most = draft.basket.refundable
    if amount is None and not most:
        raise NothingToGiveBack(draft.basket.number)
    amount = most if amount is None else amount
    must_be_an_amount(amount)
    insist = draft.said.get("insist")
    question = beyond_credit(amount, most)
    if question is not None:
        draft.ask(question, answered=bool(insist))
    draft.do(Book(-amount, mode, reason=insist))


def _validate(draft: _Draft) -> None:
    """Lock the basket, once what was announced and what remains is answered (R41)."""
    unseen = draft.said.get("unseen")
    if draft.basket.announced and unseen is None:
        # Accepting what remains does not say whether a payment was seen or is awaited.
        draft.ask(NeedsAnswer(outcome_of(draft.basket)), answered=False)
    if unseen is not Unseen.AWAITED:
        _see_announced(draft)
    if draft.basket.needs_mode:
        mode = only_mode(draft.basket.number, draft.basket.member, draft.terms.accepted)
        draft.do(Book(draft.basket.to_pay, mode, paper_of(mode, None)))
    outcome = outcome_of(draft.basket, Unseen.AWAITED)
    if not outcome.ordinary and not _was_said(draft.basket, outcome):
        draft.ask(NeedsAnswer(outcome), answered=outcome == draft.said.get("accept"))
    draft.do(Lock(outcome))


def _was_said(basket: BasketView, outcome: Outcome) -> bool:
    """Whether marking absent said already that the debt is kept, and nothing else remains (R34)."""
    return basket.absent and replace(outcome, debt=ZERO, without_payment=False).ordinary


def _see_announced(draft: _Draft) -> None:
    for payment in draft.basket.announced:
        draft.do(See(payment))


def paper_of(mode: Mode, cheque: ChequeDetails | None) -> Paper | None:
    """Return the cheque that comes in by that mode, if it is one."""
    return Paper(cheque or ChequeDetails()) if mode is Mode.CHEQUE else None
