"""What is sent instead of a frame shows the same, in fewer bytes."""

from __future__ import annotations

from typing import Any

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cagette_tui.thin.look import DEFAULT, look_after, transition
from cagette_tui.thin.shown import Shown

WIDTH, HEIGHT = 24, 8
STYLES = ("", "1", "4", "7", "38;5;253;48;5;17", "1;38;5;195;48;5;32", "38;5;247;48;5;17", "2;4;31")
Text = tuple[int, int, str, str]


def frame(texts: list[Text], cursor: tuple[int, int] = (0, 1)) -> str:
    """Write a frame as Textual does: a place, then a text between a look and its end."""
    parts = []
    for line, column, style, text in texts:
        styled = f"\x1b[{style}m{text}\x1b[0m" if style else text
        end = "\n" if line < HEIGHT - 1 else ""
        parts.append(f"\x1b[{line + 1};{column + 1}H{styled}{end}")
    return "".join(parts) + f"\x1b[{cursor[0] + 1};{cursor[1] + 1}H"


class Both:
    """A terminal that gets every frame whole, and one that gets what is sent instead."""

    def __init__(self, *, erases: bool = True) -> None:
        """Begin with two empty screens."""
        self.shown = Shown(WIDTH, HEIGHT, erases=erases)
        self.whole, self.thin = (pyte.Screen(WIDTH, HEIGHT) for _ in range(2))
        self.sent = ""

    def show(self, text: str) -> None:
        """Send a frame to both, and compare."""
        pyte.Stream(self.whole).feed(text)
        sent = self.shown.update(text)
        assert sent is not None
        self.sent = sent
        pyte.Stream(self.thin).feed(sent)
        assert self.thin.display == self.whole.display
        assert cells(self.thin) == cells(self.whole)
        assert (self.thin.cursor.y, self.thin.cursor.x) == (
            self.whole.cursor.y,
            self.whole.cursor.x,
        )


def cells(screen: pyte.Screen) -> list[list[Any]]:
    """Give what is seen of each cell: of a blank one the background, unless a line crosses it."""
    return [
        [seen(screen.buffer[line][column]) for column in range(WIDTH)] for line in range(HEIGHT)
    ]


def seen(cell: Any) -> Any:
    """Leave out what does not show."""
    if cell.data == " " and not (cell.underscore or cell.reverse or cell.strikethrough):
        return cell.bg
    return cell


@st.composite
def text_somewhere(draw: st.DrawFn) -> Text:
    """Draw a text that fits into its line."""
    column = draw(st.integers(0, WIDTH - 1))
    text = draw(st.text("ab  é…", min_size=1, max_size=WIDTH - column))
    return draw(st.integers(0, HEIGHT - 1)), column, draw(st.sampled_from(STYLES)), text


PLACES = st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1))


@pytest.mark.long
@given(st.lists(st.lists(text_somewhere(), max_size=9), max_size=6), st.booleans(), PLACES)
def test_any_frames(frames: list[list[Text]], erases: bool, cursor: tuple[int, int]) -> None:
    """Whatever is painted over whatever: both terminals show the same."""
    both = Both(erases=erases)
    for texts in frames:
        both.show(frame(texts, cursor))


@pytest.mark.long
@settings(max_examples=60)
@given(st.lists(st.integers(-6, 6), min_size=1, max_size=6), st.booleans(), st.integers(0, 2))
def test_lines_that_move(steps: list[int], erases: bool, top: int) -> None:
    """A list that is turned, with a bar on one of its rows, between lines that stay."""
    both = Both(erases=erases)
    rows = [f"{number:>3} row {'x' * (number % 5)}".ljust(WIDTH) for number in range(60)]
    first, styles = 20, ("38;5;253;48;5;17", "1;38;5;195;48;5;32")
    for step in [0, *steps]:
        first += step
        texts = [
            (line, 0, styles[line == top], rows[first + line]) for line in range(top, HEIGHT - 1)
        ]
        both.show(frame([*texts, (HEIGHT - 1, 0, "", "end".ljust(WIDTH))]))


def test_the_same_again_costs_nothing() -> None:
    """Textual paints a new screen several times; only the first time is sent."""
    both = Both()
    texts = [(line, 0, "1;44", f"line {line}".ljust(WIDTH)) for line in range(HEIGHT)]
    both.show(frame(texts))
    both.show(frame(texts))
    assert both.sent == ""


def test_a_cell_that_changes_costs_a_cell() -> None:
    """A position that counts on: its digit is sent, and where it goes."""
    both = Both()
    both.show(frame([(0, 20, "44", "1/62")]))
    both.show(frame([(0, 20, "44", "2/62")]))
    assert both.sent == "\x1b[19C\x1b[44m2\x1b[m\x1b[1;2H"


def test_many_blanks_in_a_line_are_erased() -> None:
    """Between a name and an amount: passing over them costs less than sending them."""
    both = Both()
    both.show(frame([(0, 0, "7", "ab".ljust(20) + "9,50")]))
    both.show(frame([(0, 0, "", "ab".ljust(20) + "9,50")]))
    assert both.sent.startswith("\x1b[1;1Hab\x1b[18X\x1b[18C9,50")
    none = Both(erases=False)
    none.show(frame([(0, 0, "7", "ab".ljust(20) + "9,50")]))
    none.show(frame([(0, 0, "", "ab".ljust(20) + "9,50")]))
    assert "X" not in none.sent


def test_a_page_that_turns_is_moved() -> None:
    """The terminal moves the lines that stay: they are not sent again."""
    both = Both()
    for first in (0, 3):
        texts = [(line, 0, "", f"number {first + line}".ljust(WIDTH)) for line in range(HEIGHT)]
        both.show(frame(texts))
    assert "\x1b[3M" in both.sent
    assert "number 7" not in both.sent
    assert "10" in both.sent


def test_characters_of_doubtful_width() -> None:
    """A line with a wide or a combining character is sent whole, each place said."""
    both = Both()
    both.show(frame([(2, 0, "", "a日本b e\u0301 ".ljust(8))]))
    both.show(frame([(2, 0, "", "a日本c e\u0301 ".ljust(8))]))
    assert "日" in both.sent


def test_what_is_no_frame_is_not_understood() -> None:
    """Modes, questions to the terminal, unknown looks: they are sent as they are."""
    for text in ("\x1b[?1049h", "\x07", "a\x1b[99mb", "\x1b]0;title\x07"):
        assert Shown(WIDTH, HEIGHT).update(text) is None


def test_the_shortest_way_to_another_look() -> None:
    """Only what differs is said, or all of it where that is shorter."""

    def way(before: str, after: str) -> str:
        looks = [look_after(DEFAULT, codes) for codes in (before, after)]
        assert looks[0] is not None
        assert looks[1] is not None
        return transition(looks[0], looks[1])

    assert way("1;38;5;2;48;5;3", "1;38;5;4;48;5;3") == "\x1b[38;5;4m"
    assert way("1;4", "") == "\x1b[m"
    assert way("1;2", "1") == "\x1b[0;1m"
    assert way("4;48;5;3", "48;5;3") == "\x1b[24m"
    assert way("31", "31") == ""
