"""Colours, as they are painted: legible on dark and on light backgrounds, and never needed."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from rich.color import ColorType
from rich.style import Style

from cagette_tui import parser_class
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.terminal import THEMES, Colours, Terminal, this_terminal
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


@pytest.mark.long
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


# How people see who lack one kind of cones: Machado, Oliveira and Fernandes 2009, on linear RGB.
BLINDNESS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_STATES = ("", "good", "warn", "bad")


def _seen(colour: tuple[int, ...], matrix: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """Give a colour in CIELAB as somebody sees it."""
    parts = [part / 255 for part in colour]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * one for weight, one in zip(row, linear, strict=True))))
        for row in matrix
    )
    x, y, z = (
        one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116
        for one in (
            (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
            0.2126 * red + 0.7152 * green + 0.0722 * blue,
            (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


async def test_states_are_told_apart_without_one_kind_of_cones(tmp_path: Path) -> None:
    """By their colour, on black or white text beside it, or by bold; the signs say it besides."""
    async with program(sample_copy(tmp_path), "fr") as pilot:
        await press(pilot, *TONIGHT)
        table: Any = pilot.app.screen.query_one("Table")
        styles = {name: table.look(name) for name in _STATES}
    for kind, matrix in BLINDNESS.items():
        for one, other in itertools.combinations(_STATES[1:], 2):
            colours = [tuple(styles[name].color.get_truecolor()) for name in (one, other)]
            first, second = (_seen(colour, matrix) for colour in colours)
            apart = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5
            assert apart >= 20 or styles[one].bold != styles[other].bold, (kind, one, other)
        for name in _STATES[1:]:
            for text in (BLACK, WHITE):  # what is plain beside it
                colour = _seen(tuple(styles[name].color.get_truecolor()), matrix)
                plain = _seen(text, matrix)
                assert sum((a - b) ** 2 for a, b in zip(colour, plain, strict=True)) ** 0.5 >= 30


async def test_amounts_and_names_have_the_terminal_s_own_colour(tmp_path: Path) -> None:
    """7:1 at least wherever the terminal's own text has it: they are in no other colour."""
    async with program(sample_copy(tmp_path), "fr") as pilot:
        await press(pilot, *TONIGHT)
        await press(pilot, "E", "C")  # what is done is read, too
        strips: Any = pilot.app.screen._compositor.render_strips()
        rows = [list(strip) for strip in strips[3:19]]
        names = [one.member for one in read_sheet(6).baskets[:2]]
    for name in names:
        (where,) = (one for row in rows for one in row if name[:20] in one.text)
        assert _is_default(where.style)
    for row in rows:
        amounts = [one for one in row if one.text.strip()[:1].isdigit() or "," in one.text]
        debts = [one for one in amounts if one.text.strip().startswith("-")]
        assert amounts
        assert all(_is_default(one.style) for one in amounts if one not in debts)


async def test_high_contrast(tmp_path: Path) -> None:
    """`--theme contrast`: no colour, no grey; a debt and what blocks are reversed."""
    assert this_terminal({"TERM": "xterm-256color"}, theme="contrast").colours == "contrast"
    assert parser_class._THEMES == THEMES
    async with program(sample_copy(tmp_path), "fr", terminal=Terminal(colours="contrast")) as pilot:
        await press(pilot, *TONIGHT)
        strips: Any = pilot.app.screen._compositor.render_strips()
        shown = [one for strip in strips for one in strip if one.text.strip()]
    assert all(_is_default(one.style) for one in shown)
    (weigh,) = {one.style for one in shown if one.text.startswith("⚖")}
    assert weigh.reverse
    assert weigh.bold


@pytest.mark.parametrize("keys", [(*TONIGHT, "E"), (*TONIGHT, "E", "k", "e")])
async def test_a_state_is_never_a_colour_alone(tmp_path: Path, keys: tuple[str, ...]) -> None:
    """What is done and what is refused begin with signs; the cursor and a mark are signs."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, *keys)
        told = screen_text(pilot.app).splitlines()
        await press(pilot, "end", "space")
        lines = screen_text(pilot.app).splitlines()
    assert any(line.startswith((" ✓ ", " ! ")) for line in told)
    assert any(line.startswith(">*") for line in lines)
