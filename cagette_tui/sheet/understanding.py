"""What a line means, as it is typed, and doing it: what a screen needs of the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from cagette_tui.model.acts.writing import Desk, together, writing
from cagette_tui.model.reading.baskets import accepted_modes, read_sheet
from cagette_tui.model.reading.last_word import last_word
from cagette_tui.model.reading.memberships import read_fees
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.deposits import SameCheque
from cagette_tui.model.rules.doubts import OwedElsewhere
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.held_back import AnnouncedOnAccount, TypedBefore
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.members import Fees
from cagette_tui.model.rules.refusals import BalanceMoved, Refused, WeightTooLarge
from cagette_tui.model.rules.steps import Terms as RulesTerms
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.sheet.deeds import Change
from cagette_tui.sheet.grammar import read_line
from cagette_tui.sheet.planning import Group, Plan, plan_line
from cagette_tui.sheet.problems import (
    AmbiguousMember,
    AmbiguousProduct,
    Asks,
    Question,
    SheetProblem,
)
from cagette_tui.sheet.steps import Terms, Work
from cagette_tui.value import ValueObject


class Grasp(StrEnum):
    """How far a line is understood."""

    EMPTY = "empty"  # nothing, or a remark
    INCOMPLETE = "incomplete"  # right so far: typing goes on
    WRONG = "wrong"
    ASKS = "asks"  # clear, but it would ask something first
    READY = "ready"


class Understanding(ValueObject):
    """What a line would do, as far as it goes; `problem` is what is wrong, or still lacks.

    `questions` are those that it would ask, or else those to which its `!` says yes.
    """

    grasp: Grasp
    changes: tuple[Change, ...] = ()
    skipped: tuple[BasketView, ...] = ()  # of a range, since they are validated already
    questions: tuple[Question, ...] = ()
    pieces: tuple[LineView, ...] = ()  # of the product whose quantities are still to be typed
    problem: SheetProblem | Refused | None = None

    @property
    def asks(self) -> Asks:
        """The questions, as the one thing to say."""
        return Asks(self.questions, len(self.changes))

    @property
    def candidates(self) -> tuple[tuple[int | None, str], ...]:
        """What an ambiguous word may mean: members with their numbers, or products."""
        if isinstance(self.problem, AmbiguousMember):
            return self.problem.candidates
        if isinstance(self.problem, AmbiguousProduct):
            return tuple((None, product) for product, _catalogue in self.problem.candidates)
        return ()


class Answer(ValueObject):
    """What a line did; without changes and skipped baskets there was nothing to do."""

    changes: tuple[Change, ...] = ()
    skipped: tuple[BasketView, ...] = ()
    questions: tuple[Question, ...] = ()  # that were answered yes


def understand(
    text: str,
    sheet: SheetView,
    *,
    accepted: Sequence[Mode] = tuple(Mode),
    now: datetime | None = None,
    zone: str = "",
    sure: bool = False,
    announces: bool | None = None,
    fees: Fees | None = None,
) -> Understanding:
    """Say what a line means in a distribution whose lines were read. Pure; never raises.

    `accepted` are the group's modes (R13), `now` what R40 is judged by, where it is given, and
    `zone` the clock's, where a refusal should name it (R64);
    `sure` answers yes as a `!` at the end does; `announces`: whether a transfer of which nothing
    else is written is only announced in this evening (R22); `fees`: what memberships cost, and who
    has paid theirs.
    """
    line = read_line(text)
    if line.empty:
        return Understanding(Grasp.EMPTY)
    plan = plan_line(
        line,
        sheet,
        terms_of(sheet, accepted, now, zone, fees=fees or Fees(), sure=sure, announces=announces),
    )
    return Understanding(
        _grasp(plan),
        plan.changes,
        plan.skipped,
        plan.unanswered or plan.questions,
        plan.pieces,
        plan.problem,
    )


def apply_line(
    desk: Desk,
    distribution_id: int,
    text: str,
    *,
    sure: bool = False,
    sheet: SheetView | None = None,
    announces: bool | None = None,
) -> Answer:
    """Do what a line says, all or nothing, in one act; a range in one act for each basket.

    `sure` answers yes as a `!` at the end does. `sheet` is what was shown: a basket that moved
    since is refused; without it, it is read now. Raises `Asks` with the questions,
    `SheetProblem`, what the model refuses, and storage problems.
    """
    line = read_line(text)
    if line.empty:
        return Answer()
    if sheet is None:
        sheet = read_sheet(distribution_id)
    terms = terms_of(
        sheet,
        accepted_modes(),
        desk.now(),
        desk.zone(),
        fees=read_fees(one.member_id for one in sheet.baskets),
        sure=sure,
        announces=announces,
    )
    plan = plan_line(line, sheet, terms)
    must_be_clear(plan)
    return carry_out(desk, plan)


def must_be_clear(plan: Plan) -> None:
    """Refuse a line that is wrong, or that asks what it does not answer: `Asks`."""
    if plan.problem is not None:
        raise plan.problem
    if plan.unanswered:
        raise Asks(plan.unanswered, len(plan.changes))


def carry_out(desk: Desk, plan: Plan) -> Answer:
    """Do what was planned. Raises what the model refuses, and storage problems.

    Only the books know whether a cheque is there already (R15), whether a transfer waits on an
    account (R22), what is owed at another evening's basket (R18), and what was typed and not
    recorded (R63): that is asked now, by `Asks`.
    """
    changes: list[Change] = []
    desk = replace(desk, another_cheque=plan.terms.sure)
    with together():
        for group in plan.groups:
            baskets = {one.id: one for one in group.baskets}
            work = Work(desk, baskets, plan.terms, group.draft.outcomes)
            try:
                with writing(desk):
                    for step in group.steps:
                        step.carry_out(work)
                    _must_be_as_foreseen(group, work)
            except (SameCheque, AnnouncedOnAccount, OwedElsewhere, TypedBefore) as asked:
                raise Asks(
                    (Question(group.baskets[0].number, asked),), len(plan.changes)
                ) from asked
            deeds = group.draft.deeds
            changes += (
                Change(one, work.baskets[one.id], tuple(deeds.get(one.id, ())))
                for one in group.baskets
            )
    return Answer(tuple(changes), plan.skipped, plan.questions)


def _must_be_as_foreseen(group: Group, work: Work) -> None:
    """Refuse what came to other amounts than were shown: an account moved without its basket."""
    for basket_id, foreseen in group.draft.baskets.items():
        now = work.baskets[basket_id]
        if now.balance != foreseen.balance:
            last = last_word(JournalEntry.member == now.member_id)
            raise BalanceMoved(foreseen.balance, now.balance, last)


def terms_of(
    sheet: SheetView,
    accepted: Sequence[Mode],
    now: datetime | None,
    zone: str,
    *,
    fees: Fees,
    sure: bool = False,
    announces: bool | None = None,
) -> Terms:
    """Return under which a line is done; without a time, as from the distribution's start."""
    one = sheet.distribution
    judged_by = RulesTerms(tuple(accepted), now or one.starts_at, one.opens_at, zone=zone)
    return Terms(judged_by, sure, announces=announces, fees=fees)


def _grasp(plan: Plan) -> Grasp:
    if plan.problem is not None:
        unfinished = isinstance(plan.problem, SheetProblem) and plan.problem.unfinished
        # A weight in grams is too much until its g is typed.
        unfinished |= isinstance(plan.problem, WeightTooLarge)
        return Grasp.INCOMPLETE if unfinished else Grasp.WRONG
    if plan.unanswered:
        return Grasp.ASKS
    return Grasp.READY
