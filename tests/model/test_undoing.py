"""Taking the last act back (R61)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cagette_tui.model.accounts import adjust, pay_account, pay_membership
from cagette_tui.model.changing import cancel, change_mode, confirm
from cagette_tui.model.checking import check
from cagette_tui.model.closing import certify, move_cash, reopen_distribution, set_cash_float
from cagette_tui.model.database import close_database, open_database
from cagette_tui.model.delivering import (
    add_line,
    mark_absent,
    new_order,
    set_delivered,
    set_price,
    set_quantity,
    set_reason,
)
from cagette_tui.model.errors import (
    CannotUndo,
    DistributionIsCertified,
    NothingToUndo,
    Refused,
)
from cagette_tui.model.forcing import force, plan_force
from cagette_tui.model.kinds import ActKind, Mode, Reason
from cagette_tui.model.outcome import outcome_of
from cagette_tui.model.paying import (
    Part,
    announce,
    pay,
    pay_together,
    receive,
    refund,
    set_on_the_spot,
)
from cagette_tui.model.reading import balance_of, read_sheet
from cagette_tui.model.undoing import last_act, undo
from cagette_tui.model.validating import receive_and_validate, reopen_basket, validate
from cagette_tui.model.views import BasketView
from tests.world import World, euros, refused, settled_dump

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
    "validate": lambda w, b: receive_and_validate(w.desk, b.id, b.version, Mode.CARD),
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


def test_step_by_step_over_one_s_own_acts(world: World) -> None:
    """R61: three acts, back to the first state; then nothing but imports is left."""
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
    told = refused(CannotUndo, lambda: undo(world.desk, last.act))
    assert told.kind == ActKind.IMPORT


def test_it_survives_a_restart(world: World) -> None:
    """R61: what can be taken back is in the journal, not in the program."""
    basket = world.one_basket("4.00")
    before = settled_dump()
    _paid(world, basket)
    path = check_path()
    close_database()
    open_database(path)
    _undo(world)
    assert settled_dump() == before


def check_path() -> str:
    """Return the path of the database that is open."""
    from cagette_tui.model.base import database

    return str(database.obj.database)


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


def test_refused_when_somebody_built_on_it(world: World) -> None:
    """R61: it names the basket and who went on with it."""
    basket = _paid(world, world.one_basket("4.00"))
    validate(world.other("anna"), basket.id, basket.version)
    told = refused(CannotUndo, lambda: undo(world.desk, last_act("paul").act))
    assert (told.baskets, told.who) == ((1,), "anna")


def test_refused_once_certified(world: World) -> None:
    """R43, R61: what is archived is not taken back from outside."""
    basket = world.one_basket("4.00")
    receive_and_validate(world.desk, basket.id, basket.version, Mode.CASH)
    certify(world.other("anna"), basket.distribution_id)
    refused(DistributionIsCertified, lambda: undo(world.desk, last_act("paul").act))


def test_reopening_is_not_taken_back_over_an_open_basket(world: World) -> None:
    """R43: a distribution is not certified again while a basket is open."""
    one, other = world.one_basket("4.00"), world.one_basket("3.00")
    for basket in (one, other):
        receive_and_validate(world.desk, basket.id, basket.version, Mode.CASH)
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


@settings(
    max_examples=25,
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
