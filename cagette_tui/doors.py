"""The doors from one screen to another: what is behind one is imported when it is first opened.

At the start nobody waits for more than the first screen needs. The program hands this module to
its screens, which know it as `Doors` in `cagette_tui/screens/program.py`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from textual.screen import Screen

    from cagette_tui.model.rules.basket import BasketView
    from cagette_tui.model.rules.periods import Span
    from cagette_tui.papers.exports import Export
    from cagette_tui.screens.model_screen import ModelScreen
    from cagette_tui.widgets.commands import Command


def get_ready() -> None:
    """Import what is behind the first door that is opened, while nobody waits."""
    import_module("cagette_tui.screens.baskets")


def to_settings() -> ModelScreen:
    """Give the group's settings."""
    from cagette_tui.screens.settings import SettingsScreen

    return SettingsScreen()


def to_products() -> ModelScreen:
    """Give all products: VAT rates, producers' names, what is weighed."""
    from cagette_tui.screens.products import ProductsScreen

    return ProductsScreen()


def to_bank() -> ModelScreen:
    """Give the bank's statement."""
    from cagette_tui.screens.bank import BankScreen

    return BankScreen()


def to_money() -> ModelScreen:
    """Give the group's money."""
    from cagette_tui.screens.money import MoneyScreen

    return MoneyScreen()


def to_deposits(number: int | None) -> ModelScreen:
    """Give the deposits and what waits for the bank, the cursor on the one of a number."""
    from cagette_tui.screens.deposits import DepositsScreen

    return DepositsScreen(number)


def to_period(span: Span) -> ModelScreen:
    """Give the papers of a period."""
    from cagette_tui.screens.period import PeriodScreen

    return PeriodScreen(span)


def to_period_paper(span: Span, kind: str, member: str | None = None) -> ModelScreen:
    """Give one paper of a period, a statement for the member of a reference."""
    from cagette_tui.screens.period_page import PeriodPage

    return PeriodPage(span, kind, member)


def to_bring_in() -> ModelScreen:
    """Give the screen that brings a file in."""
    from cagette_tui.screens.bring_in import BringInScreen

    return BringInScreen()


def to_members() -> ModelScreen:
    """Give all members, and the way to their accounts."""
    from cagette_tui.screens.members import MembersScreen

    return MembersScreen()


def to_baskets(distribution_id: int, *, start_at: int | None = None) -> ModelScreen:
    """Give the baskets of a distribution, the cursor on one of them."""
    from cagette_tui.screens.baskets import BasketsScreen

    return BasketsScreen(distribution_id, start_at=start_at)


def to_basket(basket_id: int) -> ModelScreen:
    """Give one basket."""
    from cagette_tui.screens.basket import BasketScreen

    return BasketScreen(basket_id)


def to_payment(baskets: tuple[BasketView, ...]) -> ModelScreen:
    """Give the payment entry for some baskets."""
    from cagette_tui.screens.payment import PaymentScreen

    return PaymentScreen(baskets)


def to_account(member_id: int, distribution_id: int | None) -> ModelScreen:
    """Give a member's account; payments there join a distribution, if there is one."""
    from cagette_tui.screens.account import AccountScreen

    return AccountScreen(member_id, distribution_id)


def to_journal(distribution_id: int, basket: int | None = None) -> ModelScreen:
    """Give the journal of a distribution, or of the basket with a number."""
    from cagette_tui.screens.journal import JournalScreen

    return JournalScreen(distribution_id, basket)


def to_undelivered(
    distribution_id: int, product_id: int, only: frozenset[int] | None = None
) -> ModelScreen:
    """Give the plan that takes a product out of all baskets, or `only` of some (ids)."""
    from cagette_tui.screens.undelivered import UndeliveredScreen

    return UndeliveredScreen(distribution_id, product_id, only)


def to_price(distribution_id: int, product_id: int) -> ModelScreen:
    """Give the plan that changes a product's price in all baskets."""
    from cagette_tui.screens.price_plan import PriceScreen

    return PriceScreen(distribution_id, product_id)


def to_weighing(distribution_id: int, product_id: int) -> ModelScreen:
    """Give the scales for one product."""
    from cagette_tui.screens.weighing import WeighScreen

    return WeighScreen(distribution_id, product_id)


def to_forcing(distribution_id: int) -> ModelScreen:
    """Give the preview of validating all that is left."""
    from cagette_tui.screens.forcing import ForceScreen

    return ForceScreen(distribution_id)


def to_certifying(distribution_id: int) -> ModelScreen:
    """Give the dry run before certifying."""
    from cagette_tui.screens.certifying import CertifyScreen

    return CertifyScreen(distribution_id)


def to_takings(distribution_id: int) -> ModelScreen:
    """Give the box and the takings."""
    from cagette_tui.screens.takings import TakingsScreen

    return TakingsScreen(distribution_id)


def to_counting(distribution_id: int) -> ModelScreen:
    """Give the count of the box."""
    from cagette_tui.screens.counting import CountScreen

    return CountScreen(distribution_id)


def to_finding(
    distribution_id: int, counted: Decimal, pieces: dict[Decimal, int] | None
) -> ModelScreen:
    """Give what may explain the difference of a count, `pieces` by note and coin if known."""
    from cagette_tui.screens.finding import FindScreen

    return FindScreen(distribution_id, counted, pieces)


def to_pile(distribution_id: int) -> ModelScreen:
    """Give the pile of cheques."""
    from cagette_tui.screens.pile import PileScreen

    return PileScreen(distribution_id)


def to_entering(distribution_id: int) -> ModelScreen:
    """Give what is to be entered in Cagette, to be ticked off."""
    from cagette_tui.screens.cagette import EnteringScreen

    return EnteringScreen(distribution_id)


def to_papers(distribution_id: int) -> ModelScreen:
    """Give the list of papers and files."""
    from cagette_tui.screens.papers import PapersScreen

    return PapersScreen(distribution_id)


def to_paper(wanted: Export) -> ModelScreen:
    """Give one paper as text."""
    from cagette_tui.screens.paper import PaperScreen

    return PaperScreen(wanted)


def to_keys_card() -> ModelScreen:
    """Give the card of keys as text."""
    from cagette_tui.keys_card import keys_card_text
    from cagette_tui.screens.paper import KeysCardScreen

    return KeysCardScreen(keys_card_text(printed=False))


def keys_card(*, printed: bool) -> tuple[str, str]:
    """Give the name of a file for the card of keys, and what is in it."""
    from cagette_tui.keys_card import keys_card_name, keys_card_text

    return keys_card_name(printed=printed), keys_card_text(printed=printed)


def to_help(explained: tuple[Command, ...]) -> Screen[None]:
    """Give the screen that explains these commands."""
    from cagette_tui.widgets.help import HelpScreen

    return HelpScreen(explained)
