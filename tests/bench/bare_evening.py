"""A peer for an evening: Textual's own table and `sqlite3` alone, without a rule or a check.

`o` reads the baskets of the last distribution and shows them, `E` receives and validates the one
under the cursor: as few statements as do the same, durable before anything is shown.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Static

_TITLES = ("N°", "Adhérent", "Coût", "Payé", "À payer", "Mode", "État")
_READ = (
    "SELECT basket.id, basket.number, member.name, basket.member_id, basket.distribution_id,"
    " -SUM(operation.amount) FROM basket JOIN member ON member.id = basket.member_id"
    " JOIN operation ON operation.basket_id = basket.id AND operation.cancelled_at IS NULL"
    " WHERE {} AND basket.cancelled_at IS NULL GROUP BY basket.id ORDER BY basket.number"
)
_PAY = (
    "INSERT INTO operation (act, member_id, kind, basket_id, distribution_id, amount, mode,"
    " pending, late, created_at, created_by) VALUES (?, ?, 'payment', ?, ?, ?, 'cash', 0, 0, ?, ?)"
)
_VALIDATE = (
    "UPDATE basket SET validated_at = ?, validated_by = ?, on_the_spot = 0,"
    " version = version + 1 WHERE id = ?"
)
_NOW = "2026-11-20 19:00:00"


class BareEvening(App[None]):
    """A table of baskets between a line about what remains and one about what was done."""

    CSS = "DataTable { height: 1fr; }"
    BINDINGS: ClassVar[Any] = [("o", "open_baskets", ""), ("E", "receive", "")]

    def __init__(self, database: str) -> None:
        """Work on a database of the program's, which will pass no check afterwards."""
        super().__init__()
        self._database = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = wal")
        self._database.execute("PRAGMA synchronous = full")
        self._left = 0

    def compose(self) -> ComposeResult:
        """Give the three."""
        yield Static("Aucun panier lu.", id="above")
        yield DataTable(cursor_type="row")
        yield Static("", id="below")

    def on_mount(self) -> None:
        """Show an empty table."""
        self.query_one(DataTable).add_columns(*_TITLES)

    async def action_open_baskets(self) -> None:
        """Show the baskets of the last distribution."""
        rows = await asyncio.to_thread(self._read)
        table: DataTable[str] = self.query_one(DataTable)
        for number, name, cost in rows:
            table.add_row(str(number), name, cost, "", cost, "sur place", "mode ?")
        self._left = len(rows)
        self._say(f"{len(rows)} paniers.")

    def _read(self) -> list[tuple[int, str, str]]:
        last = "(SELECT id FROM distribution ORDER BY starts_at DESC LIMIT 1)"
        rows = self._database.execute(_READ.format(f"basket.distribution_id = {last}"))
        return [(row[1], row[2], f"{row[5] / 100:.2f}") for row in rows]

    async def action_receive(self) -> None:
        """Receive and validate the basket under the cursor, show that, and go to the next."""
        table: DataTable[str] = self.query_one(DataTable)
        at = table.cursor_coordinate.row
        number, name, cost, *_rest = table.get_row_at(at)
        await asyncio.to_thread(self._write, int(number))
        for column, text in ((3, cost), (4, ""), (5, "Espèces"), (6, "validé")):
            table.update_cell_at((at, column), text)  # type: ignore[arg-type]
        table.move_cursor(row=at + 1)
        self._left -= 1
        self._say(f"{number} {name} – encaissé : {cost}, validé")

    def _write(self, number: int) -> None:
        run = self._database.execute
        run("BEGIN IMMEDIATE")
        ((distribution,),) = run("SELECT MAX(distribution_id) FROM basket")
        where = _READ.format("basket.distribution_id = ? AND basket.number = ?")
        ((basket, _number, _name, member, _at, amount),) = run(where, (distribution, number))
        ((act,),) = run("SELECT MAX(act) + 1 FROM operation")
        run(_PAY, (act, member, basket, distribution, amount, _NOW, "paul"))
        run(_VALIDATE, (_NOW, "paul", basket))
        run("COMMIT")

    def _say(self, text: str) -> None:
        self.query_one("#above", Static).update(f"Reste {self._left} paniers à valider")
        self.query_one("#below", Static).update(text)


if __name__ == "__main__":
    BareEvening(sys.argv[1]).run(mouse=False)
