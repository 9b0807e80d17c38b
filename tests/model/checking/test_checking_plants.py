"""What somebody may have done to the file itself: each kind is planted, found and named."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import Problem, check
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.store.problems import Damaged
from cagette_tui.model.tables.base import database
from tests.shelves import behind_our_back
from tests.world import World

OF_BASKET = (1, "Membre 1")
OF_MEMBER = (None, "Membre 1")
OF_NOBODY = (None, None)
UNCHECKED = "PRAGMA ignore_check_constraints = 1; "
LOOSE = "PRAGMA foreign_keys = 0; "
HARMLESS = "BEFORE UPDATE ON journal WHEN 0 BEGIN SELECT 1;END"


class Plant(NamedTuple):
    """Statements, what must be found, in which words, and whose it is."""

    sql: str
    problem: Problem
    detail: str
    whose: tuple[int | None, str | None] = OF_NOBODY


P = Problem
# SQLite takes anything anywhere; on a server only some of these can be done at all.
TYPES = {
    "a text for a number": Plant(
        "UPDATE line SET total = 'abc'", P.VALUE, "line 1: total", OF_BASKET
    ),
    "bytes": Plant("UPDATE line SET ordered = x'00ff'", P.VALUE, "line 1: ordered", OF_BASKET),
    "a number of no act": Plant(
        "UPDATE journal SET act = 'x' WHERE id = 3", P.UNREADABLE_ENTRY, "3"
    ),
    "half a cent": Plant(
        "UPDATE operation SET amount = 400.5 WHERE kind = 'payment'",
        P.VALUE,
        "operation 2: amount",
        OF_BASKET,
    ),
    "neither true nor false": Plant(
        "UPDATE operation SET pending = 2 WHERE kind = 'payment'",
        P.VALUE,
        "operation 2: pending",
        OF_BASKET,
    ),
    "no moment": Plant(
        "UPDATE basket SET validated_at = 'yesterday'", P.VALUE, "basket 1: validated_at", OF_BASKET
    ),
    "no day": Plant("UPDATE distribution SET date = 20", P.VALUE, "distribution 1: date"),
    "a name of bytes": Plant(
        "UPDATE member SET name = x'ff00'", P.VALUE, "member 1: name", (None, "b'\\xff\\x00'")
    ),
    "no characters": Plant("UPDATE member SET name = CAST(x'ff' AS TEXT)", P.FILE, "UTF-8"),
    "a NUL": Plant(
        "UPDATE member SET name = 'a' || char(0) || 'b'",
        P.JOURNAL,
        "member 1: name",
        (None, "a\0b"),
    ),
    "a trigger of somebody else's": Plant(
        "CREATE TRIGGER spy AFTER INSERT ON operation BEGIN UPDATE member SET name = 'x';END",
        P.STRANGER,
        "spy",
    ),
    "a guard that does nothing": Plant(
        f"DROP TRIGGER journal_no_update; CREATE TRIGGER journal_no_update {HARMLESS}",
        P.GUARD,
        "journal_no_update",
    ),
    "no group": Plant("DELETE FROM buying_group", P.GROUP, "0"),
    "two groups": Plant(
        f"{UNCHECKED}INSERT INTO buying_group SELECT 2, name, accepted_modes, membership_fee,"
        " language, membership_months, wished_float, account_holder, iban, cheque_payee,"
        " coordinators, time_zone, accounts, siren, address FROM buying_group",
        P.GROUP,
        "2",
    ),
    "a line of no basket": Plant(
        f"{LOOSE}UPDATE line SET basket_id = 77", P.FOREIGN_KEY, "line 1 → basket"
    ),
    "a column that is gone": Plant(
        "ALTER TABLE line DROP COLUMN changed_by", P.TABLE, "line.changed_by"
    ),
}
VALUES = {
    "a huge number": Plant(
        "UPDATE line SET price = 9223372036854775807", P.VALUE, "line 1: price", OF_BASKET
    ),
    "a negative quantity": Plant(
        f"{UNCHECKED}UPDATE line SET delivered = -1000", P.VALUE, "line 1: delivered", OF_BASKET
    ),
    "no reason that there is": Plant(
        "UPDATE line SET reason = 'eaten'", P.VALUE, "line 1: reason", OF_BASKET
    ),
    "R13, no mode that there is": Plant(
        f"{UNCHECKED}UPDATE operation SET mode = 'gold' WHERE kind = 'payment'",
        P.VALUE,
        "operation 2: mode",
        OF_BASKET,
    ),
    "no kind that there is": Plant(
        f"{UNCHECKED}UPDATE operation SET kind = 'gift', mode = NULL WHERE kind = 'payment'",
        P.VALUE,
        "operation 2: kind",
        OF_BASKET,
    ),
    "no act that there is": Plant(
        "UPDATE journal SET kind = 'dance' WHERE id = 1", P.VALUE, "journal 1: kind"
    ),
    "a mode that the group cannot accept": Plant(
        "UPDATE buying_group SET accepted_modes = 'cash,gold'", P.VALUE, "accepted_modes"
    ),
    "no mode at the table": Plant(
        "UPDATE buying_group SET accepted_modes = 'online'", P.VALUE, "accepted_modes"
    ),
    "the group by hand": Plant(
        "UPDATE buying_group SET name = 'x', iban = 'FR00'",
        P.JOURNAL,
        "buying_group 1: name, iban",
    ),
    "a table that is gone": Plant("DROP TABLE pile_cheque", P.TABLE, "pile_cheque"),
    "an index that is gone": Plant("DROP INDEX line_basket_id", P.INDEX, "line_basket_id"),
    "an index that lets all pass": Plant(
        "DROP INDEX member_ref; CREATE INDEX member_ref ON member (ref)", P.INDEX, "member_ref"
    ),
    "a view": Plant("CREATE VIEW spied AS SELECT name FROM member", P.STRANGER, "spied"),
    "a line of no product": Plant(
        f"{LOOSE}UPDATE line SET product_id = 77", P.FOREIGN_KEY, "line 1 → product", OF_BASKET
    ),
    "R11, a payment": Plant(
        "UPDATE operation SET amount = 500 WHERE kind = 'payment'",
        P.BALANCE,
        "1.00 / 0.00",
        OF_MEMBER,
    ),
    "R11, a payment that counts again": Plant(
        "UPDATE operation SET pending = TRUE WHERE kind = 'payment'",
        P.BALANCE,
        "-4.00 / 0.00",
        OF_MEMBER,
    ),
    "R60, an act that is gone": Plant("DELETE FROM journal WHERE act = 4", P.JOURNAL_ORDER, "3, 5"),
    "R60, a number of another act": Plant(
        "UPDATE journal SET act = 9 WHERE act = 6", P.JOURNAL_ORDER, "5, 9"
    ),
    "R61, undone before it was done": Plant(
        "UPDATE journal SET undoes = 6 WHERE act = 5", P.JOURNAL_ORDER, "6"
    ),
    "R60, a before that never was": Plant(
        'UPDATE journal SET rows = replace(rows, \'"certified_by":null\', \'"certified_by":"x"\')',
        P.JOURNAL_CHAIN,
        "distribution 1: certified_at, certified_by",
    ),
    "R60, a row that was there twice": Plant(
        "UPDATE journal SET rows = (SELECT rows FROM journal WHERE id = 1) WHERE id = 2",
        P.JOURNAL_CHAIN,
        "distribution 1: id",
    ),
}
# Planted where their rules are tested.
ELSEWHERE = {
    P.CREDIT_GONE,  # test_credits.py
    P.DEPOSIT, P.RETURN, P.DAY,  # test_depositing.py, test_returning.py
    P.EVENING_COPY, P.CERTIFIED_CHANGED,  # test_archive.py
    P.ORDER, P.LINE_TOTAL, P.ON_THE_SPOT, P.CERTIFIED_OPEN, P.MISPLACED, P.CANCELLED_BASKET,
    P.VALIDATED_CHANGED, P.UNREADABLE_ENTRY,  # test_checking.py
    P.COUNT, P.PILE_ORDER, P.PILE_AMOUNT, P.REPORT_NUMBERS, P.REPORT_MISSING,  # test_certifying.py
    P.SEQUENCE, P.SCHEMA, P.JOURNAL_SEAL,  # test_mutated.py
    P.PROOF,  # test_proofs.py
}  # fmt: skip


def _certified(world: World) -> None:
    basket = world.one_basket("4.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, basket.distribution_id)


def _found(world: World, plant: Plant) -> None:
    _certified(world)
    behind_our_back(plant.sql)
    findings = [
        one for one in check() if one.problem is plant.problem and plant.detail in one.detail
    ]
    assert findings
    assert (findings[0].basket, findings[0].member) == plant.whose


@pytest.mark.parametrize("name", VALUES)
def test_each_is_found(world: World, name: str) -> None:
    """What cannot be there, or is not there, is named with its row and whose it is."""
    _found(world, VALUES[name])


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", TYPES)
def test_each_is_found_in_a_file(world: World, name: str) -> None:
    """SQLite keeps what it is given: wrong types, other people's triggers, loose rows."""
    behind = TYPES[name]
    if name != "a guard that does nothing":
        _found(world, behind)
        return
    _certified(world)
    for statement in behind.sql.split("; "):
        database.execute_sql(statement)
    assert [(one.problem, one.detail) for one in check()] == [(behind.problem, behind.detail)]


def test_every_problem_is_planted() -> None:
    """Each kind of breakage is planted in a test and found."""
    planted = {plant.problem for plant in (*TYPES.values(), *VALUES.values())}
    assert planted | ELSEWHERE == set(Problem)


def test_undone_twice(world: World) -> None:
    """R61: an act is taken back once; afterwards the journal still holds."""
    world.one_basket("4.00")
    before = last_act("paul").act
    basket = world.one_basket("5.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    undone = last_act("paul").act
    undo(world.desk, undone)
    assert check() == []
    # A second act says that it takes back the same one.
    world.member("B")
    behind_our_back(f"UPDATE journal SET undoes = {undone} WHERE act = {undone + 2}")
    assert P.JOURNAL_ORDER in {one.problem for one in check()}
    assert before < undone


@pytest.mark.sqlite_only
@pytest.mark.parametrize("table", ["line", "operation", "journal", "member", "schema_migration"])
def test_a_table_that_is_gone(world: World, location: str, table: str) -> None:
    """One sentence, not a crash, from `check` and from opening it again."""
    _certified(world)
    database.execute_sql("PRAGMA foreign_keys = 0")
    database.execute_sql(f"DROP TABLE {table}")
    if table != "schema_migration":
        assert {(one.problem, one.detail) for one in check()} >= {(P.TABLE, table)}
        return
    close_database()
    with pytest.raises(Damaged):
        open_database(location)
