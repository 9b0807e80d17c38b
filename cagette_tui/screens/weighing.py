"""Weigh one product: all its baskets, one weight after the other (R32).

What was typed is a draft in the database, so that a line that is cut loses nothing;
it is recorded at once, in one act.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from textual.app import ComposeResult

from cagette_tui.i18n import (
    N_,
    _,
    format_moment,
    format_number,
    format_quantity,
    ngettext,
)
from cagette_tui.model.acts.drafts import from_draft, parsed, read_draft, save_draft
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.product_plans import ProductPlan, plan_weights
from cagette_tui.model.rules.products import LineInBasket, ProductUse, product_use
from cagette_tui.screens.asking import plausible_weight
from cagette_tui.screens.choosing import CURSOR_KEYS, CursorScreen
from cagette_tui.screens.model_screen import UNDO_UNSAID, ModelScreen
from cagette_tui.screens.typed import quantity_typed, weight_typed
from cagette_tui.sentences.product_plans import product_plan_done
from cagette_tui.sentences.questions import called
from cagette_tui.text import visible
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.rows import Cell, Column, Row, Style
from cagette_tui.widgets.table import Table


class WeighScreen(CursorScreen[None], ModelScreen):
    """Ordered, weighed and the new total of each line; the sum against the producer's."""

    FOOTER_LINES = 2

    def __init__(self, distribution_id: int, product_id: int) -> None:
        """Weigh this product."""
        super().__init__()
        self._distribution_id = distribution_id
        self._product_id = product_id
        self._subject = f"weights:{distribution_id}:{product_id}"
        self._use: ProductUse | None = None
        self._weights: dict[int, Decimal] = {}
        self._producer: Decimal | None = None
        self._remark = ""
        self._ratio: Decimal | None = None  # weight for each unit ordered, where that surprised
        self._weighing = False
        self._half_typed: dict[int, str] = {}  # what Esc left in a field, by its line (R63)
        self._is_kept = True  # what was typed, as a draft
        self._table = Table(())
        self._below = Lines(id="sums")

    def compose_content(self) -> ComposeResult:
        """Put the sums below the list."""
        yield self._table
        yield self._below

    # What is shown

    async def load(self) -> None:
        """Read the product's lines and what was typed before; weigh on at first."""
        first = self._use is None
        sheet = await self.db(read_sheet, self._distribution_id)
        if first:
            await self._read_draft()
        elif not self._is_kept:
            await self._keep_draft()
        self._use = product_use(sheet, self._product_id)
        self._table.set_columns(_columns())
        self._table.set_empty_text(_("No basket has this product any more."))
        self._show()
        if self.focused is None:
            self.set_focus(self._table)
        if first and self._use is not None:
            self._go_to_next(here=True)
            self.app.call_next(self.action_weigh)

    async def _read_draft(self) -> None:
        draft = await self.db(read_draft, self.desk, self._subject)
        if draft is None:
            return
        data: dict[str, Any] = draft.data
        weights = parsed(lambda: {int(one): Decimal(kg) for one, kg in data["weights"].items()})
        if weights is None:
            return
        self._weights = weights
        self._producer = parsed(lambda: Decimal(data["producer"]))
        self._remark = _("Typed {when}, not recorded yet. ").format(when=format_moment(draft.at))

    async def _keep_draft(self) -> None:
        """Keep what is typed."""
        data = {
            "weights": {str(line): str(weight) for line, weight in self._weights.items()},
            "producer": None if self._producer is None else str(self._producer),
        }
        self._is_kept = False
        self._is_kept = await self.keep(save_draft, self.desk, self._subject, data)

    @property
    def _plan(self) -> ProductPlan | None:
        return None if self._use is None else plan_weights(self._use, self._weights)

    def _show(self) -> None:
        use, plan = self._use, self._plan
        if use is None or plan is None:
            self._table.set_rows([])
            return
        self.set_title(
            _("Weigh: {product}").format(product=called(use.name)), self._table.position_text
        )
        totals = {one.line.id: one.changed.total for one in plan.rows}
        self._table.set_rows([self._row(one, totals) for one in use.open_lines])
        lines = self._sums(use, plan)
        self._below.styles.height = len(lines)
        self._below.set_lines(lines)
        self.refresh_commands()

    def _row(self, one: LineInBasket, totals: dict[int, Decimal]) -> Row:
        line, weight = one.line, self._weights.get(one.line.id)
        shown: Cell = ""
        style: Style | None = None
        if weight is not None:
            shown = (format_quantity(weight), "strong")
        elif line.unweighed:
            shown = ("?", "warn")
        else:
            shown, style = format_quantity(line.delivered), "dim"
        cells: dict[str, Cell] = {
            "number": str(one.basket.number),
            "member": one.basket.member,
            "ordered": format_quantity(line.ordered),
            "weighed": shown,
            "price": format_number(line.price),
            "total": format_number(totals.get(line.id, line.total)),
        }
        return Row(line.id, cells, style)

    def _sums(self, use: ProductUse, plan: ProductPlan) -> list[list[Run]]:
        """Say how much is weighed, and compare it with what the producer says."""
        weighed = sum(
            (self._weights.get(one.line.id, one.line.delivered) for one in use.lines), Decimal(0)
        )
        typed = ngettext("{count} weight typed", "{count} weights typed", len(self._weights))
        text = typed.format(count=len(self._weights))
        text += " · " + _("{weight} in all, {ordered} ordered").format(
            weight=format_quantity(weighed), ordered=format_quantity(use.ordered)
        )
        lines: list[list[Run]] = [[(f" {text}", "strong")]]
        if self._producer is not None:
            lacking = self._producer - weighed
            text = _("The producer says {producer}: ").format(
                producer=format_quantity(self._producer)
            )
            if not lacking:
                lines.append([(f" {text}" + _("exactly that."), "good")])
            else:
                more = _("{weight} more than weighed.") if lacking > 0 else _("{weight} less.")
                text += more.format(weight=format_quantity(abs(lacking)))
                lines.append([(f" {text}", "warn")])
        if plan.left_alone:
            count = len(plan.left_alone)
            text = ngettext(
                "{count} validated basket is left alone.",
                "{count} validated baskets are left alone.",
                count,
            ).format(count=count)
            lines.append([(f" {text}", "dim")])
        return lines

    def enabled(self, action: str) -> bool:
        """Record what was typed."""
        if action in ("record", "drop"):
            return bool(self._weights)
        return self._use is not None or action in ("back", "quit", "help")

    # Acts

    def action_back(self) -> None:
        """Go back; what was typed stays a draft, and that is said."""
        super().action_back()
        if self._weights:
            self.tell_below(_("Weights typed and not recorded: w shows them again."), "info")

    async def action_cursor(self, step: int) -> None:
        """Go to another line while weighing, unless a weight is half typed for this one."""
        if self._can_move():
            self._table.action_move(step)
            self._relabel()

    async def action_cursor_page(self, direction: int) -> None:
        """Go further."""
        if self._can_move():
            self._table.action_move_page(direction)
            self._relabel()

    def _can_move(self) -> bool:
        if not self.bottom.is_typing:
            return True
        return self._weighing and not self.bottom.ask_line.input.value.strip()

    async def action_weigh(self) -> None:
        """Type weights, one after the other."""
        await self.act(self._weigh())

    async def _weigh(self) -> None:
        while (one := self._current()) is not None:
            self._weighing = True
            typed = self._half_typed.pop(one.line.id, "")
            weight = await self.ask_text(
                self._label(one),
                self._weight_typed,
                value=typed,
                begun=bool(typed),
                hint=self._hint(),
            )
            self._weighing = False
            if weight is None:
                if self._left_half_typed():
                    return
                break
            one = self._current()
            if one is None or not await self._weighed(one, weight):
                continue
            if not self._go_to_next():
                if self._weights and await self._asked_to_record():
                    await self._record()
                    return
                break
        if self._weights:
            count = len(self._weights)
            text = ngettext(
                "{count} weight, not recorded yet: o records.",
                "{count} weights, not recorded yet: o records.",
                count,
            )
            self.say(text.format(count=count))

    def _left_half_typed(self) -> bool:
        """Keep what stands in the field that Esc left, and say that it is no weight yet (R63)."""
        one, text = self._current(), self.bottom.ask_line.input.value.strip()
        if one is None or not text:
            return False
        self._half_typed[one.line.id] = text
        told = _("“{text}” is not taken for {basket}: Enter shows it again, and Enter takes it.")
        self.say(told.format(text=visible(text), basket=self._label(one)), "refused")
        return True

    async def _asked_to_record(self) -> bool:
        count = len(self._weights)
        text = ngettext(
            "{count} weight typed. Record it?", "{count} weights typed. Record them?", count
        )
        return await self.confirm(text.format(count=count), yes=_("record"))

    async def _weighed(self, one: LineInBasket, weight: Decimal | str) -> bool:
        """Take a weight; ask once more about a doubtful one. An empty answer leaves the line."""
        if isinstance(weight, str):
            return True
        meant = await plausible_weight(self, one.line, weight, one.basket.member, self._ratio)
        if meant is None:
            return False
        if one.line.ordered and one.line.far_from_ordered(meant):
            self._ratio = meant / one.line.ordered
        self._weights[one.line.id] = meant
        self._show()
        await self._keep_draft()
        return True

    def _current(self) -> LineInBasket | None:
        lines = () if self._use is None else self._use.open_lines
        return next((one for one in lines if one.line.id == self._table.cursor_key), None)

    def _label(self, one: LineInBasket) -> str:
        return f"{one.basket.number} {called(one.basket.member)}"

    def _hint(self) -> str:
        remark, self._remark = self._remark, ""
        return remark + _(
            "Weight as 1,35 or 1350 g; Enter alone leaves it; ↑ ↓ another one; Esc stops."
        )

    def _relabel(self) -> None:
        one = self._current()
        if one is not None and self._weighing:
            self.bottom.ask_line.set_label(self._label(one))

    def _weight_typed(self, text: str) -> Decimal | str:
        one = self._current()
        return weight_typed(text, one.line) if one is not None and text.strip() else ""

    def _go_to_next(self, *, here: bool = False) -> bool:
        """Go to the next line that waits for the scales; with `here` this one may be it.

        Whoever weighs again what came with a weight goes on line by line, and so does whoever
        weighs a product of which nothing waits.
        """
        lines = () if self._use is None else self._use.open_lines
        current = self._current()
        start = max(self._table.cursor_index, 0) + (0 if here else 1)
        rest = [one for one in lines[start:] if one.line.id not in self._weights]
        waiting = [one for one in rest if one.line.unweighed]
        weighs_again = not here and current is not None and not current.line.unweighed
        if weighs_again or (here and not waiting):
            waiting = rest
        return bool(waiting) and self._table.move_to(waiting[0].line.id)

    async def action_producer(self) -> None:
        """Type what the producer says."""
        await self.act(self._ask_producer())

    async def _ask_producer(self) -> None:
        weight = await self.ask_text(
            _("Delivered by the producer"), quantity_typed, hint=_("In all, as 12,5 or 12500 g.")
        )
        if weight is not None:
            self._producer = weight
            self._show()
            await self._keep_draft()

    async def action_drop(self) -> None:
        """Forget a weight."""
        await self.act(self._forget())

    async def _forget(self) -> None:
        one = self._current()
        if one is not None and self._weights.pop(one.line.id, None) is not None:
            self._ratio = None  # it may be what this weight had shown
            self._show()
            await self._keep_draft()

    async def action_record(self) -> None:
        """Record all weights."""
        await self.act(self._record())

    async def _record(self) -> None:
        plan = self._plan
        if plan is None:
            return
        count = await self.answered(
            lambda desk, said: from_draft(desk, self._subject, carry_out, plan, **said)
        )
        if count is None:
            return
        self.dismiss()
        self.tell_below(product_plan_done(plan, count))

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("o", "y"),
            action_record,
            N_("record"),
            N_("Record all weights as shown, in one act."),
            acts=True,
        ),
        Command(
            ("enter", "w"), action_weigh, N_("weigh on"), N_("Type weights from the cursor on.")
        ),
        Command(
            ("p",),
            action_producer,
            N_("producer's weight"),
            N_("Type what the producer delivered in all, to compare."),
        ),
        Command(
            ("d",),
            action_drop,
            N_("clear one"),
            N_("Clear the weight under the cursor."),
            acts=True,
        ),
        *CURSOR_KEYS,
        UNDO_UNSAID,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", _("No."), 4, "right"),
        Column("member", _("Member")),
        Column("ordered", _("Ordered"), 9, "right"),
        Column("weighed", _("Weighed"), 9, "right"),
        Column("price", _("Price"), 9, "right"),
        Column("total", _("New total"), 13, "right"),
    )
