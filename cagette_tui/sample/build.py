"""Build the sample group through the model's own acts, deterministically."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from cagette_tui.clock import FixedClock
from cagette_tui.exchange.importing import Occasion, import_export
from cagette_tui.model.accounts import adjust, open_balance, pay_account, pay_membership
from cagette_tui.model.basket_work import ChequeDetails
from cagette_tui.model.catalogue import Product, Vendor
from cagette_tui.model.closing import certify, set_cash_float
from cagette_tui.model.database import close_database, open_database
from cagette_tui.model.delivering import mark_absent, new_order, set_delivered, set_quantity
from cagette_tui.model.forcing import force, plan_force
from cagette_tui.model.kinds import SPOT_MODES, ActKind, Mode, Reason
from cagette_tui.model.outcome import Unseen, outcome_of
from cagette_tui.model.paying import Part, announce, pay, pay_together, receive, refund
from cagette_tui.model.people import Group, Member
from cagette_tui.model.reading import balance_of, read_basket, read_sheet
from cagette_tui.model.validating import receive_and_validate, reopen_basket, validate
from cagette_tui.model.views import BasketView
from cagette_tui.model.writing import Desk, writing
from cagette_tui.money import from_cents
from cagette_tui.sample.data import GROUP, OFFERS, PLACES
from cagette_tui.sample.orders import order, people

_VOLUNTEERS = ("Paul", "Maryam", "Yann")


@dataclass
class _Evening:
    """One distribution being played: who acts, on which clock."""

    distribution_id: int
    clock: FixedClock
    desk: Desk
    draw: Random

    def baskets(self) -> Iterator[BasketView]:
        """Give the open baskets, each as it is now; a minute passes with each."""
        for basket in read_sheet(self.distribution_id, lines=False).open_baskets:
            self.clock.advance(timedelta(minutes=1))
            yield read_basket(basket.id)


def build_sample(path: Path, now: datetime, language: str = "fr") -> None:
    """Create the sample at `path`, so that one distribution began about an hour before `now`.

    Raises `FileExistsError` if there is a file already, and storage problems.
    """
    if path.exists():
        raise FileExistsError(str(path))
    open_database(path)
    try:
        _group(now - timedelta(days=60), language)
        tonight = _half_hour(now - timedelta(hours=1))
        for weeks, place in ((7, 0), (5, 1), (4, 0), (2, 1)):
            _past_evening(tonight - timedelta(weeks=weeks, days=place), place)
        _to_validate(tonight - timedelta(days=6), PLACES[1], 26)
        _to_validate(tonight, PLACES[0], 34)
        _ordered(tonight + timedelta(weeks=6), PLACES[0], 22)
    finally:
        close_database()


def _half_hour(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)


def _desk(moment: datetime, who: str) -> tuple[FixedClock, Desk]:
    clock = FixedClock(moment)
    return clock, Desk(who, clock.now)


def _group(moment: datetime, language: str) -> None:
    """Name the group, and bring balances over from before."""
    _clock, desk = _desk(moment, _VOLUNTEERS[0])
    with writing(desk) as act:
        entry = act.entry(ActKind.GROUP)
        entry.update(
            Group.get_by_id(1),
            name=GROUP,
            accepted_modes=",".join((*SPOT_MODES, Mode.ONLINE)),
            membership_fee=Decimal("10.00"),
            language=language,
        )
        for ref, name in people().items():
            entry.insert(Member(ref=ref, name=name))
        for place, offer in enumerate(OFFERS):
            entry.insert(Vendor(ref=str(12 + 2 * place), name=offer.vendor))
    draw = Random("balances")
    for member in draw.sample(range(1, 81), k=14):
        amount = from_cents(draw.choice((-1, 1, 1)) * draw.randint(150, 2900))
        open_balance(desk, member, amount, "Reprise de Cagette")


def _ordered(start: datetime, place: str, baskets: int) -> _Evening:
    """Bring in the orders of one distribution, two days before it."""
    draw = Random(f"{place} {baskets}")
    _clock, desk = _desk(start - timedelta(days=2), _VOLUNTEERS[1])
    chosen = sorted(draw.sample(sorted(people().items()), k=baskets), key=lambda one: one[1])
    end = start + timedelta(hours=1, minutes=30)
    # Near midnight an evening ends with its day.
    end = min(end, datetime.combine(start.date(), time(23, 59)))
    report = import_export(desk, order(draw, chosen), Occasion(start.date(), start, end, place))
    _vat(desk)
    clock, desk = _desk(start, _VOLUNTEERS[baskets % 3])
    return _Evening(report.distribution_id, clock, desk, draw)


def _vat(desk: Desk) -> None:
    """Set the rates that the export does not tell."""
    rates = {one.ref: from_cents(one.vat) for offer in OFFERS for one in offer.goods}
    with writing(desk) as act:
        entry = act.entry(ActKind.GROUP)
        for product in Product.select():
            entry.update(product, vat_rate=rates[product.ref])


def _to_validate(start: datetime, place: str, baskets: int) -> None:
    """Orders with mixed payments: transfers announced, paid online, on the spot, none (R19)."""
    evening = _ordered(start, place, baskets)
    set_cash_float(evening.desk, evening.distribution_id, Decimal("50.00"))
    evening.clock, evening.desk = _desk(start - timedelta(days=1), _VOLUNTEERS[2])
    for place_in_list, basket in enumerate(evening.baskets()):
        if not basket.to_pay:
            continue
        if place_in_list % 9 == 4:
            announce(evening.desk, basket.id, basket.version, Mode.TRANSFER)
        elif place_in_list % 9 == 7:
            announced = announce(evening.desk, basket.id, basket.version, Mode.ONLINE)
            receive(evening.desk, announced.id, announced.version, Mode.ONLINE)
    _by_coordinator(evening)


def _by_coordinator(evening: _Evening) -> None:
    ordered = {basket.member_id for basket in read_sheet(evening.distribution_id).baskets}
    member = next(number for number in range(1, 81) if number not in ordered)
    products = [row.id for row in Product.select().order_by(Product.id).limit(40)]
    wanted = [(number, Decimal(2)) for number in evening.draw.sample(products, k=3)]
    new_order(evening.desk, evening.distribution_id, member, wanted)


def _past_evening(start: datetime, place: int) -> None:
    """A certified distribution, with what happens on an evening."""
    evening = _ordered(start, PLACES[place], 25 + place + start.day % 4)
    set_cash_float(evening.desk, evening.distribution_id, Decimal("50.00"))
    baskets = evening.baskets()
    _incidents(evening, [next(baskets) for _ in range(8)])
    for basket, mode in zip(baskets, (*SPOT_MODES, Mode.CASH) * 3, strict=False):
        if basket.to_pay:
            receive_and_validate(evening.desk, basket.id, basket.version, mode)
    force(evening.desk, plan_force(evening.distribution_id))
    evening.clock.advance(timedelta(minutes=10))
    certify(evening.desk, evening.distribution_id)
    evening.clock.advance(timedelta(days=1))
    _afterwards(evening)


def _incidents(evening: _Evening, baskets: list[BasketView]) -> None:
    """Undelivered after payment and refunded, weighed, split, absent, debt, credit, awaited."""
    desk = evening.desk
    one = (
        receive(desk, baskets[0].id, baskets[0].version, Mode.CASH)
        if baskets[0].to_pay
        else baskets[0]
    )
    one = set_delivered(desk, one.lines[0].id, one.version, False, reason=Reason.UNDELIVERED)
    if one.credit:
        one = refund(desk, one.id, one.version, Mode.CASH)
    _validated(desk, one)
    two = baskets[1]
    two = set_quantity(
        desk, two.lines[-1].id, two.version, two.lines[-1].ordered + 1, note="une de plus"
    )
    _validated(desk, pay(desk, two.id, two.version, [Part(Mode.CASH, Decimal(5)), Part(Mode.CARD)]))
    mark_absent(desk, baskets[2].id, baskets[2].version, release=True)
    three = baskets[3]
    details = ChequeDetails("0012345", "Crédit du Canal", three.member)
    more = three.to_pay + Decimal("2.50")
    three = pay(desk, three.id, three.version, [Part(Mode.CHEQUE, more, details)], sure=True)
    _validated(desk, three)
    four = baskets[4]
    _validated(desk, announce(desk, four.id, four.version, Mode.TRANSFER))
    pair = [(basket.id, basket.version) for basket in baskets[5:7] if basket.to_pay]
    if pair:
        pay_together(desk, pair, Mode.CHEQUE, cheque=ChequeDetails("0098765", "Banque du Pont"))
    last = baskets[7]
    part = max(last.to_pay - 4, Decimal(1))
    last = _validated(desk, pay(desk, last.id, last.version, [Part(Mode.CASH, part)], sure=True))
    reopened = reopen_basket(desk, last.id, last.version, "erreur de frappe")
    _validated(desk, reopened)
    pay_membership(desk, last.member_id, Mode.CASH, distribution_id=evening.distribution_id)


def _validated(desk: Desk, basket: BasketView) -> BasketView:
    """Validate, whatever remains; announced payments are awaited."""
    outcome = outcome_of(basket, Unseen.AWAITED)
    return validate(desk, basket.id, basket.version, accept=outcome, unseen=Unseen.AWAITED)


def _afterwards(evening: _Evening) -> None:
    """An old debt paid later by transfer, and a gift: on the account alone (R21)."""
    for basket in read_sheet(evening.distribution_id, lines=False).baskets:
        balance = balance_of(basket.member_id)
        if balance < -15:
            pay_account(
                evening.desk,
                basket.member_id,
                Mode.TRANSFER,
                -balance - 5,
                "virement reçu",
                shown=balance,
            )
            return
        if 0 < balance < 1:
            adjust(evening.desk, basket.member_id, -balance, "arrondi offert", shown=balance)
