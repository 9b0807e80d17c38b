"""What all screens over the database share: reading, trying an act, undo, filter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, TypeVar, cast

from textual import events, on
from textual.screen import Screen
from textual.worker import Worker

from cagette_tui.i18n import N_, _
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.rules.history import STALE
from cagette_tui.model.rules.refusals import ClockDoubted, PaidOtherwise, Refused
from cagette_tui.model.rules.steps import Answers
from cagette_tui.model.store.problems import Busy, ServerLost, StorageProblem
from cagette_tui.presence import Place
from cagette_tui.screens.asking import answer_to
from cagette_tui.sentences import sentence
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.base import CommandScreen
from cagette_tui.widgets.commands import EVERYWHERE, Command
from cagette_tui.widgets.meant import interrupted
from cagette_tui.widgets.prompt import Level
from cagette_tui.widgets.table import Table

if TYPE_CHECKING:
    from cagette_tui.model.acts.undoing import LastAct
    from cagette_tui.screens.program import Doors, Program

P = ParamSpec("P")
T = TypeVar("T")


class ModelScreen(CommandScreen[None]):
    """A screen that shows what the model reads and tries its acts."""

    # What is previewed does not change under one's eyes: the act that follows sees to that.
    FOLLOWS: ClassVar[bool] = True

    _reading = 0
    _done = 0  # acts of this screen

    @property
    def cagette(self) -> Program:
        """The program."""
        return cast("Program", self.app)

    @property
    def doors(self) -> Doors:
        """The doors to the other screens, of which this one knows no more."""
        return self.cagette.doors

    @property
    def desk(self) -> Desk:
        """Who acts, and the clock."""
        return self.cagette.desk

    def set_title(self, left: str, right: str | None = None) -> None:
        """Say what is shown, and if so that the database is read-only."""
        if self.cagette.read_only:
            left += " · " + _("read-only")
        super().set_title(left, right)

    async def load(self) -> None:
        """Read again what the screen shows, and show it; subclasses do so."""
        raise NotImplementedError

    @on(events.ScreenResume)
    async def _shown(self) -> None:
        """Show what there is, at first and after another screen may have changed it."""
        self.cagette.say_where(self.place())
        self.heading.set_trouble(self.cagette.trouble)
        await self.reload()

    async def reload(self) -> bool:
        """Read again; say so when the database cannot be read just now."""
        self._reading += 1
        try:
            # What was read before an act that was done meanwhile is old: it must not stay shown.
            begun = -1
            while begun != self._done:
                begun = self._done
                await self.load()
        except (Refused, StorageProblem) as problem:
            self.say(sentence(problem), "refused")
            return False
        finally:
            self._reading -= 1
        self.refresh_commands()
        return True

    async def follow(self) -> None:
        """Show what others have done: between acts, without touching what is being typed."""
        if not self.FOLLOWS:
            return
        if self.bottom.is_asking:
            await self.reload()
        elif not self.is_busy:
            before = self.under_hands()
            await self.acts.run(
                self._followed(),
                lambda work: self.run_worker(work, group="acts"),
                by_itself=True,
            )
            if self.under_hands() != before:
                interrupted(self.app)

    def under_hands(self) -> object:
        """Return what the next key would act on; where it changes by itself keys are dropped."""
        return [table.cursor_key for table in self.query(Table)]

    async def _followed(self) -> None:
        await self.reload()

    def show_others(self, places: tuple[Place, ...]) -> None:
        """Show where others are; most screens have no place for that."""

    def place(self) -> tuple[int, int | None] | None:
        """Return the distribution and the basket (ids) that this screen is about, if any."""
        return None

    @property
    def is_busy(self) -> bool:
        """Whether something is being read, or an act is at work and asks nothing."""
        return self._reading > 0 or self.acts.is_working

    async def db(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Await a function of the model; ask before the first act by a clock that cannot be right.

        Raises what the function raises; `ClockDoubted` where they do not go on with that time.
        """
        try:
            return await self.cagette.database.call(work, *args, **options)
        except ClockDoubted as doubted:
            question = sentence(doubted) + " " + _("Go on with that time?")
            if not await self.confirm(question, yes=_("go on")):
                raise
            self.cagette.doubts_clock = False
            return await self.db(work, *args, **options)

    async def insisted(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Await a function of the model; ask whether to try again while the database is away.

        As long as the volunteer wants to try again, what they typed is not lost.
        """
        while True:
            try:
                return await self.db(work, *args, **options)
            except (Busy, ServerLost) as problem:
                if not self.has_typed:
                    raise
                again = {"r": _("try again with what was typed")}
                if not await self.choose(sentence(problem), again):
                    raise

    async def keep(self, save: Callable[P, object], *args: P.args, **options: P.kwargs) -> bool:
        """Keep what is typed as a draft; return whether it is kept.

        Where the database does not take it just now that is said, and no reason to stop typing.
        """
        self.acts.seen()
        try:
            await self.db(save, *args, **options)
        except StorageProblem as problem:
            self.say(sentence(problem), "refused")
            return False
        return True

    def _start(self, work: Coroutine[Any, Any, None]) -> Worker[None]:
        return super()._start(self._told(work))

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        """Say why an act could not even be tried."""
        try:
            await work
        except (Refused, StorageProblem) as problem:
            self.say(sentence(problem), "refused")

    async def tried(
        self, work: Callable[Concatenate[Desk, P], T], *args: P.args, **options: P.kwargs
    ) -> T | None:
        """Try an act that asks nothing; None when it was refused.

        A refused act leaves the screen as it is, refreshed, with the reason.
        """
        return await self.answered(lambda desk, _said: work(desk, *args, **options))

    async def answered(
        self, work: Callable[[Desk, Answers], T], said: Answers | None = None
    ) -> T | None:
        """Try an act, asking what it asks; None when it was refused or not wanted, which is said.

        `work` gets what was said so far, which begins with `said`.
        """
        said = said or {}
        while True:
            try:
                desk = self.desk
                another, same = said.get("another_cheque", False), said.get("same_cheque", False)
                if another or same:
                    desk = replace(desk, another_cheque=another, same_cheque=same)
                result = await self.insisted(work, desk, said)
                self._done += 1
                return result
            except (Refused, StorageProblem) as problem:
                answer = await self.answer(problem, said)
                if answer is None:
                    self.gave_up()
                    return None
                if answer is said:
                    await self.refused(problem)
                    return None
                said = answer

    def gave_up(self) -> None:
        """Say that an act came to nothing, once something was answered for it already."""
        self.say(_("Nothing was recorded."))

    async def allowed(self, must_be: Callable[[int], None], number: int) -> bool:
        """Try what an act would refuse whatever one answered: before anything is asked.

        False where it is refused, with the reason shown.
        """
        try:
            await self.insisted(must_be, number)
        except Refused as problem:
            await self.refused(problem)
            return False
        return True

    async def answer(self, problem: Exception, said: Answers) -> Answers | None:
        """Ask what a refusal asks: see `answer_to`."""
        beside = ""
        if isinstance(problem, PaidOtherwise):
            beside = await self.shared_beside(problem.operation)
        return await answer_to(self, problem, said, beside)

    async def shared_beside(self, operation_id: int) -> str:
        """Say behind a question about a payment what else its cheque pays, if it does (R15)."""
        from cagette_tui.model.reading.shared_cheques import read_shared_cheque
        from cagette_tui.sentences.operations import about_shared

        return about_shared(await self.insisted(read_shared_cheque, operation_id))

    async def refused(self, problem: Exception) -> None:
        """Show what there is now, and why the act was refused; one key tells the whole story."""
        await self.reload()
        text = sentence(problem)
        if isinstance(problem, STALE) and any(one.name == "journal" for one in self.commands()):
            text += " " + _("J shows who did what.")
        self.say(text, "refused")

    def tell_below(self, text: str, level: Level = "good", *, but: Exception | None = None) -> None:
        """Leave a message on the screen that is shown once this one is gone.

        `but` is a problem that did not prevent what was done.
        """
        below = self.screen_below()
        if below is not None:
            if but is None:
                below.say(text, level)
            else:
                below.say(f"{text} {sentence(but)}", "refused")

    def screen_below(self) -> ModelScreen | None:
        """Return the screen that is shown once this one is gone."""
        below = self.app.screen_stack[-2] if self.app.screen is self else self.app.screen
        return below if isinstance(below, ModelScreen) else None

    def left_unsaid(self) -> None:
        """Hear that the screen above was left before it was told anything."""

    def paid(self) -> None:
        """Hear that what was chosen here was paid on the screen above."""

    def product_changed(self) -> None:
        """Hear that a product was changed, on the screen above, in all that was chosen here."""

    async def done(
        self, work: Callable[Concatenate[Desk, P], object], *args: P.args, **options: P.kwargs
    ) -> bool:
        """Try an act that gives nothing back, and show what it changed; whether it was done."""
        return await self.shown(lambda desk, _said: work(desk, *args, **options))

    async def shown(
        self, work: Callable[[Desk, Answers], object], said: Answers | None = None
    ) -> bool:
        """Try an act that may ask, and show what it changed; whether it was done."""

        def told(desk: Desk, said: Answers) -> bool:
            work(desk, said)
            return True

        if not await self.answered(told, said):
            return False
        await self.reload()
        return True

    async def action_undo(self) -> None:
        """Take back the last act."""
        await self.act(self._undo())

    async def _undo(self) -> None:
        # Undo knows all acts, most of which an evening never needs.
        from cagette_tui.model.acts.undoing import last_act, undo

        try:
            last = await self.db(last_act, self.desk.who)
        except (Refused, StorageProblem) as problem:
            self.say(sentence(problem), "refused")
            return
        act = self.act_text(last)
        if not await self.confirm(_("Undo: {act}?").format(act=act), yes=_("undo")):
            return
        try:
            await self.db(undo, self.desk, last.act)
        except (Refused, StorageProblem) as problem:
            await self.refused(problem)
            return
        told = _("Undone: {act}.").format(act=act)
        told = f"{told} {self.undone(last)}".rstrip()
        if not self.go_back_to(last):
            self.dismiss()
            self.tell_below(told)
            return
        await self.reload()
        self.say(told, "good")

    def act_text(self, last: LastAct) -> str:
        """Say which act would be undone."""
        from cagette_tui.sentences.undoing import described

        return described(last)

    def undone(self, last: LastAct) -> str:
        """Hear of an act that was just taken back; return what else is to be said of it."""
        return ""

    def go_back_to(self, undone: LastAct) -> bool:
        """Go to what an act was about that was just taken back, where the screen can.

        False: what is shown here is gone with it.
        """
        return True

    async def chosen_from(self, chooser: Screen[Hashable]) -> Hashable:
        """Let something be chosen on a screen over this one; None when nothing was."""
        with self.app.batch_update():
            taken = self.app.push_screen(chooser, wait_for_dismiss=True)
        # Whoever waits may be stopped; the chooser still answers when it closes.
        return await asyncio.shield(taken)

    async def filtered(self, table: Table) -> None:
        """Filter a table while a text is typed; Enter keeps it, Esc clears it."""
        before = table.filter_text
        kept = await self.ask_text(
            _("Search"),
            str,
            value=before,
            hint=_("A name, a number or an amount. Enter keeps the filter, Esc clears it."),
            on_change=lambda text: self.narrow(table, text),
        )
        self.narrow(table, kept or "")
        if kept and kept.strip():
            self.tell_filter(kept.strip())

    def tell_filter(self, text: str) -> None:
        """Name the filter that is kept, and how one leaves it, where no other line does so."""
        self.say(_("Filter “{text}”: Esc shows all.").format(text=called(text)), "hint")

    def narrow(self, table: Table, text: str) -> None:
        """Show only what a text finds; screens that count what is shown do so here."""
        table.set_filter(text)


UNDO = Command(
    ("u",),
    ModelScreen.action_undo,
    N_("undo"),
    N_("Undo the last act, after saying which one."),
    group=EVERYWHERE,
)
# Beside a plan that is not done yet, "undo" would seem to be about that.
UNDO_UNSAID = replace(UNDO, footer=False)
