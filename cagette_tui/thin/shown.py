"""What the terminal shows, cell by cell, and the fewest bytes that bring it up to date.

Textual paints whole lines, often several times until a screen is complete. Over a thin line each
byte costs, so a frame is compared with what is there: cells that stay are not sent again, blanks
at the end of a line are erased, and lines that only move are moved by the terminal itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rich.cells import get_character_cell_size

from cagette_tui.thin.look import DEFAULT, Look, blank, look_after, transition

_PIECE = re.compile(
    r"\x1b\[(?P<place>\d+;\d+)H"
    r"|\x1b\[(?P<look>[\d;]*)m"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|(?P<feed>\n)"  # between the lines of a frame, each of which says where it begins
    r"|(?P<other>.)",
    re.DOTALL,
)
# Moving the cursor over cells that stay costs about as much as sending so many of them.
_GAP = 5
# Erasing the end of a line costs three bytes.
_WORTH_ERASING = 4
# Erasing blanks in the middle of a line, and going on behind them, costs ten bytes.
_WORTH_PASSING = 12
# Lines that move must be this many before the terminal is asked to move them.
_WORTH_MOVING = 4
_UNKNOWN = "\0"


class _Row:
    """The characters and looks of one line; behind a wide character stands an empty one."""

    __slots__ = ("characters", "looks", "uncertain")

    def __init__(self, width: int) -> None:
        """Begin with cells that nothing is known of."""
        self.characters = [_UNKNOWN] * width
        self.looks = [DEFAULT] * width
        # Terminals disagree about the width of some characters.
        self.uncertain = False

    def copy(self) -> _Row:
        row = _Row(0)
        row.characters, row.looks = self.characters[:], self.looks[:]
        row.uncertain = self.uncertain
        return row

    def same(self, other: _Row) -> bool:
        return self.characters == other.characters and self.looks == other.looks

    @property
    def is_known(self) -> bool:
        return _UNKNOWN not in self.characters

    def put(self, at: int, text: str, look: Look) -> int:
        """Write a text; give the column behind it."""
        if not text.isascii() and any(get_character_cell_size(one) != 1 for one in text):
            return self._put_wide(at, text, look)
        text = text[: max(0, len(self.characters) - at)]
        end = at + len(text)
        self.characters[at:end] = text
        blanks = blank(look)
        self.looks[at:end] = [blanks if one == " " else look for one in text]
        return end

    def _put_wide(self, at: int, text: str, look: Look) -> int:
        self.uncertain = True
        for one in text:
            size = get_character_cell_size(one)
            if not size and at:
                self.characters[at - 1] += one
            elif at + size <= len(self.characters):
                for place in range(at, at + size):
                    self.characters[place] = one if place == at else ""
                    self.looks[place] = look
                at += size
        return at


class Shown:
    """The cells of a terminal that nobody else writes to."""

    def __init__(self, width: int, height: int, *, erases: bool = True) -> None:
        """Begin knowing nothing; `erases`: it fills what it erases with the background colour."""
        self._width = width
        self._height = height
        self._erases = erases
        self._rows = [_Row(width) for _ in range(height)]
        self._sent: list[str] = []
        self._pen = DEFAULT
        # Where the cursor is: line and column; negative where that is not sure.
        self._line = self._column = -1

    def update(self, frame: str) -> str | None:
        """Give what must be sent instead of a frame, or None if the frame is something else.

        A frame consists of places, looks and texts. Whoever sends something else must forget
        this object, since the terminal then shows what it does not know of.
        """
        read = self._read(frame)
        if read is None:
            return None
        wanted, place = read
        self._sent = []
        self._pen = DEFAULT
        if len(wanted) >= _WORTH_MOVING:
            self._move_lines(wanted)
        for line, row in sorted(wanted.items()):
            self._send_row(line, row)
            self._rows[line] = row
        self._look(DEFAULT)
        self._go(*place)
        return "".join(self._sent)

    # Reading a frame

    def _read(self, frame: str) -> tuple[dict[int, _Row], tuple[int, int]] | None:
        """Give the lines that the frame touches as they are to be, and where the cursor ends."""
        wanted: dict[int, _Row] = {}
        look: Look | None = DEFAULT
        line, column = max(self._line, 0), max(self._column, 0)
        for piece in _PIECE.finditer(frame):
            kind, value = piece.lastgroup, piece.group(piece.lastgroup or 0)
            if kind == "place":
                line, column = (int(number) - 1 for number in value.split(";"))
            elif kind == "look" and look is not None:
                look = look_after(look, value)
            elif kind == "text" and look is not None and line < self._height:
                row = wanted.get(line)
                if row is None:
                    row = wanted[line] = self._rows[line].copy()
                column = row.put(column, value, look)
            elif kind != "feed":
                return None
        return None if look is None else (wanted, (line, column))

    # Sending

    def _send_row(self, line: int, row: _Row) -> None:
        shown = self._rows[line]
        if row.same(shown):
            return
        if row.uncertain or shown.uncertain:
            self._send_whole(line, row)
            return
        end = self._blank_from(row)
        for first, last in self._spans(shown, row):
            if last < end:
                self._write(line, first, last, row)
                continue
            if first < end:
                self._write(line, first, end - 1, row)
            self._go(line, max(first, end))
            self._look(row.looks[end])
            self._sent.append("\x1b[K")
            return

    def _spans(self, shown: _Row, row: _Row) -> Iterator[tuple[int, int]]:
        """Give the first and last column of what differs, small gaps included."""
        first = last = -1
        cells = zip(shown.characters, row.characters, shown.looks, row.looks, strict=True)
        for column, (old, new, before, after) in enumerate(cells):
            same = old == new and before == after
            if same and new != _UNKNOWN:
                continue
            if first >= 0 and (same or column - last > _GAP):
                yield first, last
                first = -1
            if same:
                continue
            last = column
            if first < 0:
                first = column
        if first >= 0:
            yield first, last

    def _blank_from(self, row: _Row) -> int:
        """Give the column from which on a line can be erased; its width if it is not worth it."""
        look = row.looks[-1]
        if not self._erases or row.characters[-1] != " " or not look.is_plain:
            return self._width
        column = self._width
        while column and row.characters[column - 1] == " " and row.looks[column - 1] == look:
            column -= 1
        return column if self._width - column >= _WORTH_ERASING else self._width

    def _write(self, line: int, first: int, last: int, row: _Row) -> None:
        self._go(line, first)
        passed = first  # what is erased already
        for column in range(first, last + 1):
            if column < passed:
                continue
            character, look = row.characters[column], row.looks[column]
            if character == " " and look == blank(self._pen) and look.is_plain and self._erases:
                count = self._blanks(row, column, last)
                if count > _WORTH_PASSING:
                    self._sent.append(f"\x1b[{count}X\x1b[{count}C")
                    passed = column + count
                    continue
            if character != " " or blank(self._pen) != look:
                self._look(look)
            self._sent.append(character)
        self._moved_to(last + 1)

    @staticmethod
    def _blanks(row: _Row, first: int, last: int) -> int:
        """Count the blanks of one look from a column on."""
        column = first
        while column <= last and row.characters[column] == " ":
            if row.looks[column] != row.looks[first]:
                break
            column += 1
        return column - first

    def _send_whole(self, line: int, row: _Row) -> None:
        """Send a line with each doubtful character followed by the place of the next."""
        for column, (character, look) in enumerate(zip(row.characters, row.looks, strict=True)):
            if character in ("", _UNKNOWN):
                continue
            self._go(line, column)
            self._look(look)
            self._sent.append(character)
            sure = len(character) == 1 and get_character_cell_size(character) == 1
            self._moved_to(column + 1 if sure else self._width)

    def _look(self, look: Look) -> None:
        self._sent.append(transition(self._pen, look))
        self._pen = look

    def _moved_to(self, column: int) -> None:
        # Behind the last column terminals differ in where the cursor stays.
        self._column = column if column < self._width else -1

    def _go(self, line: int, column: int) -> None:
        """Put the cursor somewhere, the short way if there is one."""
        if (line, column) == (self._line, self._column):
            return
        if line == self._line and 0 <= self._column < column:
            self._sent.append(f"\x1b[{column - self._column}C")
        elif not column and 0 <= self._line == line - 1:
            self._sent.append("\r\n")
        else:
            self._sent.append(f"\x1b[{line + 1};{column + 1}H")
        self._line, self._column = line, column

    # Lines that move

    def _move_lines(self, wanted: dict[int, _Row]) -> None:
        """Let the terminal move lines, where that makes enough of them what they are to be."""
        found = self._same_elsewhere(wanted)
        if not found:
            return
        step, _count = Counter(there - here for here, there in found).most_common(1)[0]
        moved = [(here, there) for here, there in found if there - here == step]
        lines = [line for pair in moved for line in pair]
        top, bottom = min(lines), max(lines)
        region = range(top, bottom + 1)
        right = sum(line not in wanted or wanted[line].same(self._rows[line]) for line in region)
        if len(moved) - right < _WORTH_MOVING or not all(
            self._rows[one].is_known for one in region
        ):
            return
        for line in region:
            wanted.setdefault(line, self._rows[line].copy())
        count = abs(step)
        way = "M" if step > 0 else "L"
        self._sent.append(f"\x1b[{top + 1};{bottom + 1}r\x1b[{top + 1};1H\x1b[{count}{way}\x1b[r")
        self._line = self._column = -1
        fresh = [_Row(self._width) for _ in range(count)]
        if step > 0:
            self._rows[top : bottom + 1] = self._rows[top + count : bottom + 1] + fresh
        else:
            self._rows[top : bottom + 1] = fresh + self._rows[top : bottom + 1 - count]

    def _same_elsewhere(self, wanted: dict[int, _Row]) -> list[tuple[int, int]]:
        """Pair lines that change with where the terminal has exactly what they are to be."""
        places = {tuple(row.characters): line for line, row in enumerate(self._rows)}
        pairs = []
        for line, row in wanted.items():
            there = places.get(tuple(row.characters), line)
            if there != line and row.same(self._rows[there]) and not row.uncertain:
                pairs.append((line, there))
        return pairs
