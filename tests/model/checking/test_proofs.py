"""The archive proves itself: what was certified, chained, and a line to be printed (R46)."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from cagette_tui.model.acts.closing import certify, reopen_distribution
from cagette_tui.model.acts.paying import announce
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.acts.writing import writing
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.proofs import last_proof, proofs_of
from cagette_tui.model.rules.findings import Problem
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.outcome import Unseen
from cagette_tui.model.store.database import close_database
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.catalogue import Product
from cagette_tui.model.tables.guards import drop_guards, install_guards
from cagette_tui.model.tables.people import Member
from cagette_tui.model.tables.proof import sealed
from tests.shelves import on_server
from tests.test_cli import CapSys, run
from tests.world import START, World


def certified(world: World, days: int = 0) -> int:
    """Certify an evening of two baskets; return its number."""
    number = world.distribution(START - timedelta(days=days), place=f"Salle {days}")
    for amount in ("4.00", "5.00"):
        basket = world.basket(number, world.member(f"Membre {days} {amount}"), amount)
        validate(world.desk, basket.id, basket.version, mode=Mode.CHEQUE)
    certify(world.desk, number)
    return number


def found() -> set[Problem]:
    """Return what `check` finds."""
    return {one.problem for one in check()}


def test_each_certification_is_chained(world: World) -> None:
    """R46: also that after a reopening, and one of another evening; all of it holds."""
    first, second = certified(world), certified(world, 7)
    reopen_distribution(world.desk, first, "erreur")
    certify(world.desk, first)
    (one, again), (other,) = proofs_of(first), proofs_of(second)
    assert (one.number, again.number, other.number) == (1, 2, 1)
    assert (one.previous, other.previous, again.previous) == (None, one.digest, other.digest)
    assert len({one.digest, other.digest, again.digest}) == 3
    assert last_proof() == again
    assert (again.closed_by, again.closed_at) == ("paul", world.clock.now())
    assert check() == []


def test_what_comes_later_changes_no_proof(world: World) -> None:
    """R46: an awaited payment that is seen, a new name, another price, another evening."""
    number = world.distribution()
    basket = world.basket(number, world.member("Anne"), "4.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    validate(world.desk, basket.id, basket.version, unseen=Unseen.AWAITED)
    certify(world.desk, number)
    (proof,) = proofs_of(number)
    with writing(world.desk) as act:
        entry = act.entry(ActKind.IMPORT)
        entry.update(Member.get(), name="Anne B.")
        entry.update(Product.get(), price=Product.get().price * 2)
    certified(world, 7)
    assert proofs_of(number) == (proof,)
    assert check() == []


def test_undone(world: World) -> None:
    """R61: a certification that is taken back leaves its proof, and the next one follows it."""
    number = certified(world)
    undo(world.desk, last_act("paul").act)
    assert check() == []
    basket = world.read(1)
    reopen_basket(world.desk, basket.id, basket.version, "erreur")
    basket = world.again(basket)
    validate(world.desk, basket.id, basket.version)
    certify(world.desk, number)
    first, second = proofs_of(number)
    assert (second.number, second.previous) == (2, first.digest)
    assert check() == []


def _forge(old: str, new: str, *, seals: bool) -> None:
    """Change what the journal says, and seal it anew: what somebody who knows all this can do."""
    query = (
        "SELECT id, act, at, who, kind, basket, member, distribution, reason, undoes, rows"
        " FROM journal ORDER BY id"
    )
    seal = None
    for number, act, at, *rest in database.execute_sql(query).fetchall():
        moment = str(at).replace(" ", "T")
        rest[-1] = rest[-1].replace(old, new)
        shown = None if on_server() else number
        seal = sealed(seal, shown, [act, moment, *rest])
        param = database.obj.param
        database.execute_sql(
            f"UPDATE journal SET rows = {param} WHERE id = {param}", (rest[-1], number)
        )
        if seals:
            database.execute_sql(
                f"UPDATE journal SET seal = {param} WHERE id = {param}", (seal, number)
            )


@pytest.mark.parametrize("seals", [False, True])
def test_a_row_and_its_journal(world: World, seals: bool) -> None:
    """R46: changed together, even sealed anew, they are not what was certified."""
    certified(world)
    certified(world, 7)
    drop_guards(database.obj)
    database.execute_sql("UPDATE member SET name = 'Autre' WHERE name = 'Membre 0 4.00'")
    _forge('"name":"Membre 0 4.00"', '"name":"Autre"', seals=seals)
    install_guards(database.obj)
    assert found() == ({Problem.PROOF} if seals else {Problem.PROOF, Problem.JOURNAL_SEAL})
    details = [one.detail for one in check() if one.problem is Problem.PROOF]
    assert "rows" in details[0]


def test_a_report_by_hand(world: World) -> None:
    """R46, R54: the closing report is part of what was certified."""
    certified(world)
    drop_guards(database.obj)
    _forge("Salle 0", "Salle 1", seals=True)
    install_guards(database.obj)
    assert Problem.PROOF in found()


def test_a_proof_that_is_gone(world: World) -> None:
    """R46: one that was taken out, with its entry, breaks the chain of those after it."""
    certified(world)
    certified(world, 7)
    drop_guards(database.obj)
    database.execute_sql("DELETE FROM proof WHERE number = 1 AND distribution_id = 1")
    ((rows,),) = database.execute_sql(
        "SELECT rows FROM journal WHERE kind = 'certify' AND distribution = 1"
    ).fetchall()
    proof = next(row for row in json.loads(rows) if row[0] == "proof")
    told = "," + json.dumps(proof, ensure_ascii=False, separators=(",", ":"))
    assert told in rows
    _forge(told, "", seals=True)
    install_guards(database.obj)
    assert Problem.PROOF in found()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE proof SET digest = 'x'",
        "DELETE FROM proof",
        pytest.param(
            "INSERT OR REPLACE INTO proof SELECT * FROM proof", marks=pytest.mark.sqlite_only
        ),
    ],
)
def test_the_database_refuses(world: World, sql: str) -> None:
    """R46: a proof is neither changed, removed nor replaced."""
    certified(world)
    with pytest.raises(Exception, match="proves a certification"), database.atomic():
        database.execute_sql(sql)


@pytest.mark.sqlite_only
def test_the_commands(capsys: CapSys, world: World, location: str) -> None:
    """R46: `check` and `export ID proof` write the same line; JSON has it too."""
    number = certified(world)
    (proof,) = proofs_of(number)
    close_database()
    words = ["--lang", "en", "--database", location]
    line = " ".join(proof.digest[start : start + 8] for start in range(0, 64, 8))
    code, out, _err = run(capsys, *words, "check")
    assert code == 0
    assert out.splitlines()[-1] == line
    code, out, _err = run(capsys, *words, "export", str(number), "proof")
    assert code == 0
    assert line in out
    code, out, _err = run(capsys, *words, "check", "--format", "json")
    assert json.loads(out)["last_proof"]["digest"] == proof.digest


@pytest.mark.sqlite_only
def test_an_old_database_is_certified(capsys: CapSys, tmp_path: Path) -> None:
    """R42, R43, R46: an evening begun before proofs were kept is closed by commands and proven.

    The old program had typed nothing but payments: all is brought to its end by this one, and
    what the commands say names no key.
    """
    old = tmp_path / "old.db"
    shutil.copy(Path(__file__).parents[1] / "data" / "schema-3.db", old)
    words = ["--lang", "en", "--database", str(old), "--now", "2026-11-13T19:00"]
    for act, sign in ("validate", "would be validated"), ("certify", "All as usual."):
        code, out, _err = run(capsys, *words, act, "1")
        assert code == 0
        assert sign in out
        assert "Esc" not in out
        assert "after V" not in out
        code, _out, err = run(capsys, *words, act, "1", "--yes", out.split()[-1])
        assert (code, err) == (0, "")
        if act == "validate":
            assert run(capsys, *words, "count", "1", "1299.78")[0] == 0
    code, out, _err = run(capsys, *words, "check", "--format", "json")
    assert code == 0
    found = json.loads(out)
    assert found["findings"] == []
    digest = found["last_proof"]["digest"]
    code, out, _err = run(capsys, *words, "export", "1", "proof")
    assert code == 0
    assert " ".join(digest[start : start + 8] for start in range(0, 64, 8)) in out
