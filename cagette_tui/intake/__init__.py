"""Files in: Cagette's export, balances, the bank's statements. No words for people."""

import cagette_tui.model  # noqa: F401  # first, since it imports Peewee its own way
