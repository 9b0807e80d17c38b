"""The key of each payment mode, the same on every screen."""

from __future__ import annotations

from collections.abc import Callable

from cagette_tui.model.rules.kinds import LETTERS, Mode
from cagette_tui.widgets.commands import Command


def mode_command(
    action: Callable[..., object],
    mode: Mode,
    label: str,
    text: str,
    *,
    footer: bool = True,
    takes_text: bool = False,
) -> Command:
    """Make the command of a mode's letter: it calls the action with the mode.

    `label` and `text` (its help) are marked with `N_`. `takes_text`: it opens a line to type in;
    else the key alone books money.
    """
    return Command(
        (LETTERS[mode],),
        action,
        label,
        text,
        footer=footer,
        argument=mode,
        acts=not takes_text,
        takes_text=takes_text,
    )
