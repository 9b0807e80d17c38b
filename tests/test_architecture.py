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
    "app": ("app", "database_thread", "neighbours", "doors"),
    "cli": ("__main__", "cli", "parser"),
}
LIBRARIES = {
    "peewee": {"tables", "store", "reading", "acts", "checking", "model", "intake", "papers"},
    "playhouse": {"tables", "store"},
    "textual": {"app", "screens", "thin", "widgets"},
    "rich": {"app", "screens", "thin", "widgets"},
}


def allowed() -> dict[str, set[str]]:
    """Read the table of the README: each room, and those that it may know."""
    section = README.partition("## How it is built")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w/]+?)/?(?:\.py)?`.*\| ([\w, /]+) \|$", section, re.MULTILINE)
    wings = {room for room, _ in rows if room.startswith("model/")}
    known = {room: set(cell.split(", ")) - {"nothing"} for room, cell in rows}
    for rooms in known.values():
        rooms |= wings if "model" in rooms else set()
    return known | {"model": set()}


def room_of(module: str) -> str:
    """Name the room of a module such as `cagette_tui.model.acts.paying`."""
    parts = module.split(".")
    name = parts[1] if len(parts) > 1 else "tools"
    if name == "model" and len(parts) > 2:
        return f"model/{parts[2]}"
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
    rooms = {
        str(path.parent.relative_to(PACKAGE))
        for path in PACKAGE.rglob("__init__.py")
        if path.parent != PACKAGE
    }
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
                here = room.rpartition("/")[2]
                owners = LIBRARIES.get(name.partition(".")[0], {here})
                if here not in owners:
                    wrong.append(f"{module} imports {name}")
            elif room_of(target) not in arrows[room] | {room}:
                wrong.append(f"{module} imports {target}")
            elif room.startswith(("model", "sheet", "intake")) and target == "cagette_tui.i18n":
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
