"""Where is the difference? Every mistake that explains exactly it, the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from cagette_tui.model.finding import box, cheques, modes, payments
from cagette_tui.model.finding.evening import Evening
from cagette_tui.model.finding.pairs import two_together
from cagette_tui.model.finding.proposals import Candidate, Cause, Guess, Pile, Proposal, about
from cagette_tui.model.finding.typing_errors import swapped_digits
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode

SHOWN = 12
"""How many candidates of one proposal are kept, unless more are asked for."""

_MISTAKES: tuple[Callable[[Evening], Iterator[Guess]], ...] = (
    modes.written_as_cash,
    modes.was_cash,
    payments.not_entered,
    payments.announced_was_paid,
    payments.not_received,
    payments.refund_not_entered,
    payments.wrong_sign,
    payments.membership,
    swapped_digits,
    cheques.split_otherwise,
    cheques.refund_as_cheque,
    box.moves,
    box.float_of_box,
    box.pieces,
)
_RANK = {cause: rank for rank, cause in enumerate(Cause)}


def find_causes(
    sheet: SheetView,
    counted: Decimal,
    *,
    pieces: Mapping[int, int] | None = None,
    pile: Pile | None = None,
    accepted: Sequence[Mode] = SPOT_MODES,
    fee: Decimal = ZERO,
    without_membership: Collection[int] = (),
    usual_float: Decimal = ZERO,
    shown: int = SHOWN,
) -> tuple[Proposal, ...]:
    """Propose what explains the difference between the count and the books (R50, R51).

    `sheet` is the evening as `read_sheet` gives it, its lines are not needed; `counted` is
    in euros. `pieces` says how many there were of each value in cents, if they were counted
    so (their sum is `counted`). `pile` is given as far as the pile of cheques was gone through.
    `accepted` are the group's modes, `fee` its membership fee, `without_membership` the
    members (ids) whose membership is not up to date, `usual_float` the float that the group
    wishes. At most `shown` candidates are kept of each proposal.

    No statement, no change; nothing to propose where nothing differs. What the pile
    of cheques speaks for comes first, then what is likelier (see `rates`).
    """
    evening = Evening(
        sheet, counted, pieces, pile, accepted, fee, frozenset(without_membership), usual_float
    )
    if not evening.difference:
        return ()
    guesses = [guess for mistake in _MISTAKES for guess in mistake(evening)]
    found: dict[Cause, list[Guess]] = defaultdict(list)
    for guess in (*guesses, *two_together(evening, guesses)):
        if guess.effect == evening.difference:
            found[guess.cause].append(guess)
    proposals = [_proposal(cause, evening.difference, found[cause], shown) for cause in found]
    return tuple(sorted(proposals, key=_order))


def _proposal(cause: Cause, difference: Decimal, guesses: list[Guess], shown: int) -> Proposal:
    guesses.sort(key=lambda one: (not one.evidence, -one.chances, -one.entered))
    return Proposal(
        cause,
        difference,
        about(cause, difference),
        tuple(Candidate(one.steps, one.evidence) for one in guesses[:shown]),
        len(guesses),
        any(one.evidence for one in guesses),
        sum(one.chances for one in guesses),
    )


def _order(proposal: Proposal) -> tuple[bool, int, int]:
    return not proposal.evidence, -proposal.chances, _RANK[proposal.cause]
