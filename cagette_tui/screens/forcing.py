"""The preview of forced validation: everything it would do, before anything is done (R42)."""

from __future__ import annotations

from typing import ClassVar

from cagette_tui.i18n import N_, _, format_amount, ngettext
from cagette_tui.model.acts.forcing import force, must_be_recorded, plan_force
from cagette_tui.model.checking.backups import with_copy
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.forcing import ForcePlan, PlanChanged
from cagette_tui.model.rules.held_back import TypedBefore
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.store.copies import CopyReason
from cagette_tui.model.store.problems import StorageProblem
from cagette_tui.screens.preview import PreviewScreen
from cagette_tui.sentences import mode_label, sentence
from cagette_tui.sentences.forcing import force_preview
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command


class ForceScreen(PreviewScreen):
    """What forced validation would do, and the deliberate yes."""

    _plan: ForcePlan | None = None

    async def load(self) -> None:
        """Read what would be done, and say what is in its way."""
        self._show(await self.db(plan_force, self._distribution_id))
        try:
            await self.db(must_be_recorded, self.desk, self._distribution_id)
        except TypedBefore as problem:
            self.say(sentence(problem), "refused")

    def _show(self, plan: ForcePlan) -> None:
        self._plan = plan
        self.show_page(_("Validate all that is left: preview"), force_preview(plan, keys=True))

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
        if plan.mode is not None:
            written = sum((one.written for one in plan.written), ZERO)
            question += " " + _("{amount} would be written as received in {mode}.").format(
                amount=format_amount(written), mode=mode_label(plan.mode)
            )
        unseen = sum((amount for one in plan.unseen for _mode, amount in one.confirmed), ZERO)
        if unseen:
            question += " " + _(
                "{amount} announced, which nobody has seen, would be confirmed."
            ).format(amount=format_amount(unseen))
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

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("V", "enter"), action_force, N_("do it"), N_("Ask once more, then validate them all.")
        ),
        MOVE,
        BACK,
        QUIT,
        HELP,
    )
