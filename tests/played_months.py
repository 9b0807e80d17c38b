"""Months of a small group, drawn and played through the model's own acts.

Whatever may happen between two evenings happens: money of another day, what is seen after an
evening was certified, what the bank sends back, cash moved, evenings opened and closed again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from cagette_tui.model.acts import depositing
from cagette_tui.model.acts.accounts import adjust, pay_account, pay_membership, refund_account
from cagette_tui.model.acts.changing import confirm
from cagette_tui.model.acts.closing import certify, move_cash, reopen_distribution
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.acts.paying import announce, pay
from cagette_tui.model.acts.returning import BankFee, return_payment
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.deposits import returnable, what_waits
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode, Reason
from cagette_tui.model.rules.outcome import NeedsAnswer, Unseen
from cagette_tui.model.rules.payments import Part
from tests.shortcuts import expected_cash
from tests.world import World

FIRST = date(2026, 12, 1)


class Months:
    """Plays month after month; the world's clock goes with them."""

    def __init__(self, world: World, seed: int = 1) -> None:
        """Begin with six members and five products."""
        self.world, self.luck = world, Random(seed)
        settings = read_settings()
        wanted = replace(settings, membership_fee=Decimal("15.00"), name="Le Canal")
        change_settings(world.desk, settings, wanted)
        self.members = [world.member(f"Membre {one}", f"M{one}") for one in range(6)]
        self.products = [
            world.product(price, fee=fee, vat=vat, vendor=f"Ferme {number % 3}")
            for number, (price, fee, vat) in enumerate(
                (
                    ("2.35", "2.00", "5.50"),
                    ("7.99", "0.00", "20.00"),
                    ("12.10", "3.50", "5.50"),
                    ("0.95", "2.00", "10.00"),
                    ("31.45", "1.00", "5.50"),
                )
            )
        ]

    def euros(self, most: int = 6000) -> Decimal:
        """Draw an amount."""
        return Decimal(self.luck.randint(100, most)).scaleb(-2)

    def play(self, month: date) -> None:
        """Play a month: two evenings, what comes between and after them."""
        for day in (self.luck.randint(2, 9), self.luck.randint(14, 22)):
            self.evening(datetime(month.year, month.month, day, 18, 0))
            self.world.clock.advance(timedelta(days=self.luck.randint(1, 3)))
            for _ in range(self.luck.randint(1, 4)):
                self.between()

    def evening(self, start: datetime) -> None:
        """Play an evening; most are certified."""
        world, luck = self.world, self.luck
        world.clock.advance(start - world.clock.now())
        number = world.distribution(start)
        for member in luck.sample(self.members, k=4):
            goods = tuple(
                (product, str(luck.randint(1, 4))) for product in luck.sample(self.products, k=2)
            )
            self.basket(world.basket(number, member, products=goods))
        if luck.random() < 0.5:
            mode = luck.choice((Mode.CASH, Mode.CHEQUE))
            who = luck.choice(self.members)
            pay_membership(world.desk, who, mode, distribution_id=number, again=True)
        if luck.random() < 0.5:
            move_cash(world.desk, number, -self.euros(2000), "timbres")
        if luck.random() < 0.8:
            off = luck.choice((Decimal(0), Decimal(0), Decimal("-0.50"), Decimal("1.20")))
            shown = expected_cash(number)
            counted = max(shown + off, Decimal("0.00"))
            why = "rendu" if counted != shown else None
            close_count(world.desk, number, counted, shown_expected=shown, explanation=why)
        if luck.random() < 0.85:
            certify(world.desk, number)
            if luck.random() < 0.3:
                world.clock.advance(timedelta(hours=3))
                reopen_distribution(world.desk, number, "oubli")
                who = luck.choice(self.members)
                self.on_account(who, number)
                certify(world.desk, number)

    def basket(self, basket: BasketView) -> None:
        """Pay a basket in one way or another, and validate it."""
        world, luck = self.world, self.luck
        if luck.random() < 0.25:
            reason = luck.choice((Reason.UNDELIVERED, Reason.DAMAGED, Reason.GIVEN_AWAY))
            basket = set_delivered(
                world.desk, basket.lines[0].id, basket.version, False, reason=reason
            )
        draw = luck.random()
        if draw < 0.2 and basket.to_pay:
            basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
            self.validated(basket, unseen=Unseen.AWAITED)
        elif draw < 0.35 and basket.to_pay > 1:
            parts = (Part(Mode.CASH, Decimal("1.00")), Part(Mode.CHEQUE, None))
            self.validated(pay(world.desk, basket.id, basket.version, parts, sure=True))
        elif draw < 0.45:
            part = Part(luck.choice(SPOT_MODES), self.euros(9000))
            self.validated(pay(world.desk, basket.id, basket.version, (part,), sure=True))
        else:
            self.validated(basket, mode=luck.choice(SPOT_MODES))

    def validated(
        self, basket: BasketView, mode: Mode | None = None, unseen: Unseen | None = None
    ) -> None:
        """Validate a basket, whatever remains."""
        desk = self.world.desk
        mode = mode or (Mode.CASH if basket.on_the_spot else None)
        try:
            validate(desk, basket.id, basket.version, mode=mode, unseen=unseen)
        except NeedsAnswer as asked:
            validate(
                desk, basket.id, basket.version, mode=mode, unseen=unseen, accept=asked.outcome
            )

    def on_account(self, member: int, number: int | None = None) -> None:
        """Take something on an account."""
        pay_account(
            self.world.desk,
            member,
            self.luck.choice(SPOT_MODES),
            self.euros(),
            "avance",
            shown=self.world.balance(member),
            distribution_id=number,
            sure=True,
        )

    def between(self) -> None:
        """Do something that belongs to no evening."""
        world, luck = self.world, self.luck
        member = luck.choice(self.members)
        balance = world.balance(member)
        match luck.randint(0, 7):
            case 0:
                self.on_account(member)
            case 1 if balance > 0:
                refund_account(world.desk, member, Mode.CASH, balance, "rendu", shown=balance)
            case 2:
                day = world.clock.now().date() - timedelta(days=luck.randint(0, 12))
                adjust(world.desk, member, self.euros(300), "geste", shown=balance, day=day)
            case 3:
                awaited = what_waits().awaited
                if awaited:
                    confirm(world.desk, luck.choice(awaited).operation_id)
            case 4:
                back = returnable()
                if back:
                    one = luck.choice(back[:5])
                    fee = BankFee(one.member_ids[0], Decimal("8.50"), "frais")
                    return_payment(
                        world.desk, one.operation_id, "rejet", fee=luck.choice((None, fee))
                    )
            case 5 if what_waits().cheques:
                cash = luck.choice((None, self.euros(20000)))
                made = depositing.make_deposit(world.desk, cash=cash)
                if luck.random() < 0.5:
                    depositing.finish_deposit(world.desk, made.number)
                    depositing.see_deposit(world.desk, made.number)
            case 6:
                move_cash(world.desk, None, self.euros() * luck.choice((1, -1)), "monnaie")
            case _:
                pay_membership(world.desk, member, Mode.TRANSFER, again=True, announces=False)


def months(count: int, first: date = FIRST) -> list[tuple[date, date]]:
    """Give the first and the last day of so many months."""
    found = []
    for rank in range(count):
        year, month = divmod(first.month - 1 + rank, 12)
        begin = date(first.year + year, month + 1, 1)
        after = date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
        found.append((begin, after - timedelta(days=1)))
    return found
