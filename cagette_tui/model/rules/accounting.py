"""The books of a period as balanced entries: one piece per distribution, day, deposit, bank line.

Pure. The group is an intermediary: goods are no turnover, producers stand as third parties, only
the fees are income. Amounts in euros; in a line a positive one is a debit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.accounts import Account
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.deposits import DepositView
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.periods import EveningBox, EveningGoods
from cagette_tui.value import ValueObject

_OF_MODE = {
    Mode.CASH: Account.CASH,
    Mode.CHEQUE: Account.CHEQUES,
    Mode.TRANSFER: Account.BANK,
    Mode.CARD: Account.CARD,
    Mode.ONLINE: Account.ONLINE,
}


class Piece(StrEnum):
    """What an entry is about."""

    EVENING = "evening"
    DAY = "day"
    DEPOSIT = "deposit"
    SEEN = "seen"  # a deposit that stands on the statement
    BANK = "bank"


class EntryLine(ValueObject):
    """A line of an entry: a debit where the amount is positive, else a credit."""

    account: Account
    amount: Decimal


class LedgerEntry(ValueObject):
    """A balanced entry; `number` is the distribution's, the deposit's, or the bank line's."""

    day: date
    piece: Piece
    number: int
    name: str  # the place, or what the bank's line is
    lines: tuple[EntryLine, ...]

    @property
    def reference(self) -> str:
        """The piece's reference, the same in each export."""
        if self.piece is Piece.DAY:
            return f"PAY-{self.day:%Y%m%d}"
        return f"{_PIECES[self.piece]}-{self.number}"


_PIECES = {Piece.EVENING: "DIST", Piece.DEPOSIT: "REM", Piece.SEEN: "REL", Piece.BANK: "BQ"}


class LedgerMoney(ValueObject):
    """A payment or an adjustment: `deposited` tells whether its cheque went to the bank."""

    day: date
    evening: int | None
    kind: Kind
    mode: Mode | None
    amount: Decimal
    returned: bool
    deposited: bool


class LedgerMove(ValueObject):
    """Cash put in or taken out; `to_bank`: a line of the statement shows it there."""

    day: date
    evening: int | None
    amount: Decimal
    to_bank: bool


class LedgerBankLine(ValueObject):
    """A line of the statement that no payment and no deposit stands for; `gross` of cards."""

    id: int
    day: date
    kind: str
    amount: Decimal
    gross: Decimal


class LedgerFacts(ValueObject):
    """All that the entries of a period are made of; `boxes` and money begin an evening before."""

    first: date
    last: date
    goods: tuple[EveningGoods, ...]
    boxes: tuple[EveningBox, ...]
    begun: bool  # whether there was an evening before the first of `boxes`
    money: tuple[LedgerMoney, ...]
    moves: tuple[LedgerMove, ...]
    memberships: tuple[tuple[date, int | None, Decimal], ...]  # what was asked for
    deposits: tuple[DepositView, ...]
    bank: tuple[LedgerBankLine, ...]
    open_evenings: int  # that are not certified, and so not in it


_BANK_ACCOUNTS = {
    "card_commission": Account.BANK_FEES,
    "bank_fee": Account.BANK_FEES,
    "rent": Account.RENT,
    "insurance": Account.INSURANCE,
    "producer": Account.PRODUCERS,
    "producer_returned": Account.PRODUCERS,
    "cash_deposit": Account.TRANSIT,
    "cash_correction": Account.TRANSIT,
}


class _Sums:
    """Amounts by account, to become the lines of one entry."""

    def __init__(self) -> None:
        self._debits: dict[Account, Decimal] = defaultdict(lambda: ZERO)
        self._credits: dict[Account, Decimal] = defaultdict(lambda: ZERO)

    def move(self, debit: Account, credit: Account, amount: Decimal) -> None:
        """Debit one account and credit another, or the other way where it is negative."""
        if amount < 0:
            debit, credit = credit, debit
        self._debits[debit] += abs(amount)
        self._credits[credit] += abs(amount)

    def lines(self) -> tuple[EntryLine, ...]:
        """Give the lines, debits first."""
        debits = [EntryLine(one, amount) for one, amount in sorted(self._debits.items())]
        credits = [EntryLine(one, -amount) for one, amount in sorted(self._credits.items())]
        return tuple(one for one in (*debits, *credits) if one.amount)


def ledger_entries(facts: LedgerFacts) -> tuple[LedgerEntry, ...]:
    """Make the entries of a period, by day."""
    made = (*_evenings(facts), *_days(facts), *_deposits(facts), *map(_bank, facts.bank))
    inside = (one for one in made if one.lines and facts.first <= one.day <= facts.last)
    order = list(Piece)
    return tuple(sorted(inside, key=lambda one: (one.day, order.index(one.piece), one.number)))


def _evenings(facts: LedgerFacts) -> Iterator[LedgerEntry]:
    boxes = {one.evening.id: one for one in facts.boxes}
    gaps = float_gaps(facts)
    for goods in facts.goods:
        number, sums = goods.evening.id, _Sums()
        sums.move(Account.MEMBERS, Account.PRODUCERS, goods.producers - goods.unsold)
        sums.move(Account.MEMBERS, Account.FEES, goods.fees)
        sums.move(Account.LOSSES, Account.PRODUCERS, goods.unsold)
        _money(sums, facts, number, None)
        other = Account.WAITING if gaps[number][1] else Account.OPENING
        sums.move(Account.CASH, other, gaps[number][0])
        difference = boxes[number].difference or ZERO
        if difference < 0:
            sums.move(Account.LOSSES, Account.CASH, -difference)
        else:
            sums.move(Account.CASH, Account.GAINS, difference)
        evening = goods.evening
        yield LedgerEntry(evening.date, Piece.EVENING, number, evening.place, sums.lines())


def _days(facts: LedgerFacts) -> Iterator[LedgerEntry]:
    days = {one.day for one in facts.money if one.evening is None}
    days |= {one.day for one in facts.moves if one.evening is None}
    days |= {day for day, evening, _amount in facts.memberships if evening is None}
    for day in sorted(days):
        sums = _Sums()
        _money(sums, facts, None, day)
        yield LedgerEntry(day, Piece.DAY, 0, "", sums.lines())


def _money(sums: _Sums, facts: LedgerFacts, evening: int | None, day: date | None) -> None:
    """Book the payments, fees and cash moves of an evening, or of a day between them."""
    for one in facts.money:
        if one.evening == evening and day in (None, one.day):
            _payment(sums, one)
    for move in facts.moves:
        if move.evening == evening and day in (None, move.day):
            other = Account.TRANSIT if move.to_bank else Account.WAITING
            sums.move(Account.CASH, other, move.amount)
    for on, where, amount in facts.memberships:
        if where == evening and day in (None, on):
            sums.move(Account.MEMBERS, Account.MEMBERSHIPS, amount)


def _payment(sums: _Sums, one: LedgerMoney) -> None:
    if one.kind is Kind.OPENING:
        sums.move(Account.OPENING, Account.MEMBERS, one.amount)
    elif one.mode is None:
        other = Account.LOSSES if one.amount > 0 else Account.GAINS
        sums.move(other, Account.MEMBERS, one.amount)
    elif one.mode is Mode.CHEQUE and one.amount < 0 and (one.deposited or not one.returned):
        # The bank took it back, or the group wrote a cheque of its own.
        sums.move(Account.BANK, Account.MEMBERS, one.amount)
    else:
        sums.move(_OF_MODE[one.mode], Account.MEMBERS, one.amount)


def _deposits(facts: LedgerFacts) -> Iterator[LedgerEntry]:
    for one in facts.deposits:
        sums = _Sums()
        sums.move(Account.TRANSIT, Account.CASH, one.cash)
        yield LedgerEntry(one.day, Piece.DEPOSIT, one.number, "", sums.lines())
        if one.seen_on is not None:
            seen = _Sums()
            seen.move(Account.BANK, Account.CHEQUES, one.cheque_total)
            seen.move(Account.BANK, Account.TRANSIT, one.cash)
            yield LedgerEntry(one.seen_on, Piece.SEEN, one.number, "", seen.lines())


def _bank(line: LedgerBankLine) -> LedgerEntry:
    sums = _Sums()
    if line.kind == "card_batch":
        gross = line.gross or line.amount
        sums.move(Account.BANK, Account.CARD, gross)
        sums.move(Account.BANK_FEES, Account.BANK, gross - line.amount)
    else:
        other = _BANK_ACCOUNTS.get(line.kind, Account.WAITING)
        sums.move(Account.BANK, other, line.amount)
    return LedgerEntry(line.day, Piece.BANK, line.id, line.kind, sums.lines())


def float_gaps(facts: LedgerFacts) -> Mapping[int, tuple[Decimal, bool]]:
    """Say for each evening how far its float is from what was left, and whether any was before.

    What lies between two evenings is what came or went from the day of the first one on (R55).
    """
    moved = [
        (one.day, one.amount)
        for one in facts.money
        if one.evening is None and one.mode is Mode.CASH
    ]
    moved += [(one.day, one.amount) for one in facts.moves if one.evening is None]
    moved += [(one.day, -one.cash) for one in facts.deposits]
    gaps: dict[int, tuple[Decimal, bool]] = {}
    left, since, known = ZERO, date.min, facts.begun
    for rank, one in enumerate(_in_order(facts.boxes)):
        day = one.evening.date
        there = left + sum((amount for on, amount in moved if since <= on < day), ZERO)
        # Where it begins one evening earlier, that one only says what was left.
        first = rank == 0 and facts.begun
        gaps[one.evening.id] = (ZERO if first else one.evening.cash_float - there, known)
        left = one.expected + (one.difference or ZERO)
        since, known = day, True
    return gaps


def _in_order(boxes: Iterable[EveningBox]) -> Sequence[EveningBox]:
    return sorted(boxes, key=lambda one: (one.evening.starts_at, one.evening.id))
