"""A product undelivered, or something else in all its baskets: shown first, then done at once."""

from __future__ import annotations

from dataclasses import replace

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
)
from cagette_tui.model.rules.products import ProductUse, product_use
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences.product_plans import product_plan_done, what_producer_gets
from cagette_tui.widgets.base import BACK
from cagette_tui.widgets.commands import Command
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
        below = [] if self._plan is None else [*_sums(self._plan), *self.said_below(self._plan)]
        self._below.styles.height = len(below)
        self._below.set_lines(below)
        self.refresh_commands()

    def said_below(self, plan: ProductPlan) -> list[list[Run]]:
        """Say what else is to be seen before it is done."""
        return []

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


LEAVE = replace(BACK, action=ProductPlanScreen.action_leave)
DO = Command(
    ("o", "y"),
    ProductPlanScreen.action_do,
    N_("do it"),
    N_("Do it in all these baskets, as shown."),
    acts=True,
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
