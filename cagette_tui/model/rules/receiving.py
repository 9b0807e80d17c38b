"""What comes of a payment, a refund or a validation: booked, asked first, or refused.

Of baskets as they were read and of what is wanted, `decide` says what would be written, what it
would leave, and what has to be asked before (R10 to R19, R41). Keys, payment entry, marks, lines
of the sheet, previews and forced validation all ask here; acts write what is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cagette_tui.model.rules.account_money import beyond_credit
from cagette_tui.model.rules.after import after_step
from cagette_tui.model.rules.allowed import must_be_accepted, must_be_present, must_have_begun
from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.basket import ZERO, BasketView, OperationView
from cagette_tui.model.rules.doubts import DoubtfulAmount, Overpaid
from cagette_tui.model.rules.held_back import AnnouncedOnAccount, twin_of
from cagette_tui.model.rules.kinds import MODE_CHANGED, REPLACED, Mode
from cagette_tui.model.rules.outcome import NeedsAnswer, Outcome, Unseen, outcome_of
from cagette_tui.model.rules.payments import (
    ChequeDetails,
    Part,
    amounts_of,
    one_cheque_of,
    only_mode,
    owed_for,
)
from cagette_tui.model.rules.refusals import (
    AnnouncedOtherwise,
    NothingToGiveBack,
    NothingToPay,
    PaidOtherwise,
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
    See,
    Step,
    Terms,
    modes_of,
    paper_of,
)
from cagette_tui.model.rules.transfers import (
    AnnouncedAlready,
    SeenBefore,
    only_announced,
    seen_before,
)
from cagette_tui.value import ValueObject


class Receive(ValueObject):
    """What is to pay comes in by one mode, or what was announced in it is seen: as by its key."""

    mode: Mode
    cheque: ChequeDetails | None = None


class Pay(ValueObject):
    """Given amounts come in: a part, a split over modes, an extra one, one for several (R15).

    `with_debt`: the rest of what is to pay has the older debt in it (R18).
    """

    parts: tuple[Part, ...]
    with_debt: bool = False


class Announce(ValueObject):
    """A payment will come: what is to pay, or `amount` euros (R10, R14)."""

    mode: Mode
    amount: Decimal | None = None


class WillPay(ValueObject):
    """The member will pay at the table, or will not (R14)."""

    on_the_spot: bool


class GiveBack(ValueObject):
    """A refund of `amount` euros (positive), or of the whole credit (R16)."""

    mode: Mode
    amount: Decimal | None = None


class Validate(ValueObject):
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
        first = wanted.first
        if first is None and mode is not None:
            first = by_letter(mode, said.get("announces"))
    if isinstance(first, Pay):
        _pay(drafts, first.parts, with_debt=first.with_debt)
    for draft in drafts:
        match first:
            case Receive(mode, cheque):
                is_done = _receive(draft, mode, said.get("cheque") or cheque)
                if not is_done and first is wanted:
                    raise NothingToPay(draft.basket.number)
            case Announce(mode, amount):
                is_done = _announce(draft, mode, amount)
                if not is_done and first is wanted:
                    raise AnnouncedAlready(draft.basket.number)
            case WillPay(on_the_spot):
                draft.do(Intend(on_the_spot))
            case GiveBack(mode, amount):
                _give_back(draft, mode, amount)
        if isinstance(wanted, Validate):
            _validate(draft, _only_announces(first))
    return tuple(draft.decision for draft in drafts)


def by_letter(mode: Mode, announces: bool | None) -> Receive | Announce:
    """Return what a mode's letter wants of a basket; `announces` is the evening's answer (R22)."""
    return Announce(mode) if only_announced(mode, announces) else Receive(mode)


def in_its_place(wanted: Wanted, parts: tuple[Part, ...]) -> Wanted:
    """Return what records a payment typed before instead of what a key would book (R63)."""
    return Validate(Pay(parts)) if isinstance(wanted, Validate) else Pay(parts)


def may_be_on_accounts(decisions: Iterable[Decision]) -> bool:
    """Whether a transfer would be booked, which may wait on the account already (R22)."""
    steps = (step for one in decisions for step in one.steps)
    return any(isinstance(one, Book) and one.mode is Mode.TRANSFER for one in steps)


def decide_by_force(basket: BasketView, mode: Mode | None, terms: Terms) -> Decision:
    """Decide what forced validation makes of one basket: nothing is asked (R42).

    What was announced counts as seen, and what is to pay on the spot as received in `mode`; of
    somebody absent nothing is booked (R34).
    """
    draft = _Draft(basket, terms, {})
    if not basket.absent:
        _see_announced(draft)
    if draft.basket.on_the_spot and mode is not None:
        draft.do(_book(draft.basket.to_pay, mode))
    draft.do(Lock(outcome_of(draft.basket, Unseen.AWAITED)))
    return draft.decision


def decide_by_bank(basket: BasketView, amount: Decimal, day: date | None, terms: Terms) -> Decision:
    """Decide what a transfer that the bank shows does to an open basket: nothing is asked (R65).

    It came, whatever the group accepts and whatever else was announced.
    """
    draft = _Draft(basket, terms, {})
    draft.do(Book(amount, Mode.TRANSFER, day=day))
    return draft.decision


def must_be_answered(decisions: Iterable[Decision]) -> None:
    """Raise the first question that is open, one for all baskets where each has the same one."""
    questions = [(one.before.number, asked) for one in decisions for asked in one.questions]
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


class _Draft:
    """A decision that is being made: the basket so far, what is done to it, what is asked."""

    def __init__(self, basket: BasketView, terms: Terms, said: Answers) -> None:
        self.before = self.basket = basket
        self.terms, self.said = terms, said
        self._steps: list[Step] = []
        self._questions: list[Refused] = []

    def do(self, step: Step) -> None:
        if isinstance(step, Book):
            self._be_the_one_announced(step)
        self._steps.append(step)
        self.basket = after_step(self.basket, step, self.terms)

    def _be_the_one_announced(self, step: Book) -> None:
        """Take the place of the same transfer on the account, unless it is another one (R22)."""
        twin = twin_of(self.basket, step.mode, step.amount, self.terms.elsewhere)
        if twin is not None:
            same = self.said.get("same_transfer")
            question = AnnouncedOnAccount(self.basket.number, step.amount)
            self.ask(question, answered=same is not None)
            if same is not False:
                self.do(Drop(twin, REPLACED))

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
        draft.do(_book(draft.basket.to_pay, mode, cheque))
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
    draft.do(ChangeMode(payment, mode, paper_of(mode, payment.amount, cheque)))


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
    owed = owed_for([draft.basket for draft in drafts], with_debt=with_debt)
    if not owed.due and (len(drafts) > 1 or all(part.amount is None for part in parts)):
        raise NothingToPay(drafts[0].basket.number)
    amounts = amounts_of(parts, owed.due)
    first = drafts[0]
    doubt = owed.doubt(sum(amounts, ZERO))
    if doubt is not None:
        first.ask(doubt, answered=first.said.get("sure", False) or _is_shown(doubt, first.said))
    for part, amount, shares in zip(parts, amounts, owed.shares(amounts), strict=True):
        paper = paper_of(part.mode, amount, part.cheque)
        for draft, share in zip(drafts, shares, strict=True):
            if share:
                draft.do(Book(share, part.mode, paper, part.announced, part.note))


def _is_shown(doubt: DoubtfulAmount | Overpaid, said: Answers) -> bool:
    """Whether a screen says already where it goes, to the cent."""
    shown = said.get("foreseen")
    return isinstance(doubt, Overpaid) and shown is not None and doubt.says(shown)


def _announce(draft: _Draft, mode: Mode, amount: Decimal | None) -> bool:
    """Note that a payment will come: the member has said how, hence no longer on the spot.

    Return whether there was anything to note: all may be announced in that mode already.
    """
    if amount is None:
        announced = sum((one.amount for one in draft.basket.announced), ZERO)
        amount = draft.basket.to_pay - announced
        seen = seen_before(draft.basket) if mode is Mode.TRANSFER else None
        if seen is not None:
            draft.ask(SeenBefore(seen.amount), answered=draft.said.get("change", False))
            draft.do(Drop(seen, MODE_CHANGED))
            amount = seen.amount
        if amount <= 0 and any(one.mode is mode for one in draft.basket.announced):
            return False
        if amount <= 0:
            raise NothingToPay(draft.basket.number)
    must_be_an_amount(amount)
    draft.do(Book(amount, mode, paper_of(mode, amount), pending=True))
    draft.do(Intend(False))
    return True


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


def _only_announces(first: Wanted | None) -> bool:
    """Whether what comes first is only announced: then it is awaited, without a question (R41)."""
    if isinstance(first, Pay):
        return any(part.announced for part in first.parts)
    return isinstance(first, Announce)


def _validate(draft: _Draft, announces: bool) -> None:
    """Lock the basket, once what was announced and what remains is answered (R41)."""
    unseen = draft.said.get("unseen") or (Unseen.AWAITED if announces else None)
    if draft.basket.announced and unseen is None:
        # Accepting what remains does not say whether a payment was seen or is awaited.
        draft.ask(NeedsAnswer(outcome_of(draft.basket)), answered=False)
    if unseen is not Unseen.AWAITED:
        _see_announced(draft)
    if draft.basket.needs_mode:
        mode = only_mode(draft.basket.number, draft.basket.member, draft.terms.accepted)
        draft.do(_book(draft.basket.to_pay, mode))
    outcome = outcome_of(draft.basket, Unseen.AWAITED)
    if not outcome.ordinary and not _was_said(draft.basket, outcome):
        draft.ask(NeedsAnswer(outcome), answered=outcome == draft.said.get("accept"))
    draft.do(Lock(outcome))


def _was_said(basket: BasketView, outcome: Outcome) -> bool:
    """Whether marking absent said already that the debt is kept, and nothing else remains (R34)."""
    return basket.absent and replace(outcome, debt=ZERO, without_payment=False).ordinary


def _book(amount: Decimal, mode: Mode, cheque: ChequeDetails | None = None) -> Book:
    return Book(amount, mode, paper_of(mode, amount, cheque))


def _see_announced(draft: _Draft) -> None:
    for payment in draft.basket.announced:
        draft.do(See(payment))
