"""The way back into Cagette, second part: the payments of one basket (R12 to R17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.cagette_pages import (
    CagetteAct,
    Entry,
    Note,
    Page,
    Step,
    Why,
    fresh,
    gone,
)
from cagette_tui.model.rules.cagette_state import Place
from cagette_tui.model.rules.kinds import Mode

# What Cagette offers to confirm a payment on the spot with; other modes are entered anew.
_CONFIRMABLE = (Mode.CASH, Mode.CHEQUE)
OF_BASKETS = (Place.BASKET, Place.ACCOUNT)


def take_entries(page: Page) -> None:
    """Note what is to be entered for the basket: what is new here, and what was taken back."""
    if not page.is_known or page.is_online:
        return
    for one in fresh(page, Place.BASKET):
        assert one.mode is not None
        number = "" if one.cheque is None else one.cheque.number or ""
        page.entries.append(Entry(one.mode, one.amount, (one.id,), number, one.reason or ""))
    for it in gone(page):
        if it.place in OF_BASKETS and it.mode is not None:
            del page.places[it.operation_id]
            page.entries.append(Entry(it.mode, -it.amount))


def payment_steps(page: Page, delete_announced: Callable[..., Step]) -> Iterator[Step]:
    """Give payments and refunds of a basket that Cagette still takes some for.

    `delete_announced` takes the payment on the spot away, which would keep its old amount.
    """
    received, given_back, on_account = _sorted(page)
    page.entries = []
    if page.announced:
        fits = _confirmable(page, received)
        if fits is not None:
            received.remove(fits)
            yield _confirm(page, fits)
        elif received or given_back or on_account or _is_done(page):
            yield delete_announced(page, *_why_deleted(page, received))
    for one in received:
        yield _of_basket(page, CagetteAct.PAYMENT, one)
    for one in given_back:
        yield _of_basket(page, CagetteAct.REFUND, one)
    page.entries = on_account
    yield from steps_on_account(page, Why.NOT_OVERPAID)


def _is_done(page: Page) -> bool:
    basket = page.side.basket
    return basket is not None and (basket.validated or basket.absent)


def _sorted(page: Page) -> tuple[list[Entry], list[Entry], list[Entry]]:
    """Sort what Cagette takes as payments, as refunds, and on the account only.

    It gives back only while the basket is overpaid. What it would refuse is taken off a payment
    in the same mode, where there is one: the sums by mode are the same then.
    """
    received = [one for one in page.entries if one.amount > 0]
    given_back = [one for one in page.entries if one.amount < 0]
    on_account: list[Entry] = []
    while (refused := _refused(page, received, given_back)) is not None:
        given_back.remove(refused)
        at = next((at for at, one in enumerate(received) if _covers(one, refused)), None)
        if at is None:
            on_account.append(refused)
            continue
        less = replace(
            received[at],
            amount=received[at].amount + refused.amount,
            given_back=received[at].given_back - refused.amount,
            operations=(*received[at].operations, *refused.operations),
        )
        received[at] = less
        if not less.amount:
            page.have(received.pop(at), Place.BASKET)
    return received, given_back, on_account


def _refused(page: Page, received: list[Entry], given_back: list[Entry]) -> Entry | None:
    """Return the first refund that Cagette would refuse after those before it."""
    paid = page.paid_in_all + sum((one.amount for one in received), ZERO)
    for one in given_back:
        if paid <= page.cost:
            return one
        paid += one.amount
    return None


def _covers(payment: Entry, refund: Entry) -> bool:
    """Whether a payment is in the mode of a refund, and as large; a cheque stays whole."""
    return payment.mode is refund.mode is not Mode.CHEQUE and payment.amount >= -refund.amount


def _confirmable(page: Page, received: list[Entry]) -> Entry | None:
    return next(
        (one for one in received if one.mode in _CONFIRMABLE and one.amount == page.announced),
        None,
    )


def _confirm(page: Page, one: Entry) -> Step:
    step = _of_basket(page, CagetteAct.CONFIRM, one)
    page.announced = ZERO
    return step


def _why_deleted(page: Page, received: list[Entry]) -> Iterator[Note]:
    """Say why it is not confirmed; that it was paid in another mode is seen from what follows."""
    amount = sum((one.amount for one in received), ZERO)
    if received and amount != page.announced:
        yield Note(Why.AMOUNT_CHANGED, amount=amount)
    elif not received:
        absent = page.side.basket is not None and page.side.basket.absent
        yield Note(Why.ABSENT if absent else Why.NOTHING_RECEIVED)


def _of_basket(page: Page, act: CagetteAct, one: Entry) -> Step:
    page.have(one, Place.BASKET)
    return Step(act, page.side, mode=one.mode, amount=abs(one.amount), notes=_notes(one))


def _notes(one: Entry) -> tuple[Note, ...]:
    notes = []
    if one.given_back:
        notes.append(Note(Why.LESS_GIVEN_BACK, amount=one.given_back))
    if one.cheque:
        notes.append(Note(Why.CHEQUE, text=one.cheque))
    if one.reason:
        notes.append(Note(Why.REASON, text=one.reason))
    return tuple(notes)


def steps_on_account(page: Page, why: Why) -> Iterator[Step]:
    """Enter on the member's account what Cagette does not take for the basket, by mode."""
    by_mode: dict[Mode, list[Entry]] = defaultdict(list)
    for one in page.entries:
        by_mode[one.mode].append(one)
    page.entries = []
    for mode, entries in by_mode.items():
        for one in entries if all(one.amount > 0 for one in entries) else [_sum(mode, entries)]:
            page.have(one, Place.ACCOUNT)
            if one.amount:
                notes = (Note(why), *_notes(one))
                yield Step(
                    CagetteAct.ACCOUNT_PAYMENT,
                    page.side,
                    mode=mode,
                    amount=one.amount,
                    notes=notes,
                )


def _sum(mode: Mode, entries: list[Entry]) -> Entry:
    """Make one entry of what came and went in one mode."""
    came = sum((one.amount for one in entries if one.amount > 0), ZERO)
    went = -sum((one.amount for one in entries if one.amount < 0), ZERO)
    operations = tuple(number for one in entries for number in one.operations)
    return Entry(mode, came - went, operations, given_back=went if came else Decimal(0))
