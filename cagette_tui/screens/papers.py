"""Papers and files of a distribution: read here, or saved to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _
from cagette_tui.model.reading.closing_reports import closing_reports
from cagette_tui.model.rules.refusals import NoSuchReport
from cagette_tui.papers.exports import Export, ExportKind, Format, export_title, formats
from cagette_tui.screens.list_screen import ListScreen
from cagette_tui.screens.saving import keys_card_title, save_keys_card, save_paper
from cagette_tui.sentences import sentence
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.rows import Column, Row
from cagette_tui.widgets.table import Table

# It is of no distribution, and offered where one prints.
_KEYS_CARD = "keys"
_CARD_FORMATS = (Format.HTML, Format.TEXT)
_LETTERS = {Format.TEXT: "t", Format.HTML: "h", Format.CSV: "c"}


class PapersScreen(ListScreen):
    """What can be read, printed, or opened in a spreadsheet."""

    def __init__(self, distribution_id: int) -> None:
        """Offer the papers of this distribution."""
        super().__init__()
        self._distribution_id = distribution_id
        self._table = Table(())

    def compose_content(self) -> ComposeResult:
        """Show the list."""
        yield self._table

    async def load(self) -> None:
        """List what there is."""
        self.set_title(_("Papers and files"))
        self._table.set_columns((Column("paper", _("Paper")), Column("formats", _("As"), 46)))
        self._table.set_rows(
            [
                *(_row(kind, export_title(kind), formats(kind)) for kind in ExportKind),
                _row(_KEYS_CARD, keys_card_title(), _CARD_FORMATS),
            ]
        )
        if self.focused is None:
            self.set_focus(self._table)

    def _kind(self) -> ExportKind:
        return ExportKind(str(self._table.cursor_key))

    # Acts

    async def action_read(self) -> None:
        """Read it here."""
        await self.act(self._read())

    async def _read(self) -> None:
        if self._table.cursor_key == _KEYS_CARD:
            await self.open_screen(self.doors.to_keys_card())
            return
        kind = self._kind()
        written = Format.TEXT if Format.TEXT in formats(kind) else formats(kind)[0]
        paper: Export | None = Export(self._distribution_id, kind, written)
        if kind is ExportKind.CLOSING:
            paper = await self._which(Export(self._distribution_id, kind, written))
        if paper is None:
            return
        await self.open_screen(self.doors.to_paper(paper))

    @on(Table.Opened)
    async def _opened(self) -> None:
        await self.act(self._save())

    async def _save(self) -> None:
        if self._table.cursor_key == _KEYS_CARD:
            await self._save_keys_card()
            return
        wanted = await self._wanted(self._kind())
        if wanted is not None and wanted.kind is ExportKind.RECEIPTS:
            wanted = await self._for_whom(wanted)
        if wanted is not None and wanted.kind is ExportKind.CLOSING:
            wanted = await self._which(wanted)
        if wanted is not None:
            await save_paper(self, wanted)

    async def _save_keys_card(self) -> None:
        choices = {_LETTERS[one]: _format_label(one) for one in _CARD_FORMATS}
        answer = await self.choose(_("{paper}, as what?").format(paper=keys_card_title()), choices)
        if answer:
            await save_keys_card(self, printed=answer == _LETTERS[Format.HTML])

    async def _which(self, wanted: Export) -> Export | None:
        """Ask for which closing report where it was closed more than once (R54)."""
        reports = await self.db(closing_reports, self._distribution_id)
        numbers = [one.number for one in reports if one.number is not None]
        if len(numbers) < 2:
            return wanted

        def there(text: str) -> int | None:
            if not text.strip():
                return None
            number = int(text) if text.strip().isdecimal() else 0
            if number not in numbers:
                raise ValueError(sentence(NoSuchReport(number, tuple(numbers))))
            return number

        asked = await self.ask_text(
            _("Report no."),
            lambda text: (there(text),),
            hint=_("One of {numbers}, as it was; Enter alone: as it stands now.").format(
                numbers=", ".join(map(str, numbers))
            ),
        )
        return None if asked is None else replace(wanted, number=asked[0])

    async def _for_whom(self, wanted: Export) -> Export | None:
        """Ask whose receipt; all of them where nothing is typed."""
        whose = await self.ask_text(
            _("Whose receipt"),
            str.strip,
            hint=_("A basket's number or a member's reference; Enter alone: all."),
        )
        return None if whose is None else replace(wanted, member=whose or None)

    async def _wanted(self, kind: ExportKind) -> Export | None:
        """Ask for the format where there are several."""
        choices = {_LETTERS[one]: _format_label(one) for one in formats(kind)}
        if kind is ExportKind.ORDERS:
            choices["g"] = _("as Cagette writes them")
        if len(choices) == 1:
            return Export(self._distribution_id, kind, formats(kind)[0])
        answer = await self.choose(_("{paper}, as what?").format(paper=export_title(kind)), choices)
        if not answer:
            return None
        if answer == "g":
            return Export(self._distribution_id, kind, Format.CSV, like_cagette=True)
        chosen = next(one for one, letter in _LETTERS.items() if letter == answer)
        return Export(self._distribution_id, kind, chosen)

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("enter",),
            ListScreen.action_open,
            N_("save"),
            N_("Save the highlighted paper to a folder."),
        ),
        Command(("l",), action_read, N_("read"), N_("Read it here.")),
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _row(key: str, title: str, as_what: Sequence[Format]) -> Row:
    return Row(key, {"paper": title, "formats": ", ".join(map(_format_label, as_what))})


def _format_label(one: Format) -> str:
    labels = {
        Format.TEXT: _("text"),
        Format.HTML: _("HTML for printing"),
        Format.CSV: _("CSV for a spreadsheet"),
    }
    return labels[one]
