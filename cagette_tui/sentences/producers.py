"""What an act means for what producers are paid, in one short sentence (R53)."""

from __future__ import annotations

from cagette_tui.i18n import _, format_quantity
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import PRODUCER_IS_PAID, Reason
from cagette_tui.model.rules.unpaid import newly_paid, newly_unpaid
from cagette_tui.sentences.labels import reason_label
from cagette_tui.sentences.questions import called


def about_producers(before: BasketView, after: BasketView, *, named: bool = False) -> str:
    """Say for what producers are not paid by now, or are again; "" where nothing changed.

    `named`: the one line that changed was just named.
    """
    unpaid = tuple(newly_unpaid(before, after))
    if named and len(unpaid) == 1 and not unpaid[0][0].delivered:
        return _("The producer is not paid for it.")
    what = ", ".join(f"{format_quantity(much)} × {called(one.product)}" for one, much in unpaid)
    if what:
        return _("The producer is not paid for {what}.").format(what=what)
    paid = tuple(newly_paid(before, after))
    if named and len(paid) == 1:
        return _("The producer is paid for it.")
    what = ", ".join(called(line.product) for line in paid)
    return _("The producer is paid for {what}.").format(what=what) if what else ""


def reason_explained(reason: Reason) -> str:
    """Name a reason where it is chosen, and the name alone would not say which one is meant."""
    texts = {
        Reason.UNDELIVERED: _("undelivered, or broken on arrival"),
        Reason.DAMAGED: _("damaged by us"),
        Reason.WEIGHED: _("weighs less or more"),
        Reason.ERROR: _("error in the order"),
    }
    return texts.get(reason) or reason_label(reason)


def who_is_paid(letters: dict[str, Reason]) -> str:
    """Say for which letters of the reasons the producer is paid."""
    paid = ", ".join(letter for letter, reason in letters.items() if reason in PRODUCER_IS_PAID)
    return _("The producer is paid for {letters} alone.").format(letters=paid)
