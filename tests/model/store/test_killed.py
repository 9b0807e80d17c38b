"""SIGKILL at random moments, hundreds of times: nothing confirmed is lost, nothing is half done."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cagette_tui.clock import FixedClock
from cagette_tui.model.acts.accounts import open_balance
from cagette_tui.model.acts.closing import certify, reopen_distribution
from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce, receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.checking.backups import with_copy
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.store.copies import CopyReason
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.base import database, tuples
from cagette_tui.model.tables.journal import JournalEntry
from tests.shares import EVERY
from tests.world import START, World, euros

pytestmark = [pytest.mark.sqlite_only, pytest.mark.long]
KILLS = 900 // EVERY
SEED = 20261120
BEGUN = b"begun\n"
MODES = (Mode.CASH, Mode.CHEQUE, Mode.CARD, Mode.TRANSFER)


class Volunteer:
    """Does one random act after the other; says of each that it begins and that it is done."""

    def __init__(self, dice: random.Random, number: int, confirmed: int) -> None:
        self._dice = dice
        self._number = number
        self._confirmed = confirmed
        self._desk = Desk("paul", FixedClock(START.replace(hour=19)).now)

    def work(self) -> None:
        """Go on until killed."""
        while True:
            before = _last_number()
            os.write(self._confirmed, BEGUN)
            try:
                self._dice.choice(_ACTS)(self)
            except Refused:
                continue
            after = _last_number()
            if after != before:
                os.write(self._confirmed, f"{after}\n".encode())

    def basket(self) -> BasketView:
        """Choose one."""
        return self._dice.choice(read_sheet(self._number).baskets)

    def _receive(self) -> None:
        one = self.basket()
        receive(self._desk, one.id, one.version, self._dice.choice(MODES))

    def _validate(self) -> None:
        one = self.basket()
        mode = self._dice.choice(MODES)
        validate(self._desk, one.id, one.version, mode=mode, unseen=Unseen.AWAITED)

    def _announce(self) -> None:
        one = self.basket()
        announce(self._desk, one.id, one.version, Mode.TRANSFER)
        validate(self._desk, one.id, one.version + 1, unseen=Unseen.AWAITED)

    def _deliver(self) -> None:
        one = self.basket()
        line = self._dice.choice(one.lines)
        set_delivered(self._desk, line.id, one.version, not line.delivered)

    def _reopen(self) -> None:
        one = self.basket()
        reopen_basket(self._desk, one.id, one.version, "erreur")

    def _force(self) -> None:
        plan = plan_force(self._number)
        with_copy(self._desk, CopyReason.FORCE, force, plan)

    def _certify(self) -> None:
        with_copy(self._desk, CopyReason.CERTIFY, certify, self._number)
        reopen_distribution(self._desk, self._number, "erreur")

    def _undo(self) -> None:
        undo(self._desk, last_act("paul").act)

    def _account(self) -> None:
        open_balance(self._desk, self.basket().member_id, euros("1.00"), "reprise")


_ACTS: tuple[Callable[[Volunteer], None], ...] = (
    *(Volunteer._receive, Volunteer._validate, Volunteer._deliver) * 6,
    *(Volunteer._announce, Volunteer._reopen, Volunteer._undo, Volunteer._account) * 3,
    Volunteer._force,
    Volunteer._certify,
)


def _last_number() -> int:
    rows = database.execute_sql("SELECT max(act) FROM journal").fetchall()
    return int(rows[0][0] or 0)


def _journal() -> list[tuple[object, ...]]:
    query = JournalEntry.select().order_by(JournalEntry.id)
    return list(tuples(query))


def _killed_at_work(path: Path, number: int, dice: random.Random) -> tuple[int, bool]:
    """Let a volunteer work and kill them at some moment.

    Return the last act they confirmed, and whether one that they had begun was not confirmed.
    """
    told, confirmed = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(told)
            open_database(path)
            Volunteer(dice, number, confirmed).work()
        finally:
            os._exit(1)
    os.close(confirmed)
    with os.fdopen(told, "rb") as stream:
        lines: list[bytes] = []
        wanted = dice.randrange(1, 12)
        while len(lines) - lines.count(BEGUN) < wanted:
            lines.append(stream.readline())
            assert lines[-1], "the volunteer gave up by themselves"
        # Somewhere within the next act: a busy wait, since a sleep ends when the system likes.
        until = time.perf_counter() + dice.random() * 0.02
        while time.perf_counter() < until:
            pass
        os.kill(child, signal.SIGKILL)
        _child, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        lines += stream.readlines()
    confirmed_acts = [int(line) for line in lines if line != BEGUN]
    return confirmed_acts[-1], lines[-1] == BEGUN


def test_killed_hundreds_of_times(world: World, database_file: Path) -> None:
    """After each: all that was confirmed is in the journal, and all rules hold."""
    number = world.evening("2026-11-13").distribution_id
    before = _journal()
    close_database()
    dice = random.Random(SEED)
    in_an_act = 0
    for _ in range(KILLS):
        confirmed, begun = _killed_at_work(database_file, number, random.Random(dice.random()))
        open_database(database_file)
        assert check() == []
        now = _journal()
        # The journal only ever grows.
        assert now[: len(before)] == before
        last = _last_number()
        assert last >= confirmed
        assert last <= confirmed + 2  # two acts in one breath: certified, reopened
        in_an_act += begun
        before = now
        close_database()
    # It was killed while an act was being done often enough for this to prove something.
    assert in_an_act > KILLS // 4, in_an_act
    folder = database_file.parent / "backups"
    for copy in folder.glob("test-*.db"):
        open_database(copy)
        assert check() == []
        close_database()
