"""Orders of invented people, drawn from a fixed seed: the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from cagette_tui.intake.cagette import Export, ExportLine
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.money import from_cents, from_thousandths, line_fee, line_total
from cagette_tui.sample.data import CAPITALS, FIRST_NAMES, HOMONYM, OFFERS, SURNAMES, Goods, Offer

FIRST_REF = 1201


def people() -> dict[str, str]:
    """Return the 80 members: reference and name."""
    draw = Random("people")
    names: list[str] = [HOMONYM, HOMONYM, CAPITALS]
    pairs = [f"{surname} {first}" for surname in SURNAMES for first in FIRST_NAMES]
    pairs.remove(HOMONYM)
    draw.shuffle(pairs)
    while len(names) < 80:
        name = pairs.pop()
        # About one in four is a couple.
        names.append(f"{name} / {pairs.pop()}" if draw.random() < 0.25 else name)
    draw.shuffle(names)
    names[0] = "D'ALMEIDA Garance" if not any("'" in name for name in names) else names[0]
    return {str(FIRST_REF + 3 * place): name for place, name in enumerate(names)}


def order(
    draw: Random, members: Sequence[tuple[str, str]], *, to_weigh: str | None = None
) -> Export:
    """Return an export of these members' orders, in the form of Cagette's.

    `to_weigh` is the reference of a product that is ordered by the piece, to be weighed.
    """
    lines: list[ExportLine] = []
    for ref, name in members:
        chosen = draw.sample([(offer, one) for offer in OFFERS for one in offer.goods], k=30)
        wanted = draw.randint(3, 9)
        for offer, goods in chosen[:wanted]:
            line = _line(draw, len(lines) + 2, (ref, name), offer, goods)
            lines.append(_by_the_piece(line) if goods.ref == to_weigh else line)
    # The last one has taken something back before the distribution: quantity 0 in the file.
    taken_back = _line(Random(0), len(lines) + 2, members[-1], *chosen[wanted])
    lines.append(replace(taken_back, quantity=ZERO, fee=ZERO, total=ZERO))
    return Export(tuple(lines))


def _by_the_piece(line: ExportLine) -> ExportLine:
    quantity = Decimal(1)
    return replace(
        line,
        quantity=quantity,
        fee=line_fee(quantity, line.price, line.fee_rate),
        total=line_total(quantity, line.price, line.fee_rate),
    )


def _line(
    draw: Random, row: int, member: tuple[str, str], offer: Offer, goods: Goods
) -> ExportLine:
    quantity = Decimal(draw.choice((1, 1, 1, 2, 2, 3)))
    if goods.weighed:
        quantity = from_thousandths(
            draw.randint(40, 200) if goods.ref == "TIS" else draw.randint(400, 1900)
        )
    if goods.price > 5000:
        quantity = Decimal(1)
    price, rate = from_cents(goods.price), from_cents(offer.fee)
    place = OFFERS.index(offer)
    return ExportLine(
        row=row,
        member_ref=member[0],
        member_name=member[1],
        product_name=goods.name,
        product_ref=goods.ref,
        catalogue_name=offer.catalogue,
        catalogue_ref=str(87 + 3 * place),
        vendor_ref=str(12 + 2 * place),
        price=price,
        quantity=quantity,
        fee=line_fee(quantity, price, rate),
        total=line_total(quantity, price, rate),
        fee_rate=rate,
        weighed=goods.weighed,
    )
