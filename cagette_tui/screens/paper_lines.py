"""Papers on the screen: the same blocks, and so the same sums, as in files and on paper."""

from __future__ import annotations

from collections.abc import Iterable

from cagette_tui.papers.paper import Block, Heading, Paragraph
from cagette_tui.papers.paper_text import WIDTH, block_lines, page_width, paragraph_lines
from cagette_tui.text import visible
from cagette_tui.widgets.painted import Run


def paper_lines(blocks: Iterable[Block], width: int = WIDTH) -> list[list[Run]]:
    """Lay blocks out as lines of a page, where there are `width` cells."""
    width = page_width(width)
    lines: list[list[Run]] = []
    for block in blocks:
        if lines:
            lines.append([])
        if isinstance(block, Heading):
            lines.append([(f" {visible(block.text)}", "heading")])
            continue
        if isinstance(block, Paragraph):
            style = "warn" if block.warning else ""
            lines += [[(line, style)] for line in paragraph_lines(block, " ", width)]
            continue
        lines += [[(line, "")] for line in block_lines(block, width)]
    return lines
