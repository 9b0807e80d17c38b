"""The end of an evening: `validate` what is left, `count` the box, `certify`.

What cannot be taken back lightly is shown first, with a code; `--yes CODE` does what was shown.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from decimal import Decimal

from cagette_tui import output
from cagette_tui.commands.common import Impossible, code_of, how_to_do_it, open_asked, print_lines
from cagette_tui.i18n import _, format_amount, format_moment, format_signed, ngettext
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.checking.backups import Done, with_copy
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.counting import NOTHING_BESIDE
from cagette_tui.model.rules.dry_run import DryRunChanged
from cagette_tui.model.rules.evening import BesideBox, CountView, SheetView
from cagette_tui.model.rules.forcing import PlanChanged
from cagette_tui.model.rules.next_float import said_to_stay
from cagette_tui.model.rules.refusals import BasketsOpen, NothingToDo
from cagette_tui.model.rules.takings import takings
from cagette_tui.model.store.copies import CopyReason
from cagette_tui.money import MOST_COUNTED, AmountError, PiecesError, parse_amount, parse_counted
from cagette_tui.sentences import sentence
from cagette_tui.sentences.box import stays_text
from cagette_tui.text import json_text, visible


def validate(options: argparse.Namespace, desk: Desk) -> int:
    """Show what validating all that is left would do; do it (R42)."""
    from cagette_tui.model.acts.forcing import force, plan_force
    from cagette_tui.sentences.forcing import force_preview

    open_asked(options, create=False)
    plan = plan_force(options.id)
    if not plan.baskets:
        raise NothingToDo()
    if options.yes is None:
        print_lines([*_texts(force_preview(plan)), "", how_to_do_it(desk, code_of(plan))])
        return 0
    if options.yes != code_of(plan):
        raise PlanChanged(plan)
    done = with_copy(desk, CopyReason.FORCE, force, plan)
    text = ngettext("{count} basket validated.", "{count} baskets validated.", done.result)
    print_lines([text.format(count=done.result), *_without_copy(done)])
    return 0


def certify(options: argparse.Namespace, desk: Desk) -> int:
    """Show what certifying would close; certify (R43)."""
    from cagette_tui.model.acts.closing import certify as certify_it
    from cagette_tui.model.reading.closing_reports import dry_run
    from cagette_tui.sentences.certifying import dry_run_lines

    open_asked(options, create=False)
    run = dry_run(options.id)
    if options.yes is None:
        print_lines(_texts(dry_run_lines(run)))
        if run.open:
            raise BasketsOpen(run.open)
        print_lines(["", how_to_do_it(desk, code_of(run))])
        return 0
    if options.yes != code_of(run):
        raise DryRunChanged(run)
    done = with_copy(desk, CopyReason.CERTIFY, certify_it, options.id, run)
    text = _("Certified and archived: closing report no. {number}.").format(number=done.result)
    print_lines([text, *_without_copy(done)])
    return 0


def _texts(lines: Iterable[Sequence[tuple[str, str]]]) -> list[str]:
    """Return lines without their styles, and without the blank ones around them."""
    texts = ["".join(visible(text) for text, _style in line).rstrip() for line in lines]
    return "\n".join(texts).strip("\n").split("\n")


def _without_copy(done: Done[int]) -> list[str]:
    return [] if done.without_copy is None else [sentence(done.without_copy)]


def count(options: argparse.Namespace, desk: Desk) -> int:
    """Say what the box should hold and what was counted; count it (R50, R51)."""
    from cagette_tui.model.acts.closing import leave_in_box, set_cash_float
    from cagette_tui.model.acts.counting import close_count
    from cagette_tui.model.reading.group_money import read_left_in_box
    from cagette_tui.sentences.box import float_difference

    what = counted(options.what)
    card = None if options.card is None else _amount(options.card)
    cash_float = None if options.float is None else _amount(options.float)
    left = None if options.left is None else _amount(options.left)
    open_asked(options, create=False)
    sheet = read_sheet(options.id, lines=False)
    if cash_float is not None:
        set_cash_float(desk, options.id, cash_float)
        sheet = read_sheet(options.id, lines=False)
    expected = takings(sheet).expected_cash
    beside = BesideBox(card, options.cheques)
    if what is not None or beside != NOTHING_BESIDE:
        close_count(
            desk,
            options.id,
            what if what is not None else _as_before(sheet),
            shown_expected=expected,
            explanation=options.why,
            beside=beside.with_rest_of(sheet.count),
        )
        sheet = read_sheet(options.id, lines=False)
    if left is not None:
        leave_in_box(desk, options.id, left)
        sheet = read_sheet(options.id, lines=False)
    if options.format == "json":
        from cagette_tui.papers.report import cash_box_data

        output.write(json_text(cash_box_data(sheet)), for_machines=True)
    else:
        said = float_difference(sheet.distribution.cash_float, read_left_in_box(options.id))
        print_lines([*_box(sheet, expected), *filter(None, (said,))])
    return 0


def _as_before(sheet: SheetView) -> Decimal | dict[Decimal, int]:
    """Count the same again, where only terminal or cheques were said."""
    if sheet.count is None:
        text = _("Say what is in the box too: terminal and cheques are kept with its count.")
        raise Impossible(text)
    return sheet.count.counted if sheet.count.pieces is None else sheet.count.pieces


def _amount(text: str) -> Decimal:
    try:
        return parse_amount(text, zero=True, most=MOST_COUNTED)
    except AmountError as problem:
        raise Impossible(sentence(problem)) from problem


def counted(words: Sequence[str]) -> Decimal | dict[Decimal, int] | None:
    """Read a total such as 123,45, or notes and coins such as 20=3 0,50=4."""
    try:
        return parse_counted(" ".join(words), _amount)
    except PiecesError as problem:
        raise Impossible(sentence(problem)) from problem


def _box(sheet: SheetView, expected: Decimal) -> Iterable[str]:
    yield _("The cash box should hold {amount}.").format(amount=format_amount(expected))
    if sheet.count is None:
        yield _("It was not counted yet.")
        return
    yield from _last(sheet.count)
    stays = said_to_stay(sheet.distribution.left_in_box, sheet.count)
    if stays is not None:
        yield stays_text(stays, sheet.count.counted) + "."
    if sheet.count.outdated_by(expected):
        yield _("Out of date: {amount} was expected when it was counted.").format(
            amount=format_amount(sheet.count.expected)
        )


def _last(count: CountView) -> Iterable[str]:
    text = _("Counted: {amount}, no difference.")
    if count.difference:
        text = _("Counted: {amount}, difference {difference}.")
    amount = format_amount(count.counted)
    yield text.format(amount=amount, difference=format_signed(count.difference))
    if count.card_counted is not None and count.card_expected is not None:
        yield _("Card terminal: {amount}, {expected} in the books.").format(
            amount=format_amount(count.card_counted), expected=format_amount(count.card_expected)
        )
    if count.cheques_counted is not None:
        yield _("Cheques counted: {count}, {expected} in the books.").format(
            count=count.cheques_counted, expected=count.cheques_expected
        )
    if count.explanation:
        yield visible(count.explanation)
    yield f"{visible(count.created_by)}, {format_moment(count.created_at)}"
