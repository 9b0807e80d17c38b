"""A certified distribution does not change, whoever acts and however (R46)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cagette_tui.model.acts.accounts import pay_account
from cagette_tui.model.acts.changing import confirm
from cagette_tui.model.acts.closing import certify, reopen_distribution, set_cash_float
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.paying import announce, receive
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.checking.checking import Problem, check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.refusals import CannotUndo, DistributionIsCertified
from cagette_tui.model.rules.takings import takings
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.model.tables.distribution import Line
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.papers.exports import Export, ExportKind, Format, export_text, formats
from tests.shelves import behind_our_back
from tests.shortcuts import closing_report, expected_cash
from tests.world import World, dump, euros

KINDS = (
    ExportKind.CLOSING,
    ExportKind.SLIP,
    ExportKind.ATTENDANCE,
    ExportKind.RECEIPTS,
    ExportKind.TAKINGS,
    ExportKind.PAYMENTS,
    ExportKind.ORDERS,
)


def papers(number: int, at: datetime) -> dict[tuple[ExportKind, Format], str]:
    """Write every paper of an evening, in every format."""
    return {
        (kind, form): export_text(Export(number, kind, form), at)
        for kind in KINDS
        for form in formats(kind)
    }


def evening(world: World) -> tuple[int, list[BasketView]]:
    """Three baskets, one by a cheque, one with an awaited transfer, counted and certified."""
    number = world.distribution()
    baskets = [
        world.basket(number, world.member(name), amount)
        for name, amount in (("Ana", "12.00"), ("Bob", "18.00"), ("Cléo", "7.50"))
    ]
    validate(world.desk, baskets[0].id, baskets[0].version, mode=Mode.CHEQUE)
    awaited = announce(world.desk, baskets[1].id, baskets[1].version, Mode.TRANSFER)
    validate(
        world.desk,
        awaited.id,
        awaited.version,
        unseen=Unseen.AWAITED,
        accept=outcome_of(awaited, Unseen.AWAITED),
    )
    validate(world.desk, baskets[2].id, baskets[2].version, mode=Mode.CASH)
    close_count(world.desk, number, expected_cash(number), shown_expected=expected_cash(number))
    certify(world.desk, number)
    return number, [world.again(one) for one in baskets]


def test_papers_are_the_same_whatever_comes_later(world: World) -> None:
    """R46: names, producers, prices, VAT, balances, payments seen later, the group's settings."""
    number, baskets = evening(world)
    before = papers(number, world.clock.now())
    world.clock.advance(timedelta(days=7))
    confirm(world.desk, baskets[1].announced[0].id)
    pay_account(
        world.desk,
        baskets[0].member_id,
        Mode.CASH,
        euros("9.00"),
        "avance",
        shown=euros("0.00"),
        sure=True,
    )
    with writing(world.desk) as act:
        entry = act.entry(ActKind.IMPORT)
        for product in Product.select():
            entry.update(product, name=f"{product.name} ter", vat_rate=euros("20.00"))
        for catalogue in Catalogue.select():
            entry.update(catalogue, name="Autre")
        for vendor in Vendor.select():
            entry.update(vendor, name="Une autre ferme")
        for member in Member.select():
            entry.update(member, name=member.name.upper(), ref=f"R{member.id}")
    settings = read_settings()
    change_settings(world.desk, settings, replace(settings, name="Autre groupe"))
    assert papers(number, world.clock.now()) == before
    assert world.read(baskets[1].id).balance == euros("0.00")
    assert takings(read_sheet(number)).by_mode[Mode.TRANSFER] == euros("0.00")
    assert check() == []


def test_a_receipt_tells_what_was_to_pay_then(world: World) -> None:
    """R46: a transfer that is seen a week later does not make 'nothing was to pay' of it."""
    number, baskets = evening(world)
    world.clock.advance(timedelta(days=7))
    confirm(world.desk, baskets[1].announced[0].id)
    wanted = Export(number, ExportKind.RECEIPTS, Format.TEXT, member="2")
    text = export_text(wanted, world.clock.now())
    assert "awaited" in text
    assert "-€18.00" in text


def test_what_came_late_is_in_the_next_report(world: World) -> None:
    """R46, R54: reopened and certified anew, the new papers tell what was seen by then."""
    number, baskets = evening(world)
    world.clock.advance(timedelta(days=7))
    confirm(world.desk, baskets[1].announced[0].id)
    assert closing_report(number).data.awaited != ()
    reopen_distribution(world.desk, number, "correction")
    assert takings(read_sheet(number)).by_mode[Mode.TRANSFER] == euros("18.00")
    assert certify(world.desk, number) == 2
    report = closing_report(number).data
    assert (report.awaited, report.takings.by_mode[Mode.TRANSFER]) == ((), euros("18.00"))
    assert check() == []
    undo(world.desk, last_act("paul").act)  # the second certification
    undo(world.desk, last_act("paul").act)  # the reopening: as it was before
    assert closing_report(number).number == 1
    assert takings(read_sheet(number)).by_mode[Mode.TRANSFER] == euros("0.00")
    assert check() == []


def test_a_reopening_is_not_undone_over_the_change_of_another(world: World) -> None:
    """R46: A reopens, B corrects; A cannot close it again under the report that says otherwise."""
    number, baskets = evening(world)
    before = papers(number, world.clock.now())
    anne, bob = world.other("anne"), world.other("bob")
    opened = reopen_basket(anne, baskets[2].id, baskets[2].version, "erreur")
    set_cash_float(bob, number, euros("20.00"))
    with pytest.raises(CannotUndo) as refused:
        undo(anne, last_act("anne").act)
    assert refused.value.who == "bob"
    undo(bob, last_act("bob").act)
    undo(anne, last_act("anne").act)
    assert papers(number, world.clock.now()) == before
    assert world.read(opened.id).validated
    assert check() == []


def test_undo_does_not_reach_into_an_archive(world: World) -> None:
    """R46: what was done before the certification stays, in one act with a reopening too."""
    number = world.distribution()
    basket = world.basket(number, world.member("Ana"), "12.00")
    done = validate(world.other("bob"), basket.id, basket.version, mode=Mode.CASH)
    bob = world.other("bob")
    with writing(bob):  # as mending does: reopened, corrected, validated again
        opened = reopen_basket(bob, done.id, done.version, "écart")
        set_cash_float(bob, number, euros("5.00"))
        validate(bob, opened.id, opened.version)
    certify(world.desk, number)
    before = dump()
    with pytest.raises(DistributionIsCertified):
        undo(bob, last_act("bob").act)
    assert dump() == before


ACTS: dict[str, Callable[[Desk, int], object]] = {
    "a line": lambda desk, number: _touch(desk, Line.get(), delivered=euros("0")),
    "a basket": lambda desk, number: _touch(desk, Line.get().basket, absent=True),
    "a payment": lambda desk, number: _touch(
        desk, Operation.get(Operation.kind == "payment"), amount=euros("1.00")
    ),
}


def _touch(desk: Desk, row: object, **changes: object) -> None:
    with writing(desk) as act:
        act.entry(ActKind.AT_ONCE, distribution=1).update(row, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("what", ACTS)
def test_no_act_whatever_changes_an_archive(world: World, what: str) -> None:
    """R46: the write door itself refuses what an act to come might forget to refuse."""
    number, _baskets = evening(world)
    before = dump()
    with pytest.raises(DistributionIsCertified):
        ACTS[what](world.desk, number)
    assert dump() == before


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE evening_copy SET data = 'x'", Problem.EVENING_COPY),
        ("DELETE FROM evening_copy", Problem.EVENING_COPY),
        ("UPDATE evening_copy SET closed_by = 'x'", Problem.EVENING_COPY),
        ("UPDATE evening_copy SET act = 1", Problem.CERTIFIED_CHANGED),
    ],
)
def test_check_finds_what_happened_to_an_archive(world: World, sql: str, problem: Problem) -> None:
    """R46: the copy of a certified evening is there, whole, and agrees with the journal."""
    evening(world)
    assert check() == []
    behind_our_back(sql)
    assert problem in {one.problem for one in check()}


def test_a_payment_cannot_join_an_archive(world: World) -> None:
    """R21, R46: money that comes later joins no certified evening."""
    number, baskets = evening(world)
    with pytest.raises(DistributionIsCertified):
        pay_account(
            world.desk,
            baskets[0].member_id,
            Mode.CASH,
            euros("9.00"),
            "avance",
            shown=euros("0.00"),
            distribution_id=number,
            sure=True,
        )
    with pytest.raises(DistributionIsCertified):
        receive(world.desk, baskets[0].id, baskets[0].version, Mode.CASH)
