"""The parts of a line, one model act each: what it would do, and doing it.

`foresee` follows the rules on the views, without writing; `carry_out` calls the model, with
the answers that a line which ends in `!` gives. Both leave the baskets as they are then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.delivering import set_delivered, set_quantity
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.delivering import (
    after_lines,
    doubts_about,
    must_change_presence,
    not_delivered,
    with_quantity,
)
from cagette_tui.model.rules.members import Fees
from cagette_tui.model.rules.outcome import Outcome
from cagette_tui.model.rules.refusals import LineUnchanged
from cagette_tui.model.rules.steps import Terms as RulesTerms
from cagette_tui.sheet.deeds import Change, Deed, LeftAbsent, TakenOut, Weighed
from cagette_tui.sheet.problems import AbsentOwes, Question
from cagette_tui.value import ValueObject


class Terms(ValueObject):
    """Under which a line is done: what the rules judge it by, and what the line answers."""

    rules: RulesTerms
    sure: bool = False
    remark: str = ""
    announces: bool | None = None  # whether the evening's transfers are only announced (R22)
    fees: Fees = field(default_factory=Fees)


@dataclass
class Draft:
    """Some baskets as a line would leave them so far, by their ids, and what it would ask."""

    baskets: dict[int, BasketView]
    terms: Terms
    deeds: dict[int, list[Deed]] = field(default_factory=lambda: defaultdict(list))
    questions: list[Question] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    pieces: tuple[LineView, ...] = ()  # of the product whose quantities are still to be typed

    def did(self, basket: BasketView, *deeds: Deed) -> None:
        """Note what a basket has become, and by what."""
        self.baskets[basket.id] = basket
        self.deeds[basket.id].extend(deeds)

    def ask(self, basket: BasketView, problem: Exception) -> None:
        """Note what would be asked; what follows goes on as if the answer were yes."""
        self.questions.append(Question(basket.number, problem))

    def changes(self, before: Iterable[BasketView]) -> tuple[Change, ...]:
        """Return what becomes of each basket."""
        return tuple(
            Change(one, self.baskets[one.id], tuple(self.deeds.get(one.id, ()))) for one in before
        )


@dataclass
class Work:
    """Some baskets while a line is carried out, as they are now."""

    desk: Desk
    baskets: dict[int, BasketView]
    terms: Terms
    outcomes: dict[int, Outcome]

    def version(self, basket_id: int) -> int:
        """Return the version that the next act sees."""
        return self.baskets[basket_id].version

    def left(self, *baskets: BasketView) -> None:
        """Note what an act left."""
        self.baskets |= {basket.id: basket for basket in baskets}


class Step(Protocol):
    """One part of a line."""

    def foresee(self, draft: Draft) -> None:
        """Say what it would do. Raises what it would be refused with."""

    def carry_out(self, work: Work) -> None:
        """Book this part, in the act that is under way."""


class TakeOut(ValueObject):
    """Some lines of one product were not delivered (R30)."""

    basket: int
    lines: tuple[int, ...]

    def foresee(self, draft: Draft) -> None:
        """Raise `LineUnchanged` where nothing of it was delivered anyway."""
        before = draft.baskets[self.basket]
        lines = self._delivered(before)
        if not lines:
            raise LineUnchanged()
        basket = after_lines(before, map(not_delivered, lines))
        draft.did(basket, TakenOut(lines[0].product, before.cost - basket.cost))

    def carry_out(self, work: Work) -> None:
        """Take them out one by one."""
        for line in self._delivered(work.baskets[self.basket]):
            work.left(set_delivered(work.desk, line.id, work.version(self.basket), False))

    def _delivered(self, basket: BasketView) -> list[LineView]:
        return [line for line in basket.lines if line.id in self.lines and line.delivered]


class Weigh(ValueObject):
    """What was delivered of each piece of one product (R32), by their lines."""

    basket: int
    quantities: tuple[tuple[int, Decimal], ...]

    def foresee(self, draft: Draft) -> None:
        """Ask about weights that are far off, and about fractions of what comes in pieces (R7)."""
        basket = draft.baskets[self.basket]
        lines = []
        for line_id, quantity in self.quantities:
            line = line_of(basket, line_id)
            lines.append(with_quantity(line, quantity, {"by_weight": True}))
            for doubt in doubts_about(line, quantity):
                draft.ask(basket, doubt)
            basket = after_lines(basket, lines[-1:])
        total = sum((line.total for line in lines), Decimal("0.00"))
        delivered = tuple(line.delivered for line in lines)
        draft.did(basket, Weighed(lines[0].product, delivered, total))

    def carry_out(self, work: Work) -> None:
        """Enter them one by one."""
        for line_id, quantity in self.quantities:
            version = work.version(self.basket)
            work.left(
                set_quantity(work.desk, line_id, version, quantity, by_weight=work.terms.sure)
            )


class LeaveAbsent(ValueObject):
    """Nobody collected the basket: yes keeps its debt (R34)."""

    basket: int

    def foresee(self, draft: Draft) -> None:
        """Ask what becomes of what it costs."""
        basket = draft.baskets[self.basket]
        must_change_presence(basket, absent=True)
        draft.ask(basket, AbsentOwes(basket.cost))
        draft.did(replace(basket, absent=True), LeftAbsent())

    def carry_out(self, work: Work) -> None:
        """Mark it."""
        version = work.version(self.basket)
        work.left(mark_absent(work.desk, self.basket, version, release=False))


def line_of(basket: BasketView, line_id: int) -> LineView:
    """Return a line of a basket, as it is now."""
    return next(line for line in basket.lines if line.id == line_id)
