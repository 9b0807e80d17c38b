"""What leaves the account: producers, refunds, cheques that come back, the bank's own fees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from cagette_tui.model.rules.bank_accounts import Accounts, is_swapped
from cagette_tui.model.rules.bank_batches import Deposits
from cagette_tui.model.rules.bank_books import (
    ZERO,
    BookProducer,
    Books,
    ChequePart,
    LineKind,
    MemberPart,
    ProducerPart,
    Proposal,
    Sure,
    What,
    Why,
)
from cagette_tui.model.rules.bank_label import Label, is_day
from cagette_tui.model.rules.names_in_labels import words
from cagette_tui.model.rules.statement import StatementLine
from cagette_tui.money import to_cents

_PAID_WITHIN = timedelta(days=120)
_BACK_WITHIN = timedelta(days=60)
# Words that say nothing of who a producer is.
_EMPTY = {
    "et", "de", "du", "des", "la", "les", "le", "l", "d", "en", "au", "aux", "a", "co",
}  # fmt: skip
_MOST = 4


class Producers:
    """What is due to producers, as lines take from it."""

    def __init__(self, books: Books) -> None:
        """Index what is due by the words of the names."""
        self._paid: list[tuple[StatementLine, tuple[ProducerPart, ...]]] = []
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._by_amount: dict[Decimal, list[BookProducer]] = defaultdict(list)
        self._names: dict[int, list[list[str]]] = defaultdict(list)
        self._by_catalogue: dict[int, list[BookProducer]] = defaultdict(list)
        self._gone: set[tuple[int, int]] = set()
        for one in (each for each in books.producers if each.due > 0):
            self._by_amount[one.due].append(one)
            self._by_catalogue[one.catalogue_id].append(one)
            if one.catalogue_id not in self._names:
                for name in (one.catalogue, one.vendor):
                    told = [word for word in words(name or "") if word not in _EMPTY]
                    if told:
                        self._names[one.catalogue_id].append(told)
                        self._by_word[told[0][:4]].add(one.catalogue_id)

    def _named(self, label: Label) -> dict[int, int]:
        """Return the catalogues that a label names, and by how many words."""
        found: dict[int, int] = {}
        text = label.text
        nearby = set().union(*(self._by_word.get(word[:4], set()) for word in text))
        for number in nearby:
            for name in self._names[number]:
                if all(_stands(word, label) for word in name):
                    found[number] = max(found.get(number, 0), len(name))
        return found

    def propose(self, line: StatementLine, label: Label) -> list[Proposal]:
        """Say what a transfer to a producer pays."""
        amount = -line.amount
        named = self._named(label)
        near = [
            one
            for number in named
            for one in self._by_catalogue[number]
            if self._is_due(one)
            and one.evening - timedelta(days=7) <= line.booked <= one.evening + _PAID_WITHIN
        ]
        exact = [one for one in near if one.due == amount]
        if exact:
            return [*_exact(exact, label, named)][:_MOST]
        several = [*_several(near, amount)]
        if several:
            return several[:2]
        if near:
            return [*_other(near, amount, label, named)][:_MOST]
        return [*self._by_amount_only(line, label)]

    def _by_amount_only(self, line: StatementLine, label: Label) -> Iterator[Proposal]:
        fitting = [
            one for one in self._by_amount.get(-line.amount, [])
            if self._is_due(one) and one.evening <= line.booked <= one.evening + _PAID_WITHIN
        ]  # fmt: skip
        if len(fitting) == 1:
            why = (Why.AMOUNT_ONLY,)
            yield Proposal(LineKind.PRODUCER, (_part(fitting[0]),), Sure.ASK, why)

    def take(self, line: StatementLine, proposal: Proposal) -> None:
        """Leave out what a line pays."""
        parts = tuple(one for one in proposal.parts if isinstance(one, ProducerPart))
        if not parts or proposal.kind is not LineKind.PRODUCER:
            return
        self._paid.append((line, parts))
        self._gone |= {(one.distribution_id, one.catalogue_id) for one in parts}

    def _is_due(self, one: BookProducer) -> bool:
        return (one.distribution_id, one.catalogue_id) not in self._gone

    def propose_returned(self, line: StatementLine, label: Label) -> list[Proposal]:
        """Say which payment to a producer came back."""
        found = []
        for paid, parts in self._paid:
            if paid.amount == -line.amount and paid.booked <= line.booked <= (
                paid.booked + _BACK_WITHIN
            ):
                found.append(parts)
        sure = Sure.LIKELY if len(found) == 1 else Sure.ASK
        return [
            Proposal(LineKind.PRODUCER_RETURNED, parts, sure, (Why.CAME_BACK,)) for parts in found
        ]


def _stands(word: str, label: Label) -> bool:
    text = label.text
    if word in text or word.rstrip("s") in text or f"{word}s" in text:
        return True
    for place in label.cuts:
        cut = text[place] if 0 <= place < len(text) else ""
        if len(cut) >= 2 and len(word) > len(cut) and word.startswith(cut):
            return True
    return False


def _part(one: BookProducer, difference: Decimal = ZERO) -> ProducerPart:
    return ProducerPart(
        one.distribution_id, one.evening, one.catalogue_id, one.catalogue, one.due, difference
    )


def _exact(
    fitting: Sequence[BookProducer], label: Label, named: dict[int, int]
) -> Iterator[Proposal]:
    ranked = sorted(
        fitting,
        key=lambda one: (not is_day(label.day, one.evening), -named[one.catalogue_id], one.evening),
    )
    dated = [one for one in fitting if is_day(label.day, one.evening)]
    contradicted = label.day is not None and label.day[1] and not dated
    for one in ranked:
        only = len(fitting) == 1 or (len(dated) == 1 and one is dated[0])
        sure = Sure.ASK
        if one is ranked[0]:
            sure = Sure.CERTAIN if only and not contradicted else Sure.LIKELY
        why = (Why.NAME, Why.DUE)
        yield Proposal(LineKind.PRODUCER, (_part(one),), sure, why)


def _several(near: Sequence[BookProducer], amount: Decimal) -> Iterator[Proposal]:
    """Several evenings, or catalogues of one producer, in one transfer."""
    latest = sorted(near, key=lambda one: one.evening)[-10:]
    wanted, cents = to_cents(amount), [to_cents(one.due) for one in latest]
    for size in (2, 3, 4):
        for places in combinations(range(len(latest)), size):
            if sum(cents[place] for place in places) != wanted:
                continue
            chosen = [latest[place] for place in places]
            if len({one.vendor_id for one in chosen}) == 1:
                parts = tuple(_part(one) for one in chosen)
                yield Proposal(
                    LineKind.PRODUCER, parts, Sure.LIKELY, (Why.NAME, Why.DUE, Why.SEVERAL)
                )


def _other(
    near: Sequence[BookProducer], amount: Decimal, label: Label, named: dict[int, int]
) -> Iterator[Proposal]:
    """Another amount than what is due: the evening that is named, swapped digits, the nearest."""
    ranked = sorted(
        near,
        key=lambda one: (
            not is_day(label.day, one.evening),
            -named[one.catalogue_id],
            not is_swapped(one.due, amount),
            abs(one.due - amount),
        ),
    )
    for one in ranked:
        why = Why.SWAPPED if is_swapped(one.due, amount) else Why.OTHER_THAN_DUE
        part = _part(one, amount - one.due)
        yield Proposal(LineKind.PRODUCER, (part,), Sure.ASK, (Why.NAME, why))


def propose_refund(
    accounts: Accounts, line: StatementLine, label: Label, credits: dict[int, list[Decimal]]
) -> list[Proposal]:
    """Say which member money is given back to; `credits` came with lines before it."""
    found = [one for one in accounts.candidates(line, label) if one.rank >= 4]
    amount = -line.amount
    proposals = []
    for one in found[:_MOST]:
        balance = one.member.balance
        owed = amount in credits.get(one.member.id, []) or balance == amount
        sure = Sure.CERTAIN if owed and len(found) == 1 else Sure.ASK
        why = (*one.why, Why.GIVES_BACK if owed else Why.NOTHING_DUE)
        part = MemberPart(one.member.id, What.REFUND, line.amount)
        proposals.append(Proposal(LineKind.REFUND, (part,), sure, why))
    return sorted(
        proposals, key=lambda each: each.sure is Sure.ASK and Why.GIVES_BACK not in each.why
    )


def propose_bounced(deposits: Deposits, line: StatementLine, label: Label) -> list[Proposal]:
    """Say which cheque came back: by its number and its amount."""
    amount = -line.amount
    found = deposits.find(label.numbers, amount)
    proposals = []
    for of, cheque in found[:_MOST]:
        numbered = bool(cheque.number) and any(
            one.lstrip("0") == (cheque.number or "").lstrip("0") for one in label.numbers
        )
        exact = cheque.amount == amount
        why = [Why.CHEQUE_NUMBER] if numbered else [Why.AMOUNT_ONLY]
        why += [Why.EXACT] if exact and numbered else []
        sure = Sure.CERTAIN if numbered and exact and len(found) == 1 else Sure.ASK
        part = ChequePart(cheque, line.amount, of.evening, of.slip, of.distribution_id)
        proposals.append(Proposal(LineKind.CHEQUE_BOUNCED, (part,), sure, tuple(why)))
    return proposals or [Proposal(LineKind.CHEQUE_BOUNCED, (), Sure.ASK, (Why.NOT_FOUND,))]


def propose_bounced_fee(
    line: StatementLine, label: Label, bounced: Sequence[tuple[date, ChequePart]]
) -> list[Proposal]:
    """Say which cheque's return the fee is for: the number, or the one of that day."""
    near = [
        part for day, part in bounced if abs((day - line.booked).days) <= 10
    ]  # fmt: skip
    wanted = {one.lstrip("0") for one in label.numbers}
    numbered = [one for one in near if (one.cheque.number or "").lstrip("0") in wanted - {""}]
    for one in numbered or (near if len(near) == 1 else []):
        part = ChequePart(one.cheque, line.amount, one.evening, one.slip, one.distribution_id)
        return [Proposal(LineKind.BANK_FEE, (part,), Sure.LIKELY, (Why.FEE_OF_CHEQUE,))]
    return [Proposal(LineKind.BANK_FEE, (), Sure.LIKELY, (Why.FEE_OF_CHEQUE,))]
