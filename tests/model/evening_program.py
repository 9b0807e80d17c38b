"""The acts of an evening through the program, told as the plain book tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from cagette_tui.intake.importing import import_export
from cagette_tui.model.acts import (
    absence,
    accounts,
    changing,
    closing,
    delivering,
    paying,
    validating,
)
from cagette_tui.model.acts.depositing import cancel_deposit, make_deposit
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying_all import settle_with_fees
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.acts.returning import BankFee, return_payment
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import read_basket, read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.outcome import NeedsAnswer, Outcome, Unseen
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.product_plans import (
    ProductPlan,
    plan_price,
    plan_undelivered,
    plan_weights,
    share_out,
)
from cagette_tui.model.rules.products import ProductUse, product_uses
from cagette_tui.model.rules.receiving import Pay
from cagette_tui.model.rules.refusals import LineUnchanged
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.deposit import Deposit
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.money import from_cents, from_thousandths, to_thousandths
from tests.model import ledger_book
from tests.model.ledger_book import Key
from tests.model.line_book import FileLine
from tests.model.small_files import DISTRIBUTIONS, export, occasion
from tests.shortcuts import set_on_the_spot
from tests.world import World

WHY = "erreur"
IDS = "SELECT id FROM operation WHERE kind IN ({}) AND cancelled_at IS NULL ORDER BY id"


def euros(cents: int | None) -> Decimal | None:
    """Write an amount, or none."""
    return None if cents is None else from_cents(cents)


class Program:
    """Does what the book does, under the same names and with the same arguments."""

    def __init__(self, world: World) -> None:
        """Begin with what is in the open database."""
        self.desk = world.desk
        self.sheets: dict[int, SheetView] = {}
        self.baskets: dict[Key, BasketView] = {}
        self.look()

    def look(self) -> None:
        """Read the distributions again, as the screens do after each act."""
        self.sheets = {number: read_sheet(number) for number in DISTRIBUTIONS}
        self.baskets = {
            (basket.member_ref or "", number): basket
            for number, sheet in self.sheets.items()
            for basket in sheet.baskets
        }

    def _this(self, key: Key) -> tuple[int, int]:
        return self.baskets[key].id, self.baskets[key].version

    def _line(self, key: Key, place: int) -> tuple[int, int]:
        return self.baskets[key].lines[place].id, self.baskets[key].version

    @staticmethod
    def _member(ref: str) -> int:
        return number_of("member", "ref", ref)

    @staticmethod
    def _product(name: str) -> int:
        return number_of("product", "name", name)

    # Payments of a basket

    def receive(self, key: Key, mode: str, replaces: bool, change: bool) -> None:
        _as_read(
            paying.receive(self.desk, *self._this(key), Mode(mode), replace=replaces, change=change)
        )

    def pay(
        self, key: Key, parts: Sequence[ledger_book.Part], replaces: bool | None, sure: bool
    ) -> None:
        told = [Part(Mode(mode), euros(amount)) for mode, amount in parts]
        _as_read(paying.pay(self.desk, *self._this(key), told, replace=replaces, sure=sure))

    def pay_together(
        self, keys: Sequence[Key], mode: str, amount: int | None, replaces: bool, sure: bool
    ) -> None:
        these = [self._this(key) for key in keys]
        together = paying.pay_together(
            self.desk, these, Mode(mode), euros(amount), replace=replaces, sure=sure
        )
        _as_read(*together)

    def pay_with_fee(self, key: Key, mode: str, amount: int, sure: bool, again: bool) -> None:
        part = Part(Mode(mode), from_cents(amount), ChequeDetails() if mode == "cheque" else None)
        fees = {self.baskets[key].id: from_cents(ledger_book.FEE)}
        wanted = Pay((part,))
        these = [self._this(key)]
        _as_read(
            *settle_with_fees(self.desk, these, wanted, fees, replace=True, sure=sure, again=again)
        )

    def announce(self, key: Key, mode: str, amount: int | None) -> None:
        _as_read(paying.announce(self.desk, *self._this(key), Mode(mode), euros(amount)))

    def refund(self, key: Key, mode: str, amount: int | None, insist: bool) -> None:
        why = WHY if insist else None
        this = self._this(key)
        _as_read(paying.refund(self.desk, *this, Mode(mode), euros(amount), insist=why))

    def intend(self, key: Key, spot: bool) -> None:
        _as_read(set_on_the_spot(self.desk, *self._this(key), spot))

    # Lines of a basket

    def deliver(self, key: Key, place: int, reason: str | None, note: str | None) -> None:
        this = self._line(key, place)
        if reason is None:
            _as_read(delivering.set_delivered(self.desk, *this, True))
        else:
            _as_read(
                delivering.set_delivered(self.desk, *this, False, reason=Reason(reason), note=note)
            )

    def quantity(self, key: Key, place: int, quantity: int, sure: bool) -> None:
        _as_read(
            delivering.set_quantity(
                self.desk, *self._line(key, place), from_thousandths(quantity), by_weight=sure
            )
        )

    def price(self, key: Key, place: int, cents: int) -> None:
        _as_read(
            delivering.set_price(self.desk, *self._line(key, place), from_cents(cents), sure=True)
        )

    def reason(self, key: Key, place: int, reason: str | None, note: str | None) -> None:
        why = None if reason is None else Reason(reason)
        _as_read(delivering.set_reason(self.desk, *self._line(key, place), why, note))

    def add(self, key: Key, product: str, quantity: int, sure: bool) -> None:
        wanted = self._product(product), from_thousandths(quantity)
        _as_read(delivering.add_line(self.desk, *self._this(key), *wanted, by_weight=sure))

    def replace(self, key: Key, place: int, product: str, quantity: int, sure: bool) -> None:
        wanted = self._product(product), from_thousandths(quantity)
        _as_read(
            delivering.replace_line(self.desk, *self._line(key, place), *wanted, by_weight=sure)
        )

    def move(self, key: Key, place: int, to: Key, quantity: int | None, sure: bool) -> None:
        moved = None if quantity is None else from_thousandths(quantity)
        _as_read(
            *delivering.move_line(
                self.desk, *self._line(key, place), *self._this(to), moved, by_weight=sure
            )
        )

    def give(self, key: Key, to: Key) -> None:
        _as_read(*delivering.give_basket(self.desk, *self._this(key), *self._this(to)))

    def order(self, key: Key, wanted: Sequence[tuple[str, int]], sure: bool) -> None:
        lines = [(self._product(name), from_thousandths(quantity)) for name, quantity in wanted]
        _as_read(
            delivering.new_order(self.desk, key[1], self._member(key[0]), lines, by_weight=sure)
        )

    def absent(self, key: Key, release: bool) -> None:
        _as_read(absence.mark_absent(self.desk, *self._this(key), release=release))

    def present(self, key: Key) -> None:
        _as_read(absence.mark_present(self.desk, *self._this(key)))

    # One product in all baskets

    def use(self, distribution: int, product: str) -> ProductUse:
        """Find a product of a distribution."""
        for use in product_uses(self.sheets[distribution]):
            if use.name == product:
                return use
        raise LineUnchanged  # nobody has it: the screen does not offer it

    def came(self, distribution: int, product: str, quantity: int) -> list[int]:
        shares = share_out(self.use(distribution, product), from_thousandths(quantity))
        return [to_thousandths(share) for share in shares.values()]

    def undelivered(
        self, distribution: int, product: str, shares: Mapping[int, int] | None, sure: bool
    ) -> None:
        use = self.use(distribution, product)
        given = None if shares is None else _by_line(use, shares)
        self._carry_out(plan_undelivered(use, given), sure)

    def weights(
        self, distribution: int, product: str, weights: Mapping[int, int], sure: bool
    ) -> None:
        use = self.use(distribution, product)
        self._carry_out(plan_weights(use, _by_line(use, weights)), sure)

    def prices(self, distribution: int, product: str, cents: int) -> None:
        plan = plan_price(self.use(distribution, product), from_cents(cents))
        self._carry_out(plan, False, unlikely=True)

    def _carry_out(self, plan: ProductPlan, sure: bool, *, unlikely: bool = False) -> None:
        """Do what was planned; the plan showed what follows from it."""
        carry_out(self.desk, plan, by_weight=sure, sure=unlikely)
        shown = {after.id: (after.cost, after.balance) for _, after in plan.baskets}
        sheet = read_sheet(next(iter(plan.baskets))[0].distribution_id, lines=False)
        found = {one.id: (one.cost, one.balance) for one in sheet.baskets if one.id in shown}
        assert found == shown

    # Validation

    def validate(self, key: Key, unseen: str | None, accept: bool) -> None:
        said = None if unseen is None else Unseen(unseen)
        this = self._this(key)
        _answering(
            lambda shown: _as_read(
                validating.validate(self.desk, *this, unseen=said, accept=shown)
            ),
            accept,
        )

    def receive_and_validate(
        self, key: Key, mode: str, replaces: bool, change: bool, accept: bool
    ) -> None:
        this = self._this(key)
        _answering(
            lambda shown: _as_read(
                validating.validate(
                    self.desk, *this, mode=Mode(mode), replace=replaces, change=change, accept=shown
                )
            ),
            accept,
        )

    def reopen(self, key: Key) -> None:
        validating.reopen_basket(self.desk, *self._this(key), WHY)

    def force(self, distribution: int) -> None:
        force(self.desk, plan_force(distribution))

    def certify(self, distribution: int) -> None:
        closing.certify(self.desk, distribution)

    def reopen_distribution(self, distribution: int) -> None:
        closing.reopen_distribution(self.desk, distribution, WHY)

    # Payments that are there, and accounts

    def confirm(self, place: int) -> None:
        changing.confirm(self.desk, _operation(place, "'payment'"))

    def cancel(self, place: int) -> None:
        changing.cancel(self.desk, _operation(place, "'payment'"), WHY)

    def change_mode(self, place: int, mode: str) -> None:
        changing.change_mode(self.desk, _operation(place, "'payment'"), Mode(mode))

    def correct(self, place: int, mode: str, amount: int) -> None:
        number = _operation(place, "'payment'")
        note = Operation.get_by_id(number).reason
        changing.correct_payment(
            self.desk, number, mode=Mode(mode), amount=from_cents(amount), note=note
        )

    def returned(self, place: int, fee: int) -> None:
        number = _operation(place, "'payment'")
        member = Operation.get_by_id(number).member_id
        charged = BankFee(member, from_cents(fee), WHY) if fee else None
        return_payment(self.desk, number, WHY, fee=charged)

    def deposit(self) -> None:
        make_deposit(self.desk)

    def cancel_deposit(self, place: int) -> None:
        query = Deposit.select().where(Deposit.cancelled_at.is_null()).order_by(Deposit.number)
        cancel_deposit(self.desk, list(query)[place].number)

    def pay_account(
        self, member: str, mode: str, amount: int, joins: int | None, pending: bool, sure: bool
    ) -> None:
        who = self._member(member)
        accounts.pay_account(
            self.desk,
            who,
            Mode(mode),
            from_cents(amount),
            WHY,
            shown=balance_of(who),
            distribution_id=joins,
            pending=pending,
            sure=sure,
        )

    def refund_account(
        self, member: str, mode: str, amount: int, joins: int | None, insist: bool
    ) -> None:
        who = self._member(member)
        accounts.refund_account(
            self.desk,
            who,
            Mode(mode),
            from_cents(amount),
            WHY,
            shown=balance_of(who),
            distribution_id=joins,
            insist=WHY if insist else None,
        )

    def adjust(self, member: str, amount: int) -> None:
        who = self._member(member)
        accounts.adjust(self.desk, who, from_cents(amount), WHY, shown=balance_of(who))

    def cancel_adjustment(self, place: int) -> None:
        changing.cancel(self.desk, _operation(place, "'adjustment', 'opening'"), WHY)

    def membership(
        self, member: str, mode: str, amount: int | None, joins: int | None, again: bool
    ) -> None:
        accounts.pay_membership(
            self.desk,
            self._member(member),
            None if mode == "credit" else Mode(mode),
            distribution_id=joins,
            amount=euros(amount),
            again=again,
            sure=again,
            announces=False,
        )

    # Files, and back

    def bring(self, distribution: int, lines: Sequence[FileLine]) -> bool:
        return import_export(self.desk, export(lines), occasion(distribution)).changed

    def undo(self) -> None:
        undo(self.desk, last_act(self.desk.who).act)


def _as_read(*left: BasketView) -> None:
    """See that an act gives back the baskets as they are then."""
    for basket in left:
        assert read_basket(basket.id) == basket


def _answering(act: Callable[[Outcome | None], object], accept: bool) -> None:
    """Answer yes to what is said to remain, if it is accepted."""
    try:
        act(None)
    except NeedsAnswer as asked:
        if not accept:
            raise
        act(asked.outcome)


def number_of(table: str, column: str, value: str) -> int:
    """Return the number of the row that bears a reference or name."""
    query = f"SELECT id FROM {table} WHERE {column} = {database.param}"
    return int(database.execute_sql(query, (value,)).fetchone()[0])


def _operation(place: int, kinds: str) -> int:
    return int(database.execute_sql(IDS.format(kinds)).fetchall()[place][0])


def _by_line(use: ProductUse, quantities: Mapping[int, int]) -> dict[int, Decimal]:
    lines = [one.line.id for one in use.open_lines]
    return {lines[place]: from_thousandths(one) for place, one in quantities.items()}
