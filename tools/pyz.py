"""Build the program as one file that runs offline with Python alone.

    .venv/bin/python tools/pyz.py cagette-tui.pyz

In it are the program's own wheel and what it needs, as installed where this runs: pure Python
only, so that the file serves any machine. `tools/pyz_start.py` is what starts in it.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import zipapp
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

try:
    from hatchling.builders.wheel import WheelBuilder
    from packaging.requirements import Requirement
except ImportError as missing:
    if __name__ != "__main__":
        raise
    sys.exit(f"{missing.name} is needed to build the file: .venv/bin/pip install -e '.[dev]'")

ROOT = Path(__file__).parents[1]
NAME = "cagette-tui"
_COMPILED = (".so", ".pyd", ".dylib")
# What a program does not need to run: types, compiled caches.
_LEFT_OUT = (".pyi", ".pyc")


class NotPure(Exception):
    """A package that is needed has something compiled in it."""


def build_wheel(folder: Path, root: Path = ROOT) -> Path:
    """Build the wheel with what is installed, without isolation; return its path."""
    (path,) = WheelBuilder(str(root)).build(directory=str(folder), versions=["standard"])
    return Path(path)


def build(target: Path, root: Path = ROOT) -> None:
    """Build the file. Raises `NotPure`, and `PackageNotFoundError` for what is not installed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content = folder / "content"
        with zipfile.ZipFile(build_wheel(folder, root)) as wheel:
            wheel.extractall(content)
        for one in _needed(_requirements(content)):
            _copy(one, content)
        start = (ROOT / "tools" / "pyz_start.py").read_text(encoding="utf-8")
        start = start.replace("unbuilt", _digest(content))
        (content / "__main__.py").write_text(start, encoding="utf-8")
        zipapp.create_archive(content, target, interpreter="/usr/bin/env python3", compressed=True)
    target.chmod(0o755)


def _requirements(content: Path) -> list[str]:
    """Read what the wheel needs."""
    (info,) = content.glob("*.dist-info")
    return Distribution.at(info).requires or []


def _needed(requirements: list[str]) -> Iterator[Distribution]:
    """Find what is needed, and what that needs, as installed here."""
    waiting = [(text, "") for text in requirements]
    seen = set()
    while waiting:
        text, extra = waiting.pop()
        one = Requirement(text)
        if one.marker is not None and not one.marker.evaluate({"extra": extra}):
            continue
        found = distribution(one.name)
        for wanted in ("", *sorted(one.extras)):
            if (one.name, wanted) not in seen:
                seen.add((one.name, wanted))
                waiting += [(text, wanted) for text in found.requires or ()]
        yield found


def _copy(package: Distribution, content: Path) -> None:
    """Copy what a package installed; what it puts elsewhere, such as commands, stays out."""
    for file in package.files or ():
        if ".." in file.parts or file.suffix in _LEFT_OUT:
            continue
        if file.suffix in _COMPILED:
            raise NotPure(f"{package.name}: {file}")
        to = content / file
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(Path(str(package.locate_file(file))).read_bytes())


def _digest(content: Path) -> str:
    """Name this content: two builds that differ never share a folder."""
    digest = hashlib.sha256()
    for path in sorted(path for path in content.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(content)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    build(Path(sys.argv[1] if len(sys.argv) > 1 else f"{NAME}.pyz"))
