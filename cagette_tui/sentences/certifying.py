"""What certifying would close, in words, for a page or for a terminal (R43, R54).

A line is a list of texts, each with the name of a style as `widgets/painted.py` knows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cagette_tui.i18n import _, format_amount, format_signed, ngettext
from cagette_tui.model.rules.dry_run import DryRun, Standing, UnseenPayment
from cagette_tui.model.rules.takings import DifferenceParts
from cagette_tui.sentences.box import differences_text
from cagette_tui.sentences.labels import adjustment_text, mode_label
from cagette_tui.sentences.questions import called
from cagette_tui.text import pad

Line = list[tuple[str, str]]

_OF_WHICH = "  · "
_NAMED = 6  # so many adjustments are told one by one


def dry_run_lines(run: DryRun, *, keys: bool = False) -> list[Line]:
    """Say what would be closed, what is not as usual first; `keys`: and how a page goes on."""
    lines: list[Line] = [[]]
    if run.abnormal:
        lines += _abnormal(run)
    else:
        usual_text = _("All as usual: o certifies after V.") if keys else _("All as usual.")
        lines.append([(" " + usual_text, "good")])
    lines += [[], *_sums(run)]
    usual = tuple(one for one in run.left if not one.further)
    if usual:
        lines += [[], [(" " + _("Balances that were there before:"), "heading")], *_left(usual)]
    return lines


def unusual(run: DryRun) -> list[str]:
    """Name in a few words each what is not as usual, as it is listed above."""
    further = [one for one in run.left if one.further]
    parts = (
        (bool(run.open), _("baskets not validated")),
        (bool(run.unweighed), _("weights missing")),
        (run.count is None, _("the box not counted")),
        (bool(run.difference or run.outdated_by), _("cash box difference")),
        (run.beside.any, _("difference of terminal or cheques")),
        (bool(run.unseen), _("payments not seen")),
        (bool(run.cheques_missing or run.cheques_unexpected), _("cheques")),
        (bool(further), _("debts or credits that remain")),
    )
    return [text for found, text in parts if found]


def _abnormal(run: DryRun) -> list[Line]:
    lines: list[Line] = []
    if run.open:
        count = len(run.open)
        text = ngettext(
            "{count} basket is not validated: {numbers}",
            "{count} baskets are not validated: {numbers}",
            count,
        )
        lines.append(_bad(text.format(count=count, numbers=_numbers(run.open))))
    if run.unweighed:
        count = sum(lines_of for _number, lines_of in run.unweighed)
        text = ngettext(
            "{count} weight missing: {numbers}", "{count} weights missing: {numbers}", count
        )
        numbers = [number for number, _lines in run.unweighed]
        lines.append(_bad(text.format(count=count, numbers=_numbers(numbers))))
    lines += _of_the_box(run)
    lines += [_bad(_unseen(one)) for one in run.unseen]
    for paper in run.cheques_missing:
        text = _("cheque of {amount} not on the pile: {member}")
        lines.append(
            _bad(
                text.format(
                    amount=format_amount(paper.amount), member=called(" + ".join(paper.members))
                )
            )
        )
    for entry in run.cheques_unexpected:
        text = _("cheque of {amount} on the pile that nobody expected")
        lines.append(_bad(text.format(amount=format_amount(entry.amount))))
    if lines:
        lines = [[(" " + _("Not as usual:"), "heading")], *lines, []]
    further = tuple(one for one in run.left if one.further)
    if further:
        lines += [[(" " + _("Left with a debt or a credit:"), "heading")], *_left(further), []]
    return lines[:-1]


def _of_the_box(run: DryRun) -> list[Line]:
    if run.count is None:
        return [_bad(_("the cash box was not counted"))]
    lines = []
    now = run.count.difference_from(run.takings.expected_cash)
    if now:
        text = _("difference of the cash box: {amount}").format(amount=format_signed(now))
        if run.count.explanation:
            text += f" – {run.count.explanation}"
        lines.append(_bad(text))
    if run.beside.any:
        text = differences_text(run.beside)
        if run.count.explanation and not now:
            text += f" – {run.count.explanation}"
        lines.append(_bad(text))
    if run.outdated_by:
        text = _("what is expected has moved by {amount} since the count")
        lines.append(_bad(text.format(amount=format_signed(run.outdated_by))))
    return lines


def _unseen(one: UnseenPayment) -> str:
    text = _("{payment} awaited: {member}") if one.awaited else _("{payment} not seen: {member}")
    payment = f"{mode_label(one.mode)} {format_amount(one.amount)}"
    number = "" if one.basket is None else f"{one.basket} "
    return text.format(payment=payment, member=number + called(one.member))


def _sums(run: DryRun) -> list[Line]:
    adjusted = run.adjustments[:_NAMED]
    facts = [
        (_("baskets validated"), f"{run.totals.validated} / {run.totals.baskets}"),
        (_("cost of the baskets"), format_amount(run.totals.ordered)),
        (_("paid for the baskets"), format_amount(run.totals.paid)),
        (_("paid minus cost"), format_signed(run.totals.difference)),
        *_parts(run.parts),
        *([(_("accounts adjusted"), format_signed(run.adjusted))] if run.adjusted else []),
        *[(_OF_WHICH + called(one.member), format_signed(one.adjusted)) for one in adjusted],
        (_("the cash box should hold"), format_amount(run.takings.expected_cash)),
    ]
    if run.count is not None:
        facts.append((_("counted"), format_amount(run.count.counted)))
    if run.stays is not None:
        facts.append((_("stays in the box"), format_amount(run.stays)))
    cheques = run.takings.cheque_count
    text = ngettext("{count} cheque", "{count} cheques", cheques).format(count=cheques)
    facts.append((text, format_amount(run.takings.cheques)))
    lines: list[Line] = [
        [(f"   {pad(label, 34)}{pad(value, 16, right=True)}", "")] for label, value in facts
    ]
    if run.stays_unsaid:
        lines += [[], _bad(_("nobody said what stays in the box (n at the cash box)"))]
    return lines


def _parts(parts: DifferenceParts) -> list[tuple[str, str]]:
    """Say what makes up what was paid minus what it cost."""
    named = (
        (_("debts that remain"), parts.owed),
        (_("paid with older credits"), parts.by_credit),
        (_("paid on older debts"), parts.on_debts),
        (_("credits that remain"), parts.credit),
    )
    return [(_OF_WHICH + label, format_signed(amount)) for label, amount in named if amount]


def _left(standings: Sequence[Standing]) -> list[Line]:
    return [line for one in standings for line in _standing(one)]


def _standing(one: Standing) -> Iterator[Line]:
    before = format_signed(one.before) if one.before else "0"
    text = f"   {one.basket:>4}  {pad(called(one.member), 40)}{pad(before, 12, right=True)} → "
    yield [(text + format_signed(one.after), "")]
    if one.adjusted:
        yield [(" " * 9 + adjustment_text(one.adjusted), "dim")]


def _bad(text: str) -> Line:
    return [(f"   ! {text}", "warn")]


def _numbers(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:12]))
    return f"{shown} …" if len(numbers) > 12 else shown
