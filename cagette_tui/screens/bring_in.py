"""Bring a file of orders in: which file, when and where, what it would do, and one key."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import ClassVar

from cagette_tui.clock import parse_hour
from cagette_tui.i18n import N_, _, format_date, format_time
from cagette_tui.intake.cagette import Export, export_bytes
from cagette_tui.intake.export_problems import ExportError
from cagette_tui.intake.importing import Occasion, import_export
from cagette_tui.intake.occasions import SameLinesElsewhere
from cagette_tui.intake.proposing import (
    Preview,
    Proposal,
    completed,
    likely_files,
    preview,
    proposed,
    read_with_what_is_known,
)
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.model.rules.places import BadHours, opening_hours
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.store.problems import StorageProblem
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.screens.typed import day_text, day_typed
from cagette_tui.sentences import sentence
from cagette_tui.sentences.exports import same_lines_there
from cagette_tui.sentences.importing import counted, preview_lines
from cagette_tui.text import clip, place_name, visible, wrap
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.page_screen import PageScreen
from cagette_tui.widgets.painted import Run

# Where browsers put what one downloads, and what one copied to a small machine.
_FOLDERS = (".", "~/Téléchargements", "~/Downloads", "~")
# So many files are shown, and so many names below the line where one types.
_SHOWN, _HINTED = 9, 4


class BringInScreen(PageScreen, ModelScreen):
    """A file, what it would bring, and the key that does it."""

    FOLLOWS: ClassVar[bool] = False

    def __init__(self) -> None:
        """Begin without a file."""
        super().__init__()
        self._path: Path | None = None
        self._export: Export | None = None
        self._when: Proposal | None = None
        self._others: tuple[DistributionView, ...] = ()
        self._preview: Preview | None = None
        self._another = False
        self._same: SameLinesElsewhere | None = None
        self._refusal = ""
        self._files: list[Path] = []

    async def load(self) -> None:
        """Look for files at first; then show what the chosen one would do."""
        if self._path is None:
            self._files = await self.db(_files)
            self._show()
            self.call_after_refresh(self.action_file)
        else:
            await self._look()

    def enabled(self, action: str) -> bool:
        """Do only what is shown, and what there is a file for."""
        if action == "do":
            return self._preview is not None
        if action == "another":
            return self._same is not None
        return action not in ("day", "hours", "place") or self._export is not None

    # --- What is asked

    async def action_file(self) -> None:
        """Choose the file."""
        await self.act(self._choose())

    async def _choose(self) -> None:
        path = await self.ask_text(
            _("File"),
            _path,
            value=str(self._path or (self._files[0] if self._files else "")),
            hint=_("Tab completes. Enter takes it."),
            on_change=self._hint,
            completes=self._complete_path,
        )
        if path is None:
            return
        try:
            data = await self.db(export_bytes, path)
            export = await self.db(read_with_what_is_known, data)
        except ExportError as problem:
            name = clip(visible(path.name), 40)
            self.say(_("{file}: {text}").format(file=name, text=sentence(problem)), "refused")
            return
        self._path, self._export, self._another = path, export, False
        now = self.cagette.clock.now()
        rows = await self.db(list_distributions, now)
        self._others = tuple(row.distribution for row in rows)
        self._when = proposed(path.name, self._others, now.date())
        if not self._when.is_named:
            await self._ask_day(_("The file’s name has no date: of which day is it?"), look=False)
        if self._when.place is None:
            await self._ask_place()
        await self._look()

    def _hint(self, text: str) -> None:
        names = completed(text)[1]
        more = "" if len(names) <= _HINTED else " …"
        shown = "  ".join(clip(visible(name), 40) for name in names[:_HINTED])
        hint = _("Tab completes. Enter takes it.")
        self.bottom.ask_line.set_hint(f"{shown}{more}" if names else hint)

    def _complete_path(self, text: str) -> str:
        whole, _names = completed(text)
        self._hint(whole)
        return whole

    async def action_day(self) -> None:
        """Say the day."""
        await self.act(self._ask_day())

    async def _ask_day(self, hint: str = "", *, look: bool = True) -> None:
        if self._when is None:
            return
        hint = " ".join(filter(None, (hint, _("As 20/11/2026."))))
        day = await self.ask_text(_("Date"), day_typed, value=day_text(self._when.day), hint=hint)
        if day is not None:
            self._when = replace(self._when, day=day)
            if look:
                await self._look()

    async def action_hours(self) -> None:
        """Say from when to when."""
        await self.act(self._ask_hours())

    async def _ask_hours(self) -> None:
        when = self._when
        if when is None:
            return
        hours = await self.ask_text(
            _("Hours"),
            _hours,
            value=_hours_text(when),
            hint=_("As 18:00-19:30, or 18h-19h30."),
        )
        if hours is not None:
            self._when = replace(when, start=hours[0], end=hours[1])
            await self._look()

    async def action_place(self) -> None:
        """Say the place."""
        await self.act(self._ask_place(look=True))

    async def _ask_place(self, *, look: bool = False) -> None:
        when, path = self._when, self._path
        if when is None or path is None:
            return
        places = list(dict.fromkeys(one.place for one in self._others))
        place = await self.ask_text(
            _("Place"),
            _place,
            value=when.place or "",
            hint=" · ".join(clip(visible(one), 30) for one in places[:_HINTED])
            or _("Where the baskets are handed out, as: Town hall."),
        )
        if place is None:
            return
        there = proposed(path.name, self._others, when.day, place)
        # Hours are those of the last time there, unless nobody was.
        start, end = (there.start, there.end) if there.start else (when.start, when.end)
        self._when = replace(when, place=place, start=start, end=end)
        if look:
            await self._look()

    # --- What it would do

    async def _look(self) -> None:
        """Work out what would be done, without doing it."""
        self._preview = self._same = None
        self._refusal = ""
        when = self._when
        if when is not None and when.place is not None and when.start is None:
            await self._ask_hours_at_first()
        try:
            occasion = self._occasion()
            if occasion is not None and self._export is not None:
                self._preview = await self.db(
                    _previewed, self, self._export, occasion, self._another
                )
        except SameLinesElsewhere as problem:
            self._same = problem
            self._refusal = same_lines_there(problem)
        except (Refused, StorageProblem, BadHours) as problem:
            self._refusal = sentence(problem)
        self._show()

    async def _ask_hours_at_first(self) -> None:
        hours = await self.ask_text(
            _("Hours"), _hours, value="18:00-19:30", hint=_("As 18:00-19:30, or 18h-19h30.")
        )
        if hours is not None and self._when is not None:
            self._when = replace(self._when, start=hours[0], end=hours[1])

    def _occasion(self) -> Occasion | None:
        when = self._when
        if when is None or when.place is None or when.start is None or when.end is None:
            return None
        return Occasion(when.day, *opening_hours(when.day, when.start, when.end), when.place)

    def _show(self) -> None:
        width = self.app.size.width - 2
        lines: list[list[Run]] = [[("", "")]]
        for text, style in self._page():
            lines += [[(f" {line}", style)] for line in wrap(text, width)]
        self.show_page(_("Bring a file of orders in"), lines)

    def _page(self) -> list[tuple[str, str]]:
        if self._path is None:
            if not self._files:
                return [(_("No file of orders is here yet: type where it is."), "")]
            shown = [(f"  {one}", "") for one in map(_shown_path, self._files[:_SHOWN])]
            return [(_("The newest files that may be it:"), "strong"), *shown]
        told = [(visible(str(self._path)), "dim")]
        if self._preview is not None:
            return [*told, *preview_lines(self._preview)]
        when = self._when
        if when is not None:
            texts = [format_date(when.day, "long"), _hours_text(when), when.place or ""]
            told.append((", ".join(visible(one) for one in texts if one), "strong"))
        if self._refusal:
            return [*told, ("", ""), (self._refusal, "bad")]
        return [*told, ("", ""), (_("p says the place, h the hours."), "")]

    # --- Doing it

    async def action_another(self) -> None:
        """Say that it is another distribution, and look again."""
        self._another = True
        await self.act(self._look())

    async def action_do(self) -> None:
        """Bring in what is shown."""
        await self.act(self._do())

    async def _do(self) -> None:
        shown = self._preview
        if shown is None:
            return
        report = await self.tried(
            import_export, shown.export, shown.occasion, another=self._another
        )
        if report is None:
            return
        self.dismiss()
        text = _("Brought in: {what}. u takes it back.").format(what=counted(report))
        self.tell_below(text)

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(("o", "y"), action_do, N_("bring it in"), N_("Bring in what is shown."), acts=True),
        Command(("f",), action_file, N_("file"), N_("Choose another file.")),
        Command(("d",), action_day, N_("date"), N_("Say the day.")),
        Command(("h",), action_hours, N_("hours"), N_("Say from when to when.")),
        Command(("p",), action_place, N_("place"), N_("Say the place.")),
        Command(
            ("a",),
            action_another,
            N_("another one"),
            N_("The same lines are there already: it is another distribution all the same."),
        ),
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _previewed(screen: BringInScreen, export: Export, occasion: Occasion, another: bool) -> Preview:
    return preview(screen.desk, export, occasion, another=another)


def _files() -> list[Path]:
    folders = [Path(folder).expanduser() for folder in _FOLDERS]
    return likely_files([folder for folder in folders if folder.is_dir()])


def _shown_path(path: Path) -> str:
    return visible(str(path))


def _path(text: str) -> Path:
    """Read the path of a file that is there; raises `ValueError` with a sentence."""
    path = Path(text.strip().strip("'\"")).expanduser()
    if not text.strip() or path.is_dir():
        raise ValueError(_("Name a file, not a folder: Tab completes."))
    if not path.exists():
        raise ValueError(_("There is no such file."))
    return path


def _hours(text: str) -> tuple[time, time]:
    """Read two hours with a hyphen between; raises `ValueError` with a sentence."""
    start, _dash, end = text.replace("–", "-").partition("-")
    try:
        return parse_hour(start), parse_hour(end)
    except ValueError:
        raise ValueError(_("These are no hours: type them as 18:00-19:30.")) from None


def _hours_text(when: Proposal) -> str:
    if when.start is None or when.end is None:
        return ""
    return f"{format_time(when.start)}-{format_time(when.end)}"


def _place(text: str) -> str:
    """Read the name of a place; raises `ValueError` with a sentence."""
    try:
        return place_name(text)
    except ValueError:
        raise ValueError(_("Type the name of the place (1 to 100 characters).")) from None
