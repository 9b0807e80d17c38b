"""Balances out and in again: once per member, all or nothing."""

from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from cagette_tui import i18n
from cagette_tui.intake.balances import (
    BalancesError,
    BalancesProblem,
    import_balances,
    parse_balances,
)
from cagette_tui.intake.export_problems import ExportError, ExportProblem
from cagette_tui.model.acts.accounts import open_balance
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import balance_of, read_account
from cagette_tui.model.rules.kinds import ActKind, Kind
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.papers.balances import balances_csv
from cagette_tui.sentences import sentence
from tests.model.store.test_statements import statements
from tests.world import World, dump, euros, refused

HEADER = "member_ref;name;amount\n"


def bring(world: World, *lines: str) -> None:
    """Import some lines."""
    text = HEADER + "".join(f"{line}\n" for line in lines)
    import_balances(world.desk, parse_balances(text.encode()), "reprise.csv")


def balances() -> dict[str, Decimal]:
    """Give all balances by reference and name."""
    return {f"{row.ref} {row.name}": balance_of(row.id) for row in Member.select()}


def test_what_is_written(world: World) -> None:
    """All members by name, BOM, decimal comma, zero as well; no cell is a formula."""
    for name, ref, amount in (
        ("Zoé", "7", "-1234.50"),
        ("ÉMILE", "8", "0"),
        ("=1+1", "@9", "3.05"),
        ('Ana "la" grande; b', "10", "1.00"),
    ):
        member = world.member(name, ref)
        if Decimal(amount):
            world.credit(member, amount)
    assert balances_csv() == (
        "\ufeffmember_ref;name;amount\n"
        "'@9;'=1+1;3,05\n"
        '10;"Ana ""la"" grande; b";1,00\n'
        "8;ÉMILE;0,00\n"
        "7;Zoé;-1234,50\n"
    )


def test_it_is_read_again(world: World, tmp_path: Path, template: Path) -> None:
    """What `export` writes gives the same balances: with the same members, or without any."""
    for place, amount in enumerate(("5.00", "-12.30", "0", "0.01", "-10000.00")):
        # Two of them bear the same name.
        member = world.member(f"=Membre\u00a0{place // 2}", f"0{place}")
        if Decimal(amount):
            world.credit(member, amount)
    before, text = balances(), balances_csv()
    close_database()
    for known in (True, False):
        path = tmp_path / f"{known}.db"
        path.write_bytes(template.read_bytes())
        open_database(path)
        if known:
            for name in before:
                world.member(name.split(" ", 1)[1], name.split(" ", 1)[0])
        report = import_balances(world.desk, parse_balances(text.encode()), "reprise")
        assert (report.balances, report.total) == (4, sum(before.values()))
        assert len(report.created) == (0 if known else 5)
        assert balances() == before
        assert (balances_csv(), check()) == (text, [])
        close_database()
    open_database(tmp_path / "True.db")


@pytest.mark.parametrize(
    "data",
    [
        (HEADER + "7;ZOÉ œuf;-12,50\n").encode(),
        (HEADER + "7;ZOÉ œuf;-12.5\n").encode("cp1252"),
        ("\ufeff" + HEADER + '"7";"ZOÉ œuf";"-12,50"').encode(),
        "amount,member_ref,name\r\n-12.50,7,ZOÉ œuf\r\n\r\n".encode(),
        (HEADER + "7; ZOE\u0301 œuf ; -12,50 €\n;;\n").encode(),
    ],
)
def test_how_it_may_be_written(world: World, data: bytes) -> None:
    """UTF-8 with a mark or not, Windows-1252, comma or point, other orders of columns."""
    import_balances(world.desk, parse_balances(data), "reprise")
    assert balances() == {"7 ZOÉ œuf": euros("-12.50")}


def test_one_act(world: World) -> None:
    """One act with an entry for each member; undo takes all of it back; then again."""
    known = world.member("Anne", "1")
    bring(world, "1;Anne;5,00", "2;Paul;-3,00", "3;Zoé;0,00")
    (act,) = {row.act for row in JournalEntry.select().where(JournalEntry.kind == ActKind.OPENING)}
    assert balances() == {"1 Anne": 5, "2 Paul": -3, "3 Zoé": 0}
    (operation,) = read_account(known).operations
    assert (operation.kind, operation.reason) == (Kind.OPENING, "reprise.csv")
    assert last_act("paul").act == act
    undo(world.desk, act)
    assert balances() == {"1 Anne": 0, "2 Paul": 0, "3 Zoé": 0}
    bring(world, "1;Anne;6,00", "2;Paul;-3,00")
    assert balances()["1 Anne"] == 6
    assert check() == []


def test_by_name(world: World) -> None:
    """Without a reference: the exact name; the database's own name is said where they differ."""
    world.member("MARTIN Anaïs", "1")
    world.member("Paul")
    bring(world, ";Paul;2,00", ";MARTIN Anaïs;1,00")
    assert balances() == {"1 MARTIN Anaïs": 1, "None Paul": 2}
    world.member("Zoé D.", "4")
    text = HEADER + "4;DUPONT Zoé;1\n"
    report = import_balances(world.desk, parse_balances(text.encode()), "x")
    assert report.other_names == [("Zoé D.", "DUPONT Zoé")]


P = BalancesProblem
BAD: dict[str, tuple[list[str], P, int | None]] = {
    "twice": (["1;A;1", "5;N;1", "1;A;2"], P.TWICE, 4),
    "twice by name": (["1;A;1", ";A;2"], P.TWICE, 3),
    "has one already": (["5;N;1", "2;B;1"], P.ALREADY, 3),
    "has one already, of nothing": (["2;B;0"], P.ALREADY, 2),
    "nobody of that name": (["1;A;1", ";N;1"], P.UNKNOWN_NAME, 3),
    "several of that name": ([";C;1"], P.AMBIGUOUS, 2),
    "known by another reference": (["9;A;1"], P.OTHER_REF, 2),
    "no name for a new one": (["9;;1"], P.NAME_MISSING, 2),
    "nobody": (["1;A;1", ";;1"], P.NO_MEMBER, 3),
    "no amount": (["1;A;"], P.AMOUNT, 2),
    "no number": (["1;A;dix"], P.AMOUNT, 2),
    "too much": (["1;A;10 000,01"], P.AMOUNT, 2),
    "half a cent": (["1;A;0,005"], P.AMOUNT, 2),
    "no lines": ([], P.NO_LINES, None),
    "only blanks": ([" ; ; "], P.NO_LINES, None),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_refused(world: World, name: str) -> None:
    """By line, all or nothing, in one sentence."""
    for member, ref in (("A", "1"), ("B", "2"), ("C", "3"), ("C", "4")):
        world.member(member, ref)
    open_balance(world.desk, Member.get(Member.ref == "2").id, euros("1.00"), "reprise")
    lines, problem, row = BAD[name]
    told = refused(BalancesError, lambda: bring(world, *lines))
    assert (told.problem, told.row) == (problem, row)
    for language in ("fr", "en"):
        i18n.activate(language)
        text = sentence(told)
        assert "{" not in text
        assert row is None or str(row) in text


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", ExportProblem.EMPTY_FILE),
        ("x".encode("utf-16"), ExportProblem.COLUMNS),
        (b"member_ref;name\n1;A\n", ExportProblem.COLUMNS),
        (b"member_ref;name;amount;amount\n1;A;1;1\n", ExportProblem.COLUMNS),
        (HEADER.encode() + b"1;A\n", ExportProblem.FIELD_COUNT),
        (HEADER.encode() + b'1;"A;1\n', ExportProblem.QUOTING),
    ],
)
def test_what_is_no_such_file(data: bytes, problem: ExportProblem) -> None:
    """Columns, bytes and quotes: as for an export of orders."""
    with pytest.raises(ExportError) as caught:
        parse_balances(data)
    assert caught.value.problem is problem


def test_a_picture() -> None:
    """Not a table at all."""
    with pytest.raises(BalancesError) as caught:
        parse_balances(b"\x89PNG\r\n\x1a\n\0\0\0")
    assert caught.value.problem is P.NOT_A_TABLE


def test_two_people_of_one_name(world: World) -> None:
    """Two members may bear the same name; the references tell them apart."""
    world.member("MARTIN Anaïs", "1")
    bring(world, "1;MARTIN Anaïs;1", "2;MARTIN Anaïs;2")
    assert balances() == {"1 MARTIN Anaïs": 1, "2 MARTIN Anaïs": 2}


def test_set_wise(world: World) -> None:
    """A constant number of statements."""
    counts = []
    for first, last in ((0, 10), (100, 300)):
        lines = [f"{ref};Membre {ref};1,00" for ref in range(first, last)]
        counts.append(statements(partial(bring, world, *lines)))
    assert counts[0] == counts[1]
    assert Operation.select().count() == 210
    assert statements(balances_csv) == 1
    assert dump()["member"]
