"""Products: VAT rates, producers' names, what is sold by weight (R53)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_number, ngettext
from cagette_tui.model.acts.products import (
    LONGEST_PRODUCER,
    ProductRow,
    ProductsChanged,
    describe_products,
)
from cagette_tui.model.reading.products import ProductView, read_products
from cagette_tui.screens.list_screen import FILTER, ListScreen
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.screens.typed import amount_typed
from cagette_tui.sentences.questions import called
from cagette_tui.text import name_of
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.rows import Column, LateRow, Row
from cagette_tui.widgets.searching import Search
from cagette_tui.widgets.table import Table

_HIGHEST = Decimal(100)


class ProductsScreen(ListScreen):
    """Each product, with what the files of orders do not say."""

    FOOTER_LINES = 2

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._products: dict[int, ProductView] = {}
        self._table = Table(())

    def compose_content(self) -> ComposeResult:
        """Show the list."""
        yield self._table

    async def load(self) -> None:
        """Read all products."""
        found = await self.db(read_products)
        self._products = {one.id: one for one in found}
        self.set_title(_("Products"), self._table.position_text)
        self._table.set_columns(_columns())
        self._table.set_empty_text(_("No product yet: they come with the first orders."))
        self._table.set_rows([LateRow(one.id, partial(_row, one)) for one in found])
        if self.focused is None:
            self.set_focus(self._table)

    def _current(self) -> ProductView | None:
        key = self._table.cursor_key
        return self._products.get(key) if isinstance(key, int) else None

    def enabled(self, action: str) -> bool:
        """Offer what needs a product only where there is one."""
        return action not in ("open", "name", "weighed") or self._current() is not None

    @on(Table.Opened)
    async def _opened(self) -> None:
        await self.act(self._rate())

    async def _rate(self) -> None:
        one = self._current()
        if one is None:
            return
        rate = await self.ask_text(
            _("VAT in percent"),
            _rate_typed,
            value=format_number(one.vat).rstrip("0").rstrip(",.") or "0",
            hint=_("{product}: until it is said, papers call it assumed.").format(
                product=called(one.name)
            ),
        )
        scope = None if rate is None else await self._scope(one)
        if rate is not None and scope:
            await self._described(_about(one, scope, vat=rate))

    async def _scope(self, one: ProductView) -> str:
        """Ask for how many products it holds."""
        catalogue = sum(it.catalogue_ref == one.catalogue_ref for it in self._products.values())
        producer = sum(it.producer_ref == one.producer_ref for it in self._products.values())
        choices = {
            "p": _("this product"),
            "c": _("its catalogue ({count})").format(count=catalogue),
            "f": _("its producer ({count})").format(count=producer),
        }
        return await self.choose(_("For which products?"), choices) or ""

    async def action_name(self) -> None:
        """Name the producer."""
        await self.act(self._name_producer())

    async def _name_producer(self) -> None:
        one = self._current()
        if one is None:
            return
        name = await self.ask_text(
            _("Producer"),
            _name_typed,
            value=one.producer,
            hint=_("Who makes what is in {catalogue}.").format(catalogue=called(one.catalogue)),
        )
        if name is not None:
            await self._described(_about(one, "f", producer=name))

    async def action_weighed(self) -> None:
        """Say whether it is sold by weight."""
        one = self._current()
        if one is not None:
            row = _about(one, "p", weighed=not one.weighed)
            await self.act(self._described(row))

    async def _described(self, row: ProductRow) -> None:
        done: ProductsChanged | None = await self.tried(describe_products, (row,))
        if done is None:
            return
        await self.reload()
        text = ngettext("{count} product changed", "{count} products changed", done.products)
        if done.producers:
            text = ngettext("{count} producer named", "{count} producers named", done.producers)
        self.say(text.format(count=done.producers or done.products), "good")

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("enter",),
            ListScreen.action_open,
            N_("VAT"),
            N_("Say the VAT rate of the product, its catalogue or its producer."),
        ),
        Command(("n",), action_name, N_("producer"), N_("Name the producer.")),
        Command(
            ("w",),
            action_weighed,
            N_("by weight"),
            N_("Say that the product is sold by weight, or by the piece."),
            acts=True,
        ),
        UNDO,
        FILTER,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _about(
    one: ProductView,
    scope: str,
    *,
    vat: Decimal | None = None,
    producer: str = "",
    weighed: bool | None = None,
) -> ProductRow:
    """Say something of a product (`p`), of its catalogue (`c`) or of its producer (`f`)."""
    is_one = scope == "p"
    return ProductRow(
        0,
        "" if scope == "f" else one.catalogue_ref,
        one.producer_ref,
        producer,
        one.ref if is_one else "",
        one.name if is_one else "",
        vat,
        weighed,
    )


def _rate_typed(text: str) -> Decimal:
    rate = amount_typed(text.replace("%", ""), zero=True)
    if rate >= _HIGHEST:
        raise ValueError(_("A VAT rate is less than 100 %."))
    return rate


def _name_typed(text: str) -> str:
    try:
        return name_of(text, LONGEST_PRODUCER)
    except ValueError:
        raise ValueError(_("Type a name of at most 100 characters.")) from None


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", _("Product")),
        Column("producer", _("Producer"), 24),
        Column("vat", _("VAT"), 16),
        Column("weighed", _("Sold"), 10),
    )


def _row(one: ProductView) -> Row:
    rate = _("{rate} %").format(rate=format_number(one.vat))
    if not one.said:
        rate = _("{rate} assumed").format(rate=rate)
    cells = {
        "name": one.name,
        "producer": one.producer or f"({one.catalogue})",
        "vat": rate,
        "weighed": _("by weight") if one.weighed else _("by piece"),
    }
    return Row(one.id, dict(cells), None, Search(one.name, one.ref, beside=cells["producer"]))
