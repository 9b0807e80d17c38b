"""A screen over one basket: what its acts say when they are done."""

from __future__ import annotations

from abc import abstractmethod

from cagette_tui.i18n import _, format_amount
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.screens.basket_acts import BasketActs
from cagette_tui.sentences.producers import about_producers


class OneBasket(BasketActs):
    """A screen that shows one basket and acts on it."""

    @property
    @abstractmethod
    def basket(self) -> BasketView:
        """The basket that is shown."""

    def told(self, after: BasketView | None, what: str = "") -> None:
        """Show what an act left, and what can be done about a credit.

        `what` is what became of a line, with its name.
        """
        if after is None:
            return
        received = after.paid - self.basket.paid
        producer = about_producers(self.basket, after, named=bool(what))
        self.show_basket(after)
        if after.credit and after.difference > 0:
            text = _("Credit of {amount}: r refunds it, v leaves it on the account.")
            text = text.format(amount=format_amount(min(after.credit, after.difference)))
            self.say(_sentences(what, producer, text), "good")
        elif what:
            rest = _("nothing left to pay")
            if after.to_pay:
                rest = _("to pay {amount}").format(amount=format_amount(after.to_pay))
            self.say(_sentences(f"{what} – {rest}", producer), "good")
        else:
            parts = [producer] if producer else []
            if received > 0:
                parts.append(_("{amount} received.").format(amount=format_amount(received)))
            elif received < 0:
                parts.append(_("{amount} given back.").format(amount=format_amount(-received)))
            if after.to_pay:
                parts.append(_("To pay: {amount}").format(amount=format_amount(after.to_pay)))
            self.say(" ".join(parts) or _("Done: nothing to pay."), "good")


def _sentences(*texts: str) -> str:
    """Put texts one behind the other, each a sentence; what is empty is left out."""
    said = [text for text in texts if text]
    ended = (text if text[-1] in ".!?…" else text + "." for text in said[:-1])
    return " ".join([*ended, *said[-1:]])
