"""What members owe, and who may have paid: as lines of a statement take from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from cagette_tui.model.rules.bank_books import (
    ZERO,
    BookBasket,
    BookMember,
    Books,
    MemberPart,
    Proposal,
    What,
    Why,
)
from cagette_tui.model.rules.bank_label import Label
from cagette_tui.model.rules.bank_payers import account_digest, label_digests
from cagette_tui.model.rules.memberships import is_paid_long
from cagette_tui.model.rules.names_in_labels import Named, Names, Strength
from cagette_tui.model.rules.statement import StatementLine
from cagette_tui.value import ValueObject

# A transfer that came twice comes within so many days of the basket.
_TWICE = timedelta(days=60)
# What is paid may be paid so long before its evening.
SOON = timedelta(days=7)
_MOST_CANDIDATES = 12
_MOST_SLOTS = 6


@dataclass(slots=True)
class Slot:
    """Something that a member's money may be for; `amount` is what is left of it."""

    member_id: int
    what: What
    amount: Decimal
    evening: date | None = None
    basket: BookBasket | None = None
    operation_id: int | None = None
    pending: bool = False

    def part(self, amount: Decimal | None = None) -> MemberPart:
        """Return what is owed as a part of a line, or `amount` euros of it."""
        return MemberPart(
            self.member_id,
            self.what,
            self.amount if amount is None else amount,
            self.evening,
            None if self.basket is None else self.basket.id,
            self.operation_id,
            self.pending,
        )


class Candidate(ValueObject):
    """A member who may have paid, and how one knows."""

    member: BookMember
    rank: int  # 5 both names, 4 name, 3 part of it, 2 family name, 1 in the text only
    why: tuple[Why, ...]
    named: Named | None = None
    known: bool = False  # by an account that was seen before


class Accounts:
    """What members owe, as lines take from it one after the other."""

    def __init__(self, books: Books) -> None:
        """Work out from the books what each transfer may be for."""
        self._books = books
        self.members = {one.id: one for one in books.members}
        self.names = Names((one.id, one.name) for one in books.members)
        self._baskets: dict[int, list[BookBasket]] = defaultdict(list)
        for basket in sorted(books.baskets, key=lambda one: one.evening, reverse=True):
            self._baskets[basket.member_id].append(basket)
        self._slots: dict[int, list[Slot]] = {}
        for member in books.members:
            slots = list(self._owed(member))
            if slots:
                self._slots[member.id] = slots
        self._received: dict[int, list[tuple[Decimal, date]]] = defaultdict(list)
        self._paid_fee: set[int] = set()
        # Homonyms of whom a line took one: the next is as much to be asked.
        self._either: dict[tuple[int, What, Decimal], tuple[int, ...]] = {}
        self._known: dict[tuple[object, ...], list[Candidate]] = {}
        self._versions: dict[int, int] = defaultdict(int)
        self._by_amount: dict[Decimal, list[Slot]] = defaultdict(list)
        for slots in self._slots.values():
            for slot in slots:
                self._by_amount[slot.amount].append(slot)

    def _owed(self, member: BookMember) -> Iterator[Slot]:
        """What a balance lacks lies in the newest baskets first: older credit covers the oldest."""
        debt = max(-member.balance, ZERO)
        for basket in self._baskets[member.id]:
            waiting = [one for one in basket.transfers if one.pending]
            for one in basket.transfers:
                if not one.pending:
                    yield Slot(
                        member.id, What.BASKET, one.amount, basket.evening, basket,
                        one.operation_id,
                    )  # fmt: skip
            due = min(basket.lacks, debt)
            debt -= due
            # What was announced keeps its amount; what is to pay is what counts.
            for one in waiting:
                amount = min(one.amount, due)
                due -= amount
                if amount:
                    yield Slot(
                        member.id, What.BASKET, amount, basket.evening, basket,
                        one.operation_id, True,
                    )  # fmt: skip
            if due:
                yield Slot(member.id, What.BASKET, due, basket.evening, basket)
        for one in member.transfers:
            yield Slot(
                member.id, What.OLDER_DEBT, one.amount, None, None, one.operation_id, one.pending
            )
            debt -= one.amount if one.pending else ZERO
        for back in reversed(member.returned):
            due = min(back.amount, debt) if debt > 0 else ZERO
            debt -= due
            if due:
                what = What.FEE_PAID_BACK if back.is_fee else What.BASKET
                yield Slot(member.id, what, due, None if back.is_fee else back.evening)
        if debt > 0:
            yield Slot(member.id, What.OLDER_DEBT, debt)

    def owe(self, member_id: int, what: What, amount: Decimal, evening: date | None) -> None:
        """Note what a line of the same statement brought about: a cheque that came back."""
        slot = Slot(member_id, what, amount, evening)
        self._versions[member_id] += 1
        self._slots.setdefault(member_id, []).append(slot)
        self._by_amount[amount].append(slot)

    def take(self, line: StatementLine, proposal: Proposal) -> None:
        """Take from what is owed what a line is proposed to be."""
        for part in proposal.parts:
            if not isinstance(part, MemberPart):
                continue
            self._versions[part.member_id] += 1
            self._received[part.member_id].append((line.amount, line.booked))
            for number in part.either:
                self._either[number, part.what, part.amount] = part.either
            if part.what is What.MEMBERSHIP:
                self._paid_fee.add(part.member_id)
            left = part.amount
            for slot in self._slots.get(part.member_id, []):
                if slot.what is part.what and slot.evening == part.evening and left > 0:
                    taken = min(slot.amount, left)
                    left -= taken
                    self._by_amount[slot.amount] = [
                        one for one in self._by_amount[slot.amount] if one is not slot
                    ]
                    slot.amount -= taken
                    if slot.amount:
                        self._by_amount[slot.amount].append(slot)
            open_slots = [one for one in self._slots.get(part.member_id, []) if one.amount]
            self._slots[part.member_id] = open_slots

    def either(self, parts: Sequence[MemberPart]) -> tuple[int, ...]:
        """Return the homonyms of whom one was taken for just such a line."""
        for part in parts:
            found = self._either.get((part.member_id, part.what, part.amount))
            if found:
                return found
        return ()

    def slots(self, member_id: int, day: date) -> list[Slot]:
        """Return what a member's money may be for on a day, oldest first.

        All that is owed, whenever it was; what was received already only near its evening. Where
        that is much, what is nearest.
        """
        found = [
            one
            for one in self._slots.get(member_id, ())
            if one.pending
            or one.operation_id is None
            or one.evening is None
            or one.evening - SOON <= day <= one.evening + _TWICE
        ]
        if len(found) > _MOST_SLOTS:
            found.sort(key=lambda one: abs((day - one.evening).days) if one.evening else 0)
        return sorted(found[:_MOST_SLOTS], key=lambda one: one.evening or day)

    def fee_of(self, member_id: int, day: date) -> Slot | None:
        """Return the membership fee, unless it is paid."""
        fee = self._books.membership_fee
        until = self.members[member_id].paid_until
        if fee <= 0 or member_id in self._paid_fee or is_paid_long(until, day):
            return None
        return Slot(member_id, What.MEMBERSHIP, fee)

    def of_amount(self, amount: Decimal) -> list[Slot]:
        """Return all that is owed exactly so."""
        return [one for one in self._by_amount.get(amount, []) if one.amount == amount]

    def paid(self, member_id: int, amount: Decimal, day: date) -> tuple[date, bool] | None:
        """Return the evening of a basket of that amount that is paid, and whether by transfer."""
        for basket in self._baskets[member_id]:
            if amount == basket.cost and basket.evening - SOON <= day <= basket.evening + _TWICE:
                twice = any(one == amount for one, _day in self._received[member_id])
                return basket.evening, twice or any(
                    one.amount == amount for one in basket.transfers
                )
        return None

    def state(self, line: StatementLine, label: Label) -> dict[int, int]:
        """Return the members that a line may be about, and how often their accounts moved."""
        found = self.candidates(line, label)
        return {one.member.id: self._versions[one.member.id] for one in found}

    def relatives(self, named: Named, amount: Decimal) -> list[BookMember]:
        """Return those of the same family name who owe exactly so."""
        numbers = {one.member_id for one in self.of_amount(amount)} & self.names.sharing(named)
        return [self.members[number] for number in sorted(numbers)]

    def candidates(self, line: StatementLine, label: Label) -> list[Candidate]:
        """Say who may have paid, best first."""
        key = (label.text, label.payer, label.cuts, line.iban)
        if key not in self._known:
            self._known[key] = self._candidates(line, label)
        return self._known[key]

    def _candidates(self, line: StatementLine, label: Label) -> list[Candidate]:
        found: dict[int, Candidate] = {}
        for number in self._remembered(account_digest(line.iban)):
            found[number] = Candidate(self.members[number], 5, (Why.KNOWN_ACCOUNT,), known=True)
        for named in self.names.find(label.text, label.payer, label.cuts)[: 4 * _MOST_CANDIDATES]:
            one = _of(self.members[named.member_id], named)
            known = found.get(named.member_id)
            if known is not None:
                one = replace(one, rank=5, why=(Why.KNOWN_ACCOUNT, *one.why), known=True)
            found[named.member_id] = one
        for digest in label_digests(label):
            for number in self._remembered(digest):
                if number not in found or found[number].rank < 3:
                    found[number] = Candidate(self.members[number], 3, (Why.KNOWN_LABEL,))
        return sorted(found.values(), key=lambda one: -one.rank)[: 2 * _MOST_CANDIDATES]

    def _remembered(self, digest: str | None) -> Iterable[int]:
        known = self._books.payers.get(digest, frozenset()) if digest else frozenset()
        return [number for number in sorted(known) if number in self.members]

    def evening_of(self, member_id: int) -> set[date]:
        """Return the evenings on which a member has a basket."""
        return {one.evening for one in self._baskets[member_id]}


def _of(member: BookMember, named: Named) -> Candidate:
    rank = {Strength.BOTH: 5, Strength.FULL: 4, Strength.PART: 3, Strength.SURNAME: 2}
    why = {
        Strength.BOTH: Why.BOTH_NAMES,
        Strength.FULL: Why.SECOND_NAME if named.second_person else Why.NAME,
        Strength.PART: Why.NAME_CUT,
        Strength.SURNAME: Why.SURNAME,
    }
    if named.first:
        return Candidate(member, rank[named.strength], (why[named.strength],), named)
    return Candidate(
        member, 2 if named.strength >= Strength.FULL else 1, (Why.NAME_IN_TEXT,), named
    )


def is_swapped(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts differ by two neighbouring digits that changed places."""
    first, second = f"{one:.2f}".replace(".", ""), f"{other:.2f}".replace(".", "")
    if len(first) != len(second):
        return False
    apart = [
        place for place, pair in enumerate(zip(first, second, strict=True)) if len({*pair}) > 1
    ]
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and first[apart[0]] == second[apart[1]]
        and first[apart[1]] == second[apart[0]]
    )
