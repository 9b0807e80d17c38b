"""The sheet of the whole 62-basket evening: the same report as by the acts of the model."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.delivering import set_delivered, set_quantity
from cagette_tui.model.acts.paying import pay, pay_together, receive, refund
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import outcome_of
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.papers.report import report_facts
from cagette_tui.sheet.files import apply_file
from tests.sheet.page import taken_back
from tests.world import World

SHEET = """\
# ven. 20 nov. · Salle Jeanne d'Arc
1 e -carottes r e v          # payé, puis pas livré, puis rendu
2 e -canard r E
3 e20 C n0012345
4 A v !
5 b200 v !                   # doit 3,10
6 poulet 2,8 e v             # pesé
d'almeida quentin: v t
8 c90 n0012346 v !           # a payé trop
9+12 C n0012347
10 -"Colis 5 kg" poulet 2,5 e100 C
15 canard 700 g 0,5 650g pintade 0 T
11-20 E
21-25 C
le gall quentin: C
27-30 C               # 26 était là
31-40 T
41-52 B
53-62 E
"""


def by_the_model(world: World) -> None:
    """Do the same with the functions that the keys call."""
    desk = world.desk
    baskets = {basket.number: basket for basket in read_sheet(1).baskets}
    for place, missing in ((1, "Carottes 1 kg"), (2, "Cuisses de canard")):
        basket = receive(desk, baskets[place].id, baskets[place].version, Mode.CASH)
        for line in pieces(basket, missing):
            basket = set_delivered(desk, line, basket.version, False)
        basket = refund(desk, basket.id, basket.version, Mode.CASH)
        validate(desk, basket.id, basket.version)
    paid(world, baskets[3], [Part(Mode.CASH, Decimal(20)), cheque(None, "0012345")])
    basket = mark_absent(desk, baskets[4].id, baskets[4].version, release=False)
    validate(desk, basket.id, basket.version, accept=outcome_of(basket))
    paid(world, baskets[5], [Part(Mode.CARD, Decimal(200))])
    basket = weigh(world, baskets[6], "Poulet fermier", "2.8")
    validate(desk, basket.id, basket.version, mode=Mode.CASH)
    validate(desk, baskets[7].id, baskets[7].version, mode=Mode.TRANSFER)
    paid(world, baskets[8], [cheque(Decimal(90), "0012346")])
    both = [(baskets[place].id, baskets[place].version) for place in (9, 12)]
    for basket in pay_together(desk, both, Mode.CHEQUE, cheque=ChequeDetails("0012347")):
        validate(desk, basket.id, basket.version)
    basket = baskets[10]
    for line in pieces(basket, "Colis 5 kg 1 pièce"):
        basket = set_delivered(desk, line, basket.version, False)
    basket = weigh(world, basket, "Poulet fermier", "2.5")
    paid(world, basket, [Part(Mode.CASH, Decimal(100)), Part(Mode.CHEQUE)])
    basket = weigh(world, baskets[15], "Cuisses de canard", "0.7", "0.5", "0.65")
    basket = weigh(world, basket, "Pintade", "0")
    validate(desk, basket.id, basket.version, mode=Mode.TRANSFER)
    for place in (11, 13, 14, *range(16, 63)):
        modes = {3: Mode.CHEQUE, 4: Mode.TRANSFER, 5: Mode.CARD}
        mode = modes.get((place + 9) // 10, Mode.CASH)
        if place in (51, 52):
            mode = Mode.CARD
        validate(desk, baskets[place].id, baskets[place].version, mode=mode)


def pieces(basket: BasketView, product: str) -> list[int]:
    """Return the lines of a product, in order."""
    return [line.id for line in basket.lines if line.product == product]


def weigh(world: World, basket: BasketView, product: str, *weights: str) -> BasketView:
    """Enter the weight of each piece."""
    for line, weight in zip(pieces(basket, product), weights, strict=True):
        basket = set_quantity(world.desk, line, basket.version, Decimal(weight))
    return basket


def cheque(amount: Decimal | None, number: str) -> Part:
    """Return a cheque with its number."""
    return Part(Mode.CHEQUE, amount, ChequeDetails(number))


def paid(world: World, basket: BasketView, parts: list[Part]) -> None:
    """Pay by parts, and validate whatever remains."""
    basket = pay(world.desk, basket.id, basket.version, parts, sure=True)
    validate(world.desk, basket.id, basket.version, accept=outcome_of(basket))


def test_the_whole_evening(world: World) -> None:
    """Acceptance of the sheet: 62 baskets, the same report to the cent; `check` is clean."""
    world.evening()
    with taken_back():
        by_the_model(world)
        expected = report_facts(1, world.clock.now())
    assert expected["totals"]["validated"] == 62
    answer = apply_file(world.desk, 1, SHEET.encode())
    assert answer.failed == ()
    by_the_sheet: dict[str, Any] = report_facts(1, world.clock.now())
    assert by_the_sheet == expected
    assert check() == []
    spoken = {len(line.answer.skipped) for line in answer.lines if line.answer}
    assert spoken == {0, 2}  # of 11 to 20, 12 and 15 were done before
