"""Taking the last act back (R61)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import fn

from cagette_tui.model.acts import undoing
from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import (
    adjust,
    open_balance,
    pay_account,
    pay_membership,
    refund_account,
)
from cagette_tui.model.acts.changing import cancel, change_mode, confirm
from cagette_tui.model.acts.closing import certify, move_cash, reopen_distribution, set_cash_float
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.delivering import (
    add_line,
    new_order,
    set_delivered,
    set_price,
    set_quantity,
    set_reason,
)
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce, pay, pay_together, receive, refund
from cagette_tui.model.acts.piling import put_on_pile
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.acts.writing import writing
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import balance_of, read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import UNDONE, ActKind, Mode, Reason
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.refusals import (
    CannotUndo,
    DistributionIsCertified,
    NotFound,
    NothingToUndo,
    Refused,
)
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.catalogue import Product
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.papers.report import report_facts
from tests.shelves import hurry
from tests.shortcuts import expected_cash, set_on_the_spot
from tests.world import START, World, euros, refused, settled_dump

NOW = START + timedelta(hours=1)

Act = Callable[[World, BasketView], object]


def _undo(world: World) -> None:
    undo(world.desk, last_act(world.desk.who).act)


def _paid(world: World, basket: BasketView) -> BasketView:
    return receive(world.desk, basket.id, basket.version, Mode.CASH)


ACTS: dict[str, Act] = {
    "receive": _paid,
    "cheque": lambda w, b: receive(w.desk, b.id, b.version, Mode.CHEQUE),
    "split": lambda w, b: pay(
        w.desk, b.id, b.version, [Part(Mode.CASH, euros("2.00")), Part(Mode.CARD)]
    ),
    "together": lambda w, b: pay_together(w.desk, [(b.id, b.version)], Mode.CHEQUE),
    "announce": lambda w, b: announce(w.desk, b.id, b.version, Mode.TRANSFER),
    "on the spot": lambda w, b: set_on_the_spot(w.desk, b.id, b.version, False),
    "refund": lambda w, b: refund(
        w.desk, b.id, b.version, Mode.CASH, euros("1.00"), insist="geste"
    ),
    "undelivered": lambda w, b: set_delivered(w.desk, b.lines[0].id, b.version, False),
    "quantity": lambda w, b: set_quantity(
        w.desk, b.lines[0].id, b.version, Decimal("1.5"), by_weight=True
    ),
    "price": lambda w, b: set_price(w.desk, b.lines[0].id, b.version, euros("9.99")),
    "reason": lambda w, b: set_reason(w.desk, b.lines[0].id, b.version, Reason.ERROR, "note"),
    "add": lambda w, b: add_line(w.desk, b.id, b.version, b.lines[0].product_id, Decimal(2)),
    "absent": lambda w, b: mark_absent(w.desk, b.id, b.version, release=True),
    "debt kept": lambda w, b: mark_absent(w.desk, b.id, b.version, release=False),
    "account refund": lambda w, b: refund_account(
        w.desk,
        b.member_id,
        Mode.CASH,
        euros("1.00"),
        "geste",
        shown=balance_of(b.member_id),
        insist="geste",
    ),
    "opening": lambda w, b: open_balance(w.desk, b.member_id, euros("7.00"), "reprise"),
    "validate": lambda w, b: validate(w.desk, b.id, b.version, mode=Mode.CARD),
    "force": lambda w, b: force(w.desk, plan_force(b.distribution_id)),
    "account": lambda w, b: pay_account(
        w.desk, b.member_id, Mode.CASH, euros("3.00"), "avance", shown=balance_of(b.member_id)
    ),
    "adjust": lambda w, b: adjust(
        w.desk, b.member_id, euros("-3.00"), "frais", shown=balance_of(b.member_id)
    ),
    "membership": lambda w, b: pay_membership(
        w.desk, b.member_id, Mode.CASH, distribution_id=b.distribution_id, amount=euros("10.00")
    ),
    "float": lambda w, b: set_cash_float(w.desk, b.distribution_id, euros("50.00")),
    "count": lambda w, b: close_count(
        w.desk,
        b.distribution_id,
        euros("60.00"),
        shown_expected=expected_cash(b.distribution_id),
        explanation="rendu en moins",
    ),
    "pile": lambda w, b: put_on_pile(w.desk, b.distribution_id, euros("2.00"), after=0),
    "move": lambda w, b: move_cash(w.desk, b.distribution_id, euros("5.00"), "monnaie"),
}


@pytest.mark.parametrize("name", ACTS)
def test_every_act_is_taken_back(world: World, name: str) -> None:
    """R61: all that people see is as it was; `check` stays clean; the journal keeps both."""
    basket = world.one_basket("4.00", "3.00", older="-2.00")
    world.one_basket("6.00")
    before = settled_dump()
    ACTS[name](world, world.again(basket))
    assert settled_dump() != before
    assert check() == []
    _undo(world)
    assert settled_dump() == before
    assert check() == []


@pytest.mark.parametrize("name", ["confirm", "cancel", "change mode", "reopen", "certify"])
def test_acts_on_acts_are_taken_back(world: World, name: str) -> None:
    """R61, R44: confirmations, cancellations, other modes, reopening and certifying."""
    basket = world.one_basket("4.00")
    if name == "confirm":
        basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    else:
        basket = _paid(world, basket)
    if name in ("reopen", "certify"):
        basket = validate(world.desk, basket.id, basket.version)
    if name == "reopen":
        certify(world.desk, basket.distribution_id)
    before = settled_dump()
    payment = basket.payments[0].id
    acts: dict[str, Callable[[], object]] = {
        "confirm": lambda: confirm(world.desk, payment),
        "cancel": lambda: cancel(world.desk, payment, "erreur"),
        "change mode": lambda: change_mode(world.desk, payment, Mode.CHEQUE),
        "reopen": lambda: reopen_basket(world.desk, basket.id, basket.version, "erreur"),
        "certify": lambda: certify(world.desk, basket.distribution_id),
    }
    acts[name]()
    assert settled_dump() != before
    _undo(world)
    assert settled_dump() == before
    assert check() == []


def test_it_says_which(world: World) -> None:
    """R61: what, when, on which basket and member."""
    basket = world.one_basket("4.00")
    world.clock.advance(timedelta(minutes=5))
    _paid(world, basket)
    last = last_act("paul")
    assert (last.kind, last.at, last.baskets) == (ActKind.RECEIVE, world.clock.now(), (1,))
    assert last.member == basket.member
    assert (last.basket, last.distribution) == (basket.id, basket.distribution_id)


def test_it_says_which_money_goes_with_it(world: World) -> None:
    """R61: what the act received or confirmed, by mode; nothing where no money moved."""
    basket = world.one_basket("4.00", "3.00")
    basket = set_delivered(world.desk, basket.lines[0].id, basket.version, False)
    assert last_act("paul").payments == ()
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    assert last_act("paul").payments == ()
    validate(world.desk, basket.id, basket.version, mode=Mode.TRANSFER)
    assert last_act("paul").payments == ((Mode.TRANSFER, euros("3.00")),)
    _undo(world)
    other = world.one_basket("5.00")
    validate(world.desk, other.id, other.version, mode=Mode.CASH)
    assert last_act("paul").payments == ((Mode.CASH, euros("5.00")),)


def test_step_by_step_over_one_s_own_acts(world: World) -> None:
    """R61: three acts, back to the first state; then the import is left."""
    basket = world.one_basket("4.00", "3.00")
    states = [settled_dump()]
    basket = set_delivered(world.desk, basket.lines[0].id, basket.version, False)
    states.append(settled_dump())
    basket = _paid(world, basket)
    states.append(settled_dump())
    validate(world.desk, basket.id, basket.version)
    for state in reversed(states):
        _undo(world)
        assert settled_dump() == state
    last = last_act("paul")
    assert last.kind is ActKind.IMPORT


def test_it_survives_a_restart(world: World, location: str) -> None:
    """R61: what can be taken back is in the journal, not in the program."""
    basket = world.one_basket("4.00")
    before = settled_dump()
    _paid(world, basket)
    close_database()
    open_database(location)
    _undo(world)
    assert settled_dump() == before


def test_only_one_s_own_acts(world: World) -> None:
    """R61: another's act is not taken back; who has done nothing has nothing to undo."""
    one, other = world.one_basket("4.00"), world.one_basket("3.00")
    receive(world.desk, one.id, one.version, Mode.CASH)
    receive(world.other("anna"), other.id, other.version, Mode.CASH)
    _undo(world)
    assert world.again(one).paid == 0
    assert world.again(other).paid == euros("3.00")
    with pytest.raises(NothingToUndo):
        last_act("zoé")


def test_what_is_long_past_is_no_slip(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """R61: one's last act can be taken back until so many others were done after it."""
    monkeypatch.setattr(undoing, "FAR_BACK", 3)
    one, other = world.one_basket("4.00"), world.one_basket("3.00")
    receive(world.other("anna"), one.id, one.version, Mode.CASH)
    for intends in (False, True):
        other = set_on_the_spot(world.desk, other.id, other.version, intends)
    assert last_act("anna").kind is ActKind.RECEIVE
    set_on_the_spot(world.desk, other.id, other.version, False)
    with pytest.raises(NothingToUndo):
        last_act("anna")


def test_refused_when_somebody_built_on_it(world: World) -> None:
    """R61: it names the basket and who went on with it."""
    basket = _paid(world, world.one_basket("4.00"))
    validate(world.other("anna"), basket.id, basket.version)
    told = refused(CannotUndo, lambda: undo(world.desk, last_act("paul").act))
    assert (told.baskets, told.who) == ((1,), "anna")


def test_refused_once_certified(world: World) -> None:
    """R43, R61: what is archived is not taken back from outside."""
    basket = world.one_basket("4.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.other("anna"), basket.distribution_id)
    refused(DistributionIsCertified, lambda: undo(world.desk, last_act("paul").act))


def test_reopening_is_not_taken_back_over_an_open_basket(world: World) -> None:
    """R43: a distribution is not certified again while a basket is open."""
    one, other = world.one_basket("4.00"), world.one_basket("3.00")
    for basket in (one, other):
        validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, one.distribution_id)
    reopen_distribution(world.desk, one.distribution_id, "à revoir")
    again = world.again(other)
    reopen_basket(world.other("anna"), other.id, again.version, "erreur")
    told = refused(CannotUndo, lambda: undo(world.desk, last_act("paul").act))
    assert told.baskets == (2,)


def test_an_act_is_taken_back_once(world: World) -> None:
    """R61: the number that was shown must still be the last."""
    basket = world.one_basket("4.00")
    _paid(world, basket)
    act = last_act("paul").act
    undo(world.desk, act)
    refused(NothingToUndo, lambda: undo(world.desk, act))


def test_a_forced_validation_as_a_whole(world: World) -> None:
    """R42, R61: one undo takes all of it back, unless a basket was touched since."""
    number = world.evening("2026-11-13").distribution_id
    world.clock.advance(timedelta(days=1))
    before = settled_dump()
    force(world.desk, plan_force(number))
    _undo(world)
    assert settled_dump() == before
    force(world.desk, plan_force(number))
    basket = read_sheet(number).baskets[4]
    reopen_basket(world.other("anna"), basket.id, basket.version, "erreur")
    told = refused(CannotUndo, lambda: undo(world.desk, last_act("paul").act))
    assert (told.baskets, told.who) == ((5,), "anna")


def test_a_new_order_is_taken_back(world: World) -> None:
    """R19, R20, R61: the basket goes, its operation is cancelled, nothing is deleted."""
    number, member = world.distribution(), world.member("A")
    before = settled_dump()
    new_order(world.desk, number, member, [(world.product("2.00"), Decimal(1))])
    _undo(world)
    after = settled_dump()
    assert {key: after[key] for key in ("basket", "line", "operation")} == {
        key: before[key] for key in ("basket", "line", "operation")
    }
    assert check() == []


def test_an_undo_is_not_taken_back(world: World) -> None:
    """R61: after an undo comes the act before; an undo is nobody's last act."""
    one, other = world.one_basket("4.00"), world.one_basket("3.00")
    _paid(world, one)
    first = last_act("paul").act
    _paid(world, other)
    _undo(world)
    assert last_act("paul").act == first
    _undo(world)
    assert last_act("paul").kind is ActKind.IMPORT
    kinds = [entry.kind for entry in JournalEntry.select().order_by(JournalEntry.id.desc())]
    assert kinds[:4] == [ActKind.UNDO, ActKind.UNDO, ActKind.RECEIVE, ActKind.RECEIVE]


def test_who_only_took_back_has_nothing_to_take_back(world: World) -> None:
    """R61: one act, taken back: nothing is left."""
    basket = world.one_basket("4.00")
    anna = world.other("anna")
    receive(anna, basket.id, basket.version, Mode.CASH)
    undo(anna, last_act("anna").act)
    with pytest.raises(NothingToUndo):
        last_act("anna")


def test_its_entries(world: World) -> None:
    """R61: its own number, one entry for each of the act's, before and after the other way."""
    one, other = world.one_basket("4.00"), world.one_basket("3.00")
    pay_together(world.desk, [(one.id, one.version), (other.id, other.version)], Mode.CASH)
    act = last_act("paul").act
    world.clock.advance(timedelta(minutes=1))
    undo(world.desk, act)
    entries = list(JournalEntry.select().where(JournalEntry.undoes.is_null(False)))
    assert {(one.act, one.undoes, one.kind, one.at) for one in entries} == {
        (act + 1, act, ActKind.UNDO, world.clock.now())
    }
    assert {entry.basket for entry in entries} == {one.id, other.id}
    assert {entry.member for entry in entries} == {one.member_id, other.member_id}
    cancelled = [one for one in read_account(one.member_id).operations if one.cancelled_at]
    assert [(one.cancelled_by, one.cancel_reason) for one in cancelled] == [("paul", UNDONE)]


@pytest.mark.parametrize("certified", [False, True])
def test_a_confirmation_after_validation(world: World, certified: bool) -> None:
    """R41, R61: an awaited payment confirmed by mistake is awaited again, archived or not."""
    basket = _awaited(world)
    if certified:
        certify(world.other("anna"), basket.distribution_id)
    before, debt = settled_dump(), world.balance(basket)
    confirm(world.desk, basket.payments[0].id)
    assert world.balance(basket) == 0
    _undo(world)
    assert (settled_dump(), world.balance(basket)) == (before, debt)
    assert check() == []
    # It can still come.
    confirm(world.desk, basket.payments[0].id)
    assert world.balance(basket) == 0
    assert check() == []


@pytest.mark.parametrize("certified", [False, True])
def test_a_withdrawal_after_validation(world: World, certified: bool) -> None:
    """R20, R41, R61: an awaited payment withdrawn by mistake is awaited again, archived or not."""
    basket = _awaited(world)
    if certified:
        certify(world.other("anna"), basket.distribution_id)
    before = settled_dump()
    cancel(world.desk, basket.payments[0].id)
    assert settled_dump() != before
    _undo(world)
    assert settled_dump() == before
    assert check() == []


def test_what_counted_was_cancelled_before_the_archive(world: World) -> None:
    """R43, R61: taking that back would change the takings of an archive: refused."""
    number, member = world.distribution(), world.member("A")
    why = "avance"
    pay_account(
        world.desk,
        member,
        Mode.CASH,
        euros("3.00"),
        why,
        shown=euros("0"),
        distribution_id=number,
        sure=True,
    )
    cancel(world.desk, read_account(member).operations[0].id, "erreur")
    certify(world.other("anna"), number)
    refused(DistributionIsCertified, lambda: _undo(world))


def _awaited(world: World) -> BasketView:
    """Return a basket validated with a transfer that nobody has seen."""
    basket = world.one_basket("4.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    return validate(
        world.other("anna"),
        basket.id,
        basket.version,
        unseen=Unseen.AWAITED,
        accept=outcome_of(basket, Unseen.AWAITED),
    )


def test_two_volunteers_side_by_side(world: World) -> None:
    """R61: acts on different baskets are taken back in whatever order."""
    one, other = world.one_basket("4.00", "3.00"), world.one_basket("6.00")
    anna = world.other("anna")
    start = settled_dump()
    one = set_delivered(world.desk, one.lines[0].id, one.version, False)
    other = set_price(anna, other.lines[0].id, other.version, euros("5.00"))
    one = _paid(world, one)
    other = validate(anna, other.id, other.version, mode=Mode.CARD)
    assert (one.to_pay, world.balance(one), world.balance(other)) == (0, 0, 0)
    _undo(world)
    assert world.again(one).to_pay == euros("3.00")
    assert world.again(other) == other
    undo(anna, last_act("anna").act)
    assert (world.again(other).validated, world.again(other).to_pay) == (False, euros("5.00"))
    _undo(world)
    assert (world.again(one).to_pay, world.balance(one)) == (euros("7.00"), euros("-7.00"))
    undo(anna, last_act("anna").act)
    assert settled_dump() == start
    assert check() == []


def test_what_was_built_and_taken_back_is_no_obstacle(world: World) -> None:
    """R61: anna went on and took it back: paul can take his own act back again."""
    basket = world.one_basket("4.00")
    before = settled_dump()
    basket = _paid(world, basket)
    anna = world.other("anna")
    validate(anna, basket.id, basket.version)
    refused(CannotUndo, lambda: _undo(world))
    undo(anna, last_act("anna").act)
    _undo(world)
    assert settled_dump() == before
    assert check() == []


def test_one_of_several_baskets_moved(world: World) -> None:
    """R61: an act on several baskets is taken back whole or not at all; the one is named."""
    baskets = [world.one_basket("4.00"), world.one_basket("3.00"), world.one_basket("2.00")]
    pay_together(world.desk, [(one.id, one.version) for one in baskets], Mode.CHEQUE)
    moved = world.again(baskets[1])
    set_reason(world.other("anna"), moved.lines[0].id, moved.version, Reason.ERROR)
    told = refused(CannotUndo, lambda: _undo(world))
    assert (told.kind, told.baskets, told.who) == (ActKind.RECEIVE, (2,), "anna")


def test_an_account_that_moved(world: World) -> None:
    """R21, R61: somebody cancelled the payment since: there is nothing left to take back."""
    basket = world.one_basket("4.00")
    ACTS["account"](world, basket)
    payment = read_account(basket.member_id).operations[-1].id
    cancel(world.other("anna"), payment, "doublon")
    refused(CannotUndo, lambda: _undo(world))
    # A payment of their own on the same account is no obstacle.
    ACTS["account"](world, basket)
    adjust(world.other("anna"), basket.member_id, euros("1.00"), "geste", shown=euros("-1.00"))
    _undo(world)
    assert world.balance(basket) == euros("-3.00")
    assert check() == []


def test_reopening_the_archive_through_a_basket(world: World) -> None:
    """R43, R44, R61: taken back it is certified as before, by whom and when; not over others."""
    one, other = world.one_basket("4.00"), world.one_basket("3.00")
    for basket in (one, other):
        validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, one.distribution_id)
    before = settled_dump()
    world.clock.advance(timedelta(hours=1))
    anna = world.other("anna")
    reopen_basket(anna, one.id, world.again(one).version, "erreur")
    told = refused(CannotUndo, lambda: undo(world.desk, last_act("paul").act))
    assert told.kind == ActKind.CERTIFY
    reopen_basket(world.desk, other.id, world.again(other).version, "erreur")
    told = refused(CannotUndo, lambda: undo(anna, last_act("anna").act))
    assert told.baskets == (2,)
    _undo(world)
    undo(anna, last_act("anna").act)
    assert settled_dump() == before
    assert check() == []


def test_a_reopened_distribution(world: World) -> None:
    """R44, R61: certified again as it was."""
    basket = world.one_basket("4.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, basket.distribution_id)
    before = settled_dump()
    reopen_distribution(world.desk, basket.distribution_id, "à revoir")
    assert settled_dump() != before
    _undo(world)
    assert settled_dump() == before
    assert check() == []


def test_a_new_order_comes_again_under_its_number(world: World) -> None:
    """R19, R61: entered, taken back, entered again, taken back: one number, rules kept."""
    first = world.one_basket("4.00")
    member, product = world.member("Zoé"), world.product("2.00")
    without = settled_dump()
    numbers = set()
    for quantity in (1, 3):
        order = new_order(world.desk, first.distribution_id, member, [(product, Decimal(quantity))])
        numbers.add((order.id, order.number))
        assert world.balance(member) == -2 * quantity
        assert check() == []
        _undo(world)
        assert settled_dump() == without
        assert world.balance(member) == 0
        assert [one.number for one in read_sheet(first.distribution_id).baskets] == [1]
        assert check() == []
    assert len(numbers) == 1
    # The number stays the member's: the next order gets another one.
    later = new_order(
        world.desk, first.distribution_id, world.member("Yann"), [(product, Decimal(1))]
    )
    assert later.number == 3


def test_an_order_that_was_paid_since(world: World) -> None:
    """R20, R61: a basket with a payment does not vanish under it."""
    number, member = world.distribution(), world.member("Zoé")
    order = new_order(world.desk, number, member, [(world.product("2.00"), Decimal(1))])
    receive(world.other("anna"), order.id, order.version, Mode.CASH)
    told = refused(CannotUndo, lambda: undo(world.desk, last_act_of(ActKind.ORDER)))
    assert (told.baskets, told.who) == ((1,), "anna")


def last_act_of(kind: ActKind) -> int:
    """Return the number of the last act of a kind."""
    return int(
        JournalEntry.select(fn.MAX(JournalEntry.act)).where(JournalEntry.kind == kind).scalar()
    )


def test_an_untouched_import_is_taken_back(world: World) -> None:
    """R9: its baskets and its distribution are gone, balances are as before; again, it is there."""
    before = {one: balance_of(one) for one in range(1, 80)}
    first = world.evening("2026-11-13")
    there = report_facts(1, NOW)
    _undo(world)
    assert {one: balance_of(one) for one in range(1, 80)} == before
    assert list_distributions(NOW) == ()
    with pytest.raises(NotFound):
        read_sheet(first.distribution_id)
    assert check() == []
    again = world.evening("2026-11-13")
    assert (again.distribution_id, again.first) == (1, True)
    assert report_facts(1, NOW) == there
    assert check() == []


@pytest.mark.parametrize("touch", ["basket", "count", "again"])
def test_an_import_that_somebody_went_on_with_stays(world: World, touch: str) -> None:
    """R9: it says who has touched what it brought, and which baskets."""
    number = world.evening("2026-11-13").distribution_id
    basket = read_sheet(number).baskets[2]
    anna = world.other("anna")
    match touch:
        case "basket":
            set_delivered(anna, basket.lines[0].id, basket.version, False)
        case "count":
            set_cash_float(anna, number, euros("30"))
        case "again":
            desk, world.desk = world.desk, anna
            world.evening("2026-11-13", "Export-commandes-2026-11-20-Cagette.csv")
            world.desk = desk
    told = refused(CannotUndo, lambda: _undo(world))
    assert (told.kind, told.who) == (ActKind.IMPORT, "anna")
    assert (3 in told.baskets) == (touch == "basket")


def test_a_corrected_import_is_taken_back_to_the_first(world: World) -> None:
    """R9: only what the second one changed goes; the names that it brought stay."""
    world.evening("2026-11-13")
    before = settled_dump()
    world.evening("2026-11-13", "Export-commandes-2026-11-20-Cagette.csv")
    _undo(world)
    after = settled_dump()
    for table in ("line", "operation", "basket", "distribution"):
        assert after[table] == before[table]
    assert check() == []


def test_prices_of_a_later_file_stay(world: World) -> None:
    """R9: what a later import made of a product that both have is not taken back with the first."""
    world.evening("2026-11-20")
    anna, world.desk = world.desk, world.other("anna")
    world.evening("2026-11-13")
    world.desk = anna
    with writing(world.other("zoé")) as act:
        product = Product.get_by_id(1)
        act.entry(ActKind.IMPORT).update(product, price=product.price + 1, name="Poireaux")
    _undo(world)
    assert Product.get_by_id(1).name == "Poireaux"
    assert [row.distribution.id for row in list_distributions(NOW)] == [2]
    assert check() == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from([*ACTS, "undo", "order", "certify", "reopen", "reopen all", "confirm"]),
        st.integers(0, 2),
        st.sampled_from(["paul", "anna"]),
    ),
    min_size=1,
    max_size=14,
)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_several_baskets(world: World, steps: list[tuple[str, int, str]]) -> None:
    """R12, R20, R33, R43, R60, R61: each act taken back at once leaves no trace that people see.

    Whatever two volunteers do and take back over three baskets, `check` proves the rules.
    """
    hurry()
    world.desk = world.other("paul")
    number = world.distribution(place=f"Salle {Distribution.select().count()}")
    baskets = [
        world.basket(number, world.member(f"Membre {place}"), "4.00", "3.00") for place in range(3)
    ]
    newcomer = world.member("Nouvelle")
    for name, place, who in steps:
        world.desk = world.other(who)
        basket = world.again(baskets[place])
        before = settled_dump()
        try:
            _step(world, name, basket, newcomer)
        except Refused:
            assert settled_dump() == before
            continue
        if name == "undo":
            continue
        after = settled_dump()
        if after != before:
            _undo(world)
            assert settled_dump() == before
            _step(world, name, world.again(baskets[place]), newcomer)
    assert check() == []


def _step(world: World, name: str, basket: BasketView, newcomer: int) -> None:
    number = basket.distribution_id
    if name == "undo":
        _undo(world)
    elif name == "order":
        product = basket.lines[0].product_id
        new_order(world.desk, number, newcomer, [(product, Decimal(2))])
    elif name == "certify":
        certify(world.desk, number)
    elif name == "reopen":
        reopen_basket(world.desk, basket.id, basket.version, "erreur")
    elif name == "reopen all":
        reopen_distribution(world.desk, number, "erreur")
    elif name == "confirm":
        for payment in basket.announced:
            confirm(world.desk, payment.id)
            break
    else:
        ACTS[name](world, basket)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from([*ACTS, "undo", "validate as it is"]), st.sampled_from(["paul", "anna"])
        ),
        max_size=12,
    )
)
def test_any_sequence_keeps_the_rules(world: World, steps: list[tuple[str, str]]) -> None:
    """R11, R12, R60, R61: whatever is done and taken back, `check` proves the rules."""
    hurry()
    basket = world.one_basket("4.00", "3.00")
    for name, who in steps:
        world.desk = world.other(who)
        now = world.again(basket)
        try:
            if name == "undo":
                _undo(world)
            elif name == "validate as it is":
                validate(world.desk, now.id, now.version, accept=outcome_of(now))
            else:
                ACTS[name](world, now)
        except Refused:
            pass
        after = world.again(basket)
        assert after.cost == sum(line.total for line in after.lines)
    assert check() == []


def test_a_line_taken_back_never_becomes_another_s(world: World) -> None:
    """R61: who still has the old line on the screen does not hit another member's basket."""
    first, second = world.one_basket("4.00"), world.one_basket("3.00")
    product = world.product("2.00")
    stale = add_line(world.desk, first.id, first.version, product, Decimal(1))
    _undo(world)
    other = add_line(world.desk, second.id, second.version, product, Decimal(1))
    assert stale.version == other.version
    refused(
        NotFound,
        lambda: set_delivered(world.desk, stale.lines[-1].id, stale.version, False),
    )


def test_a_mark_that_others_have_built_on(world: World) -> None:
    """R7, R61: a product stays sold by weight where somebody entered a fraction of it since."""
    cabbage = world.product("3.00", "Chou 1 pièce")
    number = world.distribution()
    first, second = (
        world.basket(number, world.member(name), products=((cabbage, "1"),)) for name in "AB"
    )
    set_quantity(world.desk, first.lines[0].id, first.version, Decimal("1.2"), by_weight=True)
    anne = world.other("anne")
    set_quantity(anne, second.lines[0].id, second.version, Decimal("0.9"))
    _undo(world)
    first, second = world.again(first), world.again(second)
    assert (first.lines[0].delivered, first.cost) == (1, 3)
    assert first.lines[0].weighed
    assert second.lines[0].delivered == Decimal("0.9")
    assert check() == []
    # The other fraction taken back too, nobody has said that it is sold by weight: the mark
    # stays all the same, since it is not that act's own.
    undo(anne, last_act("anne").act)
    assert check() == []
