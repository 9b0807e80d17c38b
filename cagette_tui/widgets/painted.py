"""Drawing runs of text line by line: one look, few bytes, no markup.

A run is a piece of text with the name of a style. Names are semantic (`good`, `bad`, …); what they
look like is said once, in the style sheet here, for every theme, for 16 colours and for none.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from cagette_tui.text import cells, clip, visible

Run = tuple[str, str]
"""A text and the name of its style; an empty name is plain text."""

Runs = Sequence[Run]
"""What is drawn on one line, from left to right."""

STYLES = (
    *("dim", "good", "warn", "bad", "strong", "heading", "header", "key"),
    *("cursor", "cursor-warn", "cursor-bad"),
)
"""Every name of a style that a run may carry, besides the empty one."""


def fit(runs: Iterable[Run], width: int, *, joins: bool = True) -> list[Run]:
    """Make the texts visible, cut them to `width` cells (with `…`) and join equal neighbours.

    Blanks join the run before them: a change of style costs more bytes than it shows. They do
    not where they would show it (`joins`).
    """
    fitted: list[Run] = []
    room = width
    for raw, style in runs:
        text = visible(raw)
        if not text:
            continue
        if room <= 0:
            fitted = _mark_cut(fitted)
            break
        text = clip(text, room)
        room -= cells(text)
        if fitted and (fitted[-1][1] == style or (joins and text.isspace())):
            fitted[-1] = (fitted[-1][0] + text, fitted[-1][1])
        else:
            fitted.append((text, style))
    return fitted


def _mark_cut(runs: list[Run]) -> list[Run]:
    """Show that something was left off behind runs that fill their line exactly."""
    if not runs or runs[-1][0].endswith("…"):
        return runs
    text, style = runs[-1]
    return [*runs[:-1], (clip(text + " ", cells(text)), style)]


class Look:
    """What the names of styles look like: the classes and the style sheet of a screen.

    They are the screen's and not each widget's: Textual works out every class of every widget
    anew, which was a quarter of the time to the first screen.
    """

    CLASSES: ClassVar[set[str]] = {f"look--{name}" for name in STYLES}

    # On the terminal's own background, which nobody knows: each colour is at least 4.5:1 on black
    # and on white, and one of the 256 that terminals agree on. The console has its own 16, bright
    # on black; where there are none, the signs and bold say the same. Whoever confuses colours
    # tells them apart by their own, or by bold. With high contrast there is no colour and no
    # grey: everything is the terminal's own text on its background, or the reverse of it.
    CSS = """
        & > .look--dim { color: rgb(118,118,118); }
        & > .look--good { color: rgb(0,135,95); }
        & > .look--warn { color: rgb(215,0,175); }
        & > .look--bad { color: rgb(175,95,95); text-style: bold; }
        & > .look--strong { text-style: bold; }
        & > .look--heading { color: rgb(95,95,255); text-style: bold; }
        & > .look--header { color: rgb(118,118,118); text-style: underline; }
        & > .look--key { color: rgb(95,95,255); text-style: bold; }
        & > .look--cursor {
            background: ansi_default;
            color: ansi_default;
            text-style: bold reverse;
        }
        & > .look--cursor-warn { color: rgb(215,0,175); text-style: bold reverse; }
        & > .look--cursor-bad { color: rgb(175,95,95); text-style: bold reverse; }
        &.-few-colours {
            & > .look--dim, & > .look--header { color: ansi_default; }
            & > .look--good { color: ansi_green; text-style: bold; }
            & > .look--warn { color: ansi_yellow; text-style: bold; }
            & > .look--bad { color: ansi_red; }
            & > .look--cursor-warn { color: ansi_yellow; }
            & > .look--cursor-bad { color: ansi_red; }
            & > .look--heading, & > .look--key { color: ansi_cyan; }
        }
        &.-no-colours, &.-contrast-colours {
            & > .look--dim, & > .look--header, & > .look--good, & > .look--warn, & > .look--bad,
            & > .look--heading, & > .look--key, & > .look--cursor-warn, & > .look--cursor-bad {
                color: ansi_default;
            }
        }
        &.-contrast-colours {
            & > .look--good, & > .look--cursor-warn { text-style: bold underline; }
            & > .look--warn, & > .look--bad { text-style: bold reverse; }
            & > .look--cursor-bad { text-style: bold underline; }
        }
    """


class Painted(Widget):
    """A widget that draws its lines from runs, and repaints only what it is told to.

    Its screen has the looks of `Look`, on the same background.
    """

    DEFAULT_CSS = """
    Painted {
        background: $background;
        color: $foreground;
        &:ansi { background: ansi_default; color: ansi_default; }
    }
    """

    # Textual works it out from all that is above, each time it is asked.
    _plain: Style | None = None

    def on_focus(self, event: events.Focus) -> None:
        """Note the focus. Textual would repaint, but these widgets look the same without it."""
        event.prevent_default()
        self.has_focus = True

    def on_blur(self, event: events.Blur) -> None:
        """Note that the focus is gone, without repainting."""
        event.prevent_default()
        self.has_focus = False

    def look(self, name: str) -> Style:
        """Give the style that a name stands for under the current theme."""
        if name:
            return self.screen.get_component_rich_style(f"look--{name}")
        if self._plain is None:
            self._plain = self.rich_style
        return self._plain

    def notify_style_update(self) -> None:
        """Let the style of plain text be worked out anew."""
        self._plain = None
        super().notify_style_update()

    def paint(
        self, runs: Iterable[Run], width: int, base: str = "", *, joins: bool = True
    ) -> Strip:
        """Draw one line, cut and filled to `width` cells; `base` is the style of plain text."""
        fitted = fit(runs, width, joins=joins)
        segments = [Segment(text, self.look(name or base)) for text, name in fitted]
        return Strip(segments).adjust_cell_length(width, self.look(base))

    def repaint_line(self, line: int, width: int | None = None) -> None:
        """Ask for one line, counted from the top of the widget, to be drawn again.

        With a `width`, only its first cells.
        """
        self.refresh(Region(0, line, self.size.width if width is None else width, 1))
