"""Find what a written line names in a distribution, and foresee what it would do.

Pure: a plan is made from what was read, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from cagette_tui.model.rules.allowed import must_not_be_certified, must_not_be_validated
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.receiving import Announce, GiveBack, Pay, Receive, Validate
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.rules.transfers import only_announced
from cagette_tui.sheet.deeds import Change
from cagette_tui.sheet.membership_steps import Join, JoinByCredit, PayWithFees
from cagette_tui.sheet.names import found, words_of
from cagette_tui.sheet.payment_steps import Settle
from cagette_tui.sheet.problems import (
    AmbiguousMember,
    AmbiguousProduct,
    NoSuchBasket,
    NoSuchMember,
    NoSuchProduct,
    NothingAwaited,
    ProductTwice,
    Question,
    SheetProblem,
    Trouble,
    Unreadable,
    WrongPieces,
)
from cagette_tui.sheet.steps import Draft, LeaveAbsent, Step, TakeOut, Terms, Weigh
from cagette_tui.sheet.written import (
    Absent,
    Debt,
    Membership,
    Name,
    NotDelivered,
    Numbers,
    Payment,
    ProductWords,
    Quantities,
    Range,
    Refund,
    WrittenAct,
    WrittenLine,
    target_numbers,
)
from cagette_tui.value import ValueObject


@dataclass
class Group:
    """Baskets that one act concerns, its steps, and what they would come to."""

    baskets: tuple[BasketView, ...]
    draft: Draft
    steps: list[Step] = field(default_factory=list)


class Plan(ValueObject):
    """What a line would do; `problem` is why it cannot be done, or not yet."""

    terms: Terms
    groups: tuple[Group, ...] = ()
    skipped: tuple[BasketView, ...] = ()
    problem: SheetProblem | Refused | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What becomes of each basket."""
        return tuple(
            change for group in self.groups for change in group.draft.changes(group.baskets)
        )

    @property
    def questions(self) -> tuple[Question, ...]:
        """What would be asked."""
        return tuple(one for group in self.groups for one in group.draft.questions)

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """What is asked still: a `!` says yes to all but what only a word answers."""
        return tuple(one for one in self.questions if one.needs_word or not self.terms.sure)

    @property
    def pieces(self) -> tuple[LineView, ...]:
        """The lines of the product whose quantities are still to be typed."""
        return tuple(one for group in self.groups for one in group.draft.pieces)


def plan_line(line: WrittenLine, sheet: SheetView, terms: Terms) -> Plan:
    """Foresee what a line would do. Never raises: `Plan.problem` says what is wrong."""
    terms = replace(terms, sure=line.sure or terms.sure, remark=line.remark)
    groups: list[Group] = []
    skipped: tuple[BasketView, ...] = ()
    problem: SheetProblem | Refused | None = line.problem
    try:
        if line.acts or line.validating:
            must_not_be_certified(sheet.distribution)
        groupings, skipped = _targets(line, sheet)
        _must_await_something(line, groupings)
        for baskets in groupings:
            groups.append(Group(baskets, Draft({one.id: one for one in baskets}, terms)))
            if line.acts or line.validating:
                for basket in baskets:
                    must_not_be_validated(basket)
            for step in _steps(_as_meant(line, terms), baskets, groups[-1].draft):
                step.foresee(groups[-1].draft)
                groups[-1].steps.append(step)
    except (SheetProblem, Refused) as raised:
        # What only lacks its end is no longer worth going on with.
        if line.problem is None or line.problem.unfinished:
            problem = raised
    return Plan(terms, tuple(groups), skipped, problem)


# Which baskets


def _targets(
    line: WrittenLine, sheet: SheetView
) -> tuple[list[tuple[BasketView, ...]], tuple[BasketView, ...]]:
    """Return the baskets of the line, those of one act together, and those that are skipped."""
    if line.target is None:
        return [], ()
    baskets = _baskets(line, sheet)
    if not isinstance(line.target, Range):
        return [tuple(baskets)], ()
    still_open: list[tuple[BasketView, ...]] = [(one,) for one in baskets if not one.validated]
    return still_open, tuple(one for one in baskets if one.validated)


def _baskets(line: WrittenLine, sheet: SheetView) -> list[BasketView]:
    target = line.target
    if isinstance(target, Name):
        return [_of_member(target, sheet)]
    assert target is not None
    by_number = {basket.number: basket for basket in sheet.baskets}
    for number in target_numbers(target):
        if number not in by_number:
            raise NoSuchBasket(number, unfinished=_is_begun(line, number, by_number))
    if isinstance(target, Numbers):
        return [by_number[number] for number in target.numbers]
    return [one for one in sheet.baskets if target.first <= one.number <= target.last]


def _is_begun(line: WrittenLine, number: int, numbers: dict[int, BasketView]) -> bool:
    """Whether the number is the last thing typed, and a basket's begins so."""
    if line.target is None or line.problem is None or not line.problem.unfinished:
        return False
    is_last = number == target_numbers(line.target)[-1] and not line.acts
    begun = line.problem.trouble is Trouble.NO_ACTS and is_last
    return begun and any(str(one).startswith(str(number)) for one in numbers)


def _of_member(name: Name, sheet: SheetView) -> BasketView:
    baskets = found(words_of(name.text), ((one.member, one) for one in sheet.baskets))
    if not baskets and not name.finished:
        raise Unreadable(Trouble.NO_TARGET, name.text)
    if not baskets:
        raise NoSuchMember(name.text)
    if len(baskets) > 1:
        candidates = tuple((one.number, one.member) for one in baskets)
        raise AmbiguousMember(name.text, candidates, unfinished=not name.finished)
    return baskets[0]


def _must_await_something(line: WrittenLine, groupings: Sequence[tuple[BasketView, ...]]) -> None:
    if line.unseen is None or not groupings:
        return
    if not any(basket.announced for baskets in groupings for basket in baskets):
        raise NothingAwaited(groupings[0][0].number)


# What to do with them


def _as_meant(line: WrittenLine, terms: Terms) -> WrittenLine:
    """Say of each payment whether it is announced: as the evening's transfers, unless written."""

    def meant(act: WrittenAct) -> WrittenAct:
        if not isinstance(act, Payment) or act.announced is not None:
            return act
        return replace(act, announced=only_announced(act.mode, terms.announces))

    return replace(line, acts=tuple(map(meant, line.acts)))


def _steps(line: WrittenLine, baskets: Sequence[BasketView], draft: Draft) -> Iterator[Step]:
    """Give the steps in their order; payments all stand where the rest of them does."""
    payments = tuple(act for act in line.acts if isinstance(act, Payment))
    rests = [payment for payment in payments if payment.amount is None]
    place = (rests or payments)[-1] if payments else None
    is_last = line.validating and line.acts[-1:] == payments[-1:]  # one act, as on the screens
    with_debt = any(isinstance(act, Debt) for act in line.acts)
    # The payment is for the basket and the membership together.
    fee = next((act for act in line.acts if isinstance(act, Membership) and act.with_basket), None)
    by_key = bool(place) and not (with_debt or fee) and _by_its_key(payments, baskets)
    with_validating = place if place and is_last and by_key else None
    named: set[tuple[int, int]] = set()
    for act in line.acts:
        match act:
            case Payment():
                if act is place and fee is not None:
                    yield from _steps_with_fee(payments, baskets, fee, with_debt=with_debt)
                elif act is place and with_validating is None:
                    yield _payment_step(payments, baskets, line.validating, with_debt=with_debt)
            case Refund(mode, amount):
                yield from (Settle((one.id,), GiveBack(mode, amount)) for one in baskets)
            case Membership() if act is not fee:
                yield from _joining(baskets, act)
            case Absent():
                yield from (LeaveAbsent(one.id) for one in baskets)
            case NotDelivered(product):
                for one in baskets:
                    lines = _lines(one, product, named)
                    yield TakeOut(one.id, tuple(row.id for row in lines))
            case Quantities(product):
                for one in baskets:
                    lines = _lines(one, product, named)
                    draft.pieces = () if act.quantities else tuple(lines)
                    if act.quantities:
                        yield _weighing(one, lines, act, may_go_on=act is line.acts[-1])
    if line.validating:
        first = None if with_validating is None else _receive(with_validating)
        unseen = Unseen.AWAITED if any(one.announced for one in payments) else line.unseen
        for one in baskets:
            yield Settle((one.id,), Validate(first), unseen=unseen)


def _weighing(
    basket: BasketView, lines: Sequence[LineView], act: Quantities, *, may_go_on: bool
) -> Weigh:
    """Give each piece its quantity, in their order."""
    pieces, given = len(lines), len(act.quantities)
    if pieces != given:
        more_may_come = may_go_on and given < pieces
        raise WrongPieces(basket.number, lines[0].product, pieces, given, more_may_come)
    ids = (line.id for line in lines)
    return Weigh(basket.id, tuple(zip(ids, act.quantities, strict=True)))


def _by_its_key(payments: Sequence[Payment], baskets: Sequence[BasketView]) -> bool:
    """Whether it is what the mode's key does: the rest, of one basket."""
    if len(baskets) > 1 or len(payments) > 1 or payments[0].amount is not None:
        return False
    if payments[0].announced:
        return payments[0].number is None
    cheques = [one for one in baskets[0].announced if one.mode is Mode.CHEQUE]
    # Of several cheques that were announced a number does not say which it is.
    return payments[0].number is None or len(cheques) < 2


def _payment_step(
    payments: tuple[Payment, ...],
    baskets: Sequence[BasketView],
    validating: bool,
    *,
    with_debt: bool,
) -> Step:
    ids = tuple(one.id for one in baskets)
    if len(baskets) == 1 and not with_debt and _by_its_key(payments, baskets):
        return Settle(ids, _receive(payments[0]), if_due=validating)
    parts = tuple(map(_part, payments))
    is_open = payments[0].amount is None and payments[0].number is None
    return Settle(ids, Pay(parts, with_debt), if_due=validating and len(baskets) > 1 and is_open)


def _steps_with_fee(
    payments: tuple[Payment, ...],
    baskets: Sequence[BasketView],
    fee: Membership,
    *,
    with_debt: bool,
) -> Iterator[Step]:
    """Pay baskets and memberships together; what was announced in that mode is seen (R15)."""
    mode = payments[0].mode
    seen = [one for basket in baskets for one in basket.announced if one.mode is mode]
    if seen and not with_debt and not payments[0].announced and _by_its_key(payments, baskets):
        yield Settle((baskets[0].id,), _receive(payments[0]))
        yield Join(baskets[0].id, mode, seen=True)
        return
    ids = tuple(one.id for one in baskets)
    yield PayWithFees(ids, tuple(map(_part, payments)), with_debt, fee.among)


def _joining(baskets: Sequence[BasketView], act: Membership) -> Iterator[Step]:
    """Pay memberships apart from the baskets."""
    for one in baskets:
        yield JoinByCredit(one.id) if act.mode is None else Join(one.id, act.mode, act.number)


def _part(payment: Payment) -> Part:
    announced = bool(payment.announced)
    return Part(payment.mode, payment.amount, _cheque(payment), announced=announced)


def _receive(payment: Payment) -> Receive | Announce:
    if payment.announced:
        return Announce(payment.mode)
    return Receive(payment.mode, _cheque(payment))


def _cheque(payment: Payment) -> ChequeDetails | None:
    return None if payment.number is None else ChequeDetails(payment.number)


def _lines(
    basket: BasketView, product: ProductWords, named: set[tuple[int, int]]
) -> list[LineView]:
    """Return the lines of the one product of the basket that words name."""
    # What was cancelled before the distribution concerns nobody any more.
    there = [line for line in basket.lines if line.ordered or line.delivered]
    lines = found(product.words, ((line.product, line) for line in there))
    if product.figures:
        lines = _with_figures(lines, product)
    names = {line.product_id: (line.product, line.catalogue) for line in lines}
    if not names:
        raise NoSuchProduct(basket.number, product.text)
    if len(names) > 1:
        candidates = tuple(names.values())
        raise AmbiguousProduct(basket.number, product.text, candidates, unfinished=product.open)
    _must_not_be_a_quantity(lines, product)
    if (basket.id, lines[0].product_id) in named:
        raise ProductTwice(lines[0].product)
    named.add((basket.id, lines[0].product_id))
    return lines


def _with_figures(lines: Sequence[LineView], product: ProductWords) -> list[LineView]:
    """Return those whose name has the numbers of `-oeufs 6`: not one that only begins so."""
    figures = {word for word in product.words if word.isdigit()}
    there = [line for line in lines if figures <= set(words_of(line.product))]
    if not there:
        raise Unreadable(Trouble.NUMBER_AFTER_MINUS, product.text, unfinished=product.open)
    return there


def _must_not_be_a_quantity(lines: Sequence[LineView], product: ProductWords) -> None:
    """Refuse `-pain 1` of two loaves of 1 kg: did one of them not come, or neither?"""
    last = product.words[-1]
    if product.figures and last.isdigit() and int(last) < sum(one.ordered for one in lines):
        raise Unreadable(Trouble.NAME_OR_QUANTITY, product.text, unfinished=product.open)
