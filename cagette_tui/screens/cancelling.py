"""A payment, a refund or an adjustment cancelled, from its basket or its account (R20)."""

from __future__ import annotations

from datetime import date

from cagette_tui.i18n import _, format_amount
from cagette_tui.model.acts.changeable import must_be_cancellable
from cagette_tui.model.acts.changing import cancel
from cagette_tui.model.reading.shared_cheques import read_shared_cheque
from cagette_tui.model.rules.basket import OperationView
from cagette_tui.screens.asking import reason_given
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences.operations import about_shared, why_cancelled


async def cancelled(
    screen: ModelScreen, one: OperationView, day: date, version: int | None = None
) -> bool:
    """Ask why, and of a cheque that pays others too whether all of it is meant; do it.

    `day` is what it is about; `version` the basket's where one stands in it. Gives whether it was
    cancelled; where it no longer can be, that is said before anything is asked.
    """
    if not await screen.allowed(must_be_cancellable, one.id):
        return False
    shared = await screen.insisted(read_shared_cheque, one.id)
    whole = False
    if shared is not None:
        part, amount = format_amount(one.amount), format_amount(shared.amount)
        answer = await screen.choose(
            about_shared(shared).strip() + " " + _("What is cancelled?"),
            {
                "p": _("this part alone, {amount}").format(amount=part),
                "t": _("the whole cheque, {amount}, for all of them").format(amount=amount),
            },
            no=_("nothing"),
        )
        if not answer:
            return False
        whole = answer == "t"
    reason: str | None = None
    if whole or not one.pending:
        reason = await screen.ask_text(_("Reason"), reason_given, hint=_why(one, day))
        if reason is None:
            return False
    return await screen.done(cancel, one.id, reason, version, whole=whole)


def _why(one: OperationView, day: date) -> str:
    if one.returns is None:
        return why_cancelled(one, day)
    return _(
        "Why? The whole return is taken back: all that the cheque paid is paid again, and "
        "the bank’s fee is taken off."
    )
