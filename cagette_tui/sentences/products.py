"""What is said of VAT rates, and what is wrong with a file of products (R53)."""

from __future__ import annotations

from collections.abc import Iterable

from cagette_tui.i18n import _, format_rate
from cagette_tui.intake.products import ProductsError
from cagette_tui.intake.products import ProductsProblem as Problem
from cagette_tui.model.acts.products import NoSuchProduct
from cagette_tui.model.rules.takings import VatRow
from cagette_tui.sentences.storage import Sentence
from cagette_tui.sentences.system import shown_name
from cagette_tui.text import clip, visible


def assumed_text(rows: Iterable[VatRow]) -> str:
    """Name the rates that nobody has said; empty where all are known."""
    rates = ", ".join(format_rate(row.rate) for row in rows if row.assumed)
    return (
        _("Assumed for products of which nobody has said it: {rates}.").format(rates=rates)
        if rates
        else ""
    )


def products_sentence(it: ProductsError) -> str:
    """Say what is wrong with the file and where."""
    text = _texts()[it.problem].format(value=clip(visible(it.value), 120))
    return text if it.row is None else _("Line {row}: {text}").format(row=it.row, text=text)


def _texts() -> dict[Problem, str]:
    return {
        Problem.COLUMNS: _("the columns must be {value}."),
        Problem.NOT_A_TABLE: _("this is not a CSV file."),
        Problem.NO_LINES: _("the file has no products."),
        Problem.FIELDS: _("{value} values, not as many as there are columns."),
        Problem.RATE: _("“{value}” is not a VAT rate: 5,5 or 20, below 100."),
        Problem.WEIGHED: _("“{value}” is neither true nor false."),
        Problem.NAME: _("“{value}” is too long, or has characters that cannot be shown."),
        Problem.NOTHING: _("neither catalogue nor producer says what it is about."),
    }


def _no_such(it: NoSuchProduct) -> str:
    return _("Line {row}: {text}").format(
        row=it.row, text=_("there is nothing called {name} here.").format(name=shown_name(it.name))
    )


PRODUCT_SENTENCES: dict[type[Exception], Sentence] = {NoSuchProduct: _no_such}
