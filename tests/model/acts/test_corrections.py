"""A corrected export over an untouched or a touched database (R4, R7, R12, R33, R60)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import DatabaseError

from cagette_tui.intake.cagette import Export, ExportLine
from cagette_tui.intake.importing import (
    ImportReport,
    LineNote,
    Occasion,
    import_export,
    known_rates,
    known_weighed,
)
from cagette_tui.model.acts.absence import mark_absent, mark_present
from cagette_tui.model.acts.accounts import pay_account
from cagette_tui.model.acts.changing import cancel
from cagette_tui.model.acts.delivering import (
    add_line,
    new_order,
    set_delivered,
    set_price,
    set_quantity,
    set_reason,
)
from cagette_tui.model.acts.paying import announce, receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_basket, read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.money import line_fee, line_total
from cagette_tui.papers.report import report_facts
from tests.shelves import Shelf, failing, hurry
from tests.shortcuts import read_export
from tests.world import DATA, World, dump, euros, refused

SMALL = read_export(DATA / "Export-commandes-2026-11-13-Cagette.csv")
OCCASION = Occasion(
    date(2026, 11, 20), datetime(2026, 11, 20, 18), datetime(2026, 11, 20, 19, 30), "Salle"
)

Touch = Callable[[World, BasketView], object]


def bring(world: World, *lines: ExportLine) -> ImportReport:
    """Import these lines into tonight's distribution."""
    return import_export(world.desk, Export(tuple(lines)), OCCASION)


def with_quantity(line: ExportLine, quantity: Decimal) -> ExportLine:
    """Return a line for another quantity, with what it costs then."""
    return replace(
        line,
        quantity=quantity,
        fee=line_fee(quantity, line.price, line.fee_rate),
        total=line_total(quantity, line.price, line.fee_rate),
    )


def more(line: ExportLine) -> ExportLine:
    """Return a line of the corrected file: one more was ordered."""
    return with_quantity(line, line.quantity + 1)


def shown() -> Any:
    """Return what a report shows of tonight, but for the baskets' numbers."""
    data = report_facts(1, datetime(2026, 11, 20, 19))
    numbers = {one.pop("number"): one["member_ref"] for one in data["baskets"]}
    data["baskets"].sort(key=lambda one: str(one["member_ref"]))
    for name in ("unpaid", "partly_paid", "overpaid"):
        data[name] = sorted((numbers[one["number"]], one["amount"]) for one in data[name])
    return json.loads(json.dumps(data))


# One, two or three members; one to three of their lines; some of it corrected.

EDITS = ("as it is", "more", "less", "cancelled", "price", "removed", "twice", "moved")


def _edited(line: ExportLine, edit: str) -> list[ExportLine]:
    match edit:
        case "more":
            return [more(line)]
        case "less":
            return [with_quantity(line, max(line.quantity - 1, Decimal(1)))]
        case "cancelled":
            return [with_quantity(line, Decimal(0))]
        case "price":
            dearer = replace(line, price=line.price + euros("0.15"))
            return [with_quantity(dearer, line.quantity)]
        case "removed":
            return []
        case "twice":  # a second piece of the same product
            return [line, more(line)]
        case _:
            return [line]


def _corrected(
    lines: list[ExportLine], edits: list[str], *, keep: frozenset[str]
) -> list[ExportLine]:
    """Edit line by line; one line of each member in `keep` stays."""
    after: list[ExportLine] = []
    for place, line in enumerate(lines):
        edit = edits[place % len(edits)]
        pieces = _edited(line, edit)
        if edit == "moved":
            after = pieces + after
        else:
            after += pieces
    for ref in keep - {line.member_ref for line in after}:
        after.append(next(line for line in lines if line.member_ref == ref))
    # One price to a product, as in a real file.
    prices: dict[Any, Decimal] = {}
    for line in after:
        prices[line.product_key] = max(prices.get(line.product_key, euros("0.00")), line.price)
    return [
        line
        if line.price == prices[line.product_key]
        else with_quantity(replace(line, price=prices[line.product_key]), line.quantity)
        for line in after
    ]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    start=st.integers(0, 60),
    size=st.integers(1, 14),
    edits=st.lists(st.sampled_from(EDITS), min_size=1, max_size=7),
    again=st.lists(st.sampled_from(EDITS), min_size=1, max_size=5),
)
def test_a_correction_gives_what_the_corrected_file_gives(
    shelf: Shelf, start: int, size: int, edits: list[str], again: list[str]
) -> None:
    """R4, R12: first file, then a corrected one, twice: a report shows what the last one says."""
    first = list(SMALL.lines[start : start + size])
    members = frozenset(line.member_ref for line in first)
    second = _corrected(first, edits, keep=members)
    third = _corrected(second, again, keep=members)
    results = []
    for files in ((first, second, third), (third,)):
        open_database(shelf.fresh())
        hurry()
        world = World()
        for lines in files:
            assert bring(world, *lines).left_alone == []
        before = dump()
        assert not bring(world, *files[-1]).changed
        assert dump() == before
        assert check() == []
        results.append(shown())
        close_database()
    assert results[0] == results[1]


# What a volunteer touched

FIRST = SMALL.lines[0]  # pieces, without a fee
SECOND = replace(FIRST, product_name="Poires 1 kg", product_ref="POR")
PINTADE = SMALL.lines[1]  # by weight, with a fee

OF_A_LINE: dict[str, Touch] = {
    "undelivered": lambda w, b: set_delivered(w.desk, b.lines[0].id, b.version, False),
    "quantity": lambda w, b: set_quantity(w.desk, b.lines[0].id, b.version, Decimal(5)),
    "price": lambda w, b: set_price(w.desk, b.lines[0].id, b.version, euros("9.99")),
    "note": lambda w, b: set_reason(w.desk, b.lines[0].id, b.version, None, "pour Zoé"),
    "reason": lambda w, b: set_reason(w.desk, b.lines[0].id, b.version, Reason.DAMAGED),
}
OF_A_BASKET: dict[str, Touch] = {
    "validated": lambda w, b: validate(w.desk, b.id, b.version, mode=Mode.CASH),
    "paid": lambda w, b: receive(w.desk, b.id, b.version, Mode.CARD),
    "announced": lambda w, b: announce(w.desk, b.id, b.version, Mode.TRANSFER),
    "absent": lambda w, b: mark_absent(w.desk, b.id, b.version, release=False),
    "released": lambda w, b: mark_absent(w.desk, b.id, b.version, release=True),
}


@pytest.mark.parametrize("touch", OF_A_LINE)
def test_a_line_that_was_touched(world: World, touch: str) -> None:
    """It is left alone and listed; the other lines of the basket follow the file."""
    bring(world, FIRST, SECOND)
    basket = read_sheet(1).baskets[0]
    OF_A_LINE[touch](world, basket)
    kept = read_basket(basket.id).lines[0]
    report = bring(world, more(FIRST), more(SECOND))
    assert report.left_alone == [LineNote(1, FIRST.member_name, FIRST.product_name)]
    assert report.updated == [LineNote(1, FIRST.member_name, SECOND.product_name)]
    after = read_basket(basket.id)
    assert after.lines[0] == kept
    assert after.lines[1].ordered == SECOND.quantity + 1
    assert after.cost == sum(line.total for line in after.lines) == -after.balance
    # The corrected file does not have it at all: still left alone, and listed again.
    report = bring(world, more(SECOND))
    assert [note.product for note in report.left_alone] == [FIRST.product_name]
    assert report.removed == []
    assert check() == []


def test_a_weight_that_was_confirmed(world: World) -> None:
    """R32: even where the scales said what was ordered."""
    whole = replace(PINTADE, quantity=Decimal(1), fee=euros("0.27"), total=euros("13.77"))
    bring(world, whole, SECOND)
    basket = read_sheet(1).baskets[0]
    assert basket.unweighed == 1
    set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal(1))
    report = bring(world, PINTADE, SECOND)
    assert [note.product for note in report.left_alone] == [PINTADE.product_name]
    assert read_basket(basket.id).lines[0].delivered == 1
    # What says the same as before is nothing to list.
    assert bring(world, whole, SECOND).left_alone == []


@pytest.mark.parametrize("touch", OF_A_BASKET)
def test_a_basket_that_was_touched(world: World, touch: str) -> None:
    """R33, R34: not a line of it moves, and it is listed once."""
    bring(world, FIRST, SECOND)
    OF_A_BASKET[touch](world, read_sheet(1).baskets[0])
    kept = read_sheet(1).baskets[0]
    nothing = bring(world, FIRST, SECOND)
    assert (nothing.changed, nothing.left_alone) == (False, [])
    # Lines that only moved are no reason to list it.
    assert bring(world, SECOND, FIRST).left_alone == []
    report = bring(world, more(FIRST))
    assert report.left_alone == [LineNote(1, FIRST.member_name)]
    assert (report.updated, report.removed) == ([], [])
    assert read_sheet(1).baskets[0] == kept
    assert check() == []


def test_touched_and_put_back(world: World) -> None:
    """Delivered after all, present after all, a payment withdrawn, undone: the file's again."""
    bring(world, FIRST, SECOND)
    basket = read_sheet(1).baskets[0]
    basket = set_delivered(world.desk, basket.lines[0].id, basket.version, False)
    basket = set_delivered(world.desk, basket.lines[0].id, basket.version, True)
    basket = mark_absent(world.desk, basket.id, basket.version, release=True)
    basket = mark_present(world.desk, basket.id, basket.version)
    basket = receive(world.desk, basket.id, basket.version, Mode.CASH)
    cancel(world.desk, basket.payments[0].id, "erreur", basket.version)
    basket = world.again(basket)
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    undo(world.desk, last_act("paul").act)
    report = bring(world, more(FIRST), SECOND)
    assert report.left_alone == []
    after = read_basket(basket.id)
    assert [line.ordered for line in after.lines] == [FIRST.quantity + 1, SECOND.quantity]
    assert check() == []


def test_a_basket_reopened_is_still_paid(world: World) -> None:
    """R44: reopening does not hand the basket back to the file: its payment stays."""
    bring(world, FIRST)
    basket = read_sheet(1).baskets[0]
    basket = validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    reopen_basket(world.desk, basket.id, basket.version, "erreur")
    assert bring(world, more(FIRST)).left_alone == [LineNote(1, FIRST.member_name)]


def test_an_account_payment_touches_no_basket(world: World) -> None:
    """R21: what hangs on the account alone leaves the basket to the file."""
    bring(world, FIRST)
    basket = read_sheet(1).baskets[0]
    pay_account(
        world.desk,
        basket.member_id,
        Mode.CASH,
        euros("1.00"),
        "avance",
        shown=basket.balance,
        distribution_id=1,
    )
    assert bring(world, more(FIRST)).left_alone == []
    assert read_basket(basket.id).balance == 1 - more(FIRST).total


def test_a_line_that_a_volunteer_added(world: World) -> None:
    """It is no business of the file's: it stays beside what the file corrects."""
    bring(world, FIRST)
    basket = read_sheet(1).baskets[0]
    extra = world.product("2.00")
    add_line(world.desk, basket.id, basket.version, extra, Decimal(3))
    # The same product once more, by hand.
    basket = world.again(basket)
    product = basket.lines[0].product_id
    add_line(world.desk, basket.id, basket.version, product, Decimal(1))
    report = bring(world, more(FIRST))
    assert (report.left_alone, report.removed) == ([], [])
    after = read_basket(basket.id)
    assert [line.ordered for line in after.lines] == [FIRST.quantity + 1, 3, 1]
    assert check() == []


def test_a_coordinator_s_order_and_the_file(world: World) -> None:
    """R19: an order entered by hand is not the file's; it neither vanishes nor changes."""
    bring(world, FIRST)
    product = world.product("2.00")
    member = world.member("LENOIR Zoé", "9000")
    by_hand = new_order(world.desk, 1, member, [(product, Decimal(1))])
    report = bring(world, FIRST)
    assert (report.changed, report.vanished) == (False, [])
    hers = replace(SECOND, member_ref="9000", member_name="LENOIR Zoé")
    report = bring(world, FIRST, hers)
    assert report.left_alone == [LineNote(by_hand.number, "LENOIR Zoé")]
    assert read_basket(by_hand.id).cost == by_hand.cost
    assert check() == []


def test_an_order_taken_back_comes_again_with_the_file(world: World) -> None:
    """R20, R61: an undone order's basket comes back under its number, as the file has it."""
    bring(world, FIRST)
    member = world.member("LENOIR Zoé", "9000")
    by_hand = new_order(world.desk, 1, member, [(world.product("2.00"), Decimal(1))])
    undo(world.desk, last_act("paul").act)
    assert [one.number for one in read_sheet(1).baskets] == [1]
    hers = replace(SECOND, member_ref="9000", member_name="LENOIR Zoé")
    bring(world, FIRST, hers)
    again = read_sheet(1).baskets[1]
    assert (again.id, again.number, again.by_coordinator) == (by_hand.id, by_hand.number, False)
    assert (again.cost, again.on_the_spot, again.balance) == (SECOND.total, True, -SECOND.total)
    assert bring(world, FIRST, hers).changed is False
    assert check() == []


def test_numbers_stay_whatever_the_file_s_order(world: World) -> None:
    """A new member at the top of the file gets the next number; nobody is renumbered."""
    ana = replace(FIRST, member_ref="1", member_name="ANA")
    bea = replace(FIRST, member_ref="2", member_name="BEA")
    cleo = replace(FIRST, member_ref="3", member_name="CLÉO")
    bring(world, ana, bea)
    report = bring(world, cleo, bea)
    assert report.new_baskets == [LineNote(3, "CLÉO")]
    assert report.vanished == [LineNote(1, "ANA")]
    names = {one.member: one.number for one in read_sheet(1).baskets}
    assert names == {"ANA": 1, "BEA": 2, "CLÉO": 3}
    bring(world, cleo, bea, ana)
    assert {one.member: one.number for one in read_sheet(1).baskets} == names


def test_names_follow_the_file(world: World) -> None:
    """A member's, a catalogue's and a product's new name; found again by their references."""
    bring(world, FIRST)
    renamed = replace(FIRST, member_name="DE LA FONTAINE Maëlle", catalogue_name="Légumes")
    report = bring(world, renamed)
    basket = read_sheet(1).baskets[0]
    assert (report.changed, report.new_baskets, report.updated) == (True, [], [])
    assert (basket.member, basket.lines[0].catalogue) == ("DE LA FONTAINE Maëlle", "Légumes")
    assert check() == []


def test_two_pieces_are_told_apart_by_rank(world: World) -> None:
    """R7: of two pieces the second is corrected, and only if nobody touched that one."""
    one, two = SMALL.lines[2:4]
    assert one.product_key == two.product_key
    bring(world, one, two)
    basket = read_sheet(1).baskets[0]
    set_delivered(world.desk, basket.lines[0].id, basket.version, False)
    report = bring(world, one, with_quantity(two, Decimal("0.700")))
    assert (len(report.updated), report.left_alone) == (1, [])
    after = read_basket(basket.id).lines
    assert [line.delivered for line in after] == [0, Decimal("0.700")]
    # One piece less: the second goes.
    report = bring(world, one)
    assert (len(report.removed), report.left_alone) == (1, [])
    assert len(read_basket(basket.id).lines) == 1


def test_cancelled_in_the_corrected_file(world: World) -> None:
    """Quantity 0: both quantities 0 and the reason; ordered again, the reason goes."""
    bring(world, FIRST, SECOND)
    cancelled = with_quantity(FIRST, Decimal(0))
    bring(world, cancelled, SECOND)
    line = read_sheet(1).baskets[0].lines[0]
    assert (line.ordered, line.delivered, line.total) == (0, 0, 0)
    assert line.reason is Reason.CANCELLED
    assert bring(world, cancelled, SECOND).changed is False
    bring(world, FIRST, SECOND)
    line = read_sheet(1).baskets[0].lines[0]
    assert (line.ordered, line.reason) == (FIRST.quantity, None)


def test_an_imported_total_until_the_line_changes(world: World) -> None:
    """Worked case, R4: 1.005 × 1.00 stated as 1.00: kept through other changes, then 1.01."""
    loose = next(
        line
        for line in SMALL.lines
        if line.product_name == "Tisane en vrac" and line.quantity == Decimal("1.005")
    )
    stated = replace(loose, price=euros("1.00"), fee=euros("0.00"), total=euros("1.00"))
    stated = replace(stated, fee_rate=euros("0.00"), catalogue_ref="neu")
    other = replace(FIRST, member_ref=loose.member_ref, member_name=loose.member_name)
    bring(world, stated, other)
    basket = read_sheet(1).baskets[0]
    tea, leeks = basket.lines
    assert tea.total == euros("1.00")
    # The other line moves, this one is as it was told.
    basket = set_delivered(world.desk, leeks.id, basket.version, False)
    assert (basket.cost, basket.balance) == (euros("1.00"), euros("-1.00"))
    # Confirmed on the scales as it was: nothing changed but that.
    basket = set_quantity(world.desk, tea.id, basket.version, Decimal("1.005"))
    assert basket.cost == euros("1.00")
    basket = set_quantity(world.desk, tea.id, basket.version, Decimal("1.004"))
    assert basket.cost == euros("1.00")
    basket = set_price(world.desk, tea.id, basket.version, euros("1.01"))
    basket = set_quantity(world.desk, tea.id, basket.version, Decimal("1.005"))
    assert basket.lines[0].total == euros("1.02")
    assert check() == []


def test_what_the_database_knows_goes_with_the_next_file(world: World) -> None:
    """R7: rates and products sold by weight, as `read_export` wants them."""
    bring(world, *SMALL.lines)
    rates = known_rates()
    assert rates["91"] == euros("2.00")
    assert ("91", "PIN", "") in known_weighed()
    basket = next(one for one in read_sheet(1).baskets if one.lines[0].product == "Poireaux 1 kg")
    set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal("1.5"), by_weight=True)
    assert ("87", "POI", "") in known_weighed()
    # A file that has it in whole kilograms does not take that back.
    later = replace(OCCASION, place="Halle")
    import_export(world.desk, Export((FIRST,)), later, another=True)
    assert read_sheet(2).baskets[0].lines[0].weighed


@pytest.mark.parametrize(
    "trigger",
    [
        "BEFORE UPDATE ON line WHEN NEW.ordered <> OLD.ordered AND NEW.position = 2",
        "BEFORE DELETE ON line",
        "BEFORE UPDATE ON operation",
        "BEFORE INSERT ON journal WHEN NEW.basket = 2",
        "BEFORE UPDATE ON basket WHEN NEW.id = 2",
    ],
)
def test_a_correction_is_all_or_nothing(world: World, trigger: str) -> None:
    """R60: the database fails in the middle of a correction: not a name, not a line changed."""
    bea = [replace(line, member_ref="2", member_name="BEA") for line in (FIRST, SECOND, PINTADE)]
    bring(world, FIRST, SECOND, *bea)
    corrected = [more(FIRST), more(SECOND), *map(more, bea[:2])]
    with failing(trigger):
        refused(DatabaseError, lambda: bring(world, *corrected))
    assert bring(world, *corrected).changed
    assert check() == []


def test_a_correction_is_one_act(world: World) -> None:
    """R60: one number, an entry for each basket that changed, rows before and after."""
    bea = replace(FIRST, member_ref="2", member_name="BEA")
    bring(world, FIRST, bea)
    first = JournalEntry.select().count()
    bring(world, FIRST, more(bea))
    entries = list(JournalEntry.select().order_by(JournalEntry.id).offset(first))
    assert [(entry.kind, entry.basket) for entry in entries] == [("import", 2)]
    rows = {table: (before, after) for table, _, before, after in json.loads(entries[0].rows)}
    assert rows["line"][0]["ordered"] == 1000
    assert rows["line"][1]["ordered"] == 2000
    assert rows["operation"] == ({"amount": -310}, {"amount": -620})
