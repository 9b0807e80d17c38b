"""The pile of cheques: type the amounts in its order, the members are found (R15, R52)."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_amount, format_number, ngettext
from cagette_tui.model.acts.piling import (
    identify_on_pile,
    put_on_pile,
    remove_from_pile,
    set_cheque_details,
)
from cagette_tui.model.reading.baskets import read_distribution
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.pile import PaperView, PileEntry, PileView
from cagette_tui.screens.asking import written_on_cheque
from cagette_tui.screens.choosing import CURSOR_KEYS, Chooser, CursorScreen
from cagette_tui.screens.model_screen import UNDO, ModelScreen
from cagette_tui.screens.pile_compared import baskets_of, compared, members_of
from cagette_tui.screens.typed import amount_typed
from cagette_tui.value import ValueObject
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.page_screen import ReadingScreen, text_lines
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.rows import Cell, Column, Row
from cagette_tui.widgets.searching import Search
from cagette_tui.widgets.table import Table


class _Sheet(ValueObject):
    """What was typed of a sheet: its amount in euros, and its number if it was typed too."""

    amount: Decimal
    number: str | None = None


class PileScreen(CursorScreen[None], ModelScreen):
    """The sheets in the pile's order, and what does not agree with the books."""

    FOOTER_LINES = 2

    def __init__(self, distribution_id: int) -> None:
        """Go through the cheques of this distribution."""
        super().__init__()
        self._distribution_id = distribution_id
        self._pile: PileView | None = None
        self._archived = False
        self._table = Table(())
        self._below = Lines(id="sums")

    def compose_content(self) -> ComposeResult:
        """Put the sums below the list."""
        yield self._table
        yield self._below

    # What is shown

    async def load(self) -> None:
        """Read the pile; go on with it at first."""
        first = self._pile is None
        one = await self.db(read_distribution, self._distribution_id)
        self._archived = one.is_certified
        self._show(await self.db(read_pile, self._distribution_id))
        if self.focused is None:
            self.set_focus(self._table)
        if first:
            self._table.action_move_end(1)
            if not self._archived and (self.pile.missing or not self.pile.begun):
                self.app.call_next(self.action_type)

    @property
    def pile(self) -> PileView:
        """The pile that is shown."""
        assert self._pile is not None
        return self._pile

    def _show(self, pile: PileView) -> None:
        self._pile = pile
        self.set_title(_("Pile of cheques"), self._table.position_text)
        self._table.set_columns(_columns())
        self._table.set_empty_text(_("No cheque typed yet."))
        self._table.set_rows([_row(entry) for entry in pile.entries])
        lines = _sums(pile)
        self._below.styles.height = len(lines)
        self._below.set_lines(lines)
        self.refresh_commands()

    def _entry(self) -> PileEntry | None:
        key = self._table.cursor_key
        entries = () if self._pile is None else self._pile.entries
        return next((one for one in entries if one.position == key), None)

    def enabled(self, action: str) -> bool:
        """Offer what the highlighted sheet allows."""
        if self._pile is None:
            return action in ("back", "quit", "help")
        entry = self._entry()
        if action == "details":
            return not self._archived and entry is not None and entry.cheque is not None
        if action == "recognise":
            return not self._archived and entry is not None and not entry.expected
        if action == "remove":
            return not self._archived and entry is not None
        return action != "type" or not self._archived

    # Typing

    async def action_type(self) -> None:
        """Type amounts, one after the other."""
        await self.act(self._type())

    async def _type(self) -> None:
        while True:
            typed = await self.ask_text(
                _("Amount of the next cheque"),
                _sheet_typed,
                hint=_("18,40, or with its number 18,40 0012345; Enter alone compares."),
            )
            if typed is None:
                return
            if isinstance(typed, str):
                await self._compare()
                return
            await self._put(typed)

    async def _put(self, sheet: _Sheet) -> None:
        details = None if sheet.number is None else ChequeDetails(sheet.number)
        found, cheque = await self._found(sheet.amount)
        if not found:
            return
        pile = await self.tried(
            put_on_pile, self._distribution_id, sheet.amount, cheque, details=details
        )
        if pile is None:
            return
        self._show(pile)
        self._table.action_move_end(1)

    async def _found(self, amount: Decimal) -> tuple[bool, int | None]:
        """Find the cheque; return whether to go on, and the cheque's id if it is known."""
        candidates = self.pile.candidates(amount)
        if len(candidates) == 1:
            return True, candidates[0].id
        if candidates:
            cheque = await self._chosen(amount, candidates)
            return cheque is not None, cheque
        question = _("Nobody is expected to have paid {amount} by cheque. Keep it on the pile?")
        if self.pile.has(amount):
            question = _("A cheque of {amount} is on the pile already. Keep another one?")
        yes = _("keep it, not expected")
        return await self.confirm(question.format(amount=format_amount(amount)), yes=yes), None

    async def _chosen(self, amount: Decimal, papers: tuple[PaperView, ...]) -> int | None:
        title = _("Whose cheque of {amount}?").format(amount=format_amount(amount))
        columns = (
            Column("member", _("Member")),
            Column("baskets", _("Baskets"), 12),
            Column("number", _("Number"), 14),
            Column("state", "", 10),
        )
        rows = [
            Row(
                one.id,
                {
                    "member": members_of(one),
                    "baskets": baskets_of(one),
                    "number": one.cheque.number or "",
                    "state": _("announced") if one.pending else "",
                },
                search=Search(f"{members_of(one)} {baskets_of(one)}", one.cheque.number or ""),
            )
            for one in papers
        ]
        taken = await self.chosen_from(Chooser(title, columns, rows))
        return taken if isinstance(taken, int) else None

    # Acts

    async def action_compare(self) -> None:
        """Compare the pile with the books: name what differs."""
        await self.act(self._compare())

    async def _compare(self) -> None:
        await self.open_screen(ReadingScreen(_("Pile and books"), text_lines(compared(self.pile))))

    async def action_details(self) -> None:
        """Note what is written on a cheque."""
        await self.act(self._details())

    async def _details(self) -> None:
        entry = self._entry()
        if entry is None or entry.cheque is None:
            return
        details = await written_on_cheque(self, entry.cheque)
        if details is None:
            return
        cheque = entry.cheque.id
        pile = await self.tried(set_cheque_details, self._distribution_id, cheque, details)
        if pile is not None:
            self._show(pile)

    async def action_recognise(self) -> None:
        """Look again for the member."""
        await self.act(self._recognise())

    async def _recognise(self) -> None:
        entry = self._entry()
        if entry is None:
            return
        await self.reload()
        candidates = self.pile.candidates(entry.amount)
        if not candidates:
            self.say(
                _("Still nobody is expected to have paid {amount} by cheque.").format(
                    amount=format_amount(entry.amount)
                )
            )
            return
        cheque = (
            candidates[0].id
            if len(candidates) == 1
            else await self._chosen(entry.amount, candidates)
        )
        if cheque is None:
            return
        pile = await self.tried(identify_on_pile, self._distribution_id, entry, cheque)
        if pile is not None:
            self._show(pile)

    async def action_remove(self) -> None:
        """Take a sheet off the pile."""
        await self.act(self._remove())

    async def _remove(self) -> None:
        entry = self._entry()
        if entry is None:
            return
        pile = await self.tried(remove_from_pile, self._distribution_id, entry)
        if pile is not None:
            self._show(pile)

    async def action_slip(self) -> None:
        """Read the deposit slip."""
        await self.act(self._slip())

    async def _slip(self) -> None:
        # What is saved and read is imported where it is wanted.
        from cagette_tui.papers.exports import Export, ExportKind, Format

        slip = Export(self._distribution_id, ExportKind.SLIP, Format.TEXT)
        await self.open_screen(self.doors.to_paper(slip))

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("enter", "p"),
            action_type,
            N_("go on"),
            N_("Type the amounts of the pile, one by one."),
        ),
        Command(
            ("k",),
            action_compare,
            N_("compare"),
            N_("List what is missing from the pile and what is in it unexpected."),
        ),
        Command(
            ("i",),
            action_details,
            N_("number, bank"),
            N_("Note number, bank and drawer of a cheque."),
        ),
        Command(
            ("r",),
            action_recognise,
            N_("recognise"),
            N_("Look again for the member of this cheque."),
            acts=True,
        ),
        Command(
            ("d",),
            action_remove,
            N_("remove"),
            N_("Take the highlighted sheet off the pile."),
            acts=True,
        ),
        Command(("s",), action_slip, N_("deposit slip"), N_("Read the deposit slip.")),
        *CURSOR_KEYS,
        UNDO,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _sheet_typed(text: str) -> _Sheet | str:
    """Read an amount, and a cheque's number behind it; nothing at all is no refusal."""
    words = text.split()
    if not words:
        return ""
    if len(words) > 1 and len(words[-1]) > 3 and words[-1].isalnum():
        return _Sheet(amount_typed(" ".join(words[:-1])), words[-1])
    return _Sheet(amount_typed(text))


def _columns() -> tuple[Column, ...]:
    return (
        Column("place", "", 4, "right"),
        Column("amount", _("Amount"), 10, "right"),
        Column("member", _("Member")),
        Column("baskets", _("Baskets"), 9),
        Column("number", _("Number"), 12),
        Column("bank", _("Bank"), 12),
    )


def _row(entry: PileEntry) -> Row:
    baskets = "" if entry.paper is None else baskets_of(entry.paper)
    member: Cell = "" if entry.paper is None else members_of(entry.paper)
    if entry.paper is None:
        member = (_("not expected"), "warn")
    elif not entry.expected:
        text = _("{member}: {amount} expected")
        member = (
            text.format(member=members_of(entry.paper), amount=format_amount(entry.paper.amount)),
            "warn",
        )
    cheque = entry.cheque
    cells: dict[str, Cell] = {
        "place": str(entry.position),
        "amount": format_number(entry.amount),
        "member": member,
        "baskets": baskets,
        "number": (cheque.number if cheque else None) or "",
        "bank": (cheque.bank if cheque else None) or "",
    }
    return Row(entry.position, cells)


def _sums(pile: PileView) -> list[list[Run]]:
    sheets = ngettext("{count} cheque", "{count} cheques", pile.count).format(count=pile.count)
    text = _("On the pile: {cheques}, {total}").format(
        cheques=sheets, total=format_amount(pile.total)
    )
    line: list[Run] = [(f" {text}", "strong")]
    if pile.missing:
        text = ngettext("{count} not found", "{count} not found", len(pile.missing))
        line.append((" · " + text.format(count=len(pile.missing)), "warn"))
    if pile.unexpected:
        text = ngettext("{count} not expected", "{count} not expected", len(pile.unexpected))
        line.append((" · " + text.format(count=len(pile.unexpected)), "warn"))
    if pile.begun and not pile.missing and not pile.unexpected:
        line.append((" · " + _("as the books say"), "good"))
    return [[], line]
