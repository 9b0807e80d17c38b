"""The real program at work, and a copy of the database file alone, as a file manager makes it."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.terminal import started
from tests.test_cli import SMALL, CapSys, importing, run

pytestmark = [pytest.mark.long, pytest.mark.sqlite_only]


def payments_in(file: Path) -> int:
    """Count the payments in a plain copy of a file."""
    plain = file.parent / "plain.db"
    shutil.copyfile(file, plain)
    with closing(sqlite3.connect(plain)) as opened:
        query = "SELECT count(*) FROM operation WHERE kind = 'payment'"
        return int(opened.execute(query).fetchone()[0])


def test_a_few_seconds_after_the_last_key(capsys: CapSys, tmp_path: Path) -> None:
    """What was received is in the file alone while the program goes on, and after a kill."""
    path = tmp_path / "evening.db"
    assert run(capsys, "--database", path, *importing(SMALL))[0] == 0
    terminal = started(path, "--now", "2026-11-13T19:00")
    terminal.wait_for("Salle Jeanne")
    terminal.type("\r")
    terminal.wait_for("MARTIN Simon")
    terminal.type("E")
    terminal.wait_for("validé")
    terminal.wait_until(lambda: payments_in(path) == 1)
    terminal.kill(signal.SIGKILL)
    assert payments_in(path) == 1
