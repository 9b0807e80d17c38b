"""Random evenings, played through our program, that are then entered in the model of Cagette."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from cagette_tui.intake.cagette import ExportLine, parse_export
from cagette_tui.intake.importing import Occasion, import_export
from cagette_tui.model.acts import (
    absence,
    accounts,
    changing,
    closing,
    delivering,
    paying,
    validating,
)
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.acts.writing import writing
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import read_products
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import ActKind, Mode, Reason
from cagette_tui.model.rules.outcome import NeedsAnswer, Unseen, outcome_of
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.product_plans import plan_price, plan_undelivered
from cagette_tui.model.rules.products import product_uses
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.tables.base import database, tuples
from cagette_tui.model.tables.catalogue import Catalogue, Product
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.people import Group, Member
from tests.cagette_model import Behind, computed
from tests.world import START, World

COLUMNS = (
    "userId", "userName", "productName", "ref", "catalogName", "catalogId", "vendorId",
    "price", "quantity", "fees", "total", "paid",
)  # fmt: skip
_LAST_WRITTEN = f"SELECT max(id) FROM {JournalEntry._meta.table_name}"
PIECES, LOOSE, SIZED = "pieces", "loose", "sized"
# Name, catalogue, price with all its decimals, how it is sold.
PRODUCTS = (
    ("Carottes 1 kg", "12", "2.50", PIECES),
    ("Œufs [bio] par 6", "12", "3.10", PIECES),
    ("Farine 1 kg", "12", "1.255", PIECES),
    ("Consigne 1 pièce", "12", "-0.50", PIECES),
    ("Poulet fermier", "15", "11.90", LOOSE),
    ("Cuisses de canard", "15", "16.748", LOOSE),
    ("Rôti de porc 800 g", "15", "12.00", SIZED),
    ("Miel 500 g", "18", "8.503", PIECES),
    ("Tisane", "18", "25.07", LOOSE),
    ("Terrine 350 g", "18", "7.333", SIZED),
)
# Of a catalogue: each order has that of its day.
RATES = {"12": ("0",), "15": ("2", "2", "5"), "18": ("5.5", "2.25")}
QUANTITIES = {
    PIECES: (0, 1, 1, 2, 3, 20, -1),
    LOOSE: (1, 1.35, 0.538, 1.5),
    SIZED: (1, 0.85 / 0.8, 0.25 / 0.35, 2),
}
NAMES = (
    "MARTIN Anaïs",
    "Étienne Zoé",
    "de la FONTAINE Maël",
    "BEN SALEM Lucía / ROUX Paul",
    "=1+1",
)
MODES = (Mode.CASH, Mode.CASH, Mode.CHEQUE, Mode.TRANSFER, Mode.CARD)


def export_of(draw: Random) -> str:
    """Write an export: two to seven members, some with pieces, some with cancelled lines.

    Prices may have a third decimal that is not printed, catalogues several fee rates, quantities
    all the decimals of a weight divided by a size, and lines may be below zero.
    """
    rows = []
    for place in range(draw.randint(2, 7)):
        name = f"{NAMES[place % len(NAMES)]}{place // len(NAMES) or ''}"
        for product in draw.sample(PRODUCTS, draw.randint(1, 4)):
            for _piece in range(1 if product[3] == PIECES else draw.choice((1, 1, 2, 3))):
                rows.append(_row(draw, str(100 + place), name, *product))
    text = io.StringIO()
    text.write(";".join(COLUMNS) + "\n")
    csv.writer(text, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()


def _row(
    draw: Random, ref: str, name: str, product: str, catalogue: str, price: str, sold: str
) -> tuple[str, ...]:
    rate = float(draw.choice(RATES[catalogue]))
    # The export tells no rate of a catalogue of which every line was cancelled.
    quantity = draw.choice([one for one in QUANTITIES[sold] if one or not rate])
    total = computed(quantity, float(price), rate)
    fee = computed(quantity * rate / 100, float(price), 0)
    place = next(at for at, one in enumerate(PRODUCTS) if one[0] == product)
    return (
        ref, name, product, f"R{place}", f"Catalogue {catalogue}", catalogue, catalogue,
        f"{computed(1, float(price), 0):.2f}".replace(".", ","), f"{quantity:.15g}",
        f"{fee:.2f}".replace(".", ",") if rate else "",
        f"{total:.2f}".replace(".", ","), "true" if not quantity else "false",
    )  # fmt: skip


def behind(line: ExportLine) -> Behind:
    """Give what is behind a line, as it was read: of all that gives its total Cagette has this."""
    return (
        float(line.quantity if line.exact_quantity is None else line.exact_quantity),
        float(line.price if line.exact_price is None else line.exact_price),
        float(line.fee_rate if line.exact_rate is None else line.exact_rate),
    )


def catalogue_rates() -> dict[str, float]:
    """Give the fee rates of the products' catalogues, by the products' names."""
    query = Product.select(Product.name, Catalogue.fee_rate).join(Catalogue)
    return {name: float(rate) for name, rate in tuples(query)}


class RandomEvening:
    """One evening: every act that a volunteer has, in any order; what is refused is not done."""

    def __init__(self, seed: int) -> None:
        """Import an export; some members have an older balance."""
        self.draw = Random(seed)
        self._read: tuple[int, SheetView] | None = None
        self.world = World()
        self.desk = self.world.desk
        self.export = export_of(self.draw)
        occasion = Occasion(START.date(), START, START + timedelta(minutes=90), "Salle")
        read = parse_export(self.export.encode())
        self.number = import_export(self.desk, read, occasion).distribution_id
        self.behind = [behind(line) for line in read.lines]
        self.rates = catalogue_rates()
        for member in list(Member.select()):
            if self.draw.random() < 0.4:
                amount = Decimal(self.draw.choice(("-12.00", "5.00", "40.00", "3.17")))
                accounts.open_balance(self.desk, member.id, amount, "reprise")
        # Known to Cagette, without an order; and not known to it.
        self.world.member("SANS Commande", "900")
        self.world.member("PAS Là-bas")
        with writing(self.desk) as act:
            entry = act.entry(ActKind.GROUP)
            entry.update(Group.get_by_id(1), membership_fee=Decimal("15.00"))

    @property
    def sheet(self) -> SheetView:
        """The evening as it is now; nothing is read again before something is written."""
        ((last,),) = database.execute_sql(_LAST_WRITTEN).fetchall()
        if self._read is None or self._read[0] != last:
            self._read = last, read_sheet(self.number)
        return self._read[1]

    def one(self, fits: Callable[[BasketView], bool] = lambda _one: True) -> BasketView:
        """Draw a basket that fits."""
        basket: BasketView = self._any([one for one in self.sheet.baskets if fits(one)])
        return basket

    def _any(self, there: Sequence[Any]) -> Any:
        if not there:
            raise Refused
        return self.draw.choice(there)

    def line(self, basket: BasketView) -> LineView:
        """Draw a line."""
        line: LineView = self._any(basket.lines)
        return line

    def amount(self, *more: Decimal) -> Decimal:
        """Draw an amount."""
        usual = [Decimal(text) for text in ("1.00", "4.30", "10.00", "20.00")]
        return self.draw.choice([*usual, *(one for one in more if one > 0)])

    def mode(self) -> Mode:
        """Draw a mode that the group accepts."""
        return self.draw.choice(MODES)

    # Acts

    def act(self, names: Sequence[str]) -> None:
        """Do one of these, if it is not refused."""
        with contextlib.suppress(Refused):
            getattr(self, self.draw.choice(names))()

    def receive(self) -> None:
        basket = self.one(lambda one: not one.validated)
        paying.receive(self.desk, basket.id, basket.version, self.mode(), replace=True)

    def ordinary(self) -> None:
        basket = self.one(lambda one: not one.validated)
        this = self.desk, basket.id, basket.version
        mode = None if basket.absent else self.mode()
        seen = self.draw.choice(list(Unseen))
        try:
            validating.validate(*this, mode=mode, replace=True, unseen=seen)
        except NeedsAnswer as asked:
            validating.validate(*this, mode=mode, replace=True, unseen=seen, accept=asked.outcome)

    def validate(self) -> None:
        basket = self.one(lambda one: not one.validated and not one.needs_mode)
        this = self.desk, basket.id, basket.version
        seen = self.draw.choice(list(Unseen))
        try:
            validating.validate(*this, unseen=seen, accept=outcome_of(basket, seen))
        except NeedsAnswer as asked:
            validating.validate(*this, unseen=seen, accept=asked.outcome)

    def pay(self) -> None:
        basket = self.one(lambda one: not one.validated)
        parts = [Part(self.mode(), self.amount(basket.cost, basket.to_pay)) for _ in "12"]
        chosen = parts[: self.draw.randint(1, 2)]
        paying.pay(self.desk, basket.id, basket.version, chosen, replace=True, sure=True)

    def refund(self) -> None:
        basket = self.one(lambda one: not one.validated and one.credit > 0)
        amount = self.draw.choice([None, basket.credit, min(basket.credit, Decimal("1.00"))])
        paying.refund(self.desk, basket.id, basket.version, self.mode(), amount)

    def refund_more(self) -> None:
        basket = self.one(lambda one: not one.validated)
        amount = self.amount()
        paying.refund(self.desk, basket.id, basket.version, Mode.CASH, amount, insist="geste")

    def announce(self) -> None:
        basket = self.one(lambda one: not one.validated and not one.absent)
        amount = self.draw.choice([None, self.amount()])
        paying.announce(self.desk, basket.id, basket.version, Mode.TRANSFER, amount)

    def confirm(self) -> None:
        changing.confirm(self.desk, self._payment(lambda one: one.announced))

    def cancel(self) -> None:
        changing.cancel(self.desk, self._payment(lambda one: one.payments), "erreur")

    def change_mode(self) -> None:
        changing.change_mode(self.desk, self._payment(lambda one: one.payments), self.mode())

    def change_amount(self) -> None:
        number = self._payment(lambda one: one.confirmed)
        changing.change_amount(self.desk, number, self.amount(), "erreur")

    def _payment(self, of: Callable[[BasketView], Sequence[Any]]) -> int:
        return int(self._any([one.id for basket in self.sheet.baskets for one in of(basket)]))

    def undelivered(self) -> None:
        basket = self.one()
        line = self.line(basket)
        delivering.set_delivered(self.desk, line.id, basket.version, self.draw.random() < 0.3)

    def all_undelivered(self) -> None:
        basket = self.one()
        for line in basket.lines:
            delivering.set_delivered(self.desk, line.id, self.world.again(basket).version, False)

    def quantity(self) -> None:
        basket = self.one()
        line = self.line(basket)
        texts = ("0.5", "1.255", "0.602", "1.4") if line.weighed else ("1", "2", "4")
        quantity = Decimal(self.draw.choice(texts))
        delivering.set_quantity(self.desk, line.id, basket.version, quantity)

    def damaged(self) -> None:
        basket = self.one()
        delivering.set_delivered(
            self.desk, self.line(basket).id, basket.version, False, reason=Reason.DAMAGED
        )

    def price(self) -> None:
        basket = self.one()
        price = Decimal(self.draw.choice(("2.00", "9.90", "12.35")))
        delivering.set_price(self.desk, self.line(basket).id, basket.version, price, sure=True)

    def add(self) -> None:
        basket = self.one()
        product = self._any(read_products(self.number))
        delivering.add_line(self.desk, basket.id, basket.version, product.id, Decimal(1))

    def replace(self) -> None:
        basket = self.one()
        product = self._any(read_products(self.number))
        line = self.line(basket)
        delivering.replace_line(self.desk, line.id, basket.version, product.id, Decimal(2))

    def move(self) -> None:
        basket, there = self.one(), self.one()
        line = self.line(basket)
        delivering.move_line(self.desk, line.id, basket.version, there.id, there.version)

    def missing_for_all(self) -> None:
        carry_out(self.desk, plan_undelivered(self._any(product_uses(self.sheet))))

    def price_for_all(self) -> None:
        price = Decimal(self.draw.choice(("2.05", "10.00", "13.33")))
        carry_out(self.desk, plan_price(self._any(product_uses(self.sheet)), price), sure=True)

    def absent(self) -> None:
        basket = self.one(lambda one: not one.validated)
        release = self.draw.random() < 0.5
        absence.mark_absent(self.desk, basket.id, basket.version, release=release)

    def present(self) -> None:
        basket = self.one(lambda one: one.absent)
        absence.mark_present(self.desk, basket.id, basket.version)

    def order(self) -> None:
        member = self._any(list(Member.select()))
        product = self._any(read_products(self.number))
        delivering.new_order(self.desk, self.number, member.id, [(product.id, Decimal(2))])

    def account(self) -> None:
        member = self._any(list(Member.select())).id
        accounts.pay_account(
            self.desk, member, self.mode(), self.amount(), "avance", shown=balance_of(member),
            distribution_id=self.draw.choice((self.number, None)),
            pending=self.draw.random() < 0.2, sure=True,
        )  # fmt: skip

    def account_refund(self) -> None:
        member = self._any(list(Member.select())).id
        accounts.refund_account(
            self.desk, member, Mode.CASH, self.amount(), "rendu", shown=balance_of(member),
            distribution_id=self.draw.choice((self.number, None)), insist="rendu",
        )  # fmt: skip

    def adjust(self) -> None:
        member = self._any(list(Member.select())).id
        amount = self.amount() * self.draw.choice((1, -1))
        accounts.adjust(self.desk, member, amount, "geste", shown=balance_of(member))

    def membership(self) -> None:
        member = self._any(list(Member.select())).id
        accounts.pay_membership(
            self.desk,
            member,
            self.mode(),
            distribution_id=self.draw.choice((self.number, None)),
            announces=False,
        )

    def reopen(self) -> None:
        basket = self.one(lambda one: one.validated)
        validating.reopen_basket(self.desk, basket.id, basket.version, "erreur")

    def finish(self) -> None:
        """Validate all that is left, and certify."""
        if self.sheet.open_baskets:
            force(self.desk, plan_force(self.number))
        if not self.sheet.distribution.certified_at:
            closing.certify(self.desk, self.number)


USUAL = ("ordinary", "receive", "ordinary")
ACTS = (
    *USUAL, *USUAL, "validate", "pay", "refund", "refund_more", "announce", "confirm", "cancel",
    "change_mode", "change_amount", "undelivered", "all_undelivered", "quantity", "quantity",
    "damaged", "add", "replace", "move", "missing_for_all", "price_for_all", "absent", "present",
    "order", "account", "account_refund", "membership",
)  # fmt: skip
# What Cagette cannot be told: it is named, and left to people.
ODD = ("price", "adjust")
CORRECTIONS = (
    "reopen", "reopen", "quantity", "undelivered", "refund", "pay", "cancel", "change_mode",
    "confirm", "add", "account", "all_undelivered", "change_amount", "membership",
)  # fmt: skip
