"""Certify: first a dry run that says what would be closed, then the deliberate yes (R43, R54)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cagette_tui.i18n import N_, _, format_date
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.checking.backups import with_copy
from cagette_tui.model.reading.baskets import read_distribution
from cagette_tui.model.reading.closing_reports import dry_run
from cagette_tui.model.rules.dry_run import DryRun, DryRunChanged
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.store.copies import CopyReason
from cagette_tui.model.store.problems import StorageProblem
from cagette_tui.screens.preview import PreviewScreen
from cagette_tui.sentences import sentence
from cagette_tui.sentences.certifying import dry_run_lines, unusual
from cagette_tui.text import fold
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command

# In whatever language one works.
_WORDS = ("certifier", "certify", "valider", "validate")


class CertifyScreen(PreviewScreen):
    """What certifying would close."""

    _run: DryRun | None = None
    _day: date | None = None

    async def load(self) -> None:
        """Read what would be closed."""
        self._show(await self.db(self._read))

    def _read(self) -> DryRun:
        self._day = read_distribution(self._distribution_id).date
        return dry_run(self._distribution_id)

    def _show(self, found: DryRun) -> None:
        self._run = found
        self.show_page(_("Certify: check"), dry_run_lines(found, keys=True))

    def enabled(self, action: str) -> bool:
        """With open baskets there is nothing to certify yet (R43)."""
        return action != "certify" or (self._run is not None and not self._run.open)

    async def action_certify(self) -> None:
        """Certify, after the question that fits."""
        await self.act(self._certify())

    async def _certify(self) -> None:
        shown = self._run
        if shown is None or not await self._wanted(shown):
            return
        try:
            done = await self.insisted(
                with_copy, self.desk, CopyReason.CERTIFY, certify, self._distribution_id, shown
            )
        except DryRunChanged as changed:
            self._show(changed.new)
            self.say(_("Something changed meanwhile. Look at the check again."), "refused")
        except (Refused, StorageProblem) as problem:
            await self.refused(problem)
            self.say(sentence(problem), "refused")
        else:
            self.dismiss()
            self.tell_below(self._certified(done.result), but=done.without_copy)

    def _certified(self, number: int) -> str:
        """Say that it is certified, and with which keys its papers are there."""
        below = self.screen_below()
        here = below is not None and any(one.name == "papers" for one in below.commands())
        text = _("{day} certified: closing report no. {number}. Papers: {keys}.")
        return text.format(
            day="" if self._day is None else format_date(self._day, "day"),
            number=number,
            keys="s" if here else _("K, then s"),
        )

    async def _wanted(self, shown: DryRun) -> bool:
        """Ask for one key, or for the whole word where something is not as usual."""
        if not shown.abnormal:
            return await self.confirm(
                _("All is as usual. Certify the distribution? It changes no more (R reopens it)."),
                yes=_("certify"),
            )
        hint = _("Not as usual: {what}. Esc goes back and changes nothing.")
        typed = await self.ask_text(
            _("Type “certify”"), _word, hint=hint.format(what=", ".join(unusual(shown)))
        )
        return typed is not None

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(("V", "enter"), action_certify, N_("certify"), N_("Certify what is shown.")),
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _word(text: str) -> str:
    if fold(text.strip()) not in _WORDS:
        raise ValueError(_("Type “certify” to certify all the same; Esc goes back."))
    return text
