"""What goes to the bank together: cheques, payments by card, cash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from cagette_tui.model.rules.bank_books import (
    ZERO,
    BookCards,
    BookCash,
    BookCheque,
    BookDeposit,
    Books,
    CardPart,
    CashPart,
    ChequePart,
    ChequesPart,
    LineKind,
    Proposal,
    Sure,
    Why,
)
from cagette_tui.model.rules.bank_label import Label, LabelKind, is_day
from cagette_tui.model.rules.statement import StatementLine
from cagette_tui.money import round_cents

_CHEQUES_WAIT = timedelta(days=120)
_CARDS_WAIT = timedelta(days=12)
_CASH_WAIT = timedelta(days=21)
# What a bank keeps of payments by card, at most.
_MOST_COMMISSION = Decimal("0.0175")
_MOST_LINES = 3
_MOST_PAYMENTS = 20

Read = tuple[StatementLine, Label]


class Deposits:
    """The cheques that are on their way to the bank."""

    def __init__(self, books: Books) -> None:
        """Take those that no statement showed yet."""
        self._open = list(books.deposits)
        self._seen = list(books.deposited)
        self._begun = {(one.distribution_id, one.evening) for one in books.deposits if one.begun}

    def propose(self, line: StatementLine, label: Label) -> list[Proposal]:
        """Say which deposit it is: by its total, or its total without one cheque."""
        near = [
            one for one in self._open
            if one.cheques and one.evening <= line.booked <= one.evening + _CHEQUES_WAIT
        ]  # fmt: skip
        untouched = [one for one in near if (one.distribution_id, one.evening) not in self._begun]
        whole = [*_whole(line, label, untouched)]
        found = whole or [*_together(line, label, untouched)]
        if not found:
            found = [*_alone(line, label, near)] if label.count in (None, 1) else []
            missing = [*_one_missing(line, label, near)]
            found = [*missing, *found] if label.count not in (None, 1) else [*found, *missing]
        return found[:4] or [_unknown(LineKind.CHEQUE_DEPOSIT)]

    def take(self, proposal: Proposal) -> None:
        """Leave out the cheques that a line was taken for."""
        gone: set[int] = set()
        for part in proposal.parts:
            if isinstance(part, ChequesPart):
                missing = part.missing.id if part.missing else None
                gone |= {one.id for one in part.cheques} - {missing}
            elif isinstance(part, ChequePart):
                gone.add(part.cheque.id)
        for place, one in enumerate(self._open):
            left = tuple(cheque for cheque in one.cheques if cheque.id not in gone)
            if len(left) != len(one.cheques):
                seen = tuple(cheque for cheque in one.cheques if cheque.id in gone)
                self._seen.append(replace(one, cheques=seen))
                self._open[place] = replace(one, cheques=left)
                self._begun.add((one.distribution_id, one.evening))

    def find(self, numbers: Sequence[str], amount: Decimal) -> list[tuple[BookDeposit, BookCheque]]:
        """Find the cheques that may have come back: with that number, or at least that amount."""
        there = [(of, one) for of in (*self._seen, *self._open) for one in of.cheques]
        wanted = {_figures(number) for number in numbers}
        named = [pair for pair in there if pair[1].number and _figures(pair[1].number) in wanted]
        exact = [pair for pair in named if pair[1].amount == amount]
        return exact or named or [pair for pair in there if pair[1].amount == amount]


def _figures(text: str) -> str:
    return text.lstrip("0")


def _slip(label: Label, one: BookDeposit) -> str | None:
    return one.slip or (label.numbers[0] if label.numbers else None)


def _cheques(label: Label, one: BookDeposit, missing: BookCheque | None = None) -> ChequesPart:
    difference = -missing.amount if missing else ZERO
    return ChequesPart(
        one.evening, one.distribution_id, _slip(label, one), one.cheques, one.total, difference,
        missing,
    )  # fmt: skip


def _whole(line: StatementLine, label: Label, near: Sequence[BookDeposit]) -> Iterator[Proposal]:
    fitting = [one for one in near if one.total == line.amount]
    for one in fitting:
        other_count = label.count is not None and label.count != len(one.cheques)
        why = (Why.TOTAL, Why.OTHER_COUNT) if other_count else (Why.TOTAL,)
        sure = Sure.ASK if other_count else Sure.CERTAIN if len(fitting) == 1 else Sure.LIKELY
        yield Proposal(LineKind.CHEQUE_DEPOSIT, (_cheques(label, one),), sure, why)


def _together(line: StatementLine, label: Label, near: Sequence[BookDeposit]) -> Iterator[Proposal]:
    """Several evenings that were taken to the bank at once."""
    latest = sorted(near, key=lambda one: one.evening)[-8:]
    for size in range(2, len(latest) + 1):
        for first in range(len(latest) - size + 1):
            several = latest[first : first + size]
            if sum((one.total for one in several), ZERO) != line.amount:
                continue
            count = sum(len(one.cheques) for one in several)
            sure = Sure.LIKELY if label.count in (None, count) else Sure.ASK
            parts = tuple(_cheques(label, one) for one in several)
            yield Proposal(LineKind.CHEQUE_DEPOSIT, parts, sure, (Why.TOTAL, Why.SEVERAL))


def _one_missing(
    line: StatementLine, label: Label, near: Sequence[BookDeposit]
) -> Iterator[Proposal]:
    for one in near:
        lacking = one.total - line.amount
        counted = label.count in (None, len(one.cheques) - 1)
        for cheque in one.cheques:
            if cheque.amount == lacking and len(one.cheques) > 1 and counted:
                part = _cheques(label, one, cheque)
                yield Proposal(
                    LineKind.CHEQUE_DEPOSIT, (part,), Sure.ASK, (Why.TOTAL, Why.CHEQUE_MISSING)
                )


def _alone(line: StatementLine, label: Label, near: Sequence[BookDeposit]) -> Iterator[Proposal]:
    found = [(of, one) for of in near for one in of.cheques if one.amount == line.amount]
    for of, one in found:
        sure = Sure.LIKELY if len(found) == 1 else Sure.ASK
        part = ChequePart(one, line.amount, of.evening, of.slip, of.distribution_id)
        yield Proposal(LineKind.CHEQUE_DEPOSIT, (part,), sure, (Why.CHEQUE_ALONE,))


def _unknown(kind: LineKind) -> Proposal:
    return Proposal(kind, (), Sure.ASK, (Why.NOT_FOUND,))


# --- Payments by card --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Batch:
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
            near = [
                one for one in batches
                if one.place not in found
                and evening.evening <= one.line.booked <= evening.evening + _CARDS_WAIT
            ]  # fmt: skip
            for place, proposal in search(evening, near):
                found[place] = [proposal]
                taken[evening.distribution_id] = evening.total
    _parts_of_evenings(batches, evenings, taken, found)
    for one in batches:
        found.setdefault(one.place, [_unknown(LineKind.CARD_BATCH)])
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


def _in_one(evening: BookCards, near: Sequence[_Batch]) -> Iterator[tuple[int, Proposal]]:
    """One line for the whole evening."""
    total, count = evening.total, len(evening.amounts)
    fitting = []
    for one in near:
        commission = total - one.line.amount
        if one.gross not in (None, total) and one.line.amount != total:
            continue
        if not _plausible(commission, total) or one.label.count not in (None, count):
            continue
        supported = (
            one.label.gross == total
            or one.label.count == count
            or is_day(one.label.day, evening.evening)
        )
        fitting.append((not supported, commission, one))
    if fitting:
        unsupported, commission, one = min(fitting, key=lambda each: each[:2])
        part = CardPart(evening.distribution_id, evening.evening, total, commission, count)
        sure = Sure.LIKELY if unsupported else Sure.CERTAIN
        yield one.place, Proposal(LineKind.CARD_BATCH, (part,), sure, (Why.LESS_COMMISSION,))


def _in_several(evening: BookCards, near: Sequence[_Batch]) -> Iterator[tuple[int, Proposal]]:
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
            exact = gross == left or _plausible(left - one.line.amount, left)
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


# --- Cash --------------------------------------------------------------------------------------


class Cash:
    """What was taken out of the box and may be on its way to the bank."""

    def __init__(self, books: Books) -> None:
        """Take what no statement showed yet."""
        self._open = list(books.cash)

    def propose(self, line: StatementLine, label: Label) -> list[Proposal]:
        """Say which cash it is, by its amount and its day."""
        near = [one for one in self._open if one.day <= line.booked <= one.day + _CASH_WAIT]
        exact = [one for one in near if one.amount == line.amount]
        if exact:
            sure = Sure.CERTAIN if len(exact) == 1 else Sure.LIKELY
            latest = sorted(exact, key=lambda one: one.day, reverse=True)
            return [
                _cash(one, line.amount, sure if one is latest[0] else Sure.ASK)
                for one in latest[:3]
            ]
        nearest = sorted(near, key=lambda one: abs(one.amount - line.amount))
        close = [one for one in nearest if abs(one.amount - line.amount) <= one.amount / 5]
        if close:
            return [_cash(one, line.amount, Sure.ASK) for one in close[:2]]
        return [_unknown(LineKind.CASH_DEPOSIT)]

    def take(self, proposal: Proposal) -> None:
        """Leave out what a line was taken for."""
        gone = {part.move_id for part in proposal.parts if isinstance(part, CashPart)}
        self._open = [one for one in self._open if one.id not in gone]


def _cash(one: BookCash, amount: Decimal, sure: Sure) -> Proposal:
    why = Why.TAKEN_OUT if amount == one.amount else Why.OTHER_THAN_DUE
    return Proposal(LineKind.CASH_DEPOSIT, (CashPart(one.id, one.day, amount),), sure, (why,))


def day_of_evening(label: Label, evening: date) -> bool:
    """Whether a label names an evening."""
    return is_day(label.day, evening)
