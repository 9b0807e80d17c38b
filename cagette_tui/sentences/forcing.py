"""What forced validation would do, in words, for a page or for a terminal (R42).

A line is a list of texts, each with the name of a style as `widgets/painted.py` knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, ngettext
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.forcing import ForcedBasket, ForcePlan
from cagette_tui.model.rules.kinds import SPOT_MODES, letters
from cagette_tui.sentences.labels import mode_label
from cagette_tui.sentences.questions import called, listed, weights_missing
from cagette_tui.text import pad, wrap

Line = list[tuple[str, str]]


def force_preview(plan: ForcePlan, *, keys: bool = False) -> list[Line]:
    """Say in plain words what would be done: the sums, then each basket, doubtful ones first.

    `keys`: with the keys that choose another mode, for a page that has them (R42).
    """
    text = ngettext(
        "{count} basket would be validated.",
        "{count} baskets would be validated.",
        len(plan.baskets),
    ).format(count=len(plan.baskets))
    lines: list[Line] = [[], [(f" {text}", "strong")], [], *_summary(plan)]
    if plan.mode is not None:
        text = _(
            "Nobody said how these are paid: “{mode}” would be written on each of them, as "
            "received, because it is the first one that the group takes at the table."
        ).format(mode=mode_label(plan.mode))
        lines += [[], *([(f" {line}", "warn")] for line in wrap(text, 78))]
        if keys:
            text = _("Another mode: Esc, then Space marks those baskets and {letters} receives.")
            lines.append([(" " + text.format(letters=letters(SPOT_MODES)), "strong")])
        lines += _each(plan.written, lambda one: format_amount(one.written))
    return [*lines, *_unusual(plan), *_left_with(plan)]


def _unusual(plan: ForcePlan) -> list[Line]:
    """List the baskets that are not as usual, by what is unusual about them."""
    return [
        *_part(
            _("Announced payments that nobody has seen would be confirmed:"),
            plan.unseen,
            lambda one: listed(one.confirmed),
        ),
        *_part(
            _("Orders without any payment announced:"),
            (one for one in plan.baskets if one.without_payment),
            lambda one: _("debt of {amount}").format(amount=format_amount(one.debt)),
        ),
        *_part(
            _("Weights missing, taken as ordered:"),
            plan.unweighed,
            lambda one: weights_missing(one.unweighed),
        ),
        *_part(
            _("Absent: nothing is received for them:"),
            (one for one in plan.baskets if one.absent),
            lambda one: (
                _("debt of {amount}").format(amount=format_amount(one.debt)) if one.debt else ""
            ),
        ),
    ]


def _left_with(plan: ForcePlan) -> list[Line]:
    """List the members whose account would not be even."""
    return [
        *_part(_("Members left with a debt:"), plan.in_debt, lambda one: format_amount(one.debt)),
        *_part(
            _("Members left with a credit:"), plan.in_credit, lambda one: format_amount(one.credit)
        ),
    ]


def _summary(plan: ForcePlan) -> list[Line]:
    """Tell the sums before the lists: all that matters is on the first page."""
    lines: list[Line] = [[(" " + _("Would be received in all:"), "heading")]]
    sums = plan.sums
    for mode, amount in sums.items():
        lines.append([(f"   {pad(mode_label(mode), 20)}  {format_amount(amount)}", "")])
    if not sums:
        lines.append([("   " + _("nothing"), "")])
    baskets = plan.baskets
    facts = (
        (_("mode not stated"), plan.written, _sum(one.written for one in plan.written)),
        (
            _("announced, not seen yet"),
            plan.unseen,
            _sum(amount for one in plan.unseen for _mode, amount in one.confirmed),
        ),
        (_("without any payment"), [one for one in baskets if one.without_payment], None),
        (_("weights missing"), plan.unweighed, None),
        (_("absent"), [one for one in baskets if one.absent], None),
        (_("left with a debt"), plan.in_debt, _sum(one.debt for one in plan.in_debt)),
        (_("left with a credit"), plan.in_credit, _sum(one.credit for one in plan.in_credit)),
    )
    found = [(label, len(those), amount) for label, those, amount in facts if those]
    if found:
        lines += [[], [(" " + _("To look at below, by basket:"), "heading")]]
    for label, count, money in found:
        told = "" if money is None else format_amount(money)
        lines.append([(f"   {pad(label, 34)}{count:>5}  {pad(told, 14, right=True)}", "warn")])
    return lines


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _part(
    title: str, baskets: Iterable[ForcedBasket], say: Callable[[ForcedBasket], str]
) -> list[Line]:
    each = _each(baskets, say)
    return [[], [(f" {title}", "heading")], *each] if each else []


def _each(baskets: Iterable[ForcedBasket], say: Callable[[ForcedBasket], str]) -> list[Line]:
    return [
        [(f"   {one.number:>4}  {pad(called(one.member), 40)}  {say(one)}", "")] for one in baskets
    ]
