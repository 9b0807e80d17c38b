"""Another price for a product in all baskets: what each would cost, then done at once."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from cagette_tui.i18n import N_, _, format_amount, format_number
from cagette_tui.model.rules.product_plans import ProductPlan, plan_price
from cagette_tui.model.rules.products import ProductUse
from cagette_tui.screens.digit_keys import digit_commands
from cagette_tui.screens.model_screen import UNDO_UNSAID
from cagette_tui.screens.product_plan import DO, LEAVE, ProductPlanScreen
from cagette_tui.screens.typed import amount_typed
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.base import HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command


class PriceScreen(ProductPlanScreen):
    """Another price for a product in all baskets that are not validated (R31)."""

    FOOTER_LINES = 2

    def __init__(self, distribution_id: int, product_id: int) -> None:
        """Ask for the price first."""
        super().__init__(distribution_id, product_id)
        self._price: Decimal | None = None

    async def load(self) -> None:
        """Read the product, and ask for the price at first."""
        first = self._use is None
        await super().load()
        if first and self._use is not None:
            self.app.call_next(self.action_price)

    def make_plan(self, use: ProductUse) -> ProductPlan | None:
        """Plan the price that was typed."""
        return None if self._price is None else plan_price(use, self._price)

    def heading_text(self, use: ProductUse) -> str:
        """Say which price it would be."""
        if self._price is None:
            return _("Price of {product}").format(product=called(use.name))
        return _("{product} at {price}").format(
            product=called(use.name), price=format_amount(self._price)
        )

    def enabled(self, action: str) -> bool:
        """A price can be typed before there is a plan."""
        return action in ("price", "begin_price") or super().enabled(action)

    async def action_price(self) -> None:
        """Type the price."""
        await self.act(self._ask_price())

    async def action_begin_price(self, digit: int) -> None:
        """Begin the price with a digit."""
        await self.act(self._ask_price(str(digit)))

    async def _ask_price(self, begun: str = "") -> None:
        use = self._use
        if use is None:
            return
        prices = sorted({one.line.price for one in use.lines})
        now = "" if self._price is None else format_number(self._price, grouped=False)
        price = await self.ask_text(
            _("New price"),
            lambda text: amount_typed(text, zero=True),
            value=begun or now,
            begun=bool(begun),
            hint=_(
                "Now {prices}. In this distribution only; the catalogue keeps its price. The "
                "producer is paid at the new price."
            ).format(prices=" / ".join(format_amount(one) for one in prices)),
        )
        if price is not None:
            self._price = price
            self.show_plan()
        elif self._price is None:
            below = self.screen_below()
            self.dismiss()
            if below is not None:
                below.left_unsaid()  # another product was meant

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        DO,
        Command(("x", "enter"), action_price, N_("price"), N_("Type another price.")),
        *digit_commands(action_begin_price, N_("price"), N_("A digit begins another price.")),
        UNDO_UNSAID,
        MOVE,
        LEAVE,
        QUIT,
        HELP,
    )
