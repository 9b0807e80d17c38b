"""The parts of a line that concern money: payments, refunds, validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cagette_tui.model.acts.paying import pay, pay_together, receive, refund
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.rules import after as foresight
from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.payments import (
    ChequeDetails,
    Part,
    amounts_of,
    must_not_be_doubtful,
    one_cheque_of,
    only_mode,
    shares_of,
)
from cagette_tui.model.rules.refusals import (
    AnnouncedOtherwise,
    BasketIsAbsent,
    DoubtfulAmount,
    ModeNotAccepted,
    NeedsAnswer,
    NothingToPay,
    PaidOtherwise,
    RefundTooLarge,
    TooEarly,
)
from cagette_tui.sheet.deeds import (
    DebtPaid,
    Deed,
    Dropped,
    GivenBack,
    LeftAwaited,
    ModeChanged,
    Numbered,
    Received,
    Seen,
    Validated,
)
from cagette_tui.sheet.problems import (
    NothingLeft,
    NothingToGiveBack,
    Overpaid,
    RemarkNeeded,
    SeenOrAwaited,
)
from cagette_tui.sheet.steps import Draft, Work
from cagette_tui.sheet.written import Payment


@dataclass(frozen=True)
class Receive:
    """What is to pay comes in by one mode, as by its key; `if_due`: nothing to pay is no matter."""

    basket: int
    mode: Mode
    number: str | None
    if_due: bool

    def foresee(self, draft: Draft) -> None:
        """Raise `NothingToPay`, and what `receive` raises."""
        basket = draft.baskets[self.basket]
        if not _receive(draft, basket, self.mode, self.number) and not self.if_due:
            raise NothingToPay(basket.number)

    def carry_out(self, work: Work) -> None:
        """Receive it."""
        try:
            basket = receive(
                work.desk,
                self.basket,
                work.version(self.basket),
                self.mode,
                replace=work.terms.sure,
                change=work.terms.sure,
                cheque=_details(self.number),
            )
        except NothingToPay:
            if not self.if_due:
                raise
        else:
            work.left(basket)


@dataclass(frozen=True)
class Pay:
    """Amounts are received, as in payment entry (R15)."""

    basket: int
    payments: tuple[Payment, ...]

    def foresee(self, draft: Draft) -> None:
        """Ask about what was announced, and about more than is to pay."""
        basket = _present(draft.baskets[self.basket])
        basket = _replaced(draft, basket)
        given = sum((one.amount for one in self.payments if one.amount is not None), ZERO)
        if any(one.amount is None for one in self.payments) and given >= basket.to_pay:
            raise NothingLeft(given, basket.to_pay)
        amounts = amounts_of(self._parts, basket.to_pay)
        try:
            must_not_be_doubtful(sum(amounts, ZERO), basket)
        except DoubtfulAmount as problem:
            draft.ask(basket, problem)
        else:
            _must_not_be_over(draft, basket, sum(amounts, ZERO))
        over = sum(amounts, ZERO) - basket.to_pay
        debt = basket.debt_beside
        for one, amount in zip(self.payments, amounts, strict=True):
            _must_accept(draft, one.mode)
            basket = foresight.paid(basket, one.mode, amount, draft.terms.now, one.number)
            draft.did(basket, Received(one.mode, amount, one.number))
        if debt and over == debt:
            draft.did(basket, DebtPaid(debt))

    def carry_out(self, work: Work) -> None:
        """Receive them together."""
        sure = work.terms.sure
        version = work.version(self.basket)
        work.left(
            pay(work.desk, self.basket, version, self._parts, replace=sure or None, sure=sure)
        )

    @property
    def _parts(self) -> list[Part]:
        return [Part(one.mode, one.amount, _details(one.number)) for one in self.payments]


@dataclass(frozen=True)
class PayTogether:
    """One payment for several baskets; `if_due`: nothing to pay is no matter."""

    baskets: tuple[int, ...]
    payment: Payment
    if_due: bool

    def foresee(self, draft: Draft) -> None:
        """Share it, and ask as for one basket."""
        if self._is_idle(draft.baskets):
            return
        _must_accept(draft, self.payment.mode)
        baskets = [
            _replaced(draft, _present(draft.baskets[basket_id])) for basket_id in self.baskets
        ]
        wanted = [basket.to_pay for basket in baskets]
        if not any(wanted):
            raise NothingToPay(baskets[0].number)
        due = sum(wanted, ZERO)
        try:
            shares = shares_of(wanted, self.payment.amount, sure=False)
        except DoubtfulAmount as problem:
            draft.ask(baskets[0], problem)
            shares = shares_of(wanted, self.payment.amount, sure=True)
        else:
            if sum(shares, ZERO) > due:
                draft.ask(baskets[0], Overpaid(sum(shares, ZERO), due))
        for basket, share in zip(baskets, shares, strict=True):
            if share:
                mode, number = self.payment.mode, self.payment.number
                after = foresight.paid(basket, mode, share, draft.terms.now, number)
                draft.did(after, Received(mode, share, number))

    def carry_out(self, work: Work) -> None:
        """Receive it."""
        if self._is_idle(work.baskets):
            return
        together = pay_together(
            work.desk,
            [(basket_id, work.version(basket_id)) for basket_id in self.baskets],
            self.payment.mode,
            self.payment.amount,
            cheque=_details(self.payment.number),
            replace=work.terms.sure,
            sure=work.terms.sure,
        )
        work.left(*together)

    def _is_idle(self, baskets: dict[int, BasketView]) -> bool:
        """Whether nobody has anything to pay and the line only validates then."""
        due = any(baskets[basket_id].to_pay for basket_id in self.baskets)
        typed = self.payment.amount is not None or self.payment.number is not None
        return self.if_due and not typed and not due


@dataclass(frozen=True)
class GiveBack:
    """A refund: so many euros, or the whole credit (R16)."""

    basket: int
    mode: Mode
    amount: Decimal | None

    def foresee(self, draft: Draft) -> None:
        """Ask about more than the credit; saying yes needs a reason, which is the remark."""
        basket = draft.baskets[self.basket]
        _must_accept(draft, self.mode)
        if self.amount is None and not basket.refundable:
            raise NothingToGiveBack(basket.number)
        amount = basket.refundable if self.amount is None else self.amount
        if amount > basket.refundable:
            if draft.terms.sure and not draft.terms.remark:
                raise RemarkNeeded(amount, basket.refundable)
            draft.ask(basket, RefundTooLarge(amount, basket.refundable))
        after = foresight.paid(basket, self.mode, -amount, draft.terms.now)
        draft.did(after, GivenBack(self.mode, amount))

    def carry_out(self, work: Work) -> None:
        """Give it back."""
        basket, insist = work.baskets[self.basket], None
        if work.terms.sure and self.amount is not None and self.amount > basket.refundable:
            insist = work.terms.remark
        work.left(
            refund(work.desk, self.basket, basket.version, self.mode, self.amount, insist=insist)
        )


@dataclass(frozen=True)
class Validate:
    """The basket is received and paid, in this mode if one is given, and locked (R41)."""

    basket: int
    mode: Mode | None = None
    number: str | None = None
    awaited: bool = False

    def foresee(self, draft: Draft) -> None:
        """Ask whether what remains is accepted; whether a payment was seen the line must say."""
        terms = draft.terms
        if terms.now < terms.opens_at:
            raise TooEarly(terms.opens_at, terms.now)
        if self.mode is not None:
            _receive(draft, draft.baskets[self.basket], self.mode, self.number)
        basket = draft.baskets[self.basket]
        basket = self._told_of_announced(draft, basket)
        if basket.needs_mode:
            mode = only_mode(basket.number, terms.accepted)
            amount = basket.to_pay
            basket = foresight.paid(basket, mode, amount, terms.now)
            draft.did(basket, Received(mode, amount))
        outcome = outcome_of(basket, self._unseen(sure=terms.sure))
        if not outcome.ordinary:
            draft.ask(basket, NeedsAnswer(outcome))
        draft.outcomes[basket.id] = outcome
        draft.did(foresight.validated(basket, terms.now), Validated(outcome))

    def carry_out(self, work: Work) -> None:
        """Validate it; what was foreseen is what is accepted."""
        sure = work.terms.sure
        work.left(
            validate(
                work.desk,
                self.basket,
                work.version(self.basket),
                mode=self.mode,
                replace=sure,
                change=sure,
                cheque=_details(self.number),
                accept=work.outcomes[self.basket] if sure else None,
                unseen=self._unseen(sure=sure),
            )
        )

    def _told_of_announced(self, draft: Draft, basket: BasketView) -> BasketView:
        """Leave what was announced awaited, as the line says, or ask whether it was seen (R41)."""
        announced = _payments_of(basket)
        if self.awaited:
            draft.did(basket, *(LeftAwaited(mode, amount) for mode, amount in announced))
        elif announced:
            draft.ask(basket, SeenOrAwaited(basket.number, announced))
            draft.did(foresight.confirmed(basket), *_seen(basket))
        return draft.baskets[basket.id]

    def _unseen(self, *, sure: bool) -> Unseen | None:
        if self.awaited:
            return Unseen.AWAITED
        return Unseen.SEEN if sure else None


def _receive(draft: Draft, basket: BasketView, mode: Mode, number: str | None) -> bool:
    """Foresee what `receive` does; return whether there is anything to do."""
    _present(basket)
    at = draft.terms.now
    if any(one.mode is mode for one in basket.announced):
        draft.did(foresight.confirmed(basket, mode, number), *_seen(basket, mode))
        return True
    _must_accept(draft, mode)
    announced = bool(basket.announced)
    basket = _replaced(draft, basket)
    if basket.to_pay:
        paid = foresight.paid(basket, mode, basket.to_pay, at, number)
        draft.did(paid, Received(mode, basket.to_pay, number))
        return True
    if announced and number is None:
        return True
    if len(basket.confirmed) == 1 and basket.confirmed[0].mode is not mode:
        payment = basket.confirmed[0]
        assert payment.mode is not None
        draft.ask(basket, PaidOtherwise(payment.id, payment.mode, payment.amount, mode))
        changed = foresight.in_another_mode(basket, payment, mode, at, number)
        draft.did(changed, ModeChanged(payment.mode, mode, payment.amount, number))
        return True
    if number is not None:
        payment = one_cheque_of(basket)
        assert payment.cheque is not None
        noted = Numbered(payment.amount, number, payment.cheque.number)
        draft.did(foresight.numbered(basket, payment, number), noted)
        return True
    return False


def _replaced(draft: Draft, basket: BasketView) -> BasketView:
    """Ask whether what was announced is replaced, and go on as if it were."""
    payments = _payments_of(basket)
    if not payments:
        return basket
    draft.ask(basket, AnnouncedOtherwise(payments))
    deeds: Sequence[Deed] = [Dropped(mode, amount) for mode, amount in payments]
    draft.did(foresight.without_announced(basket), *deeds)
    return draft.baskets[basket.id]


def _payments_of(basket: BasketView) -> tuple[tuple[Mode, Decimal], ...]:
    """Return what was announced."""
    return tuple((one.mode, one.amount) for one in basket.announced if one.mode)


def _seen(basket: BasketView, mode: Mode | None = None) -> list[Deed]:
    return [
        Seen(one.mode, one.amount)
        for one in basket.announced
        if one.mode and mode in (None, one.mode)
    ]


def _present(basket: BasketView) -> BasketView:
    if basket.absent:
        raise BasketIsAbsent(basket.number)
    return basket


def _must_accept(draft: Draft, mode: Mode) -> None:
    if mode not in draft.terms.accepted:
        raise ModeNotAccepted(mode, draft.terms.accepted)


def _must_not_be_over(draft: Draft, basket: BasketView, amount: Decimal) -> None:
    """Ask about more than is to pay, unless it is the older debt to the cent (R18)."""
    over = amount - basket.to_pay
    if over > 0 and over != basket.debt_beside:
        draft.ask(basket, Overpaid(amount, basket.to_pay, min(over, basket.debt_beside)))


def _details(number: str | None) -> ChequeDetails | None:
    return None if number is None else ChequeDetails(number)
