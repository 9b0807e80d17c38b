"""The act that undo would take back, in words."""

from __future__ import annotations

from cagette_tui.i18n import _, format_amount, format_moment, ngettext
from cagette_tui.model.acts.undoing import LastAct
from cagette_tui.sentences.labels import act_label, mode_label
from cagette_tui.sentences.questions import called
from cagette_tui.text import visible


def described(last: LastAct) -> str:
    """Say which act it was: what, the money that goes with it, on whom, when."""
    money = [f"{format_amount(amount)} ({mode_label(mode)})" for mode, amount in last.payments]
    text = ", ".join([*map(act_label, last.kinds), *money])
    if last.product:
        text += " – " + called(last.product)
    if len(last.baskets) == 1:
        text += " – " + _("basket {number}").format(number=last.baskets[0])
        if last.member:
            text += f" {visible(last.member)}"
    elif last.baskets:
        count = len(last.baskets)
        text += " – " + ngettext("{count} basket", "{count} baskets", count).format(count=count)
    elif last.member:
        text += f" – {visible(last.member)}"
    return f"{text} ({format_moment(last.at)})"
