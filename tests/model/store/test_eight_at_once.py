"""Eight programs on one database: no act is lost, none is done twice, nobody overwrites another.

On a file, and on a server where `CAGETTE_TEST_POSTGRES` names one.
"""

from __future__ import annotations

import json
import os
import random
import signal
import traceback
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest

from cagette_tui.clock import FixedClock
from cagette_tui.model.acts.changing import cancel, change_mode
from cagette_tui.model.acts.delivering import set_delivered, set_price, set_quantity
from cagette_tui.model.acts.paying import announce, pay, pay_together, receive, refund
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.outcome import NeedsAnswer, Unseen
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.refusals import BasketIsValidated, Refused
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.store.problems import Busy
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.journal import JournalEntry
from tests.world import START, World, euros

pytestmark = pytest.mark.long
PROGRAMS = 8
BASKETS = 500
# Acts that each program does; it looks at all baskets again after so many tries: in between
# others move what it has seen, as they do on a screen.
ACTS = 250
SIGHT = 12
SEED = 20261120
MODES = (Mode.CASH, Mode.CHEQUE, Mode.CARD, Mode.TRANSFER)

# What an act must have left in the journal: for each of its entries what was done on which
# basket. What is told of a confirmed act: its number, who, and these.
Entries = tuple[tuple[str, int], ...]
Confirmed = tuple[int, str, Entries]


class Nothing(Exception):
    """What was thrown makes no sense for that basket."""


class Volunteer:
    """Does one random act after the other, by what they have seen some time ago."""

    def __init__(self, who: str, distribution: int, dice: random.Random) -> None:
        self._desk = Desk(who, FixedClock(START.replace(hour=19)).now)
        self._distribution = distribution
        self._dice = dice
        self._seen: list[BasketView] = []
        self._mine: dict[int, Entries] = {}
        self.refusals = Counter[str]()

    def work(self, tell: Callable[[Confirmed], None]) -> None:
        """Do so many acts, and tell each once it is confirmed."""
        tries = done = 0
        while done < ACTS:
            if tries % SIGHT == 0:
                self._seen = list(read_sheet(self._distribution).baskets)
            tries += 1
            try:
                entries = self._dice.choice(_ACTS)(self)
            except (Refused, Busy) as problem:
                self.refusals[type(problem).__name__] += 1
                continue
            except Nothing:
                continue
            done += 1
            number = self._last_number()
            self._mine[number] = entries
            tell((number, self._desk.who, entries))

    def _last_number(self) -> int:
        mine = JournalEntry.who == self._desk.who
        query = JournalEntry.select(JournalEntry.act).where(mine).order_by(JournalEntry.id.desc())
        return int(query.limit(1).scalar())

    def _basket(self, wanted: Callable[[BasketView], object] = lambda _: True) -> BasketView:
        """Choose one as it was seen; half of the time one of the few that all fight for."""
        among = self._seen[:20] if self._dice.random() < 0.5 else self._seen
        found = [one for one in self._dice.sample(among, 12) if wanted(one)]
        if not found:
            raise Nothing()
        return found[0]

    def _receive(self) -> Entries:
        one = self._basket(lambda it: it.to_pay and not it.validated)
        receive(self._desk, one.id, one.version, self._dice.choice(MODES))
        return ((ActKind.RECEIVE, one.id),)

    def _pay(self) -> Entries:
        one = self._basket(lambda it: not it.validated)
        parts = [Part(self._dice.choice(MODES), euros(text)) for text in ("2.00", "1.50")]
        pay(self._desk, one.id, one.version, parts, replace=True, sure=True)
        return ((ActKind.RECEIVE, one.id),)

    def _together(self) -> Entries:
        both = [self._basket(lambda it: it.to_pay and not it.validated) for _ in range(2)]
        if both[0].id == both[1].id:
            raise Nothing()
        pay_together(self._desk, [(one.id, one.version) for one in both], Mode.CHEQUE, replace=True)
        return tuple((ActKind.RECEIVE, one.id) for one in both)

    def _announce(self) -> Entries:
        one = self._basket(lambda it: it.to_pay and not it.announced and not it.validated)
        announce(self._desk, one.id, one.version, Mode.TRANSFER)
        return ((ActKind.ANNOUNCE, one.id),)

    def _refund(self) -> Entries:
        one = self._basket(lambda it: it.credit and not it.validated)
        refund(self._desk, one.id, one.version, Mode.CASH)
        return ((ActKind.REFUND, one.id),)

    def _validate(self) -> Entries:
        one = self._basket(lambda it: not it.validated)
        mode = self._dice.choice(MODES) if one.to_pay else None
        done = partial(validate, self._desk, one.id, one.version, mode=mode, replace=True)
        try:
            done(unseen=Unseen.SEEN)
        except NeedsAnswer as question:
            done(unseen=Unseen.SEEN, accept=question.outcome)
        return ((ActKind.VALIDATE, one.id),)

    def _reopen(self) -> Entries:
        one = self._basket(lambda it: it.validated)
        reopen_basket(self._desk, one.id, one.version, "erreur")
        return ((ActKind.REOPEN_BASKET, one.id),)

    def _deliver(self) -> Entries:
        one = self._basket(lambda it: not it.validated)
        line = self._dice.choice(one.lines)
        set_delivered(self._desk, line.id, one.version, not line.delivered)
        return ((ActKind.DELIVERED, one.id),)

    def _weigh(self) -> Entries:
        one = self._basket(lambda it: not it.validated)
        line = self._dice.choice(one.lines)
        weight = Decimal(self._dice.randrange(1, 40)) / 10
        set_quantity(self._desk, line.id, one.version, weight, by_weight=True)
        return ((ActKind.QUANTITY, one.id),)

    def _price(self) -> Entries:
        one = self._basket(lambda it: not it.validated)
        line = self._dice.choice(one.lines)
        price = Decimal(self._dice.randrange(50, 900)) / 100
        set_price(self._desk, line.id, one.version, price)
        return ((ActKind.PRICE, one.id),)

    def _change_mode(self) -> Entries:
        one = self._basket(lambda it: it.payments and not it.validated)
        payment = self._dice.choice(one.payments)
        change_mode(self._desk, payment.id, self._dice.choice(MODES), version=one.version)
        return ((ActKind.CHANGE_MODE, one.id),)

    def _cancel(self) -> Entries:
        one = self._basket(lambda it: it.payments and not it.validated)
        cancel(self._desk, self._dice.choice(one.payments).id, "erreur", one.version)
        return ((ActKind.CANCEL, one.id),)

    def _undo(self) -> Entries:
        last = last_act(self._desk.who)
        undo(self._desk, last.act)
        return tuple((ActKind.UNDO, basket) for _kind, basket in self._mine[last.act])


_ACTS: tuple[Callable[[Volunteer], Entries], ...] = (
    *(Volunteer._receive, Volunteer._validate, Volunteer._undo) * 3,
    *(Volunteer._pay, Volunteer._together, Volunteer._announce, Volunteer._refund),
    *(Volunteer._deliver, Volunteer._weigh, Volunteer._price) * 2,
    *(Volunteer._change_mode, Volunteer._cancel, Volunteer._reopen, Volunteer._reopen),
)
_KINDS = {
    *(ActKind.RECEIVE, ActKind.ANNOUNCE, ActKind.REFUND, ActKind.CHANGE_MODE, ActKind.CANCEL),
    *(ActKind.DELIVERED, ActKind.QUANTITY, ActKind.PRICE),
    *(ActKind.VALIDATE, ActKind.REOPEN_BASKET, ActKind.UNDO),
}


def _at_work(location: str, distribution: int, number: int) -> tuple[int, int]:
    """Start a volunteer in a process of their own; return it, and the pipe where they tell."""
    told, confirmed = os.pipe()
    child = os.fork()
    if child:
        os.close(confirmed)
        return child, told
    ended = 1
    try:
        signal.alarm(240)  # nobody waits for one who hangs
        os.close(told)
        open_database(location)
        volunteer = Volunteer(f"volunteer {number}", distribution, random.Random(SEED + number))
        with os.fdopen(confirmed, "w") as pipe:

            def tell(act: Confirmed) -> None:
                print(json.dumps(act), file=pipe, flush=True)

            volunteer.work(tell)
            print(json.dumps(volunteer.refusals), file=pipe)
        ended = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(ended)


def _heard(child: int, told: int) -> tuple[list[Confirmed], Counter[str]]:
    """Hear what a volunteer tells until they have done their work."""
    with os.fdopen(told) as pipe:
        *acts, refusals = map(json.loads, pipe)
    _child, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    confirmed = [
        (act, who, tuple((kind, basket) for kind, basket in entries)) for act, who, entries in acts
    ]
    return confirmed, Counter(refusals)


def _many_baskets(world: World) -> int:
    """Make 500 baskets of three products in one distribution."""
    with writing(world.desk):
        number = world.distribution()
        products = [(world.product(price), "2") for price in ("2.50", "3.20", "1.15")]
        weighed = world.product("6.40", weighed=True)
        for index in range(BASKETS):
            member = world.member(f"Membre {index}")
            world.basket(number, member, products=(*products, (weighed, "1")))
    return number


def _by_act(first: int) -> list[Confirmed]:
    """Return what the journal says of each act from a number on."""
    query = (
        JournalEntry.select(
            JournalEntry.act, JournalEntry.who, JournalEntry.kind, JournalEntry.basket
        )
        .where(JournalEntry.act >= first)
        .order_by(JournalEntry.id)
    )
    acts: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for act, who, kind, basket in tuples(query):
        acts.setdefault((act, who), []).append((kind, basket))
    return sorted((act, who, tuple(sorted(entries))) for (act, who), entries in acts.items())


def test_eight_programs(world: World, location: str) -> None:
    """The journal has exactly what was confirmed to them, each once, and all rules hold."""
    distribution = _many_baskets(world)
    before = read_sheet(distribution).baskets
    first = 1 + max(act for (act,) in tuples(JournalEntry.select(JournalEntry.act)))
    # A connection belongs to one process.
    close_database()
    children = [_at_work(location, distribution, number) for number in range(PROGRAMS)]
    told = [_heard(*child) for child in children]
    open_database(location)
    assert check() == []
    confirmed = [
        (act, who, tuple(sorted(entries))) for acts, _refusals in told for act, who, entries in acts
    ]
    assert len(confirmed) == PROGRAMS * ACTS
    assert sorted(confirmed) == _by_act(first)
    # One number, one act; each counts on from the one before, whoever did it.
    assert sorted(act for act, _who, _entries in confirmed) == [
        *range(first, first + PROGRAMS * ACTS)
    ]
    # They did all sorts of things, got into each other's way, and were told so.
    done = Counter(kind for _act, _who, entries in confirmed for kind in {*dict(entries)})
    refusals = sum((refusals for _acts, refusals in told), Counter[str]())
    assert min(done[kind] for kind in _KINDS) > PROGRAMS, done
    assert refusals[BasketChanged.__name__] > 10 * PROGRAMS, refusals
    assert refusals[BasketIsValidated.__name__] > PROGRAMS, refusals
    # Each moved its basket on by one: nobody has overwritten what they had not seen.
    moved = Counter(basket for _act, _who, entries in confirmed for _kind, basket in entries)
    assert {one.id: one.version for one in read_sheet(distribution).baskets} == {
        one.id: one.version + moved[one.id] for one in before
    }
