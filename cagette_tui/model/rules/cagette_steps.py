"""What is to be entered in Cagette, in the order in which it takes it (R12, R16, R41).

Undelivered products and prices first, then weights, before any payment; then basket by basket
in Cagette's order of names: payments, refunds, membership, validation. Cagette refuses a payment
or a refund for a basket that counts as validated, and a basket whose lines are all cancelled
does so at once: what was paid for such a one is entered on the account, before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.cagette_lines import steps_of_lines
from cagette_tui.model.rules.cagette_pages import (
    CagetteAct,
    Note,
    Page,
    Step,
    Why,
    fresh,
    gone,
    open_page,
    operations_of,
)
from cagette_tui.model.rules.cagette_payments import (
    OF_BASKETS,
    payment_steps,
    steps_on_account,
    take_entries,
)
from cagette_tui.model.rules.cagette_state import Place, Side, There
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.text import fold
from cagette_tui.value import ValueObject, cached_property

# Cagette takes a membership so; what is otherwise is left to people.
_MEMBERSHIP_MODES = (Mode.CASH, Mode.CHEQUE, Mode.TRANSFER)


class WayBack(ValueObject):
    """The steps, in order, and what Cagette has of each member once they are done.

    `takings` are the payments of baskets by mode, net of refunds, as Cagette's page of takings
    then has them: neither memberships nor payments on accounts are in it.
    """

    sides: tuple[Side, ...]
    steps: tuple[Step, ...]
    after: dict[int, There]
    takings: dict[Mode, Decimal]
    memberships: Decimal
    on_accounts: Decimal

    def of(self, member_id: int) -> tuple[Step, ...]:
        """Return the steps of one member, prices for all that are news of theirs included."""
        return self._by_member.get(member_id, ())

    @cached_property
    def _by_member(self) -> dict[int, tuple[Step, ...]]:
        steps: dict[int, list[Step]] = defaultdict(list)
        for step in self.steps:
            for side in (step.side, *step.for_all):
                if side is not None:
                    steps[side.member_id].append(step)
        return {member: tuple(several) for member, several in steps.items()}

    def is_entered(self, side: Side) -> bool:
        """Whether somebody said so, and nothing was changed here since."""
        return side.mark is not None and not self.of(side.member_id)


def way_back(sides: Iterable[Side], rates: Mapping[int, Decimal]) -> WayBack:
    """Plan what is to be entered for some members.

    `rates` are the fee rates (percent) that Cagette takes by now for products (ids).
    """
    ordered = tuple(sorted(sides, key=lambda side: (fold(side.member), side.number or 0)))
    pages = [open_page(side, rates) for side in ordered]
    for page in pages:
        take_entries(page)
    steps = [
        *(replace(one, is_first=True) for page in pages for one in _before_it_is_empty(page)),
        *steps_of_lines(pages),
        *(step for page in pages for step in _steps(page)),
    ]
    after = {page.side.member_id: page.after() for page in pages}
    sums: dict[Place, Decimal] = defaultdict(lambda: ZERO)
    takings: dict[Mode, Decimal] = defaultdict(lambda: ZERO)
    for there in after.values():
        for one in there.money:
            sums[one.place] += one.amount
        for mode, amount in there.paid:
            takings[mode] += amount
    return WayBack(
        ordered,
        tuple(steps),
        after,
        {mode: takings[mode] for mode in Mode if takings[mode]},
        sums[Place.MEMBERSHIP],
        sums[Place.ACCOUNT],
    )


def _before_it_is_empty(page: Page) -> Iterator[Step]:
    """What must be done while the basket still has lines, if it is to have none."""
    if not page.is_known or page.is_online or not page.will_be_empty:
        return
    if page.announced:
        yield _delete_announced(page, Note(Why.ABSENT if _is_absent(page) else Why.EMPTY))
    yield from steps_on_account(page, Why.EMPTY)


def _steps(page: Page) -> Iterator[Step]:
    """Give the steps of one member, once all lines are right."""
    if not page.is_known:
        yield from _of_a_stranger(page)
        return
    online = page.is_online
    if online:
        yield from _of_an_online_payment(page)
    elif page.is_locked:
        yield from steps_on_account(page, Why.VALIDATED_THERE)
    else:
        yield from payment_steps(page, _delete_announced)
    yield from _memberships(page)
    yield from _accounts(page)
    if _is_to_validate(page) and not online:
        yield Step(CagetteAct.VALIDATE, page.side, notes=_what_remains(page))
        page.validate()
    yield from _what_differs(page)


def _is_to_validate(page: Page) -> bool:
    """Whether the basket is validated here and not there; without a line there is none there."""
    basket = page.side.basket
    done = basket is not None and basket.validated
    return done and page.has_order and not page.validated


def _delete_announced(page: Page, *notes: Note) -> Step:
    step = Step(CagetteAct.DELETE_ANNOUNCED, page.side, amount=page.announced, notes=notes)
    page.announced = ZERO
    return step


def _is_absent(page: Page) -> bool:
    return page.side.basket is not None and page.side.basket.absent


def _what_remains(page: Page) -> tuple[Note, ...]:
    """Say what Cagette shows as lacking or too much when the basket is validated (R17)."""
    basket = page.side.basket
    assert basket is not None
    notes = [Note(Why.VALIDATED_AGAIN)] if page.raised else []
    if basket.absent:
        notes.append(Note(Why.ABSENT))
    for one in basket.announced:
        notes.append(Note(Why.AWAITED, amount=one.amount, mode=one.mode))
    waits = sum((one.amount for one in basket.announced), ZERO)
    by_credit = min(basket.older_credit, max(-basket.difference, ZERO))
    if by_credit:
        notes.append(Note(Why.BY_CREDIT, amount=by_credit))
    if basket.to_pay > waits:
        notes.append(Note(Why.DEBT, amount=basket.to_pay - waits))
    if basket.difference > 0:
        notes.append(Note(Why.CREDIT, amount=basket.difference))
    return tuple(notes)


def _memberships(page: Page) -> Iterator[Step]:
    for one in fresh(page, Place.MEMBERSHIP):
        page.places[one.id] = Place.MEMBERSHIP
        if one.mode in _MEMBERSHIP_MODES:
            notes = _cheque_note("" if one.cheque is None else one.cheque.number or "")
            yield Step(
                CagetteAct.MEMBERSHIP, page.side, mode=one.mode, amount=one.amount, notes=notes
            )
        else:
            note = Note(Why.MEMBERSHIP_MODE, amount=one.amount, mode=one.mode)
            yield Step(CagetteAct.LEFT_TO_PEOPLE, page.side, amount=ZERO, notes=(note,))


def _cheque_note(number: str) -> tuple[Note, ...]:
    return (Note(Why.CHEQUE, text=number),) if number else ()


def _accounts(page: Page) -> Iterator[Step]:
    """Give payments and adjustments of the account, and what was taken back of them."""
    for one in fresh(page, Place.ACCOUNT):
        page.places[one.id] = Place.ACCOUNT
        notes = _cheque_note("" if one.cheque is None else one.cheque.number or "")
        if one.reason:
            notes = (*notes, Note(Why.REASON, text=one.reason))
        yield Step(
            CagetteAct.ACCOUNT_PAYMENT, page.side, mode=one.mode, amount=one.amount, notes=notes
        )
    for one in fresh(page, Place.PEOPLE):
        page.places[one.id] = Place.PEOPLE
        note = Note(Why.ADJUSTMENT, amount=one.amount, text=one.reason or "")
        yield Step(CagetteAct.LEFT_TO_PEOPLE, page.side, amount=one.amount, notes=(note,))
    for it in gone(page):
        page.places.pop(it.operation_id, None)
        if it.place is Place.MEMBERSHIP:
            note = Note(Why.TAKEN_BACK, amount=it.amount)
            yield Step(CagetteAct.LEFT_TO_PEOPLE, page.side, amount=ZERO, notes=(note,))
        elif it.place is Place.PEOPLE:
            note = Note(Why.ADJUSTMENT, amount=-it.amount)
            yield Step(CagetteAct.LEFT_TO_PEOPLE, page.side, amount=-it.amount, notes=(note,))


def _what_differs(page: Page) -> Iterator[Step]:
    """Name each line that Cagette cannot have as we have it: a cent of rounding, another price."""
    for line in page.lines:
        if page.is_settled(line):
            continue
        now, wanted = line.now, line.wanted
        amount, before = now.total - line.cost_here, page.by_hand.get(now.line_id, ZERO)
        page.by_hand[now.line_id] = amount
        if wanted.quantity and now.price != wanted.price:
            why = Why.ONE_PRICE
        else:
            why = Why.ROUNDED if now.fee_rate == wanted.fee_rate else Why.OTHER_FEE
        yield Step(
            CagetteAct.LEFT_TO_PEOPLE,
            page.side,
            wanted.product_id,
            wanted.product,
            amount=amount - before,
            notes=(Note(why, amount=line.cost_here),),
        )


def _of_a_stranger(page: Page) -> Iterator[Step]:
    """Leave all of a member whom Cagette does not know to people."""
    cost = sum((line.cost_here for line in page.lines), ZERO)
    live = operations_of(page.side)
    ours = sum((one.amount for one in live if one.membership_id is None), ZERO) - cost
    yield from _left(page, ours, Why.NOT_THERE)


def _of_an_online_payment(page: Page) -> Iterator[Step]:
    """Leave the payments of a basket to people where Cagette has one itself."""
    came = sum((one.amount for one in fresh(page, Place.BASKET)), ZERO)
    went = sum((one.amount for one in gone(page) if one.place in OF_BASKETS), ZERO)
    yield from _left(page, came - went, Why.ONLINE)


def _left(page: Page, ours: Decimal, why: Why) -> Iterator[Step]:
    before = page.by_hand.get(None)
    page.by_hand[None] = ours
    if before is None or before != ours:
        amount = ours - (before or ZERO)
        yield Step(CagetteAct.LEFT_TO_PEOPLE, page.side, amount=amount, notes=(Note(why),))
