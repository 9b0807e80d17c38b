"""Acts that begin with the choice of a product: in all baskets, in one, in a new one."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_quantity
from cagette_tui.model.acts.delivering import (
    add_line,
    give_basket,
    move_line,
    new_order,
    replace_line,
)
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import members_without_basket, read_products
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.evening import ProductView, SheetView
from cagette_tui.model.rules.products import ProductUse, most_ordered, product_uses
from cagette_tui.screens.asking import plausible_quantity
from cagette_tui.screens.choosing import Chooser, NotThere
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.screens.new_member import member_from_choice
from cagette_tui.screens.new_product import new_product
from cagette_tui.screens.product_rows import product_columns, product_rows, use_columns, use_rows
from cagette_tui.screens.typed import quantity_typed
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.rows import Column, Row
from cagette_tui.widgets.searching import Search


async def choose_use(
    screen: ModelScreen, sheet: SheetView, title: str, *, weighed_first: bool = False
) -> int | None:
    """Let a product of the distribution be chosen; return its id."""
    uses = product_uses(sheet)
    rows = use_rows(uses)
    if weighed_first:
        rows = _weighed_first(uses)
    taken = await screen.chosen_from(Chooser(title, use_columns(weights=weighed_first), rows))
    return taken if isinstance(taken, int) else None


def _weighed_first(uses: tuple[ProductUse, ...]) -> list[Row]:
    """Put what is sold by weight above the rest, what still has to be weighed first of all."""
    weighed = sorted((use for use in uses if use.weighed), key=lambda use: not use.unweighed)
    others = [use for use in uses if not use.weighed]
    first = [row for row in use_rows(weighed) if not row.is_heading]
    if not others:
        return first
    return [
        *first,
        Row.heading(_("Not sold by weight so far")),
        *(row for row in use_rows(others) if not row.is_heading),
    ]


async def added(screen: ModelScreen, basket: BasketView) -> BasketView | None:
    """Add a product to a basket: one of the catalogues', or what nobody has entered so far."""
    product = await _choose_product(
        screen,
        basket.distribution_id,
        _("Add a product"),
        hint=_(
            "Letters filter, ↑ ↓ move, Enter takes, Esc goes back. Returned jars or a rebate that "
            "is not listed: type its name, then Enter."
        ),
        new=_("Enter: a new product of this name; returned jars, a rebate: a price below zero."),
    )
    if isinstance(product, NotThere):
        return await new_product(screen, basket, product.text)
    quantity = None if product is None else await _quantity(screen, basket.distribution_id, product)
    if product is None or quantity is None:
        return None
    this, added = (basket.id, basket.version), (product.id, quantity)
    return await screen.answered(lambda desk, said: add_line(desk, *this, *added, **said))


async def replaced(screen: ModelScreen, basket: BasketView, line: LineView) -> BasketView | None:
    """Give another product for one that is missing."""
    title = _("Instead of {product}").format(product=called(line.product))
    product = await _choose_product(screen, basket.distribution_id, title)
    if not isinstance(product, ProductView):
        return None
    proposed = line.delivered or line.ordered
    if proposed % 1 and not product.weighed:
        proposed = Decimal(1)  # a weight says nothing of what comes in pieces
    quantity = await _quantity(screen, basket.distribution_id, product, proposed)
    if quantity is None:
        return None
    this, new = (line.id, basket.version), (product.id, quantity)
    return await screen.answered(lambda desk, said: replace_line(desk, *this, *new, **said))


async def moved(
    screen: ModelScreen, basket: BasketView, line: LineView
) -> tuple[BasketView, BasketView] | None:
    """Move a line, or a part of it, to another member's basket."""
    sheet = await screen.db(read_sheet, basket.distribution_id)
    there = {one.id: one for one in sheet.open_baskets if one.id != basket.id}
    if not there:
        screen.say(_("All other baskets are validated."))
        return None
    title = _("{product}: to whose basket?").format(product=called(line.product))
    taken = await screen.chosen_from(_of_baskets(title, there.values()))
    if not isinstance(taken, int):
        return None
    to = there[taken]
    quantity: Decimal | None = line.delivered
    if line.delivered > 1:
        quantity = await screen.ask_text(
            _("How much of it"),
            quantity_typed,
            value=format_quantity(line.delivered),
            hint=_("{product} to {member}").format(
                product=called(line.product), member=called(to.member)
            ),
        )
    if quantity is None:
        return None
    this, other = (line.id, basket.version), (to.id, to.version)
    return await screen.answered(
        lambda desk, said: move_line(desk, *this, *other, quantity, **said)
    )


async def given(screen: ModelScreen, basket: BasketView) -> tuple[BasketView, BasketView] | None:
    """Let somebody else be chosen who takes and pays what an absent member ordered (R34)."""
    sheet = await screen.db(read_sheet, basket.distribution_id)
    there = {one.id: one for one in sheet.open_baskets if one.id != basket.id and not one.absent}
    if not there:
        screen.say(_("All other baskets are validated."))
        return None
    title = _("The products of {number} {member}: who takes and pays them?").format(
        number=basket.number, member=called(basket.member)
    )
    taken = await screen.chosen_from(_of_baskets(title, there.values()))
    if not isinstance(taken, int):
        screen.gave_up()
        return None
    to = there[taken]
    return await screen.tried(give_basket, basket.id, basket.version, to.id, to.version)


def _of_baskets(title: str, baskets: Iterable[BasketView]) -> Chooser:
    """Offer some baskets."""
    rows = [
        Row(
            one.id,
            {
                "number": str(one.number),
                "member": one.member,
                "to_pay": format_amount(one.to_pay),
            },
            search=Search(one.member, str(one.number)),
        )
        for one in baskets
    ]
    columns = (
        Column("number", _("No."), 4, "right"),
        Column("member", _("Member")),
        Column("to_pay", _("To pay"), 12, "right"),
    )
    return Chooser(title, columns, rows)


async def without_basket(screen: ModelScreen, distribution_id: int, title: str) -> int | None:
    """Let a member be chosen who has no basket in a distribution, or be added; give the id."""
    members = await screen.db(members_without_basket, distribution_id)
    rows = [
        Row(
            one.id,
            {"member": one.name, "ref": one.ref or ""},
            search=Search(one.name, one.ref or ""),
        )
        for one in members
    ]
    columns = (Column("member", _("Member")), Column("ref", _("Reference"), 12))
    hint = _("Letters filter, Enter takes, Esc goes back. Somebody new: type the whole name.")
    if not members:
        hint = _("Type the name of who is new, surname first; Esc goes back.")
    chooser = Chooser(
        title,
        columns,
        rows,
        hint=hint,
        new=_("Enter: a new member of this name (surname first), after a question."),
        empty=_("Every member has a basket in this distribution."),
    )
    member = await screen.chosen_from(chooser)
    if isinstance(member, NotThere):
        return await member_from_choice(screen, member.text)
    return member if isinstance(member, int) else None


async def ordered(screen: ModelScreen, distribution_id: int) -> BasketView | None:
    """Enter an order for a member who has none (R19): its first product."""
    member = await without_basket(screen, distribution_id, _("New order: for whom?"))
    if member is None:
        return None
    product = await _choose_product(screen, distribution_id, _("New order: the first product"))
    if not isinstance(product, ProductView):
        return None
    quantity = await _quantity(screen, distribution_id, product)
    if quantity is None:
        return None
    lines = [(product.id, quantity)]
    return await screen.answered(
        lambda desk, said: new_order(desk, distribution_id, member, lines, **said)
    )


async def _choose_product(
    screen: ModelScreen, distribution_id: int, title: str, *, hint: str = "", new: str = ""
) -> ProductView | NotThere | None:
    products = {one.id: one for one in await screen.db(read_products, distribution_id)}
    sheet = await screen.db(read_sheet, distribution_id)
    here = frozenset(line.catalogue_id for one in sheet.baskets for line in one.lines)
    rows = product_rows(products.values(), here)
    taken = await screen.chosen_from(Chooser(title, product_columns(), rows, hint=hint, new=new))
    if isinstance(taken, NotThere):
        return taken
    return products[taken] if isinstance(taken, int) else None


async def _quantity(
    screen: ModelScreen,
    distribution_id: int,
    product: ProductView,
    proposed: Decimal = Decimal(1),
) -> Decimal | None:
    quantity = await screen.ask_text(
        _("Quantity"),
        quantity_typed,
        value=format_quantity(proposed),
        hint=_("{product}, {price}").format(
            product=called(product.name), price=format_amount(product.price)
        ),
    )
    if quantity is None:
        return None
    sheet = await screen.db(read_sheet, distribution_id)
    most = most_ordered(sheet, product.id)
    return quantity if await plausible_quantity(screen, product.name, quantity, most) else None
