"""What is asked of the tables, with the columns in the order of the views."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import JOIN, Expression

from cagette_tui.model.store.prepared import Prepared
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.model.tables.distribution import Basket, Distribution, Line
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Cheque, Operation
from cagette_tui.model.tables.people import Group, Member

# Operations that make a balance (R11).
COUNTS = (Operation.cancelled_at.is_null()) & (~Operation.pending)


def distribution_query() -> Any:
    """Ask for distributions, as `DistributionView` has them."""
    return Distribution.select(
        Distribution.id,
        Distribution.date,
        Distribution.place,
        Distribution.starts_at,
        Distribution.ends_at,
        Distribution.cash_float,
        Distribution.certified_at,
        Distribution.certified_by,
        Distribution.left_in_box,
    ).where(Distribution.cancelled_at.is_null())


def basket_query(where: Expression) -> Any:
    """Ask for baskets with their members, as `BasketView` begins."""
    return (
        Basket.select(
            Basket.id,
            Basket.distribution,
            Basket.number,
            Basket.version,
            Basket.member,
            Member.name,
            Member.ref,
            Basket.on_the_spot,
            Basket.by_coordinator,
            Basket.absent,
            Basket.validated_at,
            Basket.validated_by,
        )
        .join(Member)
        .where(where)
    )


def operation_query(where: Expression) -> Any:
    """Ask for operations, oldest first, with the cheque and what is rare at the end."""
    return (
        Operation.select(
            Operation.id,
            Operation.member,
            Operation.kind,
            Operation.basket,
            Operation.distribution,
            Operation.amount,
            Operation.mode,
            Operation.pending,
            Operation.cheque,
            Operation.membership,
            Operation.reason,
            Operation.created_at,
            Operation.created_by,
            Operation.cancelled_at,
            Operation.cancelled_by,
            Operation.cancel_reason,
            Operation.day,
            Operation.late,
            Operation.returns,
            Cheque.number,
            Cheque.bank,
            Cheque.drawer,
        )
        .join(Cheque, JOIN.LEFT_OUTER)
        .where(where)
        .order_by(Operation.id)
    )


def balance_query(members: Expression) -> Any:
    """Sum the operations that count, by member (R11)."""
    return (
        Operation.select(Operation.member, sum_of(Operation.amount))
        .where(members, COUNTS)
        .group_by(Operation.member)
    )


def recent_query(first: datetime, members: Expression) -> Any:
    """Sum what these and later distributions did to each member's balance, by distribution.

    R18 leaves it out of the older balance: the basket's own operations, and
    orders and payments of later distributions. `members` is about `Basket.member`: by their
    baskets few operations are read, by their accounts those of ten years.
    """
    later = Distribution.select(Distribution.id).where(Distribution.starts_at >= first)
    baskets = Basket.select(Basket.id).where(Basket.distribution.in_(later), members)
    return (
        Operation.select(
            Operation.member, Distribution.starts_at, Distribution.id, sum_of(Operation.amount)
        )
        .join(Basket, on=(Operation.basket == Basket.id))
        .join(Distribution)
        .where(Operation.basket.in_(baskets), COUNTS)
        .group_by(Operation.member, Distribution.starts_at, Distribution.id)
    )


_LINE_COLUMNS = (
    Line.id,
    Line.basket,
    Line.position,
    Line.product,
    Product.name,
    Product.weighed,
    Product.vat_rate,
    Catalogue.name,
    Catalogue.id,
    Vendor.name,
    Vendor.id,
    Line.ordered,
    Line.delivered,
    Line.price,
    Line.fee_rate,
    Line.fee,
    Line.total,
    Line.reason,
    Line.note,
    Line.weight_confirmed,
    Line.stated_price,
    Line.stated_fee,
    Line.stated_total,
    Line.changed_at,
    Line.changed_by,
    Line.came,
    Line.exact_quantity,
    Line.exact_price,
    Line.exact_rate,
    Line.as_cagette,
    Line.unexplained,
    Product.vat_said,
)


def line_query(where: Expression) -> Any:
    """Ask for lines, basket by basket, as `LineView` has them."""
    return (
        Line.select(*_LINE_COLUMNS)
        .join(Basket)
        .switch(Line)
        .join(Product)
        .join(Catalogue)
        .join(Vendor)
        .where(where)
        .order_by(Line.basket, Line.position, Line.id)
    )


# What every key press asks, of one basket.
ACCEPTED_MODES = Prepared(lambda: Group.select(Group.accepted_modes).where(Group.id == 1), 0)
DISTRIBUTION = Prepared(lambda number: distribution_query().where(Distribution.id == number))
BASKET = Prepared(
    lambda number: basket_query((Basket.id == number) & Basket.cancelled_at.is_null())
)
OPERATIONS_OF_BASKET = Prepared(
    lambda number: operation_query((Operation.basket == number) & Operation.cancelled_at.is_null())
)
BALANCE = Prepared(lambda member: balance_query(Operation.member == member))
RECENT_OF_MEMBER = Prepared(lambda first, member: recent_query(first, Basket.member == member), 2)
LINES_OF_BASKET = Prepared(lambda number: line_query(Line.basket == number))
