"""What can be done with one line of a basket: its quantity, price, reason, place."""

from __future__ import annotations

from abc import abstractmethod

from cagette_tui.i18n import N_, _, format_number, format_quantity
from cagette_tui.model.acts.delivering import set_delivered, set_price, set_quantity, set_reason
from cagette_tui.model.rules.basket import LineView
from cagette_tui.model.rules.kinds import Reason
from cagette_tui.screens.asking import plausible_weight
from cagette_tui.screens.digit_keys import digit_commands
from cagette_tui.screens.one_basket import OneBasket
from cagette_tui.screens.product_acts import added, moved, replaced
from cagette_tui.screens.typed import amount_typed, weight_typed
from cagette_tui.sentences.lines import added_to, became_of
from cagette_tui.sentences.producers import reason_explained, who_is_paid
from cagette_tui.sentences.questions import called

# Letters of the reasons (R30), those of the French words where they are free.
_REASONS = {
    "m": Reason.UNDELIVERED,
    "b": Reason.DAMAGED,
    "r": Reason.REPLACED,
    "p": Reason.WEIGHED,
    "d": Reason.GIVEN_AWAY,
    "c": Reason.NOT_COLLECTED,
    "t": Reason.RETURNED,
    "e": Reason.ERROR,
}
_DIGITS = "0123456789"


class LineActs(OneBasket):
    """A screen with the lines of one basket."""

    @abstractmethod
    def go_to_line(self, line: LineView) -> None:
        """Highlight a line."""

    @abstractmethod
    def line(self) -> LineView | None:
        """Return the highlighted line."""

    async def action_set_delivered(self) -> None:
        """Mark a line undelivered, or delivered as ordered."""
        await self.act(self._toggle())

    async def _toggle(self) -> None:
        line = self.line()
        if line is None:
            return
        after = await self.tried(set_delivered, line.id, self.basket.version, line.delivered == 0)
        self.told(after, became_of(line, after))

    async def action_add(self) -> None:
        """Add a product."""
        await self.act(self._add())

    async def _add(self) -> None:
        before = self.basket
        after = await added(self, before)
        self.told(after, added_to(before, after))
        new = None if after is None else after.line_since(before)
        if new is not None:
            self.go_to_line(new)  # the next key is about it

    async def action_begin_quantity(self, digit: int) -> None:
        """Begin the quantity of the highlighted line with a digit."""
        line = self.line()
        if line is not None:
            await self.act(self._quantity(line, str(digit)))

    async def change_of_line(self) -> None:
        """Ask what is to be changed, and change it."""
        line = self.line()
        if line is None:
            return
        answer = await self.choose(
            _("{product}: change what?").format(product=called(line.product)),
            {
                "q": _("quantity or weight (or type it)"),
                "x": _("price"),
                "r": _("reason and note"),
                "a": _("another product instead"),
                "d": _("move to another basket"),
                **dict.fromkeys(_DIGITS, ""),
            },
        )
        if answer and answer in _DIGITS:
            await self._quantity(line, answer)
        elif answer == "q":
            await self._quantity(line)
        elif answer == "x":
            await self._price(line)
        elif answer == "r":
            await self._reason(line)
        elif answer == "a":
            after = await replaced(self, self.basket, line)
            self.told(after, became_of(line, after))
        elif answer == "d":
            await self._move(line)

    async def _move(self, line: LineView) -> None:
        both = await moved(self, self.basket, line)
        if both is not None:
            here, there = both
            self.told(here)
            if here.credit and here.difference > 0:
                return  # what to do about it is said already
            self.say(
                _("{product} moved to {number} {member}.").format(
                    product=called(line.product), number=there.number, member=called(there.member)
                ),
                "good",
            )

    async def _quantity(self, line: LineView, begun: str = "") -> None:
        quantity = await self.ask_text(
            _("Delivered"),
            lambda text: weight_typed(text, line),
            value=begun or format_quantity(line.delivered),
            begun=bool(begun),
            hint=_("{product}: {quantity} ordered. A weight as 1,35 or 1350 g.").format(
                product=called(line.product), quantity=format_quantity(line.ordered)
            ),
        )
        if quantity is not None:
            quantity = await plausible_weight(self, line, quantity, line.product)
        if quantity is None:
            return
        version, meant = self.basket.version, quantity
        after = await self.answered(
            lambda desk, said: set_quantity(desk, line.id, version, meant, **said)
        )
        self.told(after, became_of(line, after))

    async def _price(self, line: LineView) -> None:
        price = await self.ask_text(
            _("Price"),
            lambda text: amount_typed(text, zero=True, negative=line.price < 0),
            value=format_number(line.price, grouped=False),
            hint=_("{product}: only in this basket. The producer is paid at this price.").format(
                product=called(line.product)
            ),
        )
        if price is not None:
            version, meant = self.basket.version, price
            after = await self.answered(
                lambda desk, said: set_price(desk, line.id, version, meant, **said)
            )
            self.told(after, became_of(line, after))

    async def _reason(self, line: LineView) -> None:
        letter = await self.choose(
            _("{product}: why?").format(product=called(line.product)) + " " + who_is_paid(_REASONS),
            {letter: reason_explained(reason) for letter, reason in _REASONS.items()},
        )
        if not letter:
            return
        note = await self.ask_text(
            _("Note"), str.strip, value=line.note or "", hint=_("Enter without typing: none.")
        )
        if note is not None:
            after = await self.tried(
                set_reason, line.id, self.basket.version, _REASONS[letter], note or None
            )
            self.told(after, became_of(line, after))


DIGITS = digit_commands(
    LineActs.action_begin_quantity,
    N_("quantity"),
    N_("A digit begins the quantity or weight of the highlighted line."),
    without=N_("No line of the order is highlighted."),
)
