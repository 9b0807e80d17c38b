"""One payment for baskets and memberships: one act, and one cheque, whatever it pays (R15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Unpack

from cagette_tui.model.acts.accounts import pay_membership
from cagette_tui.model.acts.paying import settle
from cagette_tui.model.acts.writing import Act, Desk, writing
from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import Part, part_for_fee, without_fee
from cagette_tui.model.rules.receiving import Pay, Validate
from cagette_tui.model.rules.steps import Answers
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.ledger import Operation


def settle_with_fees(
    desk: Desk,
    baskets: Sequence[tuple[int, int]],
    wanted: Pay | Validate,
    fees: Mapping[int, Decimal],
    *,
    among: int | None = None,
    **said: Unpack[Answers],
) -> tuple[BasketView, ...]:
    """Do what is wanted with some baskets, given as (id, version), and enter memberships with it.

    `fees` are what the membership costs, in euros, by the baskets (ids) of those who join; the
    parts that are wanted pay them too, with `among` one of the first so many. Raises what
    `settle` and `pay_membership` do, and `FeeNotCovered` where no part is large enough.
    """
    first = wanted.first if isinstance(wanted, Validate) else wanted
    if not fees or not isinstance(first, Pay):
        return settle(desk, baskets, wanted, **said)
    fee = sum(fees.values(), ZERO)
    place = part_for_fee(first.parts, fee, among)
    rest = without_fee(first.parts, fee, among)
    paying = replace(first, parts=rest) if rest else None
    with writing(desk) as act:
        if isinstance(wanted, Validate):
            left = settle(desk, baskets, Validate(paying), **said)
        elif paying is not None:
            left = settle(desk, baskets, paying, **said)
        else:
            left = tuple(read_basket(basket) for basket, _version in baskets)
        part = first.parts[place]
        is_cheque, kept = part.mode is Mode.CHEQUE, len(rest) == len(first.parts)
        paper = _paper(act, first.parts[:place]) if is_cheque and kept else None
        for basket, one in fees.items():
            _join(desk, left, basket, replace(part, amount=one), paper, said)
            paper = _paper(act, first.parts) if is_cheque else None
    return left


def _join(
    desk: Desk,
    baskets: Sequence[BasketView],
    basket_id: int,
    part: Part,
    paper: int | None,
    said: Answers,
) -> None:
    basket = next(one for one in baskets if one.id == basket_id)
    answers: Answers = {
        "again": said.get("again", False),
        "sure": said.get("sure", False),
        "cheque": part.cheque,
        "announces": part.announced,
    }
    pay_membership(
        desk,
        basket.member_id,
        part.mode,
        distribution_id=basket.distribution_id,
        amount=part.amount,
        on_cheque=paper,
        **answers,
    )


def _paper(act: Act, before: Sequence[Part]) -> int | None:
    """Return the cheque that came in by this act after those of the parts before."""
    query = Operation.select(Operation.cheque).where(
        Operation.act == act.number, Operation.cheque.is_null(False)
    )
    numbers = sorted({number for (number,) in tuples(query)})
    cheques = sum(one.mode is Mode.CHEQUE for one in before)
    return numbers[min(cheques, len(numbers) - 1)] if numbers else None
