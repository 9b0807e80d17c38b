"""Builders for tests: a small world made through the write door, and what it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest

from cagette_tui.clock import FixedClock
from cagette_tui.intake.importing import ImportReport, Occasion, import_export
from cagette_tui.model.acts.accounts import open_balance
from cagette_tui.model.acts.delivered import write_orders
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.tables.all_tables import TABLES
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.model.tables.distribution import Basket, Distribution, Line
from cagette_tui.model.tables.people import Group, Member
from cagette_tui.money import line_fee, line_total
from tests.shortcuts import read_export

E = TypeVar("E", bound=Exception)

DATA = Path(__file__).parent / "intake" / "data"
START = datetime(2026, 11, 20, 18, 0)


def euros(text: str) -> Decimal:
    """Write an amount in a test."""
    return Decimal(text)


class World:
    """One group, members, products and distributions; `desk` is the volunteer's."""

    def __init__(self) -> None:
        """Begin on the evening of 20 November 2026, an hour after the start."""
        self.clock = FixedClock(START + timedelta(hours=1))
        self.desk = Desk("paul", self.clock.now)
        self._rank = 0

    def other(self, who: str) -> Desk:
        """Give another volunteer's desk, on the same clock."""
        return Desk(who, self.clock.now)

    def member(self, name: str, ref: str | None = None) -> int:
        """Add a member."""
        with writing(self.desk) as act:
            return int(act.entry(ActKind.IMPORT).insert(Member(name=name, ref=ref)).id)

    def accept(self, *modes: Mode) -> None:
        """Set the modes that the group accepts."""
        with writing(self.desk) as act:
            act.entry(ActKind.GROUP).update(Group.get_by_id(1), accepted_modes=",".join(modes))

    def product(
        self,
        price: str,
        name: str | None = None,
        *,
        weighed: bool = False,
        fee: str = "0.00",
        vat: str = "5.50",
        vendor: str | None = None,
    ) -> int:
        """Add a product in a catalogue and with a vendor of its own."""
        self._rank += 1
        ref = f"{self._rank}"
        with writing(self.desk) as act:
            entry = act.entry(ActKind.IMPORT)
            maker = entry.insert(Vendor(ref=ref, name=vendor))
            catalogue = entry.insert(
                Catalogue(ref=ref, name=f"Catalogue {ref}", vendor=maker.id, fee_rate=Decimal(fee))
            )
            row = Product(
                catalogue=catalogue.id,
                ref=ref,
                name=name or f"Produit {ref} 1 kg",
                price=Decimal(price),
                vat_rate=Decimal(vat),
                weighed=weighed,
            )
            return int(entry.insert(row).id)

    def distribution(
        self, start: datetime = START, place: str = "Salle", end: datetime | None = None
    ) -> int:
        """Add a distribution, of an hour and a half unless its end is said."""
        with writing(self.desk) as act:
            row = Distribution(
                date=start.date(),
                place=place,
                starts_at=start,
                ends_at=end or start + timedelta(minutes=90),
            )
            return int(act.entry(ActKind.IMPORT).insert(row).id)

    def basket(
        self,
        distribution: int,
        member: int,
        *amounts: str,
        products: tuple[tuple[int, str], ...] = (),
        on_the_spot: bool = True,
    ) -> BasketView:
        """Add a basket with one line for each amount, or lines of given products."""
        lines = [(self.product(amount), "1") for amount in amounts] + list(products)
        with writing(self.desk) as act:
            entry = act.entry(ActKind.IMPORT)
            number = Basket.select().where(Basket.distribution == distribution).count() + 1
            row = entry.insert(
                Basket(
                    distribution=distribution,
                    member=member,
                    number=number,
                    on_the_spot=on_the_spot,
                )
            )
            for position, (product_id, quantity) in enumerate(lines, start=1):
                self._line(entry, row, position, product_id, Decimal(quantity))
            write_orders({row.id: entry}, [row])
        return read_basket(row.id)

    def _line(
        self, entry: Any, basket: Basket, position: int, product_id: int, quantity: Decimal
    ) -> None:
        product = Product.get_by_id(product_id)
        rate = Catalogue.get_by_id(product.catalogue_id).fee_rate
        entry.insert(
            Line(
                basket=basket.id,
                product=product.id,
                position=position,
                ordered=quantity,
                delivered=quantity,
                price=product.price,
                fee_rate=rate,
                fee=line_fee(quantity, product.price, rate),
                total=line_total(quantity, product.price, rate),
            )
        )

    def one_basket(self, *amounts: str, older: str = "0") -> BasketView:
        """Add a member with an older balance and one basket on tonight's distribution."""
        self._rank += 1
        member = self.member(f"Membre {self._rank}")
        if Decimal(older):
            open_balance(self.desk, member, Decimal(older), "reprise")
        tonight = Distribution.get_or_none(Distribution.date == START.date())
        number = tonight.id if tonight is not None else self.distribution()
        return self.basket(number, member, *amounts)

    def evening(self, day: str = "2026-11-20", export: str = "") -> ImportReport:
        """Import one of the exports."""
        name = export or f"Export-commandes-{day}-Cagette.csv"
        when = date.fromisoformat(day)
        start = datetime(when.year, when.month, when.day, 18, 0)
        occasion = Occasion(when, start, start + timedelta(minutes=90), "Salle Jeanne d'Arc")
        return import_export(self.desk, read_export(DATA / name), occasion)

    def credit(self, member: int, amount: str) -> None:
        """Give a member an older balance (negative: a debt)."""
        open_balance(self.desk, member, Decimal(amount), "reprise")

    @staticmethod
    def balance(of: BasketView | int) -> Decimal:
        """Return the balance of a member, or of a basket's member."""
        return balance_of(of if isinstance(of, int) else of.member_id)

    @staticmethod
    def read(basket: int) -> BasketView:
        """Read a basket by its id."""
        return read_basket(basket)

    @staticmethod
    def dump() -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table, the journal included."""
        return dump()

    @staticmethod
    def again(basket: BasketView) -> BasketView:
        """Read a basket again."""
        return read_basket(basket.id)


def dump(*, journal: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, to prove that nothing changed."""
    tables = [*TABLES, *(["journal"] if journal else [])]
    return {
        table: database.execute_sql(f'SELECT * FROM "{table}" ORDER BY id').fetchall()
        for table in tables
    }


def settled_dump() -> dict[str, list[tuple[Any, ...]]]:
    """Return what people see: no versions, no cancelled operations, no cheque without payment."""
    query = {
        "line": "SELECT * FROM line ORDER BY id",
        "operation": "SELECT id, member_id, kind, basket_id, distribution_id, amount, mode,"
        " pending, cheque_id FROM operation WHERE cancelled_at IS NULL ORDER BY id",
        "basket": "SELECT id, number, on_the_spot, by_coordinator, absent, validated_at,"
        " validated_by FROM basket WHERE cancelled_at IS NULL ORDER BY id",
        "distribution": "SELECT * FROM distribution ORDER BY id",
        "product": "SELECT * FROM product ORDER BY id",
        "cash_count": "SELECT * FROM cash_count WHERE cancelled_at IS NULL ORDER BY id",
        "pile_cheque": "SELECT distribution_id, position, amount, cheque_id FROM pile_cheque"
        " ORDER BY distribution_id, position",
        "buying_group": "SELECT * FROM buying_group",
        "cash_move": "SELECT * FROM cash_move WHERE cancelled_at IS NULL ORDER BY id",
    }
    return {table: database.execute_sql(sql).fetchall() for table, sql in query.items()}


def refused(kind: type[E], act: Callable[[], object]) -> E:
    """Prove that an act is refused with typed facts and changes nothing."""
    before = dump()
    with pytest.raises(kind) as caught:
        act()
    assert dump() == before
    return caught.value
