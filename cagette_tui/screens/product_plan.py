"""A product undelivered or at another price: what each basket would cost, then done at once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from textual.app import ComposeResult

from cagette_tui.i18n import (
    N_,
    _,
    format_amount,
    format_number,
    format_quantity,
    format_signed,
    ngettext,
)
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.product_plans import (
    PlannedLine,
    ProductPlan,
    plan_price,
    plan_undelivered,
    share_out,
)
from cagette_tui.model.rules.products import ProductUse, product_use
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.screens.asking import plausible_quantity, plausible_weight
from cagette_tui.screens.digit_keys import digit_commands
from cagette_tui.screens.model_screen import UNDO_UNSAID, ModelScreen
from cagette_tui.screens.typed import amount_typed, quantity_typed
from cagette_tui.sentences import sentence
from cagette_tui.sentences.product_plans import product_plan_done, what_producer_gets
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.rows import Cell, Column, Row, Style
from cagette_tui.widgets.table import Table


class ProductPlanScreen(ModelScreen):
    """One product's baskets as the plan would leave them; `o` carries it out."""

    FOLLOWS = False

    def __init__(self, distribution_id: int, product_id: int) -> None:
        """Plan for this product."""
        super().__init__()
        self._distribution_id = distribution_id
        self._product_id = product_id
        self._use: ProductUse | None = None
        self._plan: ProductPlan | None = None
        self._has_changes = False
        """Whether quantities of single baskets were typed: too much to be lost by one Esc."""
        self._table = Table(())
        self._below = Lines(id="sums")

    def compose_content(self) -> ComposeResult:
        """Put the sums below the list."""
        yield self._table
        yield self._below

    async def load(self) -> None:
        """Read the product's lines, and plan."""
        sheet = await self.db(read_sheet, self._distribution_id)
        self._use = product_use(sheet, self._product_id)
        self._table.set_columns(_columns())
        self.show_plan()
        if self.focused is None:
            self.set_focus(self._table)

    def make_plan(self, use: ProductUse) -> ProductPlan | None:
        """Return the plan, or None as long as something of it is still to be typed."""
        raise NotImplementedError

    def show_plan(self) -> None:
        """Show what would be done now."""
        self._plan = None if self._use is None else self.make_plan(self._use)
        if self._use is not None:
            self.set_title(self.heading_text(self._use), self._table.position_text)
        rows = () if self._plan is None else self._plan.rows
        self._table.set_empty_text("" if self._plan is None else _("Nothing would change."))
        self._table.set_rows([_row(one) for one in rows])
        below = [] if self._plan is None else _sums(self._plan)
        self._below.styles.height = len(below)
        self._below.set_lines(below)
        self.refresh_commands()

    def heading_text(self, use: ProductUse) -> str:
        """Say what the screen would do to the product."""
        raise NotImplementedError

    def enabled(self, action: str) -> bool:
        """Do only what is shown."""
        if action == "do":
            return self._plan is not None and bool(self._plan.lines)
        if action in ("by_hand", "begin_quantity"):
            return self.line() is not None
        return self._use is not None or action in ("leave", "quit", "help")

    def line(self) -> PlannedLine | None:
        """Return the highlighted line."""
        rows = () if self._plan is None else self._plan.rows
        return next((one for one in rows if one.line.id == self._table.cursor_key), None)

    async def action_leave(self) -> None:
        """Go back; asks first where quantities of single baskets were typed."""
        await self.act(self._leave())

    async def _leave(self) -> None:
        question = _("Nothing is done yet: the quantities typed here will be lost. Leave?")
        if not self._has_changes or await self.confirm(question, yes=_("yes, leave")):
            self.dismiss()

    async def action_do(self) -> None:
        """Do what is shown."""
        await self.act(self._do())

    async def _do(self) -> None:
        plan = self._plan
        if plan is None:
            return
        count = await self.answered(lambda desk, said: carry_out(desk, plan, **said))
        if count is None:
            return
        below = self.screen_below()
        self.dismiss()
        if below is not None:
            below.product_changed()
        self.tell_below(product_plan_done(plan, count))


_LEAVE = replace(BACK, action=ProductPlanScreen.action_leave)
_DO = Command(
    ("o", "y"),
    ProductPlanScreen.action_do,
    N_("do it"),
    N_("Do it in all these baskets, as shown."),
    acts=True,
)


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
        _DO,
        Command(
            ("p",), action_came, N_("only a part came"), N_("Say how much came; it is shared out.")
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
        _LEAVE,
        QUIT,
        HELP,
    )


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
        _DO,
        Command(("x", "enter"), action_price, N_("price"), N_("Type another price.")),
        *digit_commands(action_begin_price, N_("price"), N_("A digit begins another price.")),
        UNDO_UNSAID,
        MOVE,
        _LEAVE,
        QUIT,
        HELP,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", _("No."), 4, "right"),
        Column("member", _("Member")),
        Column("ordered", _("Ordered"), 8, "right"),
        Column("delivered", _("Deliv."), 7, "right"),
        Column("before", _("Before"), 8, "right"),
        Column("after", _("After"), 8, "right"),
        Column("then", _("Then"), 18),
    )


def _row(one: PlannedLine) -> Row:
    then = owed(one.after)
    cells: dict[str, Cell] = {
        "number": str(one.basket.number),
        "member": one.basket.member,
        "ordered": format_quantity(one.line.ordered),
        "delivered": format_quantity(one.changed.delivered),
        "before": format_number(one.line.total),
        "after": (format_number(one.changed.total), "strong"),
        "then": (then, "warn") if one.after.difference > 0 else then,
    }
    style: Style | None = None if one.difference else "dim"
    return Row(one.line.id, cells, style)


def owed(after: BasketView) -> str:
    """Say what a basket comes to: to pay, or to give back."""
    if after.to_pay:
        return _("to pay {amount}").format(amount=format_amount(after.to_pay))
    if after.credit:
        return _("credit {amount}").format(amount=format_amount(after.credit))
    return _("nothing to pay")


def _sums(plan: ProductPlan) -> list[list[Run]]:
    count = len(plan.baskets)
    text = ngettext(
        "{count} basket changes: {difference} in all.",
        "{count} baskets change: {difference} in all.",
        count,
    ).format(count=count, difference=format_signed(plan.difference))
    lines: list[list[Run]] = [[(f" {text}", "strong")]]
    if plan.left_alone:
        numbers = ", ".join(str(one.number) for one in plan.left_alone[:12])
        if len(plan.left_alone) > 12:
            numbers += " …"
        text = _("Left alone, since they are validated: {numbers}").format(numbers=numbers)
        lines.append([(f" {text}", "warn")])
    about = what_producer_gets(plan)
    return [*lines, [(f" {about}", "")]] if about else lines
