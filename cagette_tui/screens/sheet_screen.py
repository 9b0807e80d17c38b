"""A screen over the baskets of one distribution."""

from __future__ import annotations

from abc import abstractmethod

from cagette_tui.model.rules.evening import SheetView
from cagette_tui.screens.model_screen import ModelScreen


class SheetScreen(ModelScreen):
    """A screen that shows the baskets of a distribution, one of them under the cursor."""

    # Whether the baskets' lines have to be read with them: what is typed is about products.
    needs_lines = False

    @property
    @abstractmethod
    def sheet(self) -> SheetView:
        """The distribution that is shown."""

    def begun_line(self) -> str:
        """Begin a line of the sheet with what it would be about, if anything is chosen."""
        return ""

    def among(self) -> frozenset[int] | None:
        """Return which baskets (ids) a filter leaves, None without one."""
        return None

    @abstractmethod
    def go_to(self, basket_id: int) -> None:
        """Put the cursor on a basket."""
