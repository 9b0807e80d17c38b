"""What to leave in the box for the next distribution, and what to bring to the bank."""

from __future__ import annotations

from cagette_tui.i18n import _, format_amount
from cagette_tui.model.rules.next_float import NextFloat, Split
from cagette_tui.model.rules.notes_and_coins import VALUES
from cagette_tui.sentences.box import stays_text
from cagette_tui.text import pad
from cagette_tui.widgets.painted import Run


def next_float_lines(found: NextFloat) -> list[list[Run]]:
    """Say what stays and what goes, now that it is recorded, and how near it comes to the wish."""
    one = found.proposed
    lines: list[list[Run]] = [[]]
    head = _("Recorded: {what}.").format(what=stays_text(one.left, one.left + one.deposited))
    lines.append([(f" ✓ {head}", "good")])
    if found.exact is None:
        text = _("{wished} exactly cannot be left with enough change.").format(
            wished=format_amount(found.wished)
        )
        lines.append([(f" {text}", "warn")])
    titles = "".join(pad(title, 12, right=True) for title in ("", _("leave"), _("deposit")))
    lines += [[], [(titles, "heading")]]
    for value in VALUES:
        counts = [of.get(value, 0) for of in (one.leave, one.deposit)]
        if any(counts):
            texts = (format_amount(value), *(str(count) if count else "" for count in counts))
            lines.append([("".join(pad(text, 12, right=True) for text in texts), "")])
    lines += _other(found, one)
    return lines


def _other(found: NextFloat, shown: Split) -> list[list[Run]]:
    """Name the other amount that could be left."""
    others = [one for one in (found.below, found.above) if one is not None and one is not shown]
    text = _("The nearest on the other side: {left}.")
    return [
        line
        for one in others
        if one.left != shown.left
        for line in ([], [(" " + text.format(left=format_amount(one.left)), "dim")])
    ]
