"""The command `bank`: what each line of a statement is, and accepting it (R65)."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cagette_tui import i18n
from cagette_tui.cli import main
from cagette_tui.model.store.database import close_database, open_database
from tests.intake.our_group import bring_in
from tests.intake.statements import EXPECTED, FILES, LINES

pytestmark = pytest.mark.long

CapSys = pytest.CaptureFixture[str]
STATEMENT = FILES / "statement" / "credit-mutuel.csv"
OVERLAP = FILES / "overlap" / "credit-mutuel.csv"


@pytest.fixture(autouse=True)
def _language_restored() -> Iterator[None]:
    before = i18n.current_language()
    yield
    i18n.activate(before)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the group's database once."""
    path = tmp_path_factory.mktemp("made") / "group.db"
    open_database(path)
    bring_in()
    close_database()
    return path


@pytest.fixture
def group(made: Path, tmp_path: Path) -> Path:
    """Give a copy of it."""
    return Path(shutil.copy(made, tmp_path / "group.db"))


def run(capsys: CapSys, path: Path, *arguments: str | Path) -> tuple[int, str, str]:
    """Run a command; give its exit code, what it printed, and what it complained of."""
    options = ["--database", str(path), "--lang", "en", "--now", "2026-12-01T10:00"]
    code = main([*options, "--user", "paul", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out.replace("\xa0", " "), err.replace("\xa0", " ")


def lines(capsys: CapSys, path: Path, file: Path, *more: str) -> list[dict[str, Any]]:
    """Give the lines as a script reads them."""
    code, out, err = run(capsys, path, "bank", file, "--format", "json", *more)
    assert (code, err) == (0, "")
    data = json.loads(out)
    assert list(data) == ["lines"]
    found: list[dict[str, Any]] = data["lines"]
    return found


def test_json_as_promised(capsys: CapSys, group: Path) -> None:
    """In the file's order, with the words of the given month; no proposal where none is due."""
    for name in ("statement/credit-mutuel.csv", "statement/societe-generale.csv"):
        found = lines(capsys, group, FILES / name)
        for number, line in zip(EXPECTED["files"][name]["lines"], found, strict=True):
            truth = LINES[number]
            assert list(line) == ["booked", "amount", "label", "known", "proposals"]
            assert (line["booked"], line["amount"]) == (truth["booked"], truth["amount"])
            assert line["known"] is False
            assert bool(line["proposals"]) == (truth["sure"] != "none")
            for one in line["proposals"]:
                assert list(one) == ["kind", "settles", "sure", "why"]
                assert one["sure"] in ("certain", "likely", "ask")
                assert one["why"]


def test_accept_what_is_certain_once(capsys: CapSys, group: Path) -> None:
    """Twice changes nothing, in the same file or in another; undo takes it back."""
    code, out, _err = run(capsys, group, "bank", STATEMENT, "--accept", "certain")
    assert code == 0
    assert out.endswith("24 lines accepted.\n25 lines are left.\n")
    assert run(capsys, group, "check")[0] == 0
    code, out, _err = run(capsys, group, "bank", STATEMENT, "--accept", "certain")
    assert "0 lines accepted" in out
    again = lines(capsys, group, OVERLAP, "--accept", "certain")
    new = [one for one in again if one["known"] and one["booked"] > "2026-11-30"]
    assert [one["amount"] for one in new] == ["-5930.55"]
    assert again == lines(capsys, group, OVERLAP, "--accept", "certain")
    code, out, _err = run(capsys, group, "undo")
    code, out, _err = run(capsys, group, "undo", "--yes", out.split()[-1])
    assert code == 0
    assert run(capsys, group, "check")[0] == 0


@pytest.mark.long
def test_accept_a_line_and_one_of_its_proposals(capsys: CapSys, group: Path) -> None:
    """N takes the first, N.K the K-th; what is not there is refused, and nothing is done."""
    found = lines(capsys, group, STATEMENT)
    place = next(at for at, one in enumerate(found, start=1) if len(one["proposals"]) > 1)
    code, out, err = run(capsys, group, "bank", STATEMENT, "--accept", f"{place}.2")
    assert (code, err) == (0, "")
    assert "1 line accepted." in out
    code, out, err = run(capsys, group, "bank", STATEMENT, "--accept", str(place))
    assert (code, out) == (2, "")
    assert f"Line {place} of the statement is accepted already." in err
    for wanted, said in (
        ("99", "There is no line 99: the file has 49."),
        ("2", "Line 2 of the statement has 0 proposals."),
        ("1.9", "Line 1 of the statement has 1 proposal."),
        ("x", "“x” is neither “certain” nor a line such as 12 or 12.2"),
        ("1.0", "neither"),
    ):
        code, out, err = run(capsys, group, "bank", STATEMENT, "--accept", wanted)
        assert (code, out) == (2, "")
        assert said in err
    code, out, err = run(capsys, group, "bank", STATEMENT, "--not-ours", "2")
    assert "not ours" in out
    assert lines(capsys, group, STATEMENT)[1]["known"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("01-cut.csv", "the file is cut off in row 35"),
        ("03-another-account.csv", "that is account 00055567890; the group’s is 00020312345."),
        ("04-another-currency.csv", "its amounts are in USD"),
        ("05-missing-column.csv", "the column Crédit is missing."),
        ("06-empty.csv", "the file is empty."),
        ("07-pdf.csv", "that is a PDF: ask the bank’s site for CSV, OFX or CAMT.053 instead."),
        ("08-login-page.csv", "that is a web page"),
        ("10-american-dates.csv", "row 5: “11/16/2026” is not a date"),
        ("none.csv", "there is no such file."),
    ],
)
def test_refused_in_one_sentence(capsys: CapSys, group: Path, name: str, said: str) -> None:
    """What is no statement of the group's: one line, exit code 2, nothing changed."""
    code, out, err = run(capsys, group, "bank", FILES / "broken" / name, "--accept", "certain")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert said in err


def test_columns_are_named_once(capsys: CapSys, group: Path, tmp_path: Path) -> None:
    """A table of no bank known here: what it has is told, named once, and kept."""
    file = tmp_path / "x.csv"
    file.write_text("Jour;Texte;Euros\n23/11/2026;VIR M BERNARD ULYSSE;108,90\n", encoding="utf-8")
    code, _out, err = run(capsys, group, "bank", file)
    assert code == 2
    assert "Jour, Texte, Euros" in err
    for wrong in ("date=Jour", "date=Jour,label=Texte,sum=Euros", "x"):
        assert run(capsys, group, "bank", file, "--columns", wrong)[0] == 2
    code, _out, err = run(capsys, group, "bank", file, "--columns", "date=J,label=T,amount=E")
    assert "there is no column J, T, E in it." in err
    named = "date=Jour,label=Texte,amount=Euros"
    assert lines(capsys, group, file, "--columns", named)[0]["amount"] == "108.90"
    assert lines(capsys, group, file)[0]["proposals"][0]["sure"] == "certain"
    assert run(capsys, group, "check")[0] == 0


def test_text_and_hostile_labels(capsys: CapSys, group: Path, tmp_path: Path) -> None:
    """Terminal sequences and markup of a file are text; a script's JSON keeps them escaped."""
    file = tmp_path / "x.csv"
    label = "VIR \x1b[31m[bold]M BERNARD ULYSSE\u202e"
    file.write_text(f"Date;Libellé;Montant\n23/11/2026;{label};108,90\n", encoding="utf-8")
    code, out, _err = run(capsys, group, "bank", file)
    assert code == 0
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]" in out
    code, out, _err = run(capsys, group, "bank", file, "--format", "json")
    assert "\x1b" not in out
    assert "\\u001b" in out


@pytest.mark.long
@pytest.mark.parametrize("kind", ["text", "html", "csv"])
def test_the_paper(capsys: CapSys, group: Path, tmp_path: Path, kind: str) -> None:
    """Awaited and not there, there and unknown, the difference; to a new file of the owner's."""
    code, out, err = run(capsys, group, "bank", OVERLAP, "--paper", kind)
    assert (code, err) == (0, "")
    assert "GARCIA François" in out
    assert "PRUVOST" in out
    code, out, _err = run(capsys, group, "bank", OVERLAP, "--paper", kind, "-o", tmp_path)
    written = Path(out.strip())
    assert code == 0
    assert written.parent == tmp_path
    assert os.stat(written).st_mode & 0o077 == 0
    if kind == "csv":
        assert "balance;difference;;;;;2716.52" in written.read_text(encoding="utf-8-sig")


def test_without_the_extra_for_workbooks(
    capsys: CapSys, group: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook needs python-calamine; without it one sentence says so."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    file = FILES / "statement" / "credit-mutuel.xlsx"
    code, out, err = run(capsys, group, "bank", file)
    assert (code, out) == (2, "")
    assert "cagette-tui[excel]" in err


@pytest.mark.long
def test_read_only(capsys: CapSys, group: Path) -> None:
    """Everything is shown, nothing is accepted."""
    assert run(capsys, group, "--read-only", "bank", STATEMENT)[0] == 0
    code, out, _err = run(capsys, group, "--read-only", "bank", STATEMENT, "--accept", "certain")
    assert (code, out) == (2, "")
