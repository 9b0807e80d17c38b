"""One key for many baskets at once: all of them as they were shown, or none (R41, R43)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cagette_tui.model.acts.accounts import adjust, pay_account
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.drafts import save_payment_draft
from cagette_tui.model.acts.many_baskets import settle_baskets
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.held_back import AnnouncedOnAccount, TypedBefore
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.many_baskets import SettlingPlan, plan_settling
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.refusals import (
    BalanceMoved,
    BasketIsValidated,
    DistributionIsCertified,
    ModeNotAccepted,
    NothingToDo,
    TooEarly,
)
from tests.world import World, euros, refused


def plan(world: World, mode: Mode | None = Mode.CASH, *, validating: bool = True) -> SettlingPlan:
    """Show what one key would do to all baskets of the evening: one of 10 euros, one of 4."""
    number = world.one_basket("10.00").distribution_id
    world.one_basket("4.00")
    sheet = read_sheet(number)
    return plan_settling(sheet, sheet.baskets, mode, validating=validating)


def test_all_at_once(world: World) -> None:
    """R41: each is paid its own amount and validated; the box should hold both."""
    shown = plan(world)
    assert (shown.total, shown.expected_cash) == (euros("14.00"), euros("14.00"))
    assert settle_baskets(world.desk, shown) == 2
    now = read_sheet(shown.distribution_id).baskets
    assert [(one.validated, str(one.paid)) for one in now] == [(True, "10.00"), (True, "4.00")]
    assert check() == []


def test_what_is_certified_meanwhile(world: World) -> None:
    """R43: it is told that the evening is closed, not that one basket of it is."""
    shown = plan(world)
    anna = world.other("anna")
    first, second = shown.baskets
    validate(anna, first.id, first.version, mode=Mode.CASH)
    refused(BasketIsValidated, lambda: settle_baskets(world.desk, shown))
    validate(anna, second.id, second.version, mode=Mode.CASH)
    certify(anna, shown.distribution_id)
    told = refused(DistributionIsCertified, lambda: settle_baskets(world.desk, shown))
    assert told.by == "anna"


def test_what_moved_since(world: World) -> None:
    """R18, R41: a payment in between, or money on an account alone."""
    shown = plan(world)
    first, second = shown.baskets
    anna = world.other("anna")
    adjust(anna, second.member_id, euros("2.00"), "geste", shown=second.balance)
    refused(BalanceMoved, lambda: settle_baskets(world.desk, shown))
    received = replace(shown, validating=False)
    adjust(anna, second.member_id, euros("2.00"), "geste", shown=second.balance + euros("2.00"))
    told = refused(BalanceMoved, lambda: settle_baskets(world.desk, received))
    assert (told.shown, told.now) == (euros("-4.00"), 0)
    receive(anna, first.id, first.version, Mode.CARD)
    refused(BasketChanged, lambda: settle_baskets(world.desk, shown))


def test_what_is_paid_is_validated(world: World) -> None:
    """R41: without a mode, those that need none; the others are left."""
    paid, covered = world.one_basket("10.00"), world.one_basket("4.00", older="4.00")
    receive(world.desk, paid.id, paid.version, Mode.CARD)
    shown = plan(world, None)
    assert [one.id for one in shown.baskets] == [paid.id, covered.id]
    assert (len(shown.left), shown.total) == (2, 0)
    assert settle_baskets(world.desk, shown) == 2
    assert [one.validated for one in read_sheet(shown.distribution_id).baskets] == [
        True, True, False, False,
    ]  # fmt: skip


def test_a_payment_that_was_announced_or_typed(world: World) -> None:
    """R22, R63: a transfer on an account, one's own draft: each is looked at by itself."""
    shown = plan(world, Mode.TRANSFER)
    first, second = shown.baskets
    parts = [Part(Mode.CASH, euros("3.00"))]
    save_payment_draft(world.desk, [second.id], parts, with_debt=False)
    told = refused(TypedBefore, lambda: settle_baskets(world.desk, shown))
    assert (told.number, told.may_record) == (second.number, False)
    anna = world.other("anna")
    pay_account(
        anna, first.member_id, Mode.TRANSFER, first.cost, "virement", shown=first.balance,
        pending=True,
    )  # fmt: skip
    asked = refused(AnnouncedOnAccount, lambda: settle_baskets(anna, shown))
    assert (asked.number, asked.amount) == (first.number, first.cost)
    assert settle_baskets(anna, replace(shown, mode=Mode.CASH)) == 2


def test_what_is_not_possible(world: World) -> None:
    """R13, R40: a mode that is not accepted, too early, nothing chosen."""
    shown = plan(world)
    world.accept(Mode.CARD)
    announcing = replace(shown, mode=Mode.TRANSFER, announced=True)
    for one in (shown, announcing, replace(announcing, validating=False)):
        refused(ModeNotAccepted, lambda: settle_baskets(world.desk, one))  # noqa: B023
    world.accept(Mode.CASH)
    nothing = plan_settling(read_sheet(shown.distribution_id), (), Mode.CASH, validating=True)
    refused(NothingToDo, lambda: settle_baskets(world.desk, nothing))
    world.clock.advance(timedelta(hours=-10))
    refused(TooEarly, lambda: settle_baskets(world.desk, shown))
