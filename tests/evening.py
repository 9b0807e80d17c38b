"""The whole evening of the 62-basket file, played through the model.

`Played` keeps what was done in plain words of its own, so that a test can
compute apart what a report must say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import open_balance
from cagette_tui.model.acts.changing import confirm
from cagette_tui.model.acts.closing import certify, set_cash_float
from cagette_tui.model.acts.delivering import new_order, set_delivered
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce, pay, receive, refund
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.payments import ChequeDetails, Part
from tests.world import World, euros

ORDINARY = (Mode.CASH, Mode.CHEQUE, Mode.TRANSFER, Mode.CARD)


@dataclass
class Played:
    """What was done, by basket number: payments as (mode, amount, reference), lines taken out."""

    payments: dict[int, list[tuple[str, Decimal, str | None]]] = field(default_factory=dict)
    undelivered: dict[int, list[int]] = field(default_factory=dict)  # positions from 0
    older: dict[int, Decimal] = field(default_factory=dict)
    absent: set[int] = field(default_factory=set)
    by_hand: list[tuple[str, str, Decimal, Decimal]] = field(default_factory=list)
    opened: set[int] = field(default_factory=set)
    cash_float: Decimal = Decimal("50.00")

    def paid(self, number: int, mode: str, amount: Decimal, reference: str | None = None) -> None:
        """Note a payment."""
        self.payments.setdefault(number, []).append((mode, amount, reference))


def play_evening(world: World) -> Played:
    """Play it, from the import to a basket that is reopened after certification."""
    played = Played()
    report = world.evening()
    number = report.distribution_id
    set_cash_float(world.desk, number, played.cash_float)
    baskets = {basket.number: basket for basket in read_sheet(number).baskets}
    _incidents(world, played, baskets)
    _by_hand(world, played, number)
    for place, basket in baskets.items():
        if 8 < place <= 52:
            mode = ORDINARY[place % 4]
            validate(world.desk, basket.id, basket.version, mode=mode)
            played.paid(place, mode, basket.to_pay)
    for place in range(53, 63):
        played.paid(place, "cash", baskets[place].to_pay)
    force(world.desk, plan_force(number))
    certify(world.desk, number)
    world.clock.advance(timedelta(days=4))
    awaited = world.again(baskets[7]).payments[0]
    confirm(world.desk, awaited.id)
    again = world.again(baskets[20])
    reopen_basket(world.desk, again.id, again.version, "rendu oublié")
    played.opened.add(20)
    return played


def _incidents(world: World, played: Played, baskets: dict[int, BasketView]) -> None:
    desk = world.desk
    for place in (1, 2):  # an undelivered line after payment, and its refund
        basket = baskets[place]
        basket = receive(desk, basket.id, basket.version, Mode.CASH)
        played.paid(place, "cash", basket.paid)
        lost = basket.lines[place]
        basket = set_delivered(desk, lost.id, basket.version, False)
        played.undelivered[place] = [place]
        basket = refund(desk, basket.id, basket.version, Mode.CASH)
        played.paid(place, "cash", -lost.total)
        validate(desk, basket.id, basket.version)
    basket = baskets[3]  # a split
    details = ChequeDetails("0012345", "Banque", "Basile")
    parts = [Part(Mode.CASH, euros("20.00")), Part(Mode.CHEQUE, None, details)]
    basket = pay(desk, basket.id, basket.version, parts)
    played.paid(3, "cash", euros("20.00"))
    played.paid(3, "cheque", basket.cost - 20, "0012345")
    validate(desk, basket.id, basket.version)
    basket = baskets[4]  # absent: the lines are released
    mark_absent(desk, basket.id, basket.version, release=True)
    played.absent.add(4)
    played.undelivered[4] = list(range(len(basket.lines)))
    basket = baskets[5]  # a debt
    rest = basket.cost - euros("7.30")
    basket = pay(desk, basket.id, basket.version, [Part(Mode.CARD, rest)])
    played.paid(5, "card", rest)
    validate(desk, basket.id, basket.version, accept=outcome_of(basket))
    open_balance(desk, baskets[6].member_id, euros("5.00"), "avoir")  # an older credit
    played.older[6] = euros("5.00")
    basket = world.again(baskets[6])
    validate(desk, basket.id, basket.version, mode=Mode.CASH)
    played.paid(6, "cash", basket.cost - 5)
    basket = baskets[7]  # a transfer that is awaited, seen on Tuesday
    basket = announce(desk, basket.id, basket.version, Mode.TRANSFER)
    played.paid(7, "transfer", basket.cost)
    validate(desk, basket.id, basket.version, unseen=Unseen.AWAITED)
    basket = baskets[8]  # paid too much: a credit
    parts = [Part(Mode.CASH, basket.cost + euros("0.77"))]
    basket = pay(desk, basket.id, basket.version, parts, sure=True)
    played.paid(8, "cash", basket.paid)
    validate(desk, basket.id, basket.version, accept=outcome_of(basket))


def _by_hand(world: World, played: Played, number: int) -> None:
    """An order that a coordinator enters, left with a debt (R19)."""
    member = world.member("LENOIR Zoé", "9000")
    line = read_sheet(number).baskets[0].lines[0]
    basket = new_order(world.desk, number, member, [(line.product_id, Decimal(2))])
    played.by_hand.append((line.product, line.catalogue, Decimal(2), line.price))
    validate(world.desk, basket.id, basket.version, accept=outcome_of(basket))
