"""What a screen shows that says what an act would do: one page, and the act's own key."""

from __future__ import annotations

from typing import ClassVar

from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.widgets.page_screen import PageScreen


class PreviewScreen(PageScreen, ModelScreen):
    """A page about a distribution that stays as it is until one answers."""

    FOLLOWS: ClassVar[bool] = False

    def __init__(self, distribution_id: int) -> None:
        """Preview this distribution."""
        super().__init__()
        self._distribution_id = distribution_id
