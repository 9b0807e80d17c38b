"""The command line. Imports Textual only when a screen is wanted, Peewee only for a database."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from cagette_tui import deeds, i18n, openssl, output, own_language
from cagette_tui.arguments import user
from cagette_tui.i18n import _
from cagette_tui.parser import build_parser
from cagette_tui.parser_class import UsageError
from cagette_tui.problems import KnownProblem


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code.

    0 done, 1 a check failed, 2 wrong use or bad input: nothing was done, 3 done but not told.
    """
    deeds.begin()
    arguments = list(sys.argv[1:] if argv is None else argv)
    # A character that the terminal cannot show must not end a report in the middle.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        try:
            return _run(arguments)
        finally:
            output.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone: that is their way to say "enough".
        output.abandon()
        return 0
    except output.OutputLost as problem:
        output.abandon()
        from cagette_tui.sentences.system import system_said

        text = _("The output cannot be written: {detail}.")
        if deeds.any_done():
            text = _(
                "It was done, but the output cannot be written: {detail}. Look before repeating."
            )
        return _fail(text.format(detail=system_said(problem.detail)), 3 if deeds.any_done() else 2)
    except Exception:
        from cagette_tui.crash import crash_sentence, log_crash

        return _fail(crash_sentence(log_crash()), 1)


def _run(arguments: Sequence[str]) -> int:
    i18n.activate(_early_language(arguments))
    i18n.translate_argparse()
    try:
        options = build_parser().parse_args(arguments)
        options.user = user(options.user)
    except (UsageError, argparse.ArgumentTypeError) as error:
        return _fail(str(error), 2)
    openssl.leave_out()
    # Peewee and the model are imported from here on.
    from cagette_tui import commands

    try:
        return commands.run(options)
    except KnownProblem as problem:
        return _fail(commands.problem_sentence(problem), 2)


def _fail(text: str, code: int) -> int:
    output.complain(text)
    return code


def _early_language(arguments: Sequence[str]) -> str:
    """Choose the language before the options are read: help and errors speak it too."""
    option = None
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            option = arguments[place + 1]
        elif argument.startswith("--lang="):
            option = argument.partition("=")[2]
    if option not in i18n.languages():
        option = None
    return i18n.choose_language(
        option, os.environ.get("CAGETTE_LANG"), None, os.environ, own_language.kept()
    )
