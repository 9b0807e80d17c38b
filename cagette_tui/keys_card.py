"""The card of keys to pin on the wall: an evening in six steps, and behind it all keys.

Keys, names and explanations are those of the screens' own tables, as in the help of each screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from cagette_tui.i18n import N_, _
from cagette_tui.model.rules.kinds import SPOT_MODES, letters
from cagette_tui.papers.paper import KeyList, KeyLists, KeyRow, Masthead, PageBreak, Paper
from cagette_tui.papers.paper_html import paper_html
from cagette_tui.papers.paper_text import paper_text
from cagette_tui.screens.basket import BasketScreen
from cagette_tui.screens.baskets import BasketsScreen
from cagette_tui.screens.counting import CountScreen
from cagette_tui.screens.distributions import DistributionsScreen
from cagette_tui.screens.pile import PileScreen
from cagette_tui.screens.takings import TakingsScreen
from cagette_tui.widgets.commands import EVERYWHERE, Command

Commands = tuple[Command, ...]
_MODES = letters(SPOT_MODES)

# Each step: what it is about, and the keys of which screen, as they are pressed there; before
# a colon the key that leads to that screen, where the title does not say it.
STEPS: tuple[tuple[str, tuple[tuple[Commands, str], ...]], ...] = (
    (
        N_("1 · Before: bring the orders in, open the distribution"),
        ((DistributionsScreen.COMMAND_TABLE, "i enter"), (TakingsScreen.COMMAND_TABLE, "K: f s")),
    ),
    (
        N_("2 · What did not come, what is weighed, prices (Enter and Space: in a basket)"),
        ((BasketsScreen.COMMAND_TABLE, "m w x"), (BasketScreen.COMMAND_TABLE, "enter space")),
    ),
    (
        N_("3 · One key for an ordinary basket"),
        ((BasketsScreen.COMMAND_TABLE, f"{_MODES.upper()} v"),),
    ),
    (
        N_("4 · The others: pay first, look, then validate"),
        ((BasketsScreen.COMMAND_TABLE, f"{_MODES} p n A h colon slash space V R"),),
    ),
    (
        N_("5 · The cash box and the cheques: K, then"),
        ((TakingsScreen.COMMAND_TABLE, "c p d m n"),),
    ),
    (
        N_("6 · Certify, print, take to Cagette: K, then"),
        ((TakingsScreen.COMMAND_TABLE, "V s g"),),
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
            KeyLists(tuple(_front())),
            PageBreak(),
            Masthead(_("All keys, screen by screen")),
            KeyLists(tuple(_back()), in_columns=True),
        ),
    )


def keys_card_text(*, printed: bool) -> str:
    """Return the card as a text, or as a page for printing."""
    return paper_html(keys_card()) if printed else paper_text(keys_card())


def keys_card_name(*, printed: bool) -> str:
    """Propose a name for the file."""
    return _("keys") + (".html" if printed else ".txt")


def command_of(table: Iterable[Command], key: str) -> Command:
    """Find what a key does on a screen. Raises `StopIteration` where it does nothing."""
    return next(one for one in table if key in one.keys)


def _front() -> Iterator[KeyList]:
    for title, parts in STEPS:
        rows: list[KeyRow] = []
        for table, keys in parts:
            before, _colon, after = keys.rpartition(": ")
            rows += _rows([command_of(table, key) for key in after.split()], before)
        yield KeyList(_(title), tuple(rows))
    table = BasketsScreen.COMMAND_TABLE
    everywhere = ("u", "escape", "q", "question_mark")
    yield KeyList(_(EVERYWHERE), tuple(_rows([command_of(table, key) for key in everywhere])))


def _back() -> Iterator[KeyList]:
    for title, table in _SCREENS:
        commands = [one for one in table if one.listed and one.group != EVERYWHERE]
        yield KeyList(_(title), tuple(_rows(commands)))


def _rows(commands: Iterable[Command], before: str = "") -> Iterator[KeyRow]:
    """Give keys with what they do; keys that are explained together stand together."""
    for does, group in groupby(commands, key=lambda one: one.help):
        alike = list(group)
        label = _(alike[0].label) if len(alike) == 1 else ""
        keys = " ".join(f"{before} {one.keys_text}".strip() for one in alike)
        yield keys, label, _(does)
