"""What is on the pile of cheques and not in the books, and the other way round, in words."""

from __future__ import annotations

from cagette_tui.i18n import _, format_amount
from cagette_tui.model.rules.pile import PaperView, PileEntry, PileView
from cagette_tui.sentences.questions import called
from cagette_tui.text import visible


def members_of(paper: PaperView) -> str:
    """Name the members that a cheque pays for."""
    return " + ".join(paper.members)


def baskets_of(paper: PaperView) -> str:
    """Give the numbers of the baskets that a cheque pays."""
    return ", ".join(map(str, paper.baskets))


def compared(pile: PileView) -> str:
    """Name cheques expected and not found, and amounts found and not expected."""
    parts = (
        (_("Expected and not found:"), [told_of(paper) for paper in pile.missing]),
        (_("Announced, and not found either:"), [told_of(paper) for paper in pile.announced]),
        (_("Found and not expected:"), [_unexpected(entry) for entry in pile.unexpected]),
    )
    lines: list[str] = []
    for title, told in parts:
        if told:
            lines += ["", f" {title}", *(f"   {line}" for line in told)]
    return "\n".join(lines or ["", " " + _("The pile is as the books say.")])


def told_of(paper: PaperView) -> str:
    """Say in a line what cheque it is."""
    members, baskets = members_of(paper), baskets_of(paper)
    text = f"{format_amount(paper.amount):>12}  {visible(members)}"
    if baskets:
        text += " – " + _("basket {number}").format(number=baskets)
    return f"{text}  {visible(paper.cheque.number or '')}".rstrip()


def _unexpected(entry: PileEntry) -> str:
    text = f"{format_amount(entry.amount):>12}  "
    text += _("place {place} of the pile").format(place=entry.position)
    if entry.paper is not None:
        other = _("{member}: {amount} expected").format(
            member=called(" + ".join(entry.paper.members)),
            amount=format_amount(entry.paper.amount),
        )
        text += f" – {other}"
    return text
