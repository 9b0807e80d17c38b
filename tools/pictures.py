"""Draw the README's pictures: the program's own screens, on the sample, as SVG.

    python tools/pictures.py              draws docs/pictures/*.svg afresh

`tests/test_readme.py` compares their text with the goldens, which are the real screens.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
# The goldens that are drawn, each with what it is, in French as the golden.
PICTURES = {
    "baskets": "La liste des paniers",
    "basket": "Un panier",
    "find": "D’où vient l’écart de caisse ?",
    "closing-read": "Le rapport de clôture",
}
_CELL, _LINE, _MARGIN = 8.4, 18, 12
_GROUND, _TEXT = "#1b1d21", "#e4e4e4"
_LINE_OF_TEXT = re.compile(r"<text[^>]*>(.*?)</text>")
_STYLE = (
    "text{font:14px 'DejaVu Sans Mono','Liberation Mono',Menlo,Consolas,monospace;"
    f"white-space:pre;fill:{_TEXT}}}"
)


def text_of(svg: str) -> str:
    """Give back the screen that a picture shows, as a golden has it."""
    lines = (re.sub(r"<[^>]+>", "", line) for line in _LINE_OF_TEXT.findall(svg))
    return "".join(f"{unescape(line).rstrip()}\n" for line in lines)


def svg_of(strips: list[Any], title: str) -> str:
    """Draw a screen: one text for each line, one span for each change of its look."""
    columns = max(strip.cell_length for strip in strips)
    width, height = columns * _CELL + 2 * _MARGIN, len(strips) * _LINE + 2 * _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" xml:space="preserve">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<rect width="100%" height="100%" rx="8" fill="{_GROUND}"/>',
    ]
    for number, strip in enumerate(strips):
        top = _MARGIN + number * _LINE
        parts += _grounds(strip, top)
        spans = "".join(_span(segment) for segment in strip)
        parts.append(
            f'<text x="{_MARGIN}" y="{top + 13}" textLength="{strip.cell_length * _CELL:.1f}" '
            f'lengthAdjust="spacingAndGlyphs">{spans}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _grounds(strip: Any, top: int) -> Iterator[str]:
    """Draw what is reversed as a block behind the text."""
    column = 0
    for segment in strip:
        if segment.style is not None and segment.style.reverse:
            yield (
                f'<rect x="{_MARGIN + column * _CELL:.1f}" y="{top}" height="{_LINE}" '
                f'width="{segment.cell_length * _CELL:.1f}" fill="{_colour(segment)}"/>'
            )
        column += segment.cell_length


def _span(segment: Any) -> str:
    style, text = segment.style, escape(segment.text)
    if style is None:
        return text
    looks = []
    colour = _GROUND if style.reverse else _colour(segment)
    if colour != _TEXT:
        looks.append(f'fill="{colour}"')
    if style.bold:
        looks.append('font-weight="bold"')
    if style.underline:
        looks.append('text-decoration="underline"')
    return f"<tspan {' '.join(looks)}>{text}</tspan>" if looks else text


def _colour(segment: Any) -> str:
    colour = segment.style.color
    if colour is None or colour.is_default:
        return _TEXT
    return str(colour.get_truecolor().hex)


async def _drawn(name: str, keys: tuple[str, ...]) -> str:
    from tests.screen_text import press, program, sample_copy

    with tempfile.TemporaryDirectory() as folder:
        async with program(sample_copy(Path(folder)), "fr") as pilot:
            await press(pilot, *keys)
            strips = list(pilot.app.screen._compositor.render_strips())
    return svg_of(strips, PICTURES[name])


def main() -> None:
    """Draw them all."""
    sys.path.insert(0, str(ROOT))
    from tests.screens.test_goldens import SCREENS

    FOLDER.mkdir(exist_ok=True)
    for name in PICTURES:
        path = FOLDER / f"{name}.svg"
        path.write_text(asyncio.run(_drawn(name, SCREENS[name])), encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
