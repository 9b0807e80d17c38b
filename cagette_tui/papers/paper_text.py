"""A paper as text, at 80 columns: what is cut ends in an ellipsis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from cagette_tui.papers.paper import (
    Bar,
    Block,
    Card,
    Cell,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Heading,
    KeyList,
    KeyLists,
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
_WIDEST = 110
_GAP = "  "
_LABEL, _VALUE = 36, 14
_INDENT = " " * 6
_KEYS = 10
# As many as half a page holds: more is a mistake, or malice.
_LONGEST = 30 * WIDTH
_MOST_LINES = 5
_SIGN = 8  # so much is needed to sign; else it stands on a line of its own


def paper_text(paper: Paper, width: int = WIDTH) -> str:
    """Write a paper as lines of at most `width` cells, but of 80 to 110."""
    width = page_width(width)
    mark = [f"*** {visible(paper.mark)} ***"] if paper.mark else []
    parts = [mark, *(block_lines(block, width) for block in paper.blocks)]
    blocks = ("\n".join(clip(line, width).rstrip() for line in part) for part in parts)
    return "\n\n".join(block for block in blocks if block) + "\n"


def page_width(width: int) -> int:
    """Give the cells that a page takes where there are so many.

    In wider lines an amount would stand too far from what it is about.
    """
    return min(max(width, WIDTH), _WIDEST)


def block_lines(block: Block, width: int = WIDTH) -> Iterator[str]:
    """Write one block, in lines of `width` cells."""
    match block:
        case Masthead():
            yield from _masthead(block, width)
        case Heading(text):
            yield visible(text)
            yield "-" * min(cells(visible(text)), width)
        case Paragraph():
            yield from paragraph_lines(block, width=width)
        case Table():
            yield from _table(block, width)
        case Facts(facts):
            yield from (line for fact in facts for line in _fact(fact, width))
        case Spaces(labels):
            each = (width - len(_GAP) * (len(labels) - 1)) // len(labels)
            yield _GAP.join(pad(visible(label), each) for label in labels)
            yield ""
            yield _GAP.join("." * each for _ in labels)
        case Card():
            yield from _card(block, width)
        case KeyLists(lists):
            yield from _key_lists(lists, width)
        case PageBreak():
            yield "=" * width


def paragraph_lines(block: Paragraph, indent: str = "", width: int = WIDTH) -> Iterator[str]:
    """Write a few words, each line behind `indent`."""
    yield from _wrapped(f"! {block.text}" if block.warning else block.text, indent, width)


def _masthead(head: Masthead, width: int) -> Iterator[str]:
    if head.group:
        yield visible(head.group)
    yield visible(head.title)
    yield "=" * min(cells(visible(head.title)), width)
    for line in head.lines:
        yield from _wrapped(line, "", width)


def _wrapped(text: str, indent: str, width: int) -> Iterator[str]:
    for line in _lines(clip(visible(text), _LONGEST), width - len(indent)):
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


def _fact(fact: Fact, width: int) -> Iterator[str]:
    """Write a value; a note that is longer than its line goes on below."""
    told = f"  {pad(visible(fact.label), _LABEL)} {pad(fact.value, _VALUE, right=True)}"
    if not fact.note:
        yield told
        return
    first, *more = _lines(visible(fact.note), width - cells(told) - len(_GAP))
    yield f"{told}{_GAP}{first}"
    yield from (" " * cells(told) + _GAP + line for line in more)


def _table(table: Table, width: int) -> Iterator[str]:
    widths, gap = _layout(table, width)
    yield from _row(table.columns, widths, gap, [column.title for column in table.columns])
    for row in table.rows:
        if isinstance(row, Remark):
            yield from _wrapped(row.text, _INDENT, width)
            continue
        if row.strong:
            yield "-" * width
        yield from _row(table.columns, widths, gap, row.cells)


def _layout(table: Table, width: int) -> tuple[list[int], str]:
    """Give the columns' widths and what stands between them; an amount is never cut."""
    fixed = [_fixed(table, place) for place in range(len(table.columns))]
    taken = sum(one or 0 for one in fixed)
    between = len(fixed) - 1
    gap = _GAP if taken + len(_GAP) * between <= width else " "
    wide = fixed.count(None)
    rest = (width - taken - len(gap) * between) // wide if wide else 0
    return [max(rest, 1) if one is None else one for one in fixed], gap


def _fixed(table: Table, place: int) -> int | None:
    column = table.columns[place]
    if column.width is None or column.kind is not ColumnKind.AMOUNT:
        return column.width
    amounts = (row.cells[place] for row in table.rows if not isinstance(row, Remark))
    return max(column.width, *(cells(one) for one in amounts if isinstance(one, str)), 0)


def _row(
    columns: Sequence[Column], widths: Sequence[int], gap: str, row: Sequence[Cell]
) -> Iterator[str]:
    """Write a row: in one line, or as many as its longest wrapped text takes."""
    written = [_cell(*one) for one in zip(columns, widths, row, strict=True)]
    for line in zip_longest(*written, fillvalue=""):
        yield gap.join(
            pad(text, width, right=column.kind is not ColumnKind.TEXT)
            for column, width, text in zip(columns, widths, line, strict=True)
        )


def _cell(column: Column, width: int, cell: Cell) -> list[str]:
    if cell is Space.BOX:
        return ["[ ]"]
    if isinstance(cell, Space):
        return ["_" * width]
    if isinstance(cell, Bar):
        return [cell.plain]
    text = visible(cell)
    if not column.wrapped:
        return [text]
    return list(_lines(text if column.whole else clip(text, _MOST_LINES * width), width)) or [""]


def _tick(box: Tick) -> str:
    return f"[ ] {visible(box.label)}" + (" ........" if box.long else "")


def _key_lists(lists: Sequence[KeyList], width: int) -> Iterator[str]:
    for place, one in enumerate(lists):
        yield from ("",) if place else ()
        yield from block_lines(Heading(one.title), width)
        for keys, label, does in one.keys:
            # A long name does not push away what the key does.
            said = does if not label else f"{label} – {does}"
            first, *more = _lines(visible(said), width - _KEYS) or [""]
            yield f"{pad(keys, _KEYS)}{first}"
            yield from (" " * _KEYS + line for line in more)


def _card(card: Card, width: int) -> Iterator[str]:
    """A member in few lines: who and how much, what else, what to tick."""
    amount = f"{visible(card.label)} {card.amount}".strip()
    room = width - len(_INDENT) - cells(amount) - len(_GAP)
    yield f"{pad(card.number, 4, right=True)}{_GAP}{pad(visible(card.name), room)}{_GAP}{amount}"
    # A note is broken only where it fills a line by itself.
    line = ""
    for note in filter(None, (*card.notes, card.in_all, card.summary)):
        longer = f"{line} · {note}" if line else note
        if line and cells(visible(longer)) > width - len(_INDENT):
            yield from _wrapped(line, _INDENT, width)
            longer = note
        line = longer
    yield from _wrapped(line, _INDENT, width)
    boxes = _GAP.join(_tick(box) for box in card.boxes)
    if not card.sign:
        return
    sign = f"{visible(card.sign)} "
    line = f"{_INDENT}{boxes}{_GAP if boxes else ''}"
    if width - cells(line) - cells(sign) < _SIGN:
        yield line
        line = _INDENT
    yield line + sign + "." * max(width - cells(line) - cells(sign), _SIGN)
