"""The tour: what to do next, in one or two lines over the real screens, on invented data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cagette_tui.i18n import N_, _
from cagette_tui.screens.basket import BasketScreen
from cagette_tui.screens.baskets import BasketsScreen
from cagette_tui.screens.distributions import DistributionsScreen
from cagette_tui.screens.takings import TakingsScreen
from cagette_tui.widgets.base import CommandScreen
from cagette_tui.widgets.help import HelpScreen

AnyScreen = CommandScreen[Any]


@dataclass(frozen=True)
class _Step:
    """What to do on which screen, and how one sees that it was done."""

    where: type[AnyScreen]
    text: str
    is_done: Callable[[Tour, AnyScreen], bool]


class Tour:
    """Tells on each screen what to do next, and notices what was done, however it was."""

    def __init__(self) -> None:
        """Begin at the beginning."""
        self._at = 0
        self._third: int | None = None  # the basket (id) that is opened

    def __call__(self, screen: AnyScreen) -> str:
        """Say what to do next on this screen."""
        while self._at < len(_STEPS) - 1 and _STEPS[self._at].is_done(self, screen):
            self._at += 1
        step = _STEPS[self._at]
        text = _(step.text) if isinstance(screen, step.where) else _("Esc goes back to it.")
        return _("Tour {number}/{count}: {text}").format(
            number=self._at + 1, count=len(_STEPS), text=text
        )

    def sees_a_line_taken_out(self, screen: AnyScreen) -> bool:
        """Whether the basket has a line that was not delivered; remember which basket it is."""
        if not isinstance(screen, BasketScreen) or not screen.has_basket:
            return False
        self._third = screen.basket.id
        return any(line.delivered < line.ordered for line in screen.basket.lines)

    def sees_the_third_done(self, screen: AnyScreen) -> bool:
        """Whether the opened basket is validated, or the next one shown in its place."""
        if isinstance(screen, BasketScreen) and screen.has_basket:
            return screen.basket.validated or screen.basket.id != self._third
        return _validated(3)(self, screen)


def _is_on(kind: type[AnyScreen]) -> Callable[[Tour, AnyScreen], bool]:
    return lambda _tour, screen: isinstance(screen, kind)


def _validated(count: int) -> Callable[[Tour, AnyScreen], bool]:
    return lambda _tour, screen: (
        isinstance(screen, BasketsScreen) and screen.has_sheet and screen.sheet.validated >= count
    )


_STEPS = (
    _Step(
        DistributionsScreen,
        N_("these are the distributions. ↓ goes to tonight's, Enter opens it. Esc ends the tour."),
        _is_on(BasketsScreen),
    ),
    _Step(
        BasketsScreen,
        N_("one line for each basket. The first is paid in cash: E receives it and validates."),
        _validated(1),
    ),
    _Step(
        BasketsScreen,
        N_("validated, and on to the next. This one pays by cheque: C. (T transfer, B card.)"),
        _validated(2),
    ),
    _Step(
        BasketsScreen,
        N_("two are done. In the third something is missing: Enter opens the basket."),
        _is_on(BasketScreen),
    ),
    _Step(
        BasketScreen,
        N_("Space takes the highlighted product out, and less is to pay. Try it."),
        Tour.sees_a_line_taken_out,
    ),
    _Step(
        BasketScreen,
        N_("now E here too: what is left to pay is received, and the third one validated."),
        Tour.sees_the_third_done,
    ),
    _Step(
        BasketScreen,
        N_("three baskets are validated, and here is the next one. Esc goes back to the list."),
        _is_on(BasketsScreen),
    ),
    _Step(
        BasketsScreen,
        N_("a mistake? u takes the last act back, after asking. Now K, for the cash box."),
        _is_on(TakingsScreen),
    ),
    _Step(
        TakingsScreen,
        N_("what the box should hold; c counts it. Every screen explains its keys: press ?"),
        _is_on(HelpScreen),
    ),
    _Step(
        CommandScreen,
        N_(
            "that was it. At the end of the evening V validates what is left, then certifies. "
            "Go on trying, nothing here is real; Esc goes back, F10 leaves."
        ),
        lambda _tour, _screen: False,
    ),
)
