"""The pile of cheques as it lies there, beside the cheques that the books expect (R15, R52).

Pure: derived from payments and the rows of the pile. Amounts in euros.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, ChequeView
from cagette_tui.model.rules.evening import NamedPayment, SheetView
from cagette_tui.value import ValueObject, cached_property


class PaperView(ValueObject):
    """One cheque of the books, with all that it pays: several baskets or members at once.

    `amount` is the sum of its payments, whatever they are for: what is written on it. `elsewhere`
    of it pays for other distributions, or for none, and `lies_there` says that it is on the pile
    of one of those. `pending`: one of its payments was announced only.
    """

    cheque: ChequeView
    amount: Decimal
    pending: bool
    members: tuple[str, ...]
    baskets: tuple[int, ...]  # their numbers
    operations: tuple[int, ...]
    elsewhere: Decimal = ZERO
    lies_there: bool = False

    def with_elsewhere(self, amount: Decimal, lies_there: bool) -> PaperView:
        """Return the cheque whole, where it pays so much besides this distribution (R15)."""
        whole = self.amount - self.elsewhere + amount
        return replace(self, amount=whole, elsewhere=amount, lies_there=lies_there)

    @property
    def id(self) -> int:
        """The cheque's number in the database."""
        return self.cheque.id


class PileEntry(ValueObject):
    """One sheet of the pile. `paper` is what the books know of it, `cheque` what is on it."""

    position: int
    amount: Decimal
    cheque: ChequeView | None
    paper: PaperView | None

    @property
    def expected(self) -> bool:
        """Whether the books have exactly this cheque."""
        return self.paper is not None and self.paper.amount == self.amount


class PileView(ValueObject):
    """The pile in its order, and the cheques of the distribution in the order of baskets."""

    distribution_id: int
    entries: tuple[PileEntry, ...]
    papers: tuple[PaperView, ...]

    @property
    def begun(self) -> bool:
        """Whether there is anything on the pile."""
        return bool(self.entries)

    @property
    def count(self) -> int:
        """How many sheets there are."""
        return len(self.entries)

    @property
    def total(self) -> Decimal:
        """What they come to."""
        return sum((entry.amount for entry in self.entries), ZERO)

    @cached_property
    def missing(self) -> tuple[PaperView, ...]:
        """Cheques that were received, by the books, and are not on the pile."""
        return tuple(paper for paper in self._elsewhere if not paper.pending)

    @cached_property
    def announced(self) -> tuple[PaperView, ...]:
        """Cheques that were announced, seen by nobody and not on the pile either."""
        return tuple(paper for paper in self._elsewhere if paper.pending)

    @cached_property
    def unexpected(self) -> tuple[PileEntry, ...]:
        """Sheets that the books do not have, or not with this amount."""
        return tuple(entry for entry in self.entries if not entry.expected)

    def candidates(self, amount: Decimal) -> tuple[PaperView, ...]:
        """Return the cheques of that amount that are not on the pile; those announced last."""
        there = self._on_pile | {paper.id for paper in self.lying_elsewhere}
        fit = [one for one in self.papers if one.amount == amount and one.id not in there]
        return tuple(sorted(fit, key=lambda paper: paper.pending))

    def has(self, amount: Decimal) -> bool:
        """Whether a sheet of that amount is on the pile."""
        return any(entry.amount == amount for entry in self.entries)

    @cached_property
    def _on_pile(self) -> frozenset[int]:
        return frozenset(entry.cheque.id for entry in self.entries if entry.cheque is not None)

    @cached_property
    def _elsewhere(self) -> tuple[PaperView, ...]:
        found = {entry.paper.id for entry in self.entries if entry.paper and entry.expected}
        found |= {paper.id for paper in self.lying_elsewhere}
        return tuple(paper for paper in self.papers if paper.id not in found)

    @property
    def lying_elsewhere(self) -> tuple[PaperView, ...]:
        """Cheques that pay another distribution too, and lie on its pile (R15)."""
        return tuple(paper for paper in self.papers if paper.lies_there)


def unnumbered(sheet: SheetView) -> int:
    """Count the cheques received whose number nobody noted: their slip has a gap."""
    return sum(not one.pending and not one.cheque.number for one in papers_of(sheet))


def papers_of(sheet: SheetView) -> tuple[PaperView, ...]:
    """Gather the cheques of a distribution, in the order of the baskets that they pay."""
    return gathered(sheet.payments)


def gathered(payments: Iterable[NamedPayment]) -> tuple[PaperView, ...]:
    """Gather payments by the cheque that they are on; those without one are left out."""
    found: dict[int, list[NamedPayment]] = {}
    for part in payments:
        if part[0].cheque is not None:
            found.setdefault(part[0].cheque.id, []).append(part)
    return tuple(map(_paper, found.values()))


def _paper(parts: Sequence[NamedPayment]) -> PaperView:
    cheque = parts[0][0].cheque
    assert cheque is not None
    return PaperView(
        cheque,
        sum((payment.amount for payment, _member, _number in parts), ZERO),
        any(payment.pending for payment, _member, _number in parts),
        tuple(dict.fromkeys(member for _payment, member, _number in parts)),
        tuple(number for _payment, _member, number in parts if number is not None),
        tuple(payment.id for payment, _member, _number in parts),
    )
