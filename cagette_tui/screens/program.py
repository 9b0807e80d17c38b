"""The program as its screens know it, and the doors to one another that it hands them.

Read by the type checker alone: what stands here is in `cagette_tui/app.py` and
`cagette_tui/doors.py`, which know the screens.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import ParamSpec, Protocol, TypeVar

from textual.screen import Screen

from cagette_tui.clock import Clock
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.periods import Span
from cagette_tui.papers.exports import Export
from cagette_tui.presence import Place
from cagette_tui.widgets.host import Host

P = ParamSpec("P")
T = TypeVar("T")
AnyScreen = Screen[None]


class Doors(Protocol):
    """The screens, each made when its door is opened: a module of such functions."""

    def get_ready(self) -> None:
        """Import what is behind the first door that is opened, while nobody waits."""

    def to_settings(self) -> AnyScreen:
        """Give the group's settings."""

    def to_products(self) -> AnyScreen:
        """Give all products: VAT rates, producers' names, what is weighed."""

    def to_money(self) -> AnyScreen:
        """Give the group's money."""

    def to_deposits(self, number: int | None) -> AnyScreen:
        """Give the deposits and what waits for the bank, the cursor on the one of a number."""

    def to_period(self, span: Span) -> AnyScreen:
        """Give the papers of a period."""

    def to_period_paper(self, span: Span, kind: str, member: str | None = None) -> AnyScreen:
        """Give one paper of a period, a statement for the member of a reference."""

    def to_bring_in(self) -> AnyScreen:
        """Give the screen that brings a file in."""

    def to_members(self) -> AnyScreen:
        """Give all members, and the way to their accounts."""

    def to_baskets(self, distribution_id: int, *, start_at: int | None = None) -> AnyScreen:
        """Give the baskets of a distribution, the cursor on one of them."""

    def to_basket(self, basket_id: int) -> AnyScreen:
        """Give one basket."""

    def to_payment(self, baskets: tuple[BasketView, ...]) -> AnyScreen:
        """Give the payment entry for some baskets."""

    def to_account(self, member_id: int, distribution_id: int | None) -> AnyScreen:
        """Give a member's account; payments there join a distribution, if there is one."""

    def to_journal(self, distribution_id: int, basket: int | None = None) -> AnyScreen:
        """Give the journal of a distribution, or of the basket with a number."""

    def to_undelivered(
        self, distribution_id: int, product_id: int, only: frozenset[int] | None = None
    ) -> AnyScreen:
        """Give the plan that takes a product out of all baskets, or `only` of some (ids)."""

    def to_price(self, distribution_id: int, product_id: int) -> AnyScreen:
        """Give the plan that changes a product's price in all baskets."""

    def to_weighing(self, distribution_id: int, product_id: int) -> AnyScreen:
        """Give the scales for one product."""

    def to_forcing(self, distribution_id: int) -> AnyScreen:
        """Give the preview of validating all that is left."""

    def to_certifying(self, distribution_id: int) -> AnyScreen:
        """Give the dry run before certifying."""

    def to_takings(self, distribution_id: int) -> AnyScreen:
        """Give the box and the takings."""

    def to_counting(self, distribution_id: int) -> AnyScreen:
        """Give the count of the box."""

    def to_finding(
        self, distribution_id: int, counted: Decimal, pieces: dict[Decimal, int] | None
    ) -> AnyScreen:
        """Give what may explain the difference of a count, `pieces` by note and coin if known."""

    def to_pile(self, distribution_id: int) -> AnyScreen:
        """Give the pile of cheques."""

    def to_entering(self, distribution_id: int) -> AnyScreen:
        """Give what is to be entered in Cagette, to be ticked off."""

    def to_bank(self) -> AnyScreen:
        """Give the bank's statement."""

    def to_papers(self, distribution_id: int) -> AnyScreen:
        """Give the list of papers and files."""

    def to_paper(self, wanted: Export) -> AnyScreen:
        """Give one paper as text."""

    def to_keys_card(self) -> AnyScreen:
        """Give the card of keys as text."""

    def keys_card(self, *, printed: bool) -> tuple[str, str]:
        """Give the name of a file for the card of keys, and what is in it."""


class Database(Protocol):
    """Where functions of the model run."""

    where: str

    async def call(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Await a function of the model; raises what it raises, and storage problems."""
        ...


class Neighbours(Protocol):
    """The others on the same database."""

    def left_behind(self, who: str) -> Place | None:
        """Return where somebody was cut off, once."""


class Program(Host, Protocol):
    """What screens may ask of the program, and tell it."""

    desk: Desk
    clock: Clock
    doubts_clock: bool
    read_only: bool
    ask_name: bool
    is_shared: bool
    """Whether several people share the login."""
    offers_tour: bool
    wants_tour: bool
    greeting: str
    trouble: str
    """Why the database does not answer just now; empty while it does."""
    drafts: dict[object, object]
    accepted: tuple[Mode, ...]
    """The modes that the group takes, in its order, as an evening last read them (R13)."""
    announcing: dict[int, bool]

    @property
    def doors(self) -> Doors:
        """The doors to the other screens."""

    @property
    def database(self) -> Database:
        """The database that is open."""

    @property
    def neighbours(self) -> Neighbours:
        """The others on the same database."""

    def say_where(self, place: tuple[int, int | None] | None) -> None:
        """Tell the others at which distribution and basket (ids) somebody is here."""
