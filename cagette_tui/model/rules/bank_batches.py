"""What goes to the bank together: cheques, payments by card, cash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from cagette_tui.model.rules.bank_books import (
    ZERO,
    BookCash,
    BookCheque,
    BookDeposit,
    Books,
    CashPart,
    ChequePart,
    ChequesPart,
    LineKind,
    Proposal,
    Sure,
    Why,
)
from cagette_tui.model.rules.bank_label import Label
from cagette_tui.model.rules.statement import StatementLine

_CHEQUES_WAIT = timedelta(days=120)
_CASH_WAIT = timedelta(days=21)


class Deposits:
    """The cheques that are on their way to the bank."""

    def __init__(self, books: Books) -> None:
        """Take those that no statement showed yet."""
        self._open = list(books.deposits)
        self._seen = list(books.deposited)
        self._begun = {_key(one) for one in books.deposits if one.begun}

    def propose(self, line: StatementLine, label: Label) -> list[Proposal]:
        """Say which deposit it is: by its total, or its total without one cheque."""
        near = [
            one for one in self._open
            if one.cheques and one.evening <= line.booked <= one.evening + _CHEQUES_WAIT
        ]  # fmt: skip
        untouched = [one for one in near if _key(one) not in self._begun]
        whole = [*_whole(line, label, untouched)]
        found = whole or [*_together(line, label, untouched)]
        if not found:
            found = [*_alone(line, label, near)] if label.count in (None, 1) else []
            missing = [*_one_missing(line, label, near)]
            found = [*missing, *found] if label.count not in (None, 1) else [*found, *missing]
        return found[:4] or [not_found(LineKind.CHEQUE_DEPOSIT)]

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
                self._begun.add(_key(one))

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
        missing, one.number,
    )  # fmt: skip


def _key(one: BookDeposit) -> tuple[int | None, int | None, date]:
    return one.number, one.distribution_id, one.evening


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


def not_found(kind: LineKind) -> Proposal:
    """Say what a line is, and that the books have nothing of its amount."""
    return Proposal(kind, (), Sure.ASK, (Why.NOT_FOUND,))


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
        return [not_found(LineKind.CASH_DEPOSIT)]

    def take(self, proposal: Proposal) -> None:
        """Leave out what a line was taken for."""
        gone = {part.move_id for part in proposal.parts if isinstance(part, CashPart)}
        self._open = [one for one in self._open if one.id not in gone]


def _cash(one: BookCash, amount: Decimal, sure: Sure) -> Proposal:
    why = Why.TAKEN_OUT if amount == one.amount else Why.OTHER_THAN_DUE
    return Proposal(LineKind.CASH_DEPOSIT, (CashPart(one.id, one.day, amount),), sure, (why,))
