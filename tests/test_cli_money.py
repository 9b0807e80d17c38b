"""The commands about the bank and what is announced (R22, R24, R56)."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from cagette_tui.cli import main
from tests.test_cli import CapSys
from tests.world import DATA

pytestmark = pytest.mark.long

EXPORT = str(DATA / "Export-commandes-2026-11-20-Cagette.csv")


def told(*arguments: str) -> int:
    """Run a command; leave what it says to be read."""
    return main(list(arguments))


@pytest.fixture
def evening(tmp_path: Path, capsys: CapSys) -> tuple[str, ...]:
    """An imported evening, two baskets of it paid by cheque, one of them with a membership."""
    options = ("--database", str(tmp_path / "a.db"), "--lang", "en", "--now", "2026-11-20T19:00")
    when = ("--date", "2026-11-20", "--start", "18:00", "--end", "19:30", "--place", "Salle")
    assert told(*options, "import", EXPORT, *when) == 0
    assert told(*options, "settings", "membership_fee", "15") == 0
    (tmp_path / "lines").write_text("1 c n0001234 M v\n2 C n77\n")
    assert told(*options, "sheet", "1", str(tmp_path / "lines")) == 0
    capsys.readouterr()
    return options


def test_deposits(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R56, R15: what waits, a deposit of it, its slip, handed in, seen; a correction needs why."""
    assert told(*evening, "deposit", "--format", "json") == 0
    waiting = json.loads(capsys.readouterr().out)
    assert [one["number"] for one in waiting["cheques"]] == ["0001234", "77"]
    assert told(*evening, "deposit", "--make", "--cash", "20=3") == 0
    assert "deposit no. 1" in capsys.readouterr().out
    assert told(*evening, "deposit", "1") == 0
    slip = capsys.readouterr().out
    assert "Deposit no. 1" in slip
    assert "€60.00" in slip
    assert told(*evening, "deposit", "1", "--format", "csv") == 0
    assert ";0001234;" in capsys.readouterr().out  # a spreadsheet keeps the zeros
    assert told(*evening, "deposit", "1", "--final") == 0
    assert told(*evening, "deposit", "1", "--seen", "2026-11-20") == 0
    capsys.readouterr()
    assert told(*evening, "deposit", "1", "--cancel") == 2
    assert "needs a reason" in capsys.readouterr().err
    assert told(*evening, "deposit", "1", "--cancel", "--why", "fermé") == 0
    assert told(*evening, "deposit", "9") == 2
    assert told(*evening, "check") == 0


def test_returned(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R24: shown first; then all that it paid is owed again, with the bank's fee."""
    words = ("returned", "1234", "--why", "sans provision", "--fee", "12,50")
    assert told(*evening, *words) == 0
    shown = capsys.readouterr().out
    assert "0001234" in shown
    code = shown.split()[-1]
    assert told(*evening, *words, "--yes", code) == 0
    assert "Sent back: BERNARD Hugo" in capsys.readouterr().out
    assert told(*evening, *words) == 2
    assert told(*evening, "check") == 0


def test_announce(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R22: for a basket what is to pay, on an account an amount."""
    assert told(*evening, "announce", "transfer", "1", "3") == 0
    assert "announced" in capsys.readouterr().out
    assert told(*evening, "announce", "transfer", "--member", "nobody", "--amount", "5") == 2
    assert "nobody" in capsys.readouterr().err
    assert told(*evening, "announce", "transfer") == 2
    assert told(*evening, "deposit", "--format", "json") == 0
    out = capsys.readouterr().out
    assert [one["mode"] for one in json.loads(out)["awaited"]] == ["transfer"]


def test_money_of_an_account(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R15, R16, R21: what a screen asks is refused without `--sure`; the credit joins."""
    assert told(*evening, "members", "--format", "json") == 0
    members = json.loads(capsys.readouterr().out)["members"]
    ref, owed = next(
        (one["ref"], one["balance"]) for one in members if not one["balance"].startswith("0")
    )
    account = (*evening, "account", ref)
    debt = owed.removeprefix("-")
    cheque = ("--mode", "cheque", "--number", "0012", "--why", "dette")
    pay = (*account, "payment", str(Decimal(debt) + 16), *cheque)
    assert told(*pay) == 2
    assert "€16.00 stays as credit" in capsys.readouterr().err
    assert told(*pay, "--sure") == 0
    assert "€16.00" in capsys.readouterr().out
    assert told(*account, "refund", "16.01", "--mode", "cash", "--why", "x") == 2
    assert told(*account, "membership", "--mode", "credit") == 0
    assert "€1.00" in capsys.readouterr().out
    assert told(*account, "adjust", "1", "--down", "--why", "x") == 0
    assert told(*account, "older", "12", "--down", "--why", "carnet") == 0
    assert told(*account, "older", "12", "--why", "carnet") == 0
    assert told(*account, "membership", "31", "--mode", "cash", "--sure") == 0
    assert told(*evening, "box", "out", "5.50", "--why", "timbres") == 0
    capsys.readouterr()
    assert told(*evening, "deposit", "--format", "json") == 0
    waiting = json.loads(capsys.readouterr().out)
    assert "0012" in [one["number"] for one in waiting["cheques"]]
    assert told(*evening, "check") == 0


def test_a_membership_by_a_transfer_was_seen(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R22: what nobody said was seen pays no membership; `--sure` says that it was."""
    assert told(*evening, "members", "--format", "json") == 0
    members = json.loads(capsys.readouterr().out)["members"]
    ref = next(one["ref"] for one in members if not one["membership_until"])
    account = (*evening, "account", ref, "membership", "--mode", "transfer")
    assert told(*account) == 2
    assert "Was the transfer of the membership seen" in capsys.readouterr().err
    assert told(*account, "--sure") == 0
    capsys.readouterr()
    assert told(*evening, "members", ref, "--format", "json") == 0
    assert '"transfer"' in capsys.readouterr().out
    assert told(*evening, "check") == 0


def test_the_pile(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R15, R52: a cheque for basket and membership is one sheet; what nobody expects is said."""
    assert told(*evening, "pile", "1") == 0
    assert "not on the pile" in capsys.readouterr().out
    assert told(*evening, "deposit", "--format", "json") == 0
    amounts = [one["amount"] for one in json.loads(capsys.readouterr().out)["cheques"]]
    assert told(*evening, "pile", "1", amounts[0]) == 0
    assert "0001234" in capsys.readouterr().out
    assert told(*evening, "pile", "1", amounts[0]) == 2
    assert "no cheque of" in capsys.readouterr().err
    assert told(*evening, "pile", "1", amounts[0], "--sure") == 0
    assert told(*evening, "pile", "1", "--off", "2") == 0
    assert told(*evening, "check") == 0


def test_a_product_in_all_baskets(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R31: shown with a code, done with it; validated baskets are left alone."""
    words = (*evening, "product", "1", "pintade", "came", "5")
    assert told(*words) == 0
    shown = capsys.readouterr().out
    assert "Nothing was changed" in shown
    assert told(*words, "--yes", "nocode") == 2
    assert told(*words, "--yes", shown.split()[-1]) == 0
    capsys.readouterr()
    assert told(*words) == 2
    assert "Nothing would change" in capsys.readouterr().err
    assert told(*evening, "product", "1", "pintade", "weigh", "999=1") == 2
    assert told(*evening, "check") == 0


def test_products_out_and_in(evening: tuple[str, ...], tmp_path: Path, capsys: CapSys) -> None:
    """R53: the table of an imported group, a catalogue's rate and its producer's name."""
    assert told(*evening, "export", "products") == 0
    out = capsys.readouterr().out
    assert told(*evening, "products") == 0
    assert capsys.readouterr().out == out
    header, first, *_rest = out.lstrip("\ufeff").splitlines()
    row = f"{first.split(';')[0]};;;Ferme Zoé;;;12,5;"
    (tmp_path / "p.csv").write_text(f"{header}\n{row}\n")
    assert told(*evening, "products", str(tmp_path / "p.csv")) == 0
    assert "1 producer named" in capsys.readouterr().out
    assert told(*evening, "export", "1", "takings") == 0
    paper = capsys.readouterr().out
    assert "12.5%" in paper
    assert "Ferme Zoé" in paper


def test_a_number_that_is_there_already(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R15: on an account and on the pile it is asked about, and --sure says that it is another."""
    assert told(*evening, "members", "--format", "json") == 0
    members = json.loads(capsys.readouterr().out)["members"]
    paid = next(one["member_ref"] for one in members if one["membership_until"])
    line = (*evening, "account", paid, "payment", "5", "--mode", "cheque", "--number", "1234")
    assert told(*line, "--why", "gift") == 2
    assert "--sure says yes" in capsys.readouterr().err
    assert told(*line, "--why", "gift", "--sure") == 0
    # The cheque of the second basket is given the first one's number and drawer.
    rows = _cheques(evening, capsys)
    one, two = (str(row["amount"]) for row in rows if row["number"] in ("0001234", "77"))
    written = ("--number", "1234", "--drawer", "Ana")
    # One on the account has this number and no drawer, and the first one is of the same member.
    assert told(*evening, "pile", "1", one, *written, "--sure") == 0
    assert told(*evening, "pile", "1", two, *written) == 2
    assert "--sure says yes" in capsys.readouterr().err
    assert told(*evening, "pile", "1", two, *written, "--sure") == 0


def _cheques(evening: tuple[str, ...], capsys: CapSys) -> list[dict[str, object]]:
    capsys.readouterr()
    assert told(*evening, "deposit", "--format", "json") == 0
    rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)["cheques"]
    return rows


def test_a_closed_basket_names_the_command(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R33: whoever types commands is told which command opens it again, not which key."""
    assert told(*evening, "announce", "transfer", "1", "2") == 2
    text = capsys.readouterr().err
    assert "The command reopen opens it again." in text
    assert "R reopens" not in text
