"""Why a paper or a file cannot be had, as one clear sentence each."""

from __future__ import annotations

from cagette_tui.i18n import _, format_date
from cagette_tui.problems import (
    BadPeriod,
    CannotWrite,
    FileExists,
    NoSuchBasket,
    NoSuchFormat,
    OnlyFor,
    OptionNeeded,
    PaperProblem,
)
from cagette_tui.sentences.system import system_said
from cagette_tui.text import clip, visible


def paper_sentence(problem: PaperProblem) -> str:
    """Say what cannot be written, and what can be done about it."""
    match problem:
        case NoSuchFormat(kind, format, formats):
            return _("“{kind}” is not written as {format}, only as {formats}.").format(
                kind=kind, format=format, formats=", ".join(formats)
            )
        case OnlyFor(option, kind):
            return _("{option} only goes with “{kind}”.").format(option=option, kind=kind)
        case OptionNeeded(option, kind):
            return _("“{kind}” needs {option}.").format(option=option, kind=kind)
        case BadPeriod(first, last):
            return _("{last} is before {first}.").format(
                first=format_date(first), last=format_date(last)
            )
        case NoSuchBasket(wanted):
            return _("No basket has the number or the member reference “{wanted}”.").format(
                wanted=clip(visible(wanted), 60)
            )
        case FileExists(path):
            return _("{path} already exists; it was left as it is. Give another name.").format(
                path=_path(path)
            )
        case CannotWrite(path, detail):
            return _("{path} cannot be written: {detail}.").format(
                path=_path(path), detail=system_said(detail)
            )
    raise TypeError(type(problem))


def _path(text: str) -> str:
    return clip(visible(text), 150)
