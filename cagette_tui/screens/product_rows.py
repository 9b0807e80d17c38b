"""Products as rows to choose from, under their producers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from cagette_tui.i18n import _, format_number, format_quantity
from cagette_tui.model.rules.evening import ProductView
from cagette_tui.model.rules.products import ProductUse
from cagette_tui.widgets.rows import Cell, Column, Row
from cagette_tui.widgets.searching import Search


def use_columns(*, weights: bool) -> tuple[Column, ...]:
    """Return the columns of the products of a distribution, with what waits for the scales."""
    columns = (
        Column("product", _("Product")),
        Column("baskets", _("Baskets"), 8, "right"),
        Column("ordered", _("Ordered"), 9, "right"),
        Column("delivered", _("Deliv."), 9, "right"),
        Column("amount", _("Amount"), 10, "right"),
        Column("weights", _("To weigh"), 9, "right"),
    )
    return columns if weights else columns[:-1]


def use_rows(uses: Iterable[ProductUse]) -> list[Row]:
    """Return the products of a distribution, by producer, as they are handed in."""
    rows = []
    for producer, of_producer in groupby(uses, key=lambda use: use.producer):
        rows.append(Row.heading(producer))
        rows += [_use(use, producer) for use in of_producer]
    return rows


def _use(use: ProductUse, producer: str) -> Row:
    unweighed: Cell = (str(use.unweighed), "warn") if use.unweighed else ""
    cells: dict[str, Cell] = {
        "product": use.name,
        "baskets": str(use.baskets),
        "ordered": format_quantity(use.ordered),
        "delivered": format_quantity(use.delivered),
        "amount": format_number(use.amount),
        "weights": unweighed,
    }
    return Row(use.id, cells, search=Search(use.name, beside=producer))


def product_columns() -> tuple[Column, ...]:
    """Return the columns of products that can be added."""
    return (
        Column("product", _("Product")),
        Column("catalogue", _("Catalogue"), 26),
        Column("price", _("Price"), 9, "right"),
    )


def product_rows(products: Iterable[ProductView], here: frozenset[int]) -> list[Row]:
    """Return products to add: those of the catalogues that are `here` tonight first."""
    return [*_of(products, here, True), *_of(products, here, False)]


def _of(products: Iterable[ProductView], here: frozenset[int], wanted: bool) -> Iterator[Row]:
    chosen = [one for one in products if (one.catalogue_id in here) is wanted]
    if chosen and not wanted:
        yield Row.heading(_("Other catalogues"))
    for one in chosen:
        cells: dict[str, Cell] = {
            "product": one.name,
            "catalogue": one.catalogue,
            "price": format_number(one.price),
        }
        yield Row(one.id, cells, search=Search(one.name, beside=f"{one.producer} {one.catalogue}"))
