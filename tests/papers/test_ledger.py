"""Entries for accounting: each balances, box and bank end where the books say."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cagette_tui.cli import main
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.depositing import make_deposit, see_deposit
from cagette_tui.model.acts.returning import return_payment
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.accounts_at import read_accounts_at
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.ledger import read_ledger
from cagette_tui.model.rules.accounting import LedgerEntry, ledger_entries
from cagette_tui.model.rules.accounts import PROPOSED, Account, accounts_of
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.tables.deposit import Deposit, DepositCheque
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.ledger import CashMove, Operation
from cagette_tui.papers.period_ledger import dolibarr_csv, fec_text, paheko_csv
from cagette_tui.papers.period_table import Period
from tests.played_months import Months, months
from tests.screen_text import SAMPLE
from tests.world import START, World, euros

NONE = Decimal("0.00")
DAY = START.date()


def ends(entries: tuple[LedgerEntry, ...]) -> dict[Account, Decimal]:
    """Say by how much each account moved; each entry balances."""
    sums: dict[Account, Decimal] = defaultdict(lambda: NONE)
    for entry in entries:
        assert sum((line.amount for line in entry.lines), NONE) == 0
        assert entry.lines
        for line in entry.lines:
            sums[line.account] += line.amount
    return sums


def entries_of(first: date, last: date) -> tuple[LedgerEntry, ...]:
    """Make the entries of a period."""
    return ledger_entries(read_ledger(first, last))


def played(world: World) -> None:
    """Play an evening with two cheques, card and cash, a deposit, and a cheque that comes back."""
    number = world.distribution()
    for rank, mode in enumerate((Mode.CHEQUE, Mode.CHEQUE, Mode.CARD, Mode.CASH)):
        who = world.member(f"M{rank}", f"M{rank}")
        basket = world.basket(number, who, "10.00")
        validate(world.desk, basket.id, basket.version, mode=mode)
    certify(world.desk, number)
    world.clock.advance(timedelta(days=1))
    made = make_deposit(world.desk, cash=euros("6.00"))
    see_deposit(world.desk, made.number)
    world.clock.advance(timedelta(days=1))
    paid = Operation.select().where(Operation.mode == Mode.CHEQUE).order_by(Operation.id).first()
    assert paid is not None
    return_payment(world.desk, paid.id, "sans provision")


def test_where_money_ends(world: World) -> None:
    """R24, R56: what was taken to the bank is there, what came back is owed again."""
    played(world)
    sums = ends(entries_of(DAY, DAY + timedelta(days=5)))
    assert {one: amount for one, amount in sums.items() if amount} == {
        Account.BANK: euros("16.00"),
        Account.CARD: euros("10.00"),
        Account.CASH: euros("4.00"),
        Account.MEMBERS: euros("10.00"),
        Account.PRODUCERS: euros("-40.00"),
    }
    pieces = [one.reference for one in entries_of(DAY, DAY + timedelta(days=5))]
    assert pieces == ["DIST-1", "REM-1", "REL-1", "PAY-20261122"]


def test_as_other_programs_read_it(world: World) -> None:
    """18 columns without a gap in the numbers; Paheko's first rows; Dolibarr's sides."""
    played(world)
    change_settings(
        world.desk,
        read_settings(),
        type(read_settings())(accounts="bank=5121", siren="123 456 789"),
    )
    period = Period(DAY, DAY + timedelta(days=5), datetime(2026, 12, 1, 12))
    fec = [line.split("\t") for line in fec_text(period).removesuffix("\r\n").split("\r\n")]
    assert {len(line) for line in fec} == {18}
    assert fec[0][0] == "JournalCode"
    assert sorted({int(line[2]) for line in fec[1:]}) == [1, 2, 3, 4]
    assert {line[4] for line in fec[1:]} >= {"5121", "530", "4110"}
    assert all(line[11].count(",") == 1 == line[12].count(",") for line in fec[1:])
    paheko = list(csv.reader(io.StringIO(paheko_csv(period)), delimiter=";"))
    assert {len(line) for line in paheko} == {17}
    assert [line[4] for line in paheko[1:] if line[1]] == [
        "20/11/2026", "21/11/2026", "21/11/2026", "22/11/2026",
    ]  # fmt: skip
    assert all(not line[3] for line in paheko[1:] if not line[1])
    dolibarr = list(csv.DictReader(io.StringIO(dolibarr_csv(period))))
    debit = sum(Decimal(line["debit"]) for line in dolibarr)
    assert debit == sum(Decimal(line["credit"]) for line in dolibarr) > 0
    assert {line["sens"] for line in dolibarr} == {"D", "C"}


def test_numbers_of_accounts() -> None:
    """What is not named is as proposed; what is no account, or no number, is refused."""
    assert accounts_of("") == PROPOSED
    assert accounts_of("bank=5121, cash=531")[Account.CASH] == "531"
    for wrong in ("bank", "bank=", "bank=x", "purse=530", "bank=0512"):
        with pytest.raises(ValueError, match=r"bank|purse"):
            accounts_of(wrong)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By command: its own names, formats that only it has."""
    base = ["--database", str(SAMPLE), "--read-only", "--lang", "fr", "--now", "2026-11-30T12:00"]
    month = ["export", "--from", "2026-10-01", "--to", "2026-10-31"]
    assert main([*base, *month, "ledger"]) == 0
    assert "caisse" in capsys.readouterr().out
    assert main([*base, *month, "ledger", "--format", "fec", "-o", str(tmp_path)]) == 0
    assert (tmp_path / "000000000FEC20261031.txt").exists()
    assert main([*base, *month, "ledger", "--format", "paheko", "-o", str(tmp_path)]) == 0
    assert (tmp_path / "2026-10-comptabilite-paheko.csv").exists()
    capsys.readouterr()
    assert main([*base, *month, "vat", "--format", "fec"]) == 2
    assert "fec" in capsys.readouterr().err


@pytest.mark.long
def test_random_months(world: World) -> None:
    """12 months in which everything happens: each entry balances, and months go on from another."""
    group = Months(world, 7)
    spans = months(12)
    for first, _last in spans:
        group.play(first)
    for number in Distribution.select().where(Distribution.certified_at.is_null()):
        certify(world.desk, number.id)
    begin, end = spans[0][0], spans[-1][1] + timedelta(days=40)
    whole = ends(entries_of(begin, end))
    parts: dict[Account, Decimal] = defaultdict(lambda: NONE)
    for first, last in (*spans, (spans[-1][1] + timedelta(days=1), end)):
        for one, amount in ends(entries_of(first, last)).items():
            parts[one] += amount
    assert parts == whole
    facts = read_ledger(begin, end)
    final = max(facts.boxes, key=lambda one: one.evening.starts_at)
    since = [one.amount for one in _cash_since(final.evening.date)]
    gone = sum((one.cash for one in facts.deposits if one.day >= final.evening.date), NONE)
    there = final.expected + (final.difference or NONE) + sum(since, NONE) - gone
    assert whole[Account.CASH] == there
    balances = sum((one.balance for one in read_accounts_at(end)), NONE)
    assert whole[Account.MEMBERS] == -balances
    assert whole[Account.BANK] == _bank_apart()


def _cash_since(day: date) -> list[Operation | CashMove]:
    """Give the cash that came or went between evenings from a day on."""
    rows: list[Operation | CashMove] = []
    for one in Operation.select().where(
        Operation.cancelled_at.is_null(), Operation.kind == Kind.PAYMENT, ~Operation.pending
    ):
        own = one.distribution_id is None or one.late
        if own and one.mode == Mode.CASH and (one.day or one.created_at.date()) >= day:
            rows.append(one)
    moves = CashMove.select().where(CashMove.distribution.is_null())
    return [*rows, *(one for one in moves if (one.day or one.created_at.date()) >= day)]


def _bank_apart() -> Decimal:
    """Add up what is on the bank's account: transfers, deposits that were seen, what came back."""
    total = NONE
    deposited = {one.cheque_id for one in DepositCheque.select()}
    for one in Operation.select().where(
        Operation.cancelled_at.is_null(), Operation.kind == Kind.PAYMENT, ~Operation.pending
    ):
        if one.mode == Mode.TRANSFER:
            total += one.amount
        elif one.mode == Mode.CHEQUE and one.amount < 0:
            back = None if one.returns_id is None else Operation.get_by_id(one.returns_id)
            if back is None or back.cheque_id in deposited:
                total += one.amount
    for made in Deposit.select().where(Deposit.seen_on.is_null(False)):
        cheques = DepositCheque.select().where(DepositCheque.deposit == made.id)
        total += made.cash + sum((one.amount for one in cheques), NONE)
    return total
