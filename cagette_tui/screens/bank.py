"""The bank's statement: what each line is, most likely first, and accepting it (R65)."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_amount, format_date, format_number, ngettext
from cagette_tui.intake.bank.our_statement import view_of_file
from cagette_tui.intake.bank.problems import StatementError
from cagette_tui.model.acts.bank_accepting import Chosen, accept
from cagette_tui.model.reading.bank_view import LineView, StatementView, view_of
from cagette_tui.model.rules.bank_books import ZERO, Proposal, Sure
from cagette_tui.screens.choosing import CURSOR_KEYS, Chooser, CursorScreen
from cagette_tui.screens.list_screen import FILTER, ListScreen
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.screens.paths import Paths
from cagette_tui.sentences.statement import (
    proposal_text,
    reason_of,
    statement_sentence,
    sure_label,
    why_text,
)
from cagette_tui.text import clip, visible, wrap
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.page_screen import ReadingScreen, text_lines
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.rows import Cell, Column, Row, Style
from cagette_tui.widgets.searching import Search
from cagette_tui.widgets.table import Table

_BELOW = 5
_STYLES: dict[Sure, Style] = {Sure.CERTAIN: "good", Sure.LIKELY: "strong", Sure.ASK: "warn"}


class BankScreen(CursorScreen[None], ListScreen):
    """The lines of one file, and below them what the highlighted one may be."""

    FOOTER_LINES = 2
    # What one accepts is in the books at once: others' acts are met when one accepts.
    FOLLOWS = False
    WHILE_TYPING = CursorScreen.WHILE_TYPING | {"complete"}

    def __init__(self) -> None:
        """Start without a file."""
        super().__init__()
        self._view: StatementView | None = None
        self._file_name = ""
        self._begun = False
        self._table = Table(())
        self._below = Lines(id="proposals")

    def compose_content(self) -> ComposeResult:
        """Put what the highlighted line may be below the list."""
        yield self._table
        yield self._below

    # What is shown

    async def load(self) -> None:
        """Look at the file again beside the books as they are; at first ask for one."""
        if self._view is not None:
            self._view = await self.db(view_of, self._view.statement)
        self._show()
        if self.focused is None:
            self.set_focus(self._table)
        if not self._begun:
            self._begun = True
            self.app.call_next(self.action_file)

    def _show(self) -> None:
        view = self._view
        title = _("Bank statement")
        if view is not None:
            title += f" · {clip(self._file_name, 30)}"
            if view.statement.closing is not None:
                amount = format_amount(view.statement.closing)
                title += " · " + _("balance {amount}").format(amount=amount)
        self.set_title(title, self._table.position_text)
        self._table.set_columns(_columns())
        self._table.set_empty_text(
            _("No file is open: o opens one.") if view is None else _("No line in this file.")
        )
        self._table.set_rows([] if view is None else [_row(one, view) for one in view.lines])
        self._tell()
        self.refresh_commands()

    @on(Table.Moved)
    def _moved_on(self) -> None:
        self._tell()
        self.refresh_commands()

    def _tell(self) -> None:
        """Say what the highlighted line may be, and why."""
        width = self.app.size.width
        lines = [] if self._view is None else _told(self._line(), self._view, width)
        self._below.styles.height = _BELOW
        self._below.set_lines(lines[:_BELOW])

    def _line(self) -> LineView | None:
        key = self._table.cursor_key
        if self._view is None or not isinstance(key, int):
            return None
        return self._view.lines[key]

    def enabled(self, action: str) -> bool:
        """Offer what the highlighted line allows."""
        line = self._line()
        is_new = line is not None and not line.known
        match action:
            case "accept":
                return is_new and line is not None and bool(line.proposals)
            case "not_ours":
                return is_new
            case "accept_certain":
                return self._view is not None and any(one.certain for one in self._view.lines)
            case "next" | "paper" | "filter":
                return self._view is not None
        return True

    # Opening

    async def action_file(self) -> None:
        """Open a file."""
        await self.act(self._open())

    async def _open(self) -> None:
        paths = self._paths()
        path = await self.ask_text(
            _("File"),
            paths.meant,
            hint=_("As the bank’s site gave it; Tab completes. {names}").format(
                names=await self.db(paths.hint, "")
            ),
            on_change=lambda text: self.bottom.ask_line.set_hint(paths.hint(text)),
        )
        if path is None:
            return
        try:
            self._view = await self.db(view_of_file, path)
        except StatementError as problem:
            text = _("{file}: {text}")
            name = clip(visible(path.name), 40)
            self.say(text.format(file=name, text=statement_sentence(problem)), "refused")
            return
        self.cagette.drafts["bank"] = path.parent
        self._file_name = visible(path.name)
        self._show()
        self._table.action_move_end(-1)
        if self._view.statement.damaged:
            self.say(_("The accents of this file were damaged on the way."))

    def _paths(self) -> Paths:
        kept = self.cagette.drafts.get("bank")
        return Paths(kept if isinstance(kept, Path) else _where_browsers_save())

    def action_complete(self) -> None:
        """Go on with the path as far as it is clear."""
        line = self.bottom.ask_line.input
        line.value = self._paths().completed(line.value)
        line.cursor_position = len(line.value)

    # Accepting

    @on(Table.Opened)
    def _opened(self, event: Table.Opened) -> None:
        event.stop()
        # Not here: where a proposal is chosen, this screen must still hear that it is left.
        self.app.call_next(self.action_accept)

    async def action_accept(self) -> None:
        """Accept what the line is proposed to be."""
        await self.act(self._accept())

    async def _accept(self) -> None:
        line = self._line()
        if line is None or line.known or not line.proposals or self._view is None:
            return
        proposal: Proposal | None = line.proposals[0]
        if len(line.proposals) > 1 and line.certain is None:
            proposal = await self._one_of(line, self._view)
        if proposal is not None:
            text = proposal_text(proposal, self._view)
            if await self._do([Chosen(line.place, proposal, reason_of(line))]):
                self.say(_("Accepted: {text}.").format(text=clip(text, 150)), "good")

    async def _one_of(self, line: LineView, view: StatementView) -> Proposal | None:
        title = clip(f"{format_amount(line.line.amount)} {visible(line.line.label)}", 70)
        columns = (Column("what", _("What")), Column("why", _("Why"), 30))
        rows = [
            Row(
                rank, {"what": proposal_text(one, view), "why": why_text(one)},
                search=proposal_text(one, view),
            )
            for rank, one in enumerate(line.proposals)
        ]  # fmt: skip
        taken = await self.chosen_from(Chooser(title, columns, rows))
        return line.proposals[taken] if isinstance(taken, int) else None

    async def action_accept_certain(self) -> None:
        """Accept all that is certain."""
        await self.act(self._accept_certain())

    async def _accept_certain(self) -> None:
        if self._view is None:
            return
        chosen = [
            Chosen(one.place, one.certain, reason_of(one))
            for one in self._view.lines
            if one.certain is not None
        ]
        lines = [self._view.lines[one.place].line for one in chosen]
        count = len(chosen)
        text = ngettext(
            "{count} line is certain, {total} in all. Accept it?",
            "{count} lines are certain, {total} in all. Accept them?",
            count,
        ).format(count=count, total=format_amount(sum((one.amount for one in lines), ZERO)))
        if await self.confirm(text, yes=_("accept")) and await self._do(chosen):
            told = ngettext("{count} line accepted.", "{count} lines accepted.", count)
            self.say(told.format(count=count), "good")

    async def action_not_ours(self) -> None:
        """Say that the line is none of ours."""
        await self.act(self._not_ours())

    async def _not_ours(self) -> None:
        line = self._line()
        if line is not None and not line.known and await self._do([Chosen(line.place, None)]):
            self.say(_("Not ours: {text}.").format(text=clip(visible(line.line.label), 60)), "good")

    async def _do(self, chosen: list[Chosen]) -> bool:
        view = self._view
        if view is None:
            return False
        done = await self.done(accept, view.statement.lines, chosen)
        if done and len(chosen) == 1:
            self._go_on()
        return done

    async def action_next(self) -> None:
        """Go to the next line that is not accepted."""
        self._go_on()

    def _go_on(self) -> None:
        line, view = self._line(), self._view
        if view is None:
            return
        place = -1 if line is None else line.place
        later = [one.place for one in view.lines if not one.known]
        after = [one for one in later if one > place] or later
        if after:
            self._table.move_to(after[0])

    async def action_paper(self) -> None:
        """Read what is not the same at the bank and in the books."""
        await self.act(self._paper())

    async def _paper(self) -> None:
        from cagette_tui.papers.bank_paper import bank_paper
        from cagette_tui.papers.paper_text import paper_text

        if self._view is not None:
            paper = await self.db(bank_paper, self._view, self.cagette.clock.now())
            lines = text_lines(paper_text(paper, self.app.size.width))
            await self.open_screen(ReadingScreen(_("Bank and books"), lines))

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("enter",),
            action_accept,
            N_("accept"),
            N_("Accept what the line is proposed to be; of several proposals one is chosen."),
            acts=True,
        ),
        Command(
            ("a",), action_accept_certain, N_("all certain"), N_("Accept all that is certain.")
        ),
        Command(
            ("x",),
            action_not_ours,
            N_("not ours"),
            N_("Say that the line is none of ours."),
            acts=True,
        ),
        Command(("n",), action_next, N_("next"), N_("Go to the next line that is not accepted.")),
        UNDO,
        Command(("o",), action_file, N_("open"), N_("Open a file of the bank.")),
        Command(
            ("p",),
            action_paper,
            N_("paper"),
            N_("What is not the same at the bank and in the books."),
        ),
        FILTER,
        Command(
            ("tab",),
            action_complete,
            N_("complete"),
            N_("While a path is typed: go on as far as it can only be one thing."),
            footer=False,
        ),
        *CURSOR_KEYS,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _where_browsers_save() -> Path:
    home = Path.home()
    there = (home / name for name in ("Téléchargements", "Downloads"))
    return next((folder for folder in there if folder.is_dir()), home)


def _columns() -> tuple[Column, ...]:
    return (
        Column("date", _("Date"), 10),
        Column("amount", _("Amount"), 10, "right"),
        Column("label", _("Label")),
        Column("what", _("What it is"), 34),
    )


def _row(line: LineView, view: StatementView) -> Row:
    one = line.line
    first = line.proposals[0] if line.proposals else None
    what: Cell = ""
    if line.known:
        what = _("accepted already")
    elif first is not None:
        what = (proposal_text(first, view), _STYLES[first.sure])
    amount, day = format_number(one.amount), format_date(one.booked)
    cells: dict[str, Cell] = {"date": day, "amount": amount, "label": one.label, "what": what}
    beside = f"{day} {what if isinstance(what, str) else what[0]}"
    search = Search(one.label, beside=beside, amounts=(amount,))
    return Row(line.place, cells, "dim" if line.known else None, search)


def _told(line: LineView | None, view: StatementView, width: int) -> list[list[Run]]:
    """Say the whole label, and each proposal with why."""
    if line is None:
        return []
    lines: list[list[Run]] = [[(f" {clip(visible(line.line.label), width - 2)}", "dim")]]
    if line.known:
        return lines
    if not line.proposals:
        lines.append([(" " + _("Nobody knows what this is: x if it is not ours."), "")])
    for one in line.proposals[:2]:
        what = f"{proposal_text(one, view)} ({why_text(one)})"
        text = _("{what}: {values}").format(what=sure_label(one.sure), values=what)
        for part in wrap(text, width - 2)[:2]:
            lines.append([(f" {part.strip()}", "")])
    more = len(line.proposals) - 2
    if more > 0 and len(lines) < _BELOW:
        told = ngettext("{count} more: Enter", "{count} more: Enter", more).format(count=more)
        lines.append([(f" {told}", "dim")])
    return lines
