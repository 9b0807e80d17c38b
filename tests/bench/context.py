"""What every row needs: a folder to work in, an environment, how thorough to be."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.bench import stock
from tests.bench.wire import Wire, bare, bare_evening, ours, plain_environment


@dataclass(frozen=True)
class Bench:
    """One run of the benchmark."""

    folder: Path
    quick: bool = False

    @cached_property
    def environment(self) -> dict[str, str]:
        """Give the environment of every program that is measured."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return plain_environment(home)

    def runs(self, thorough: int) -> int:
        """Say how often something is repeated."""
        return max(3, thorough // 4) if self.quick else thorough

    @property
    def history(self) -> Path:
        """Give the database with ten years (quick: with one)."""
        return stock.history(1 if self.quick else stock.YEARS)

    @property
    def years(self) -> str:
        """Name the history in the table."""
        return "1 year" if self.quick else f"{stock.YEARS} years"

    def copy(self, source: Path, name: str) -> Path:
        """Copy a database, to be worked with."""
        return stock.copied(source, self.folder, name)

    def ours(self, database: Path, size: tuple[int, int] = (80, 24)) -> Wire:
        """Start the program on a database, in a terminal of so many columns and lines."""
        return Wire(ours(database), self.environment, size)

    def bare(self) -> Wire:
        """Start the bare app."""
        return Wire(bare(), self.environment)

    def bare_evening(self, database: Path) -> Wire:
        """Start an evening by Textual's own table."""
        return Wire(bare_evening(database), self.environment)

    def hledger(self, *arguments: str) -> Wire | None:
        """Start hledger-ui, if it is installed."""
        program = shutil.which("hledger-ui")
        return None if program is None else Wire([program, *arguments], self.environment)
