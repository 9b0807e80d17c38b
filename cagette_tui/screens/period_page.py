"""One paper of a period: read it here, go to the next period, save it (R57)."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from cagette_tui.i18n import N_, _
from cagette_tui.model.rules.periods import Span
from cagette_tui.papers.paper_text import WIDTH
from cagette_tui.papers.period_table import Period
from cagette_tui.papers.periods import (
    PeriodExport,
    PeriodFormat,
    PeriodKind,
    period_file_name,
    period_text,
)
from cagette_tui.problems import PaperProblem
from cagette_tui.screens.saving import save_text
from cagette_tui.screens.spans import SPAN_KEYS, SpanScreen
from cagette_tui.sentences import sentence
from cagette_tui.sentences.periods import period_kind_label, span_name
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.page_screen import PageScreen, text_lines


class PeriodPage(PageScreen, SpanScreen):
    """A paper of a period as text."""

    FOOTER_LINES = 2

    def __init__(self, span: Span, kind: str, member: str | None = None) -> None:
        """Show the paper of this kind; a statement for the member of a reference."""
        super().__init__()
        self.span = span
        self._kind = PeriodKind(kind)
        self._member = member

    async def load(self) -> None:
        """Write the paper."""
        text = await self._text(PeriodFormat.TEXT, self.app.size.width)
        title = f"{period_kind_label(self._kind)} · {span_name(self.span)}"
        self.show_page(title, text_lines(text or ""))

    async def turn(self, span: Span) -> None:
        """Go to the same paper of another period."""
        self.span = span
        await self.reload()

    def _wanted(self, form: PeriodFormat) -> PeriodExport:
        period = Period(self.span.first, self.span.last, self.cagette.clock.now())
        return PeriodExport(period, self._kind, form, self._member)

    async def _text(self, form: PeriodFormat, width: int = WIDTH) -> str | None:
        try:
            return await self.db(period_text, replace(self._wanted(form), width=width))
        except PaperProblem as problem:
            self.say(sentence(problem), "refused")
            return None

    async def action_save(self) -> None:
        """Save it."""
        await self.act(self._save())

    async def _save(self) -> None:
        choices = {
            "h": _("HTML for printing"),
            "c": _("CSV for a spreadsheet"),
            "t": _("text"),
        }
        if self._kind is PeriodKind.LEDGER:
            choices |= {"p": "Paheko", "d": "Dolibarr", "f": "FEC"}
        paper = period_kind_label(self._kind)
        answer = await self.choose(_("{paper}, as what?").format(paper=paper), choices)
        if not answer:
            return
        forms = {"h": PeriodFormat.HTML, "c": PeriodFormat.CSV, "t": PeriodFormat.TEXT}
        forms |= {"p": PeriodFormat.PAHEKO, "d": PeriodFormat.DOLIBARR, "f": PeriodFormat.FEC}
        form = forms[answer]
        name = await self.db(period_file_name, self._wanted(form))
        await save_text(self, name, lambda: self._text(form))

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(("s",), action_save, N_("save"), N_("Save this paper to a folder.")),
        *SPAN_KEYS,
        BACK,
        MOVE,
        QUIT,
        HELP,
    )
