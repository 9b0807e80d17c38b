"""Colours, as they are painted: legible on dark and on light backgrounds, and never needed."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from rich.color import ColorType
from rich.style import Style

from cagette_tui.terminal import Colours, Terminal
from tests.screen_text import press, program, sample_copy, screen_text

TONIGHT = ("enter",)
# Together they paint every look: a question, a refusal, a cursor, marks, help, something typed.
PAINTED = (
    (*TONIGHT, "space", "A"),
    (*TONIGHT, "E", "k", "e"),
    (*TONIGHT, "E"),
    (*TONIGHT, "question_mark"),
    (*TONIGHT, "K", "c", "text:1,5", "enter"),
    (*TONIGHT, "slash", "text:bern"),
    (*TONIGHT, "p", "e"),
    (*TONIGHT, "m", "text:brioche", "enter"),
)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
# The Linux console's own, where bold means bright.
CONSOLE = {1: (255, 85, 85), 2: (85, 255, 85), 3: (255, 255, 85), 6: (85, 255, 255)}


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """WCAG 2: from 1 (none) to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def painted(folder: Path, colours: Colours) -> set[Style]:
    """Give every style that letters were painted in, on several screens."""
    styles: set[Style] = set()
    for number, keys in enumerate(PAINTED):
        (folder / str(number)).mkdir()
        copy = sample_copy(folder / str(number))
        async with program(copy, "fr", terminal=Terminal(colours=colours)) as pilot:
            await press(pilot, *keys)
            strips: Any = pilot.app.screen._compositor.render_strips()
            segments = itertools.chain.from_iterable(strips)
            styles |= {one.style for one in segments if one.style and one.text.strip()}
    return styles


def _is_default(style: Style) -> bool:
    grounds = (style.color, style.bgcolor)
    return all(one is None or one.type is ColorType.DEFAULT for one in grounds)


async def test_colours_are_legible_on_dark_and_on_light(tmp_path: Path) -> None:
    """4.5:1 at least, on black and on white; the background is the terminal's own."""
    styles = await painted(tmp_path, "many")
    coloured = [one for one in styles if not _is_default(one)]
    assert len({one.color for one in coloured}) == 5
    for style in coloured:
        assert style.bgcolor is None or style.bgcolor.type is ColorType.DEFAULT, style
        assert style.color is not None
        colour = tuple(style.color.get_truecolor())
        assert contrast(colour, BLACK) >= 4.5, style
        assert contrast(colour, WHITE) >= 4.5, style


@pytest.mark.long
async def test_the_console_s_colours_are_legible(tmp_path: Path) -> None:
    """Its own, bright on black."""
    coloured = [one for one in await painted(tmp_path, "few") if not _is_default(one)]
    assert coloured
    for style in coloured:
        assert style.bgcolor is None or style.bgcolor.type is ColorType.DEFAULT, style
        assert style.color is not None
        assert style.color.number is not None
        assert style.bold
        assert contrast(CONSOLE[style.color.number], BLACK) >= 4.5, style


@pytest.mark.long
async def test_without_colours(tmp_path: Path) -> None:
    """There are none at all; the cursor is reversed, and the text is the same."""
    styles = await painted(tmp_path, "none")
    assert all(_is_default(one) for one in styles)
    assert any(one.reverse for one in styles)
    assert any(one.bold and not one.reverse for one in styles)


@pytest.mark.parametrize("keys", [(*TONIGHT, "E"), (*TONIGHT, "E", "k", "e")])
async def test_a_state_is_never_a_colour_alone(tmp_path: Path, keys: tuple[str, ...]) -> None:
    """What is done and what is refused begin with signs; the cursor and a mark are signs."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, *keys, "space")
        lines = screen_text(pilot.app).splitlines()
    assert any(line.startswith(">*") for line in lines)
    assert any(line.startswith((" ✓ ", " ! ")) for line in lines)
