"""Payments by card: which evening's each line is, whole or less its commission."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import combinations

from cagette_tui.model.rules.bank_batches import not_found
from cagette_tui.model.rules.bank_books import (
    ZERO,
    BookCards,
    Books,
    CardPart,
    LineKind,
    Proposal,
    Sure,
    Why,
)
from cagette_tui.model.rules.bank_label import Label, LabelKind, is_day
from cagette_tui.model.rules.statement import StatementLine
from cagette_tui.money import round_cents
from cagette_tui.value import ValueObject

_CARDS_WAIT = timedelta(days=12)
# What a bank keeps of payments by card, at most.
_MOST_COMMISSION = Decimal("0.0175")
_MOST_LINES = 3
_MOST_PAYMENTS = 20

Read = tuple[StatementLine, Label]


class _Batch(ValueObject):
    """A line of payments by card; `gross` where its label or its commission's line says so."""

    place: int
    line: StatementLine
    label: Label
    gross: Decimal | None


def card_batches(read: Sequence[Read], books: Books) -> dict[int, list[Proposal]]:
    """Say which evening's payments by card each line is, all lines together.

    An evening is one line or several, each whole or less its commission, which may be a line of
    its own on that day.
    """
    batches = list(_batches(read))
    found: dict[int, list[Proposal]] = {}
    taken: dict[int, Decimal] = {}
    evenings = sorted(books.cards, key=lambda one: one.evening)
    for search in (_in_one, _in_several):
        for evening in evenings:
            if evening.distribution_id in taken or evening.seen or not evening.total:
                continue
            left = [one for one in evenings if one.distribution_id not in taken]
            near = [
                one for one in batches
                if one.place not in found
                and evening.evening <= one.line.booked <= evening.evening + _CARDS_WAIT
            ]  # fmt: skip
            for place, proposal in search(evening, near, left):
                found[place] = [proposal]
                taken[evening.distribution_id] = evening.total
    _parts_of_evenings(batches, evenings, taken, found)
    for one in batches:
        found.setdefault(one.place, [not_found(LineKind.CARD_BATCH)])
    return found


def _batches(read: Sequence[Read]) -> Iterator[_Batch]:
    lines = [one for one in enumerate(read) if one[1][1].kind is LabelKind.CARD]
    apart = set()
    for fee, label in read:
        if label.kind is LabelKind.CARD_COMMISSION:
            fitting = [(_kinship(fee, label, *one), -place) for place, one in lines]
            best = max(fitting, default=(0, 0))
            if best[0]:
                apart.add(-best[1])
    for place, (line, label) in lines:
        gross = label.gross
        if gross is None and place in apart:
            gross = line.amount
        yield _Batch(place, line, label, gross)


def _kinship(fee: StatementLine, of: Label, line: StatementLine, label: Label) -> int:
    """Say how well a commission's line goes with a batch; 0 where it does not."""
    days = (fee.booked - line.booked).days
    if not (0 <= days <= 5 and ZERO < -fee.amount <= line.amount * _MOST_COMMISSION):
        return 0
    if _shared_number(fee.label, line.label):
        return 4
    if of.day is not None and label.day is not None:
        return 3 if of.day == label.day else 0
    return 2 if days == 0 else 0


def _shared_number(one: str, other: str) -> bool:
    """Whether both bear the number of a batch: that of the contract is shorter."""
    figures = {word for word in one.split() if len(word) > 10 and any(map(str.isdigit, word))}
    return bool(figures & set(other.split()))


def _plausible(commission: Decimal, gross: Decimal) -> bool:
    return ZERO <= commission <= gross * _MOST_COMMISSION


def _in_one(
    evening: BookCards, near: Sequence[_Batch], others: Sequence[BookCards]
) -> Iterator[tuple[int, Proposal]]:
    """One line for the whole evening; it may be another's where that fits as well."""
    total, count = evening.total, len(evening.amounts)
    fitting = []
    for one in near:
        support = _fit(evening, one)
        rivals = [_fit(other, one) for other in others if other is not evening]
        best = max((rival for rival in rivals if rival is not None), default=None)
        if support is None or (best is not None and best > support):
            continue
        doubtful = support[0] == 0 or (best is not None and best[0] >= support[0])
        fitting.append((doubtful, total - one.line.amount, one.place, one))
    if fitting:
        doubtful, commission, _place, one = min(fitting, key=lambda each: each[:3])
        part = CardPart(evening.distribution_id, evening.evening, total, commission, count)
        sure = Sure.LIKELY if doubtful else Sure.CERTAIN
        yield one.place, Proposal(LineKind.CARD_BATCH, (part,), sure, (Why.LESS_COMMISSION,))


def _fit(evening: BookCards, one: _Batch) -> tuple[int, int] | None:
    """Say how well a line is a whole evening: what supports it, and how near it is in days."""
    total, days = evening.total, one.line.booked - evening.evening
    if not timedelta(0) <= days <= _CARDS_WAIT or evening.seen or not total:
        return None
    if one.gross not in (None, total) and one.line.amount != total:
        return None
    if one.label.count not in (None, len(evening.amounts)):
        return None
    if not _plausible(total - one.line.amount, total):
        return None
    support = 4 * (one.label.gross == total) + 2 * is_day(one.label.day, evening.evening)
    return support + (one.label.count is not None), -days.days


def _in_several(
    evening: BookCards, near: Sequence[_Batch], _others: Sequence[BookCards]
) -> Iterator[tuple[int, Proposal]]:
    """Several lines for one evening: together they are all of its payments."""
    for size in range(2, _MOST_LINES + 1):
        for several in combinations(near[:12], size):
            shares = _shares(evening, several)
            if shares is None:
                continue
            for one, (gross, count) in zip(several, shares, strict=True):
                part = CardPart(
                    evening.distribution_id, evening.evening, gross, gross - one.line.amount, count
                )
                why = (Why.PART_OF_EVENING, Why.LESS_COMMISSION)
                yield one.place, Proposal(LineKind.CARD_BATCH, (part,), Sure.LIKELY, why)
            return


def _shares(evening: BookCards, several: Sequence[_Batch]) -> list[tuple[Decimal, int]] | None:
    """Give what each line is before its commission, and how many payments; None if it is not so."""
    counts = [one.label.count for one in several]
    given = [count for count in counts if count is not None]
    if len(given) == len(counts) and sum(given) != len(evening.amounts):
        return None
    known = sum((one.gross for one in several if one.gross is not None), ZERO)
    nets = [one.line.amount for one in several if one.gross is None]
    rest = evening.total - known
    commission = rest - sum(nets, ZERO)
    if not nets:
        grosses = [one.gross or ZERO for one in several] if rest == 0 else []
    elif _plausible(commission, rest):
        grosses = _before(several, nets, rest)
    else:
        grosses = []
    if not grosses or not all(
        _plausible(gross - one.line.amount, gross)
        for gross, one in zip(grosses, several, strict=True)
    ):
        return None
    return _counted(evening, grosses, counts)


def _before(several: Sequence[_Batch], nets: Sequence[Decimal], rest: Decimal) -> list[Decimal]:
    """Spread a commission over lines in proportion; what rounding leaves goes to the last."""
    net = sum(nets, ZERO)
    left, grosses = rest, []
    waiting = len(nets)
    for one in several:
        if one.gross is not None:
            grosses.append(one.gross)
            continue
        waiting -= 1
        share = left if not waiting else round_cents(one.line.amount * rest / net)
        left -= share
        grosses.append(share)
    return grosses


def _counted(
    evening: BookCards, grosses: Sequence[Decimal], counts: Sequence[int | None]
) -> list[tuple[Decimal, int]] | None:
    """Find the payments that make each sum, a cent or two away where a commission was spread."""
    if len(evening.amounts) > _MOST_PAYMENTS:
        return [(gross, count or 0) for gross, count in zip(grosses, counts, strict=True)]
    sums = _sums(evening.amounts)
    found: list[tuple[Decimal, int]] = []
    for gross, count in zip(grosses[:-1], counts, strict=False):
        exact = None
        for off in ("0.00", "0.01", "-0.01", "0.02", "-0.02", "0.03", "-0.03"):
            sizes = sums.get(gross + Decimal(off), set())
            if count in sizes or (count is None and sizes):
                exact = (gross + Decimal(off), count if count is not None else min(sizes))
                break
        if exact is None:
            return None
        found.append(exact)
    left = evening.total - sum((gross for gross, _count in found), ZERO)
    number = len(evening.amounts) - sum(count for _gross, count in found)
    last = counts[-1]
    return [*found, (left, number)] if last in (None, number) else None


def _sums(amounts: Sequence[Decimal]) -> dict[Decimal, set[int]]:
    """Give each sum that some of the amounts make, and of how many."""
    sums: dict[Decimal, set[int]] = {ZERO: {0}}
    for amount in amounts:
        for one, sizes in list(sums.items()):
            sums.setdefault(one + amount, set()).update(size + 1 for size in sizes)
        if len(sums) > 150_000:
            break
    return sums


def _parts_of_evenings(
    batches: Sequence[_Batch],
    evenings: Sequence[BookCards],
    taken: dict[int, Decimal],
    found: dict[int, list[Proposal]],
) -> None:
    """The rest of an evening may be in another file: a line of its day, to be asked."""
    for one in batches:
        if one.place in found:
            continue
        for evening in evenings:
            left = evening.total - evening.seen - taken.get(evening.distribution_id, ZERO)
            gross = one.gross or one.line.amount
            near = evening.evening <= one.line.booked <= evening.evening + _CARDS_WAIT
            if not near or gross > left:
                continue
            count = one.label.count or 0
            # What the bank says of it before its commission is so; else it may be all that is left.
            unsaid = one.gross is None and _plausible(left - one.line.amount, left)
            exact = gross == left or unsaid
            if exact:
                gross = left
            part = CardPart(
                evening.distribution_id, evening.evening, gross, gross - one.line.amount, count
            )
            sure = Sure.LIKELY if exact and evening.seen else Sure.ASK
            found[one.place] = [
                Proposal(LineKind.CARD_BATCH, (part,), sure, (Why.PART_OF_EVENING,))
            ]
            taken[evening.distribution_id] = taken.get(evening.distribution_id, ZERO) + gross
            break
