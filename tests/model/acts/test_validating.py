"""Validating, certifying, reopening (R40 to R45)."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest

from cagette_tui.model.acts.absence import mark_absent, mark_present
from cagette_tui.model.acts.changing import cancel, confirm
from cagette_tui.model.acts.closing import certify, move_cash, reopen_distribution, set_cash_float
from cagette_tui.model.acts.delivering import new_order, set_delivered
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce, pay, pay_together, receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import Mode, State
from cagette_tui.model.rules.outcome import NeedsAnswer, Outcome, Unseen, outcome_of
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.refusals import (
    AnnouncedOtherwise,
    BasketIsAbsent,
    BasketIsValidated,
    BasketNotValidated,
    BasketsOpen,
    DistributionIsCertified,
    DistributionNotCertified,
    ModeNeeded,
    ModeNotAccepted,
    ReasonNeeded,
    TooEarly,
)
from cagette_tui.model.rules.takings import takings
from tests.shortcuts import pay_and_validate, set_on_the_spot
from tests.world import START, World, euros, refused


def test_from_thirty_minutes_before(world: World) -> None:
    """Worked case, R40: start 18:00: refused at 17:29 ("from 17:30"), allowed at 17:30."""
    basket = world.one_basket("10.00")
    number = basket.distribution_id
    world.clock.advance(datetime(2026, 11, 20, 17, 29, 59) - world.clock.now())
    for act in (
        lambda: validate(world.desk, basket.id, basket.version, mode=Mode.CASH),
        lambda: validate(world.desk, basket.id, basket.version),
        lambda: force(world.desk, plan_force(number)),
        lambda: certify(world.desk, number),
    ):
        told = refused(TooEarly, act)
        assert told.opens_at == datetime(2026, 11, 20, 17, 30)
        assert told.now == datetime(2026, 11, 20, 17, 29, 59)
    world.clock.advance(timedelta(seconds=1))
    assert validate(world.desk, basket.id, basket.version, mode=Mode.CASH).validated


def test_what_needs_no_waiting(world: World) -> None:
    """R40: lines and announced payments are possible at any time."""
    basket = world.one_basket("10.00", "5.00")
    world.clock.advance(timedelta(days=-2))
    basket = set_delivered(world.desk, basket.lines[1].id, basket.version, False)
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    assert basket.pending == euros("10.00")


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (START - timedelta(minutes=31), State.UPCOMING),
        (START - timedelta(minutes=30), State.TO_VALIDATE),
        (START + timedelta(days=10, minutes=90), State.TO_VALIDATE),
        (START + timedelta(days=10, minutes=91), State.LATE),
    ],
)
def test_states(world: World, moment: datetime, state: State) -> None:
    """R40: late once its end is more than ten days ago and it is not certified."""
    world.one_basket("10.00")
    assert list_distributions(moment)[0].state is state


def test_today_s_comes_first(world: World) -> None:
    """Those to validate first; the evening of the day before one that still waits."""
    places = ("older", "tonight", "upcoming")
    days = (timedelta(-6), timedelta(), timedelta(6))
    for place, after in zip(places, days, strict=True):
        world.distribution(START + after, place)

    def listed(now: datetime) -> list[str]:
        return [row.distribution.place for row in list_distributions(now)]

    assert listed(START) == ["tonight", "older", "upcoming"]
    assert listed(START.replace(hour=23)) == ["tonight", "older", "upcoming"]
    assert listed(START + timedelta(hours=7)) == ["tonight", "older", "upcoming"]
    # Later both wait, oldest first.
    assert listed(START + timedelta(days=1)) == ["older", "tonight", "upcoming"]


def test_state_in_progress_and_certified(world: World) -> None:
    """R43: in progress once a basket is validated; certified at the end."""
    one, other = world.one_basket("10.00"), world.one_basket("4.00")
    validate(world.desk, one.id, one.version, mode=Mode.CASH)
    now = world.clock.now()
    assert read_sheet(one.distribution_id).state(now) is State.IN_PROGRESS
    row = list_distributions(now)[0]
    assert (row.validated, row.baskets, row.to_collect) == (1, 2, euros("4.00"))
    validate(world.desk, other.id, other.version, mode=Mode.CASH)
    certify(world.desk, one.distribution_id)
    assert read_sheet(one.distribution_id).state(now + timedelta(days=90)) is State.CERTIFIED


def test_an_archive_is_counted_from_its_newest_evening(world: World) -> None:
    """All that is still open is counted, and only so many of those that are certified."""
    for week in range(4):
        evening = world.distribution(START - timedelta(weeks=week))
        basket = world.basket(evening, world.member(f"Membre {week}"), "10.00")
        if week:
            validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
            certify(world.desk, basket.distribution_id)
    rows = list_distributions(START, counted=2)
    assert [(row.validated, row.baskets, row.is_counted) for row in rows] == [
        (0, 1, True),
        (1, 1, True),
        (1, 1, True),
        (0, 0, False),
    ]
    whole = list_distributions(START)
    assert [row.distribution for row in whole] == [row.distribution for row in rows]
    assert all(row.is_counted for row in whole)


def test_a_mode_is_needed(world: World) -> None:
    """R13: a basket to be paid on the spot cannot be validated before somebody said how."""
    basket = world.one_basket("10.00")
    told = refused(ModeNeeded, lambda: validate(world.desk, basket.id, basket.version))
    assert told.modes == (Mode.CASH, Mode.CHEQUE, Mode.TRANSFER, Mode.CARD)


def test_the_only_mode_is_set_without_asking(world: World) -> None:
    """R13: where the group accepts one only among those of the table."""
    world.accept(Mode.ONLINE, Mode.CHEQUE)
    basket = world.one_basket("10.00")
    basket = validate(world.desk, basket.id, basket.version)
    assert [(one.mode, one.amount) for one in basket.payments] == [(Mode.CHEQUE, 10)]
    assert basket.validated


def test_a_debt_is_asked(world: World) -> None:
    """R17, R41: "debt of 4,00 €" is said before; accepted, it stays on the account."""
    basket = world.one_basket("10.00")
    basket = pay(world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("6.00"))])
    told = refused(NeedsAnswer, lambda: validate(world.desk, basket.id, basket.version))
    assert told.outcome == Outcome(debt=euros("4.00"))
    # What was accepted must be what remains.
    other = Outcome(debt=euros("3.00"))
    refused(NeedsAnswer, lambda: validate(world.desk, basket.id, basket.version, accept=other))
    after = validate(world.desk, basket.id, basket.version, accept=told.outcome)
    assert (after.validated, after.balance, after.pending) == (True, euros("-4.00"), 0)
    assert (after.validated_at, after.validated_by) == (world.clock.now(), "paul")


def test_a_credit_is_asked(world: World) -> None:
    """R17, R41: what was paid too much stays as credit, after a question."""
    basket = world.one_basket("10.00")
    basket = pay(
        world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("12.00"))], sure=True
    )
    told = refused(NeedsAnswer, lambda: validate(world.desk, basket.id, basket.version))
    assert told.outcome == Outcome(credit=euros("2.00"))
    after = validate(world.desk, basket.id, basket.version, accept=told.outcome)
    assert after.balance == euros("2.00")


def test_an_older_debt_or_credit_asks_nothing(world: World) -> None:
    """R18: an ordinary basket stays ordinary; what is older is shown beside it."""
    for older in ("-12.00", "3.00"):
        basket = world.one_basket("10.00", older=older)
        assert validate(world.desk, basket.id, basket.version, mode=Mode.CASH).validated


def test_older_credit_that_covers_is_settled(world: World) -> None:
    """R18: no fictitious payment, no question."""
    basket = world.one_basket("10.00", older="15.00")
    basket = validate(world.desk, basket.id, basket.version)
    assert (basket.validated, basket.payments, basket.balance) == (True, (), euros("5.00"))


def test_a_payment_nobody_saw(world: World) -> None:
    """Worked case, R41: awaited: balance −18 until Tuesday, then 0; the basket stays validated."""
    basket = world.one_basket("18.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    told = refused(NeedsAnswer, lambda: validate(world.desk, basket.id, basket.version))
    assert told.outcome.unseen == ((Mode.TRANSFER, euros("18.00")),)
    basket = validate(world.desk, basket.id, basket.version, unseen=Unseen.AWAITED)
    assert (basket.validated, basket.balance) == (True, euros("-18.00"))
    certify(world.desk, basket.distribution_id)
    world.clock.advance(timedelta(days=4))
    confirm(world.desk, basket.payments[0].id)
    after = world.again(basket)
    assert (after.balance, after.validated_at) == (0, basket.validated_at)
    assert read_sheet(basket.distribution_id).distribution.certified_at is not None


def test_a_payment_that_was_seen_after_all(world: World) -> None:
    """R41: seen: it is confirmed with the validation."""
    basket = world.one_basket("18.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    basket = validate(world.desk, basket.id, basket.version, unseen=Unseen.SEEN)
    assert (basket.validated, basket.balance) == (True, 0)


def test_an_awaited_payment_less_than_the_basket(world: World) -> None:
    """R41: the debt beyond what is awaited is asked too."""
    basket = world.one_basket("18.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER, euros("15.00"))
    told = refused(
        NeedsAnswer,
        lambda: validate(world.desk, basket.id, basket.version, unseen=Unseen.AWAITED),
    )
    assert told.outcome == Outcome(debt=euros("3.00"))


def test_an_awaited_payment_that_never_came(world: World) -> None:
    """R41, R20: it is withdrawn without reopening anything; the debt stays."""
    basket = world.one_basket("18.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    basket = validate(world.desk, basket.id, basket.version, unseen=Unseen.AWAITED)
    cancel(world.desk, basket.payments[0].id, "jamais arrivé")
    after = world.again(basket)
    assert (after.validated, after.balance, after.pending) == (True, euros("-18.00"), 0)


def test_only_a_whole_distribution_is_certified(world: World) -> None:
    """R43: refused with the numbers of the open baskets."""
    one, other = world.one_basket("10.00"), world.one_basket("4.00")
    validate(world.desk, one.id, one.version, mode=Mode.CASH)
    told = refused(BasketsOpen, lambda: certify(world.desk, one.distribution_id))
    assert told.numbers == (other.number,)


def _certified(world: World) -> BasketView:
    basket = world.one_basket("10.00", "2.00")
    basket = validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, basket.distribution_id)
    return basket


def test_certified_is_read_only(world: World) -> None:
    """R43: no line, no payment, no float, no second certification."""
    basket = _certified(world)
    number = basket.distribution_id
    for act in (
        lambda: set_delivered(world.desk, basket.lines[0].id, basket.version, False),
        lambda: receive(world.desk, basket.id, basket.version, Mode.CASH),
        lambda: cancel(world.desk, basket.payments[0].id, "erreur"),
        lambda: set_cash_float(world.desk, number, euros("1.00")),
        lambda: certify(world.desk, number),
        lambda: mark_absent(world.desk, basket.id, basket.version, release=True),
    ):
        told = refused(DistributionIsCertified, act)
        assert (told.by, told.at) == ("paul", world.clock.now())


def test_reopening_a_basket_of_a_certified_distribution(world: World) -> None:
    """R44: reopens the distribution too; modes and confirmed states stay, no balance moves."""
    basket = _certified(world)
    refused(ReasonNeeded, lambda: reopen_basket(world.desk, basket.id, basket.version, ""))
    before = world.balance(basket)
    after = reopen_basket(world.desk, basket.id, basket.version, "oublié un rendu")
    assert not after.validated
    assert [(one.mode, one.pending) for one in after.payments] == [(Mode.CASH, False)]
    assert world.balance(basket) == before
    assert read_sheet(basket.distribution_id).distribution.certified_at is None


def test_reopening_the_distribution_alone(world: World) -> None:
    """R44: its baskets stay validated."""
    basket = _certified(world)
    reopen_distribution(world.desk, basket.distribution_id, "compte à revoir")
    assert world.again(basket).validated
    refused(
        DistributionNotCertified,
        lambda: reopen_distribution(world.desk, basket.distribution_id, "encore"),
    )


def test_reopening_what_is_open(world: World) -> None:
    """R44: refused."""
    basket = world.one_basket("10.00")
    refused(BasketNotValidated, lambda: reopen_basket(world.desk, basket.id, basket.version, "x"))


def test_two_validations_of_one_basket(world: World) -> None:
    """R33, R45: one wins, the other is told who and when."""
    basket = world.one_basket("10.00")
    validate(world.other("anna"), basket.id, basket.version, mode=Mode.CASH)
    told = refused(
        BasketIsValidated,
        lambda: validate(world.desk, basket.id, basket.version, mode=Mode.CARD),
    )
    assert (told.by, told.at) == ("anna", world.clock.now())


def test_a_stale_sight_is_refused(world: World) -> None:
    """An act on what changed since it was shown is refused, with who and when."""
    basket = world.one_basket("10.00")
    receive(world.other("anna"), basket.id, basket.version, Mode.CASH)
    told = refused(BasketChanged, lambda: validate(world.desk, basket.id, basket.version))
    assert (told.number, told.who, told.at) == (1, "anna", world.clock.now())


def test_no_balance_is_stored(world: World) -> None:
    """R11: the account's balance is the sum of its operations."""
    basket = _certified(world)
    account = read_account(basket.member_id)
    assert account.balance == sum(one.amount for one in account.operations)


# R41, R17, R18: what is asked, with announced payments and older balances


def test_accepting_what_remains_says_nothing_of_a_payment_nobody_saw(world: World) -> None:
    """R41: such a payment is seen or awaited; to accept the outcome is not an answer to that."""
    basket = world.one_basket("18.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER, euros("15.00"))
    told = refused(NeedsAnswer, lambda: validate(world.desk, basket.id, basket.version))
    assert told.outcome == Outcome(
        debt=euros("3.00"),
        unseen=((Mode.TRANSFER, euros("15.00")),),
        until_seen=euros("18.00"),
        without_payment=False,
    )
    again = refused(
        NeedsAnswer,
        lambda: validate(world.desk, basket.id, basket.version, accept=told.outcome),
    )
    assert again.outcome == told.outcome


@pytest.mark.parametrize(
    ("older", "announced", "until", "once"),
    [
        ("0", "18.00", "18.00", "0"),
        ("0", "28.80", "18.00", "10.80"),  # something was undelivered after the transfer
        ("5.00", "18.00", "13.00", "0"),  # older credit is no news
        ("20.00", "18.00", "0", "0"),
        ("-4.00", "28.80", "18.00", "6.80"),
    ],
)
def test_what_an_awaited_payment_leaves_until_and_after_it_comes(
    world: World, older: str, announced: str, until: str, once: str
) -> None:
    """R17, R41: the debt is what the basket lacks now, not what was announced."""
    basket = world.one_basket("18.00", older=older)
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER, euros(announced))
    told = refused(NeedsAnswer, lambda: validate(world.desk, basket.id, basket.version))
    assert told.outcome.until_seen == euros(until)
    assert told.outcome.once_seen == euros(once)


@pytest.mark.parametrize(
    ("older", "announced", "unseen", "debt", "credit", "before", "after"),
    [
        ("0", "18.00", Unseen.AWAITED, "0", "0", "-18.00", "0.00"),
        ("0", "18.00", Unseen.SEEN, "0", "0", "0.00", "0.00"),
        ("0", "15.00", Unseen.AWAITED, "3.00", "0", "-18.00", "-3.00"),
        ("0", "15.00", Unseen.SEEN, "3.00", "0", "-3.00", "-3.00"),
        ("0", "20.00", Unseen.SEEN, "0", "2.00", "2.00", "2.00"),
        ("5.00", "13.00", Unseen.AWAITED, "0", "0", "-13.00", "0.00"),
        ("5.00", "13.00", Unseen.SEEN, "0", "0", "0.00", "0.00"),
        ("5.00", "10.00", Unseen.AWAITED, "3.00", "0", "-13.00", "-3.00"),
        ("-12.00", "18.00", Unseen.AWAITED, "0", "0", "-30.00", "-12.00"),
        ("-12.00", "18.00", Unseen.SEEN, "0", "0", "-12.00", "-12.00"),
        ("-12.00", "25.00", Unseen.SEEN, "0", "0", "-5.00", "-5.00"),
        ("-12.00", "31.00", Unseen.SEEN, "0", "1.00", "1.00", "1.00"),
    ],
)
def test_seen_and_awaited_with_older_balances(
    world: World,
    older: str,
    announced: str,
    unseen: Unseen,
    debt: str,
    credit: str,
    before: str,
    after: str,
) -> None:
    """R17, R18, R41: what is asked after the answer, and the balance before and after Tuesday."""
    basket = world.one_basket("18.00", older=older)
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER, euros(announced))
    expected = Outcome(debt=euros(debt), credit=euros(credit))
    if not expected.ordinary:
        told = refused(
            NeedsAnswer, lambda: validate(world.desk, basket.id, basket.version, unseen=unseen)
        )
        assert told.outcome == expected
    done = validate(world.desk, basket.id, basket.version, unseen=unseen, accept=expected)
    assert (done.validated, done.balance) == (True, euros(before))
    for payment in done.announced:
        confirm(world.desk, payment.id)
    assert (world.balance(done), world.again(done).validated) == (euros(after), True)
    assert check() == []


def test_another_mode_at_the_table_than_announced(world: World) -> None:
    """R41, R20: one act replaces the announced payment, receives and validates."""
    basket = world.one_basket("18.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    refused(
        AnnouncedOtherwise,
        lambda: validate(world.desk, basket.id, basket.version, mode=Mode.CASH),
    )
    basket = validate(world.desk, basket.id, basket.version, mode=Mode.CASH, replace=True)
    assert [(one.mode, one.pending) for one in basket.payments] == [(Mode.CASH, False)]
    assert (basket.validated, basket.balance) == (True, 0)


def test_receiving_and_validating_is_refused_whole(world: World) -> None:
    """R13, R34, R41: what is received goes with the validation, or not at all."""
    basket = world.one_basket("18.00")
    told = refused(
        ModeNotAccepted,
        lambda: validate(world.desk, basket.id, basket.version, mode=Mode.ONLINE),
    )
    assert told.mode is Mode.ONLINE
    # A transfer announced for a part is confirmed by its key, but then 3.00 lack.
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER, euros("15.00"))
    asked = refused(
        NeedsAnswer,
        lambda: validate(world.desk, basket.id, basket.version, mode=Mode.TRANSFER),
    )
    assert asked.outcome == Outcome(debt=euros("3.00"))
    gone = world.one_basket("5.00")
    gone = mark_absent(world.desk, gone.id, gone.version, release=False)
    absent = refused(
        BasketIsAbsent,
        lambda: validate(world.desk, gone.id, gone.version, mode=Mode.CASH),
    )
    assert absent.number == gone.number


def test_amounts_received_and_validated_are_one_act(world: World) -> None:
    """R15, R41: refused, early or not accepted, nothing is received; one undo takes all back."""
    basket = world.one_basket("30.00")
    parts = [Part(Mode.CASH, euros("20")), Part(Mode.CHEQUE, euros("4"))]
    work = partial(pay_and_validate, world.desk, basket.id, basket.version, parts)
    world.clock.advance(timedelta(hours=-2))
    refused(TooEarly, work)
    world.clock.advance(timedelta(hours=2))
    assert refused(NeedsAnswer, work).outcome == Outcome(debt=euros("6"))
    assert read_sheet(basket.distribution_id).baskets[0].payments == ()
    after = work(accept=Outcome(debt=euros("6")))
    assert [(one.mode, one.amount) for one in after.payments] == [(Mode.CASH, 20), (Mode.CHEQUE, 4)]
    assert after.validated
    undo(world.desk, last_act("paul").act)
    again = read_sheet(basket.distribution_id).baskets[0]
    assert (again.payments, again.validated) == ((), False)
    refused(BasketChanged, work)
    assert check() == []


def test_an_absent_member_s_debt(world: World) -> None:
    """R34, R41: that a debt is kept was said when the absence was; nothing is asked again."""
    kept, released = world.one_basket("5.00"), world.one_basket("7.00")
    kept = mark_absent(world.desk, kept.id, kept.version, release=False)
    released = mark_absent(world.desk, released.id, released.version, release=True)
    kept = validate(world.desk, kept.id, kept.version)
    released = validate(world.desk, released.id, released.version)
    assert [(one.validated, one.balance, one.payments) for one in (kept, released)] == [
        (True, euros("-5.00"), ()),
        (True, 0, ()),
    ]


def test_what_an_absent_member_has_paid(world: World) -> None:
    """R34, R41: the debt was said; a credit that remains of what was paid before was not."""
    gone = world.one_basket("5.00")
    gone = receive(world.desk, gone.id, gone.version, Mode.CASH)
    gone = mark_absent(world.desk, gone.id, gone.version, release=True)
    told = refused(NeedsAnswer, lambda: validate(world.desk, gone.id, gone.version))
    assert told.outcome == Outcome(credit=euros("5.00"))
    done = validate(world.desk, gone.id, gone.version, accept=told.outcome)
    assert (done.validated, done.balance) == (True, euros("5.00"))


def test_a_coordinator_s_order(world: World) -> None:
    """R19, R41: no mode is asked; the debt is, and that nobody said how it would be paid."""
    product = world.product("6.00")
    basket = new_order(
        world.desk, world.distribution(), world.member("Lise"), [(product, Decimal(1))]
    )
    told = refused(NeedsAnswer, lambda: validate(world.desk, basket.id, basket.version))
    assert told.outcome == Outcome(debt=euros("6.00"), without_payment=True)
    done = validate(world.desk, basket.id, basket.version, accept=told.outcome)
    assert (done.validated, done.balance) == (True, euros("-6.00"))


def test_an_empty_basket(world: World) -> None:
    """R13, R14: nothing is to pay, nothing is asked."""
    basket = world.one_basket("6.00")
    basket = set_delivered(world.desk, basket.lines[0].id, basket.version, False)
    basket = validate(world.desk, basket.id, basket.version)
    assert (basket.validated, basket.payments, basket.balance) == (True, (), 0)


# R33, R43, R44, R45


def test_a_validated_basket_takes_nothing(world: World) -> None:
    """R33, R45: every act of its own is refused with who and when."""
    basket = world.one_basket("10.00")
    other = world.one_basket("4.00")
    basket = validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    world.clock.advance(timedelta(minutes=5))
    for act in (
        lambda: validate(world.other("anna"), basket.id, basket.version),
        lambda: set_on_the_spot(world.desk, basket.id, basket.version, True),
        lambda: mark_present(world.desk, basket.id, basket.version),
        lambda: pay_together(
            world.desk,
            [(other.id, other.version), (basket.id, basket.version)],
            Mode.CASH,
            euros("5.00"),
        ),
    ):
        told = refused(BasketIsValidated, act)
        assert (told.number, told.by, told.at) == (1, "paul", START + timedelta(hours=1))


def test_what_an_archive_refuses(world: World) -> None:
    """R43: orders, announced payments, the box and forced validation too."""
    basket = _certified(world)
    number, product = basket.distribution_id, world.product("1.00")
    member = world.member("Lise")
    for act in (
        lambda: new_order(world.desk, number, member, [(product, Decimal(1))]),
        lambda: announce(world.desk, basket.id, basket.version, Mode.CARD, euros("1.00")),
        lambda: validate(world.desk, basket.id, basket.version),
        lambda: move_cash(world.desk, number, euros("1.00"), "monnaie"),
        lambda: force(world.desk, plan_force(number)),
    ):
        told = refused(DistributionIsCertified, act)
        assert (told.by, told.at) == ("paul", world.clock.now())


def test_reopening_moves_no_balance(world: World) -> None:
    """R44: seen, awaited, debt, credit: all as before, and the next validation as well."""
    plain, awaited = world.one_basket("10.00"), world.one_basket("18.00")
    owing, over = world.one_basket("7.00"), world.one_basket("3.00")
    number = plain.distribution_id
    validate(world.desk, plain.id, plain.version, mode=Mode.CHEQUE)
    awaited = announce(world.desk, awaited.id, awaited.version, Mode.TRANSFER)
    validate(world.desk, awaited.id, awaited.version, unseen=Unseen.AWAITED)
    for basket, amount in ((owing, "5.00"), (over, "4.00")):
        paid = pay(
            world.desk, basket.id, basket.version, [Part(Mode.CASH, euros(amount))], sure=True
        )
        validate(world.desk, paid.id, paid.version, accept=outcome_of(paid))
    certify(world.desk, number)
    before = read_sheet(number).baskets
    for basket in before:
        refused(
            BasketChanged,
            partial(reopen_basket, world.desk, basket.id, basket.version - 1, "compte"),
        )
        after = reopen_basket(world.desk, basket.id, basket.version, "compte")
        assert (after.validated_at, after.validated_by) == (None, None)
    sheet = read_sheet(number)
    assert sheet.distribution.certified_at is None
    assert [(one.payments, one.balance, one.cost) for one in sheet.baskets] == [
        (one.payments, one.balance, one.cost) for one in before
    ]
    assert [one.balance for one in sheet.baskets] == [0, -18, -2, 1]
    assert takings(sheet).by_mode[Mode.CHEQUE] == euros("10.00")
    # What was left open is asked again, no mode is.
    for basket in sheet.baskets:
        validate(
            world.desk,
            basket.id,
            basket.version,
            unseen=Unseen.AWAITED,
            accept=outcome_of(basket, Unseen.AWAITED),
        )
    certify(world.desk, number)
    assert check() == []


def test_reopening_one_basket_leaves_the_others(world: World) -> None:
    """R44: the distribution is open again, but the other baskets stay locked."""
    one, other = world.one_basket("10.00"), world.one_basket("4.00")
    for basket in (one, other):
        validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, one.distribution_id)
    reopen_basket(world.desk, one.id, world.again(one).version, "oubli")
    told = refused(BasketsOpen, lambda: certify(world.desk, one.distribution_id))
    assert told.numbers == (one.number,)
    refused(
        BasketIsValidated,
        lambda: receive(world.desk, other.id, world.again(other).version, Mode.CARD, change=True),
    )


def test_reopening_a_distribution_needs_a_reason(world: World) -> None:
    """R44."""
    basket = _certified(world)
    refused(ReasonNeeded, lambda: reopen_distribution(world.desk, basket.distribution_id, ""))
