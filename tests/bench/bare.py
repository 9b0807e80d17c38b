"""The floor: a Textual app that shows a table of 62 rows and nothing else."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable

ROWS = 62
_TITLES = ("N°", "Adhérent", "Coût", "Payé", "À payer", "Mode", "État")


class Bare(App[None]):
    """A table with as much text as a screen of baskets has."""

    def compose(self) -> ComposeResult:
        """Give the table."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns(*_TITLES)
        for number in range(1, ROWS + 1):
            name = f"LE GALL Maël / TANGUY {number}"
            table.add_row(str(number), name, "60,15", "60,15", "", "Espèces", "validé")


if __name__ == "__main__":
    Bare().run(mouse=False)
