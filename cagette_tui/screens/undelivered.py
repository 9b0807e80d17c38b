"""A product that did not come, or not all of it: what each basket would get and cost."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from cagette_tui.i18n import (
    N_,
    _,
    format_quantity,
)
from cagette_tui.model.rules.product_plans import (
    ProductPlan,
    plan_undelivered,
    share_out,
)
from cagette_tui.model.rules.products import ProductUse
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.screens.asking import plausible_quantity, plausible_weight
from cagette_tui.screens.digit_keys import digit_commands
from cagette_tui.screens.model_screen import UNDO_UNSAID
from cagette_tui.screens.product_plan import DO, LEAVE, ProductPlanScreen
from cagette_tui.screens.typed import quantity_typed
from cagette_tui.sentences import sentence
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.base import HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.painted import Run


class UndeliveredScreen(ProductPlanScreen):
    """A product that did not come, or not all of it (R30, R31)."""

    FOOTER_LINES = 2

    def __init__(
        self, distribution_id: int, product_id: int, only: frozenset[int] | None = None
    ) -> None:
        """Plan that nothing came, until more is said; `only` for these baskets (ids)."""
        super().__init__(distribution_id, product_id)
        self._only = only
        self._shares: dict[int, Decimal] | None = None
        self._came_in_all = Decimal(0)

    def make_plan(self, use: ProductUse) -> ProductPlan:
        """Plan what did not come."""
        return plan_undelivered(use, self._shares, self._only)

    def heading_text(self, use: ProductUse) -> str:
        """Say that the product did not come, and for whom alone where that was chosen."""
        if self._only is None:
            return _("Undelivered: {product}").format(product=called(use.name))
        numbers = {one.basket.id: one.basket.number for one in use.lines}
        text = _("Undelivered: {product} (marked baskets alone: {numbers})")
        chosen = (str(number) for basket, number in numbers.items() if basket in self._only)
        return text.format(product=called(use.name), numbers=", ".join(chosen))

    def said_below(self, plan: ProductPlan) -> list[list[Run]]:
        """Say where baskets get another sum than was said to have come: a slip of the hand."""
        given = plan.handed_out
        if not self._came_in_all or given == self._came_in_all:
            return []
        text = _("{given} handed out, {came} came.").format(
            given=format_quantity(given), came=format_quantity(self._came_in_all)
        )
        return [[(f" {text}", "warn")]]

    async def action_came(self) -> None:
        """Share out what came."""
        await self.act(self._came())

    async def _came(self) -> None:
        use = self._use
        if use is None:
            return
        only = self._only
        here = [one.line for one in use.lines if only is None or one.basket.id in only]
        ordered = sum((line.ordered for line in here), Decimal(0))
        came = await self.ask_text(
            _("How much came"),
            self._shared_out,
            hint=_(
                "{ordered} ordered in all. Shared out in basket order, absent ones last."
            ).format(ordered=format_quantity(ordered)),
        )
        if came is not None and await plausible_quantity(
            self, use.name, self._came_in_all, ordered, of_all=True
        ):
            self._shares = came
            self._has_changes = False
            self.show_plan()
            if self._plan is not None and self._plan.lines:
                self._table.move_to(self._plan.lines[0].line.id)

    def _shared_out(self, text: str) -> dict[int, Decimal]:
        assert self._use is not None
        self._came_in_all = quantity_typed(text)
        try:
            return share_out(self._use, self._came_in_all, self._only)
        except Refused as refused:
            raise ValueError(sentence(refused)) from refused

    async def action_all_came(self) -> None:
        """Plan that all of it came after all, as it was ordered."""
        use = self._use
        if use is not None:
            only = self._only
            lines = [one.line for one in use.lines if only is None or one.basket.id in only]
            self._shares = {line.id: line.ordered for line in lines}
            self._came_in_all = sum(self._shares.values(), Decimal(0))
            self._has_changes = False
            self.show_plan()

    async def action_by_hand(self) -> None:
        """Change the highlighted line."""
        await self.act(self._by_hand())

    async def action_begin_quantity(self, digit: int) -> None:
        """Begin the quantity of the highlighted line with a digit."""
        await self.act(self._by_hand(str(digit)))

    async def _by_hand(self, begun: str = "") -> None:
        one, use = self.line(), self._use
        if one is None or use is None:
            return
        quantity = await self.ask_text(
            _("Delivered"),
            quantity_typed,
            value=begun or format_quantity(one.changed.delivered),
            begun=bool(begun),
            hint=_("{member}: {quantity} ordered").format(
                member=called(one.basket.member), quantity=format_quantity(one.line.ordered)
            ),
        )
        if quantity is not None:
            quantity = await plausible_weight(self, one.line, quantity, one.basket.member)
        if quantity is not None:
            nothing = {other.line.id: Decimal(0) for other in use.open_lines}
            self._shares = {**nothing, **(self._shares or {}), one.line.id: quantity}
            self._has_changes = True
            self.show_plan()

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        DO,
        Command(
            ("p",), action_came, N_("only a part came"), N_("Say how much came; it is shared out.")
        ),
        Command(
            ("t",),
            action_all_came,
            N_("all came"),
            N_("All of it came after all: each basket gets what it ordered."),
        ),
        Command(
            ("enter",),
            action_by_hand,
            N_("this basket's quantity"),
            N_("Say what the highlighted basket got of it."),
        ),
        *digit_commands(
            action_begin_quantity,
            N_("quantity"),
            N_("A digit begins the quantity of the highlighted basket."),
        ),
        UNDO_UNSAID,
        MOVE,
        LEAVE,
        QUIT,
        HELP,
    )
