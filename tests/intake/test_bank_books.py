"""A statement beside the books of a database: read, accepted, known again, taken back (R65)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from cagette_tui import i18n
from cagette_tui.intake.bank.our_statement import our_statement
from cagette_tui.model.acts.accounts import adjust
from cagette_tui.model.acts.bank_accepting import Chosen, accept
from cagette_tui.model.acts.changing import cancel, confirm
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.depositing import make_deposit
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.bank_view import LineView, StatementView, view_of
from cagette_tui.model.reading.baskets import read_basket, read_sheet
from cagette_tui.model.reading.deposits import read_deposit, what_waits
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.bank_books import ChequePart, LineKind, Proposal, Sure, Why
from cagette_tui.model.rules.bank_known import KnownLine, key_of, known_lines
from cagette_tui.model.rules.bank_open import Awaited, reconciled
from cagette_tui.model.rules.bank_parts_told import parts_told
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen
from cagette_tui.model.rules.refusals import LineIsKnown, NotFound, NotPending
from cagette_tui.model.rules.statement import Statement, StatementLine
from cagette_tui.model.tables.bank_tables import BankLine, BankPart, BankPayer
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.sentences.statement import kind_of_line, proposal_text, why_text
from tests.intake.our_group import bring_in, desk
from tests.intake.statements import EXPECTED, LINES, READ, data_of
from tests.intake.test_bank_proposals import canonical

pytestmark = pytest.mark.long

LATER = desk("2026-12-10T10:00")
STATEMENT = "statement/credit-mutuel.csv"
OVERLAP = "overlap/credit-mutuel.csv"


@pytest.fixture
def group(location: str) -> None:
    """Fill a fresh database."""
    bring_in()


def shown(name: str) -> StatementView:
    """Read one of the files beside the books."""
    return view_of(our_statement(data_of(name)))


def by_id(view: StatementView, name: str) -> dict[str, LineView]:
    """Give the lines by their names in the expected ones."""
    return dict(zip(EXPECTED["files"][name]["lines"], view.lines, strict=True))


def take(view: StatementView, *lines: LineView) -> None:
    """Accept the first proposal of some lines."""
    chosen = [Chosen(one.place, one.proposals[0], "relevé") for one in lines]
    accept(LATER, view.statement.lines, chosen)


def certain(view: StatementView) -> list[LineView]:
    """Give the lines that a program may book."""
    return [one for one in view.lines if one.certain is not None]


def balances() -> dict[str, Decimal]:
    """Give the members' balances that are not zero."""
    found = {str(row.ref): balance_of(row.id) for row in Member.select()}
    return {ref: amount for ref, amount in found.items() if amount}


@pytest.mark.long
def test_the_books_of_the_database(group: None) -> None:
    """Every file of the month is proposed as it is, from the tables as from the given books."""
    for name in READ:
        if name.endswith("xlsx"):
            continue
        view = shown(name)
        for number, line in by_id(view, name).items():
            truth = LINES[number]
            first = line.proposals[0] if line.proposals else None
            assert (first is None) == (truth["sure"] == "none"), (name, number)
            if first is not None:
                found = canonical(parts_told(first, view.refs))
                assert found == canonical(truth["settles"]), (name, number)
                assert str(first.kind) == truth["kind"]


def test_looking_changes_nothing(group: None) -> None:
    """R65: nothing is written before somebody accepts."""
    before = balances()
    shown(STATEMENT)
    assert balances() == before
    assert not BankLine.select().count()


def test_all_that_is_certain(group: None) -> None:
    """Booked once, whatever file shows it again; what is to be asked is left; undo works."""
    before = balances()
    view = shown(STATEMENT)
    lines = certain(view)
    assert len(lines) == 24
    take(view, *lines)
    assert check() == []
    after = balances()
    assert after != before
    assert "1382" not in after  # announced, and seen now
    for name in (STATEMENT, OVERLAP):
        again = shown(name)
        numbers = {id(line): number for number, line in by_id(again, name).items()}
        booked = {LINES[numbers[id(line)]]["sure"] for line in certain(again)}
        assert booked <= {"certain"}
        known = {numbers[id(line)] for line in again.lines if line.known}
        expected = {one for one in numbers.values() if one.startswith("L")}
        assert known == {one for one in expected if LINES[one]["sure"] == "certain"}
    undo(LATER, last_act(LATER.who).act)
    assert balances() == before
    assert check() == []
    assert not BankLine.select().count()
    assert not BankPayer.select().count()
    assert len(certain(shown(STATEMENT))) == 24


@pytest.mark.long
def test_each_line_by_itself(group: None) -> None:
    """Every proposal can be accepted, first as last; afterwards the books and the bank agree."""
    before = balances()
    view = shown(STATEMENT)
    for line in view.lines:
        now = view_of(view.statement).lines[line.place]
        if now.proposals:
            take(view, now)
        else:
            accept(LATER, view.statement.lines, [Chosen(line.place, None)])
        assert check() == []
    done = shown(STATEMENT)
    assert all(one.known for one in done.lines)
    lines = [(one.line, one.known, one.proposals) for one in done.lines]
    compared = reconciled(done.statement, done.books, lines)
    assert compared.difference == 0
    assert compared.accounted == done.statement.closing
    # What the next file brings: the rest of a basket, the cheque alone, the bounced one paid.
    more = by_id(shown(OVERLAP), OVERLAP)
    new = ["Z01", "Z02", "Z03", "Z04", "Z05", "Z06"]
    assert [one for one in more if not more[one].known] == new
    new.remove("Z03")
    for number in new:
        first = more[number].proposals[0]
        found = canonical(parts_told(first, shown(OVERLAP).refs))
        assert found == canonical(LINES[number]["settles"]), number
        assert str(first.sure) == LINES[number]["sure"]
    take(shown(OVERLAP), *(more[number] for number in new))
    assert check() == []
    # Undone one by one, the last first, all is as it was.
    while BankLine.select().count():
        undo(LATER, last_act(LATER.who).act)
        assert check() == []
    assert balances() == before
    assert not BankPart.select().count()


def test_deposits_that_were_made(group: None) -> None:
    """R56: a deposit is seen by its line; a cheque that was not in it waits again."""
    first = [one.id for one in what_waits().cheques if one.day.day == 13]
    whole = make_deposit(LATER, first, day=date(2026, 11, 14))
    other = make_deposit(LATER, day=date(2026, 11, 21))
    view = shown(STATEMENT)
    lines = by_id(view, STATEMENT)
    for number in ("L07", "L38", "L36"):
        found = canonical(parts_told(lines[number].proposals[0], view.refs))
        assert found == canonical(LINES[number]["settles"])
    assert parts_told(lines["L07"].proposals[0], view.refs)[0]["slip"] == str(whole.number)
    take(view, lines["L07"], lines["L38"])
    assert check() == []
    assert str(read_deposit(whole.number).seen_on) == LINES["L07"]["booked"]
    assert str(read_deposit(other.number).seen_on) == LINES["L38"]["booked"]
    assert [one.cheque.number for one in what_waits().cheques] == ["6600101"]
    # What comes back is one act for all that it paid (R24), of the bank's day (R23).
    take(shown(STATEMENT), by_id(shown(STATEMENT), STATEMENT)["L36"])
    back = Operation.get(Operation.returns.is_null(False))
    assert (back.amount, str(back.day)) == (Decimal("-71.90"), LINES["L36"]["booked"])
    assert check() == []
    for _ in range(2):
        undo(LATER, last_act(LATER.who).act)
    assert read_deposit(other.number).seen_on is None
    assert len(read_deposit(other.number).cheques) == 12
    assert check() == []


def test_over_an_archive(group: None) -> None:
    """R41, R46: what was awaited is seen after certification, and taken back."""
    first = read_sheet(1, lines=False)
    evening = desk("2026-11-13T19:30")
    for basket in first.baskets:
        if not basket.validated:
            validate(evening, basket.id, basket.version, unseen=Unseen.AWAITED)
    certify(evening, 1)
    before = balances()
    view = shown(STATEMENT)
    lines = by_id(view, STATEMENT)
    take(view, lines["L05"], lines["L06"], lines["L36"], lines["L39"])
    assert check() == []
    assert balances() != before
    undo(LATER, last_act(LATER.who).act)
    assert balances() == before
    assert check() == []


def test_two_volunteers_accept_the_same_line(group: None) -> None:
    """The second one is refused, and nothing is done twice."""
    mine, theirs = shown(STATEMENT), shown(STATEMENT)
    line = by_id(mine, STATEMENT)["L09"]
    take(mine, line)
    with pytest.raises(LineIsKnown):
        take(theirs, line)
    assert BankLine.select().count() == 1


def test_a_payment_that_was_confirmed_meanwhile(group: None) -> None:
    """What moved since it was shown is refused; nothing is booked."""
    view = shown(STATEMENT)
    line = by_id(view, STATEMENT)["L09"]
    waiting = Operation.get(Operation.pending, Operation.amount == Decimal("108.90"))
    confirm(LATER, waiting.id)
    with pytest.raises(NotPending):
        take(view, line)
    assert not BankLine.select().count()
    # Shown again it is the received one, which the statement now shows.
    fresh = by_id(shown(STATEMENT), STATEMENT)["L09"]
    part = fresh.proposals[0].parts[0]
    assert (getattr(part, "operation_id", None), getattr(part, "pending", None)) == (
        waiting.id,
        False,
    )
    before = Operation.select().count()
    take(shown(STATEMENT), fresh)
    assert Operation.select().count() == before


def test_a_cheque_that_was_taken_back_meanwhile(group: None) -> None:
    """R20, R24: nothing that it paid stands any more, so nothing comes back."""
    view = shown(STATEMENT)
    line = by_id(view, STATEMENT)["L36"]
    (part,) = line.proposals[0].parts
    assert isinstance(part, ChequePart)
    for paid in Operation.select().where(Operation.cheque == part.cheque.id):
        if paid.basket_id is not None:
            basket = read_basket(paid.basket_id)
            reopen_basket(LATER, basket.id, basket.version, "erreur")
        cancel(LATER, paid.id, "erreur")
    with pytest.raises(NotFound) as told:
        take(view, line)
    assert (told.value.what, told.value.number) == ("cheque", part.cheque.id)
    assert not BankLine.select().count()


def test_another_amount_than_announced(group: None) -> None:
    """Too little stays as debt and is no longer announced; too much stays as credit."""
    view = shown(STATEMENT)
    lines = by_id(view, STATEMENT)
    take(view, lines["L39"], lines["L40"])
    refs = {row.ref: row.id for row in Member.select()}
    assert balance_of(refs["1603"]) == Decimal("-2.42")
    assert balance_of(refs["1531"]) == Decimal("15.86")
    assert (
        not Operation.select()
        .where(
            Operation.pending,
            Operation.cancelled_at.is_null(),
            Operation.member.in_([refs["1603"], refs["1531"]]),
        )
        .count()
    )
    assert check() == []


def test_nothing_of_others_is_kept(group: None) -> None:
    """Of a file's labels, names and accounts of others the tables hold digests only."""
    for name in ("statement/camt053-02.xml", "statement/credit-mutuel.csv"):
        view = shown(name)
        lines = by_id(view, name)
        accept(LATER, view.statement.lines, [Chosen(lines["L34"].place, None)])
        take(view, lines["L42"])
        told = str(list(BankLine.select().dicts())) + str(list(BankPayer.select().dicts()))
        for text in ("PRUVOST", "TANGUY", "GARAGE", "FR76"):
            assert text.lower() not in told.lower()
        undo(LATER, last_act(LATER.who).act)
        undo(LATER, last_act(LATER.who).act)


@pytest.mark.parametrize(
    ("name", "sure"),
    [("statement/bnp.csv", Sure.LIKELY), ("statement/camt053-02.xml", Sure.CERTAIN)],
)
def test_a_payer_is_known_again(group: None, name: str, sure: Sure) -> None:
    """Who paid for a member once is likely to do so again, by the account even certainly."""
    view = shown(name)
    line = by_id(view, name)["L42"]
    assert line.proposals[0].sure is Sure.ASK
    take(view, line)
    member = next(number for number, ref in view.refs.items() if ref == "1492")
    adjust(LATER, member, Decimal("-33.10"), "un autre panier", shown=balance_of(member))
    first = line.line
    again = replace(first, booked=first.booked.replace(month=12, day=4), amount=Decimal("33.10"))
    found = view_of(Statement("x", (again,))).lines[0].proposals[0]
    assert found.sure is sure
    # Another amount is asked about, whoever pays.
    other = replace(again, amount=Decimal("33.00"))
    found = view_of(Statement("x", (other,))).lines[0].proposals[0]
    assert found.sure is Sure.ASK


def statements_of(work: Callable[[], object]) -> int:
    """Count what the database is asked."""
    seen: list[object] = []
    note = seen.append
    database.obj.query_hooks.append(note)
    try:
        work()
    finally:
        database.obj.query_hooks.remove(note)
    return len(seen)


def test_a_constant_number_of_statements(group: None) -> None:
    """Reading the books costs the same for one line as for five thousand."""
    whole = our_statement(data_of(STATEMENT))
    one = Statement("x", whole.lines[7:8])
    many = Statement("x", whole.lines * 100)
    counts = [statements_of(partial(view_of, of)) for of in (one, whole, many)]
    assert len(set(counts)) == 1
    assert counts[0] <= 25


def test_labels_that_get_completed_and_twins() -> None:
    """A longer label is the same line; of equal lines each counts once; another amount is none."""
    day = LATER.now().date()
    twin = StatementLine(1, day, Decimal("20.00"), "VIR M SIMON JULES ADHESION")
    longer = StatementLine(2, day, Decimal("20.00"), "VIR M SIMON JULES ADHESION 2027")
    parts = StatementLine(
        3, day, Decimal("-6.50"), "COTISATION X", parts=("COTISATION", "EUROCOMPTE")
    )
    grown = StatementLine(
        4, day, Decimal("-6.50"), "COTISATION B X", parts=("COTISATION B", "EUROCOMPTE Y")
    )
    other = StatementLine(5, day, Decimal("20.01"), "VIR M SIMON JULES ADHESION")
    kept = [KnownLine(7, twin.booked, twin.amount, *key_of(twin))]
    assert known_lines([twin, twin], kept) == [7, None]
    assert known_lines([longer, twin], kept) == [None, 7]
    assert known_lines([longer, other], kept) == [7, None]
    fee = KnownLine(8, parts.booked, parts.amount, *key_of(parts))
    assert known_lines([grown], [fee]) == [8]


def test_what_is_awaited_and_not_there(group: None) -> None:
    """After ten days it is named; what is there and unknown too; and the difference."""
    view = shown(OVERLAP)
    lines = [(one.line, one.known, one.proposals) for one in view.lines]
    found = reconciled(view.statement, view.books, lines)
    kinds = {one.kind for one in found.missing}
    assert {Awaited.ANNOUNCED, Awaited.CARDS, Awaited.CHEQUES} <= kinds
    names = {view.refs.get(one.member_id or 0) for one in found.missing}
    assert "1201" in names  # of the first evening: its line is in no file here
    assert found.difference == view.statement.total
    assert found.accounted == Decimal("6356.28")


def test_a_group_that_takes_no_transfers_at_the_table(group: None) -> None:
    """What is on the account was paid, whatever the table accepts (R13)."""
    now = read_settings()
    change_settings(LATER, now, replace(now, accepted_modes=(Mode.CASH,)))
    view = shown(STATEMENT)
    take(view, *certain(view))
    assert check() == []


def test_a_proposal_of_every_kind_has_its_words(group: None) -> None:
    """No kind, reason or part is without words, in French as in English."""
    view = shown(OVERLAP)
    for language in ("fr", "en"):
        i18n.activate(language)
        assert all(kind_of_line(one) for one in LineKind)
        for line in view.lines:
            for one in line.proposals:
                assert "{" not in proposal_text(one, view)
        everything = Proposal(LineKind.MEMBER, (), Sure.ASK, tuple(Why))
        assert "{" not in why_text(everything)
