"""Digits that begin a number on the highlighted row, the same on every screen."""

from __future__ import annotations

from collections.abc import Callable

from cagette_tui.widgets.commands import Command


def digit_commands(
    action: Callable[..., object], label: str, text: str, *, without: str = ""
) -> tuple[Command, ...]:
    """Make the commands of 0 to 9: each calls the action with its digit, and opens a line.

    `label`, `text` (the help of all ten, one line) and `without` (why it is not possible) are
    marked with `N_`.
    """
    return (
        *digits(action, label, without=without),
        Command((), None, label, text, footer=False, shown_key="0–9"),
    )


def digits(action: Callable[..., object], label: str, *, without: str = "") -> tuple[Command, ...]:
    """Make the same commands without a line in the help."""
    return tuple(
        Command(
            (str(digit),),
            action,
            label,
            footer=False,
            listed=False,
            argument=digit,
            takes_text=True,
            without=without,
        )
        for digit in range(10)
    )
