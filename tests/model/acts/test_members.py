"""Members are added, named, and made one; what is certified stays as it was (R25, R46)."""

from __future__ import annotations

from datetime import date, timedelta

from cagette_tui.model.acts.accounts import adjust, pay_account
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.members import add_member, merge_members, name_member
from cagette_tui.model.acts.paying import pay, settle
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import balance_of, read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lookups import member_by_ref
from cagette_tui.model.reading.members import read_members
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.members import BadName, CannotMerge, MergeProblem, NameIsThere
from cagette_tui.model.rules.outcome import NeedsAnswer
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.receiving import Pay
from cagette_tui.model.rules.refusals import CannotUndo, NotFound
from cagette_tui.model.tables.people import Member
from cagette_tui.papers.exports import Export, ExportKind, Format, export_text
from tests.world import START, World, euros, refused


def _undo(world: World) -> None:
    undo(world.desk, last_act(world.desk.who).act)


def _papers(world: World, number: int) -> list[str]:
    kinds = (ExportKind.CLOSING, ExportKind.TAKINGS, ExportKind.RECEIPTS, ExportKind.ATTENDANCE)
    return [export_text(Export(number, kind, Format.TEXT), world.clock.now()) for kind in kinds]


def test_somebody_new(world: World) -> None:
    """R25: an account without a basket; undo takes it away, unless money is on it."""
    number = add_member(world.desk, "  Zoé   NEUVE ")
    assert [(one.name, one.balance, one.called) for one in read_members()] == [
        ("Zoé NEUVE", 0, f"#{number}")
    ]
    assert member_by_ref(f"#{number}") == number
    assert read_account(number).operations == ()
    refused(NameIsThere, lambda: add_member(world.desk, "zoe neuve"))
    other = add_member(world.desk, "zoe neuve", another=True)
    _undo(world)
    assert Member.get_or_none(Member.id == other) is None
    pay_account(
        world.other("anna"),
        number,
        Mode.CASH,
        euros("5.00"),
        "avance",
        shown=euros("0.00"),
        sure=True,
    )
    refused(CannotUndo, lambda: _undo(world))
    assert check() == []


def test_names_that_are_none(world: World) -> None:
    """Nothing empty, too long, or with what a terminal obeys."""
    for name in ("", "  ", "x" * 101, "a\x1b[2J"):
        refused(BadName, lambda name=name: add_member(world.desk, name))  # type: ignore[misc]


def test_a_name_corrected_outlives_imports(world: World) -> None:
    """R25: the next file does not bring the wrong name back; undo does."""
    world.evening()
    member = Member.get(Member.ref.is_null(False))
    before = member.name
    name_member(world.desk, member.id, "Autre NOM")
    world.evening()
    assert Member.get_by_id(member.id).name == "Autre NOM"
    _undo(world)
    assert Member.get_by_id(member.id).name == before
    assert check() == []


def test_two_are_one(world: World) -> None:
    """R25: baskets of open evenings, payments, debts and memberships move; undo brings it back."""
    away, kept = world.member("Léa RE", "12"), world.member("Léa RE", "7")
    world.credit(away, "5.00")
    basket = world.basket(world.distribution(), away, "8.00")
    merge_members(world.desk, away, kept)
    assert (balance_of(away), balance_of(kept)) == (euros("0.00"), euros("-3.00"))
    assert world.again(basket).member_id == kept
    assert [one.id for one in read_members()] == [kept]
    assert member_by_ref("12") == kept
    assert check() == []
    _undo(world)
    assert (balance_of(away), balance_of(kept)) == (euros("-3.00"), euros("0.00"))
    assert world.again(basket).member_id == away
    assert check() == []


def test_what_is_certified_stays(world: World) -> None:
    """R46: the paper says who it was that evening; what was left goes over by adjustment."""
    first = world.one_basket("4.00")
    number, away = first.distribution_id, first.member_id
    paid = pay(world.desk, first.id, first.version, [Part(Mode.CASH, euros("10.00"))], sure=True)
    shown = refused(NeedsAnswer, lambda: validate(world.desk, first.id, paid.version)).outcome
    validate(world.desk, first.id, paid.version, accept=shown)
    certify(world.desk, number)
    before = _papers(world, number)
    kept = world.member("Une AUTRE", "99")
    merge_members(world.desk, away, kept)
    assert _papers(world, number) == before
    assert (balance_of(away), balance_of(kept)) == (euros("0.00"), euros("6.00"))
    assert check() == []
    _undo(world)
    assert (balance_of(away), balance_of(kept)) == (euros("6.00"), euros("0.00"))
    assert check() == []


def test_what_cannot_be_one(world: World) -> None:
    """R25: itself; twice; two baskets in one open evening; a validated basket."""
    first, second = world.one_basket("4.00"), world.one_basket("5.00")
    one, two = first.member_id, second.member_id
    third = world.member("Trois")

    def problem(away: int, kept: int) -> MergeProblem:
        return refused(CannotMerge, lambda: merge_members(world.desk, away, kept)).problem

    assert problem(one, one) is MergeProblem.SAME
    assert problem(one, two) is MergeProblem.BOTH
    validate(world.desk, first.id, first.version, mode=Mode.CASH)
    assert problem(one, third) is MergeProblem.VALIDATED
    merge_members(world.desk, two, third)
    assert problem(two, one) is MergeProblem.MERGED
    assert problem(one, two) is MergeProblem.MERGED


def test_nobody(world: World) -> None:
    """R25: a number that no member has is refused by what it is."""
    member = world.member("Zoé")
    for act in (
        lambda: name_member(world.desk, 99, "Zoé"),
        lambda: merge_members(world.desk, 99, member),
        lambda: merge_members(world.desk, member, 99),
    ):
        told = refused(NotFound, act)
        assert (told.what, told.number) == ("member", 99)


def test_money_on_the_account_at_an_evening(world: World) -> None:
    """R25, R46: what joined a certified evening stays there, what joined an open one moves."""
    away, kept = world.member("Léa RE", "12"), world.member("Léa RE", "7")
    closed, still_open = (world.distribution(START - timedelta(days=days)) for days in (7, 0))
    for number, amount, shown in ((closed, "5.00", "0.00"), (still_open, "3.00", "5.00")):
        pay_account(
            world.desk, away, Mode.CASH, euros(amount), "avance", shown=euros(shown),
            distribution_id=number, sure=True,
        )  # fmt: skip
    certify(world.desk, closed)
    before = _papers(world, closed)
    merge_members(world.desk, away, kept)
    assert _papers(world, closed) == before
    (payment,) = read_sheet(still_open).other_payments
    assert (payment.member_id, payment.amount) == (kept, euros("3.00"))
    # The 5.00 of the archive went over by an adjustment.
    left, gone = read_account(kept), read_account(away)
    assert sorted(one.amount for one in left.operations) == [euros("3.00"), euros("5.00")]
    assert [one.amount for one in gone.operations] == [euros("5.00"), euros("-5.00")]
    assert check() == []


def test_who_was_another_before(world: World) -> None:
    """R25: two steps lead to the last one, with all that each had; nobody else's money moves."""
    first, second = world.member("Léa RE", "12"), world.member("Léa RE", "7")
    last, other = world.member("Léa RE", "5"), world.member("Bob")
    for member, amount in ((first, "5.00"), (second, "3.00"), (other, "4.00")):
        world.credit(member, amount)
    merge_members(world.desk, first, second)
    merge_members(world.desk, second, last)
    assert [member_by_ref(ref) for ref in ("12", "7", "5")] == [last] * 3
    assert [world.balance(one) for one in (first, second, last, other)] == [0, 0, 8, 4]
    assert Member.get_by_id(last).ref == "5"
    assert check() == []
    by_hand = add_member(world.desk, "Léa RE", another=True)
    merge_members(world.desk, by_hand, last)
    assert Member.get_by_id(last).ref == "5"
    assert member_by_ref("5") == last


def test_a_file_with_the_other_number(world: World) -> None:
    """R25: Cagette goes on with two numbers; here they are one account, name and basket."""
    away, kept = world.member("BERNARD Hugo", "1479"), world.member("Hugo", "555")
    merge_members(world.desk, away, kept)
    first = world.evening()
    assert first.changed
    assert (balance_of(away), balance_of(kept) < 0) == (euros("0.00"), True)
    assert Member.get_by_id(kept).name == "Hugo"
    again = world.evening()
    assert (again.changed, again.vanished, again.baskets) == (False, [], first.baskets)
    assert check() == []


def test_the_one_number_that_there_is(world: World) -> None:
    """R25: who was added by hand gets the number that Cagette gave; undo gives it back."""
    by_hand, known = add_member(world.desk, "Ève NEUVE"), world.member("Ève NEUVE", "31")
    merge_members(world.desk, known, by_hand)
    assert member_by_ref("31") == by_hand
    _undo(world)
    assert member_by_ref("31") == known
    assert check() == []


def test_ages(world: World) -> None:
    """R18, R26: a debt is as old as the evening that made it; payments have their day."""
    member = world.member("Paul")
    world.basket(world.distribution(START - timedelta(days=14)), member, "8.00")
    world.basket(world.distribution(START), member, "2.00")
    (one,) = read_members()
    assert (one.balance, one.since) == (euros("-10.00"), date(2026, 11, 6))
    pay_account(
        world.desk, member, Mode.CASH, euros("10.00"), "dette", shown=euros("-10.00"),
        day=date(2026, 11, 19),
    )  # fmt: skip
    (one,) = read_members()
    assert (one.since, one.last_payment, one.until) == (None, date(2026, 11, 19), None)


def test_money_of_past_midnight_is_the_evenings(world: World) -> None:
    """R26: a debt of the day after is not as old as the evening, which was paid past midnight."""
    basket = world.basket(world.distribution(START), world.member("Paul"), "20.00")
    world.clock.advance(timedelta(hours=5, minutes=30))
    (basket,) = settle(
        world.desk, [(basket.id, 1)], Pay((Part(Mode.CASH, euros("30")),)), sure=True
    )
    adjust(world.desk, basket.member_id, euros("-15"), "caisse de jus", shown=euros("10"))
    (one,) = read_members()
    assert (one.balance, one.since) == (euros("-5.00"), date(2026, 11, 21))
