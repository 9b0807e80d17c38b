"""The commands about the group: settings, balances."""

import json
from pathlib import Path

import pytest

from tests.test_cli import CapSys, run


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """Give an empty database."""
    path = tmp_path / "group.db"
    path.write_bytes(template.read_bytes())
    return path


def setting(capsys: CapSys, path: Path, *words: str) -> tuple[int, str, str]:
    """Run `settings`."""
    return run(capsys, "--lang", "en", "--database", path, "settings", *words)


def test_all_settings(capsys: CapSys, path: Path) -> None:
    """One line each, within 80 columns, by the name that changes it."""
    setting(capsys, path, "iban", "FR7630006000011234567890189", "wished_float", "1 234,50")
    code, out, err = setting(capsys, path)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "name", "accepted_modes", "membership_fee", "membership_months", "wished_float",
        "account_holder", "iban", "cheque_payee", "language", "coordinators", "time_zone",
        "accounts", "siren", "address",
    ]  # fmt: skip
    assert max(map(len, lines)) <= 80
    assert lines[4].endswith("€1,234.50")
    assert lines[6].endswith("FR76 3000 6000 0112 3456 7890 189")
    assert lines[1].endswith("cash, cheque, transfer, card")


def test_changing_and_reading(capsys: CapSys, path: Path) -> None:
    """Pairs of name and value; what was changed is shown; an empty value clears."""
    code, out, _err = setting(
        capsys, path, "membership_fee", "15,00", "cheque_payee", "Les Paniers", "language", "fr"
    )
    assert code == 0
    assert [line.split()[-1] for line in out.splitlines()] == ["€15.00", "Paniers", "fr"]
    code, out, _err = run(capsys, "--database", path, "settings", "accepted_modes", "chèque,Cash")
    assert code == 0
    assert "chèque, espèces" in out
    setting(capsys, path, "cheque_payee", "", "name", "[b] =1")
    code, out, _err = setting(capsys, path, "--format", "json")
    assert json.loads(out) == {
        "name": "[b] =1",
        "accepted_modes": ["cheque", "cash"],
        "membership_fee": "15.00",
        "membership_months": 12,
        "wished_float": "0.00",
        "account_holder": None,
        "iban": None,
        "cheque_payee": None,
        "language": "fr",
        "coordinators": [],
        "time_zone": None,
        "accounts": None,
        "siren": None,
        "address": None,
    }
    assert setting(capsys, path, "name") == (
        0,
        "name               name of the group         [b] =1\n",
        "",
    )


BAD = {
    "an unknown name": ["colour", "red"],
    "a value too few": ["name", "A", "iban"],
    "no amount": ["membership_fee", "dix"],
    "an empty amount": ["wished_float", ""],
    "too much": ["membership_fee", "10 000,01"],
    "a negative amount": ["membership_fee", "-5"],
    "no months": ["membership_months", "²"],
    "too many months": ["membership_months", "61"],
    "an unknown mode": ["accepted_modes", "cash,gold"],
    "no mode on the spot": ["accepted_modes", "online"],
    "no mode": ["accepted_modes", ""],
    "a wrong IBAN": ["iban", "FR7630006000011234567890188"],
    "an unknown language": ["language", "xx"],
    "an escape": ["name", "a\x1b[31m"],
    "a good one and a bad one": ["name", "A", "membership_months", "0"],
    "an unknown format": ["--format", "csv"],
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(capsys: CapSys, path: Path, tmp_path: Path, name: str) -> None:
    """Exit code 2, one sentence, nothing changed, no database created."""
    before = path.read_bytes()
    code, out, err = setting(capsys, path, *BAD[name])
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "\x1b" not in err
    assert path.read_bytes() == before
    missing = tmp_path / "no.db"
    assert setting(capsys, missing, *BAD[name])[0] == 2
    assert not missing.exists()


def test_a_database_that_is_missing(capsys: CapSys, tmp_path: Path) -> None:
    """Looking creates nothing; setting does."""
    missing = tmp_path / "no.db"
    assert setting(capsys, missing)[0] == 2
    assert not missing.exists()
    assert setting(capsys, missing, "name", "A")[0] == 0
    assert setting(capsys, missing)[0] == 0


def bringing(capsys: CapSys, path: Path, file: Path, text: str) -> tuple[int, str, str]:
    """Write a file of balances and bring it in."""
    file.write_text("member_ref;name;amount\n" + text, encoding="utf-8")
    return run(capsys, "--lang", "en", "--database", path, "balances", file)


def test_balances(capsys: CapSys, path: Path, tmp_path: Path) -> None:
    """How many and their sum; members who are new; the second time it is refused by line."""
    file, text = tmp_path / "reprise.csv", "7;\x1bZoé;12,50\n8;Paul;-3\n9;Anne;0\n"
    code, out, err = bringing(capsys, path, file, text)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "2 balances, €9.50 in all", "New members:", "  \ufffdZoé", "  Paul", "  Anne",
    ]  # fmt: skip
    before = path.read_bytes()
    code, out, err = bringing(capsys, path, file, text)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "reprise.csv" in err
    assert "ine 2" in err
    assert path.read_bytes() == before
    code, out, _err = bringing(capsys, path, file, "10;Yann;1\n7;Zoé B.;0\n")
    assert code == 2
    assert run(capsys, "--lang", "en", "--database", path, "check")[1].startswith("All rules hold")


def test_files_of_balances_that_are_none(capsys: CapSys, tmp_path: Path) -> None:
    """Nothing is created for them, nor for members who must be there already."""
    missing, file = tmp_path / "no.db", tmp_path / "x.csv"
    for text in ("7;Zoé;x\n", "", ";Zoé;1\n"):
        code, out, err = bringing(capsys, missing, file, text)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert not missing.exists()
    gone = run(capsys, "--database", missing, "balances", tmp_path / "gone.csv")
    assert (gone[0], gone[2].count("\n")) == (2, 1)
    assert "gone.csv" in gone[2]
    assert bringing(capsys, missing, file, "7;Zoé;1\n")[0] == 0
