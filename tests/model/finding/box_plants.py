"""One thing that is wrong in the books of an evening, or in the count; and mending it.

A plant changes `books` (or `counted`); what it takes for granted, it changes in `truth` too.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from random import Random

from cagette_tui.model.finding import (
    Cancel,
    CancelMove,
    Candidate,
    Cause,
    ChangeMode,
    Confirm,
    EnterMembership,
    EnterMove,
    EnterPayment,
    EnterRefund,
    Mend,
    Proposal,
    Recount,
    RecountTotal,
    ReplaceAmount,
    ReplaceMove,
    SetFloat,
    find_causes,
)
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.money import from_cents, to_cents
from tests.model.finding.box_evenings import (
    OTHER_MODES,
    Books,
    Evening,
    Money,
    a_move,
    an_evening,
    pieces_of,
)

Keys = frozenset[tuple[str, int]]
FIRST_NEW = 1_000_000


class NoPlace(Exception):
    """There is no place for such an error in this evening."""


@dataclass(frozen=True)
class Answer:
    """What the finder should say: the cause, and one of these sets of places."""

    cause: Cause
    keys: tuple[Keys, ...]


def _answer(cause: Cause, *places: tuple[str, int]) -> Answer:
    return Answer(cause, (frozenset(places),))


def _pick(draw: Random, evening: Evening, which: Callable[[Money], bool]) -> Money:
    found = [one for one in evening.books.payments if which(one)]
    if not found:
        raise NoPlace
    return draw.choice(found)


def _cash(one: Money) -> bool:
    return one.mode is Mode.CASH and one.amount > 0


def _only(evening: Evening) -> Callable[[Money], bool]:
    """A basket's cash payment that is its only one."""
    times = Counter(one.member for one in evening.books.payments if one.of_basket)
    return lambda one: _cash(one) and one.of_basket and times[one.member] == 1


def _same(books: Books, payment: Money) -> Money:
    return next(one for one in books.payments if one.id == payment.id)


def _both(evening: Evening, change: Callable[[Books], None]) -> None:
    change(evening.truth)
    change(evening.books)


def _without(books: Books, payment: Money) -> None:
    books.payments.remove(_same(books, payment))


def written_as_cash(draw: Random, evening: Evening) -> Answer:
    """It was a cheque, a transfer, a card."""
    one = _pick(draw, evening, _cash)
    _same(evening.truth, one).mode = draw.choice(OTHER_MODES)
    return _answer(Cause.WRITTEN_AS_CASH, ("operation", one.id))


def was_cash(draw: Random, evening: Evening) -> Answer:
    """It is written as a cheque (maybe for two baskets), a transfer, a card."""
    one = _pick(draw, evening, lambda one: one.mode is not Mode.CASH)
    wrong = [two for two in evening.books.payments if one.paper and two.paper == one.paper]
    for two in wrong or [one]:
        _same(evening.truth, two).mode = Mode.CASH
    return _answer(Cause.WAS_CASH, *(("operation", two.id) for two in wrong or [one]))


def not_entered(draw: Random, evening: Evening) -> Answer:
    """A basket was paid, and nothing entered."""
    one = _pick(draw, evening, _only(evening))
    _without(evening.books, one)
    return _answer(Cause.UNPAID, ("member", one.member))


def part_not_entered(draw: Random, evening: Evening) -> Answer:
    """Notes, and the rest by cheque; only the cheque was entered."""
    only = _only(evening)
    one = _pick(draw, evening, lambda one: only(one) and one.amount > 1_000)
    notes = draw.randrange(500, one.amount, 500)

    def by_cheque(books: Books) -> None:
        _same(books, one).mode = Mode.CHEQUE
        _same(books, one).amount = one.amount - notes

    by_cheque(evening.truth)
    by_cheque(evening.books)
    evening.truth.payments.append(Money(FIRST_NEW, one.member, Mode.CASH, notes))
    return _answer(Cause.NOT_ENTERED, ("member", one.member))


def debt_not_entered(draw: Random, evening: Evening) -> Answer:
    """The older debt was paid with the basket; only the basket was entered."""
    only = _only(evening)
    even = {
        member
        for member, older in evening.books.older.items()
        if older == evening.books.standing(member) == 0
    }
    one = _pick(draw, evening, lambda one: only(one) and one.member in even)
    debt = draw.randint(50, 2_500)

    def owed(books: Books) -> None:
        books.older[one.member] = -debt

    _both(evening, owed)
    evening.truth.payments.append(Money(FIRST_NEW, one.member, Mode.CASH, debt, False))
    return _answer(Cause.NOT_ENTERED, ("member", one.member))


def announced(draw: Random, evening: Evening) -> Answer:
    """A transfer was announced, and paid in cash."""
    one = _pick(draw, evening, _only(evening))
    written = _same(evening.books, one)
    written.mode, written.pending = Mode.TRANSFER, True
    return _answer(Cause.NOT_ENTERED, ("operation", one.id), ("member", one.member))


def not_received(draw: Random, evening: Evening) -> Answer:
    """The rest was validated in cash, and this member never paid."""
    one = _pick(draw, evening, _only(evening))
    _without(evening.truth, one)
    return _answer(Cause.NOT_RECEIVED, ("operation", one.id))


def entered_twice(draw: Random, evening: Evening) -> Answer:
    """The same payment, twice."""
    one = _pick(draw, evening, _only(evening))
    evening.books.payments.append(Money(FIRST_NEW, one.member, Mode.CASH, one.amount))
    places = (frozenset({("operation", number)}) for number in (one.id, FIRST_NEW))
    return Answer(Cause.NOT_RECEIVED, tuple(places))


def _undelivered(draw: Random, evening: Evening) -> tuple[Money, int]:
    """Something of a paid basket did not come: what it cost is credit now."""
    one = _pick(draw, evening, lambda one: _only(evening)(one) and one.amount > 1_000)
    lost = draw.randint(10, min(one.amount, 3_000) // 5) * 5

    def lose(books: Books) -> None:
        books.costs[one.member] -= lost

    _both(evening, lose)
    return one, lost


def refund_not_entered(draw: Random, evening: Evening) -> Answer:
    """It was given back in cash."""
    one, lost = _undelivered(draw, evening)
    evening.truth.payments.append(Money(FIRST_NEW, one.member, Mode.CASH, -lost))
    return _answer(Cause.REFUND_NOT_ENTERED, ("member", one.member))


def refund_not_given(draw: Random, evening: Evening) -> Answer:
    """It was entered, and the money forgotten."""
    one, lost = _undelivered(draw, evening)
    evening.books.payments.append(Money(FIRST_NEW, one.member, Mode.CASH, -lost))
    return _answer(Cause.REFUND_NOT_GIVEN, ("operation", FIRST_NEW))


def wrong_sign(draw: Random, evening: Evening) -> Answer:
    """A refund entered as a payment; or a payment on an account, as a refund."""
    if draw.random() < 0.75:
        one, amount = _undelivered(draw, evening)
        of_basket, amount = True, -amount
    else:
        one = _pick(draw, evening, _only(evening))
        of_basket, amount = False, draw.randint(100, 4_000)
    evening.truth.payments.append(Money(FIRST_NEW, one.member, Mode.CASH, amount, of_basket))
    evening.books.payments.append(Money(FIRST_NEW, one.member, Mode.CASH, -amount, of_basket))
    return _answer(Cause.WRONG_SIGN, ("operation", FIRST_NEW))


def swapped_digits(draw: Random, evening: Evening) -> Answer:
    """In the count's total, in a move, in the float; mostly in a payment or refund in cash."""
    chance = draw.random()
    if chance < 0.1:
        evening.miscounted = _swapped(draw, evening.counted) - evening.counted
        evening.typed = True
        return _answer(Cause.SWAPPED_DIGITS, ("count", 0))
    if chance < 0.2 and evening.books.moves:
        number = draw.choice(list(evening.books.moves))
        evening.books.moves[number] = _swapped(draw, evening.books.moves[number])
        return _answer(Cause.SWAPPED_DIGITS, ("move", number))
    one = _pick(draw, evening, lambda one: one.mode is Mode.CASH)
    one.amount = _swapped(draw, one.amount)
    return _answer(Cause.SWAPPED_DIGITS, ("operation", one.id))


def _swapped(draw: Random, amount: int) -> int:
    digits = list(f"{abs(amount):03d}")
    first, second = draw.choice(list(pairwise(range(len(digits)))))
    if draw.random() < 0.15:
        first, second = sorted(draw.sample(range(len(digits)), 2))
    digits[first], digits[second] = digits[second], digits[first]
    if digits[0] == "0" and abs(amount) > 99:
        raise NoPlace  # nobody types 0 first
    return int("".join(digits)) * (1 if amount > 0 else -1)


def membership(draw: Random, evening: Evening) -> Answer:
    """The fee was paid in cash."""
    if not evening.without_membership:
        raise NoPlace
    member = draw.choice(evening.without_membership)
    evening.truth.payments.append(Money(FIRST_NEW, member, Mode.CASH, evening.fee, False, True))
    return _answer(Cause.MEMBERSHIP, ("membership", member))


def piece(draw: Random, evening: Evening) -> Answer:
    """One note or coin too many or too few: the more there are, the likelier."""
    evening.pieces = pieces_of(draw, evening.truth.expected())
    value = draw.choices(list(evening.pieces), list(evening.pieces.values()))[0]
    change = draw.choice((1, -1))
    evening.pieces[value] += change
    evening.miscounted = change * value
    return _answer(Cause.PIECE, ("value", value))


def move_not_entered(draw: Random, evening: Evening) -> Answer:
    """Bread was paid from the box, or change put in."""
    evening.truth.moves[FIRST_NEW] = a_move(draw)
    return _answer(Cause.MOVE_NOT_ENTERED, ("move", 0))


def move_wrong_sign(draw: Random, evening: Evening) -> Answer:
    """Money taken out is written as put in, or the reverse."""
    if not evening.books.moves:
        raise NoPlace
    number = draw.choice(list(evening.books.moves))
    evening.books.moves[number] *= -1
    return _answer(Cause.MOVE_WRONG_SIGN, ("move", number))


def float_of_box(draw: Random, evening: Evening) -> Answer:
    """It was not counted with the rest, or counted twice, or never entered."""
    start = evening.books.start
    if not start:
        raise NoPlace
    chance = draw.random()
    if chance < 0.45:
        evening.miscounted = -start
        return _answer(Cause.FLOAT, ("count", 0))
    if chance < 0.6:
        evening.miscounted = start
        return _answer(Cause.FLOAT, ("count", 0))
    evening.books.start = 0
    return _answer(Cause.FLOAT, ("float", 0))


def two_together(draw: Random, evening: Evening) -> Answer:
    """Neighbours in the list or in the order of entry: modes exchanged, or both wrong alike."""
    chance = draw.random()
    pairs = _neighbours(evening, in_the_list=chance < 0.2 or draw.random() < 0.5)
    if chance < 0.2:
        only = _only(evening)
        one, two = _one_of(draw, [pair for pair in pairs if only(pair[0]) and only(pair[1])])
        _without(evening.books, one)
        _without(evening.books, two)
        return _answer(Cause.TWO_TOGETHER, ("member", one.member), ("member", two.member))
    if chance < 0.6:
        one, two = _one_of(draw, [pair for pair in pairs if _cash(pair[0]) != _cash(pair[1])])
        modes = two.mode, one.mode
    else:
        one, two = _one_of(draw, [pair for pair in pairs if _cash(pair[0]) and _cash(pair[1])])
        modes = (draw.choice(OTHER_MODES),) * 2
    _same(evening.truth, one).mode, _same(evening.truth, two).mode = modes
    return _answer(Cause.TWO_TOGETHER, ("operation", one.id), ("operation", two.id))


def _neighbours(evening: Evening, *, in_the_list: bool) -> list[tuple[Money, Money]]:
    by_entry = sorted(evening.books.payments, key=lambda one: one.id)
    by_number = sorted(by_entry, key=lambda one: one.member)
    return [
        (one, two)
        for one, two in pairwise(by_number if in_the_list else by_entry)
        if two.member - one.member == 1 or (not in_the_list and one.member != two.member)
        if all(each.of_basket and not each.paper and each.amount > 0 for each in (one, two))
    ]


def _one_of(draw: Random, pairs: list[tuple[Money, Money]]) -> tuple[Money, Money]:
    if not pairs:
        raise NoPlace
    return draw.choice(pairs)


PLANTS: tuple[Callable[[Random, Evening], Answer], ...] = (
    written_as_cash,
    was_cash,
    not_entered,
    part_not_entered,
    debt_not_entered,
    announced,
    not_received,
    entered_twice,
    refund_not_entered,
    refund_not_given,
    wrong_sign,
    swapped_digits,
    membership,
    piece,
    move_not_entered,
    move_wrong_sign,
    float_of_box,
    two_together,
)


@dataclass(frozen=True)
class Trial:
    """A planted error, and what was found.

    `rank` is the proposal's that has the planted error among its candidates, from 0, or
    None; `place` is that of the candidate within it.
    """

    evening: Evening
    proposals: tuple[Proposal, ...]
    rank: int | None
    place: int | None


def tried(plant: Callable[[Random, Evening], Answer], size: int, seed: int, *, pile: bool) -> Trial:
    """Plant an error and look for it."""
    draw = Random(f"{plant.__name__} {size} {seed}")
    while True:
        evening = an_evening(draw, size)
        try:
            answer = plant(draw, evening)
        except NoPlace:
            continue
        if evening.difference and evening.counted >= 0:
            break
    proposals = found(evening, draw, pile=pile)
    places = (
        (rank, place)
        for rank, proposal in enumerate(proposals)
        for place, candidate in enumerate(proposal.candidates)
        if proposal.cause is answer.cause and keys_of(candidate) in answer.keys
    )
    return Trial(evening, proposals, *next(places, (None, None)))


def found(evening: Evening, draw: Random, *, pile: bool) -> tuple[Proposal, ...]:
    """Look for the difference, half the time with the notes and coins."""
    pieces = evening.pieces or pieces_of(draw, evening.counted)
    return find_causes(
        evening.books.sheet(),
        from_cents(evening.counted),
        pieces=pieces if draw.random() < 0.5 and not evening.typed else None,
        pile=evening.pile() if pile else None,
        fee=from_cents(evening.fee),
        without_membership=evening.without_membership,
        usual_float=Decimal(50),
        shown=10_000,
    )


def keys_of(candidate: Candidate) -> Keys:
    """Say what a candidate points at."""
    return frozenset(_key(step.mend) for step in candidate.steps)


def _key(mend: Mend) -> tuple[str, int]:
    match mend:
        case ChangeMode() | ReplaceAmount() | Cancel() | Confirm():
            return "operation", mend.operation_id
        case EnterPayment() | EnterRefund():
            return "member", mend.member_id
        case EnterMembership():
            return "membership", mend.member_id
        case Recount():
            return "value", mend.value
        case ReplaceMove() | CancelMove():
            return "move", mend.move_id
        case EnterMove():
            return "move", 0
        case SetFloat():
            return "float", 0
        case RecountTotal():
            return "count", 0


def left_over(evening: Evening, candidate: Candidate) -> int:
    """Mend the books and the count as a candidate says; return what still differs, in cents."""
    books, counted = copy.deepcopy(evening.books), evening.counted
    for number, step in enumerate(candidate.steps, start=2 * FIRST_NEW):
        match step.mend:
            case Recount(value, change):
                counted += value * change
            case RecountTotal(amount):
                counted = to_cents(amount)
            case mend:
                _mend(books, mend, number)
    return counted - books.expected()


def _mend(books: Books, mend: Mend, number: int) -> None:
    payments = {one.id: one for one in books.payments}
    match mend:
        case ChangeMode(operation, mode):
            payments[operation].mode = mode
        case ReplaceAmount(operation, amount):
            payments[operation].amount = to_cents(amount)
        case Cancel(operation):
            books.payments.remove(payments[operation])
        case Confirm(operation):
            payments[operation].pending = False
        case EnterPayment(member, _, mode, amount) | EnterMembership(member, mode, amount):
            books.payments.append(Money(number, member, mode, to_cents(amount)))
        case EnterRefund(member, _, mode, amount):
            books.payments.append(Money(number, member, mode, -to_cents(amount)))
        case SetFloat(amount):
            books.start = to_cents(amount)
        case EnterMove(amount):
            books.moves[number] = to_cents(amount)
        case ReplaceMove(move, amount):
            books.moves[move] = to_cents(amount)
        case CancelMove(move):
            del books.moves[move]
