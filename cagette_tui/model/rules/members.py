"""Members: what they are called, how their accounts stand, and when two of them are one (R25)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.memberships import is_paid
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.text import name_of, nfc
from cagette_tui.value import ValueObject

LONGEST_NAME = 100


class MergeProblem(StrEnum):
    """Why two members cannot be made one."""

    SAME = "same"
    MERGED = "merged"  # one of them was merged already
    BOTH = "both"  # both have a basket in one open distribution
    VALIDATED = "validated"  # a validated basket in a distribution that is not certified
    AWAITED = "awaited"  # a payment of a certified distribution is still awaited


class CannotMerge(Refused):
    """Two members who cannot be made one, as they are.

    `name` is the member that it is about, `baskets` are numbers, `day` and `place` of the
    distribution, where there is one.
    """

    problem: MergeProblem
    name: str
    baskets: tuple[int, ...] = ()
    day: date | None = None
    place: str = ""


class BadName(Refused):
    """No name of a member: empty, too long, or with characters that cannot be shown."""

    name: str


class NameIsThere(Refused):
    """Somebody is called that already: one says that it is another person."""

    name: str
    ref: str


class MemberView(ValueObject):
    """A member and how the account stands; `balance` in euros (R11).

    `since` is the day from which on there was a debt, None without one. `last_payment` is the
    day on which money last came, `until` the last day of the membership, None for never.
    """

    id: int
    ref: str | None
    name: str
    balance: Decimal
    since: date | None
    last_payment: date | None
    until: date | None

    @property
    def called(self) -> str:
        """The reference that commands take: Cagette's, or our own number."""
        return self.ref or f"#{self.id}"

    def is_to_come(self, day: date) -> bool:
        """Whether what is owed is for orders of distributions to come: no debt yet (R57)."""
        return self.since is not None and self.since > day

    def up_to_date(self, day: date) -> bool:
        """Whether the membership is paid on that day."""
        return is_paid(self.until, day)


class Fees(ValueObject):
    """What a membership costs, in euros (0: the group has none), and until when it is paid.

    `until` is the last day of each member (id), None for who never paid.
    """

    fee: Decimal = Decimal(0)
    until: Mapping[int, date | None] = field(default_factory=dict)

    def paid_until(self, member_id: int, day: date) -> date | None:
        """Return the last day of a membership that is paid on that `day`, else None."""
        until = self.until.get(member_id)
        return until if until is not None and day <= until else None


def member_name(text: str) -> str:
    """Give a member's name, trimmed, blanks made one. Raises `BadName`."""
    name = " ".join(nfc(text).split())
    try:
        return name_of(name, LONGEST_NAME)
    except ValueError:
        raise BadName(name) from None
