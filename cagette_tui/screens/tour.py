"""The tour: what to do next, in a few lines over the real screens, on invented data."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from cagette_tui.i18n import _, format_amount
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.screens.basket import BasketScreen
from cagette_tui.screens.baskets import BasketsScreen
from cagette_tui.screens.counting import CountScreen
from cagette_tui.screens.distributions import DistributionsScreen
from cagette_tui.screens.takings import TakingsScreen

AnyScreen = Screen[Any]

# The baskets that are validated, by their numbers: two with one key, one of which a product did
# not come, one that asks. Before them the list of distributions is a step, after them the box,
# and what else there is.
_MISSING, _ASKING = 3, 5
_BASKETS = (1, 2, _MISSING, _ASKING)
_STEPS = len(_BASKETS) + 3


class Tour:
    """Tells on each screen what to do next, and notices what was done, however it was.

    What is done is what tonight's baskets show: an undo goes back a step.
    """

    def __init__(self) -> None:
        """Begin at the beginning."""
        self._tonight: int | None = None  # the distribution, once it was opened
        self._done: frozenset[int] = frozenset()  # the numbers of its baskets that are done
        self._is_counted = False  # its box
        self._at_the_end: SheetView | None = None  # as it was when the last word was said
        self._is_over = False

    def __call__(self, screen: AnyScreen) -> str:
        """Say what to do next on this screen; nothing once all was said."""
        self._look(screen)
        if isinstance(screen, DistributionsScreen) and self._is_through:
            return _("Esc ends the tour; nothing of it is kept.")
        if self._is_over:
            return ""
        number = _STEPS - (0 if self._is_through else 1)
        if self._next is not None:
            number = 2 + _BASKETS.index(self._next)
        return _("Tour {number}/{count} · {text}").format(
            number=number if self._tonight else 1, count=_STEPS, text=self._text(screen)
        )

    @property
    def _next(self) -> int | None:
        """The number of the basket that comes next; None when all are done."""
        return next((number for number in _BASKETS if number not in self._done), None)

    @property
    def _is_through(self) -> bool:
        return self._next is None and self._is_counted

    def _look(self, screen: AnyScreen) -> None:
        """Notice what the screen shows of tonight."""
        sheet, basket = _sheet_of_today(screen), self._basket(screen)
        if sheet is not None:
            self._tonight = sheet.distribution.id
            self._done = frozenset(one.number for one in sheet.baskets if _is_done(one))
            self._is_counted = sheet.count is not None
        elif isinstance(screen, TakingsScreen) and screen.has_sheet:
            if screen.sheet.distribution.id == self._tonight:
                self._is_counted = screen.sheet.count is not None
        elif basket is not None:
            number = frozenset({basket.number})
            self._done = self._done | number if _is_done(basket) else self._done - number
        if self._at_the_end is not None and sheet != self._at_the_end:
            self._is_over = True  # the last word goes with the next act, or another screen
        elif self._is_through:
            self._at_the_end = sheet

    def _basket(self, screen: AnyScreen) -> BasketView | None:
        """Return the basket of tonight that is opened, if one is."""
        if not isinstance(screen, BasketScreen) or not screen.has_basket:
            return None
        return screen.basket if screen.basket.distribution_id == self._tonight else None

    def _text(self, screen: AnyScreen) -> str:
        sheet, basket = _sheet_of_today(screen), self._basket(screen)
        if isinstance(screen, DistributionsScreen):
            return _welcome() if self._tonight is None else _("Enter opens tonight's, the first.")
        if self._next is None and not isinstance(screen, BasketScreen):
            return self._of_the_box(screen, sheet)
        if sheet is not None and isinstance(screen, BasketsScreen):
            wanted = next((one for one in sheet.baskets if one.number == self._next), None)
            return "" if wanted is None else _in_the_list(wanted, screen.current())
        if isinstance(screen, BasketsScreen):
            return _("This is not tonight's distribution. Esc goes back to the list of them.")
        if basket is not None and self._next is None:
            return _("Four baskets are validated. Esc goes back to the list of baskets.")
        if basket is not None and basket.number == self._next == _MISSING:
            return _opened(basket)
        return _("It goes on in the list of baskets; Esc goes back, a level each time.")

    def _of_the_box(self, screen: AnyScreen, sheet: SheetView | None) -> str:
        """Say how the box is closed, and once it is that this was all."""
        if isinstance(screen, CountScreen):
            return _("Esc, t and the sum that is expected, as if it lay there; Enter, then o.")
        if isinstance(screen, TakingsScreen):
            if self._is_counted:
                return _("The box is closed. Esc goes back to the list of baskets.")
            return _("This is the box, and what is still to do. c counts it.")
        if sheet is None:
            return _("It goes on in the list of baskets; Esc goes back, a level each time.")
        return _farewell() if self._is_counted else _("Last, the cash box: K shows it.")


def _sheet_of_today(screen: AnyScreen) -> SheetView | None:
    if not isinstance(screen, BasketsScreen) or not screen.has_sheet:
        return None
    is_on = screen.sheet.distribution.is_on(screen.cagette.clock.now())
    return screen.sheet if is_on else None


def _is_done(basket: BasketView) -> bool:
    return basket.validated or basket.absent


def _welcome() -> str:
    return _(
        "This is an exercise: everything here is invented and nothing of it is kept. "
        "These are the distributions; the first is tonight's: Enter opens it. Esc ends the tour."
    )


def _on_the_paper(number: int) -> str:
    """Say what the invented attendance sheet says."""
    return {
        1: _("The (invented) paper says: basket 1, cash."),
        2: _("The paper says: basket 2, cheque."),
        _MISSING: _("The paper says: basket 3, the first product is missing, the rest in cash."),
        _ASKING: _("The paper says: basket 5, a transfer, which nobody has seen so far."),
    }[number]


def _in_the_list(wanted: BasketView, current: BasketView | None) -> str:
    """Say what to do in the list, to come to the basket or with it."""
    return f"{_on_the_paper(wanted.number)} {_what_to_do(wanted, current)}"


def _what_to_do(wanted: BasketView, current: BasketView | None) -> str:
    if current is None or current.id != wanted.id:
        return _("↑ and ↓ go to basket {number}.").format(number=wanted.number)
    if wanted.number == _MISSING:
        return _("Enter opens it.")
    if wanted.announced:
        return _("v validates; a line below asks whether it came: a says not yet.")
    if not wanted.to_pay:
        return _("It is paid: v validates it.")
    amount = format_amount(wanted.to_pay)
    if wanted.number != 1:
        return _(
            "C receives {amount} by cheque and validates. (T transfer, B card.) Its number can be "
            "noted later: K, then p."
        ).format(amount=amount)
    text = _("E receives {amount} in cash and validates.").format(amount=amount)
    if wanted.debt_beside:
        debt = _("An older debt of {debt} stays on the account; p, then d, would take it too.")
        text += " " + debt.format(debt=format_amount(wanted.debt_beside))
    return text


def _opened(basket: BasketView) -> str:
    """Say what to do in the opened third basket."""
    if all(line.delivered >= line.ordered for line in basket.lines):
        return _on_the_paper(basket.number) + " " + _("Space takes it out: less is to pay.")
    if not basket.to_pay:
        return _("It is paid: v validates it.")
    text = _("Now E: the rest, {amount}, is received in cash, and the basket is validated.")
    return text.format(amount=format_amount(basket.to_pay))


def _farewell() -> str:
    return _(
        "That was it: four baskets are validated and the box is closed. u takes the last act "
        "back, : takes what the paper says, V validates all the rest, ? shows all keys. Go on "
        "trying: nothing is kept. Esc, twice, ends the tour."
    )
