"""Money for an account whose member has a basket that lacks some: is it for that (R21, R22)?"""

from __future__ import annotations

from cagette_tui.i18n import _, format_amount, format_date
from cagette_tui.model.acts.paying import settle
from cagette_tui.model.reading.lookups import open_baskets_of
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.evening import AccountView
from cagette_tui.model.rules.held_back import lacking
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.receiving import Pay
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences import mode_label


async def beside_the_basket(
    screen: ModelScreen, account: AccountView, part: Part, distribution_id: int | None
) -> bool | None:
    """Ask whether a payment on the account is for the member's open basket, and book it there.

    `distribution_id`: the evening from which one came, whose basket is asked about first. True:
    it is beside the basket, or no basket lacks anything. False: nothing was answered. None: it was
    booked on the basket, or refused there, and that is said.
    """
    today = screen.cagette.clock.now().date()
    baskets = await screen.insisted(open_baskets_of, account.member_id, today)
    here = sorted(baskets, key=lambda one: one[0].distribution_id != distribution_id)
    basket = lacking(one for one, _day in here)
    if basket is None:
        return True
    day = next(day for one, day in baskets if one is basket)
    answer = await screen.choose(
        _("{payment}: for basket {number} of {day}, {to_pay} to pay?").format(
            payment=_named(part),
            number=basket.number,
            day=format_date(day, "day"),
            to_pay=format_amount(basket.to_pay),
        ),
        _choices(basket, part, account),
    )
    if not answer:
        return False
    if answer == "a":
        return True
    if await screen.shown(
        lambda desk, said: settle(desk, [(basket.id, basket.version)], Pay((part,)), **said)
    ):
        text = _("{payment}: noted on basket {number}, not on the account alone.")
        screen.say(text.format(payment=_named(part), number=basket.number), "good")
    return None


def _choices(basket: BasketView, part: Part, account: AccountView) -> dict[str, str]:
    """Say what each answer does to the basket."""
    on_basket = _("yes: received for basket {number}")
    beside = _("no: on the account, where it pays the basket as credit")
    if basket.older < 0:
        text = _("no: for the older debt of {amount}")
        beside = text.format(amount=format_amount(-basket.older))
    if part.announced:
        on_basket = _("yes: announced for basket {number}")
        beside = _("no: on the account alone, the basket stays to pay")
    return {"o/y": on_basket.format(number=basket.number), "a": beside}


def _named(part: Part) -> str:
    mode = mode_label(part.mode)
    if part.announced:
        mode = _("{mode}, announced").format(mode=mode)
    return f"{mode} {format_amount(part.amount)}" if part.amount else mode
