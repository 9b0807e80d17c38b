"""A bar of a chart as a small picture (SVG) in the row of a table.

Tints of grey with a letter in each, so that a printer without colour loses nothing; for whoever
reads with their ears there are the row's figures beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from cagette_tui.papers.paper import Bar, BarPart

_WIDE, _HIGH = 1000, 34  # of the picture, in its own units
_LETTER = 26
_ROOM = 24  # so long a part has room for its letter
# A tint and the ink of the letter on it, the darkest first.
_TINTS = (
    ("#33312d", "#ffffff"),
    ("#77736b", "#ffffff"),
    ("#a8a49b", "#1c1b19"),
    ("#d6d3cc", "#1c1b19"),
    ("#ffffff", "#1c1b19"),
)
_INK = "#1c1b19"


def bar_svg(bar: Bar) -> str:
    """Draw a bar; it needs nothing from outside of the page."""
    inside = "".join(line for part in bar.parts for line in _part(part))
    if bar.middle is not None:
        inside += f'<path d="M{bar.middle} 0v{_HIGH}" stroke="{_INK}" stroke-width="3"/>'
    return (
        f'<svg class="bar" viewBox="-2 0 {_WIDE + 4} {_HIGH}" aria-hidden="true"'
        f' font-size="{_LETTER}" text-anchor="middle">{inside}</svg>'
    )


def _part(part: BarPart) -> Iterator[str]:
    fill, ink = _TINTS[part.tint]
    yield (
        f'<rect x="{part.begin}" y="2" width="{part.length}" height="{_HIGH - 4}"'
        f' fill="{fill}" stroke="{_INK}" stroke-width="1.5"/>'
    )
    if part.letter and part.length >= _ROOM:
        middle = part.begin + part.length // 2
        yield f'<text x="{middle}" y="{_LETTER}" fill="{ink}">{escape(part.letter)}</text>'
