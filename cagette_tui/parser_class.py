"""What reads the command line: it raises instead of leaving, and asks for the width once."""

from __future__ import annotations

import argparse
import os
from typing import Any, NoReturn

from cagette_tui import arguments, i18n, output
from cagette_tui.i18n import _

# As the terminal knows them; a test compares, since most commands never look at one.
_THEMES = ("usual", "contrast")


class UsageError(Exception):
    """The command line cannot be understood; the message is for the user."""


def formatter(prog: str) -> argparse.HelpFormatter:
    # Left to itself argparse imports `shutil`, and all its kinds of archives, for this number.
    """Give what writes the help, as wide as the terminal."""
    return argparse.HelpFormatter(prog, width=_columns() - 2)


def _columns() -> int:
    try:
        return int(os.environ["COLUMNS"]) or 80
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(1).columns or 80
    except (OSError, ValueError):
        return 80


class Parser(argparse.ArgumentParser):
    """Raises instead of leaving the program."""

    # A command takes the global options too, but most of them only lend their name to the help.
    lacks_global_options = False
    # Another way to give the same command: where one of these options is, that one reads it all.
    instead: tuple[tuple[str, ...], Parser] | None = None

    # Words that take the place of a number and what follows it.
    stands_alone: tuple[str, ...] = ()

    _words: tuple[str, ...] = ()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Take what is on the command line."""
        self._words = tuple(str(one) for one in args or ())
        if self.instead is not None:
            signs, other = self.instead
            if any(str(one).partition("=")[0] in signs for one in args or ()):
                return other.parse_known_args(args, namespace)
        if self.lacks_global_options:
            self.lacks_global_options = False
            # Where they are not repeated after the command, what came before it stays.
            add_global_options(self, argparse.SUPPRESS)
        return super().parse_known_args(self._numbered(args), namespace)

    def _numbered(self, args: Any) -> Any:
        """Put a number, which means nothing, before the word that needs none."""
        alone = [word for word in args or () if word in self.stands_alone]
        if not alone:
            return args
        at = list(args).index(alone[0])
        if any(word.isdecimal() for word in args[:at]):
            return args
        return [*args[:at], "1", *args[at:]]

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        # What follows an unknown option would be taken for a command, and be blamed.
        if action.choices is not None and value not in action.choices and value in self._words:
            before = self._words[self._words.index(value) - 1]
            known = any(sign.startswith(before) for sign in self._option_string_actions)
            if before.startswith("-") and before != self._words[-1] and not known:
                self.error(_("unrecognized arguments: %s") % before)
        super()._check_value(action, value)

    def _print_message(self, message: str, file: Any = None) -> None:
        # The help; left to itself argparse does not say that it could not be written.
        output.write(message)

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`."""
        raise UsageError(message)


def add_global_options(parser: Parser, default: str | None) -> None:
    """Add the options that every command takes; `default` is what stands where one is not given."""
    parser.add_argument(
        "--database",
        metavar="URL",
        default=default,
        help=_(
            "a path, sqlite:///PATH or postgresql://USER@HOST/NAME; else CAGETTE_DATABASE, "
            "else a file of the user's own"
        ),
    )
    parser.add_argument("--lang", choices=i18n.languages(), default=default, help=_("the language"))
    parser.add_argument(
        "--user", metavar=_("NAME"), default=default, help=_("who acts; else the login name")
    )
    parser.add_argument(
        "--now",
        metavar="ISO",
        type=arguments.moment,
        default=default,
        help=_("start the clock at 2026-11-20T17:45, for training and tests"),
    )
    shared = _("offer on the first screen to say who acts, for a login that is shared")
    _add_switch(parser, "--ask-user", default, shared)
    _add_switch(parser, "--read-only", default, _("show everything, change nothing"))
    parser.add_argument(
        "--theme",
        choices=_THEMES,
        default="usual" if default is None else default,
        help=_("how screens look: contrast is without colour and grey, bold and reversed"),
    )
    for name, text in (
        ("--ascii", _("screens in plain ASCII, for terminals that lack characters")),
        ("--no-color", _("screens without colours, as NO_COLOR asks")),
        ("--mouse", _("the mouse moves in lists; marking text then needs Shift")),
    ):
        _add_switch(parser, name, default, text)


def _add_switch(parser: Parser, name: str, default: str | None, text: str) -> None:
    switch = False if default is None else default
    parser.add_argument(name, action="store_true", default=switch, help=text)
