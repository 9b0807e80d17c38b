"""The preview of forced validation: everything it would do, before anything is done (R42)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_amount, ngettext
from cagette_tui.model.backups import with_copy
from cagette_tui.model.databases.copies import CopyReason
from cagette_tui.model.errors import PlanChanged, Refused
from cagette_tui.model.forcing import ForcedBasket, ForcePlan, force, plan_force
from cagette_tui.model.storage import StorageProblem
from cagette_tui.screens.basket_rows import weights_missing
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.questions import called, listed
from cagette_tui.text import pad
from cagette_tui.widgets.commands import BACK, HELP, MOVE, QUIT, Command
from cagette_tui.widgets.lines import Page
from cagette_tui.widgets.painted import Run, wrap


class ForceScreen(ModelScreen):
    """What forced validation would do, and the deliberate yes."""

    FOLLOWS = False
    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(("V", "enter"), "force", N_("do it"), N_("Ask once more, then validate them all.")),
        MOVE,
        BACK,
        QUIT,
        HELP,
    )

    def __init__(self, distribution_id: int) -> None:
        """Preview this distribution."""
        super().__init__()
        self._distribution_id = distribution_id
        self._plan: ForcePlan | None = None
        self._page = Page()

    def compose_content(self) -> ComposeResult:
        """Show one page."""
        yield self._page

    async def load(self) -> None:
        """Read what would be done."""
        self._show(await self.db(plan_force, self._distribution_id))

    def _show(self, plan: ForcePlan) -> None:
        self._plan = plan
        self.set_title(_("Validate all that is left: preview"), self._page.position_text)
        self._page.set_lines(preview(plan))
        if self.focused is None:
            self.set_focus(self._page)

    @on(Page.Turned)
    def _turned(self) -> None:
        self.set_title_right(self._page.position_text)

    def enabled(self, action: str) -> bool:
        """Force only what was read."""
        return action != "force" or self._plan is not None

    async def action_force(self) -> None:
        """Do what is shown, after a question."""
        await self.act(self._force())

    async def _force(self) -> None:
        plan = self._plan
        if plan is None:
            return
        count = len(plan.baskets)
        question = ngettext(
            "Validate this basket as shown?", "Validate these {count} baskets as shown?", count
        ).format(count=count)
        if not await self.confirm(question, yes=_("validate all")):
            return
        try:
            done = await self.db(with_copy, self.desk, CopyReason.FORCE, force, plan)
        except PlanChanged as changed:
            self._show(changed.plan)
            self.say(_("Something changed meanwhile. Look at the preview again."), "refused")
        except (Refused, StorageProblem) as problem:
            await self.refused(problem)
        else:
            self.dismiss()
            self.tell_below(
                ngettext(
                    "{count} basket validated.", "{count} baskets validated.", done.result
                ).format(count=done.result),
                but=done.without_copy,
            )


def preview(plan: ForcePlan) -> list[list[Run]]:
    """Say in plain words what would be done, the doubtful part first."""
    lines: list[list[Run]] = [[]]
    count = len(plan.baskets)
    lines.append(
        [
            (
                " "
                + ngettext(
                    "{count} basket would be validated.",
                    "{count} baskets would be validated.",
                    count,
                ).format(count=count),
                "strong",
            )
        ]
    )
    if plan.mode is not None:
        text = _(
            "Nobody said how these are paid: “{mode}” would be written on each of them, as "
            "received, because it is the first mode that the group accepts."
        ).format(mode=mode_label(plan.mode))
        lines += [[], *([(f" {line}", "warn")] for line in wrap(text, 78))]
        lines += _each(plan.written, lambda one: format_amount(one.written))
    lines += _part(
        _("Announced payments that nobody saw would be confirmed:"),
        plan.unseen,
        lambda one: listed(one.confirmed),
    )
    lines += _part(
        _("Orders without any payment announced:"),
        (one for one in plan.baskets if one.without_payment),
        lambda one: _("debt of {amount}").format(amount=format_amount(one.debt)),
    )
    lines += _part(
        _("Weights missing, taken as ordered:"),
        plan.unweighed,
        lambda one: weights_missing(one.unweighed),
    )
    lines += _part(
        _("Absent: nothing is received for them:"),
        (one for one in plan.baskets if one.absent),
        lambda one: (
            _("debt of {amount}").format(amount=format_amount(one.debt)) if one.debt else ""
        ),
    )
    lines += _part(
        _("Members left with a debt:"), plan.in_debt, lambda one: format_amount(one.debt)
    )
    lines += _part(
        _("Members left with a credit:"), plan.in_credit, lambda one: format_amount(one.credit)
    )
    lines += [[], [(" " + _("Received in all:"), "heading")]]
    sums = plan.sums
    for mode, amount in sums.items():
        lines.append([(f"   {pad(mode_label(mode), 20)}  {format_amount(amount)}", "")])
    if not sums:
        lines.append([("   " + _("nothing"), "")])
    return lines


def _part(
    title: str, baskets: Iterable[ForcedBasket], say: Callable[[ForcedBasket], str]
) -> list[list[Run]]:
    each = _each(baskets, say)
    return [[], [(f" {title}", "heading")], *each] if each else []


def _each(baskets: Iterable[ForcedBasket], say: Callable[[ForcedBasket], str]) -> list[list[Run]]:
    return [
        [(f"   {one.number:>4}  {pad(called(one.member), 40)}  {say(one)}", "")] for one in baskets
    ]
