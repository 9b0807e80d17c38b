"""What is done with one product in all baskets of a distribution, and a new order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.screen import Screen

from cagette_tui.i18n import N_, _
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.screens.product_acts import choose_use, ordered
from cagette_tui.screens.sheet_screen import SheetScreen
from cagette_tui.widgets.commands import Command


class InAllBaskets(SheetScreen):
    """A list of baskets from which a product is missing, weighed or priced in all of them."""

    def marked_baskets(self) -> frozenset[int]:
        """Return the marked baskets (ids); none where all are meant."""
        return frozenset()

    async def action_undelivered(self) -> None:
        """Choose a product that did not come: for all baskets, or for those that are marked."""
        await self.act(self._undelivered())

    async def _undelivered(self) -> None:
        only = self.marked_baskets()
        if not only:
            await self._with_product(_("Which product is missing?"), self.doors.to_undelivered)
            return
        sheet = await self.db(read_sheet, self.sheet.distribution.id)
        marked = replace(sheet, baskets=tuple(one for one in sheet.baskets if one.id in only))
        title = _("Which product is missing in the marked baskets?")
        product = await choose_use(self, marked, title)
        if product is not None:
            one = sheet.distribution.id
            await self.open_screen(self.doors.to_undelivered(one, product, only))

    async def action_weigh(self) -> None:
        """Choose a product to weigh."""
        title = _("Weigh which product?")
        await self.act(self._with_product(title, self.doors.to_weighing, weighed_first=True))

    async def action_price(self) -> None:
        """Choose a product whose price is another."""
        await self.act(
            self._with_product(_("Which product has another price?"), self.doors.to_price)
        )

    def left_unsaid(self) -> None:
        """Show the products again once the list is back."""
        self.call_after_refresh(self.app.call_next, self.action_price)

    async def _with_product(
        self,
        title: str,
        screen: Callable[[int, int], Screen[None]],
        *,
        weighed_first: bool = False,
    ) -> None:
        sheet = await self.db(read_sheet, self.sheet.distribution.id)
        product = await choose_use(self, sheet, title, weighed_first=weighed_first)
        if product is not None:
            await self.open_screen(screen(self.sheet.distribution.id, product))

    async def action_order(self) -> None:
        """Enter an order for a member who has none."""
        await self.act(self._order())

    async def _order(self) -> None:
        basket = await ordered(self, self.sheet.distribution.id)
        if basket is not None:
            await self.reload()
            self.go_to(basket.id)  # that is where one comes back to
            await self.open_screen(self.doors.to_basket(basket.id))


IN_ALL_BASKETS = (
    Command(
        ("m",),
        InAllBaskets.action_undelivered,
        N_("missing"),
        N_(
            "A product did not come, or not all of it: take it out of all baskets at once, "
            "or of those that are marked."
        ),
    ),
    Command(
        ("w",),
        InAllBaskets.action_weigh,
        N_("weigh"),
        N_("Weigh a product: all its baskets in order."),
    ),
    Command(
        ("x",),
        InAllBaskets.action_price,
        N_("price"),
        N_("Change a product's price in all baskets at once."),
    ),
    Command(
        ("a",),
        InAllBaskets.action_order,
        N_("new order"),
        N_("Enter an order for a member who has none."),
    ),
)
