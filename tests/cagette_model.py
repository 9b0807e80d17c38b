"""A small model of Cagette's validation: what each of its acts does, and what it refuses.

It knows nothing of our program but the two files that go between them: the export of orders, and
the table of what is to be entered. Written from what is known of Cagette's own code; amounts are
`Decimal` euros, lines are computed in binary fractions as Cagette does.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal("0.00")
ON_THE_SPOT = "on_the_spot"
Row = Mapping[str, str]
# Quantity, price in euros, fee rate in percent of a line.
Behind = tuple[float, float, float]


class Refused(Exception):
    """Cagette does not do it."""


def computed(quantity: float, price: float, fee: float) -> Decimal:
    """Compute a line: 15 significant digits, then half up, all in binary fractions."""
    cost = quantity * price
    cost += cost * fee / 100
    return Decimal(math.floor(float(f"{cost:.15g}") * 100 + 0.5)) / 100


def table(text: str) -> list[dict[str, str]]:
    """Read a table between semicolons."""
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@dataclass
class Line:
    """A line of an order; one that costs nothing counts as paid."""

    product: str
    quantity: float
    price: float
    fee: float
    total: Decimal
    paid: bool = False

    def set(self, quantity: float, price: float) -> None:
        """Change it: more of it is unpaid again."""
        if quantity > self.quantity:
            self.paid = False
        if quantity == 0:
            self.paid = True
        if (quantity, price) != (self.quantity, self.price):
            self.quantity, self.price = quantity, price
            self.total = computed(quantity, price, self.fee)


@dataclass
class Payment:
    """A payment of an order, positive, or a refund."""

    mode: str
    amount: Decimal
    pending: bool = False


@dataclass
class Order:
    """A basket: its lines, and the order's operation with the payments that hang on it."""

    lines: list[Line] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    pending: bool = True
    status: bool = False  # validated by somebody, in the later generation

    @property
    def cost(self) -> Decimal:
        """What the order's operation takes from the balance."""
        return sum((line.total for line in self.lines), ZERO)

    @property
    def paid(self) -> Decimal:
        """Confirmed payments."""
        return sum((one.amount for one in self.payments if not one.pending), ZERO)

    @property
    def announced(self) -> list[Payment]:
        """Payments on the spot that wait."""
        return [one for one in self.payments if one.pending and one.mode == ON_THE_SPOT]


class Cagette:
    """A group in Cagette, in one of its generations (2020 or 2022)."""

    def __init__(self, generation: int = 2022) -> None:
        """Begin without members."""
        self.generation = generation
        self.orders: dict[str, Order] = {}
        self.accounts: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self.takings: Counter[str] = Counter()
        self.fees: dict[str, float] = {}
        self.members: set[str] = set()
        self.left: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self._pieces: Counter[tuple[str, str]] = Counter()
        self._said: Counter[tuple[str, str]] = Counter()

    # What there is before

    def take_orders(
        self, export: str, rates: Mapping[str, float], behind: Sequence[Behind] = ()
    ) -> None:
        """Take the orders of an export: each is to be paid on the spot.

        `rates` are the catalogues' fee rates by product, which orders get from now on; `behind`
        is, row by row, what Cagette knows and does not print.
        """
        self.fees |= rates
        for place, row in enumerate(table(export)):
            order = self.orders.setdefault(row["userId"], Order())
            self.members.add(row["userId"])
            quantity, price = (float(row[name].replace(",", ".")) for name in ("quantity", "price"))
            fee = rates[row["productName"]]
            if behind:
                quantity, price, fee = behind[place]
            total = Decimal(row["total"].replace(",", ".")) + ZERO
            assert not behind or computed(quantity, price, fee) == total, row
            line = Line(row["productName"], quantity, price, fee, total)
            line.paid = not line.quantity
            order.lines.append(line)
        for order in self.orders.values():
            if order.cost > 0:
                order.payments.append(Payment(ON_THE_SPOT, order.cost, pending=True))

    # What one reads there

    def balance(self, member: str) -> Decimal:
        """Return the sum of all operations but payments that wait."""
        order = self.orders.get(member, Order())
        return self.accounts[member] + order.paid - order.cost

    def is_validated(self, member: str) -> bool:
        """Whether a basket counts as validated."""
        order = self.orders[member]
        if not all(line.paid for line in order.lines):
            return False
        if self.generation >= 2022 and not any(line.quantity for line in order.lines):
            return True
        done = not order.pending and not any(one.pending for one in order.payments)
        return done and (order.status or self.generation < 2022)

    def sums(self) -> dict[str, Decimal]:
        """Return the page of takings: payments of orders by mode, net of refunds."""
        sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for order in self.orders.values():
            for one in order.payments:
                if not one.pending:
                    sums[one.mode] += one.amount
        return {mode: amount for mode, amount in sums.items() if amount}

    # What one does there

    def enter(self, rows: Sequence[Row]) -> None:
        """Do what a table says, row by row. Raises `Refused`."""
        self._pieces = Counter(
            (row["member_ref"], row["product"]) for row in rows if row["act"] == "quantity"
        )
        self._said.clear()
        for row in rows:
            try:
                getattr(self, f"_{row['act']}")(row)
            except Refused as refused:
                raise Refused(f"{refused}: {dict(row)}") from None

    def _order(self, row: Row) -> Order:
        if row["member_ref"] not in self.orders:
            raise Refused("no order")
        return self.orders[row["member_ref"]]

    def _open_order(self, row: Row) -> Order:
        if self.is_validated(row["member_ref"]):
            raise Refused("validated")
        return self._order(row)

    def _lines(self, row: Row) -> list[Line]:
        lines = [one for one in self._order(row).lines if one.product == row["product"]]
        if not lines:
            raise Refused("no such line")
        return lines

    def _missing(self, row: Row) -> None:
        for line in self._lines(row):
            line.set(0, line.price)

    def _quantity(self, row: Row) -> None:
        """One row for each line of the product, in their order: else it is not clear which."""
        lines, key = self._lines(row), (row["member_ref"], row["product"])
        if self._pieces[key] != len(lines):
            raise Refused("which of them?")
        line = lines[self._said[key]]
        self._said[key] += 1
        line.set(float(row["quantity"]), line.price)
        order = self._order(row)
        order.status &= all(one.paid for one in order.lines)

    def _price(self, row: Row) -> None:
        there = [
            line
            for order in self.orders.values()
            for line in order.lines
            if line.product == row["product"]
        ]
        if not there:
            raise Refused("no such line")
        for line in there:
            line.set(line.quantity, float(row["price"]))

    def _add_line(self, row: Row) -> None:
        self._must_be_known(row)
        if row["product"] not in self.fees:
            raise Refused("no such product")
        quantity, price = float(row["quantity"]), float(row["price"])
        fee = self.fees[row["product"]]
        total = computed(quantity, price, fee)
        order = self.orders.setdefault(row["member_ref"], Order())
        order.lines.append(Line(row["product"], quantity, price, fee, total))
        order.status = False

    def _delete_announced(self, row: Row) -> None:
        order = self._order(row)
        order.payments.remove(self._waiting(order, row))

    def _confirm(self, row: Row) -> None:
        if row["mode"] not in ("cash", "cheque"):
            raise Refused("only in cash or by cheque")
        payment = self._waiting(self._order(row), row)
        payment.mode, payment.pending = row["mode"], False

    @staticmethod
    def _waiting(order: Order, row: Row) -> Payment:
        for one in order.announced:
            if one.amount == Decimal(row["amount"]):
                return one
        raise Refused("not announced")

    def _payment(self, row: Row) -> None:
        self._open_order(row).payments.append(Payment(row["mode"], self._amount(row)))

    def _refund(self, row: Row) -> None:
        order = self._open_order(row)
        if order.paid <= order.cost:
            raise Refused("nothing is overpaid")
        order.payments.append(Payment(row["mode"], -self._amount(row)))

    def _account_payment(self, row: Row) -> None:
        self._must_be_known(row)
        if not Decimal(row["amount"]) or not row["mode"]:
            raise Refused("no payment")
        self.accounts[row["member_ref"]] += Decimal(row["amount"])

    def _membership(self, row: Row) -> None:
        """A fee and its payment: the balance stays."""
        self._must_be_known(row)
        if row["mode"] not in ("cash", "cheque", "transfer"):
            raise Refused("not in that mode")
        self._amount(row)

    def _validate(self, row: Row) -> None:
        order = self._order(row)
        if order.announced:
            raise Refused("a payment on the spot waits")
        order.pending, order.status = False, True
        for line in order.lines:
            line.paid = True
        for one in order.payments:
            one.pending = False

    def _left_to_people(self, row: Row) -> None:
        self.left[row["member_ref"]] += Decimal(row["amount"])

    def _must_be_known(self, row: Row) -> None:
        if row["member_ref"] not in self.members:
            raise Refused("no such member")

    @staticmethod
    def _amount(row: Row) -> Decimal:
        amount = Decimal(row["amount"])
        if amount <= 0 or row["mode"] not in ("cash", "cheque", "transfer", "card", "online"):
            raise Refused("no amount or mode")
        return amount
