"""The dry run before certifying, and the numbered closing report (R41, R43, R54)."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import adjust, pay_account, pay_membership, refund_account
from cagette_tui.model.acts.changing import change_mode, confirm
from cagette_tui.model.acts.closing import certify, move_cash, reopen_distribution, set_cash_float
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.delivering import set_delivered, set_quantity
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce, pay, receive, refund
from cagette_tui.model.acts.piling import put_on_pile
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.checking.checking import Problem, check
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.closing_reports import closing_reports, dry_run
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.closing_report import Change, changes_between
from cagette_tui.model.rules.dry_run import DryRun, DryRunChanged, Standing, dry_run_of
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.refusals import BasketsOpen, TooEarly
from cagette_tui.model.rules.takings import takings, totals, vat, vendors
from cagette_tui.model.tables.box import ClosingReport
from cagette_tui.papers.exports import Export, ExportKind, Format, export_text
from cagette_tui.sentences.certifying import dry_run_lines
from cagette_tui.sentences.closing import change_words
from tests.model.store.test_statements import statements
from tests.shelves import behind_our_back
from tests.shortcuts import closing_report, expected_cash
from tests.world import World, euros, refused


def _all(world: World, number: int) -> None:
    """Validate whatever is open, as it is."""
    for basket in read_sheet(number).open_baskets:
        outcome = outcome_of(basket, Unseen.AWAITED)
        validate(world.desk, basket.id, basket.version, accept=outcome, unseen=Unseen.AWAITED)


def _count(world: World, number: int, off: str = "0.00") -> None:
    expected = expected_cash(number)
    close_count(
        world.desk, number, expected + euros(off), shown_expected=expected, explanation="compté"
    )


def _ordinary(world: World) -> int:
    """An evening on which nothing is abnormal."""
    cash, cheque = world.one_basket("11.00"), world.one_basket("8.00")
    number = cash.distribution_id
    set_cash_float(world.desk, number, euros("50.00"))
    validate(world.desk, cash.id, cash.version, mode=Mode.CASH)
    validate(world.desk, cheque.id, cheque.version, mode=Mode.CHEQUE)
    _count(world, number)
    (paper,) = read_pile(number).papers
    put_on_pile(world.desk, number, paper.amount, paper.id)
    return number


def test_an_ordinary_evening(world: World) -> None:
    """Nothing is abnormal: one key certifies."""
    number = _ordinary(world)
    run = dry_run(number)
    assert not run.abnormal
    assert (run.open, run.unseen, run.unweighed, run.left) == ((), (), (), ())
    assert (run.totals.ordered, run.takings.expected_cash) == (19, 61)
    assert (run.difference, run.outdated_by, run.count_missing) == (0, 0, False)
    assert (run.cheques_missing, run.cheques_unexpected) == ((), ())
    assert certify(world.desk, number, run) == 1


def test_nobody_absent_waits_at_the_scales(world: World) -> None:
    """R34, R32: what an absent member's basket lacks in weights makes no evening unusual."""
    number = _ordinary(world)
    sheet, pile = read_sheet(number), read_pile(number)
    first, *others = sheet.baskets
    for absent, lacks in (False, ((first.number, 2),)), (True, ()):
        basket = replace(first, absent=absent, unweighed_unread=2)
        run = dry_run_of(replace(sheet, baskets=(basket, *others)), pile)
        assert run.unweighed == lacks
        assert run.abnormal is not absent


def _announced(world: World, number: int) -> None:
    basket = world.one_basket("4.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    validate(world.desk, basket.id, basket.version, unseen=Unseen.AWAITED)


def _promised(world: World, number: int) -> None:
    member = world.member("Promis")
    pay_account(
        world.desk, member, Mode.TRANSFER, euros("5.00"), "promis",
        shown=Decimal(0), distribution_id=number, pending=True, sure=True)  # fmt: skip


def _unweighed(world: World, number: int) -> None:
    product = world.product("10.00", weighed=True)
    basket = world.basket(number, world.member("A"), products=((product, "1"),))
    receive(world.desk, basket.id, basket.version, Mode.CARD)
    _all(world, number)


def _in_debt(world: World, number: int) -> None:
    basket = world.one_basket("4.00", older="-1.00")
    basket = pay(world.desk, basket.id, basket.version, [Part(Mode.CARD, euros("3.00"))])
    validate(world.desk, basket.id, basket.version, accept=outcome_of(basket))


def _in_credit(world: World, number: int) -> None:
    basket = world.one_basket("4.00")
    basket = pay(world.desk, basket.id, basket.version, [Part(Mode.CARD, euros("5.00"))], sure=True)
    validate(world.desk, basket.id, basket.version, accept=outcome_of(basket))


ABNORMAL: dict[str, tuple[Callable[[World, int], object], Callable[[DryRun], object]]] = {
    "an open basket": (lambda w, n: w.one_basket("1.00"), lambda run: run.open == (3,)),
    "an awaited payment": (
        _announced,
        lambda run: [(one.amount, one.awaited) for one in run.unseen] == [(4, True)],
    ),
    "a promise on an account": (
        _promised,
        lambda run: [(one.basket, one.member) for one in run.unseen] == [(None, "Promis")],
    ),
    "a weight": (_unweighed, lambda run: run.unweighed == ((3, 1),)),
    "a later payment": (
        lambda w, n: move_cash(w.desk, n, euros("-3.00"), "pain"),
        lambda run: run.outdated_by == -3,
    ),
    "a difference": (lambda w, n: _count(w, n, "-0.50"), lambda run: run.difference == -0.5),
    "a cheque too few": (
        lambda w, n: validate(w.desk, w.one_basket("2.00").id, 1, mode=Mode.CHEQUE),
        lambda run: [one.amount for one in run.cheques_missing] == [2],
    ),
    "a cheque too many": (
        lambda w, n: put_on_pile(w.desk, n, euros("2.00")),
        lambda run: [one.amount for one in run.cheques_unexpected] == [2],
    ),
    "a debt": (
        _in_debt,
        lambda run: [(one.before, one.after) for one in run.left] == [(-1, -2)],
    ),
    "a credit": (_in_credit, lambda run: [one.after for one in run.left] == [1]),
}


@pytest.mark.parametrize("name", ABNORMAL)
def test_what_is_abnormal(world: World, name: str) -> None:
    """Each thing is named, and makes it take a word instead of a key."""
    number = _ordinary(world)
    spoil, named = ABNORMAL[name]
    spoil(world, number)
    run = dry_run(number)
    assert named(run)
    assert run.abnormal


def test_a_box_that_nobody_counted(world: World) -> None:
    """R51: a count is missing where the box should hold something; no pile, no cheques missing."""
    basket = world.one_basket("11.00")
    number = basket.distribution_id
    validate(world.desk, basket.id, basket.version, mode=Mode.CHEQUE)
    run = dry_run(number)
    assert (run.count, run.count_missing, run.cheques_missing) == (None, False, ())
    assert not run.abnormal
    set_cash_float(world.desk, number, euros("50.00"))
    assert dry_run(number).count_missing
    assert dry_run(number).abnormal


@pytest.mark.parametrize(
    ("before", "after", "further"),
    [
        ("0", "-1", True),
        ("0", "1", True),
        ("-12", "-12", False),
        ("-12", "-5", False),
        ("-12", "-13", True),
        ("5", "2", False),
        ("5", "-2", True),
        ("-5", "2", True),
    ],
)
def test_whose_debt_it_is(before: str, after: str, further: bool) -> None:
    """R17: an older debt that stays is listed; what this evening added to it is abnormal."""
    assert Standing(1, "A", euros(before), euros(after)).further is further


def test_something_changed_meanwhile(world: World) -> None:
    """What was shown is what is certified: else refused, with what it is now."""
    number = _ordinary(world)
    shown = dry_run(number)
    move_cash(world.other("anna"), number, euros("-3.00"), "pain")
    told = refused(DryRunChanged, lambda: certify(world.desk, number, shown))
    assert told.new == dry_run(number)
    assert certify(world.desk, number, told.new) == 1


def test_refusals_come_first(world: World) -> None:
    """R40, R43: too early, or an open basket: said as such."""
    basket = world.one_basket("1.00")
    number = basket.distribution_id
    run = dry_run(number)
    refused(BasketsOpen, lambda: certify(world.desk, number, run))
    later = world.distribution(world.clock.now().replace(hour=22), "Ailleurs")
    refused(TooEarly, lambda: certify(world.desk, later))


def _eventful(world: World) -> int:
    """Cash, cheque, card, an absence, a refund, a membership, a move, a debt, a difference."""
    one, two, three, four = (
        world.one_basket(*amounts)
        for amounts in (("7.00", "4.00"), ("8.00",), ("9.00",), ("5.00",))
    )
    number = one.distribution_id
    set_cash_float(world.desk, number, euros("50.00"))
    one = receive(world.desk, one.id, one.version, Mode.CASH)
    one = set_delivered(
        world.desk, one.lines[0].id, one.version, False, reason=Reason.DAMAGED, note="tombé"
    )
    one = refund(world.desk, one.id, one.version, Mode.CASH)
    receive(world.desk, two.id, two.version, Mode.CHEQUE)
    pay(world.desk, three.id, three.version, [Part(Mode.CARD, euros("6.00"))])
    mark_absent(world.desk, four.id, four.version, release=True)
    member = two.member_id
    pay_membership(world.desk, member, Mode.CASH, distribution_id=number, amount=euros("15.00"))
    pay_account(
        world.desk, three.member_id, Mode.CASH, euros("1.00"), "avance",
        shown=balance_of(three.member_id), distribution_id=number, sure=True,
    )  # fmt: skip
    refund_account(
        world.desk, member, Mode.CASH, euros("0.50"), "geste",
        shown=balance_of(member), distribution_id=number, insist="geste",
    )  # fmt: skip
    _promised(world, number)
    move_cash(world.desk, number, euros("-8.00"), "pain")
    _all(world, number)
    _count(world, number, "-0.20")
    put_on_pile(world.desk, number, euros("3.00"))
    return number


def test_everything_is_in_it(world: World) -> None:
    """R54: who, when, totals, count, VAT, producers, baskets with differences, changes."""
    number = _eventful(world)
    sheet = read_sheet(number)
    assert certify(world.desk, number, dry_run(number)) == 1
    report = closing_report(number)
    assert (report.number, report.replaces, report.changed) == (1, None, ())
    assert (report.closed_by, report.closed_at) == ("paul", world.clock.now())
    data = report.data
    assert (data.totals, data.takings) == (totals(sheet), takings(sheet))
    assert (data.vat, data.vendors) == (vat(sheet), vendors(sheet))
    assert (data.count, data.moves, data.cash_float) == (sheet.count, sheet.cash_moves, 50)
    assert data.count is not None
    assert (data.count.difference, data.count.explanation) == (euros("-0.20"), "compté")
    told = [(one.basket, one.mode, one.amount) for one in data.refunds]
    assert told == [(1, Mode.CASH, -7), (None, Mode.CASH, euros("-0.50"))]
    assert [(one.mode, one.amount) for one in data.memberships] == [(Mode.CASH, 15)]
    assert [(one.amount, one.reason) for one in data.other_payments] == [(1, "avance")]
    assert [(one.member, one.amount) for one in data.awaited] == [("Promis", 5)]
    assert [one.amount for one in data.cheques_missing] == [8]
    assert [one.amount for one in data.cheques_unexpected] == [3]
    assert [(one.number, one.difference) for one in data.with_difference] == [(3, -3)]
    assert data.baskets[3].absent
    line = data.changes[0]
    assert (line.basket, line.ordered, line.delivered) == (1, 1, 0)
    assert (line.reason, line.note, line.by, line.at) == (
        Reason.DAMAGED, "tombé", "paul", world.clock.now(),
    )  # fmt: skip
    stored = json.loads(ClosingReport.get().data)
    assert stored["data"]["takings"]["by_mode"]["cash"] == str(takings(sheet).by_mode[Mode.CASH])
    assert closing_reports(number) == (report,)
    assert check() == []


def test_a_draft_before(world: World) -> None:
    """R54: the same without a number, until it is certified."""
    number = _eventful(world)
    draft = closing_report(number)
    assert (draft.number, draft.closed_at, draft.closed_by) == (None, None, None)
    certify(world.desk, number)
    report = closing_report(number)
    assert replace(draft, number=1, closed_at=report.closed_at, closed_by="paul") == report


def _facts(report_changes: tuple[Change, ...]) -> dict[str, tuple[str | None, str | None]]:
    return {" ".join(one.path): (one.before, one.after) for one in report_changes}


def _again(world: World, number: int, act: Callable[[BasketView], object]) -> None:
    """Reopen the first basket, do something with it, and certify again."""
    basket = read_sheet(number).baskets[0]
    basket = reopen_basket(world.desk, basket.id, basket.version, "erreur")
    act(basket)
    _all(world, number)
    certify(world.desk, number)


def test_reopened_and_closed_again(world: World) -> None:
    """R54: number 2 names number 1, and says what changed."""
    number = _ordinary(world)
    certify(world.desk, number)
    first = closing_report(number)
    _again(world, number, lambda one: change_mode(world.desk, one.payments[0].id, Mode.CHEQUE))
    second = closing_report(number)
    assert (second.number, second.replaces) == (2, 1)
    assert _facts(second.changed) == {
        "takings cash": ("11.00", "0.00"),
        "takings cheque": ("8.00", "19.00"),
        "takings cheque_count": ("1", "2"),
        "cash_box expected": ("61.00", "50.00"),
        "basket 1 paid cash": ("11.00", None),
        "basket 1 paid cheque": (None, "11.00"),
    }
    assert closing_reports(number) == (first, second)
    _again(world, number, lambda one: None)
    third = closing_report(number)
    assert (third.number, third.replaces, third.changed) == (3, 2, ())
    assert check() == []


def test_a_draft_of_the_next_one(world: World) -> None:
    """While it is reopened the draft says what would change."""
    number = _ordinary(world)
    certify(world.desk, number)
    reopen_distribution(world.desk, number, "erreur")
    move_cash(world.desk, number, euros("-3.00"), "pain")
    draft = closing_report(number)
    assert (draft.number, draft.replaces) == (None, 1)
    assert _facts(draft.changed) == {
        "cash_box moves": ("0.00", "-3.00"),
        "cash_box expected": ("61.00", "58.00"),
    }


CHANGES: dict[str, Callable[[World, BasketView], Any]] = {
    "a line": lambda w, b: set_delivered(w.desk, b.lines[0].id, b.version, False, note="perdu"),
    "a quantity": lambda w, b: set_quantity(w.desk, b.lines[0].id, b.version, Decimal(2)),
    "a membership": lambda w, b: pay_membership(
        w.desk, b.member_id, Mode.CARD, distribution_id=b.distribution_id, amount=Decimal(9)
    ),
    "a count": lambda w, b: _count(w, b.distribution_id, "-1.00"),
    "a float": lambda w, b: set_cash_float(w.desk, b.distribution_id, euros("40.00")),
    "absent": lambda w, b: mark_absent(w.desk, b.id, b.version, release=False),
    "a refund": lambda w, b: refund(w.desk, b.id, b.version, Mode.CASH, Decimal(1), insist="geste"),
    "awaited": lambda w, b: announce(w.desk, b.id, b.version, Mode.TRANSFER, Decimal(2)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_in_words(world: World, name: str) -> None:
    """R54: whatever changes can be said, amounts as amounts, without a placeholder."""
    number = _ordinary(world)
    certify(world.desk, number)
    _again(world, number, partial(CHANGES[name], world))
    changed = closing_report(number).changed
    assert changed
    for language in ("fr", "en"):
        i18n.activate(language)
        for word in map(change_words, changed):
            assert word.what
            assert word.before != word.after
            assert "{" not in "".join(word)
    assert check() == []


def test_changes_in_words() -> None:
    """What, from what, to what; names are shown as they can be."""
    i18n.activate("en")
    for path, before, after, words in (
        (("takings", "cash"), "11.00", "0.00", ("takings, cash", "€11.00", "€0.00")),
        (("basket", "3", "paid", "cheque"), None, "1.00", ("basket 3, paid, cheque", "–", "€1.00")),
        (("basket", "3", "line", "a\x1b", "delivered"), "0", "1.25",
         ("basket 3, a\ufffd, delivered", "0", "1.25")),
        (("basket", "3", "line", "a", "reason"), "damaged", None,
         ("basket 3, a, reason", "damaged", "–")),
        (("member", "A", "refund", "cash"), None, "-1.00", ("A, refund (cash)", "–", "-€1.00")),
        (("vat", "5.50"), "1.00", "2.00", ("VAT 5.5%", "€1.00", "€2.00")),
        (("takings", "cheque_count"), "1", "2", ("number of cheques", "1", "2")),
    ):  # fmt: skip
        assert change_words(Change(path, before, after)) == words


def test_two_lines_of_one_product(world: World) -> None:
    """A product weighed piece by piece has two lines, told apart."""
    product = world.product("10.00", name="Poulet fermier", weighed=True)
    products = ((product, "1"), (product, "1"))
    basket = world.basket(world.distribution(), world.member("A"), products=products)
    before = closing_report(basket.distribution_id).data
    for line in basket.lines:
        basket = set_quantity(world.desk, line.id, basket.version, Decimal("1.35"))
    after = closing_report(basket.distribution_id).data
    paths = [one.path for one in changes_between(before, after) if one.path[-1] == "delivered"]
    assert paths == [
        ("basket", "1", "line", "Poulet fermier", "delivered"),
        ("basket", "1", "line", "Poulet fermier (2)", "delivered"),
    ]


def test_what_comes_later_changes_no_report(world: World) -> None:
    """R41, R54: an awaited transfer is seen on Tuesday; the report says what was then."""
    number = _ordinary(world)
    _announced(world, number)
    certify(world.desk, number)
    report = closing_report(number)
    (payment,) = (one for basket in read_sheet(number).baskets for one in basket.announced)
    confirm(world.desk, payment.id)
    assert closing_report(number) == report
    assert [one.amount for one in report.data.awaited] == [4]


def test_undone_the_number_is_gone(world: World) -> None:
    """R54, R61: undo opens it again, the report that was given a number stays; the next is 2."""
    number = _ordinary(world)
    certify(world.desk, number)
    undo(world.desk, last_act("paul").act)
    assert closing_report(number).number is None
    assert len(closing_reports(number)) == 1
    assert check() == []
    assert certify(world.desk, number) == 2
    assert closing_report(number).replaces == 1


def test_an_earlier_certification_comes_back(world: World) -> None:
    """R61: certified, reopened, certified, both undone: the first report stands again."""
    number = _ordinary(world)
    certify(world.desk, number)
    world.clock.advance(timedelta(minutes=1))
    reopen_distribution(world.desk, number, "erreur")
    world.clock.advance(timedelta(minutes=3))
    certify(world.desk, number)
    assert closing_report(number).number == 2
    undo(world.desk, last_act("paul").act)
    undo(world.desk, last_act("paul").act)
    assert closing_report(number).number == 1
    assert check() == []


def _behind_our_back(sql: str) -> list[Problem]:
    behind_our_back(sql)
    return [one.problem for one in check() if one.problem is not Problem.JOURNAL]


@pytest.mark.parametrize(
    ("sql", "problems"),
    [
        ("DELETE FROM closing_report", []),  # as before there were reports
        (
            "UPDATE distribution SET certified_by = 'x'",
            [Problem.REPORT_MISSING, Problem.EVENING_COPY],
        ),
        ("UPDATE closing_report SET number = 2", [Problem.REPORT_NUMBERS]),
        (
            "DROP INDEX closing_report_distribution_id_number;"
            " INSERT INTO closing_report (distribution_id, number, closed_at, closed_by, data)"
            " SELECT distribution_id, number, closed_at, closed_by, data FROM closing_report",
            [Problem.INDEX, Problem.REPORT_NUMBERS],
        ),
        ("UPDATE pile_cheque SET position = 2", [Problem.PILE_ORDER]),
        ("UPDATE pile_cheque SET amount = 801", [Problem.PILE_AMOUNT]),
        ("UPDATE cash_count SET pieces = '{\"100\": 60}'", [Problem.COUNT]),
        ("UPDATE cash_count SET pieces = '[]'", [Problem.COUNT]),
    ],
)
def test_check_knows_them(world: World, sql: str, problems: list[Problem]) -> None:
    """`check` finds what was changed behind our back, and nothing else."""
    number = _ordinary(world)
    certify(world.desk, number)
    assert check() == []
    found = _behind_our_back(sql)
    # A server's tables are compared as well, which says of an index the same again.
    assert [one for one in found if one is not Problem.SCHEMA] == problems


def test_certified_before_there_were_reports(world: World) -> None:
    """No number, but who and when; closed again it gets number 1."""
    number = _ordinary(world)
    certify(world.desk, number)
    _behind_our_back("DELETE FROM closing_report; DELETE FROM proof")
    _behind_our_back("DELETE FROM evening_copy")
    report = closing_report(number)
    assert (report.number, report.closed_by, report.replaces) == (None, "paul", None)
    reopen_distribution(world.desk, number, "erreur")
    assert certify(world.desk, number) == 1


def test_constant_statements(world: World) -> None:
    """Three or twenty baskets: the same number of statements."""
    counts = []
    for size in (3, 20):
        number = world.distribution(place=str(size))
        for place in range(size):
            world.basket(number, world.member(f"{size} {place}"), "2.00", "1.00")
        force(world.desk, plan_force(number))
        counts.append(
            (
                statements(partial(dry_run, number)),
                statements(partial(certify, world.desk, number)),
                statements(partial(closing_report, number)),
            )
        )
    assert counts[0] == counts[1]


def test_an_adjustment_of_tonight_is_no_older_credit(world: World) -> None:
    """R21, R54: what was paid beyond the cost and what was adjusted make the balance after."""
    basket = world.one_basket("12.00")
    short = pay(world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("10.80"))])
    adjust(world.desk, basket.member_id, euros("1.20"), "geste", shown=euros("-1.20"))
    validate(world.desk, basket.id, world.again(short).version)
    run = dry_run(1)
    assert (run.totals.difference, run.adjusted, run.left) == (euros("-1.20"), euros("1.20"), ())
    told = "\n".join("".join(text for text, _style in line) for line in dry_run_lines(run))
    assert "accounts adjusted" in told
    certify(world.desk, 1, run)
    adjust(world.desk, basket.member_id, euros("5.00"), "plus tard", shown=euros("0.00"))
    one = closing_report(1).data.with_difference[0]
    assert (one.before, one.difference, one.adjusted, one.after) == (
        0,
        euros("-1.20"),
        euros("1.20"),
        0,
    )
    text = export_text(Export(1, ExportKind.CLOSING, Format.TEXT), world.clock.now())
    assert "adjustment +€1.20" in text.replace("\xa0", " ")
    assert check() == []
