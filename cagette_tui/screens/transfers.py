"""What a transfer's letter means in an evening: asked once, kept, changed by a key (R22)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from cagette_tui.i18n import N_, _
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import LETTERS, SPOT_MODES, ActKind, Mode, letters
from cagette_tui.model.rules.refusals import ModeNeeded
from cagette_tui.model.rules.steps import Answers
from cagette_tui.model.rules.transfers import must_be_said
from cagette_tui.screens.asking import SEEN
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.widgets.commands import Command

if TYPE_CHECKING:
    from cagette_tui.model.acts.undoing import LastAct

KEY = "g"
_LETTER = LETTERS[Mode.TRANSFER]
_SEEN = N_("Transfer seen (g)")
_ANNOUNCED = N_("Transfer announced (g)")


class Transfers(ModelScreen):
    """A screen that takes the letter of transfers for baskets of one evening."""

    # What `commands` answered last, with what it depends on: asked several times a key.
    _commands_here: tuple[tuple[object, ...], tuple[Command, ...]] | None = None

    @abstractmethod
    def evening(self) -> int | None:
        """Return the id of the distribution, once it is read."""

    @property
    def announces(self) -> bool | None:
        """Whether transfers of this evening are only announced; None before that was said."""
        evening = self.evening()
        return None if evening is None else self.cagette.announcing.get(evening)

    async def knows_of_transfers(self, baskets: Iterable[BasketView]) -> bool:
        """Ask what the letter means, once an evening; False after Esc.

        A group that takes no transfers is not asked: its letter is refused (R13).
        """
        if Mode.TRANSFER not in self.cagette.accepted:
            return True
        return not must_be_said(baskets, self.announces) or await self._ask_of_transfers()

    async def _ask_of_transfers(self) -> bool:
        evening = self.evening()
        if evening is None:
            return False
        answer = await self.choose(
            _("Transfers from now on: seen on the account, or announced only? g asks again."),
            {SEEN: _("seen on the account"), "a": _("announced")},
        )
        if not answer:
            return False
        self.cagette.announcing[evening] = answer == "a"
        self.refresh_commands()
        return True

    async def action_transfers(self) -> None:
        """Say anew what the letter means."""
        await self.act(self._change_transfers())

    async def _change_transfers(self) -> None:
        if not await self._ask_of_transfers():
            return
        text = _("From now on {letter} notes transfers as seen on the account.")
        if self.announces:
            text = _(
                "From now on {letter} notes transfers as announced; on a basket whose transfer is "
                "noted as seen it asks whether that waits, too."
            )
        self.say(text.format(letter=_LETTER), "good")

    async def answer(self, problem: Exception, said: Answers) -> Answers | None:
        """Ask also what the letter means where it answers how something was paid (R13)."""
        answered = await super().answer(problem, said)
        is_mode = isinstance(problem, ModeNeeded) and answered is not None
        if answered is None or not is_mode or answered.get("mode") is not Mode.TRANSFER:
            return answered
        if self.announces is None and not await self._ask_of_transfers():
            return None
        return {**answered, "announces": self.announces}

    def undone(self, last: LastAct) -> str:
        """Ask anew once a transfer was taken back: the answer may have been the slip."""
        was_transfer = any(mode is Mode.TRANSFER for mode, _amount in last.payments)
        evening = self.evening()
        if not (was_transfer or ActKind.ANNOUNCE in last.kinds) or evening is None:
            return ""
        if self.cagette.announcing.pop(evening, None) is None:
            return ""
        return _("{letter} asks again: seen, or announced?").format(letter=_LETTER)

    def commands(self) -> tuple[Command, ...]:
        """Leave modes that the group does not take out of the footer; say what the letter means."""
        table = super().commands()
        basis = (table, self.cagette.accepted, self.announces)
        if self._commands_here is None or self._commands_here[0] != basis:
            self._commands_here = basis, tuple(map(self._as_here, table))
        return self._commands_here[1]

    def _as_here(self, one: Command) -> Command:
        accepted = self.cagette.accepted
        if not isinstance(one.argument, Mode):
            return one
        if one.shown_key is not None:  # it stands for all of its kind
            spot = letters(mode for mode in SPOT_MODES if mode in accepted)
            return replace(one, shown_key=spot.upper().replace(" ", ""))
        if one.argument not in accepted:
            return replace(one, footer=False)
        if self.announces is None or one.argument is not Mode.TRANSFER or one.keys != (_LETTER,):
            return one
        return replace(one, label=_ANNOUNCED if self.announces else _SEEN)


TRANSFERS = Command(
    (KEY,),
    Transfers.action_transfers,
    N_("transfers seen or announced"),
    N_("Say anew whether transfers of this evening are seen, or only announced."),
    footer=False,
)
