"""Build the sample group through the model's own acts, deterministically."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from cagette_tui.clock import FixedClock
from cagette_tui.intake.importing import Occasion, import_export
from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import adjust, open_balance, pay_account, pay_membership
from cagette_tui.model.acts.changing import confirm
from cagette_tui.model.acts.closing import certify, set_cash_float
from cagette_tui.model.acts.counting import close_count, expected_takings
from cagette_tui.model.acts.delivering import new_order, set_delivered, set_quantity
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce, pay, pay_together, receive, refund
from cagette_tui.model.acts.piling import put_on_pile
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.memberships import membership_until
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.evening import BesideBox
from cagette_tui.model.rules.kinds import SPOT_MODES, ActKind, Mode, Reason
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.catalogue import Product, Vendor
from cagette_tui.model.tables.distribution import Basket
from cagette_tui.model.tables.people import Group, Member
from cagette_tui.money import from_cents
from cagette_tui.sample.data import GROUP, OFFERS, PLACES
from cagette_tui.sample.orders import order, people

_VOLUNTEERS = ("Paul", "Maryam", "Yann")


class _Past(NamedTuple):
    """A certified evening: how long ago, where, and why a line of it was not delivered."""

    weeks: int
    place: int
    baskets: int
    reason: Reason
    note: str | None
    transfer_seen: bool = True
    off: Decimal = ZERO  # what the box had beyond what was expected


_PAST = (
    _Past(7, 0, 27, Reason.UNDELIVERED, None),
    _Past(5, 1, 29, Reason.DAMAGED, "abîmé pendant le transport", off=Decimal("-0.50")),
    _Past(4, 0, 28, Reason.REPLACED, "échangé à la table"),
    _Past(2, 1, 27, Reason.GIVEN_AWAY, "laissé à l'association", transfer_seen=False),
)


@dataclass
class _Evening:
    """One distribution being played: who acts, on which clock."""

    distribution_id: int
    clock: FixedClock
    desk: Desk
    draw: Random

    def baskets(self) -> Iterator[BasketView]:
        """Give the open baskets as they are at the first of them; a minute passes with each."""
        for basket in read_sheet(self.distribution_id).open_baskets:
            self.clock.advance(timedelta(minutes=1))
            yield basket


def build_sample(path: Path, now: datetime, language: str = "fr") -> None:
    """Create the sample at `path`, so that one distribution began about an hour before `now`.

    Raises `FileExistsError` if there is a file already, and storage problems.
    """
    if path.exists():
        raise FileExistsError(str(path))
    opened = open_database(path)
    try:
        # One transaction: a commit for each act waits for the disk a few hundred times.
        with opened.atomic():
            _play(now, language)
    finally:
        close_database()


def _play(now: datetime, language: str) -> None:
    """Let everything happen in the order of time, up to `now`."""
    tonight = _half_hour(now - timedelta(hours=1))
    _group(now - timedelta(days=60), language)
    for evening in _PAST:
        _past_evening(tonight - timedelta(weeks=evening.weeks, days=evening.place), evening)
    regulars = _who_orders(Random(f"{PLACES[0]} 34"), 34)
    # Whoever comes tonight has nothing left to pay from last week.
    without = [ref for ref, _name in regulars]
    last_week = _ordered(tonight - timedelta(days=6), PLACES[1], 26, without=without)
    _mixed_payments(last_week, tonight - timedelta(days=6), without)
    _paid_in_advance(tonight - timedelta(days=3), _member(regulars[20][0]))
    this_week = _ordered(tonight, PLACES[0], 34, to_weigh="POU")
    _ordered(tonight + timedelta(weeks=6), PLACES[0], 22, at=tonight - timedelta(hours=30))
    _mixed_payments(this_week, tonight)


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
            wished_float=Decimal("50.00"),
            account_holder=f"Association {GROUP}",
            iban="FR7630006000011234567890189",
            cheque_payee=f"Association {GROUP}",
            address="Salle Jeanne d’Arc, 2 rue du Port, 35000 Rennes",
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
    # The first of tonight's list owes something from before.
    first = _member(_who_orders(Random(f"{PLACES[0]} 34"), 34)[0][0])
    open_balance(desk, first, Decimal("-12.00"), "Reprise de Cagette")


def _who_orders(draw: Random, baskets: int, without: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Draw members, by reference and name, in the order of an export."""
    pool = [one for one in sorted(people().items()) if one[0] not in without]
    return sorted(draw.sample(pool, k=baskets), key=lambda one: one[1])


def _member(ref: str) -> int:
    number: int = Member.get(Member.ref == ref).id
    return number


def _ordered(
    start: datetime,
    place: str,
    baskets: int,
    *,
    at: datetime | None = None,
    without: Sequence[str] = (),
    to_weigh: str | None = None,
) -> _Evening:
    """Bring in the orders of one distribution, two days before it if not `at` another time."""
    draw = Random(f"{place} {baskets}")
    _clock, desk = _desk(at or start - timedelta(days=2), _VOLUNTEERS[1])
    chosen = _who_orders(draw, baskets, without)
    end = start + timedelta(hours=1, minutes=30)
    # Near midnight an evening ends with its day.
    end = min(end, datetime.combine(start.date(), time(23, 59)))
    export = order(draw, chosen, to_weigh=to_weigh)
    report = import_export(desk, export, Occasion(start.date(), start, end, place))
    _vat(desk)
    clock, desk = _desk(start, _VOLUNTEERS[baskets % 3])
    return _Evening(report.distribution_id, clock, desk, draw)


def _vat(desk: Desk) -> None:
    """Set the rates that the export does not tell."""
    rates = {one.ref: from_cents(one.vat) for offer in OFFERS for one in offer.goods}
    with writing(desk) as act:
        entry = act.entry(ActKind.GROUP)
        for product in Product.select():
            entry.update(product, vat_rate=rates[product.ref], vat_said=True)


def _mixed_payments(evening: _Evening, start: datetime, without: Sequence[str] = ()) -> None:
    """Transfers announced, paid online, the rest on the spot, one without payment (R19)."""
    evening.clock, evening.desk = _desk(start - timedelta(days=1), _VOLUNTEERS[2])
    for rank, basket in enumerate(evening.baskets()):
        if not basket.to_pay:
            continue
        if rank % 9 == 4:
            announce(evening.desk, basket.id, basket.version, Mode.TRANSFER)
        elif rank % 9 == 7:
            announced = announce(evening.desk, basket.id, basket.version, Mode.ONLINE)
            receive(evening.desk, announced.id, announced.version, Mode.ONLINE)
    _by_coordinator(evening, without)
    _clock, desk = _desk(start - timedelta(minutes=15), _VOLUNTEERS[2])
    set_cash_float(desk, evening.distribution_id, Decimal("50.00"))


def _paid_in_advance(moment: datetime, member: int) -> None:
    """Somebody has enough credit for a small basket."""
    _clock, desk = _desk(moment, _VOLUNTEERS[0])
    balance = balance_of(member)
    amount = Decimal("30.00") - balance
    pay_account(desk, member, Mode.TRANSFER, amount, "versé d'avance", shown=balance, sure=True)


def _by_coordinator(evening: _Evening, without: Sequence[str]) -> None:
    still_open = Basket.select(Basket.member).where(Basket.validated_at.is_null())
    free = Member.select().where(Member.id.not_in(still_open), Member.ref.not_in(list(without)))
    member = free.order_by(Member.id).first().id
    products = [row.id for row in Product.select().order_by(Product.id).limit(40)]
    wanted = [(number, Decimal(2)) for number in evening.draw.sample(products, k=3)]
    new_order(evening.desk, evening.distribution_id, member, wanted)


def _past_evening(start: datetime, past: _Past) -> None:
    """A certified distribution, with what happens on an evening."""
    evening = _ordered(start, PLACES[past.place], past.baskets)
    set_cash_float(evening.desk, evening.distribution_id, Decimal("50.00"))
    baskets = evening.baskets()
    _incidents(evening, [next(baskets) for _ in range(8)], past)
    for basket, mode in zip(baskets, (*SPOT_MODES, Mode.CASH) * 3, strict=False):
        if basket.to_pay:
            validate(evening.desk, basket.id, basket.version, mode=mode)
    force(evening.desk, plan_force(evening.distribution_id))
    evening.clock.advance(timedelta(minutes=10))
    _counted(evening, past)
    certify(evening.desk, evening.distribution_id)
    evening.clock.advance(timedelta(days=1))
    _afterwards(evening, past)


def _number(first: int, past: _Past) -> str:
    """Return a cheque's number: each evening's cheque is another one."""
    return f"{first + past.weeks:07}"


def _incidents(evening: _Evening, baskets: list[BasketView], past: _Past) -> None:
    """Undelivered after payment and refunded, weighed, split, absent, debt, credit, awaited."""
    desk = evening.desk
    one = baskets[0]
    if one.to_pay:
        one = receive(desk, one.id, one.version, Mode.CASH)
    one = set_delivered(
        desk, one.lines[0].id, one.version, False, reason=past.reason, note=past.note
    )
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
    details = ChequeDetails(_number(12340, past), "Crédit du Canal", three.member)
    more = three.to_pay + Decimal("2.50")
    three = pay(desk, three.id, three.version, [Part(Mode.CHEQUE, more, details)], sure=True)
    _validated(desk, three)
    four = baskets[4]
    _validated(desk, announce(desk, four.id, four.version, Mode.TRANSFER))
    pair = [(basket.id, basket.version) for basket in baskets[5:7] if basket.to_pay]
    if pair:
        pay_together(
            desk, pair, Mode.CHEQUE, cheque=ChequeDetails(_number(98760, past), "Banque du Pont")
        )
    last = baskets[7]
    part = max(last.to_pay - 4, Decimal(1))
    last = _validated(desk, pay(desk, last.id, last.version, [Part(Mode.CASH, part)], sure=True))
    reopened = reopen_basket(desk, last.id, last.version, "erreur de frappe")
    _validated(desk, reopened)
    until = membership_until(basket.member_id for basket in baskets)
    newcomer = next(basket for basket in reversed(baskets) if not until[basket.member_id])
    number = evening.distribution_id
    pay_membership(desk, newcomer.member_id, Mode.CASH, distribution_id=number)


def _counted(evening: _Evening, past: _Past) -> None:
    """The box is counted, and the cheques are gone through from the last one to the first."""
    number = evening.distribution_id
    came_in = expected_takings(number)
    close_count(
        evening.desk,
        number,
        came_in.expected_cash + past.off,
        shown_expected=came_in.expected_cash,
        beside=BesideBox(came_in.by_mode[Mode.CARD], came_in.cheque_count),
        explanation="rendu de travers" if past.off else None,
    )
    for paper in reversed(read_pile(number).papers):
        put_on_pile(evening.desk, number, paper.amount, paper.id)


def _validated(desk: Desk, basket: BasketView) -> BasketView:
    """Validate, whatever remains; announced payments are awaited."""
    outcome = outcome_of(basket, Unseen.AWAITED)
    return validate(desk, basket.id, basket.version, accept=outcome, unseen=Unseen.AWAITED)


def _afterwards(evening: _Evening, past: _Past) -> None:
    """An awaited transfer is seen (R41); an old debt is paid, and a gift made (R21)."""
    baskets = read_sheet(evening.distribution_id, lines=False).baskets
    for payment in (one for basket in baskets for one in basket.announced if past.transfer_seen):
        confirm(evening.desk, payment.id)
    for basket in baskets:
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
