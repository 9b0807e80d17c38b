"""The bank's statement on the screen: as text at 80×24, accepted, left and taken back (R65)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.screen_text import compare, press, program, sample_copy, screen_text

pytestmark = pytest.mark.long

LINES = (
    ("16/11/2026", "60,69", "VIR M BEN SALEM SAID PANIER 5"),
    ("16/11/2026", "37,90", "VIR MME JEZEQUEL CHLOE"),
    ("17/11/2026", "52,20", "VIR MME MOREAU OYKU PANIER"),
    ("17/11/2026", "34,30", "VIR M TANGUY YANN COURSES"),
    ("18/11/2026", "45,00", "VIR M PRUVOST GASPARD LOYER GARAGE"),
    ("18/11/2026", "-6,50", "F COTIS EUROCOMPTE ASSOCIATION"),
)
OPENED = ("b", "text:releve", "enter")
SCREENS: dict[str, tuple[str, ...]] = {
    "bank-path": ("b", "text:re"),
    "bank-no-file": ("b", "escape"),
    "bank": OPENED,
    "bank-help": (*OPENED, "question_mark"),
    "bank-accepted": (*OPENED, "enter"),
    "bank-asked": (*OPENED, "j", "j"),
    "question-bank-certain": (*OPENED, "a"),
    "bank-all-certain": (*OPENED, "a", "o"),
    "bank-not-ours": (*OPENED, "j", "j", "j", "j", "x"),
    "question-undo-bank": (*OPENED, "enter", "u"),
    "bank-undone": (*OPENED, "enter", "u", "o"),
    "bank-refused": ("b", "text:autre", "enter"),
    "bank-paper": (*OPENED, "p"),
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a statement, and what is none, where a browser would."""
    folder = tmp_path / "home"
    folder.mkdir()
    rows = "".join(f"{day};{label};{amount}\n" for day, amount, label in LINES)
    (folder / "releve.csv").write_text(f"Date;Libellé;Montant\n{rows}", encoding="utf-8")
    (folder / "autre.csv").write_text("<html>", encoding="utf-8")
    (folder / "retard.txt").write_text("", encoding="utf-8")
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.long)])
@pytest.mark.parametrize("name", SCREENS)
async def test_screens(tmp_path: Path, home: Path, name: str, language: str) -> None:
    """As it was when somebody last looked."""
    async with program(sample_copy(tmp_path), language) as pilot:
        await press(pilot, *SCREENS[name])
        compare(screen_text(pilot.app), language, name)


async def test_tab_completes_a_path(tmp_path: Path, home: Path) -> None:
    """As far as it can only be one thing."""
    async with program(sample_copy(tmp_path)) as pilot:
        app: Any = pilot.app
        await press(pilot, "b", "text:r", "tab")
        assert app.screen.bottom.ask_line.input.value == str(home / "re")
        await press(pilot, "text:l", "tab", "enter")
        assert "releve.csv" in screen_text(app)


async def test_a_held_key_accepts_one_line(tmp_path: Path, home: Path) -> None:
    """R62: keys that come while an act is under way do nothing more."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *OPENED)
        await press(pilot, "enter", "n")
        text = screen_text(pilot.app)
        assert text.count("déjà accepté") == 1
