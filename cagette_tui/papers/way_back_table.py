"""What is to be entered in Cagette, one act in a row, for a program or a spreadsheet.

The names of columns, acts and modes are the same in every language. In English, as for a
program, amounts and quantities have a point and there is no byte-order mark; otherwise they are
as in the other tables, with a decimal comma.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cagette_tui.i18n import SOURCE_LANGUAGE, current_language
from cagette_tui.model.reading.baskets import read_distribution
from cagette_tui.model.reading.cagette_evening import CagetteEvening, read_cagette_evening
from cagette_tui.model.rules.cagette_pages import Step
from cagette_tui.papers.tables import Value, evening_csv, quantity
from cagette_tui.sentences.way_back import notes_text

COLUMNS = (
    "step", "number", "member_ref", "member", "act", "product",
    "quantity", "price", "mode", "amount", "label",
)  # fmt: skip


def way_back_csv(distribution_id: int, now: datetime) -> str:
    """Return one row per act, in the order in which Cagette takes them. Raises `NotFound`."""
    for_programs = current_language() == SOURCE_LANGUAGE
    evening = read_cagette_evening(distribution_id)
    one = read_distribution(distribution_id)
    return evening_csv(one, COLUMNS, _rows(evening), for_programs=for_programs, own_names=True)


def _rows(evening: CagetteEvening) -> Iterator[dict[str, Value]]:
    for number, step in enumerate(evening.way.steps, start=1):
        side = step.side
        yield {
            "step": number,
            "number": None if side is None else side.number,
            "member_ref": None if side is None else side.ref,
            "member": None if side is None else side.member,
            "act": str(step.act),
            "product": step.product or None,
            "quantity": None if step.quantity is None else quantity(step.quantity),
            "price": step.price,
            "mode": step.mode,
            "amount": step.amount,
            "label": _label(evening, step),
        }


def _label(evening: CagetteEvening, step: Step) -> str:
    """Say what else is to be known: which of two products of one name, and why."""
    refs = None if step.product_id is None else evening.refs.get(step.product_id)
    named = "" if refs is None else f"{refs.product or '–'} ({refs.catalogue})"
    return " · ".join(filter(None, (named, notes_text(step.notes))))
