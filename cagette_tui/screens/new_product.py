"""A product that no file of orders has: returned jars, a rebate (R8)."""

from __future__ import annotations

from cagette_tui.i18n import _, format_amount
from cagette_tui.model.acts.delivering import add_new_product
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.screens.choosing import Chooser
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.screens.typed import amount_typed, quantity_typed
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.rows import Column, Row
from cagette_tui.widgets.searching import Search


async def new_product(screen: ModelScreen, basket: BasketView, name: str) -> BasketView | None:
    """Ask for its price, its producer and how many; add it to a basket."""
    price = await screen.ask_text(
        _("Price of one"),
        lambda text: amount_typed(text, negative=True),
        hint=_("{product}: in euros; below zero for what is given back, such as -0,50.").format(
            product=called(name)
        ),
    )
    catalogue = None if price is None else await _catalogue(screen, basket, name)
    if price is None or catalogue is None:
        return None
    quantity = await screen.ask_text(
        _("Quantity"),
        quantity_typed,
        value="1",
        hint=_("{product}, {price}").format(product=called(name), price=format_amount(price)),
    )
    if quantity is None:
        return None
    return await screen.answered(
        lambda desk, said: add_new_product(
            desk, basket.id, basket.version, catalogue, name, price, quantity, **said
        )
    )


async def _catalogue(screen: ModelScreen, basket: BasketView, name: str) -> int | None:
    """Ask whose product it is; where there is one catalogue only, it is that one's."""
    sheet = await screen.db(read_sheet, basket.distribution_id)
    there = {
        line.catalogue_id: (line.catalogue, line.vendor or "")
        for one in sheet.baskets
        for line in one.lines
    }
    if len(there) == 1:
        return next(iter(there))
    rows = [
        Row(number, {"catalogue": catalogue, "producer": producer}, search=Search(catalogue))
        for number, (catalogue, producer) in sorted(there.items(), key=lambda item: item[1])
    ]
    columns = (Column("catalogue", _("Catalogue")), Column("producer", _("Producer"), 28))
    title = _("{product}: of which producer? It goes on what they are paid.")
    chooser = Chooser(title.format(product=called(name)), columns, rows, takes_first=False)
    taken = await screen.chosen_from(chooser)
    return taken if isinstance(taken, int) else None
