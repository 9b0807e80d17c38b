"""What one closing report says otherwise than the one it replaces, in words (R54)."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from cagette_tui.i18n import _, format_amount, format_quantity, format_rate
from cagette_tui.model.rules.closing_report import Change, Path
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.sentences.labels import mode_label, reason_label
from cagette_tui.text import visible


class ChangeWords(NamedTuple):
    """What changed, from what, to what; a dash where there was nothing."""

    what: str
    before: str
    after: str


def change_words(change: Change) -> ChangeWords:
    """Put a change into words; names and notes are made visible."""
    return ChangeWords(
        _what(change.path), _value(change.path, change.before), _value(change.path, change.after)
    )


def _what(path: Path) -> str:
    match path:
        case ("totals" | "takings" | "cash_box", name) if name not in set(Mode):
            return _single(path[0], name)
        case ("takings", mode):
            return _("takings, {mode}").format(mode=mode_label(Mode(mode)))
        case ("refunds", mode):
            return _("refunds, {mode}").format(mode=mode_label(Mode(mode)))
        case ("vat", rate):
            return _("VAT {rate}").format(rate=format_rate(Decimal(rate)))
        case ("vendor", name):
            return _("to pay to {name}").format(name=visible(name))
        case ("basket", number, *rest):
            basket = _("basket {number}").format(number=number)
            return ", ".join([basket, *_in_basket(rest)])
        case ("member", name, kind, mode):
            return f"{visible(name)}, {_on_account(kind)} ({mode_label(Mode(mode))})"
    raise ValueError(path)


def _single(where: str, name: str) -> str:
    return {
        ("totals", "baskets"): _("number of baskets"),
        ("totals", "ordered"): _("cost of the baskets"),
        ("totals", "paid"): _("paid for the baskets"),
        ("takings", "cheque_count"): _("number of cheques"),
        ("takings", "membership"): _("memberships"),
        ("cash_box", "float"): _("cash float"),
        ("cash_box", "moves"): _("put in or taken out"),
        ("cash_box", "expected"): _("the cash box should hold"),
        ("cash_box", "counted"): _("counted"),
        ("cash_box", "difference"): _("difference of the count"),
        ("cash_box", "card_terminal"): _("card terminal"),
        ("cash_box", "cheques"): _("cheques counted"),
        ("cash_box", "explanation"): _("explanation of the difference"),
        ("cash_box", "left_in_box"): _("stays in the box"),
    }[where, name]


def _in_basket(rest: list[str]) -> list[str]:
    match rest:
        case ["ordered"]:
            return [_("cost")]
        case ["absent"]:
            return [_("absent")]
        case ["paid", mode]:
            return [_("paid, {mode}").format(mode=mode_label(Mode(mode)))]
        case ["line", product, what]:
            names = {
                "delivered": _("delivered"),
                "reason": _("reason"),
                "note": _("note"),
            }
            return [visible(product), names[what]]
    raise ValueError(rest)


def _on_account(kind: str) -> str:
    return {
        "membership": _("membership"),
        "payment": _("payment"),
        "refund": _("refund"),
        "awaited": _("awaited payment"),
    }[kind]


def _value(path: Path, value: str | None) -> str:
    if not value:
        return "–"
    match path:
        case ("totals", "baskets") | ("takings", "cheque_count") | ("cash_box", "cheques"):
            return value
        case (*_before, "explanation" | "note"):
            return visible(value)
        case ("basket", _number, "absent"):
            return _("yes")
        case (*_before, "delivered"):
            return format_quantity(Decimal(value))
        case (*_before, "reason"):
            return reason_label(Reason(value))
    return format_amount(Decimal(value))
