"""The commands `members` and `member` (R25)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.screen_text import SAMPLE
from tests.test_cli import CapSys, run
from tests.world import DATA


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    path = tmp_path / "sample.db"
    path.write_bytes(SAMPLE.read_bytes())
    return path


def say(capsys: CapSys, path: Path, *words: str) -> tuple[int, str, str]:
    """Run a command."""
    now = "2026-11-20T19:00"
    return run(capsys, "--lang", "en", "--now", now, "--database", path, *words)


def test_all_members(capsys: CapSys, path: Path) -> None:
    """A line each, and the same as JSON, amounts with two decimals."""
    code, out, err = say(capsys, path, "members")
    assert (code, err) == (0, "")
    found = json.loads(say(capsys, path, "members", "--format", "json")[1])["members"]
    assert len(out.splitlines()) == len(found)
    assert set(found[0]) == {
        *("member", "member_ref", "ref", "balance", "debt_since", "last_payment"),
        *("membership_until", "membership"),
    }
    owing = [one for one in found if one["balance"].startswith("-")]
    assert owing
    # What is owed for an order to come is none yet.
    assert sum(bool(one["debt_since"]) for one in owing) > 1
    assert not any(one["debt_since"] for one in found if one not in owing)


def test_one_account(capsys: CapSys, path: Path) -> None:
    """All operations with the running balance, which ends at the balance."""
    found = json.loads(say(capsys, path, "members", "--format", "json")[1])["members"]
    for one in found[:5]:
        told = json.loads(say(capsys, path, "members", one["ref"], "--format", "json")[1])
        assert told["operations"][-1]["balance"] == one["balance"]
        code, out, err = say(capsys, path, "members", one["ref"])
        assert (code, err, len(out.splitlines())) == (0, "", 1 + len(told["operations"]))
    assert say(capsys, path, "members", "no such")[0] == 2


def test_add_name_merge(capsys: CapSys, path: Path) -> None:
    """Each says how the member stands afterwards; what is wrong changes nothing."""
    code, out, _err = say(capsys, path, "member", "add", "NEUVE Zoé")
    assert code == 0
    ref = out.split()[0]
    assert say(capsys, path, "member", "add", "neuve zoe")[0] == 2
    assert say(capsys, path, "member", "add", "neuve zoe", "--another")[0] == 0
    assert "NEUVE Ève" in say(capsys, path, "member", "name", ref, "NEUVE Ève")[1]
    other = json.loads(say(capsys, path, "members", "--format", "json")[1])["members"][0]["ref"]
    code, out, _err = say(capsys, path, "member", "merge", ref, other)
    assert (code, out.split()[0]) == (0, other)
    assert say(capsys, path, "members", ref)[1].split()[0] == other
    code, _out, err = say(capsys, path, "member", "merge", ref)
    assert (code, err.count("\n")) == (2, 1)
    assert say(capsys, path, "check")[0] == 0


def test_an_order_to_come_is_no_debt(capsys: CapSys, tmp_path: Path) -> None:
    """R57: a week before the distribution nobody is told since when there is a debt."""
    path = tmp_path / "a.db"
    export = DATA / "Export-commandes-2026-11-20-Cagette.csv"
    options = ("--lang", "en", "--now", "2026-11-13T19:00", "--database", path)
    when = ("--date", "2026-11-20", "--start", "18:00", "--end", "19:30", "--place", "Salle")
    assert run(capsys, *options, "import", export, *when)[0] == 0
    out = run(capsys, *options, "members")[1]
    assert "€143.40 to pay on 20 Nov 2026" in out
    assert "debt" not in out
    found = json.loads(run(capsys, *options, "members", "--format", "json")[1])["members"]
    assert {one["debt_since"] for one in found} == {None}
    later = ("--lang", "en", "--now", "2026-11-20T19:00", "--database", path)
    assert "debt €143.40 since" in run(capsys, *later, "members")[1]
