"""The card of keys to pin on the wall: an evening in six steps, and behind it all keys.

Keys, names and explanations are those of the screens' own tables, as in the help of each screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cagette_tui.i18n import N_, _
from cagette_tui.model.rules.kinds import SPOT_MODES, letters
from cagette_tui.papers.paper import Block, Column, Heading, Masthead, PageBreak, Paper, Row, Table
from cagette_tui.screens.basket import BasketScreen
from cagette_tui.screens.baskets import BasketsScreen
from cagette_tui.screens.counting import CountScreen
from cagette_tui.screens.distributions import DistributionsScreen
from cagette_tui.screens.pile import PileScreen
from cagette_tui.screens.takings import TakingsScreen
from cagette_tui.widgets.commands import EVERYWHERE, Command

Commands = tuple[Command, ...]
_MODES = letters(SPOT_MODES)

# Each step: what it is about, and the keys of which screen, as they are pressed there.
STEPS: tuple[tuple[str, tuple[tuple[Commands, str], ...]], ...] = (
    (
        N_("1 · Before: bring the orders in, open the distribution"),
        ((DistributionsScreen.COMMAND_TABLE, "i enter"), (TakingsScreen.COMMAND_TABLE, "f s")),
    ),
    (
        N_("2 · What did not come, what is weighed, prices"),
        ((BasketsScreen.COMMAND_TABLE, "m w x"), (BasketScreen.COMMAND_TABLE, "enter space")),
    ),
    (
        N_("3 · One key for an ordinary basket"),
        ((BasketsScreen.COMMAND_TABLE, f"{_MODES.upper()} v"),),
    ),
    (
        N_("4 · The others: pay first, look, then validate"),
        ((BasketsScreen.COMMAND_TABLE, f"{_MODES} p n A h colon slash space V"),),
    ),
    (
        N_("5 · The cash box and the cheques: K, then"),
        ((TakingsScreen.COMMAND_TABLE, "c p d m n"),),
    ),
    (
        N_("6 · Certify, print, take to Cagette: K, then"),
        ((TakingsScreen.COMMAND_TABLE, "V s g"), (BasketsScreen.COMMAND_TABLE, "R")),
    ),
)
_SCREENS: tuple[tuple[str, Commands], ...] = (
    (N_("Distributions"), DistributionsScreen.COMMAND_TABLE),
    (N_("Baskets of a distribution"), BasketsScreen.COMMAND_TABLE),
    (N_("One basket"), BasketScreen.COMMAND_TABLE),
    (N_("Cash box and takings"), TakingsScreen.COMMAND_TABLE),
    (N_("Count of the box"), CountScreen.COMMAND_TABLE),
    (N_("The pile of cheques"), PileScreen.COMMAND_TABLE),
)


def keys_card() -> Paper:
    """Return the card, in the language in use: two sides of A4."""
    title = _("Cagette at the keyboard")
    return Paper(
        title,
        (
            Masthead(title, lines=(_("An evening in six steps. ? shows all keys of a screen."),)),
            *_front(),
            PageBreak(),
            Masthead(_("All keys, screen by screen")),
            *_back(),
        ),
    )


def command_of(table: Iterable[Command], key: str) -> Command:
    """Find what a key does on a screen. Raises `StopIteration` where it does nothing."""
    return next(one for one in table if key in one.keys)


def _front() -> Iterator[Block]:
    for title, parts in STEPS:
        yield Heading(_(title))
        commands = [command_of(table, key) for table, keys in parts for key in keys.split()]
        yield _table(commands)
    yield Heading(_(EVERYWHERE))
    table = BasketsScreen.COMMAND_TABLE
    yield _table([command_of(table, key) for key in ("u", "escape", "q", "question_mark")])


def _back() -> Iterator[Block]:
    for title, table in _SCREENS:
        yield Heading(_(title))
        yield _table([one for one in table if one.listed and one.group != EVERYWHERE])


def _table(commands: Sequence[Command]) -> Table:
    columns = (Column(_("Key"), 8), Column(_("does"), 20), Column(_("What"), wrapped=True))
    rows = tuple(Row((one.keys_text, _(one.label), _(one.help))) for one in commands)
    return Table(columns, rows)
