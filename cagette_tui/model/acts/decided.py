"""Write what the rules decided, for one basket or many, inside an act under way.

A single row takes its prepared statement; many rows of a table take one or a few. What is
written is noted in the entries of the baskets. Amounts are euros.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cagette_tui.model.acts.many_rows import Change, change_rows, insert_new
from cagette_tui.model.acts.writing import Entry
from cagette_tui.model.rules.after import with_rows
from cagette_tui.model.rules.basket import BasketView, OperationView
from cagette_tui.model.rules.days import day_again
from cagette_tui.model.rules.kinds import MODE_CHANGED, Kind
from cagette_tui.model.rules.steps import (
    Book,
    ChangeMode,
    Decision,
    Drop,
    Intend,
    Lock,
    Note,
    Paper,
    See,
    Step,
)
from cagette_tui.model.tables.distribution import Basket
from cagette_tui.model.tables.ledger import Cheque, Operation


def write_decisions(
    entries: Mapping[int, Entry], decisions: Sequence[Decision]
) -> tuple[BasketView, ...]:
    """Write the steps of each basket and move its version once; return the baskets as they are.

    `entries` are the act's, by the baskets' ids. A basket without steps stays as it was.
    """
    papers = _write_papers(entries, decisions)
    for table, changes in ((Operation, _to_payments), (Cheque, _to_cheques)):
        change_rows(
            table,
            [
                change
                for decision in decisions
                for step in decision.steps
                for change in changes(entries[decision.before.id], step)
            ],
        )
    new = [
        (entries[decision.before.id], row)
        for decision in decisions
        for step in decision.steps
        if (row := _new_payment(entries[decision.before.id], decision.before, step, papers))
    ]
    insert_new(new)
    rows: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for _entry, row in new:
        rows[row.basket_id or 0].append((row.id, row.cheque_id))
    change_rows(Basket, [_to_basket(entries[one.before.id], one) for one in decisions if one.steps])
    return tuple(
        replace(with_rows(one.after, rows[one.before.id]), version=one.before.version + 1)
        if one.steps
        else one.before
        for one in decisions
    )


def _write_papers(
    entries: Mapping[int, Entry], decisions: Sequence[Decision]
) -> dict[Paper, Cheque]:
    """Write each cheque once, whatever it pays, in the entry of the first basket that it pays."""
    papers: dict[Paper, tuple[Entry, Cheque]] = {}
    for decision in decisions:
        for step in decision.steps:
            paper = step.paper if isinstance(step, Book | ChangeMode) else None
            if paper is not None and paper not in papers:
                row = Cheque(**paper.details.written)
                papers[paper] = (entries[decision.before.id], row)
    insert_new([*papers.values()])
    return {paper: row for paper, (_entry, row) in papers.items()}


def _new_payment(
    entry: Entry, basket: BasketView, step: Step, papers: Mapping[Paper, Cheque]
) -> Operation | None:
    """Return the payment that a step enters, if it does."""
    if not isinstance(step, Book | ChangeMode):
        return None
    old = step.payment if isinstance(step, ChangeMode) else None
    said = step if isinstance(step, Book) else step.payment
    day = said.day if old is None else day_again(old.day, old.created_at, entry.act.at)
    return entry.act.operation(
        basket.member_id,
        Kind.PAYMENT,
        said.amount,
        basket=basket.id,
        distribution=basket.distribution_id,
        mode=step.mode,
        pending=said.pending,
        cheque=None if step.paper is None else papers[step.paper].id,
        membership=None if old is None else old.membership_id,
        reason=said.reason,
        day=day,
    )


def _to_payments(entry: Entry, step: Step) -> list[Change]:
    """Return what a step changes of a payment that is there."""
    match step:
        case See(payment):
            return [Change(entry, payment.id, {"pending": True}, {"pending": False})]
        case Drop(payment, why):
            return [_cancelling(entry, payment, why)]
        case ChangeMode(payment):
            return [_cancelling(entry, payment, MODE_CHANGED)]
    return []


def _cancelling(entry: Entry, payment: OperationView, why: str) -> Change:
    """Cancel a payment, with who, when and why (R20)."""
    names = ("cancelled_at", "cancelled_by", "cancel_reason")
    before = {name: getattr(payment, name) for name in names}
    after = dict(zip(names, (entry.act.at, entry.act.who, why), strict=True))
    return Change(entry, payment.id, before, after)


def _to_cheques(entry: Entry, step: Step) -> list[Change]:
    """Return what a step writes on a cheque that is there."""
    if not isinstance(step, See | Note) or step.details is None or step.payment.cheque is None:
        return []
    cheque, said = step.payment.cheque, step.details.said
    before = {name: getattr(cheque, name) for name in said}
    return [Change(entry, cheque.id, before, said)] if before != said else []


def _to_basket(entry: Entry, decision: Decision) -> Change:
    """Return what the steps change of the basket's own row; its version moves."""
    view = decision.before
    before: dict[str, object] = {"version": view.version}
    after: dict[str, object] = {"version": view.version + 1}
    for step in decision.steps:
        match step:
            case Intend(on_the_spot):
                before["on_the_spot"] = view.intends_on_the_spot
                after["on_the_spot"] = on_the_spot
            case Lock():
                before |= {
                    "on_the_spot": view.intends_on_the_spot,
                    "validated_at": view.validated_at,
                    "validated_by": view.validated_by,
                }
                after |= {
                    "on_the_spot": False,
                    "validated_at": entry.act.at,
                    "validated_by": entry.act.who,
                }
    return Change(entry, view.id, before, after)
