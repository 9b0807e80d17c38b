"""Imports go down only: what the README says of the rooms is so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "cagette_tui"
README = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
# Modules beside the rooms: the two ways in, and small tools.
PLACES = {
    "app": ("app", "database_thread", "neighbours"),
    "cli": ("__main__", "cli", "parser"),
}
LIBRARIES = {
    "peewee": {"model", "exchange"},
    "playhouse": {"model"},
    "textual": {"app", "screens", "thin", "widgets"},
    "rich": {"app", "screens", "thin", "widgets"},
}


def allowed() -> dict[str, set[str]]:
    """Read the table of the README: each room, and those that it may know."""
    section = README.partition("## How it is built")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)[/.`].*\| ([\w, ]+) \|$", section, re.MULTILINE)
    return {room: set(known.split(", ")) - {"nothing"} for room, known in rows}


def room_of(module: str) -> str:
    """Name the room of a module such as `cagette_tui.model.paying`."""
    name = module.split(".")[1] if "." in module else "tools"
    if (PACKAGE / name).is_dir():
        return name
    return next((place for place, names in PLACES.items() if name in names), "tools")


def modules() -> dict[str, ast.Module]:
    """Parse every module."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(tree: ast.Module, *, at_once: bool = False) -> Iterator[str]:
    """Give what a module imports, `at_once` or also when needed; not what only types need."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            waiting += node.orelse
            continue
        if at_once and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        waiting += ast.iter_child_nodes(node)


def ours(name: str, known: dict[str, ast.Module]) -> str | None:
    """Name the module that an import of something in it means; None for a library's."""
    if name in known:
        return name
    before = name.rpartition(".")[0]
    return before if before in known else None


def test_every_room_is_in_the_table() -> None:
    """A new room says whom it may know."""
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert set(allowed()) == rooms | set(PLACES) | {"tools"}


def test_imports_stay_within_the_arrows() -> None:
    """No room knows one above it; the model and the sheet have no words for people."""
    known = modules()
    arrows = allowed()
    wrong = []
    for module, tree in known.items():
        room = room_of(module)
        for name in imports(tree):
            target = ours(name, known)
            if target is None:
                owners = LIBRARIES.get(name.partition(".")[0], {room})
                if room not in owners:
                    wrong.append(f"{module} imports {name}")
            elif room_of(target) not in arrows[room] | {room}:
                wrong.append(f"{module} imports {target}")
            elif room in ("model", "sheet") and target == "cagette_tui.i18n":
                wrong.append(f"{module} has words")
    assert not wrong


def test_no_module_needs_itself() -> None:
    """No circle of imports; screens that lead to one another import them when they are opened."""
    known = modules()
    graph = {
        module: {target for name in imports(tree, at_once=True) if (target := ours(name, known))}
        - {module}
        for module, tree in known.items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, with the circle
