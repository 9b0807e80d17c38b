"""A paper as text, at 80 columns: what is cut ends in an ellipsis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from cagette_tui.papers.paper import (
    Block,
    Card,
    Cell,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Heading,
    Masthead,
    PageBreak,
    Paper,
    Paragraph,
    Remark,
    Space,
    Spaces,
    Table,
    Tick,
)
from cagette_tui.text import cells, clip, pad, visible

WIDTH = 80
_GAP = "  "
_LABEL, _VALUE = 36, 14
_INDENT = " " * 6
# As many as half a page holds: more is a mistake, or malice.
_LONGEST = 30 * WIDTH
_MOST_LINES = 5
_SIGN = 8  # so much is needed to sign; else it stands on a line of its own


def paper_text(paper: Paper) -> str:
    """Write a paper as lines of at most 80 cells."""
    mark = [f"*** {visible(paper.mark)} ***"] if paper.mark else []
    parts = [mark, *map(block_lines, paper.blocks)]
    blocks = ("\n".join(clip(line, WIDTH).rstrip() for line in part) for part in parts)
    return "\n\n".join(block for block in blocks if block) + "\n"


def block_lines(block: Block) -> Iterator[str]:
    """Write one block."""
    match block:
        case Masthead():
            yield from _masthead(block)
        case Heading(text):
            yield visible(text)
            yield "-" * min(cells(visible(text)), WIDTH)
        case Paragraph(text, warning):
            yield from _wrapped(f"! {text}" if warning else text, "")
        case Table():
            yield from _table(block)
        case Facts(facts):
            yield from map(_fact, facts)
        case Spaces(labels):
            width = (WIDTH - len(_GAP) * (len(labels) - 1)) // len(labels)
            yield _GAP.join(pad(visible(label), width) for label in labels)
            yield ""
            yield _GAP.join("." * width for _ in labels)
        case Card():
            yield from _card(block)
        case PageBreak():
            yield "=" * WIDTH


def _masthead(head: Masthead) -> Iterator[str]:
    if head.group:
        yield visible(head.group)
    yield visible(head.title)
    yield "=" * min(cells(visible(head.title)), WIDTH)
    for line in head.lines:
        yield from _wrapped(line, "")


def _wrapped(text: str, indent: str) -> Iterator[str]:
    for line in _lines(clip(visible(text), _LONGEST), WIDTH - len(indent)):
        yield indent + line


def _lines(text: str, width: int) -> Iterator[str]:
    """Break at spaces, not at no-break ones; a word that is too long for a line is cut."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and cells(longer) > width:
            yield line
            longer = word
        line = clip(longer, width)
    if line:
        yield line


def _fact(fact: Fact) -> str:
    note = f"{_GAP}{visible(fact.note)}" if fact.note else ""
    return f"  {pad(visible(fact.label), _LABEL)} {pad(fact.value, _VALUE, right=True)}{note}"


def _table(table: Table) -> Iterator[str]:
    widths = _widths(table.columns)
    yield from _row(table.columns, widths, [column.title for column in table.columns])
    for row in table.rows:
        if isinstance(row, Remark):
            yield from _wrapped(row.text, _INDENT)
            continue
        if row.strong:
            yield "-" * WIDTH
        yield from _row(table.columns, widths, row.cells)


def _widths(columns: Sequence[Column]) -> list[int]:
    taken = sum(column.width or 0 for column in columns) + len(_GAP) * (len(columns) - 1)
    wide = sum(column.width is None for column in columns)
    rest = (WIDTH - taken) // wide if wide else 0
    return [rest if column.width is None else column.width for column in columns]


def _row(columns: Sequence[Column], widths: Sequence[int], row: Sequence[Cell]) -> Iterator[str]:
    """Write a row: in one line, or as many as its longest wrapped text takes."""
    written = [_cell(*one) for one in zip(columns, widths, row, strict=True)]
    for line in zip_longest(*written, fillvalue=""):
        yield _GAP.join(
            pad(text, width, right=column.kind is not ColumnKind.TEXT)
            for column, width, text in zip(columns, widths, line, strict=True)
        )


def _cell(column: Column, width: int, cell: Cell) -> list[str]:
    if cell is Space.BOX:
        return ["[ ]"]
    if isinstance(cell, Space):
        return ["_" * width]
    text = visible(cell)
    if not column.wrapped:
        return [text]
    return list(_lines(clip(text, _MOST_LINES * width), width)) or [""]


def _tick(box: Tick) -> str:
    return f"[ ] {visible(box.label)}" + (" ........" if box.long else "")


def _card(card: Card) -> Iterator[str]:
    """A member in few lines: who and how much, what else, what to tick."""
    amount = f"{visible(card.label)} {card.amount}".strip()
    room = WIDTH - len(_INDENT) - cells(amount) - len(_GAP)
    yield f"{pad(card.number, 4, right=True)}{_GAP}{pad(visible(card.name), room)}{_GAP}{amount}"
    # A note is broken only where it fills a line by itself.
    line = ""
    for note in filter(None, (*card.notes, card.in_all, card.summary)):
        longer = f"{line} · {note}" if line else note
        if line and cells(visible(longer)) > WIDTH - len(_INDENT):
            yield from _wrapped(line, _INDENT)
            longer = note
        line = longer
    yield from _wrapped(line, _INDENT)
    boxes = _GAP.join(_tick(box) for box in card.boxes)
    if not card.sign:
        return
    sign = f"{visible(card.sign)} "
    line = f"{_INDENT}{boxes}{_GAP if boxes else ''}"
    if WIDTH - cells(line) - cells(sign) < _SIGN:
        yield line
        line = _INDENT
    yield line + sign + "." * max(WIDTH - cells(line) - cells(sign), _SIGN)
