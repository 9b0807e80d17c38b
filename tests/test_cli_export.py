"""The command `export`: to the standard output or a new file, refused in one sentence."""

import contextlib
import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cagette_tui import i18n
from cagette_tui.cli import main
from cagette_tui.keys_card import STEPS, command_of
from cagette_tui.papers.exports import ExportKind, Format, format_for, formats
from cagette_tui.parser_commands import EXPORT_KINDS
from tests.world import DATA

pytestmark = pytest.mark.long

SMALL = DATA / "Export-commandes-2026-11-13-Cagette.csv"
WHEN = ["--date", "2026-11-13", "--start", "18:00", "--end", "19:30"]
PLACE = ["--place", "Salle Jeanne d'Arc"]
CapSys = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _language_restored() -> Iterator[None]:
    before = i18n.current_language()
    yield
    i18n.activate(before)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with the small export once."""
    path = tmp_path_factory.mktemp("made") / "evening.db"
    with pytest.MonkeyPatch.context() as patch, io.StringIO() as nowhere:
        patch.setattr(sys, "stdout", nowhere)
        assert main(["--database", str(path), "import", str(SMALL), *WHEN, *PLACE]) == 0
    return path


@pytest.fixture
def filled(made: Path, tmp_path: Path) -> Path:
    """Give a copy of it."""
    return Path(shutil.copy(made, tmp_path / "evening.db"))


def run(capsys: CapSys, path: Path, *arguments: str | Path) -> tuple[int, str, str]:
    """Run `export`; give its exit code, what it printed, and what it complained of."""
    options = ["--database", str(path), "--lang", "en", "--now", "2026-11-13T19:00"]
    code = main([*options, "export", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out.replace("\xa0", " "), err.replace("\xa0", " ")


def test_the_kinds_are_those_that_there_are() -> None:
    """The command line knows them without the database layer."""
    assert tuple(ExportKind) == EXPORT_KINDS


def test_every_kind_and_format(capsys: CapSys, filled: Path) -> None:
    """Each comes out; what makes no sense is refused by name."""
    for kind in ExportKind:
        for form in Format:
            code, out, err = run(capsys, filled, "1", kind, "--format", form)
            if form in formats(kind):
                assert (code, err) == (0, ""), (kind, form)
                assert out
            else:
                possible = ", ".join(formats(kind))
                said = f"“{kind}” is not written as {form}, only as {possible}."
                assert (code, out, err) == (2, "", f"cagette-tui: {said}\n")


def test_to_a_new_file(capsys: CapSys, filled: Path, tmp_path: Path) -> None:
    """Its path is told; it is for its owner only; it is never written over."""
    file = tmp_path / "sheet.html"
    code, out, err = run(capsys, filled, "1", "attendance", "-o", file)
    assert (code, out, err) == (0, f"{file}\n", "")
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    assert before.startswith(b"<!DOCTYPE html>")
    code, out, err = run(capsys, filled, "1", "takings", "-o", file)
    assert (code, out) == (2, "")
    assert err == f"cagette-tui: {file} already exists; it was left as it is. Give another name.\n"
    assert file.read_bytes() == before


def test_to_a_folder(capsys: CapSys, filled: Path, tmp_path: Path) -> None:
    """Under a name that says the day, the place and the kind, in the language in use."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for arguments in (
        ("attendance", "--format", "html"),
        ("receipts", "--member", "1216"),
        ("orders", "--like-cagette"),
        ("orders",),
    ):
        assert run(capsys, filled, "1", *arguments, "-o", folder)[0] == 0
    assert sorted(one.name for one in folder.iterdir()) == [
        "2026-11-13-salle-jeanne-d-arc-attendance.html",
        "2026-11-13-salle-jeanne-d-arc-orders-cagette.csv",
        "2026-11-13-salle-jeanne-d-arc-orders.csv",
        "2026-11-13-salle-jeanne-d-arc-receipts-1216.txt",
    ]
    like = folder / "2026-11-13-salle-jeanne-d-arc-orders-cagette.csv"
    assert like.read_bytes() == SMALL.read_bytes()


def test_a_table_opens_in_a_french_spreadsheet(capsys: CapSys, filled: Path) -> None:
    """A byte-order mark, `;`, decimal commas, quotes doubled."""
    assert main(["--database", str(filled), "--lang", "fr", "export", "1", "orders"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("\ufeffn° de distribution;jour;lieu;n° de panier;adhérent;")
    assert '"Pain ""cocotte"" 1 kg"' in out
    table = list(csv.reader(io.StringIO(out[1:]), delimiter=";", strict=True))
    assert len(table) == 76
    assert "3,10" in table[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("7", "slip"), "There is no distribution number 7:"),
        (("1", "slip", "--member", "1216"), "--member only goes with “receipts”."),
        (("1", "slip", "--like-cagette"), "--like-cagette only goes with “orders”."),
        (
            ("1", "receipts", "--member", "9\x1b"),
            "No basket has the number or the member reference “9�”.",
        ),
        (("1", "orders", "-o", "/nowhere/x"), "/nowhere/x cannot be written: "),
        (("1", "tickets"), "KIND"),
        (("1", "orders", "--format", "pdf"), "--format"),
        (("x", "orders"), "“x” is not the number of a distribution"),
    ],
)
def test_refusals(capsys: CapSys, filled: Path, arguments: tuple[str, ...], sentence: str) -> None:
    """Exit code 2 and one line that says what is wrong."""
    before = sorted(filled.parent.iterdir())
    code, out, err = run(capsys, filled, *arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert sorted(filled.parent.iterdir()) == before


def test_no_database_is_made(capsys: CapSys, tmp_path: Path) -> None:
    """As `report`, it only reads."""
    assert run(capsys, tmp_path / "none.db", "1", "orders")[0] == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("kind", "name", "form"),
    [
        (ExportKind.TAKINGS, "", Format.TEXT),
        (ExportKind.TAKINGS, "a.CSV", Format.CSV),
        (ExportKind.TAKINGS, "a.htm", Format.HTML),
        (ExportKind.TAKINGS, "a.txt", Format.TEXT),
        (ExportKind.TAKINGS, "html", Format.TEXT),
        (ExportKind.RECEIPTS, "a.csv", Format.TEXT),
        (ExportKind.ORDERS, "a.html", Format.CSV),
        (ExportKind.BALANCES, "", Format.CSV),
    ],
)
def test_the_format_of_a_file(kind: ExportKind, name: str, form: Format) -> None:
    """What its ending says, if the kind is written so; else the kind's usual one."""
    assert format_for(kind, name) is form


def test_a_terminal_obeys_no_name(filled: Path) -> None:
    """What Cagette's own form has as it is, a file keeps; a terminal is shown a sign for it."""
    from cagette_tui.model.store.database import close_database, open_database
    from cagette_tui.model.tables.base import database

    open_database(filled)
    database.execute_sql("UPDATE product SET name = 'x' || char(27) || '[31m' WHERE ref = 'POI'")
    close_database()
    command = [sys.executable, "-m", "cagette_tui", "--database", str(filled)]
    command += ["export", "1", "orders", "--like-cagette"]
    assert b"x\x1b[31m" in subprocess.run(command, check=True, capture_output=True).stdout
    leader, follower = os.openpty()
    with subprocess.Popen(command, stdout=follower) as program:
        os.close(follower)
        shown = b""
        # Linux reports the other end's closing as an error.
        with contextlib.suppress(OSError):
            while block := os.read(leader, 65536):
                shown += block
        assert program.wait(timeout=60) == 0
    os.close(leader)
    assert b"Poireaux" not in shown
    assert "x\ufffd[31m".encode() in shown
    assert b"\x1b" not in shown


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_card_of_keys(tmp_path: Path, capsys: CapSys, language: str) -> None:
    """It needs no database; every key of its six steps is one of that screen's own table."""
    assert main(["--lang", language, "export", "keys"]) == 0
    text = capsys.readouterr().out
    assert all(f"\n{number} · " in text for number in range(1, 7))
    for _title, parts in STEPS:
        for table, keys in parts:
            for key in keys.rpartition(": ")[2].split():
                assert command_of(table, key).help
    file = tmp_path / "card.html"
    assert main(["--lang", language, "export", "keys", "-o", str(file)]) == 0
    page = file.read_text(encoding="utf-8")
    assert page.count('<div class="page">') == 1  # both sides of a sheet
    capsys.readouterr()
    assert main(["--lang", language, "export", "keys", "-o", str(file)]) == 2  # never overwritten
    assert main(["--lang", language, "export", "keys", "--format", "csv"]) == 2
