"""Taking back: `undo` one's last act, `reopen` a basket or a distribution."""

from __future__ import annotations

import argparse

from cagette_tui.commands.common import how_to_do_it, open_asked, print_lines
from cagette_tui.i18n import _
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.rules.refusals import NothingToUndo


def undo(options: argparse.Namespace, desk: Desk) -> int:
    """Say which act of one's own was the last; take it back (R61)."""
    from cagette_tui.model.acts.undoing import last_act
    from cagette_tui.model.acts.undoing import undo as undo_it
    from cagette_tui.sentences.undoing import described

    open_asked(options, create=False)
    last = last_act(desk.who)
    if options.yes is None:
        act = _("Undo: {act}?").format(act=described(last))
        print_lines([act, how_to_do_it(desk, str(last.act))])
        return 0
    if options.yes != str(last.act):
        raise NothingToUndo()
    undo_it(desk, last.act)
    print_lines([_("Undone: {act}.").format(act=described(last))])
    return 0


def reopen(options: argparse.Namespace, desk: Desk) -> int:
    """Open a validated basket, or a certified distribution, again (R44)."""
    open_asked(options, create=False)
    if options.number is None:
        from cagette_tui.model.acts.closing import reopen_distribution

        reopen_distribution(desk, options.id, options.why)
        print_lines([_("The distribution is open again.")])
        return 0
    from cagette_tui.model.acts.validating import reopen_basket
    from cagette_tui.model.reading.baskets import read_sheet
    from cagette_tui.papers.receipts import numbered

    sheet = read_sheet(options.id, lines=False)
    basket = numbered(sheet, options.number)
    reopen_basket(desk, basket.id, basket.version, options.why)
    lines = [_("Basket {number} is open again.").format(number=basket.number)]
    if sheet.is_certified:
        lines.append(_("The distribution is open again."))
    print_lines(lines)
    return 0


def distribution(options: argparse.Namespace, desk: Desk) -> int:
    """Correct when and where a distribution is; without an option, say it."""
    from cagette_tui.model.acts.occasions import correct_occasion
    from cagette_tui.model.reading.baskets import read_distribution
    from cagette_tui.model.rules.places import opening_hours
    from cagette_tui.sentences.importing import when_and_where

    open_asked(options, create=False)
    there = read_distribution(options.id)
    asked = (options.date, options.start, options.end, options.place)
    if any(one is not None for one in asked):
        day = options.date or there.date
        start = options.start or there.starts_at.time()
        starts_at, ends_at = opening_hours(day, start, options.end or there.ends_at.time())
        correct_occasion(
            desk,
            options.id,
            day=day,
            starts_at=starts_at,
            ends_at=ends_at,
            place=options.place or there.place,
        )
        there = read_distribution(options.id)
    print_lines([when_and_where(there)])
    return 0
