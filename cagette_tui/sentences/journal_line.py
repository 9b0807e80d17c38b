"""A journal entry in one line of a list: what was done, with the product or the amount (R60)."""

from __future__ import annotations

from collections.abc import Iterator

from cagette_tui.i18n import _, format_amount, format_quantity, ngettext
from cagette_tui.model.rules.history import FieldChange, JournalView, RowChange, Since
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.sentences.journal import word_of
from cagette_tui.sentences.labels import act_label, kind_label, mode_label, setting_label
from cagette_tui.text import visible

# So many changes of one entry are named, the others counted.
_NAMED = 2
# What a line's change is about, the first that there is.
_OF_LINE = ("delivered", "price", "reason", "note")


def entry_line(entry: JournalView) -> str:
    """Say what an entry did: `payment received: cash 32,13 €`."""
    details = entry_details(entry)
    what = act_label(entry.kind)
    return _("{what}: {values}").format(what=what, values=details) if details else what


def since_sentence(since: Since) -> str:
    """Say what became of a basket since it was shown: `delivered: Miel 2 → 0, paid 0 → 7,50 €`.

    The values before an arrow are those that were shown.
    """
    parts = [entry_line(entry) for entry in since.entries[-_NAMED:]]
    sums = ((_("cost"), since.cost), (_("paid"), since.paid))
    for name, (shown, now) in sums:
        if shown != now:
            parts.append(f"{name} {format_amount(shown)} → {format_amount(now)}")
    return ", ".join(parts)


def entry_details(entry: JournalView) -> str:
    """Name the payments, lines and values that an entry is about, as far as one line holds them."""
    told = [*_payments(entry), *_lines(entry), *_others(entry)]
    named = list(dict.fromkeys(filter(None, told)))
    more = len(named) - _NAMED
    return ", ".join(named[:_NAMED]) + (f" … +{more}" if more > 0 else "")


def _payments(entry: JournalView) -> Iterator[str]:
    """Name payments that came or went; one instead of another with an arrow."""
    gone, came, other = [], [], []
    for change in entry.changes:
        if change.table != "operation" or change.row.get("kind") == Kind.ORDER:
            continue
        text = _payment(change)
        cancelled = _field(change, "cancelled_at")
        if change.added:
            came.append(text)
        elif cancelled is None:
            other.append(text)
        elif cancelled.after:
            gone.append(text)
        else:
            came.append(f"– → {text}")
    if gone:
        yield f"{' + '.join(gone)} → {' + '.join(came) or '–'}"
    elif came:
        yield " + ".join(came)
    yield from other


def _payment(change: RowChange) -> str:
    mode, amount = change.row.get("mode"), change.row.get("amount")
    name = mode_label(Mode(mode)) if mode else kind_label(Kind(change.row["kind"]))
    return name if amount is None else f"{name} {format_amount(amount)}"


def _lines(entry: JournalView) -> Iterator[str]:
    lines = [change for change in entry.changes if change.table == "line"]
    added = [change for change in lines if change.added]
    if len(added) > _NAMED:
        cost = sum(change.row["total"] for change in added)
        text = ngettext("{count} line, {amount}", "{count} lines, {amount}", len(added))
        yield text.format(count=len(added), amount=format_amount(cost))
    else:
        yield from (f"+ {_product(one)} {format_quantity(one.row['ordered'])}" for one in added)
    for change in lines:
        if change.removed:
            yield f"- {_product(change)}"
        elif not change.added:
            yield _changed(_product(change), change, _OF_LINE)


def _product(change: RowChange) -> str:
    return visible(str(change.row.get("product", "")))


def _others(entry: JournalView) -> Iterator[str]:
    for change in entry.changes:
        row = change.row
        match change.table:
            case "distribution":
                yield _changed("", change, ("cash_float", "left_in_box"))
            case "buying_group":
                yield from _settings(change)
            case "cash_move" | "pile_cheque" | "bank_line":
                yield format_amount(row["amount"])
            case "cash_count":
                yield format_amount(row["counted"])
            case "deposit":
                yield _("no. {number}").format(number=row["number"])
            case "cheque" if not change.added:
                yield _changed("", change, ("number", "bank", "drawer"))


def _settings(change: RowChange) -> Iterator[str]:
    for one in change.fields:
        yield f"{setting_label(one.column)} {_arrow(one)}"


def _changed(name: str, change: RowChange, columns: tuple[str, ...]) -> str:
    """Say the first of some columns that changed: `Carottes 1 kg 3 → 0`."""
    fields = (_field(change, column) for column in columns)
    first = next((one for one in fields if one is not None), None)
    return name if first is None else f"{name} {_arrow(first)}".lstrip()


def _field(change: RowChange, column: str) -> FieldChange | None:
    return next((one for one in change.fields if one.column == column), None)


def _arrow(one: FieldChange) -> str:
    return f"{word_of(one, one.before) or '–'} → {word_of(one, one.after) or '–'}"
