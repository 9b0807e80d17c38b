"""The tables and the rules over them. Knows no screen, no terminal, no words for people.

Peewee is imported here, before anybody else does, with the servers' drivers out of its sight.
"""

from cagette_tui.drivers import without_drivers

with without_drivers():
    import peewee  # noqa: F401
