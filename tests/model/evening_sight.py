"""What the program and the plain book say of an evening, in the same words, to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import unweighed_lines
from cagette_tui.model.reading.deposits import read_deposit, what_waits
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.takings import takings, vendors
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.deposit import Deposit
from cagette_tui.money import to_cents, to_thousandths
from tests.model.evening_program import Program, number_of
from tests.model.ledger_book import Book, Key, Payment
from tests.model.line_book import Line
from tests.model.small_files import DISTRIBUTIONS
from tests.world import START

PAYMENTS = (
    "SELECT member.ref, basket_id, distribution_id, mode, amount, pending,"
    " membership_id IS NOT NULL FROM operation JOIN member ON member.id = member_id"
    " WHERE kind = 'payment' AND cancelled_at IS NULL ORDER BY operation.id"
)


def program_says(program: Program, members: Sequence[str]) -> dict[str, Any]:
    """Return what the model says, in cents and thousandths."""
    keys = {basket.id: key for key, basket in program.baskets.items()}
    came_in = {number: takings(sheet) for number, sheet in program.sheets.items()}
    rows = database.execute_sql(PAYMENTS).fetchall()
    listed = list_distributions(START)
    made = Deposit.select().where(Deposit.cancelled_at.is_null()).order_by(Deposit.number)
    deposits = [to_cents(read_deposit(one.number).total) for one in made]
    return {
        "baskets": {key: _basket(basket) for key, basket in program.baskets.items()},
        "lines": {
            key: [_line(line) for line in basket.lines] for key, basket in program.baskets.items()
        },
        "payments": [(row[0], keys.get(row[1]), *row[2:5], *map(bool, row[5:])) for row in rows],
        "balances": {one: to_cents(balance_of(number_of("member", "ref", one))) for one in members},
        "cash": {number: to_cents(one.expected_cash) for number, one in came_in.items()},
        "cheques": {
            number: (one.cheque_count, to_cents(one.cheques)) for number, one in came_in.items()
        },
        "waiting": sorted(to_cents(one.amount) for one in what_waits().cheques),
        "deposits": deposits,
        "memberships": {number: to_cents(one.membership) for number, one in came_in.items()},
        "producers": {
            number: sum(to_cents(one.gross) for one in vendors(sheet))
            for number, sheet in program.sheets.items()
        },
        "weights": {number: sum(unweighed_lines(number).values()) for number in program.sheets},
        "certified": {one.distribution.id for one in listed if one.distribution.certified_at},
        "to collect": {
            one.distribution.id: to_cents(one.to_collect)
            for one in listed
            if one.to_collect is not None
        },
    }


def _basket(basket: BasketView) -> tuple[Any, ...]:
    amounts = (basket.cost, basket.paid, basket.pending, basket.older, basket.to_pay)
    states = (basket.on_the_spot, basket.absent, basket.validated, basket.by_coordinator)
    standing = (basket.credit, basket.balance)
    return (basket.number, *map(to_cents, amounts + standing), basket.unweighed, *states)


def _line(line: LineView) -> tuple[Any, ...]:
    quantities = (to_thousandths(line.ordered), to_thousandths(line.delivered))
    amounts = (to_cents(line.price), to_cents(line.fee), to_cents(line.total))
    why = (line.reason, line.note, line.weight_confirmed)
    return (line.product, *quantities, *amounts, *why)


def book_says(book: Book, members: Sequence[str]) -> dict[str, Any]:
    """Return what the book says."""
    page = book.page

    def joined(distribution: int, mode: str | None = None) -> list[Payment]:
        return [
            one
            for one in page.payments
            if one.distribution == distribution
            and mode in (None, one.mode)
            and not one.pending
            and not (one.late and distribution in book.page.certified)
        ]

    return {
        "baskets": {key: _told(book, key) for key in page.baskets},
        "lines": {key: [_told_line(one) for one in book.lines(key)] for key in page.baskets},
        "payments": [_told_payment(one) for one in page.payments],
        "balances": {member: book.balance(member) for member in members},
        "cash": {
            number: sum(one.amount for one in joined(number, "cash")) for number in DISTRIBUTIONS
        },
        # R52: a refund is not a cheque.
        "cheques": {
            number: (
                len({one.cheque for one in joined(number) if one.cheque}),
                sum(one.amount for one in joined(number, "cheque") if one.amount > 0),
            )
            for number in DISTRIBUTIONS
        },
        "waiting": sorted(book.waiting_cheques().values()),
        "deposits": [sum(one.values()) for one in page.deposits],
        "memberships": {
            number: sum(one.amount for one in joined(number) if one.membership)
            for number in DISTRIBUTIONS
        },
        "producers": {
            number: sum(one.producers for key in book.in_order(number) for one in book.lines(key))
            for number in DISTRIBUTIONS
        },
        "weights": {
            number: sum(book.unweighed(key) for key in book.in_order(number))
            for number in DISTRIBUTIONS
        },
        "certified": page.certified,
        "to collect": {
            number: sum(
                book.to_pay(key)
                for key in book.in_order(number)
                if not (page.baskets[key].validated or page.baskets[key].absent)
            )
            for number in DISTRIBUTIONS
            if number not in page.certified
        },
    }


def _told(book: Book, key: Key) -> tuple[Any, ...]:
    basket = book.page.baskets[key]
    amounts = (basket.cost, book.paid(key), book.pending(key), book.older(key), book.to_pay(key))
    states = (book.spot(key), basket.absent, basket.validated, basket.by_hand)
    standing = (book.credit(key), book.balance(key[0]))
    return (book.numbers[key], *amounts, *standing, book.unweighed(key), *states)


def _told_line(line: Line) -> tuple[Any, ...]:
    quantities = (line.ordered, line.delivered)
    return (line.product, *quantities, line.price, *line.amounts(), *_why(line))


def _why(line: Line) -> tuple[Any, ...]:
    return line.reason, line.note, line.weighed


def _told_payment(one: Payment) -> tuple[Any, ...]:
    where = (one.member, one.basket, one.distribution)
    return (*where, one.mode, one.amount, one.pending, one.membership)
