"""The sheet line `:`: type what the paper says; below stands what it means, before Enter."""

from __future__ import annotations

from abc import abstractmethod

from cagette_tui.i18n import N_, _
from cagette_tui.model.errors import Refused
from cagette_tui.model.kinds import Mode
from cagette_tui.model.reading import accepted_modes
from cagette_tui.model.storage import StorageProblem
from cagette_tui.model.views import SheetView
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences import sentence
from cagette_tui.sentences.sheet import answer_text, understood_texts
from cagette_tui.sheet.problems import SheetProblem
from cagette_tui.sheet.understanding import Answer, Grasp, Understanding, apply_line, understand
from cagette_tui.widgets.commands import Command

SHEET_LINE = Command(
    ("colon",),
    "sheet_line",
    N_("sheet line"),
    N_("Type what the sheet says: 12 E, 14 e20 c, 15 -chicken, 16 chicken 1,35 e, 18-25 E."),
)


class SheetLine(ModelScreen):
    """A screen of baskets where lines of the sheet can be typed."""

    @property
    @abstractmethod
    def sheet(self) -> SheetView:
        """The distribution that is shown."""

    @abstractmethod
    def go_to(self, basket_id: int) -> None:
        """Put the cursor on a basket."""

    async def action_sheet_line(self) -> None:
        """Type lines of the sheet, one after the other."""
        await self.act(self._sheet_lines())

    async def _sheet_lines(self) -> None:
        accepted = await self.db(accepted_modes)
        text, told = "", ""
        while True:
            typed = await self.ask_text(
                ":",
                lambda text: self._complete(text, accepted),
                value=text,
                hint=told or _("What the sheet says: 12 E, 14 e20 c, 15 -chicken. Esc ends."),
                on_change=lambda text: self._understood(text, accepted),
                keep="sheet",
            )
            if typed is None:
                return
            answer = await self._applied(typed, accepted)
            # A line that could not be applied is kept for correction.
            text, told = ("", answer_text(answer)) if answer else (typed, self._why)

    _why = ""

    def _understood(self, text: str, accepted: tuple[Mode, ...]) -> None:
        """Show below what the line means so far."""
        meaning, lacks = understood_texts(self._understand(text, accepted))
        self.bottom.ask_line.set_hint(" – ".join(filter(None, (meaning, lacks))))

    def _understand(self, text: str, accepted: tuple[Mode, ...]) -> Understanding:
        now = self.cagette.clock.now()
        return understand(text, self.sheet, accepted=accepted, now=now)

    def _complete(self, text: str, accepted: tuple[Mode, ...]) -> str:
        """Refuse a line that is wrong or not finished, in words."""
        found = self._understand(text, accepted)
        if found.grasp is Grasp.EMPTY:
            raise ValueError(_("What the sheet says: 12 E, 14 e20 c, 15 -chicken. Esc ends."))
        if found.problem is not None:
            raise ValueError(sentence(found.problem))
        return text

    async def _applied(self, text: str, accepted: tuple[Mode, ...]) -> Answer | None:
        """Do what a line says, after the questions that it asks."""
        found = self._understand(text, accepted)
        sure = found.grasp is Grasp.ASKS
        if sure and not await self.confirm(understood_texts(found)[1]):
            self._why = ""
            return None
        try:
            answer = await self.db(
                apply_line,
                self.desk,
                self.sheet.distribution.id,
                text,
                sure=sure,
                sheet=self.sheet,
            )
        except (Refused, SheetProblem, StorageProblem) as problem:
            await self.reload()
            self._why = sentence(problem)
            return None
        await self.reload()
        if answer.changes:
            self.go_to(answer.changes[-1].after.id)
        return answer
