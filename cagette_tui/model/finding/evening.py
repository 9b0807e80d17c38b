"""What the finder looks at: one evening's books, and what was counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from cagette_tui.model.finding.proposals import Pile, Place
from cagette_tui.model.rules.basket import ZERO, BasketView, ChequeView, OperationView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.takings import takings
from cagette_tui.value import ValueObject, cached_property

_FEW = 3


class Entry(ValueObject):
    """A payment or refund of the evening; `basket` is its own, or None on the account.

    `standing` is what the member's balance comes to with this evening, if they have a
    basket in it.
    """

    operation: OperationView
    place: Place
    basket: BasketView | None
    standing: Decimal | None

    @property
    def amount(self) -> Decimal:
        """Its amount in euros, negative for a refund."""
        return self.operation.amount

    @property
    def is_absent(self) -> bool:
        """Whether nothing can be received for its basket (R34)."""
        return self.basket is not None and self.basket.absent

    def evens_out(self, effect: Decimal) -> bool:
        """Whether `effect` euros more would bring the balance to zero, or pay the basket."""
        standings = [self.standing, self.basket.difference if self.basket else None]
        return -effect in standings


class Paper(ValueObject):
    """A cheque that should be in the pile, with the payments that it makes."""

    cheque: ChequeView
    entries: tuple[Entry, ...]

    @property
    def amount(self) -> Decimal:
        """What is written on it, as the books have it."""
        return sum((entry.amount for entry in self.entries), ZERO)


class Evening(ValueObject):
    """All that is known; see `find_causes`."""

    sheet: SheetView
    counted: Decimal
    pieces: Mapping[int, int] | None
    pile: Pile | None
    modes: Sequence[Mode]
    fee: Decimal
    without_membership: frozenset[int]
    usual_float: Decimal

    @cached_property
    def difference(self) -> Decimal:
        """Counted minus expected (R50)."""
        return self.counted - takings(self.sheet).expected_cash

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Confirmed payments and refunds, in the order in which they were entered."""
        return tuple(entry for entry in self._all if not entry.operation.pending)

    @cached_property
    def announced(self) -> tuple[Entry, ...]:
        """Payments that nobody has seen yet."""
        return tuple(entry for entry in self._all if entry.operation.pending)

    @cached_property
    def cash(self) -> tuple[Entry, ...]:
        """The confirmed ones in cash."""
        return tuple(one for one in self.entries if one.operation.mode is Mode.CASH)

    @cached_property
    def with_free_amount(self) -> tuple[Entry, ...]:
        """Those in cash whose amount can be another: a membership costs its fee."""
        return tuple(one for one in self.cash if one.operation.membership_id is None)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """The cheques received (R52)."""
        papers: dict[ChequeView, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.operation.cheque is not None:
                papers[entry.operation.cheque].append(entry)
        return tuple(Paper(cheque, tuple(made)) for cheque, made in papers.items())

    @cached_property
    def gone_through(self) -> bool:
        """Whether the pile is known to its end: a pile half typed lacks most of its cheques."""
        few = max(_FEW, len(self.papers) // 4)
        return self.pile is not None and len(self.pile.missing) <= few

    @cached_property
    def missing(self) -> Counter[Decimal]:
        """The amounts of the cheques that are not in the pile."""
        if self.pile is None or not self.gone_through:
            return Counter()
        numbers = set(self.pile.missing)
        return Counter(paper.amount for paper in self.papers if paper.cheque.id in numbers)

    @cached_property
    def unexpected(self) -> Counter[Decimal]:
        """The amounts of the cheques that nobody expected."""
        return Counter(self.pile.unexpected if self.pile is not None else ())

    @cached_property
    def other_modes(self) -> tuple[Mode, ...]:
        """What else than cash is accepted, this evening's commonest first."""
        return tuple(sorted(self._share, key=lambda mode: -self._share[mode]))

    def share(self, mode: Mode) -> int:
        """How much of the evening's other payments were in this mode, in millionths."""
        return 1_000_000 * self._share[mode] // sum(self._share.values())

    @cached_property
    def in_the_list(self) -> dict[int, BasketView]:
        """The basket of each member who has one."""
        return {basket.member_id: basket for basket in self.sheet.baskets}

    def place_of_member(self, member_id: int) -> Place:
        """Return a member's account, shown by their basket if they have one."""
        basket = self.in_the_list.get(member_id)
        if basket is not None:
            return place_of(basket)
        return Place(member_id=member_id, member=self.sheet.members.get(member_id))

    @cached_property
    def _share(self) -> dict[Mode, int]:
        # One more for each, so that a mode that was not used yet stays possible.
        used = Counter(one.operation.mode for one in self.entries if one.amount > 0)
        spot = [mode for mode in self.modes if mode not in (Mode.CASH, Mode.ONLINE)]
        return {mode: used[mode] + 1 for mode in spot}

    @cached_property
    def _all(self) -> tuple[Entry, ...]:
        entries = [
            Entry(payment, place_of(basket, payment), basket, basket.standing)
            for basket in self.sheet.baskets
            for payment in basket.payments
        ]
        entries += [self._of_account(payment) for payment in self.sheet.other_payments]
        return tuple(sorted(entries, key=lambda entry: entry.operation.id))

    def _of_account(self, payment: OperationView) -> Entry:
        basket = self.in_the_list.get(payment.member_id)
        name = basket.member if basket else self.sheet.members.get(payment.member_id)
        place = Place(
            member_id=payment.member_id,
            member=name,
            number=basket.number if basket else None,
            written=payment.amount,
            mode=payment.mode,
        )
        return Entry(payment, place, None, basket.standing if basket else None)


def place_of(basket: BasketView, payment: OperationView | None = None) -> Place:
    """Return where a basket, or one of its payments, is found."""
    return Place(
        member_id=basket.member_id,
        member=basket.member,
        basket_id=basket.id,
        number=basket.number,
        version=basket.version,
        validated=basket.validated,
        written=payment.amount if payment else None,
        mode=payment.mode if payment else None,
    )


def cash_places(sheet: SheetView) -> tuple[Place, ...]:
    """Return where cash was received or given back, in the order of the list; accounts last."""
    in_baskets = [
        place_of(basket, payment)
        for basket in sheet.baskets
        for payment in basket.payments
        if _is_cash(payment)
    ]
    on_accounts = [
        Place(
            member_id=one.member_id,
            member=sheet.members.get(one.member_id),
            written=one.amount,
            mode=one.mode,
        )
        for one in sheet.other_payments
        if _is_cash(one)
    ]
    return (*in_baskets, *on_accounts)


def _is_cash(payment: OperationView) -> bool:
    return payment.counts and payment.mode is Mode.CASH and bool(payment.amount)


def last_entered(entries: Iterable[Entry]) -> int:
    """Return the number of the last operation among some entries."""
    return max((entry.operation.id for entry in entries), default=0)
