"""The command `entered`: which baskets are in Cagette, and saying that they are."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Sequence

from cagette_tui import output
from cagette_tui.commands.common import Impossible, open_asked, print_lines
from cagette_tui.i18n import _
from cagette_tui.model.acts.entering import mark_entered, take_off_entered
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.cagette_evening import read_cagette_evening
from cagette_tui.model.rules.cagette_state import Side
from cagette_tui.model.rules.cagette_steps import WayBack
from cagette_tui.problems import NoSuchBasket
from cagette_tui.sentences.way_back import called_side, first_text, progress_text, side_text
from cagette_tui.text import json_text, visible


def entered(options: argparse.Namespace, desk: Desk) -> int:
    """List what is entered and what is not; with baskets, say that they are, or are not."""
    open_asked(options, create=False)
    way = read_cagette_evening(options.id).way
    if options.baskets or options.member:
        chosen = _chosen(way, options)
        if options.take_off:
            take_off_entered(desk, options.id, [side.member_id for side in chosen])
        else:
            news = {side.member_id: way.after[side.member_id] for side in chosen}
            mark_entered(desk, options.id, news)
        way = read_cagette_evening(options.id).way
        members = {side.member_id for side in chosen}
        shown: Sequence[Side] = [side for side in way.sides if side.member_id in members]
    else:
        shown = way.sides
    if options.format == "json":
        output.write(
            json_text({"baskets": [_data(way, side) for side in shown]}), for_machines=True
        )
    else:
        print_lines(_told(way, shown))
    return 0


def _chosen(way: WayBack, options: argparse.Namespace) -> list[Side]:
    """Return whom the command is about. Raises `NoSuchBasket`, `Impossible`."""
    chosen: dict[int, Side] = {}
    by_number = {side.number: side for side in way.sides if side.number is not None}
    for numbers in options.baskets:
        if numbers is None:
            chosen |= {side.member_id: side for side in way.sides if _counts(way, side, options)}
            continue
        for number in _within(numbers, by_number):
            chosen[by_number[number].member_id] = by_number[number]
    by_ref = {side.ref: side for side in way.sides if side.ref is not None}
    for ref in options.member:
        if ref not in by_ref:
            text = _("Nobody with the reference {ref} is in this distribution.")
            raise Impossible(text.format(ref=visible(ref)[:40]))
        chosen[by_ref[ref].member_id] = by_ref[ref]
    return list(chosen.values())


def _within(numbers: range, by_number: Collection[int]) -> list[int]:
    """Return the baskets of a range; a single one must be there."""
    there = [number for number in by_number if number in numbers]
    if not there:
        raise NoSuchBasket(str(numbers.start))
    return sorted(there)


def _counts(way: WayBack, side: Side, options: argparse.Namespace) -> bool:
    """Whether somebody is among all: where there is something to say."""
    return side.mark is not None if options.take_off else bool(way.of(side.member_id))


def _told(way: WayBack, shown: Sequence[Side]) -> Iterator[str]:
    first = first_text(way)
    if first:
        yield _("First, for all baskets: {what}").format(what=first)
    for side in shown:
        yield f"{called_side(side)} – {side_text(way, side)}"
    yield progress_text(way)


def _data(way: WayBack, side: Side) -> dict[str, object]:
    mark = side.mark
    return {
        "number": side.number,
        "member": side.member,
        "member_ref": side.ref,
        "entered": way.is_entered(side),
        "entered_at": None if mark is None else mark.at.isoformat(timespec="minutes"),
        "entered_by": None if mark is None else mark.by,
        "acts": [str(step.act) for step in way.of(side.member_id)],
    }
