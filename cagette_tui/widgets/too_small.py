"""What stands over a screen while the terminal is too small for it."""

from textual import events
from textual.geometry import Size

from cagette_tui.i18n import _
from cagette_tui.text import wrap
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.painted import Run

MINIMUM_WIDTH = 80
MINIMUM_HEIGHT = 24


def is_too_small(size: Size) -> bool:
    """Whether a terminal of this size cannot show the screens."""
    return size.width < MINIMUM_WIDTH or size.height < MINIMUM_HEIGHT


class TooSmall(Lines, can_focus=True):
    """Stands over everything and takes all keys while the terminal is too small."""

    DEFAULT_CSS = """
    TooSmall { layer: notice; width: 100%; height: 100%; display: none; }
    """

    def show_size(self, width: int, height: int) -> None:
        """Say what is needed and what there is."""
        text = _(
            "The terminal is too small: {columns}×{lines} are needed, now it has "
            "{width}×{height}. Make it larger, or press q to quit."
        ).format(columns=MINIMUM_WIDTH, lines=MINIMUM_HEIGHT, width=width, height=height)
        lines: list[list[Run]] = [[(line, "strong")] for line in wrap(text, max(1, width))]
        self.set_lines(lines)

    def on_key(self, event: events.Key) -> None:
        """Take every key; none does anything."""
        event.stop()
        event.prevent_default()
