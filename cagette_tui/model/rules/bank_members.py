"""Which members' transfers a line may be: named in the label, and explained to the cent.

Never certain on an amount alone, nor where another member could be meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from cagette_tui.model.rules.bank_books import (
    ZERO,
    BookBasket,
    BookMember,
    Books,
    LineKind,
    MemberPart,
    Proposal,
    Sure,
    What,
    Why,
)
from cagette_tui.model.rules.bank_label import Label, is_day
from cagette_tui.model.rules.bank_payers import account_digest, label_digests
from cagette_tui.model.rules.names_in_labels import Named, Names, Strength
from cagette_tui.model.rules.statement import StatementLine
from cagette_tui.money import to_cents

# A membership may be paid so long before the last one ends.
_EARLY = timedelta(days=75)
# A transfer that came twice comes within so many days of the basket.
_TWICE = timedelta(days=60)
# What is paid may be paid so long before its evening.
_SOON = timedelta(days=7)
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
        """Return it as a part of a line."""
        return MemberPart(
            self.member_id,
            self.what,
            self.amount if amount is None else amount,
            self.evening,
            None if self.basket is None else self.basket.id,
            self.operation_id,
            self.pending,
        )


@dataclass(frozen=True, slots=True)
class _Candidate:
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
        self._begun: set[tuple[int, date | None]] = set()
        self._known: dict[tuple[object, ...], list[_Candidate]] = {}
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
            if len(waiting) == 1 and due <= waiting[0].amount:
                # What was announced keeps its amount; what is to pay is what counts.
                only = waiting[0]
                if due:
                    yield Slot(
                        member.id, What.BASKET, due, basket.evening, basket,
                        only.operation_id, True,
                    )  # fmt: skip
                continue
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
                        self._begun.add((slot.member_id, slot.evening))
                        self._by_amount[slot.amount].append(slot)
            open_slots = [one for one in self._slots.get(part.member_id, []) if one.amount]
            self._slots[part.member_id] = open_slots

    def is_rest(self, proposal: Proposal) -> bool:
        """Whether it pays what lines before it left of a basket."""
        return all(
            isinstance(part, MemberPart)
            and part.what is What.BASKET
            and (part.member_id, part.evening) in self._begun
            for part in proposal.parts
        )

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
            if one.amount > 0
            and (
                one.pending
                or one.operation_id is None
                or one.evening is None
                or one.evening - _SOON <= day <= one.evening + _TWICE
            )
        ]
        if len(found) > _MOST_SLOTS:
            found.sort(key=lambda one: abs((day - one.evening).days) if one.evening else 0)
        return sorted(found[:_MOST_SLOTS], key=lambda one: one.evening or day)

    def fee_of(self, member_id: int, day: date) -> Slot | None:
        """Return the membership fee, unless it is paid."""
        fee = self._books.membership_fee
        until = self.members[member_id].paid_until
        if fee <= 0 or member_id in self._paid_fee or (until and until > day + _EARLY):
            return None
        return Slot(member_id, What.MEMBERSHIP, fee)

    def of_amount(self, amount: Decimal) -> list[Slot]:
        """Return all that is owed exactly so."""
        return [one for one in self._by_amount.get(amount, []) if one.amount == amount]

    def paid(self, member_id: int, amount: Decimal, day: date) -> tuple[date, bool] | None:
        """Return the evening of a basket of that amount that is paid, and whether by transfer."""
        for basket in self._baskets[member_id]:
            if amount == basket.cost and basket.evening - _SOON <= day <= basket.evening + _TWICE:
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

    def candidates(self, line: StatementLine, label: Label) -> list[_Candidate]:
        """Say who may have paid, best first."""
        key = (label.text, label.payer, label.cuts, line.iban)
        if key not in self._known:
            self._known[key] = self._candidates(line, label)
        return self._known[key]

    def _candidates(self, line: StatementLine, label: Label) -> list[_Candidate]:
        found: dict[int, _Candidate] = {}
        for number in self._remembered(account_digest(line.iban)):
            found[number] = _Candidate(self.members[number], 5, (Why.KNOWN_ACCOUNT,), known=True)
        for named in self.names.find(label.text, label.payer, label.cuts)[: 4 * _MOST_CANDIDATES]:
            one = _of(self.members[named.member_id], named)
            known = found.get(named.member_id)
            if known is not None:
                one = replace(one, rank=5, why=(Why.KNOWN_ACCOUNT, *one.why), known=True)
            found[named.member_id] = one
        for digest in label_digests(label):
            for number in self._remembered(digest):
                if number not in found or found[number].rank < 3:
                    found[number] = _Candidate(self.members[number], 3, (Why.KNOWN_LABEL,))
        return sorted(found.values(), key=lambda one: -one.rank)[: 2 * _MOST_CANDIDATES]

    def _remembered(self, digest: str | None) -> Iterable[int]:
        known = self._books.payers.get(digest, frozenset()) if digest else frozenset()
        return [number for number in sorted(known) if number in self.members]

    def evening_of(self, member_id: int) -> set[date]:
        """Return the evenings on which a member has a basket."""
        return {one.evening for one in self._baskets[member_id]}


def _of(member: BookMember, named: Named) -> _Candidate:
    rank = {Strength.BOTH: 5, Strength.FULL: 4, Strength.PART: 3, Strength.SURNAME: 2}
    why = {
        Strength.BOTH: Why.BOTH_NAMES,
        Strength.FULL: Why.SECOND_NAME if named.second_person else Why.NAME,
        Strength.PART: Why.NAME_CUT,
        Strength.SURNAME: Why.SURNAME,
    }
    if named.first:
        return _Candidate(member, rank[named.strength], (why[named.strength],), named)
    return _Candidate(
        member, 2 if named.strength >= Strength.FULL else 1, (Why.NAME_IN_TEXT,), named
    )


def propose_member(
    accounts: Accounts, line: StatementLine, label: Label, *, least: Sure, is_transfer: bool
) -> list[Proposal]:
    """Propose what a credit is, most likely first; nothing for what nobody should guess.

    What is less sure than `least` is not looked for.
    """
    found = accounts.candidates(line, label)
    exact = [one for candidate in found for one in _exact(accounts, line, label, candidate)]
    exact = exact or [*_of_relatives(accounts, line, label, found)]
    if exact:
        return _judged(accounts, line, label, found, exact)
    if least is Sure.CERTAIN:
        return []
    two = list(_of_two(accounts, line, label, found))
    if two:
        return two[:4]
    if least is Sure.LIKELY and label.basket is None:
        return []
    asked = [
        one for candidate in found if candidate.rank >= 3
        for one in _inexact(accounts, line, label, candidate)
    ]  # fmt: skip
    if asked:
        return _nearest(asked, found)
    return list(_by_amount_only(accounts, line, label)) if is_transfer else []


def _of_relatives(
    accounts: Accounts, line: StatementLine, label: Label, found: Sequence[_Candidate]
) -> Iterator[_Explained]:
    """Somebody of the same family name, whose basket costs exactly so, may be paid for."""
    seen = {one.member.id for one in found}
    for candidate in found:
        if candidate.named is not None and candidate.named.first:
            for member in accounts.relatives(candidate.named, line.amount):
                if member.id not in seen:
                    seen.add(member.id)
                    other = _Candidate(member, 2, (Why.SURNAME,), candidate.named)
                    yield from _exact(accounts, line, label, other)


@dataclass(frozen=True, slots=True)
class _Explained:
    """A candidate whose debts come to exactly the amount."""

    candidate: _Candidate
    parts: tuple[MemberPart, ...]
    why: tuple[Why, ...]
    number: bool  # the basket's number is in the label
    cost: int  # the simpler the better


def _exact(
    accounts: Accounts, line: StatementLine, label: Label, candidate: _Candidate
) -> Iterator[_Explained]:
    """Explain an amount to the cent by what one member owes: the best way only."""
    slots = accounts.slots(candidate.member.id, line.booked)
    fee = accounts.fee_of(candidate.member.id, line.booked)
    if not slots and (fee is None or fee.amount != line.amount):
        return
    best: tuple[int, tuple[Slot, ...]] | None = None
    if fee is not None and fee.amount == line.amount and label.membership:
        best = (0, (fee,))
    for chosen in _sums_to(slots, line.amount, 4):
        rank = _awkward(chosen, label, line.booked)
        if best is None or rank < best[0]:
            best = (rank, chosen)
    if best is None and fee is not None:
        rest = line.amount - fee.amount
        if rest == 0:
            best = (6, (fee,))
        for chosen in _sums_to(slots, rest, 3) if rest > 0 else ():
            best = best or (4, (*chosen, fee))
    if best is None:
        return
    chosen = best[1]
    only_debt = all(one.what is What.OLDER_DEBT and not one.operation_id for one in chosen)
    if only_debt and accounts.paid(candidate.member.id, line.amount, line.booked):
        return  # it may be a basket that is paid twice, and given back already
    number = any(one.basket and one.basket.number == label.basket for one in chosen)
    yield _Explained(
        candidate,
        tuple(one.part() for one in chosen),
        tuple(_reasons(chosen, label, number=number)),
        number,
        best[0],
    )


def _sums_to(slots: Sequence[Slot], amount: Decimal, most: int) -> Iterator[tuple[Slot, ...]]:
    """Give the slots, together at most so many, that come to exactly an amount."""
    wanted = to_cents(amount)
    cents = [to_cents(one.amount) for one in slots]
    for size in range(1, min(len(slots), most) + 1):
        for places in combinations(range(len(slots)), size):
            if sum(cents[place] for place in places) == wanted:
                yield tuple(slots[place] for place in places)


def _awkward(chosen: Sequence[Slot], label: Label, day: date) -> int:
    """Rank ways to explain an amount: one basket, the one that the label names, before others."""
    rank = 2 * len(chosen)
    baskets = [one for one in chosen if one.what is What.BASKET]
    if label.day is not None and baskets:
        rank += not any(one.evening and is_day(label.day, one.evening) for one in baskets)
    if label.basket is not None and baskets:
        rank += not any(one.basket and one.basket.number == label.basket for one in baskets)
    late = any(one.evening and one.evening > day + timedelta(days=7) for one in chosen)
    return rank + 3 * late


def _reasons(chosen: Sequence[Slot], label: Label, *, number: bool) -> Iterator[Why]:
    whats = [one.what for one in chosen]
    if What.MEMBERSHIP in whats:
        yield Why.FEE
    if What.FEE_PAID_BACK in whats:
        yield Why.WITH_BANK_FEE
    if whats.count(What.BASKET) > 1:
        yield Why.SEVERAL
    elif What.OLDER_DEBT in whats and What.BASKET in whats:
        yield Why.WITH_DEBT
    else:
        yield Why.EXACT
    if number:
        yield Why.BASKET_NUMBER
    if any(one.evening and is_day(label.day, one.evening) for one in chosen):
        yield Why.EVENING


def _judged(
    accounts: Accounts,
    line: StatementLine,
    label: Label,
    found: Sequence[_Candidate],
    exact: list[_Explained],
) -> list[Proposal]:
    """Say how sure each explanation is; only one can be certain."""
    exact.sort(
        key=lambda one: (
            -one.candidate.rank - one.number, one.cost, one.candidate.member.name,
            one.candidate.member.id,
        )
    )  # fmt: skip
    best = exact[0]
    equal = [
        one for one in exact
        if one.candidate.rank + one.number == best.candidate.rank + best.number
    ]  # fmt: skip
    if len(equal) > 1 and best.candidate.rank <= 3 and len({one.cost for one in equal}) > 1:
        equal = [one for one in equal if one.cost == best.cost]
    proposals = []
    for one in exact[:5]:
        sure = Sure.LIKELY if one.candidate.rank >= 2 else Sure.ASK
        if one is best and len(equal) == 1:
            sure = _sureness(accounts, line, label, found, best)
        elif (one in equal and len(equal) > 1) or one is not best:
            sure = Sure.ASK
        why = (*one.candidate.why, *one.why)
        if _homonyms(found, one.candidate):
            why = (*why, Why.SAME_NAME)
        parts = one.parts
        either = accounts.either(parts)
        if one in equal and len(equal) > 1:
            either = tuple(other.candidate.member.id for other in equal)
        if either:
            parts, sure = tuple(replace(part, either=either) for part in parts), Sure.ASK
        proposals.append(Proposal(LineKind.MEMBER, parts, sure, why))
    return proposals


def _homonyms(found: Sequence[_Candidate], one: _Candidate) -> list[_Candidate]:
    """Return the other members who are named as well as this one."""
    return [
        other for other in found
        if other.member.id != one.member.id and other.rank >= max(one.rank, 4)
    ]  # fmt: skip


def _sureness(
    accounts: Accounts,
    line: StatementLine,
    label: Label,
    found: Sequence[_Candidate],
    best: _Explained,
) -> Sure:
    one = best.candidate
    whats = {part.what for part in best.parts}
    if one.rank == 1:
        return Sure.LIKELY
    doubtful = (
        bool(_homonyms(found, one))
        or _means_another(accounts, label, found, best)
        or (What.MEMBERSHIP in whats and not label.membership)
        or What.FEE_PAID_BACK in whats
        or best.cost > 8
        or _too_early(best, line.booked)
    )
    if doubtful:
        return Sure.LIKELY
    if one.rank >= 4 and (one.known or not _may_be_a_relative(accounts, best)):
        return Sure.CERTAIN
    if one.rank == 3 and best.number and Why.NAME_CUT in one.why:
        return Sure.CERTAIN
    return Sure.LIKELY


def _too_early(best: _Explained, day: date) -> bool:
    """Whether it pays a basket long before its evening."""
    return any(part.evening and part.evening > day + timedelta(days=7) for part in best.parts)


def _may_be_a_relative(accounts: Accounts, best: _Explained) -> bool:
    """Whether the second of a household is meant by a family name that others of that evening have.

    They may be called alike by chance, and the first name be another's too.
    """
    named = best.candidate.named
    if named is None or not named.second_person:
        return named is not None and not named.first
    evenings = {part.evening for part in best.parts if part.evening}
    return any(evenings & accounts.evening_of(number) for number in accounts.names.sharing(named))


def _means_another(
    accounts: Accounts, label: Label, found: Sequence[_Candidate], best: _Explained
) -> bool:
    """Whether the text names another member, another basket, or another evening of theirs."""
    own = best.candidate
    for other in found:
        if other.member.id == own.member.id or other.named is None:
            continue
        if (
            Why.BOTH_NAMES in own.why
            and own.named
            and other.rank < 5
            and other.named.surnames <= own.named.surnames
        ):
            # Both of a household are named: whoever is called like one of them is not meant.
            continue
        if other.rank >= 3 or (not other.named.first and other.named.strength >= Strength.PART):
            return True
        if not other.named.first and own.named is not None:
            shared = other.named.surnames & own.named.surnames
            if not shared:
                return True
    baskets = [part for part in best.parts if part.what is What.BASKET]
    if label.basket is not None and baskets and not best.number:
        return True
    if label.day is not None and baskets:
        right = any(part.evening and is_day(label.day, part.evening) for part in baskets)
        others = accounts.evening_of(own.member.id)
        return not right and any(is_day(label.day, one) for one in others)
    return False


def _of_two(
    accounts: Accounts, line: StatementLine, label: Label, found: Sequence[_Candidate]
) -> Iterator[Proposal]:
    """Explain one transfer by what two members owe: the payer's, and somebody else's."""
    for candidate in found:
        if candidate.rank < 3:
            continue
        own_slots = accounts.slots(candidate.member.id, line.booked)
        for size in range(1, min(len(own_slots), 2) + 1):
            for own in combinations(own_slots, size):
                rest = line.amount - sum((one.amount for one in own), ZERO)
                if rest <= 0:
                    continue
                others = [
                    one for one in accounts.of_amount(rest)
                    if one.member_id != candidate.member.id and one.what is What.BASKET
                ]  # fmt: skip
                named = {one.member.id for one in found if one.rank >= 1}
                mentioned = [one for one in others if one.member_id in named]
                chosen = mentioned if len(mentioned) == 1 else others
                if len(chosen) != 1:
                    continue
                sure = Sure.LIKELY if chosen == mentioned else Sure.ASK
                parts = (*(one.part() for one in own), chosen[0].part())
                yield Proposal(
                    LineKind.MEMBER, parts, sure, (*candidate.why, Why.OF_TWO, Why.EXACT)
                )


def _inexact(
    accounts: Accounts, line: StatementLine, label: Label, candidate: _Candidate
) -> Iterator[tuple[int, Decimal, Proposal]]:
    """Say what an amount that is not exactly owed may be: to be asked, always."""
    member = candidate.member.id
    twice = accounts.paid(member, line.amount, line.booked)
    if twice is not None:
        part = MemberPart(member, What.PAID_TWICE, line.amount, twice[0])
        why = Why.PAID_TWICE if twice[1] else Why.PAID_OTHERWISE
        yield 0, ZERO, _ask(candidate, (part,), why)
    slots = accounts.slots(member, line.booked)
    if not slots:
        if twice is None and candidate.rank >= 4:
            part = MemberPart(member, What.EXCESS, line.amount)
            yield 3, line.amount, _ask(candidate, (part,), Why.NOTHING_DUE)
        return
    for slot in slots:
        off = abs(slot.amount - line.amount)
        rank = 2 - is_swapped(slot.amount, line.amount)
        if slot.basket and slot.basket.number == label.basket:
            rank = 0
        yield rank, off, _shared(candidate, line.amount, slot, slots)


def _shared(candidate: _Candidate, amount: Decimal, slot: Slot, slots: Sequence[Slot]) -> Proposal:
    """Give an amount to one basket; what is over to the older debt, and then to the account."""
    if amount < slot.amount:
        why = Why.SWAPPED if is_swapped(slot.amount, amount) else Why.TOO_LITTLE
        return _ask(candidate, (slot.part(amount),), why)
    parts = [slot.part()]
    over = amount - slot.amount
    swapped = is_swapped(slot.amount, amount)
    for other in slots:
        if other is not slot and not swapped and other.amount <= over:
            parts.append(other.part())
            over -= other.amount
    if over:
        parts.append(MemberPart(candidate.member.id, What.EXCESS, over))
    return _ask(candidate, tuple(parts), Why.SWAPPED if swapped else Why.TOO_MUCH)


def _ask(candidate: _Candidate, parts: tuple[MemberPart, ...], why: Why) -> Proposal:
    return Proposal(LineKind.MEMBER, parts, Sure.ASK, (*candidate.why, why))


def _nearest(
    asked: Sequence[tuple[int, Decimal, Proposal]], found: Sequence[_Candidate]
) -> list[Proposal]:
    """Put first who is named best, then what is nearest."""
    ranks = {one.member.id: one.rank for one in found}

    def order(one: tuple[int, Decimal, Proposal]) -> tuple[int, int, Decimal]:
        part = one[2].parts[0]
        assert isinstance(part, MemberPart)
        return -ranks[part.member_id], one[0], one[1]

    return [proposal for _rank, _off, proposal in sorted(asked, key=order)][:4]


def _by_amount_only(accounts: Accounts, line: StatementLine, label: Label) -> Iterator[Proposal]:
    """Name the one whose basket costs exactly so: to be asked, since nobody is named."""
    near = [
        one for one in accounts.of_amount(line.amount)
        if one.what is What.BASKET and one.evening
        and one.evening - timedelta(days=14) <= line.booked <= one.evening + timedelta(days=45)
    ]  # fmt: skip
    numbered = [one for one in near if one.basket and one.basket.number == label.basket]
    if len(numbered) == 1:
        why = (Why.BASKET_NUMBER, Why.EXACT)
        yield Proposal(LineKind.MEMBER, (numbered[0].part(),), Sure.LIKELY, why)
    elif len(near) <= 3:
        for one in near:
            yield Proposal(LineKind.MEMBER, (one.part(),), Sure.ASK, (Why.AMOUNT_ONLY,))


def is_swapped(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts differ by two neighbouring digits that changed places."""
    first, second = f"{one:.2f}".replace(".", ""), f"{other:.2f}".replace(".", "")
    if len(first) != len(second) or first == second:
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
