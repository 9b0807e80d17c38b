"""Propose what each line of a statement is, with why, most likely first (R65).

Pure. Lines are looked at in the order of their days: what one is taken for is no longer there for
the next, what is certain before what is likely, and that before what is only to be asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cagette_tui.model.rules.bank_accounts import Accounts
from cagette_tui.model.rules.bank_batches import Cash, Deposits
from cagette_tui.model.rules.bank_books import (
    BookCheque,
    Books,
    ChequePart,
    LineKind,
    MemberPart,
    Proposal,
    Sure,
    What,
    Why,
)
from cagette_tui.model.rules.bank_cards import Read, card_batches
from cagette_tui.model.rules.bank_debits import (
    Producers,
    propose_bounced,
    propose_bounced_fee,
    propose_refund,
)
from cagette_tui.model.rules.bank_label import Label, LabelKind, read_label
from cagette_tui.model.rules.bank_members import propose_member
from cagette_tui.model.rules.statement import StatementLine

_ORDER = (Sure.CERTAIN, Sure.LIKELY, Sure.ASK)


def propose(lines: Sequence[StatementLine], books: Books) -> list[tuple[Proposal, ...]]:
    """Return for each line what it may be, most likely first; nothing for what nobody knows."""
    return _Round(lines, books).run()


class _Round:
    """One pass over a statement."""

    def __init__(self, lines: Sequence[StatementLine], books: Books) -> None:
        self._read: list[Read] = [(line, read_label(line)) for line in lines]
        self._cards = card_batches(self._read, books)
        self._accounts = Accounts(books)
        self._deposits = Deposits(books)
        self._cash = Cash(books)
        self._producers = Producers(books)
        self._bounced = list(_came_back(books))
        self._doubtful: list[ChequePart] = []
        self._credits: dict[int, list[Decimal]] = defaultdict(list)
        self._done: dict[int, tuple[Proposal, ...]] = {}
        self._last: dict[int, tuple[dict[int, int], list[Proposal]]] = {}

    def run(self) -> list[tuple[Proposal, ...]]:
        """Look at what is left with less and less to be sure of."""
        order = self._by_day()
        # Deposits follow one another, and what came back is known before anybody pays it again.
        for kind in (LabelKind.CHEQUES, LabelKind.CHEQUE_BACK):
            for place in order:
                if self._read[place][1].kind is kind:
                    self._keep(place, self._proposals(place, Sure.ASK))
        # What is certain makes more certain: accepted together, nothing is left for a second time.
        while self._pass(order, Sure.CERTAIN):
            pass
        for part in self._doubtful:
            self._owes_again(part)
        self._pass(order, Sure.LIKELY)
        self._pass(order, Sure.ASK)
        return [self._done[place] for place in range(len(self._read))]

    def _pass(self, order: Sequence[int], least: Sure) -> bool:
        """Take the lines that are so sure for what they are; whether there were any."""
        before = len(self._done)
        for place in order:
            if place in self._done:
                continue
            found = self._proposals(place, least)
            if not found and least is Sure.ASK:
                self._done[place] = ()
            elif found and _ORDER.index(found[0].sure) <= _ORDER.index(least):
                self._keep(place, found if least is Sure.CERTAIN else _careful(found))
        return len(self._done) > before

    def _by_day(self) -> list[int]:
        """Return the places, oldest first, also within days of a file that has the newest first."""
        days = [line.booked for line, _label in self._read]
        newest_first = bool(days) and days[0] > days[-1]
        return sorted(
            range(len(days)), key=lambda place: (days[place], -place if newest_first else place)
        )

    def _proposals(self, place: int, least: Sure) -> list[Proposal]:
        line, label = self._read[place]
        if line.amount == 0:
            return []
        if line.amount > 0:
            return self._incoming(place, line, label, least)
        return self._outgoing(line, label)

    def _incoming(
        self, place: int, line: StatementLine, label: Label, least: Sure
    ) -> list[Proposal]:
        match label.kind:
            case LabelKind.CARD:
                return self._cards[place]
            case LabelKind.CHEQUES:
                return self._deposits.propose(line, label)
            case LabelKind.CASH:
                return self._cash.propose(line, label)
            case LabelKind.CASH_CORRECTION:
                return [_plain(LineKind.CASH_CORRECTION, Sure.ASK, Why.NOT_FOUND)]
            case LabelKind.TRANSFER_RETURNED:
                returned = self._producers.propose_returned(line, label)
                if returned:
                    return returned
        return self._of_members(place, line, label, least)

    def _of_members(
        self, place: int, line: StatementLine, label: Label, least: Sure
    ) -> list[Proposal]:
        """Propose anew only where an account moved that the line may be about."""
        now = self._accounts.state(line, label)
        before, found = self._last.get(place, (None, []))
        about = {
            part.member_id for one in found for part in one.parts if isinstance(part, MemberPart)
        }
        if before != now or not found or not about <= now.keys():
            transfer = label.kind is LabelKind.TRANSFER_IN or line.payer is not None
            found = propose_member(self._accounts, line, label, least=least, is_transfer=transfer)
            self._last[place] = now, found
        return found

    def _outgoing(self, line: StatementLine, label: Label) -> list[Proposal]:
        match label.kind:
            case LabelKind.CHEQUE_BACK:
                return propose_bounced(self._deposits, line, label)
            case LabelKind.CHEQUE_BACK_FEE:
                return propose_bounced_fee(line, label, self._bounced)
            case LabelKind.CARD_COMMISSION:
                return [_plain(LineKind.CARD_COMMISSION, Sure.LIKELY, Why.COMMISSION)]
            case LabelKind.FEE:
                return [_plain(LineKind.BANK_FEE, Sure.CERTAIN, Why.BANKS_OWN)]
            case LabelKind.CASH_CORRECTION:
                return [_plain(LineKind.CASH_CORRECTION, Sure.ASK, Why.NOT_FOUND)]
            case LabelKind.TRANSFER_OUT:
                return self._paid(line, label)
        if line.payer is not None:
            return self._paid(line, label)
        return []

    def _paid(self, line: StatementLine, label: Label) -> list[Proposal]:
        producers = self._producers.propose(line, label)
        refunds = propose_refund(self._accounts, line, label, self._credits)
        if refunds and (not producers or producers[0].why[0] is Why.AMOUNT_ONLY):
            return [*refunds, *producers]
        if refunds and producers and refunds[0].sure is Sure.CERTAIN:
            return [*refunds, *producers]
        return [*producers, *refunds]

    def _keep(self, place: int, found: list[Proposal]) -> None:
        """Take a line for its first proposal."""
        line, _label = self._read[place]
        self._done[place] = tuple(found)
        if not found:
            return
        first = found[0]
        self._accounts.take(line, first)
        self._deposits.take(first) if first.kind is LineKind.CHEQUE_DEPOSIT else None
        self._cash.take(first)
        self._producers.take(line, first)
        for part in first.parts:
            if isinstance(part, MemberPart) and part.what in (What.PAID_TWICE, What.EXCESS):
                self._credits[part.member_id].append(part.amount)
            if isinstance(part, ChequePart) and first.kind is LineKind.CHEQUE_BOUNCED:
                self._bounced.append((line.booked, part))
                if first.sure is Sure.CERTAIN:
                    self._owes_again(part)
                else:
                    self._doubtful.append(part)
            if isinstance(part, ChequePart) and first.kind is LineKind.BANK_FEE:
                for member in part.cheque.members[:1]:
                    self._accounts.owe(member, What.FEE_PAID_BACK, -part.amount, None)

    def _owes_again(self, part: ChequePart) -> None:
        """Whoever paid by a cheque that came back owes the amount."""
        if len(part.cheque.members) == 1:
            self._accounts.owe(part.cheque.members[0], What.BASKET, -part.amount, part.evening)


def _careful(found: list[Proposal]) -> list[Proposal]:
    """What became certain only by what is not is not certain either.

    But what gives back what is in the same file goes to somebody who is named.
    """
    first = found[0]
    if first.sure is not Sure.CERTAIN or first.kind is LineKind.REFUND:
        return found
    return [replace(first, sure=Sure.LIKELY), *found[1:]]


def _came_back(books: Books) -> Iterator[tuple[date, ChequePart]]:
    """Give the cheques that came back on statements before, whose fee may follow."""
    for member in books.members:
        for one in member.returned:
            if not one.is_fee and one.booked and one.cheque and one.evening:
                cheque = BookCheque(one.cheque, one.amount, one.number, (member.id,))
                yield one.booked, ChequePart(cheque, -one.amount, one.evening)


def _plain(kind: LineKind, sure: Sure, why: Why) -> Proposal:
    return Proposal(kind, (), sure, (why,))
