"""The part of a line that concerns money: payments, refunds, validation."""

from __future__ import annotations

from collections.abc import Iterator

from cagette_tui.model.acts.paying import settle
from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.deposits import SameCheque
from cagette_tui.model.rules.outcome import NeedsAnswer, Unseen
from cagette_tui.model.rules.receiving import GiveBack, Pay, Validate, Wanted, decide
from cagette_tui.model.rules.refusals import BadAmount, NothingToPay, RefundTooLarge
from cagette_tui.model.rules.steps import Answers, Book, Decision
from cagette_tui.sheet.deeds import DebtPaid, deeds_of
from cagette_tui.sheet.problems import NothingLeft, RemarkNeeded, SeenOrAwaited
from cagette_tui.sheet.steps import Draft, Work
from cagette_tui.value import ValueObject


class Settle(ValueObject):
    """Money of some baskets, or a validation; `if_due`: that nothing is to pay is no matter.

    `unseen`: what the line says of that which was announced (R41).
    """

    baskets: tuple[int, ...]
    wanted: Wanted
    if_due: bool = False
    unseen: Unseen | None = None

    def foresee(self, draft: Draft) -> None:
        """Note what the rules decide and ask. Raises what they refuse."""
        for one in self._decided(draft):
            for question in (*one.questions, *_noted_already(one)):
                self._ask(draft, one.before, question)
            draft.did(one.after, *deeds_of(one))
            if one.outcome is not None:
                draft.outcomes[one.after.id] = one.outcome
            if len(self.baskets) == 1 and (debt := _debt_paid(one)):
                draft.did(one.after, debt)

    def carry_out(self, work: Work) -> None:
        """Do it; what was foreseen is what is accepted."""
        baskets = [(number, work.version(number)) for number in self.baskets]
        try:
            left = settle(work.desk, baskets, self.wanted, **self.said(work))
        except NothingToPay:
            if not self.if_due:
                raise
        else:
            work.left(*left)

    def _decided(self, draft: Draft) -> tuple[Decision, ...]:
        baskets = [draft.baskets[number] for number in self.baskets]
        try:
            return decide(baskets, self.wanted, draft.terms.rules, {"unseen": self.unseen})
        except NothingToPay:
            if not self.if_due:
                raise
            return ()
        except BadAmount:
            _must_leave_a_rest(self.wanted, baskets)
            raise

    def _ask(self, draft: Draft, basket: BasketView, question: Exception) -> None:
        match question:
            case RefundTooLarge(amount, credit) if draft.terms.sure and not draft.terms.remark:
                # Saying yes needs a reason, which is the remark.
                raise RemarkNeeded(amount, credit)
            case NeedsAnswer(outcome) if outcome.unseen:
                alone = self.wanted == Validate() and not draft.deeds[basket.id]
                question = SeenOrAwaited(basket.number, outcome.unseen, alone)
        draft.ask(basket, question)

    def said(self, work: Work) -> Answers:
        """Return what the line answers."""
        if not work.terms.sure:
            return {"unseen": self.unseen}
        basket, wanted = work.baskets[self.baskets[0]], self.wanted
        said: Answers = {
            "replace": True,
            "change": True,
            "sure": True,
            "same_transfer": True,
            "record_typed": False,
            "unseen": self.unseen,
            "accept": work.outcomes.get(basket.id),
        }
        if isinstance(wanted, GiveBack) and (wanted.amount or ZERO) > basket.refundable:
            said["insist"] = work.terms.remark
        return said


def _must_leave_a_rest(wanted: Wanted, baskets: list[BasketView]) -> None:
    """Say of what is typed that it leaves nothing for the payment without an amount."""
    if isinstance(wanted, Pay) and any(part.amount is None for part in wanted.parts):
        given = sum((part.amount for part in wanted.parts if part.amount is not None), ZERO)
        raise NothingLeft(given, sum((one.to_pay for one in baskets), ZERO))


def _noted_already(decision: Decision) -> Iterator[SameCheque]:
    """Ask about a cheque whose number one of the same member has here already (R15)."""
    for step in decision.steps:
        if not isinstance(step, Book) or step.paper is None:
            continue
        number = (step.paper.details.number or "").lstrip("0")
        for one in decision.before.payments:
            if number and one.cheque and (one.cheque.number or "").lstrip("0") == number:
                together, day = one.amount + step.amount, one.created_at.date()
                who = (decision.before.member,)
                yield SameCheque(one.cheque.id, together, number, one.cheque.drawer, who, day)


def _debt_paid(decision: Decision) -> DebtPaid | None:
    """Return the older debt, where it is paid with the basket to the cent (R18)."""
    debt = decision.before.debt_beside
    paid = sum((step.amount for step in decision.steps if isinstance(step, Book)), ZERO)
    return DebtPaid(debt) if debt and paid - decision.before.to_pay == debt else None
