"""Which members' transfers a line may be: named in the label, and explained to the cent.

Never certain on an amount alone, nor where another member could be meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from cagette_tui.model.rules.bank_accounts import SOON, Accounts, Candidate, Slot, is_swapped
from cagette_tui.model.rules.bank_books import (
    ZERO,
    LineKind,
    MemberPart,
    Proposal,
    Sure,
    What,
    Why,
)
from cagette_tui.model.rules.bank_label import Label, is_day
from cagette_tui.model.rules.names_in_labels import Strength
from cagette_tui.model.rules.statement import StatementLine
from cagette_tui.money import to_cents
from cagette_tui.value import ValueObject


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
    accounts: Accounts, line: StatementLine, label: Label, found: Sequence[Candidate]
) -> Iterator[_Explained]:
    """Somebody of the same family name, whose basket costs exactly so, may be paid for."""
    seen = {one.member.id for one in found}
    for candidate in found:
        if candidate.named is not None and candidate.named.first:
            for member in accounts.relatives(candidate.named, line.amount):
                if member.id not in seen:
                    seen.add(member.id)
                    other = Candidate(member, 2, (Why.SURNAME,), candidate.named)
                    yield from _exact(accounts, line, label, other)


class _Explained(ValueObject):
    """A candidate whose debts come to exactly the amount."""

    candidate: Candidate
    parts: tuple[MemberPart, ...]
    why: tuple[Why, ...]
    number: bool  # the basket's number is in the label
    cost: int  # the simpler the better


def _exact(
    accounts: Accounts, line: StatementLine, label: Label, candidate: Candidate
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
    return rank + 3 * _too_early(chosen, day)


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
    found: Sequence[Candidate],
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


def _homonyms(found: Sequence[Candidate], one: Candidate) -> list[Candidate]:
    """Return the other members who are named as well as this one."""
    return [
        other for other in found
        if other.member.id != one.member.id and other.rank >= max(one.rank, 4)
    ]  # fmt: skip


def _sureness(
    accounts: Accounts,
    line: StatementLine,
    label: Label,
    found: Sequence[Candidate],
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
        or _too_early(best.parts, line.booked)
    )
    if doubtful:
        return Sure.LIKELY
    if one.rank >= 4 and (one.known or not _may_be_a_relative(accounts, best)):
        return Sure.CERTAIN
    if one.rank == 3 and best.number and Why.NAME_CUT in one.why:
        return Sure.CERTAIN
    return Sure.LIKELY


def _too_early(parts: Iterable[Slot | MemberPart], day: date) -> bool:
    """Whether some of them pay a basket long before its evening."""
    return any(one.evening and one.evening > day + SOON for one in parts)


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
    accounts: Accounts, label: Label, found: Sequence[Candidate], best: _Explained
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
    accounts: Accounts, line: StatementLine, label: Label, found: Sequence[Candidate]
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
    accounts: Accounts, line: StatementLine, label: Label, candidate: Candidate
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


def _shared(candidate: Candidate, amount: Decimal, slot: Slot, slots: Sequence[Slot]) -> Proposal:
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


def _ask(candidate: Candidate, parts: tuple[MemberPart, ...], why: Why) -> Proposal:
    return Proposal(LineKind.MEMBER, parts, Sure.ASK, (*candidate.why, why))


def _nearest(
    asked: Sequence[tuple[int, Decimal, Proposal]], found: Sequence[Candidate]
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
