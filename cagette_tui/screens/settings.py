"""The group's settings: Enter changes one, in one act."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui import i18n
from cagette_tui.i18n import N_, _
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.group import BadSetting, GroupSettings, cleaned
from cagette_tui.screens.list_screen import ListScreen
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.sentences import sentence, setting_label
from cagette_tui.sentences.settings import setting_shown, setting_to_type, setting_typed
from cagette_tui.value import written
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.rows import Column, Row
from cagette_tui.widgets.table import Table

_NAMES = tuple(field.name for field in fields(written(GroupSettings)))


class SettingsScreen(ListScreen):
    """Each setting and what it is."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._settings: GroupSettings | None = None
        self._table = Table(())

    def compose_content(self) -> ComposeResult:
        """Show the list."""
        yield self._table

    async def load(self) -> None:
        """Read the settings."""
        self._show(await self.db(read_settings))
        if self.focused is None:
            self.set_focus(self._table)

    def _show(self, settings: GroupSettings) -> None:
        self._settings = settings
        self.set_title(_("Settings of the group"))
        self._table.set_columns((Column("name", _("Setting"), 26), Column("value", _("Value"))))
        self._table.set_rows(
            [
                Row(
                    name,
                    {
                        "name": setting_label(name),
                        "value": setting_shown(settings, name) or "–",
                    },
                )
                for name in _NAMES
            ]
        )

    @on(Table.Opened)
    async def _opened(self) -> None:
        await self.act(self._change())

    async def _change(self) -> None:
        settings, name = self._settings, self._table.cursor_key
        if settings is None or not isinstance(name, str):
            return
        value = await self.ask_text(
            setting_label(name),
            lambda text: self._checked(name, text),
            value=setting_to_type(settings, name),
            hint=_hint(name),
        )
        if value is None:
            return
        changed = await self.tried(change_settings, settings, replace(settings, **value))
        if changed is None:
            return
        if name == "language" and changed.language in i18n.languages():
            i18n.activate(changed.language)
        if name == "time_zone":
            self.cagette.clock.live_in(changed.time_zone)
        self._show(changed)
        self.say(_("Changed: {setting}").format(setting=setting_label(name)), "good")

    async def action_products(self) -> None:
        """Show the products."""
        await self.open_screen(self.doors.to_products())

    def _checked(self, name: str, text: str) -> dict[str, Any]:
        value = setting_typed(name, text.strip())
        try:
            cleaned(replace(self._settings or GroupSettings(), **{name: value}))
        except BadSetting as problem:
            raise ValueError(sentence(problem)) from problem
        return {name: value}

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("enter",), ListScreen.action_open, N_("change"), N_("Change the highlighted setting.")
        ),
        Command(
            ("p",),
            action_products,
            N_("products"),
            N_("Products: VAT rates, producers’ names, what is sold by weight."),
        ),
        UNDO,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _hint(name: str) -> str:
    hints = {
        "accepted_modes": _("Names between commas, the most usual first."),
        "coordinators": _("Names between commas; everyone may reopen while there is none."),
        "language": ", ".join(i18n.languages()),
        "time_zone": _("Such as Europe/Paris."),
        "accounts": _("For accounting, such as bank=5121 cash=531; the others as proposed."),
    }
    return hints.get(name, "")
