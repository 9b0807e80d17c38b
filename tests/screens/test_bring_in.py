"""Bringing a file in on the first screen: which, when and where, a preview, one key (R9, R25)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from cagette_tui.intake.proposing import completed, likely_files
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_distribution, read_sheet
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.sample.__main__ import MOMENT
from tests.screen_text import compare, press, program, sample_copy, screen_text
from tests.world import DATA, dump

pytestmark = pytest.mark.long

TONIGHT = "Export-commandes-2026-11-27-Cagette.csv"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with two files of orders, at home in an empty one."""
    folder, home = tmp_path / "files", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    text = (DATA / "Export-commandes-2026-11-13-Cagette.csv").read_text(encoding="utf-8")
    (folder / TONIGHT).write_text(text, encoding="utf-8")
    shutil.copy(DATA / "kinds" / "05-two-rates.csv", folder / "commande-deux.csv")
    for age, name in enumerate((TONIGHT, "commande-deux.csv")):
        os.utime(folder / name, (10**9 - age, 10**9 - age))
    (folder / "notes.md").touch()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(home))
    return folder


SCREENS: dict[str, tuple[str, ...]] = {
    "bring-in": ("i",),
    "bring-in-help": ("i", "f1"),
    "bring-in-typed": ("i", "ctrl+u", "text:com"),
    "bring-in-nothing-there": ("i", "ctrl+u", "text:xyz", "enter"),
    "bring-in-preview": ("i", "enter"),
    "bring-in-hours": ("i", "enter", "h"),
    "bring-in-refused-hours": ("i", "enter", "h", "text:18", "enter"),
    "bring-in-done": ("i", "enter", "o"),
    "bring-in-again": ("i", "enter", "o", "i", "enter"),
    "bring-in-same-lines": (
        *("i", "enter", "o", "i", "enter", "d", "ctrl+u", "text:29/11/2026", "enter"),
    ),
    "bring-in-undo": ("i", "enter", "o", "u"),
}


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.long)])
async def test_screens(tmp_path: Path, here: Path, name: str, language: str) -> None:
    """80×24: what is asked, what would be done, what is refused."""
    async with program(sample_copy(tmp_path), language) as pilot:
        await press(pilot, *SCREENS[name])
        text = screen_text(pilot.app)
    assert max(map(len, text.splitlines())) <= 80
    compare(text, language, name)


async def test_a_file_from_the_first_key_to_the_list(tmp_path: Path, here: Path) -> None:
    """Four keys: what was shown is there, at the hours of the last time at that place."""
    async with program(sample_copy(tmp_path)) as pilot:
        before = dump()
        await press(pilot, "i", "enter")
        assert dump() == before  # the preview leaves nothing
        await press(pilot, "o")
        newest = max(row.distribution.id for row in list_distributions(MOMENT))
        one = read_distribution(newest)
        assert (one.date.isoformat(), f"{one.starts_at:%H:%M}") == ("2026-11-27", "18:00")
        assert len(read_sheet(newest).baskets) == 8
        assert check() == []
        await press(pilot, "u", "o")
        assert newest not in {row.distribution.id for row in list_distributions(MOMENT)}
        assert check() == []


async def test_what_nothing_explains_is_seen_before(tmp_path: Path, here: Path) -> None:
    """R4: the preview names each line; the key brings them in marked, and the basket says so."""
    wrong = here / "commande-deux.csv"
    wrong.write_bytes(wrong.read_bytes().replace(b'"10,50"', b'"20,50"'))
    async with program(sample_copy(tmp_path), "en") as pilot:
        await press(pilot, "i", "ctrl+u", "text:com", "tab", "enter")
        assert "The file’s name has no date: of which day is it?" in screen_text(pilot.app)
        await press(pilot, "enter")
        text = " ".join(screen_text(pilot.app).split())
        assert "COLIN Zoé, Fromage de brebis 200 g: €20.50 is stated" in text
        await press(pilot, "o", "enter", "end", "enter")
        text = screen_text(pilot.app)
        assert "> ≠ Fromage de brebis 200 g (as th…" in text
        assert " Fromage de brebis 200 g · ≠ as the file states it" in text
        # Its name has no day: it is tonight's, and what was there stays.
        marked = [
            basket.member
            for basket in read_sheet(6).baskets
            if any(line.as_stated_only for line in basket.lines)
        ]
        assert marked == ["COLIN Zoé"]


async def test_without_any_distribution_place_and_hours_are_asked(
    tmp_path: Path, here: Path
) -> None:
    """A new group: nothing is guessed, and Esc leaves nothing behind."""
    async with program(tmp_path / "new.db", "en") as pilot:
        await press(pilot, "i", "enter", "escape")
        assert "p says the place" in screen_text(pilot.app)
        await press(pilot, "o", "p", "text:Salle", "enter", "enter", "o")
        (row,) = list_distributions(MOMENT)
        assert (row.distribution.place, row.baskets) == ("Salle", 8)


def test_paths_are_completed(here: Path) -> None:
    """As far as it is clear; folders and files of orders only, hidden ones when asked for."""
    (here / "Commandes").mkdir()
    (here / ".caché").mkdir()
    assert completed("Ex")[0] == TONIGHT
    assert completed("c")[0] == "commande-deux.csv"
    assert completed("co") == ("commande-deux.csv", ["commande-deux.csv"])
    assert completed("C") == ("Commandes/", ["Commandes/"])
    assert completed("notes") == ("notes", [])
    assert completed("nowhere/x") == ("nowhere/x", [])
    assert completed(".c")[0] == ".caché/"
    assert completed("")[1] == ["Commandes/", TONIGHT, "commande-deux.csv"]
    assert completed(f"{here}/EXP")[0] == f"{here}/{TONIGHT}"
    assert likely_files([here, here / "nowhere"])[0].name == TONIGHT


def test_no_other_text_is_offered(here: Path) -> None:
    """R9: the newest notes are no orders, whatever they are called; a workbook may be."""
    (here / "commandes-a-faire.txt").write_text("Penser au pain.\n", encoding="utf-8")
    (here / "releve.csv").write_text("Date;Libellé;Montant\n20/11/2026;Pain;-12,00\n")
    (here / "vide.txt").touch()
    (here / "budget.xlsx").write_bytes(b"PK\x03\x04...")
    wide = (here / "commande-deux.csv").read_text(encoding="utf-8").encode("utf-16")
    (here / "unicode.txt").write_bytes(wide)
    names = [path.name for path in likely_files([here])]
    assert names == ["unicode.txt", TONIGHT, "commande-deux.csv", "budget.xlsx"]


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_notes_are_not_proposed(tmp_path: Path, here: Path, language: str) -> None:
    """R9: Enter takes the orders, though a text is newer; without any the field is empty."""
    (here / "notes.txt").write_text("Penser au pain.\n", encoding="utf-8")
    async with program(sample_copy(tmp_path), language) as pilot:
        await press(pilot, "i")
        shown = screen_text(pilot.app)
        assert TONIGHT in shown
        assert "notes.txt" not in shown
        await press(pilot, "escape", "escape")
        for path in here.glob("*.csv"):
            path.unlink()
        await press(pilot, "i")
        told = {
            "fr": "Aucun fichier de commandes ici",
            "en": "No file of orders is here yet",
        }[language]
        assert told in screen_text(pilot.app).replace("\xa0", " ")
        assert "notes.txt" not in screen_text(pilot.app)
