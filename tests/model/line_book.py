"""Lines and files in a plain accounting of our own: thousandths, cents, hundredths of a percent."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

KEPT_FROM_THE_PRODUCER = ("damaged", "given_away", "not_collected")  # R53: paid all the same


def half_up(number: int, divisor: int) -> int:
    """R3: divide what is not negative and round, halves up."""
    return (2 * number + divisor) // (2 * divisor)


def cagettes(quantity: int, price: int, rate: int) -> tuple[int, int]:
    """R4: the fee and the total as Cagette has them, by binary fractions."""
    x = quantity / 1000 * (price / 100)
    fee = x * (rate / 100) / 100
    return tuple(math.floor(float(f"{y:.14e}") * 100 + 0.5) for y in (fee, x + fee))  # type: ignore[return-value]


@dataclass
class Product:
    """What the catalogue says now."""

    price: int
    rate: int
    weighed: bool


@dataclass(frozen=True)
class FileLine:
    """A line of an export; fee and total are what the file states."""

    member: str
    product: str
    quantity: int
    price: int
    rate: int
    fee: int
    total: int
    weighed: bool


@dataclass
class Line:
    """A line of a basket; `stated` are the price, fee and total of its file, if it has one."""

    product: str
    position: int
    rank: int  # in the order of being made, for lines of one position
    ordered: int
    delivered: int
    price: int
    rate: int
    stated: tuple[int, int, int] | None = None
    reason: str | None = None
    note: str | None = None
    weighed: bool = False  # somebody confirmed it on the scales
    brought: int | None = None  # by the producer, where nobody got it; None: what was ordered

    def say(self, delivered: int, reason: str | None) -> None:
        """R30, R53: so much was given out; of what was spoiled no more came than was there."""
        if reason not in KEPT_FROM_THE_PRODUCER:
            self.brought = None
        elif self.reason not in KEPT_FROM_THE_PRODUCER:
            some = delivered < self.delivered and self.delivered != self.ordered
            self.brought = self.delivered if some else None
        self.delivered, self.reason = delivered, reason

    def amounts(self, delivered: int | None = None) -> tuple[int, int]:
        """R3, R4: the fee and the total."""
        quantity = self.delivered if delivered is None else delivered
        if self.stated and quantity == self.ordered and self.price == self.stated[0]:
            return self.stated[1:]
        # All products came in a file: what is typed of them is worked out so, too.
        return cagettes(quantity, self.price, self.rate)

    @property
    def total(self) -> int:
        """R3, R4."""
        return self.amounts()[1]

    @property
    def producers(self) -> int:
        """R53: what the producer gets."""
        brought = self.ordered if self.brought is None else self.brought
        spoiled = self.reason in KEPT_FROM_THE_PRODUCER and self.delivered < brought
        fee, total = self.amounts(brought if spoiled else None)
        return total - fee

    @property
    def touched(self) -> bool:
        """Whether a volunteer changed what the file brought."""
        return bool(
            self.delivered != self.ordered
            or (self.stated and self.price != self.stated[0])
            or self.weighed
            or self.note is not None
            or (self.reason is not None and self.ordered)
        )

    def as_ordered(self) -> None:
        """R30, R32: all came; nobody weighed that unless it was weighed so."""
        self.weighed = self.weighed and self.delivered == self.ordered
        self.say(self.ordered, None)

    def put(self, quantity: int, sold_by_weight: bool) -> None:
        """R30: so much came, with the reason that goes without saying."""
        reason = self.reason
        if quantity == self.ordered:
            reason = None
        elif quantity == 0:
            reason = "undelivered" if self.reason in (None, "weighed") else self.reason
        elif sold_by_weight:
            reason = "weighed"
        elif self.reason is None and quantity < self.ordered:
            reason = "undelivered"
        elif self.reason == "undelivered" and quantity > self.ordered:
            reason = None
        self.say(quantity, reason)
        self.weighed = sold_by_weight

    def share(self, quantity: int) -> None:
        """R31: so much of what came is given to this line."""
        if quantity != self.delivered:
            self.say(quantity, "undelivered" if quantity < self.ordered else None)
            self.weighed = False

    def can_weigh(self, quantity: int) -> bool:
        """R32: something, and no more than 50 kg or ten times what was ordered."""
        return 0 < quantity <= max(50_000, 10 * self.ordered)

    def states(self, line: FileLine) -> bool:
        """Whether a file says of it what its own file said."""
        stated = (line.price, line.fee, line.total)
        return (self.ordered, self.rate, self.stated) == (line.quantity, line.rate, stated)


def imported(line: FileLine, position: int, rank: int) -> Line:
    """R4: a line as its file has it."""
    reason = None if line.quantity else "cancelled"
    stated = (line.price, line.fee, line.total)
    return Line(
        line.product,
        position,
        rank,
        line.quantity,
        line.quantity,
        line.price,
        line.rate,
        stated,
        reason,
    )


def compared(
    lines: list[Line], wanted: list[FileLine], made: Callable[[], int]
) -> tuple[list[Line], bool]:
    """Bring the lines of a basket up to a file: equal ones, then by rank; whether any changed.

    Lines that a volunteer added are no business of the file's, those that he changed stay.
    """
    there = [line for line in sorted(lines, key=place_of) if line.stated]
    result = [line for line in lines if not line.stated]
    changed = False
    equal: dict[int, Line] = {}
    for position, line in enumerate(wanted):
        same = next(
            (one for one in there if one.product == line.product and one.states(line)), None
        )
        if same is not None:
            equal[position] = same
            there.remove(same)
    for position, line in enumerate(wanted, start=1):
        old = equal.get(position - 1)
        if old is None:
            old = next((one for one in there if one.product == line.product), None)
        if old is None:
            result.append(imported(line, position, made()))
            changed = True
            continue
        if old in there:
            there.remove(old)
        if old.states(line):
            changed |= old.position != position
            result.append(replace(old, position=position))
        elif old.touched:
            result.append(old)
        else:
            result.append(imported(line, position, old.rank))
            changed = True
    kept = [line for line in there if line.touched]
    return result + kept, changed or len(kept) < len(there)


def place_of(line: Line) -> tuple[int, int]:
    """Order lines as they are shown."""
    return line.position, line.rank
