"""A period's papers: each figure is the sum of its evenings and of what lies between (R57)."""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cagette_tui import i18n
from cagette_tui.cli import main
from cagette_tui.model.acts.accounts import adjust, pay_account
from cagette_tui.model.acts.closing import certify, move_cash
from cagette_tui.model.acts.products import ProductRow, describe_products
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.accounts_at import read_accounts_at
from cagette_tui.model.rules.kinds import SPOT_MODES, Kind, Mode
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.deposit import Deposit, DepositCheque
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.ledger import CashMove, Operation
from cagette_tui.papers.period_table import Period
from cagette_tui.papers.periods import (
    PeriodExport,
    PeriodFormat,
    PeriodKind,
    period_file_name,
    period_text,
)
from cagette_tui.parser_commands import PERIOD_KINDS
from tests.model.store.test_statements import statements
from tests.played_months import Months, months
from tests.screen_text import SAMPLE
from tests.shortcuts import closing_report
from tests.world import START, World, euros

NOW = datetime(2029, 1, 1, 12, 0)
NONE = Decimal("0.00")


def told(kind: PeriodKind, first: date, last: date, member: str | None = None) -> dict[str, Any]:
    """Give a paper as JSON has it."""
    period = Period(first, last, NOW)
    text = period_text(PeriodExport(period, kind, PeriodFormat.JSON, member))
    found: dict[str, Any] = json.loads(text)
    return found


def total(rows: list[dict[str, Any]], column: str) -> Decimal:
    """Add a column up."""
    return sum((Decimal(row[column]) for row in rows if row[column] is not None), NONE)


class Apart:
    """The figures of a period from each evening's own closing report, and from bare rows."""

    def __init__(self, first: date, last: date) -> None:
        """Add everything up."""
        self.by_mode: dict[str, Decimal] = defaultdict(lambda: NONE)
        made = Deposit.select().where(
            Deposit.day.between(first, last), Deposit.cancelled_at.is_null()
        )
        self.deposits = [one.id for one in made]
        self.deposited_cash = sum((one.cash for one in made), NONE)
        self.vat: dict[str, Decimal] = defaultdict(lambda: NONE)
        self.net = self.membership = self.differences = self.moves = NONE
        self.producers: dict[str, Decimal] = defaultdict(lambda: NONE)
        inside = Distribution.date.between(first, last) & Distribution.cancelled_at.is_null()
        for evening in Distribution.select().where(inside):
            data = closing_report(evening.id).data
            for mode, amount in data.takings.by_mode.items():
                self.by_mode[mode] += amount
            for row in data.vat:
                self.vat[str(row.rate)] += row.gross
                self.net += row.net
            for vendor in data.vendors:
                self.producers[vendor.vendor] += vendor.gross
            self.membership += data.takings.membership
            self.moves += data.takings.box_moves
            if data.count is not None:
                self.differences += data.count.counted - data.takings.expected_cash
        for one in Operation.select().where(Operation.cancelled_at.is_null()):
            self._between(one, first, last)
        for move in CashMove.select().where(
            CashMove.cancelled_at.is_null(), CashMove.distribution.is_null()
        ):
            if first <= (move.day or move.created_at.date()) <= last:
                self.moves += move.amount

    def _between(self, one: Operation, first: date, last: date) -> None:
        evening = one.distribution
        late = one.late and evening is not None and evening.certified_at is not None
        day = one.day or one.created_at.date()
        if (evening is not None and not late) or not first <= day <= last or one.pending:
            return
        if one.kind == Kind.PAYMENT:
            if one.mode != Mode.CHEQUE or one.amount > 0:
                self.by_mode[str(one.mode)] += one.amount
            if one.membership_id is not None:
                self.membership += one.amount

    def hold(self, first: date, last: date) -> None:
        """Compare all papers of the period with it."""
        for kind in (PeriodKind.TAKINGS, PeriodKind.PAYMENTS):
            totals = told(kind, first, last)["totals"]
            assert {mode: Decimal(totals[mode]) for mode in Mode} == {
                mode: self.by_mode[mode] for mode in Mode
            }
        takings = told(PeriodKind.TAKINGS, first, last)
        assert Decimal(takings["totals"]["membership"]) == self.membership
        for mode in Mode:
            assert total(takings["rows"], mode) == self.by_mode[mode]
        paid = [one for one in told(PeriodKind.MEMBERSHIPS, first, last)["rows"] if one["mode"]]
        assert total(paid, "amount") == self.membership
        vat = told(PeriodKind.VAT, first, last)
        assert Decimal(vat["totals"]["net"]) == self.net
        by_rate: dict[str, Decimal] = defaultdict(lambda: NONE)
        for row in vat["rows"]:
            by_rate[row["rate"]] += Decimal(row["gross"])
        assert by_rate == self.vat
        by_producer: dict[str, Decimal] = defaultdict(lambda: NONE)
        producers = told(PeriodKind.PRODUCERS, first, last)
        for row in producers["rows"]:
            by_producer[row["producer"]] += Decimal(row["amount"])
        assert by_producer == self.producers
        self._fees(told(PeriodKind.FEES, first, last)["totals"])
        box = told(PeriodKind.BOX, first, last)["totals"]
        assert Decimal(box["moves"]) == self.moves
        assert Decimal(box["differences"]) == self.differences

        self._deposits(told(PeriodKind.DEPOSITS, first, last))
        drawn = told(PeriodKind.GLANCE, first, last)
        assert Decimal(drawn["totals"]["differences"]) == self.differences
        for mode in Mode:
            of_evenings = [row for row in takings["rows"] if row["evening"] is not None]
            assert total(drawn["rows"], mode) == total(of_evenings, mode)

    def _deposits(self, paper: dict[str, Any]) -> None:
        """Add the slips up from the payments of their cheques, one by one."""
        of_slips = DepositCheque.select(DepositCheque.cheque).where(
            DepositCheque.deposit.in_(self.deposits)
        )
        cheques = [
            one.amount
            for one in Operation.select().where(
                Operation.cheque.in_(of_slips),
                Operation.cancelled_at.is_null(),
                Operation.amount > 0,
            )
        ]
        assert Decimal(paper["totals"]["cash"]) == self.deposited_cash
        assert Decimal(paper["totals"]["cheques"]) == sum(cheques, NONE)
        assert paper["totals"]["count"] == len(self.deposits) == len(paper["rows"])

    def _fees(self, totals: dict[str, str]) -> None:
        gross, producers = sum(self.vat.values(), NONE), sum(self.producers.values(), NONE)
        assert Decimal(totals["gross"]) == gross
        unsold = Decimal(totals["unsold"])
        assert Decimal(totals["fees"]) == gross - producers + unsold


def balances_apart(last: date) -> dict[int, Decimal]:
    """Sum all accounts up at the end of a day, row by row."""
    sums: dict[int, Decimal] = defaultdict(lambda: NONE)
    for one in Operation.select().where(Operation.cancelled_at.is_null()):
        evening = one.distribution
        late = one.late and evening is not None and evening.certified_at is not None
        own = one.day or one.created_at.date()
        day = own if evening is None or late else evening.date
        if day <= last and not one.pending:
            sums[one.member_id] += one.amount
    return {member: amount for member, amount in sums.items() if amount}


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[None]:
    """Open a copy of the sample."""
    open_database(shutil.copy(SAMPLE, tmp_path / "sample.db"))
    yield
    close_database()


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("month", [9, 10, 11])
def test_the_sample_adds_up(month: int) -> None:
    """R57, R23: month by month, against the evenings' closing reports and bare rows."""
    first, last = months(1, date(2026, month, 1))[0]
    Apart(first, last).hold(first, last)
    accounts = read_accounts_at(last)
    assert {one.member_id: one.balance for one in accounts} == balances_apart(last)


@pytest.mark.long
def test_random_months_add_up(world: World) -> None:
    """R57, R23, R24, R46: 24 months in which everything happens, and each of them adds up."""
    group = Months(world)
    played = months(24)
    for first, _last in played:
        group.play(first)
    for first, last in (*played, (played[0][0], played[-1][1]), (played[2][0], played[7][1])):
        Apart(first, last).hold(first, last)
        assert {one.member_id: one.balance for one in read_accounts_at(last)} == balances_apart(
            last
        )
    _statements_follow(group)


def _statements_follow(group: Months) -> None:
    """A member's statements, month after month, go on from one another up to the balance."""
    played = months(26)
    for rank, member in enumerate(group.members):
        stood = NONE
        for first, last in played:
            statement = told(PeriodKind.STATEMENT, first, last, f"M{rank}")
            assert Decimal(statement["totals"]["opening"]) == stood
            stood += total(statement["rows"], "amount")
            assert Decimal(statement["totals"]["closing"]) == stood
        assert stood == group.world.balance(member)


def test_what_is_certified_is_told_as_it_was(world: World) -> None:
    """R46, R57: names and rates said later change no figure of a certified evening."""
    number, ana = world.distribution(), world.member("Ana", "A1")
    product = world.product("10.55", "Œufs", vendor="Ferme", fee="2.00")
    basket = world.basket(number, ana, products=((product, "1"),))
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, number)
    day = START.date()
    before = [told(kind, day, day) for kind in (PeriodKind.VAT, PeriodKind.PRODUCERS)]
    assert before[1]["totals"] == {"amount": "10.55", "unsold": "0.00", "fees": "0.21"}
    row = ProductRow(1, "", "1", "Autre nom", "", "", euros("20.00"), None)
    assert describe_products(world.desk, [row]).products
    assert [told(kind, day, day) for kind in (PeriodKind.VAT, PeriodKind.PRODUCERS)] == before


def test_debts_have_an_age(world: World) -> None:
    """R57: since when, without a break, and the last payment; orders to come are no debt."""
    ana, bob = world.member("Ana", "A1"), world.member("Bob", "B1")
    number = world.distribution()
    one = world.basket(number, ana, "12.00")
    world.basket(number, bob, "5.00")
    later = world.distribution(START + timedelta(days=7))
    world.basket(later, ana, "99.00")
    world.clock.advance(timedelta(days=3))
    pay_account(world.desk, ana, Mode.CASH, euros("4.00"), "un peu", shown=euros("-111.00"))
    adjust(world.desk, bob, euros("9.00"), "geste", shown=euros("-5.00"))
    assert one.cost == euros("12.00")
    rows = told(PeriodKind.DEBTS, date(2026, 11, 1), date(2026, 11, 25))["rows"]
    assert rows == [
        {"member": "Ana", "member_ref": "A1", "balance": "-8.00", "since": "2026-11-20", "days": 5,
         "last_payment": "2026-11-23"},
        {"member": "Bob", "member_ref": "B1", "balance": "4.00", "since": "2026-11-23", "days": 2,
         "last_payment": None},
    ]  # fmt: skip
    assert told(PeriodKind.DEBTS, date(2026, 11, 1), date(2026, 11, 19))["rows"] == []


def test_between_evenings(world: World) -> None:
    """R23: money and cash of no evening are in the papers of their days."""
    ana = world.member("Ana", "A1")
    pay_account(world.desk, ana, Mode.CARD, euros("7.00"), "avance", shown=NONE, sure=True)
    move_cash(world.desk, None, euros("-40.00"), "banque", day=date(2026, 11, 19))
    day = START.date()
    takings = told(PeriodKind.TAKINGS, day, day)
    assert [row["evening"] for row in takings["rows"]] == [None]
    assert takings["totals"]["card"] == "7.00"
    assert told(PeriodKind.BOX, day, day)["rows"] == []
    box = told(PeriodKind.BOX, date(2026, 11, 19), day)
    assert box["totals"]["moves_between"] == "-40.00"
    for kind in PeriodKind:
        member = "A1" if kind is PeriodKind.STATEMENT else None
        for form in (PeriodFormat.TEXT, PeriodFormat.HTML, PeriodFormat.CSV):
            text = period_text(PeriodExport(Period(day, day, NOW), kind, form, member))
            assert text
            assert all(len(line) <= 80 for line in text.splitlines()) or form != "text"


def test_a_constant_number_of_statements(world: World) -> None:
    """One evening or three: each paper asks the database the same number of times."""
    world.member("Ana", "A1")

    def asked(last: date) -> list[int]:
        period = Period(date(2026, 11, 1), last, NOW)
        return [
            statements(
                lambda kind=kind: period_text(  # type: ignore[misc]
                    PeriodExport(
                        period,
                        kind,
                        PeriodFormat.JSON,
                        "A1" if kind is PeriodKind.STATEMENT else None,
                    )
                )
            )
            for kind in PeriodKind
        ]

    for rank in range(3):
        number = world.distribution(START - timedelta(days=7 * rank))
        who = world.member(f"M{rank}")
        basket = world.basket(number, who, "3.00")
        validate(world.desk, basket.id, basket.version, mode=Mode.CHEQUE)
        certify(world.desk, number)
    assert asked(date(2026, 11, 7)) == asked(date(2026, 11, 30))
    assert max(asked(date(2026, 11, 30))) <= 14


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a period by command: on the screen, into a file, refused in one sentence."""
    assert tuple(PeriodKind) == PERIOD_KINDS
    base = ["--database", str(SAMPLE), "--read-only", "--lang", "fr", "--now", "2026-11-30T12:00"]
    november = ["export", "--from", "2026-11-01", "--to", "2026-11-30"]
    assert main([*base, *november, "takings"]) == 0
    assert "Encaissements d’une période" in capsys.readouterr().out
    assert main([*base, *november, "-o", str(tmp_path), "debts", "--format", "csv"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "2026-11-dettes.csv")
    assert main([*base, "export", "fees", "--to", "2026-11-30", "--from=2026-12-01"]) == 2
    assert "avant" in capsys.readouterr().err
    assert main([*base, *november, "statement"]) == 2
    assert "--member" in capsys.readouterr().err
    assert main([*base, *november, "vat", "--member", "1249"]) == 2
    assert main([*base, *november, "closing"]) == 2
    capsys.readouterr()


def test_names_of_files() -> None:
    """A whole month is called by it."""
    i18n.activate("fr")
    period = Period(date(2026, 2, 1), date(2026, 2, 28), NOW)
    assert period_file_name(PeriodExport(period, PeriodKind.BOX)) == "2026-02-caisse.txt"
    period = Period(date(2026, 2, 1), date(2026, 2, 27), NOW)
    wanted = PeriodExport(period, PeriodKind.STATEMENT, PeriodFormat.HTML, "A 1")
    assert period_file_name(wanted) == "2026-02-01-2026-02-27-releve-a-1.html"


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("sample")
def test_at_a_glance() -> None:
    """Bars of letters in 80 columns, the longest as long as there is room; plain ASCII."""
    i18n.activate("en")
    period = Period(date(2026, 10, 1), date(2026, 11, 30), datetime(2026, 11, 30, 12))
    text = period_text(PeriodExport(period, PeriodKind.GLANCE))
    bars = [line.split()[-1] for line in text.splitlines() if re.search(r" e+c", line)]
    assert max(map(len, bars)) == 48
    assert all(re.fullmatch("e*c*t*b*l*", bar) for bar in bars)
    assert re.search(r"15 Oct 2026 .* -+\|", text)
    assert max(map(len, text.splitlines())) <= 80
    rows = told(PeriodKind.GLANCE, date(2026, 10, 1), date(2026, 10, 31))["rows"]
    stood = read_accounts_at(date(2026, 10, 23))
    owed = -sum((one.balance for one in stood if one.balance < 0), NONE)
    assert Decimal(rows[-1]["debts"]) == owed


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("sample")
def test_pictures_at_a_glance() -> None:
    """On a page the bars are drawn as long as their amounts are, from the same figures (R57)."""
    i18n.activate("en")
    period = Period(date(2026, 10, 1), date(2026, 10, 31), NOW)
    page = period_text(PeriodExport(period, PeriodKind.GLANCE, PeriodFormat.HTML))
    rows = told(PeriodKind.GLANCE, period.first, period.last)["rows"]
    bars = re.findall(r'<svg class="bar".*?</svg>', page)
    assert len(bars) == 3 * len(rows)
    came = [sum((Decimal(row[str(mode)]) for mode in Mode), NONE) for row in rows]
    drawn = [sum(map(int, re.findall(r' width="(\d+)"', bar))) for bar in bars[: len(rows)]]
    assert max(drawn) == 1000
    assert drawn == [round(amount * 1000 / max(came)) for amount in came]
    # What lacks in the box goes to the left of the line in the middle, and up to it.
    lacks = [
        bar for bar, row in zip(bars[-len(rows) :], rows, strict=True) if row["difference"] < "0"
    ]
    for bar in lacks:
        begin, length = map(int, re.findall(r'<rect x="(\d+)" y="\d+" width="(\d+)"', bar)[0])
        assert begin + length == 500
    assert lacks


def test_no_amount_is_cut(world: World) -> None:
    """R57: on a paper of 80 columns sums of a large group, days and what is open are whole."""
    i18n.activate("fr")
    number = world.distribution(START, "Salle des fêtes de la mairie annexe")
    for rank, mode in enumerate(SPOT_MODES):
        member = world.member(f"Membre {rank}", f"M{rank}")
        basket = world.basket(number, member, "98765.43")
        validate(world.desk, basket.id, basket.version, mode=mode)
    world.basket(number, world.member("Ana", "A1"), "12345678.90")
    period = Period(START.date(), START.date(), NOW)
    for kind in set(PeriodKind) - {PeriodKind.STATEMENT}:
        text = period_text(PeriodExport(period, kind)).replace("\xa0", " ").replace("\u202f", " ")
        assert "…" not in text, (kind, text)
        assert all(len(line) <= 80 for line in text.splitlines())
