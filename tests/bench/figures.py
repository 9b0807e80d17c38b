"""What was measured, and the table of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One row of the table: ours, its floor or peer, their ratio and the goal."""

    what: str
    ours: str
    against: str = ""
    other: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None
    note: str = ""


def compared(
    what: str,
    against: str,
    medians: Sequence[float],
    goal: float | None,
    write: Callable[[float], str],
    note: str = "",
) -> Figure:
    """Compare ours with another median; the goal is a factor that ours may be of it."""
    ours, other = medians
    ratio = ours / other
    wanted = "" if goal is None else f"≤ {goal:g} ×"
    met = None if goal is None else ratio <= goal
    return Figure(what, write(ours), against, write(other), ratio, wanted, met, note)


def at_most(
    what: str, ours: float, goal: float, write: Callable[[float], str], note: str = ""
) -> Figure:
    """Compare a figure with a goal of its own."""
    return Figure(what, write(ours), goal=f"≤ {write(goal)}", met=ours <= goal, note=note)


def milliseconds(seconds: float) -> str:
    """Write a duration."""
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def octets(count: float) -> str:
    """Write a number of bytes."""
    return f"{count:.0f} B" if count < 10_000 else f"{count / 1000:.1f} kB"


def megabytes(kilobytes: float) -> str:
    """Write an amount of memory, given in kB."""
    return f"{kilobytes / 1024:.1f} MB"


def plain(number: float) -> str:
    """Write a number."""
    return f"{number:g}"


def percent(share: float) -> str:
    """Write a share of 1."""
    return f"{share * 100:.2f} %"


def in_turn(runs: int, *sides: Callable[[], float]) -> list[float]:
    """Run the sides one after the other, so many times; give the median of each."""
    results: list[list[float]] = [[] for _ in sides]
    for _ in range(runs):
        for side, kept in zip(sides, results, strict=True):
            kept.append(side())
    return [median(kept) for kept in results]


def timed(work: Callable[[], object]) -> float:
    """Give how many seconds some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


_TITLES = ("what", "ours", "against", "it", "ratio", "goal", "met")


def table(figures: Iterable[Figure]) -> str:
    """Write the figures as a Markdown table that is also legible as it is."""
    rows = [_TITLES, *map(_cells, figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_TITLES))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    met = {True: "yes", False: "NO", None: ""}[figure.met]
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f} ×"
    what = figure.what + (f" ({figure.note})" if figure.note else "")
    return (what, figure.ours, figure.against, figure.other, ratio, figure.goal, met)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "| " + " | ".join(cells) + " |"
