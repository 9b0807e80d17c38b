"""Two mistakes at once: at two baskets that stand together, or where the pile shows one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from cagette_tui.model.finding import rates
from cagette_tui.model.finding.evening import Evening
from cagette_tui.model.finding.proposals import (
    Cancel,
    Cause,
    ChangeMode,
    Confirm,
    EnterMembership,
    EnterPayment,
    EnterRefund,
    Guess,
    Step,
)
from cagette_tui.model.rules.kinds import Mode

_MILLION = 1_000_000
# What is done row by row; the rest would only add chance.
_PAIRED = frozenset(
    {
        Cause.WRITTEN_AS_CASH,
        Cause.WAS_CASH,
        Cause.UNPAID,
        Cause.NOT_ENTERED,
        Cause.REFUND_NOT_ENTERED,
        Cause.REFUND_NOT_GIVEN,
        Cause.MEMBERSHIP,
    }
)


def two_together(evening: Evening, guesses: Sequence[Guess]) -> Iterator[Guess]:
    """Combine single mistakes that together make the difference, each pair once."""
    wanted = evening.difference
    single = [one for one in guesses if one.cause in _PAIRED and one.effect != wanted]
    # A member has one basket in a distribution: members stand for baskets here.
    of_member: dict[int | None, list[Guess]] = defaultdict(list)
    for guess in single:
        members = {place.member_id for place in (step.place for step in guess.steps)}
        if len(members) == 1:
            of_member[members.pop()].append(guess)
    pairs: dict[frozenset[Guess], Guess] = {}
    for here, there in _neighbours(evening):
        for pair in _matching(of_member[here], of_member[there], wanted):
            pairs.setdefault(frozenset(pair), _together(evening, *pair, rates.TOGETHER))
    shown = [one for one in single if one.evidence]
    for pair in _matching(shown, single, wanted):
        pairs.setdefault(frozenset(pair), _together(evening, *pair, 1))
    yield from pairs.values()


def _neighbours(evening: Evening) -> Iterator[tuple[int, int]]:
    """Each member alone, and those next to each other in the list and in the order of entry."""
    listed = [basket.member_id for basket in evening.sheet.baskets]
    entered = [entry.operation.member_id for entry in evening.entries]
    yield from ((member, member) for member in dict.fromkeys([*listed, *entered]))
    yield from pairwise(listed)
    yield from pairwise(entered)


def _matching(
    these: Iterable[Guess], those: Iterable[Guess], wanted: Decimal
) -> Iterator[tuple[Guess, Guess]]:
    by_effect: dict[Decimal, list[Guess]] = defaultdict(list)
    for other in those:
        by_effect[other.effect].append(other)
    for one in these:
        for other in by_effect.get(wanted - one.effect, ()):
            if not _touched(one) & _touched(other):
                yield one, other


def _touched(guess: Guess) -> set[Hashable]:
    """What a guess changes: no pair changes one thing twice."""
    touched: set[Hashable] = set()
    for step in guess.steps:
        mend = step.mend
        if isinstance(mend, ChangeMode | Cancel | Confirm):
            touched.add(mend.operation_id)
        elif isinstance(mend, EnterPayment | EnterRefund):
            touched.add(("balance", mend.member_id))
        elif isinstance(mend, EnterMembership):
            touched.add(("membership", mend.member_id))
    return touched


def _together(evening: Evening, first: Guess, second: Guess, factor: int) -> Guess:
    first, second = sorted((first, second), key=lambda one: (_number(one), one.entered))
    steps, evidence = (*first.steps, *second.steps), first.evidence or second.evidence
    chances = first.chances * second.chances * factor // _MILLION
    if evidence:
        # The pile proves the one; the other is as likely as alone.
        chances = min(first.chances, second.chances)
    elif _one_cheque(evening, first, second):
        steps, evidence = tuple(_by_cheque(step) for step in steps), True
    entered = max(first.entered, second.entered)
    return Guess(Cause.TWO_TOGETHER, evening.difference, steps, chances, evidence, entered)


def _number(guess: Guess) -> int:
    return guess.steps[0].place.number or 0


def _one_cheque(evening: Evening, first: Guess, second: Guess) -> bool:
    """Both are written as cash, and a cheque for both is in the pile."""
    return (
        first.cause is second.cause is Cause.WRITTEN_AS_CASH
        and -evening.difference in evening.unexpected
    )


def _by_cheque(step: Step) -> Step:
    assert isinstance(step.mend, ChangeMode)
    others = tuple(one for one in (step.mend.mode, *step.mend.or_else) if one is not Mode.CHEQUE)
    return Step(ChangeMode(step.mend.operation_id, Mode.CHEQUE, others, True), step.place)
