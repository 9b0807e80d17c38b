"""A paper as a page of HTML that prints well on A4 and needs no network.

Everything that comes from the database is escaped: a name that looks like a script
stays a name. The page forbids scripts and loading anything by itself as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

from cagette_tui.i18n import current_language
from cagette_tui.papers.bar_svg import bar_svg
from cagette_tui.papers.paper import (
    Bar,
    Block,
    Card,
    Cell,
    Column,
    Fact,
    Facts,
    Heading,
    KeyLists,
    Masthead,
    PageBreak,
    Paper,
    Paragraph,
    Remark,
    Row,
    Space,
    Spaces,
    Table,
    Tick,
)
from cagette_tui.text import clip, visible

_STYLE = Path(__file__).parent / "paper.css"
# A longer name is a mistake, or malice: it must not fill the page.
_LONGEST = 160
_LONGEST_REMARK = 1000
_ALONE = 2  # so few lines of a basket stay in one column
_COLUMNS = 3
_SHORT = 12
_SPACES = {Space.BOX: '<span class="box"></span>', Space.LINE: '<span class="line"></span>'}
_NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'"


def paper_html(paper: Paper) -> str:
    """Write a paper as HTML, in the language in use."""
    mark = [f'<p class="mark">{_text(paper.mark)}</p>'] if paper.mark else []
    body = "\n".join([*mark, *(line for block in paper.blocks for line in _block(block))])
    footer = f"{paper.mark} · {paper.footer}" if paper.mark else paper.footer
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{escape(current_language())}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_NO_SCRIPT}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{_text(footer)}</title>\n"
        f"<style>\n{_style()}@page {{ @bottom-left {{ content: {_css(footer)}; }} }}\n</style>\n"
        f"</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    return _STYLE.read_text(encoding="utf-8")


def _text(text: str, longest: int = _LONGEST) -> str:
    return escape(clip(visible(text), longest))


def _css(text: str) -> str:
    """Write a string of CSS; what is neither letter, digit nor space goes by its number."""
    shown = clip(visible(text), 100)
    return '"' + re.sub(r"[^\w ]", lambda it: f"\\{ord(it[0]):x} ", shown) + '"'


def _masthead(head: Masthead) -> Iterator[str]:
    yield "<header>"
    if head.group:
        yield f'<p class="group">{_text(head.group)}</p>'
    yield f"<h1>{_text(head.title)}</h1>"
    for line in head.lines:
        yield f'<p class="where">{_text(line)}</p>'
    yield "</header>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Masthead():
            yield from _masthead(block)
        case Heading(text):
            yield f"<h2>{_text(text)}</h2>"
        case Paragraph(text, warning):
            kind = ' class="warning"' if warning else ""
            yield f"<p{kind}>{_text(text, _LONGEST_REMARK)}</p>"
        case Table():
            yield from _table(block)
        case Facts(facts):
            yield '<table class="facts">\n<tbody>'
            yield from map(_fact, facts)
            yield "</tbody>\n</table>"
        case Spaces(labels):
            fields = "".join(f"<p>{_text(label)}</p>" for label in labels)
            yield f'<div class="spaces">{fields}</div>'
        case Card():
            yield from _card(block)
        case KeyLists():
            yield from _key_lists(block)
        case PageBreak():
            yield '<div class="page"></div>'


def _fact(fact: Fact) -> str:
    kind = ' class="strong"' if fact.strong else ""
    return (
        f'<tr{kind}><th scope="row">{_text(fact.label)}</th>'
        f'<td class="amount">{_text(fact.value)}</td><td class="note">{_text(fact.note)}</td></tr>'
    )


def _table(table: Table) -> Iterator[str]:
    # A short one stays on one page, unless its rows are tall.
    tall = any(column.whole for column in table.columns)
    kind = "" if tall or len(table.rows) > _SHORT else ' class="short"'
    yield f"<table{kind}>\n<thead>"
    titles = (
        f'<th scope="col" class="{_kind(column)}">{_text(column.title)}</th>'
        for column in table.columns
    )
    yield f"<tr>{''.join(titles)}</tr>"
    yield "</thead>\n<tbody>"
    for row in table.rows:
        yield _row(table, row)
    yield "</tbody>\n</table>"


def _kind(column: Column) -> str:
    return f"{column.kind} wrapped" if column.wrapped else str(column.kind)


def _row(table: Table, row: Row | Remark) -> str:
    if isinstance(row, Remark):
        text = _text(row.text, _LONGEST_REMARK)
        return f'<tr class="remark"><td colspan="{len(table.columns)}">{text}</td></tr>'
    kinds = " ".join(["quiet"] * row.quiet + ["strong"] * row.strong)
    attribute = f' class="{kinds}"' if kinds else ""
    cells = (
        f'<td class="{_kind(column)}">{_cell(cell, whole=column.whole)}</td>'
        for column, cell in zip(table.columns, row.cells, strict=True)
    )
    return f"<tr{attribute}>{''.join(cells)}</tr>"


def _cell(cell: Cell, *, whole: bool) -> str:
    if isinstance(cell, Space):
        return _SPACES[cell]
    if isinstance(cell, Bar):
        return bar_svg(cell)
    return _text(cell, len(cell) if whole else _LONGEST)


def _card(card: Card) -> Iterator[str]:
    yield f'<section class="card{" quiet" if card.quiet else ""}">'
    number, name = _text(card.number), _text(card.name)
    yield f'<h2><span class="number">{number}</span> <span class="name">{name}</span>'
    notes = " ".join(f"<span>{_text(note)}</span>" for note in card.notes)
    yield f'<span class="notes">{notes}</span>'
    in_all = f' <b class="all">{_text(card.in_all)}</b>' if card.in_all else ""
    due = f"{_text(card.label)} <b>{_text(card.amount)}</b>{in_all}"
    yield f'<span class="due">{due}</span></h2>'
    if card.table is not None:
        yield from _side_by_side(card.table)
    if card.boxes or card.sign:
        boxes = map(_tick, card.boxes)
        yield f'<p class="ticks">{"".join(boxes)}<span class="sign">{_text(card.sign)}</span></p>'
    yield "</section>"


def _tick(box: Tick) -> str:
    kind = "tick long" if box.long else "tick"
    text = f"{_SPACES[Space.BOX]}{_text(box.label)}{_SPACES[Space.LINE]}"
    return f'<span class="{kind}">{text}</span>'


def _side_by_side(table: Table) -> Iterator[str]:
    """Set the lines of a basket in three columns, to get many members on a page."""
    count = len(table.rows)
    third = count if count <= _ALONE else -(-count // _COLUMNS)
    yield '<div class="halves">'
    for begin in range(0, _COLUMNS * third, third) if third else ():
        rows = table.rows[begin : begin + third]
        yield "<div>"
        if rows:
            yield from _table(Table(table.columns, rows))
        yield "</div>"
    yield "</div>"


def _key_lists(block: KeyLists) -> Iterator[str]:
    yield f'<div class="keys{" two" if block.in_columns else ""}">'
    for one in block.lists:
        yield f"<section>\n<h2>{_text(one.title)}</h2>\n<table>\n<tbody>"
        for keys, label, does in one.keys:
            caps = " ".join(f"<kbd>{_text(key)}</kbd>" for key in keys.split(" "))
            # In a narrow column the name leads on to what the key does.
            between = " " if block.in_columns else "</td><td>"
            told = f"<b>{_text(label)}</b>{between}{_text(does)}"
            yield f"<tr><th>{caps}</th><td>{told}</td></tr>"
        yield "</tbody>\n</table>\n</section>"
    yield "</div>"
