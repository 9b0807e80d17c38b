"""The command `products`: VAT rates, producers' names and what is weighed, out and in (R53)."""

from __future__ import annotations

import argparse
from pathlib import Path

from cagette_tui import output
from cagette_tui.commands.common import Impossible, open_asked, print_lines
from cagette_tui.i18n import _, ngettext
from cagette_tui.intake.cagette import export_bytes
from cagette_tui.intake.export_problems import ExportError
from cagette_tui.intake.products import ProductsError, parse_products
from cagette_tui.model.acts.products import describe_products
from cagette_tui.model.acts.writing import Desk
from cagette_tui.papers.products_table import products_csv
from cagette_tui.sentences import sentence
from cagette_tui.sentences.products import products_sentence
from cagette_tui.text import clip, visible


def products(options: argparse.Namespace, desk: Desk) -> int:
    """Write all products as a table; with a file, set what it says, all or nothing."""
    if options.file is None:
        open_asked(options, create=False)
        output.write(products_csv(), for_machines=True)
        return 0
    path = Path(options.file)
    name = clip(visible(path.name or options.file), 60)
    try:
        rows = parse_products(export_bytes(path))
    except ProductsError as problem:
        text = products_sentence(problem)
        raise Impossible(_("{file}: {text}").format(file=name, text=text)) from problem
    except ExportError as problem:
        text = sentence(problem)
        raise Impossible(_("{file}: {text}").format(file=name, text=text)) from problem
    open_asked(options, create=False)
    done = describe_products(desk, rows)
    told = (
        ngettext("{count} product changed", "{count} products changed", done.products).format(
            count=done.products
        ),
        ngettext("{count} producer named", "{count} producers named", done.producers).format(
            count=done.producers
        ),
    )
    print_lines([", ".join(told)])
    return 0
