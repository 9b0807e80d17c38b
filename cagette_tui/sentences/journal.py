"""What the journal's tables and columns are called, and each change in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cagette_tui.i18n import (
    N_,
    _,
    format_amount,
    format_date,
    format_moment,
    format_quantity,
    format_rate,
)
from cagette_tui.model.rules.history import FieldChange, RowChange
from cagette_tui.model.rules.kinds import Kind, Mode, Reason
from cagette_tui.sentences.labels import cancel_label, kind_label, mode_label, reason_label
from cagette_tui.text import visible

_TABLES = {
    "bank_columns": N_("columns of a statement"),
    "bank_line": N_("line of the bank’s statement"),
    "bank_part": N_("part of a statement’s line"),
    "bank_payer": N_("known payer"),
    "basket": N_("basket"),
    "buying_group": N_("group"),
    "cash_count": N_("count"),
    "cash_move": N_("cash moved"),
    "catalogue": N_("catalogue"),
    "cheque": N_("cheque"),
    "closing_report": N_("closing report"),
    "deposit": N_("bank deposit"),
    "deposit_cheque": N_("cheque of a deposit"),
    "distribution": N_("distribution"),
    "entered": N_("entered in Cagette"),
    "line": N_("line"),
    "member": N_("member"),
    "operation": N_("operation"),
    "pile_cheque": N_("cheque of the pile"),
    "product": N_("product"),
    "proof": N_("proof"),
    "vendor": N_("producer"),
    "journal": N_("journal entry"),
    "draft": N_("draft"),
    "evening_copy": N_("copy of a certified evening"),
}
_COLUMNS = {
    "absent": N_("absent"),
    "amount": N_("amount"),
    "bank": N_("bank"),
    "booked": N_("booked"),
    "basket": N_("basket"),
    "by_coordinator": N_("entered by a coordinator"),
    "cancel_reason": N_("why cancelled"),
    "came": N_("came"),
    "cancelled_at": N_("cancelled"),
    "cash": N_("cash"),
    "cash_float": N_("cash float"),
    "catalogue": N_("catalogue"),
    "certified_at": N_("certified"),
    "certified_by": N_("certified by"),
    "closed_at": N_("closed"),
    "closed_by": N_("closed by"),
    "counted": N_("counted"),
    "day": N_("day"),
    "delivered": N_("delivered"),
    "drawer": N_("drawer"),
    "ends_at": N_("end"),
    "expected": N_("expected"),
    "explanation": N_("explanation"),
    "left_in_box": N_("stays in the box"),
    "fee": N_("fee"),
    "fee_rate": N_("fee rate"),
    "final_at": N_("handed in"),
    "late": N_("after the certification"),
    "mode": N_("mode"),
    "name": N_("name"),
    "note": N_("note"),
    "number": N_("number"),
    "on_the_spot": N_("to be paid on the spot"),
    "ordered": N_("ordered"),
    "pending": N_("pending"),
    "place": N_("place"),
    "price": N_("price"),
    "product": N_("product"),
    "reason": N_("reason"),
    "seen_on": N_("on the statement"),
    "starts_at": N_("start"),
    "total": N_("total"),
    "validated_at": N_("validated"),
    "validated_by": N_("validated by"),
    "vat_rate": N_("VAT rate"),
    "weighed": N_("sold by weight"),
    "weight_confirmed": N_("weighed"),
}


_REASONS = frozenset(Reason)
# What a row is called by: said of a change, but not once more of what is new or gone.
_NAMING = frozenset({"basket", "mode", "name", "number", "place", "product"})


def table_label(table: str) -> str:
    """Return what a row of a table is called."""
    return _(_TABLES.get(table, table))


def change_name(change: RowChange) -> str:
    """Name the row of a change, as far as it is known by something."""
    row = change.row
    if change.table == "operation":
        mode = mode_label(Mode(row["mode"])) if row.get("mode") else ""
        kind = kind_label(Kind(row["kind"])) if row.get("kind") else _(_TABLES["operation"])
        return f"{kind} {mode}".rstrip()
    name = next((row[key] for key in ("product", "name", "number", "place") if row.get(key)), "")
    return f"{table_label(change.table)} {visible(str(name))}".rstrip()


def change_fields(change: RowChange) -> Iterator[tuple[str, str, str]]:
    """Give the columns that say something, with their values before and after in words.

    What a row has for the program's own use is left out, and of a row that is new or
    gone what is empty and what names it.
    """
    whole = change.added or change.removed
    for one in change.fields:
        if one.column not in _COLUMNS or (whole and one.column in _NAMING):
            continue
        if one.before or one.after:
            before, after = word_of(one, one.before), word_of(one, one.after)
            yield _(_COLUMNS[one.column]), before, after


def change_text(change: RowChange) -> str:
    """Say a change in one line: `line Carottes 1 kg: delivered 3 → 0, total 7,50 € → 0,00 €`."""
    fields = change_fields(change)
    if change.added or change.removed:
        sign = "+ " if change.added else "- "
        values = ", ".join(f"{name} {before or after}" for name, before, after in fields)
    else:
        sign = ""
        values = ", ".join(
            f"{name} {before or '–'} → {after or '–'}" for name, before, after in fields
        )
    what = sign + change_name(change)
    return _("{what}: {values}").format(what=what, values=values) if values else what


def word_of(field: FieldChange, value: Any) -> str:
    """Write a value of a column; nothing where there is none."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case Decimal():
            return _number(field.column, value)
        case datetime():
            return format_moment(value)
        case date():
            return format_date(value)
    text = str(value)
    match field.column:
        case "mode":
            return mode_label(Mode(text))
        case "reason":
            return reason_label(Reason(text)) if text in _REASONS else visible(text)
        case "cancel_reason":
            return cancel_label(text)
        case _:
            return visible(text)


def _number(column: str, value: Decimal) -> str:
    if column.endswith("_rate"):
        return format_rate(value)
    return format_quantity(value) if column in ("ordered", "delivered") else format_amount(value)
