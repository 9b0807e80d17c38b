"""Files in and out: Cagette's export, reports, slips and sheets."""

import cagette_tui.model  # noqa: F401  # first, since it imports Peewee its own way
