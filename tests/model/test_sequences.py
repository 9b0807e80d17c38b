"""Any sequence of acts on two members and two distributions, against a plain book of our own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cagette_tui.model.accounts import adjust, open_balance, pay_account, refund_account
from cagette_tui.model.base import database
from cagette_tui.model.changing import cancel, change_mode, confirm
from cagette_tui.model.checking import check
from cagette_tui.model.closing import certify, reopen_distribution
from cagette_tui.model.database import close_database, open_database
from cagette_tui.model.delivering import (
    mark_absent,
    mark_present,
    set_delivered,
    set_price,
    set_quantity,
)
from cagette_tui.model.errors import NeedsAnswer, Refused
from cagette_tui.model.forcing import force, plan_force
from cagette_tui.model.kinds import Mode
from cagette_tui.model.outcome import Outcome, Unseen
from cagette_tui.model.paying import Part, announce, pay, receive, refund, set_on_the_spot
from cagette_tui.model.reading import balance_of, list_distributions, read_basket, read_sheet
from cagette_tui.model.takings import takings
from cagette_tui.model.undoing import last_act, undo
from cagette_tui.model.validating import receive_and_validate, reopen_basket, validate
from cagette_tui.model.views import BasketView
from cagette_tui.money import from_cents
from tests.model.ledger_book import Basket, Book, Key, Line, No, Page
from tests.world import START, World, dump

MEMBERS = DISTRIBUTIONS = (1, 2)
BASKETS: dict[Key, list[tuple[int, int]]] = {  # pieces and cents, in the order of their ids
    (1, 1): [(1, 350), (2, 280)],
    (2, 1): [(3, 415)],
    (1, 2): [(1, 1200), (1, 99)],
    (2, 2): [(2, 500)],
}
OPENING = {1: 500, 2: -1200}


@dataclass(frozen=True)
class Step:
    """One act as a volunteer may try it; what an act does not need it ignores."""

    name: str
    key: Key
    mode: Mode
    cents: int
    place: int
    yes: bool
    yes_again: bool


def _euros(step: Step) -> Decimal:
    return from_cents(step.cents)


def _accepting(act: Callable[[Outcome | None], object], accept: bool) -> None:
    """Answer yes to what is said to remain, if the step does."""
    try:
        act(None)
    except NeedsAnswer as asked:
        if not accept:
            raise
        act(asked.outcome)


def _payment(step: Step) -> int:
    """Pick a payment; one that waits, to confirm it, if there is one."""
    rows = _payments()
    if step.name == "confirm":
        rows = [row for row in rows if row[-1]] or rows
    ids = [row[0] for row in rows]
    if not ids:
        raise Refused
    return int(ids[step.place % len(ids)])


def _payments() -> list[tuple[Any, ...]]:
    query = (
        "SELECT id, member_id, basket_id, distribution_id, mode, amount, pending FROM operation"
        " WHERE kind = 'payment' AND cancelled_at IS NULL ORDER BY id"
    )
    rows: list[tuple[Any, ...]] = database.execute_sql(query).fetchall()
    return rows


class Program:
    """Does a step through the model."""

    def __init__(self, world: World) -> None:
        self.world, self.desk = world, world.other("paul")
        self.ids = dict(zip(BASKETS, range(1, len(BASKETS) + 1), strict=True))

    def do(self, step: Step) -> None:
        """Do it, or raise `Refused`."""
        basket = read_basket(self.ids[step.key])
        self.on_basket(step, basket)

    def on_basket(self, step: Step, now: BasketView) -> None:
        desk, this = self.desk, (now.id, now.version)
        line = now.lines[step.place % len(now.lines)]
        replace = step.yes or None
        match step.name:
            case "receive":
                receive(desk, *this, step.mode, replace=step.yes, change=step.yes_again)
            case "receive and validate":
                _accepting(
                    lambda accept: receive_and_validate(
                        desk, *this, step.mode, replace=step.yes, change=step.yes, accept=accept
                    ),
                    step.yes_again,
                )
            case "pay":
                keep = replace if step.yes_again else False
                pay(desk, *this, [Part(step.mode, _euros(step))], replace=keep, sure=True)
            case "announce":
                announce(desk, *this, step.mode, _euros(step) if step.yes else None)
            case "refund":
                insist = "geste" if step.yes_again else None
                refund(desk, *this, Mode.CASH, _euros(step) if step.yes else None, insist=insist)
            case "intend":
                set_on_the_spot(desk, *this, step.yes)
            case "deliver":
                set_delivered(desk, line.id, now.version, step.yes)
            case "quantity":
                set_quantity(desk, line.id, now.version, Decimal(step.cents % 4))
            case "price":
                set_price(desk, line.id, now.version, _euros(step))
            case "absent":
                mark_absent(desk, *this, release=step.yes)
            case "present":
                mark_present(desk, *this)
            case "validate":
                unseen = None
                if step.yes:
                    unseen = Unseen.SEEN if step.place % 2 else Unseen.AWAITED
                _accepting(
                    lambda accept: validate(desk, *this, unseen=unseen, accept=accept),
                    step.yes_again,
                )
            case "reopen":
                reopen_basket(desk, *this, "erreur")
            case _:
                self.elsewhere(step)

    def elsewhere(self, step: Step) -> None:
        desk, (member, distribution) = self.desk, step.key
        shown, joins = balance_of(member), distribution if step.yes else None
        match step.name:
            case "confirm":
                confirm(desk, _payment(step))
            case "cancel":
                cancel(desk, _payment(step), "erreur")
            case "change mode":
                change_mode(desk, _payment(step), step.mode)
            case "account":
                args = (desk, member, step.mode, _euros(step), "avance")
                if step.yes_again:
                    pay_account(*args, shown=shown, distribution_id=joins, sure=True)
                else:
                    refund_account(*args, shown=shown, distribution_id=joins)
            case "adjust":
                amount = _euros(step) if step.yes else -_euros(step)
                adjust(desk, member, amount, "geste", shown=shown)
            case "force":
                force(desk, plan_force(distribution))
            case "certify":
                certify(desk, distribution)
            case "reopen distribution":
                reopen_distribution(desk, distribution, "erreur")
            case "undo":
                undo(desk, last_act("paul").act)
            case _:
                raise AssertionError(step.name)


def _deliver(yes: bool) -> Callable[[Line], None]:
    def change(line: Line) -> None:
        line.delivered, line.released = (line.ordered if yes else 0), False

    return change


def _quantity(quantity: int) -> Callable[[Line], None]:
    def change(line: Line) -> None:
        line.delivered = quantity
        line.released = line.released and quantity != line.ordered

    return change


def _price(cents: int) -> Callable[[Line], None]:
    def change(line: Line) -> None:
        line.price = cents

    return change


def told(book: Book, step: Step) -> None:
    """Do a step in the book of our own, or raise `No`."""
    if step.name == "undo":
        book.undo()
        return
    with book.act():
        _told(book, step)


def _told(book: Book, step: Step) -> None:
    key, mode, cents, yes, again = step.key, str(step.mode), step.cents, step.yes, step.yes_again
    member, distribution = key
    unseen = ("seen" if step.place % 2 else "awaited") if yes else None
    acts: dict[str, Callable[[], None]] = {
        "receive": lambda: book.receive(key, mode, yes, again),
        "receive and validate": lambda: book.receive_and_validate(key, mode, yes, yes, again),
        "pay": lambda: book.pay(key, mode, cents, (yes or None) if again else False),
        "announce": lambda: book.announce(key, mode, cents if yes else None),
        "refund": lambda: book.refund(key, cents if yes else None, again),
        "intend": lambda: book.intend(key, yes),
        "deliver": lambda: book.line(key, _deliver(yes), step.place),
        "quantity": lambda: book.line(key, _quantity(cents % 4), step.place),
        "price": lambda: book.line(key, _price(cents), step.place),
        "absent": lambda: book.absent(key, yes),
        "present": lambda: book.present(key),
        "validate": lambda: book.validate(key, unseen, again),
        "reopen": lambda: book.reopen(key),
        "confirm": lambda: book.confirm(step.place),
        "cancel": lambda: book.cancel(step.place),
        "change mode": lambda: book.change_mode(step.place, mode),
        "account": lambda: book.pay_account(
            member, mode, cents if again else -cents, distribution if yes else None
        ),
        "adjust": lambda: book.adjust(member, cents if yes else -cents),
        "force": lambda: book.force(distribution),
        "certify": lambda: book.certify(distribution),
        "reopen distribution": lambda: book.reopen_distribution(distribution),
    }
    acts[step.name]()


NAMES = (
    *("receive", "receive and validate", "pay", "announce", "refund", "intend", "deliver"),
    *("quantity", "price", "absent", "present", "validate", "reopen", "confirm", "cancel"),
    *("change mode", "account", "adjust", "force", "certify", "reopen distribution", "undo"),
    *("receive", "receive and validate", "validate", "validate", "announce", "undo", "certify"),
)
# What one after the other on the same basket leads somewhere; by chance alone it seldom would.
STORIES = (
    *[(name,) for name in NAMES],
    ("reopen", "absent", "present"),
    ("absent", "present", "undo", "validate"),
    ("announce", "validate", "confirm", "undo"),
    ("announce", "validate", "cancel", "undo"),
    ("announce", "change mode", "receive"),
    ("force", "certify", "reopen distribution"),
    ("announce", "force", "certify", "confirm", "undo"),
    ("force", "certify", "reopen", "receive and validate", "certify"),
    ("pay", "deliver", "refund", "validate"),
    ("receive and validate", "reopen", "change mode", "validate"),
    ("certify", "undo", "undo", "undo"),
    ("account", "receive", "cancel", "cancel"),
)


@st.composite
def stories(draw: st.DrawFn) -> list[Step]:
    """Draw one act, or a few that belong together."""
    key = draw(st.sampled_from(list(BASKETS)))
    return [
        Step(
            name=name,
            key=key,
            mode=draw(st.sampled_from([Mode.CASH, Mode.CHEQUE, Mode.TRANSFER, Mode.ONLINE])),
            # Amounts that meet what is to pay, older credit and debt, or none of them.
            cents=draw(st.sampled_from([1, 99, 350, 410, 500, 910, 1200, 1245, 1299, 5000])),
            place=draw(st.integers(0, 5)),
            yes=draw(st.booleans()),
            yes_again=draw(st.booleans()),
        )
        for name in draw(st.sampled_from(STORIES))
    ]


def evenings(least: int, most: int) -> st.SearchStrategy[list[Step]]:
    """Draw a whole sequence of them."""
    several = st.lists(stories(), min_size=least, max_size=most)
    return several.map(lambda parts: [step for part in parts for step in part])


def _seen(ids: dict[Key, int]) -> dict[str, Any]:
    """Return what the model says, in cents."""
    sheets = {number: read_sheet(number) for number in DISTRIBUTIONS}
    keys = {number: key for key, number in ids.items()}
    rows = list_distributions(START + timedelta(days=7))
    return {
        "baskets": {
            keys[basket.id]: (
                int(basket.cost * 100),
                int(basket.paid * 100),
                int(basket.pending * 100),
                int(basket.older * 100),
                int(basket.to_pay * 100),
                int(basket.balance * 100),
                basket.on_the_spot,
                basket.absent,
                basket.validated,
            )
            for sheet in sheets.values()
            for basket in sheet.baskets
        },
        "payments": [
            (member, keys.get(basket), joins, mode, amount, bool(pending))
            for _, member, basket, joins, mode, amount, pending in _payments()
        ],
        "balances": {member: int(balance_of(member) * 100) for member in MEMBERS},
        "cash": {
            number: int(takings(sheet).expected_cash * 100) for number, sheet in sheets.items()
        },
        "cheques": {number: int(takings(sheet).cheques * 100) for number, sheet in sheets.items()},
        "certified": {one.distribution.id for one in rows if one.distribution.certified_at},
        "to collect": {
            one.distribution.id: int(one.to_collect * 100)
            for one in rows
            if one.to_collect is not None
        },
    }


def _expected(book: Book) -> dict[str, Any]:
    """Return what the book says."""
    page = book.page

    def joined(distribution: int, mode: str) -> list[int]:
        return [
            one.amount
            for one in page.payments
            if one.distribution == distribution and one.mode == mode and not one.pending
        ]

    return {
        "baskets": {
            key: (
                basket.cost,
                book.paid(key),
                book.pending(key),
                book.older(key),
                book.to_pay(key),
                book.balance(key[0]),
                book.spot(key),
                basket.absent,
                basket.validated,
            )
            for key, basket in page.baskets.items()
        },
        "payments": [
            (one.member, one.basket, one.distribution, one.mode, one.amount, one.pending)
            for one in page.payments
        ],
        "balances": {member: book.balance(member) for member in MEMBERS},
        "cash": {number: sum(joined(number, "cash")) for number in DISTRIBUTIONS},
        # R52: a refund is not a cheque.
        "cheques": {
            number: sum(one for one in joined(number, "cheque") if one > 0)
            for number in DISTRIBUTIONS
        },
        "certified": page.certified,
        "to collect": {
            number: sum(
                book.to_pay(key)
                for key, basket in page.baskets.items()
                if key[1] == number and not basket.validated
            )
            for number in DISTRIBUTIONS
            if number not in page.certified
        },
    }


@pytest.fixture(scope="module")
def two_by_two(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make two members with a basket each in two distributions, once, to be copied."""
    path = tmp_path_factory.mktemp("sequences") / "two.db"
    shutil.copy(template, path)
    open_database(path)
    world = World()
    world.desk = world.other("coordination")
    for member in MEMBERS:
        assert world.member(f"Membre {member}") == member
        open_balance(world.desk, member, from_cents(OPENING[member]), "reprise")
    for number in DISTRIBUTIONS:
        assert world.distribution(START + timedelta(days=7 * (number - 2))) == number
    for (member, number), lines in BASKETS.items():
        products = tuple(
            (world.product(str(from_cents(price))), str(pieces)) for pieces, price in lines
        )
        world.basket(number, member, products=products)
    close_database()
    return path


def _play(two_by_two: Path, folder: Path, steps: list[Step]) -> None:
    path = folder / "played.db"
    for old in folder.glob("played.db*"):
        old.unlink()
    shutil.copy(two_by_two, path)
    open_database(path)
    try:
        database.execute_sql("PRAGMA synchronous = off")
        _compare(steps)
    finally:
        close_database()


def _compare(steps: list[Step]) -> None:
    program = Program(World())
    baskets = {
        key: Basket([Line(pieces, pieces, price) for pieces, price in lines])
        for key, lines in BASKETS.items()
    }
    book = Book(Page(baskets, adjustments=dict(OPENING)))
    for step in steps:
        if _refuses(book, step):
            before = dump()
            with pytest.raises(Refused):
                program.do(step)
            assert dump() == before, step
        else:
            program.do(step)
            assert _seen(program.ids) == _expected(book), step
    for number in DISTRIBUTIONS:
        assert all(read_basket(one.id) == one for one in read_sheet(number).baskets)
    assert check() == []


def _refuses(book: Book, step: Step) -> bool:
    try:
        told(book, step)
    except No:
        return True
    return False


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=evenings(2, 10))
def test_any_sequence(two_by_two: Path, tmp_path: Path, steps: list[Step]) -> None:
    """R10 to R18, R20, R21, R33, R34, R41 to R44, R50, R52, R61: every number, every refusal."""
    _play(two_by_two, tmp_path, steps)


@pytest.mark.long
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=evenings(5, 30))
def test_long_sequences(two_by_two: Path, tmp_path: Path, steps: list[Step]) -> None:
    """The same, for long: R10 to R18, R20, R21, R33, R34, R41 to R44, R50, R52, R61."""
    _play(two_by_two, tmp_path, steps)
