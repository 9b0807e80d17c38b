"""The real program on a real terminal: start, keys, cut lines, faults."""

import re
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cagette_tui.cli import main
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.papers.report import report_facts
from cagette_tui.sample.__main__ import MOMENT
from tests.terminal import Terminal, started
from tests.world import World


@pytest.fixture
def evening(world: World, database_file: Path) -> Path:
    """The 62-basket file, imported."""
    world.evening()
    close_database()
    return database_file


def drafts(path: Path) -> int:
    """Count what is kept of what was typed."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        found: int = connection.execute("SELECT count(*) FROM draft").fetchone()[0]
    return found


def baskets_shown(path: Path) -> Terminal:
    """Start and open the list of baskets."""
    terminal = started(path)
    terminal.wait_for("Entrée ouvrir")
    terminal.type("\r")
    terminal.wait_for("62 sans mode")
    return terminal


def test_a_few_baskets(evening: Path) -> None:
    """Start, open, one key each, undo, quit: the terminal is left clean."""
    terminal = baskets_shown(evening)
    terminal.press("ECT")
    terminal.wait_for("vus sur le compte, ou seulement annoncés")  # asked once an evening
    terminal.type("b")
    terminal.wait_for("59 sans mode")
    terminal.press("B")
    terminal.wait_for("58 sans mode")
    terminal.type("u")
    terminal.wait_for("Défaire : panier validé")
    terminal.type("o")
    terminal.wait_for("59 sans mode")
    terminal.type("q")
    assert terminal.end() == 0
    assert b"\x1b[?1049l" in terminal.output
    open_database(evening)
    modes = [str(one.payments[0].mode) for one in read_sheet(1).baskets if one.validated]
    assert modes == ["cash", "cheque", "transfer"]
    assert check() == []


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, pytest.param(signal.SIGHUP, marks=pytest.mark.long)]
)
def test_killed_in_the_middle_of_a_run_of_keys(evening: Path, number: signal.Signals) -> None:
    """Every act that the screen had confirmed is there, and no half act."""
    terminal = baskets_shown(evening)
    for done in range(1, 8):
        terminal.type("ECB"[done % 3])
        terminal.wait_for(lambda done=done: _confirmed(terminal) >= done)  # type: ignore[misc]
        terminal.settle()
    terminal.type("B")
    confirmed = _confirmed(terminal)
    assert terminal.kill(number) == -number
    open_database(evening)
    baskets = read_sheet(1).baskets
    validated = [one.number for one in baskets if one.validated]
    assert validated == list(range(1, len(validated) + 1))
    assert len(validated) >= confirmed
    for basket in baskets:
        assert bool(basket.payments) == basket.validated
    assert check() == []


def _confirmed(terminal: Terminal) -> int:
    """The number of the last basket that the status line calls validated."""
    found = re.search(r"✓ (\d+) .*validé", terminal.lines[21])
    return int(found[1]) if found else 0


def test_keys_that_came_before_the_question_are_dropped(evening: Path) -> None:
    """Nobody answers what nobody has read."""
    terminal = baskets_shown(evening)
    terminal.type("p")
    terminal.wait_for("Saisie d’un paiement")
    terminal.type("e")
    terminal.wait_for("montant")
    terminal.type("20\r")
    terminal.wait_for("Il resterait")
    terminal.type("\r")
    terminal.wait_for("Encaissé : 20,00 €")
    terminal.press("v")
    terminal.burst("ooo")
    terminal.wait_for("Dette de 123,40")
    terminal.type("n")
    terminal.wait_for("e Espèces")
    terminal.pause()
    terminal.type("q")
    assert terminal.end() == 0
    open_database(evening)
    assert not read_sheet(1).baskets[0].validated


def test_somebody_else_holds_the_database(evening: Path) -> None:
    """The screen stays alive and says so; the key works once it is free."""
    terminal = baskets_shown(evening)
    other = sqlite3.connect(evening, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    terminal.type("E")
    terminal.wait_for("écrit en ce moment")
    terminal.pause()
    terminal.type("j")
    terminal.wait_for("2/62")
    other.execute("ROLLBACK")
    other.close()
    terminal.press("kE")
    terminal.wait_for("61 sans mode")
    terminal.type("q")
    assert terminal.end() == 0


def test_small_and_large_again(evening: Path) -> None:
    """Two changes of the size that come as one: what the terminal has lost is sent again."""
    terminal = baskets_shown(evening)
    for _ in range(3):
        terminal.resize((60, 20), (80, 24))
        terminal.wait_for("? aide")
        terminal.wait_for("62 sans mode")
        terminal.wait_for("Adhérent")
    terminal.type("q")
    assert terminal.end() == 0


def test_stopped_and_continued(evening: Path) -> None:
    """Keys keep their order, and the terminal is left as it was found."""
    terminal = baskets_shown(evening)
    for left in (61, 60):
        terminal.send(signal.SIGSTOP)
        terminal.type("E")
        terminal.send(signal.SIGCONT)
        terminal.wait_for(f"{left} sans mode")
    assert not terminal.echoes
    terminal.press("CT")
    terminal.wait_for("vus sur le compte, ou seulement annoncés")  # asked once an evening
    terminal.type("b")
    terminal.wait_for("58 sans mode")
    terminal.press("EB")
    terminal.wait_for("56 sans mode")
    terminal.type("q")
    terminal.wait_for(lambda: b"\x1b[?1049l" in terminal.output)
    assert terminal.echoes
    assert terminal.end() == 0


def test_an_unexpected_error(evening: Path, tmp_path: Path) -> None:
    """A short message without member data, a log file, the terminal left clean."""
    terminal = started(evening)
    terminal.wait_for("Entrée ouvrir")
    terminal.type("\r")
    terminal.wait_for("62 sans mode")
    other = sqlite3.connect(evening)
    other.execute(
        "CREATE TRIGGER broken BEFORE INSERT ON operation "
        "BEGIN SELECT RAISE(ABORT, 'BERNARD Hugo 143,40'); END"
    )
    other.commit()
    other.close()
    before = len(terminal.output)
    terminal.type("E")
    assert terminal.end() == 1
    last = terminal.output[before:].decode(errors="replace")
    assert "Erreur inattendue" in last
    assert "errors.log" in last.replace("\r\n", "")
    after = last.partition("\x1b[?1049l")[2]
    assert "errors" in after.replace("\r\n", "")
    assert "BERNARD" not in after
    assert "Traceback" not in after
    other = sqlite3.connect(evening)
    other.execute("DROP TRIGGER broken")
    other.close()
    open_database(evening)
    assert not any(one.payments for one in read_sheet(1).baskets)


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": "unknown"}, {"TERM": ""}])
def test_terminals_that_cannot(evening: Path, environment: dict[str, str]) -> None:
    """One sentence that names the commands without a screen, exit code 2."""
    arguments = ("--lang", "fr", "--database", str(evening))
    terminal = Terminal(*arguments, environment=environment)
    assert terminal.end() == 2
    text = terminal.text.replace("\n", "")
    assert "import, sheet, distributions, report" in text
    assert "\x1b[?1049h" not in terminal.output.decode("latin-1")


def test_the_demo(tmp_path: Path) -> None:
    """Opens on invented data in a private folder, and leaves nothing behind."""
    terminal = Terminal("--lang", "en", "demo", environment={"TMPDIR": str(tmp_path)})
    terminal.wait_for("Enter open")
    folders = list(tmp_path.glob("cagette-demo-*"))
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700]
    terminal.type("q")
    assert terminal.end() == 0
    assert list(tmp_path.glob("cagette-demo-*")) == []


@pytest.mark.long
def test_the_tour_from_the_demo(tmp_path: Path) -> None:
    """Offered at the first start; Esc ends it; one is back where one was, nothing is left."""
    terminal = Terminal("--lang", "en", "demo", environment={"TMPDIR": str(tmp_path)})
    terminal.wait_for("Here for the first time?")
    terminal.type("t")
    terminal.wait_for("EXERCISE")
    terminal.wait_for("Tour 1/7")
    assert len(list(tmp_path.glob("cagette-demo-*"))) == 2
    terminal.type("\x1b")
    terminal.wait_for("The tour is over: nothing of it was kept.")
    assert "Here are your own" not in terminal.text
    assert "DEMO" in terminal.text
    assert "first time" not in terminal.text
    assert len(list(tmp_path.glob("cagette-demo-*"))) == 1
    terminal.type("q")
    assert terminal.end() == 0
    assert list(tmp_path.glob("cagette-demo-*")) == []


@pytest.mark.long
def test_the_tour_leaves_one_s_own_database_alone(tmp_path: Path) -> None:
    """A first start on an empty database offers it; what is done there is done on a copy."""
    terminal = Terminal(
        *("--lang", "en", "--database", str(tmp_path / "own.db")),
        environment={"TMPDIR": str(tmp_path)},
    )
    terminal.wait_for("cagette-tui tour")
    terminal.type("t")
    terminal.wait_for("Tour 1/7")
    terminal.type("\r")
    terminal.wait_for("Tour 2/7")
    terminal.type("E")
    terminal.wait_for("Tour 3/7")
    assert terminal.kill(signal.SIGHUP) == -signal.SIGHUP
    assert list(tmp_path.glob("cagette-demo-*")) == []
    open_database(tmp_path / "own.db")
    assert list_distributions(MOMENT) == ()


@pytest.mark.parametrize(
    "number", [signal.SIGHUP, pytest.param(signal.SIGTERM, marks=pytest.mark.long)]
)
def test_the_demo_when_the_line_is_lost(tmp_path: Path, number: signal.Signals) -> None:
    """The private folder goes then, too."""
    terminal = Terminal("--lang", "en", "demo", environment={"TMPDIR": str(tmp_path)})
    terminal.wait_for("Enter open")
    assert terminal.kill(number) in (-number, 128 + number)
    assert list(tmp_path.glob("cagette-demo-*")) == []


PAPER = """\
# the evening below, as the attendance sheet has it
1 e -carottes r e v
2 e -pintade r e v
3 e20 c n0012345 v
4 A v !
5 b200 v !
"""


def money_of(path: Path) -> dict[str, Any]:
    """Return the report of the evening, but for what certifying it adds."""
    open_database(path)
    data = report_facts(1, MOMENT)
    close_database()
    return {name: value for name, value in data.items() if name != "distribution"}


def test_a_whole_evening_from_the_keyboard(evening: Path) -> None:
    """An evening: one key for ordinary baskets, the rest as it comes, forced, certified.

    The same written as a sheet gives the same report.
    """
    by_sheet = evening.with_name("by-sheet.db")
    shutil.copy(evening, by_sheet)
    terminal = baskets_shown(evening)

    def keys(text: str, wanted: str) -> None:
        before = len(terminal.output)
        terminal.type(text)
        terminal.wait_for(lambda: len(terminal.output) > before)
        terminal.wait_for(wanted)
        terminal.settle()

    for number in (1, 2):  # paid, then a line was not delivered, then a refund
        keys("e", "encaissé")
        keys("\r", "Espace livré ou non")
        keys(" ", "rembourser, v pour")
        keys("r", "Montant à rembourser")
        keys("\r", "Rembourser par quel mode")
        keys("e", "remboursement espèces")
        keys("v", "· ○ mode")  # the next basket
        keys("\x1b", f"Reste {62 - number}")
    keys("p", "Saisie d’un paiement")  # split
    keys("e", "montant")
    keys("20\r", "Il resterait 274,85")
    keys("c", "chèque, montant")
    keys("\r", "Numéro du chèque")
    keys("0012345\r", "274,85 €  0012345")
    keys("\r", "Encaissé : 294,85 €")
    keys("v", "4/62")
    keys("A", "qui paie les")  # absent, the debt stays
    keys("d", "– absence notée")
    keys("v", "5/62")  # that the debt stays was said
    keys("p", "Saisie d’un paiement")  # a debt of 3.10
    keys("b", "montant")
    keys("200\r", "Il resterait 3,10")
    keys("\r", "Encaissé : 200,00 €")
    keys("v", "Dette de 3,10")
    keys("o", "6/62")
    modes = "ECTB"
    keys("T", "vus sur le compte")  # asked once an evening
    keys("b", "7/62")
    for number in range(7, 53):
        keys(modes[number % 4], f"{number + 1}/62")
    keys("V", "aperçu")
    keys("V", "Valider ces 10 paniers")
    keys("o", "10 paniers validés")
    keys("V", "Inhabituel")
    keys("V", "Tapez")
    keys("certifier\r", "R pour rouvrir")
    keys("E", "Certifiée et archivée")
    terminal.pause()
    keys("q", "")
    assert terminal.end() == 0
    open_database(evening)
    sheet = read_sheet(1)
    baskets = {one.number: one for one in sheet.baskets}
    assert sheet.distribution.certified_by == "paul"
    assert all(one.validated for one in sheet.baskets)
    assert [str(one.balance) for one in sheet.baskets if one.balance] == ["-407.58", "-3.10"]
    assert [(str(one.mode), str(one.amount)) for one in baskets[3].payments] == [
        ("cash", "20.00"),
        ("cheque", "274.85"),
    ]
    assert (baskets[4].absent, baskets[4].payments) == (True, ())
    assert {one.payments[0].mode for number, one in baskets.items() if number > 52} == {Mode.CASH}
    assert check() == []
    by_keys = money_of(evening)
    paper = evening.with_name("paper.txt")
    paper.write_text(
        PAPER + "".join(f"{at} {modes[at % 4]}\n" for at in range(6, 53)) + "53-62 E\n"
    )
    options = ["--now", "2026-11-20T19:00", "--user", "paul", "--database", str(by_sheet)]
    assert main([*options, "sheet", "1", str(paper)]) == 0
    assert money_of(by_sheet) == by_keys


@pytest.mark.parametrize(
    "environment",
    [
        {"COLUMNS": "9999", "LINES": "999"},
        {"COLUMNS": "3", "LINES": "x"},
        {"TEXTUAL_COLOR_SYSTEM": "nonsense", "TZ": "No/Where", "LC_ALL": "xx_YY", "HOME": "/none"},
    ],
    ids=str,
)
def test_an_environment_of_nonsense(evening: Path, environment: dict[str, str]) -> None:
    """The terminal says how large it is and what it can; nothing else is believed."""
    terminal = started(evening, environment=environment)
    terminal.wait_for("Entrée ouvrir")
    terminal.type("q")
    assert terminal.end() == 0


@pytest.mark.long
def test_starting_again_after_the_line_was_cut(evening: Path) -> None:
    """The same distribution, basket and cursor, and the payment half entered there."""
    terminal = started(evening)
    terminal.wait_for("Entrée ouvrir")
    terminal.type("\r")
    terminal.wait_for("62 sans mode")
    terminal.type("jj")
    terminal.wait_for(">  3")
    terminal.press("pe")
    terminal.wait_for("espèces, montant")
    terminal.type("2\r")
    terminal.wait_for("Entrée l’enregistre")
    terminal.wait_until(lambda: drafts(evening) == 1)  # what is painted is kept a moment later
    terminal.send(signal.SIGHUP)
    terminal.end()
    terminal = started(evening, "--now", "2026-11-20T19:03")
    terminal.wait_for("paiement à finir")
    assert "panier 3, il y a" in terminal.text
    terminal.type("r")
    terminal.wait_for("Tapé mais pas enregistré")
    assert ">  3" in terminal.text
    terminal.type("p")
    terminal.wait_for("espèces  2,00")
    terminal.type("\r")
    terminal.wait_for("Encaissé : 2,00 €")
    terminal.type("q")
    assert terminal.end() == 0
    open_database(evening)
    assert [str(one.amount) for one in read_sheet(1).baskets[2].payments] == ["2.00"]
