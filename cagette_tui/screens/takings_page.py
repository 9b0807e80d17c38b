"""The page of the box and the takings: the evening's steps on top, everything else below."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, ngettext
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.evening_steps import EveningStep, StepKind, next_step
from cagette_tui.model.rules.next_float import said_to_stay
from cagette_tui.model.rules.pile import unnumbered
from cagette_tui.model.rules.takings import takings, totals, vat, vendors
from cagette_tui.papers import takings_blocks as blocks
from cagette_tui.papers.paper import Heading
from cagette_tui.screens.paper_lines import paper_lines
from cagette_tui.sentences.evening_steps import step_name, step_sign
from cagette_tui.text import cells, pad, visible
from cagette_tui.widgets.painted import Run

_LINE = list[Run]
_NAME, _TOLD = 12, 40
_APART = 3


def takings_lines(
    sheet: SheetView, steps: Sequence[EveningStep], width: int, *, half_counted: bool = False
) -> list[_LINE]:
    """Say the same as the paper, in two columns where there is room; the steps come first.

    `half_counted`: a count was begun here and is not recorded (R63).
    """
    came_in = takings(sheet)
    one = sheet.distribution
    left = paper_lines(
        (
            *blocks.box_block(one.cash_float, came_in, sheet.cash_moves, sheet.count),
            *blocks.modes_block(came_in),
        )
    )
    right = paper_lines((Heading(_("Baskets")), blocks.totals_block(totals(sheet))))
    rest = (
        *blocks.unsettled_blocks(sheet),
        *blocks.vat_block(vat(sheet)),
        *blocks.vendors_block(vendors(sheet)),
    )
    beside = _beside(left, right, width) or [*left, *right[1:]]
    return [*_checklist(sheet, steps, half_counted), [], *beside, [], *paper_lines(rest, width)]


def _checklist(sheet: SheetView, steps: Sequence[EveningStep], half_counted: bool) -> list[_LINE]:
    following = next_step(tuple(steps))
    archived = sheet.is_certified
    lines: list[_LINE] = []
    for step in steps:
        sign, is_next = step_sign(step, following), step is following
        name = pad(f" {sign:1} {step_name(step.kind)}", _NAME + 3)
        told = _told(sheet, step)
        key = "" if archived else _KEYS[step.kind]
        runs: _LINE = [(name, "strong" if is_next else "good" if step.is_over else "")]
        runs.append((told + " " * max(2, _TOLD - cells(told)), "strong"))
        if key:
            runs.append((f"{key} ", "key"))
            runs.append((_does(step.kind), ""))
        lines.append(runs)
        if step.kind is StepKind.BOX:
            if half_counted and not archived:
                text = _("count begun, not recorded")
                lines.append([(" " * (_NAME + 3) + text, "warn")])
            lines += _stays(sheet)
        if step.kind is StepKind.CHEQUES and (count := unnumbered(sheet)):
            text = ngettext("{count} without a number", "{count} without a number", count)
            lines.append([(" " * (_NAME + 3) + text.format(count=count), "warn")])
    return lines


def _stays(sheet: SheetView) -> list[_LINE]:
    """Say what of the count stays in the box, or that it is still to be said (R55)."""
    count = sheet.count
    if count is None or not count.counted:
        return []
    left = said_to_stay(sheet.distribution.left_in_box, count)
    archived = sheet.is_certified
    if archived and left is None:
        return []
    told = _("to say: what stays in the box") if left is None else _told_to_stay(left)
    runs: _LINE = [(" " * (_NAME + 3), "")]
    runs.append((told + " " * max(2, _TOLD - cells(told)), "warn" if left is None else "good"))
    if not archived:
        runs += [("n ", "key"), (_("next float"), "")]
    return [runs]


def _told_to_stay(left: Decimal) -> str:
    return _("{amount} stay in it").format(amount=format_amount(left))


# Validating is done on the list of baskets, one level back.
_KEYS = {StepKind.BASKETS: "", StepKind.BOX: "c", StepKind.CHEQUES: "p", StepKind.CERTIFY: "V"}


def _does(kind: StepKind) -> str:
    """Say what the key of a step does."""
    return {
        StepKind.BOX: _("count the box"),
        StepKind.CHEQUES: _("check the cheques"),
        StepKind.CERTIFY: _("certify"),
    }[kind]


def _told(sheet: SheetView, step: EveningStep) -> str:
    """Say what a step is about, with the sum that matters."""
    came_in = takings(sheet)
    match step.kind:
        case StepKind.BASKETS:
            return _("{done} of {count} validated").format(done=step.done, count=step.of)
        case StepKind.BOX:
            if sheet.count is None:
                text = _("{amount} should be in it")
                return text.format(amount=format_amount(came_in.expected_cash))
            text = _("{amount} counted, {expected} expected")
            return text.format(
                amount=format_amount(sheet.count.counted),
                expected=format_amount(came_in.expected_cash),
            )
        case StepKind.CHEQUES:
            count = came_in.cheque_count
            cheques = ngettext("{count} cheque", "{count} cheques", count).format(count=count)
            return f"{cheques}, {format_amount(came_in.cheques)}"
        case StepKind.CERTIFY:
            by = sheet.distribution.certified_by
            return "" if by is None else _("by {who}").format(who=visible(by))


def _beside(left: list[_LINE], right: list[_LINE], width: int) -> list[_LINE] | None:
    """Put two columns beside each other; None where they are too wide for that."""
    room = max(map(_cells, left), default=0) + _APART
    if room + max(map(_cells, right), default=0) > width:
        return None
    count = max(len(left), len(right))
    pairs = zip(_filled(left, count), _filled(right, count), strict=True)
    return [[*one, (" " * (room - _cells(one)), ""), *other] for one, other in pairs]


def _filled(lines: list[_LINE], count: int) -> list[_LINE]:
    return [*lines, *([] for _ in range(count - len(lines)))]


def _cells(line: _LINE) -> int:
    return sum(cells(visible(text)) for text, _style in line)
