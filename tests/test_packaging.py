"""What is handed out holds all that it needs, and runs where only Python is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tools.pyz import ROOT, build, build_wheel

pytestmark = pytest.mark.long

# The Python behind the virtual environment: it has no package of ours.
BARE = [sys._base_executable, "-I"]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the sources as somebody gets them: nothing built, nothing compiled."""
    copy = tmp_path_factory.mktemp("source")
    made = shutil.ignore_patterns("__pycache__", "*.mo", "format.json")
    shutil.copytree(ROOT / "cagette_tui", copy / "cagette_tui", ignore=made)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the wheel."""
    return build_wheel(tmp_path_factory.mktemp("wheel"), source)


@pytest.fixture(scope="module")
def pyz(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the single file."""
    path = tmp_path_factory.mktemp("single") / "cagette-tui.pyz"
    build(path, source)
    return path


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Give a copy of the sample."""
    return str(shutil.copy(ROOT / "sample.db", tmp_path / "sample.db"))


def test_what_the_wheel_holds(wheel: Path) -> None:
    """Every module, style and migration; translations compiled, and not as one writes them."""
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(ROOT))
        for pattern in ("*.py", "*.css", "*.tcss")
        for path in (ROOT / "cagette_tui").rglob(pattern)
        if path.name != "build_hook.py"
    }
    for language in ("fr", "en"):
        wanted.add(f"cagette_tui/locale/{language}/format.json")
    wanted.add("cagette_tui/locale/fr/LC_MESSAGES/cagette_tui.mo")
    assert "cagette_tui/model/tables/migrations/0001_initial.py" in wanted
    assert "cagette_tui/sample/build.py" in wanted
    assert wanted <= names
    others = {name for name in names - wanted if ".dist-info/" not in name}
    assert others == set()


def test_the_wheel_runs(wheel: Path, tmp_path: Path, database: str) -> None:
    """Unpacked in another folder: a report in French, and the demo on a terminal."""
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    start = "import sys; sys.path.insert(0, sys.argv.pop(1)); import cagette_tui.cli as cli;"
    start += "assert cli.__file__.startswith(sys.path[0]); sys.exit(cli.main())"
    program = [sys.executable, "-I", "-c", start, str(installed)]
    done = subprocess.run(
        [*program, "--lang", "fr", "--database", database, "report", "6"],
        cwd=tmp_path, capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert "vendredi 20 novembre 2026" in done.stdout
    evening(Terminal("--lang", "fr", "demo", program=program, folder=tmp_path))


def test_the_single_file_runs_with_python_alone(pyz: Path, tmp_path: Path, database: str) -> None:
    """No environment, an empty home, another folder; a new database, and the demo."""
    home = tmp_path / "home"
    home.mkdir()
    program = ["env", "-i", f"HOME={home}", "TERM=xterm", "LANG=C.UTF-8", *BARE, str(pyz)]

    def run(*words: str) -> str:
        return subprocess.run(
            [*program, "--lang", "fr", *words],
            cwd=home, capture_output=True, text=True, check=True, encoding="utf-8",
        ).stdout  # fmt: skip

    assert "vendredi 20 novembre 2026" in run("--database", database, "report", "6")
    assert run("--database", "new.db", "settings", "name", "Les Paniers").endswith("Les Paniers\n")
    (unpacked,) = (home / ".cache" / "cagette-tui").iterdir()
    assert unpacked.parent.stat().st_mode & 0o777 == 0o700
    assert unpacked.stat().st_mode & 0o077 == 0
    evening(Terminal("--lang", "fr", "demo", program=program, folder=home))
    assert (unpacked.parent / unpacked.name).is_dir()
    assert len(list(unpacked.parent.iterdir())) == 1


def evening(terminal: Terminal) -> None:
    """Open tonight's distribution of the demo, leave."""
    terminal.wait_for("à valider")
    terminal.type("\r")
    terminal.wait_for("Caisse")
    terminal.type("q")
    assert terminal.end() == 0


def test_the_single_file_where_others_may_write(pyz: Path, tmp_path: Path) -> None:
    """What somebody else could have put in a cache is not run."""
    cache = tmp_path / "cache" / "cagette-tui"
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    environment = {
        "HOME": "/proc", "XDG_CACHE_HOME": str(cache.parent), "TMPDIR": str(tmp_path),
    }  # fmt: skip
    done = subprocess.run(
        [*BARE, str(pyz), "--version"], env=environment, capture_output=True, check=True, text=True
    )
    assert done.stdout.startswith("cagette-tui ")
    assert list(cache.iterdir()) == []
