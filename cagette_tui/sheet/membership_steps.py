"""The part of a line that concerns memberships: by a mode, with the basket, by a credit (R15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from cagette_tui.model.acts.accounts import pay_membership
from cagette_tui.model.acts.paying_all import settle_with_fees
from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.rules.account_money import must_be_within_credit
from cagette_tui.model.rules.allowed import must_be_accepted
from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.deposits import CreditTooSmall
from cagette_tui.model.rules.doubts import DoubtfulAmount, Overpaid
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import (
    ChequeDetails,
    Part,
    owed_for,
    part_for_fee,
    whole_parts,
    without_fee,
)
from cagette_tui.model.rules.receiving import Pay
from cagette_tui.model.rules.refusals import BadAmount, MembershipPaid
from cagette_tui.model.rules.transfers import must_be_seen
from cagette_tui.sheet.deeds import Deed, Joined, JoinedByCredit, Received, ReceivedWithFee
from cagette_tui.sheet.payment_steps import Settle
from cagette_tui.sheet.problems import FeeNotSaid, NoFee, NothingLeft, Question
from cagette_tui.sheet.steps import Draft, Terms, Work
from cagette_tui.value import ValueObject


class Join(ValueObject):
    """The membership fee is paid by a mode of its own; `seen`: by the cheque that was announced."""

    basket: int
    mode: Mode
    number: str | None = None
    seen: bool = False

    def foresee(self, draft: Draft) -> None:
        """Note it: no amount of the basket moves. Raises `ModeNotAccepted`, `FeeAwaited`."""
        basket = draft.baskets[self.basket]
        must_be_accepted(self.mode, draft.terms.rules.accepted)
        must_be_seen(self.mode, self._announces(draft.terms))
        draft.did(basket, Joined(self.mode, _fee_asked(draft, basket), self.number))

    def carry_out(self, work: Work) -> None:
        """Enter the group's fee. Raises `MembershipPaid`, unless the line is sure."""
        basket = work.baskets[self.basket]
        last = max(basket.payments, key=lambda one: one.id) if self.seen else None
        pay_membership(
            work.desk,
            basket.member_id,
            self.mode,
            distribution_id=basket.distribution_id,
            on_cheque=None if last is None or last.cheque is None else last.cheque.id,
            cheque=None if self.number is None else ChequeDetails(self.number),
            again=work.terms.sure,
            announces=self._announces(work.terms),
        )

    def _announces(self, terms: Terms) -> bool:
        """Whether its transfer is only announced: as the evening's are, unless it was just seen."""
        return bool(terms.announces) and not self.seen


class JoinByCredit(ValueObject):
    """The member's credit pays the membership fee."""

    basket: int

    def foresee(self, draft: Draft) -> None:
        """Take it from the balance. Raises `FeeNotSaid` where that is not enough."""
        basket = draft.baskets[self.basket]
        fee = _fee_asked(draft, basket)
        try:
            must_be_within_credit(fee, basket.balance)
        except CreditTooSmall as problem:
            raise FeeNotSaid(basket.number, fee, problem.credit) from problem
        left = replace(basket, balance=basket.balance - fee, older=basket.older - fee)
        draft.did(left, JoinedByCredit(fee))

    def carry_out(self, work: Work) -> None:
        """Enter the group's fee. Raises `MembershipPaid`, unless the line is sure."""
        basket = work.baskets[self.basket]
        pay_membership(
            work.desk,
            basket.member_id,
            None,
            distribution_id=basket.distribution_id,
            again=work.terms.sure,
        )
        work.left(read_basket(basket.id))


class PayWithFees(ValueObject):
    """Payments that are for baskets and memberships together, each member's fee once.

    What is to pay is both; the fee is in one of the first `among` payments.
    """

    baskets: tuple[int, ...]
    parts: tuple[Part, ...]
    with_debt: bool
    among: int

    def foresee(self, draft: Draft) -> None:
        """Note what goes where. Raises what the rules refuse, `FeeNotCovered`, `NothingLeft`."""
        baskets = [draft.baskets[number] for number in self.baskets]
        for one in baskets:
            _fee_asked(draft, one)
        fees = _fees_of(baskets, draft.terms)
        fee = sum(fees.values(), ZERO)
        whole = self._whole(baskets, fee)
        place = part_for_fee(whole, fee, self.among)
        rest = without_fee(whole, fee, self.among)
        noted = {one.id: len(draft.deeds[one.id]) for one in baskets}
        if rest:
            before = len(draft.questions)
            Settle(self.baskets, Pay(rest, self.with_debt)).foresee(draft)
            draft.questions[before:] = [_as_typed(one, fee) for one in draft.questions[before:]]
        for one in baskets:
            deeds = draft.deeds[one.id]
            here = whole[place], self._beside(whole[place], fee)
            deeds[noted[one.id] :] = _with_fee(deeds[noted[one.id] :], *here, fees[one.id])

    def carry_out(self, work: Work) -> None:
        """Do it, one cheque for all if it is one."""
        baskets = [work.baskets[number] for number in self.baskets]
        fees = _fees_of(baskets, work.terms)
        wanted = Pay(self._whole(baskets, sum(fees.values(), ZERO)), self.with_debt)
        versions = [(number, work.version(number)) for number in self.baskets]
        said = Settle(self.baskets, wanted).said(work)
        said["again"] = work.terms.sure
        work.left(*settle_with_fees(work.desk, versions, wanted, fees, among=self.among, **said))

    def _whole(self, baskets: Sequence[BasketView], fee: Decimal) -> tuple[Part, ...]:
        due = owed_for(baskets, with_debt=self.with_debt).due + fee
        try:
            return whole_parts(self.parts, due)
        except BadAmount:
            given = sum((part.amount or ZERO for part in self.parts), ZERO)
            if given < due:
                raise
            raise NothingLeft(given, due) from None

    def _beside(self, part: Part, fee: Decimal) -> Decimal | None:
        """Return what of the payment is for the one basket; None where there are several."""
        return (part.amount or ZERO) - fee if len(self.baskets) == 1 else None


def _fee_asked(draft: Draft, basket: BasketView) -> Decimal:
    """Return the group's fee; ask about one that is paid already. Raises `NoFee`."""
    terms = draft.terms
    if not terms.fees.fee:
        raise NoFee()
    until = terms.fees.paid_until(basket.member_id, terms.rules.now.date())
    if until is not None:
        draft.ask(basket, MembershipPaid(until))
    return terms.fees.fee


def _fees_of(baskets: Iterable[BasketView], terms: Terms) -> dict[int, Decimal]:
    return {basket.id: terms.fees.fee for basket in baskets}


def _as_typed(question: Question, fee: Decimal) -> Question:
    """Ask about the amount that was typed, which has the fee in it."""
    match question.problem:
        case Overpaid() as it:
            on_debt = it.on_debt, it.debt_left, it.number
            problem: Exception = Overpaid(it.amount + fee, it.to_pay + fee, *on_debt)
        case DoubtfulAmount() as it:
            problem = DoubtfulAmount(it.amount + fee, it.to_pay + fee)
        case _:
            return question
    return replace(question, problem=problem)


def _with_fee(
    deeds: Sequence[Deed], part: Part, beside: Decimal | None, fee: Decimal
) -> list[Deed]:
    """Put a fee into the payment that it is paid with, which may be for nothing else."""
    number = None if part.cheque is None else part.cheque.number
    found: list[Deed] = []
    share = ZERO
    for deed in deeds:
        match deed:
            case Received(mode, amount, no) if (
                (mode, no) == (part.mode, number) and beside in (None, amount) and not share
            ):
                share = amount
            case _:
                found.append(deed)
                continue
        found.append(ReceivedWithFee(mode, share + fee, fee, number))
    if not share:
        found.append(ReceivedWithFee(part.mode, fee, fee, number))
    return found
