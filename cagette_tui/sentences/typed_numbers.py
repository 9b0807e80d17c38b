"""What is wrong with a number as it was typed."""

from __future__ import annotations

from cagette_tui.i18n import _
from cagette_tui.money import MAXIMUM, PiecesError, TypedNumberError
from cagette_tui.money import Problem as Typed
from cagette_tui.sentences.system import shown_name


def typed_sentence(it: TypedNumberError) -> str:
    """Say what is wrong with a number, and how one is typed."""
    text = shown_name(it.text)
    match it.problem:
        case Typed.EMPTY:
            return _("Type a number.")
        case Typed.DECIMALS:
            return _("“{text}” has too many decimals.").format(text=text)
        case Typed.NEGATIVE:
            return _("“{text}” is negative: type it without the minus.").format(text=text)
        case Typed.TOO_LARGE:
            if it.most > MAXIMUM:
                return _("“{text}” is more than 100 000, which is the most.").format(text=text)
            return _("“{text}” is more than 10 000, which is the most.").format(text=text)
        case Typed.ZERO:
            return _("Zero makes no sense here.")
        case Typed.LEADING_ZERO:
            return _("“{text}” begins with a zero: an amount is 12 or 12,50.").format(text=text)
        case _:
            return _("“{text}” is not a number such as 12 or 12,50.").format(text=text)


def pieces_sentence(it: PiecesError) -> str:
    """Say how notes and coins are typed."""
    text = _("“{text}” is not a number of notes or coins such as 20=3.")
    return text.format(text=shown_name(it.text))
