"""The commands: what they print, and that bad input gets one clear sentence and exit code 2."""

import importlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from cagette_tui import openssl
from cagette_tui.cli import main
from tests.world import DATA

EXPORT = DATA / "Export-commandes-2026-11-20-Cagette.csv"
SMALL = DATA / "Export-commandes-2026-11-13-Cagette.csv"
RESAVED = DATA / "Export-commandes-2026-11-13-resaved-by-a-spreadsheet.csv"
WHEN = ["--start", "18:00", "--end", "19:30", "--place", "Salle Jeanne d'Arc"]
ALL_HOLD = "All rules hold. (8 baskets)\n"
CapSys = pytest.CaptureFixture[str]


def importing(file: Path | str, day: str = "2026-11-13") -> list[str]:
    """Give the arguments of an import."""
    return ["import", str(file), "--date", day, *WHEN]


def run(capsys: CapSys, *arguments: str | Path) -> tuple[int, str, str]:
    """Run a command; give its exit code, what it printed, and what it complained of."""
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    # Amounts have no-break spaces (R6).
    return code, out.replace("\xa0", " "), err.replace("\xa0", " ")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the path of a database that is not there yet."""
    return tmp_path / "evening.db"


@pytest.fixture
def filled(capsys: CapSys, path: Path) -> Path:
    """Give a database with the small export."""
    assert run(capsys, "--database", path, *importing(SMALL))[0] == 0
    return path


def report(capsys: CapSys, path: Path) -> dict[str, Any]:
    """Read the report of the first distribution."""
    code, out, err = run(capsys, "--database", path, "report", "1", "--format", "json")
    assert (code, err) == (0, "")
    data: dict[str, Any] = json.loads(out)
    return data


def test_import_and_report(capsys: CapSys, path: Path) -> None:
    """The first word is the number; 62 baskets and 614 lines, totals to the cent."""
    code, out, err = run(capsys, "--database", path, *importing(EXPORT, "2026-11-20"))
    assert (code, err) == (0, "")
    assert out.split()[0] == "1"
    for part in ("614 lignes", "62 paniers", "11 290,99 €"):
        assert part in out
    assert path.stat().st_mode & 0o777 == 0o600
    data = report(capsys, path)
    expected = json.loads((DATA / "expected-2026-11-20.json").read_text(encoding="utf-8"))
    assert {one["member_ref"]: one["ordered"] for one in data["baskets"]} == {
        ref: member["total"] for ref, member in expected["members"].items()
    }
    again = run(capsys, "--database", path, *importing(EXPORT, "2026-11-20"))
    assert again[0] == 0
    assert "Rien n’a changé" in again[1]
    assert report(capsys, path) == data


def test_the_resaved_file(capsys: CapSys, filled: Path, tmp_path: Path) -> None:
    """The spreadsheet's copy gives exactly what the original gives."""
    other = tmp_path / "other.db"
    assert run(capsys, "--database", other, *importing(RESAVED))[0] == 0
    assert report(capsys, other) == report(capsys, filled)


@pytest.mark.parametrize("bom", [b"\xef\xbb\xbf", b""])
def test_what_a_spreadsheet_may_add(capsys: CapSys, path: Path, tmp_path: Path, bom: bytes) -> None:
    """A byte-order mark, or Latin-1, changes nothing that can be read."""
    file = tmp_path / "x.csv"
    data = SMALL.read_bytes()
    file.write_bytes(bom + data if bom else data.decode().replace("Œ", "O").encode("latin-1"))
    code, out, _err = run(capsys, "--database", path, *importing(file))
    assert code == 0
    assert "75 lignes, 8 paniers, 1 448,91 €" in out


# Bad files: the change to the small export, and what the sentence must name.
HEADER, *LINES = SMALL.read_text(encoding="utf-8").splitlines()


def _with(line: str) -> bytes:
    return "\n".join([HEADER, line, *LINES[1:], ""]).encode()


BAD_FILES: dict[str, tuple[bytes, list[str]]] = {
    "not a CSV": (b"\x89PNG\r\n\x1a\n\0\0\0", ["CSV"]),
    "empty": (b"", ["vide"]),
    "UTF-16 with half a letter": (HEADER.encode("utf-16") + b"\x00\xd8\x41\x00", ["UTF-16"]),
    "wrong columns": (
        SMALL.read_bytes().replace(b"quantity", b"qty", 1),
        ["quantity", "qty"],
    ),
    "a bad number": (_with(LINES[0].replace('"3,10"', '"3,1x"', 1)), ["2", "price", "3,1x"]),
    "a quantity that is none": (_with(LINES[0].replace('"1"', '"1x"', 1)), ["2", "quantity", "1x"]),
    "a wrong total": (_with(LINES[0].replace('"";"3,10"', '"";"3,12"', 1)), ["2", "total", "3,12"]),
    "cut": (SMALL.read_bytes()[:-40], ["76"]),
    "only a header": ((HEADER + "\n").encode(), ["aucune ligne"]),
}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files(capsys: CapSys, path: Path, tmp_path: Path, name: str, lang: str) -> None:
    """One clear line on stderr, exit code 2, and no database comes into being."""
    content, parts = BAD_FILES[name]
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    code, out, err = run(capsys, "--lang", lang, "--database", path, *importing(file))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    for part in parts if lang == "fr" else []:
        assert part in err
    assert not path.exists()


def test_files_that_are_not_there(capsys: CapSys, path: Path, tmp_path: Path) -> None:
    """A missing file, a folder, a file of 50 MB."""
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    for name, part in (("no.csv", "existe pas"), (".", "dossier"), ("large.csv", "20 Mo")):
        code, _out, err = run(capsys, "--database", path, *importing(tmp_path / name))
        assert (code, err.count("\n")) == (2, 1)
        assert part in err
        assert (tmp_path / name).name in err
    assert not path.exists()


BAD_ARGUMENTS: dict[str, list[str]] = {
    "no such command": ["nonsense"],
    "no arguments": ["import"],
    "nonsense date": ["import", str(SMALL), "--date", "2026-02-30", *WHEN],
    "a date with a blank": ["import", str(SMALL), "--date", "2026-11- 3", *WHEN],
    "the calendar's end": ["import", str(SMALL), "--date", "9999-12-31", *WHEN],
    "the calendar's beginning": ["import", str(SMALL), "--date", "0001-01-01", *WHEN],
    "a date in words": ["import", str(SMALL), "--date", "demain", *WHEN],
    "nonsense time": [*importing(SMALL)[:4], "--start", "25:00", *WHEN[2:]],
    "an end before the start": [*importing(SMALL)[:4], "--start", "20:00", *WHEN[2:]],
    "an empty place": [*importing(SMALL)[:-1], "  "],
    "an escape in the place": [*importing(SMALL)[:-1], "a\x1b[31mb"],
    "an unknown catalogue": [*importing(SMALL), "--without", "999"],
    "an empty catalogue": [*importing(SMALL), "--without", ""],
    "an empty name of a file": importing(""),
    "a long place": [*importing(SMALL)[:-1], "x" * 101],
    "a time without a zero": [*importing(SMALL)[:4], "--start", "9:00", *WHEN[2:]],
    "an end at the start": [*importing(SMALL)[:4], "--start", "19:30", *WHEN[2:]],
    "a nonsense clock": ["--now", "maintenant", "distributions"],
    "a clock at the calendar's end": ["--now", "9999-12-31T23:59:59", "distributions"],
    "a clock with an offset": ["--now", "2026-11-20T17:45+01:00", "distributions"],
    "a clock with a strange middle": ["--now", "2026-11-20x17:45", "distributions"],
    "a clock without a time": ["--now", "2026-11-20", "distributions"],
    "a clock after the command": ["distributions", "--now", "demain"],
    "an empty name": ["--user", " ", "distributions"],
    "an escape in the name": ["--user", "a\x1b[31mb", "distributions"],
    "a long name": ["distributions", "--user", "x" * 61],
    "a report of nothing": ["report", "x"],
    "a huge number": ["report", "99999999999999999999"],
    "a number of 64 bits": ["report", str(2**63)],
    "no number": ["report", "0"],
    "a negative number": ["report", "-1"],
    "other digits": ["report", "١"],
    "an unknown format": ["report", "1", "--format", "xml"],
    "screens without a terminal": [],
    "the demo without a terminal": ["demo"],
}


@pytest.mark.parametrize("words", [["--db", "x.db", "report", "1"], ["-d", "x.db"]])
def test_an_unknown_option_is_named(capsys: CapSys, words: list[str]) -> None:
    """Not what follows it, which would be called an unknown command."""
    code, out, err = run(capsys, "--lang", "en", *words)
    assert (code, out, err) == (2, "", f"cagette-tui: unrecognized arguments: {words[0]}\n")


@pytest.mark.parametrize("name", BAD_ARGUMENTS)
def test_bad_arguments(capsys: CapSys, path: Path, name: str) -> None:
    """Exit code 2, one line in either language, and nothing was created."""
    said = []
    for lang in ("fr", "en"):
        code, out, err = run(capsys, "--lang", lang, "--database", path, *BAD_ARGUMENTS[name])
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert "\x1b" not in err
        assert "usage" not in err
        said.append(err)
    assert said[0] != said[1]
    assert list(path.parent.iterdir()) == []


def _foreign(path: Path) -> None:
    path.write_text("hello")


def _newer(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_x', '2030-01-01')")
    other.commit()
    other.close()


def _read_only(path: Path) -> None:
    path.chmod(0o444)


BAD_DATABASES: dict[str, tuple[Callable[[Path], None], dict[str, str]]] = {
    "not a database": (_foreign, {"fr": "n’est pas une base", "en": "is not a database"}),
    "a newer version": (_newer, {"fr": "plus récente", "en": "newer version"}),
    "read-only": (_read_only, {"fr": "lecture seule", "en": "read-only"}),
}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", BAD_DATABASES)
def test_bad_databases(capsys: CapSys, filled: Path, name: str, lang: str) -> None:
    """Exit code 2, one line, and the file is byte for byte as it was."""
    spoil, parts = BAD_DATABASES[name]
    spoil(filled)
    before = filled.read_bytes()
    command = ["--lang", lang, *importing(EXPORT, "2026-11-20")]
    code, out, err = run(capsys, "--database", filled, *command)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert parts[lang] in err
    assert filled.read_bytes() == before


@pytest.mark.parametrize("command", [["distributions"], ["check"], ["report", "1"]])
def test_a_folder_as_database(capsys: CapSys, tmp_path: Path, command: list[str]) -> None:
    """Exit code 2, one line, and nothing comes into being in it."""
    for lang in ("fr", "en"):
        code, out, err = run(capsys, "--lang", lang, "--database", tmp_path, *command)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert str(tmp_path) in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_locked_database(capsys: CapSys, filled: Path, begin: str) -> None:
    """Somebody else is writing: said so, nothing done; reports go on."""
    other = sqlite3.connect(filled, isolation_level=None)
    other.execute(begin)
    code, _out, err = run(capsys, "--database", filled, *importing(EXPORT, "2026-11-20"))
    assert (code, err.count("\n")) == (2, 1)
    assert "écrit en ce moment" in err
    assert run(capsys, "--database", filled, "report", "1")[0] == 0
    other.close()


@pytest.mark.parametrize("url", ["postgresql://u@127.0.0.1/x", "mysql://h/x", "", ":memory:"])
def test_databases_that_are_none(
    capsys: CapSys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    """A server without its driver, an unknown address, an empty one, one that nobody keeps."""
    monkeypatch.chdir(tmp_path)
    code, _out, err = run(capsys, "--database", url, "distributions")
    assert (code, err.count("\n")) == (2, 1)
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_there(capsys: CapSys, filled: Path, tmp_path: Path) -> None:
    """An unknown number; a mistyped path for a report or a check creates nothing."""
    code, _out, err = run(capsys, "--database", filled, "report", "7")
    assert (code, err) == (
        2,
        "cagette-tui: Il n’y a pas de distribution numéro 7 : « distributions » les liste.\n",
    )
    for command in (["report", "1"], ["check"]):
        missing = tmp_path / "no.db"
        assert run(capsys, "--database", missing, *command)[0] == 2
        assert not missing.exists()


def test_distributions(capsys: CapSys, path: Path) -> None:
    """Lists them with their numbers; a new database says how to begin."""
    code, out, _err = run(capsys, "--database", path, "distributions")
    assert (code, out) == (
        0,
        "Aucune distribution pour l’instant : cagette-tui import en apporte une.\n",
    )
    run(capsys, "--database", path, *importing(SMALL))
    now = ["--now", "2026-11-13T19:00"]
    _code, out, _err = run(capsys, *now, "--database", path, "distributions")
    assert out.split()[0] == "1"
    assert "à valider" in out
    assert "0/8" in out


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_distributions_fit(capsys: CapSys, path: Path, lang: str) -> None:
    """Within 80 columns, the year whole, a long place cut with a mark."""
    arguments = ["import", str(SMALL), "--date", "2026-09-13", *WHEN[:-1], "Salle " * 16]
    assert run(capsys, "--database", path, *arguments)[0] == 0
    now = ["--now", "2026-09-13T19:00", "--lang", lang]
    _code, out, _err = run(capsys, *now, "--database", path, "distributions")
    assert "2026 " in out
    assert "…" in out
    assert len(out.rstrip("\n")) <= 80


def test_other_hours(capsys: CapSys, filled: Path) -> None:
    """What a second import changed is said, even if it is only the hours."""
    later = [*importing(SMALL)[:-4], "--end", "20:00", "--place", WHEN[-1]]
    code, out, _err = run(capsys, "--database", filled, *later)
    assert code == 0
    assert out.split()[0] == "1"
    assert "Horaires" in out
    assert report(capsys, filled)["distribution"]["end"] == "2026-11-13T20:00"


def test_check(capsys: CapSys, filled: Path) -> None:
    """0 and a sentence when all rules hold, else 1 and what is broken."""
    code, out, _err = run(capsys, "--database", filled, "check")
    assert (code, out) == (0, "Toutes les règles sont respectées. (8 paniers)\n")
    other = sqlite3.connect(filled)
    other.execute("UPDATE operation SET amount = amount - 1 WHERE id = 3")
    other.commit()
    other.close()
    code, out, _err = run(capsys, "--database", filled, "check")
    assert code == 1
    assert "panier 3" in out


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_names_never_reach_a_terminal_as_sequences(
    capsys: CapSys, path: Path, tmp_path: Path, form: str
) -> None:
    """Escapes, bells, C1 controls and marks of direction are shown as marks, or escaped."""
    file = tmp_path / "x.csv"
    evil = "\x1b]0;x\x07 \x9b31m \u202e [bold] =1+1"
    text = SMALL.read_text(encoding="utf-8").replace("MOREL Émile", evil)
    file.write_text(text, encoding="utf-8")
    for arguments in (importing(file), ["report", "1", "--format", form], ["distributions"]):
        code, out, err = run(capsys, "--database", path, *arguments)
        assert (code, err) == (0, "")
        assert not set("\x1b\x07\x9b\u202e") & set(out)
    if form == "json":
        assert evil in {one["member"] for one in report(capsys, path)["baskets"]}


def test_help(capsys: CapSys) -> None:
    """In both languages, within 80 columns."""
    for lang, part in (("fr", "Valider les distributions"), ("en", "Validate the distributions")):
        with pytest.raises(SystemExit) as caught:
            main(["--lang", lang, "--help"])
        out = capsys.readouterr().out
        assert caught.value.code == 0
        assert part in out
        assert max(map(len, out.splitlines())) <= 80


def test_the_language_of_the_group(capsys: CapSys, filled: Path) -> None:
    """The option first, then CAGETTE_LANG, then the group's own."""
    assert run(capsys, "--lang", "en", "--database", filled, "check")[1] == ALL_HOLD


def test_environment(
    capsys: CapSys, monkeypatch: pytest.MonkeyPatch, filled: Path, tmp_path: Path
) -> None:
    """CAGETTE_DATABASE and CAGETTE_LANG; without either, a file of the user's own."""
    monkeypatch.setenv("CAGETTE_DATABASE", str(filled))
    monkeypatch.setenv("CAGETTE_LANG", "en")
    assert run(capsys, "check")[1] == ALL_HOLD
    monkeypatch.setenv("CAGETTE_LANG", "nonsense")
    assert run(capsys, "check")[0] == 0
    monkeypatch.delenv("CAGETTE_DATABASE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert run(capsys, "distributions")[0] == 0
    own = tmp_path / "data" / "cagette-tui" / "cagette.db"
    assert own.stat().st_mode & 0o777 == 0o600
    assert own.parent.stat().st_mode & 0o777 == 0o700


def test_an_unexpected_error(
    capsys: CapSys, monkeypatch: pytest.MonkeyPatch, filled: Path, tmp_path: Path
) -> None:
    """A short sentence and a log of places, without what members are called."""

    def broken(*_args: object) -> str:
        raise ZeroDivisionError("MOREL Émile doit 464,58 €")

    monkeypatch.setattr("cagette_tui.papers.report.report_json", broken)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    code, _out, err = run(capsys, "--database", filled, "report", "1", "--format", "json")
    log = tmp_path / "state" / "cagette-tui" / "errors.log"
    assert (code, err.count("\n")) == (1, 1)
    assert str(log) in err
    assert log.stat().st_mode & 0o777 == 0o600
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "MOREL" not in text + err


@pytest.mark.parametrize(
    ("arguments", "never"),
    [
        (["--help"], ("textual", "peewee")),
        (["distributions"], ("textual", "rich", "_ssl", "_hashlib")),
        (["report", "1"], ("textual", "rich")),
        (["check"], ("textual", "rich")),
        (importing(SMALL), ("textual", "rich")),
    ],
)
def test_what_a_command_imports(filled: Path, arguments: list[str], never: tuple[str, ...]) -> None:
    """No Textual where no screen is wanted; no Peewee for the help; no OpenSSL."""
    assert not set(never) & _imported(filled, arguments)


def test_a_new_database_in_a_file_needs_no_server_s_driver(tmp_path: Path) -> None:
    """Where one is installed it would be a fifth of the program's memory all evening."""
    found = _imported(tmp_path / "new.db", importing(SMALL))
    assert "peewee" in found
    assert not {"psycopg", "psycopg2", "psycopg_binary", "ctypes"} & found


def _imported(database: Path, arguments: list[str]) -> set[str]:
    """Run a command by itself; return the modules that it has loaded then."""
    code = (
        "import sys\nfrom cagette_tui.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(*(name for name, one in sys.modules.items() if one), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--database", str(database), *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


def test_openssl_stays_where_python_has_no_sums_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fedora's has none; a server's driver finds a module to import where it is left out."""
    for name in ("_ssl", "_hashlib", "ssl"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with monkeypatch.context() as lacking:
        lacking.setattr(openssl, "find_spec", lambda _name: None)
        openssl.leave_out()
        assert "_hashlib" not in sys.modules
    openssl.leave_out()
    with pytest.raises(ImportError):
        importlib.import_module("_ssl")
    with openssl.stood_in_for():
        assert importlib.import_module("ssl")
        assert sys.modules["_ssl"] is None
    assert "ssl" not in sys.modules


@pytest.mark.skipif(find_spec("psycopg") is None, reason="psycopg is not installed")
def test_what_a_servers_driver_brings_along() -> None:
    """Neither Python's OpenSSL nor its parser of e-mail: 5 MB. A command has no asyncio before."""
    code = (
        "import sys\nfrom cagette_tui import openssl\nopenssl.leave_out()\n"
        "with openssl.stood_in_for():\n    import psycopg\n"
        "assert callable(psycopg.connect) and psycopg.__version__\n"
        "print(*(name for name, one in sys.modules.items() if one))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"ssl", "_ssl", "email.parser", "importlib.metadata"} & set(done.stdout.split())


def test_a_refusal_needs_no_importer() -> None:
    """Most refusals are read on an evening's screens, which bring no file in."""
    code = "import sys, cagette_tui.sentences.problems\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"cagette_tui.intake.importing", "cagette_tui.intake.cagette"} & set(
        done.stdout.split()
    )


def test_the_model_knows_no_screen() -> None:
    """`cagette_tui.model` and `cagette_tui.intake` import no Textual."""
    code = (
        "import importlib, pkgutil, sys\n"
        "from importlib.util import find_spec\n"
        "for name in ('model', 'intake', 'papers'):\n"
        "    package = importlib.import_module('cagette_tui.' + name)\n"
        "    for one in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if find_spec('psycopg') or not one.name.endswith(('.postgres', '_on_server')):\n"
        "            importlib.import_module(one.name)\n"
        "assert not {'textual', 'rich'} & set(sys.modules), 'a screen was imported'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


PROGRAM = [sys.executable, "-m", "cagette_tui", "--lang", "en", "--database"]


@pytest.mark.parametrize("arguments", [["report", "1"], ["check"], ["--help"]])
def test_a_reader_that_goes_away(filled: Path, arguments: list[str]) -> None:
    """`report | head`: no complaint."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [*PROGRAM, str(filled), *arguments]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
@pytest.mark.parametrize("arguments", [["distributions"], ["report", "1", "--format", "json"]])
@pytest.mark.parametrize("where", [">/dev/full", ">&-"])
def test_an_output_that_takes_nothing(filled: Path, arguments: list[str], where: str) -> None:
    """A full disk, a closed output: one line, exit code 2."""
    command = ["sh", "-c", f'"$@" {where}', "sh", *PROGRAM, str(filled), *arguments]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("cagette-tui: The output cannot be written")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_screens_without_a_stream(filled: Path, closed: str) -> None:
    """Closed streams are no terminal either."""
    command = ["sh", "-c", f'"$@" {closed}', "sh", *PROGRAM, str(filled)]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_formats_for_machines_are_utf_8(filled: Path) -> None:
    """Whatever the terminal can show; text for people has a mark where it cannot."""
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    for form, name in (("json", "NGUYEN Noémie / HAMON Öykü"), ("csv", "\ufeffevening;")):
        command = [*PROGRAM, str(filled), "report", "1", "--format", form]
        done = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True)
        assert name in done.stdout.decode("utf-8")
    command = [*PROGRAM, str(filled), "report", "1"]
    done = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True)
    assert "?1,448.91" in done.stdout.decode("latin-1")


def test_no_folder_comes_into_being_for_a_database_that_is_missing(
    capsys: CapSys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`check` and `report` only look; without a home they say so."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for command in (["check"], ["report", "1"]):
        assert run(capsys, *command)[0] == 2
    assert list(tmp_path.iterdir()) == []

    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setattr(os.path, "expanduser", str)  # neither HOME nor an entry
    code, _out, err = run(capsys, "distributions")
    assert (code, err.count("\n")) == (2, 1)


def test_an_import_that_fails_leaves_an_old_database(capsys: CapSys, filled: Path) -> None:
    """Nothing changed, and the database is still there."""
    before = report(capsys, filled)
    assert run(capsys, "--database", filled, *importing(SMALL), "--without", "999")[0] == 2
    assert report(capsys, filled) == before
    shutil.rmtree(filled.parent / "no", ignore_errors=True)


@pytest.mark.parametrize("command", [["check"], ["report", "1"], ["distributions"]])
def test_options_after_the_command(
    capsys: CapSys, filled: Path, tmp_path: Path, command: list[str]
) -> None:
    """The global options stand before the command or after it; the last one counts."""
    now = ["--now", "2026-11-13T19:00"]
    before = run(capsys, "--lang", "en", "--database", filled, *now, *command)
    assert before[0] == 0
    assert run(capsys, *command, "--lang", "en", "--database", filled, *now) == before
    other: list[str | Path] = ["--lang", "fr", "--database", tmp_path / "no.db"]
    assert run(capsys, *other, *command, "--database", filled, "--lang=en", *now) == before


@pytest.mark.parametrize("option", [["--lang", "xx"], ["--lang="], ["--lang"]])
def test_an_unknown_language(capsys: CapSys, path: Path, option: list[str]) -> None:
    """One line in French, since nothing else was asked for."""
    code, out, err = run(capsys, "--database", path, "distributions", *option)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "argument --lang : " in err
    assert not path.exists()


def test_the_largest_number(capsys: CapSys, filled: Path) -> None:
    """63 bits are a number like any other."""
    code, _out, err = run(capsys, "--database", filled, "report", str(2**63 - 1))
    assert (code, err.count("\n")) == (2, 1)
    assert f"numéro {2**63 - 1}" in err


def test_a_lost_error_stream_keeps_the_exit_code(filled: Path) -> None:
    """Nothing of a complaint reaches the standard output."""
    command = ["sh", "-c", '"$@" 2>&-', "sh", *PROGRAM, str(filled), "report", "7"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        ("CREATE TRIGGER evil AFTER INSERT ON journal BEGIN DELETE FROM draft; END", "evil"),
        (
            "DROP TRIGGER journal_no_delete; CREATE TRIGGER journal_no_delete BEFORE DELETE ON"
            " journal BEGIN UPDATE operation SET amount = 0; END",
            "journal_no_delete",
        ),
        ("ALTER TABLE draft RENAME TO d; CREATE VIEW draft AS SELECT * FROM d", "draft"),
    ],
)
def test_what_somebody_else_put_there_is_not_run(
    capsys: CapSys, filled: Path, planted: str, name: str
) -> None:
    """One clear line, nothing changed; what only reads goes on, and `check` names it."""
    with closing(sqlite3.connect(filled)) as connection:
        connection.executescript(planted)
    before = filled.read_bytes()
    database = ("--database", filled)
    code, out, err = run(capsys, *database, "settings", "name", "X")
    assert (code, out) == (2, "")
    assert name in err
    assert len(err.splitlines()) == 1
    assert run(capsys, *database, "distributions")[0] == 2
    if name != "draft":
        assert run(capsys, *database, "--read-only", "distributions")[0] == 0
        code, out, _err = run(capsys, *database, "check")
        assert code == 1
        assert name in out
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["a b/../x y.db", "new\nline.db", "file:x?mode=memory", "é\x1b[31m.db", "x?y#z%20.db"]
)
def test_paths_of_all_kinds(
    capsys: CapSys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A path is a path, whatever is in it; the file is its owner's whatever the umask."""
    (tmp_path / "a b").mkdir()
    monkeypatch.chdir(tmp_path)
    before = os.umask(0)
    try:
        for command in (importing(SMALL), ("check",), ("backup", "copy.db")):
            code, _out, err = run(capsys, "--database", name, *command)
            assert (code, err) == (0, "")
    finally:
        os.umask(before)
    assert {os.stat(one).st_mode & 0o777 for one in (name, "copy.db")} == {0o600}


def test_a_link_to_nowhere(capsys: CapSys, tmp_path: Path) -> None:
    """One clear line, and nothing made at either end."""
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "none" / "x.db")
    code, _out, err = run(capsys, "--database", link, *importing(SMALL))
    assert (code, len(err.splitlines())) == (2, 1)
    assert "aucun fichier" in err
    assert list(tmp_path.iterdir()) == [link]
