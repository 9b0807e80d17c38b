"""Imports go down only: what the README says of the rooms is so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from cagette_tui import parser_money
from cagette_tui.model.rules import accounting
from cagette_tui.model.rules.kinds import LETTERS, SPOT_MODES, Mode
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.papers import bar_svg
from cagette_tui.screens import basket_acts
from cagette_tui.screens.payment import PaymentScreen
from cagette_tui.sentences import columns, labels

# Whoever has read all modules reads them once, and for all that is asked of them.
pytestmark = pytest.mark.xdist_group("modules")

PACKAGE = Path(__file__).parents[1] / "cagette_tui"
README = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
# Modules beside the rooms: the two ways in, and small tools.
PLACES = {
    "app": ("app", "database_thread", "neighbours", "doors", "keys_card"),
    "cli": ("__main__", "cli", "parser", "parser_class", "parser_commands", "parser_money"),
}
LIBRARIES = {
    "peewee": {"tables", "store", "reading", "acts", "checking", "model", "intake", "papers"},
    "playhouse": {"tables", "store"},
    "textual": {"app", "screens", "thin", "widgets"},
    "rich": {"app", "screens", "thin", "widgets"},
}

# Where a module imports inside a function: who, what, and why not at its top. Nobody waits for
# what this start, this command or this key does not need.
DEFERRED = (
    ("doors", "screens.*", "a screen is imported when its door is opened"),
    ("doors", "keys_card.*", "only the card of keys needs all these screens"),
    ("doors", "widgets.help.HelpScreen", "help is imported when it is wanted"),
    ("commands", "commands.*", "each command imports what it needs itself"),
    ("commands.screens", "app.*", "Textual is imported once a screen is sure to be shown"),
    ("commands.screens", "screens.tour.Tour", "only the tour needs it"),
    ("commands.screens", "sample.build_sample", "only invented data needs it"),
    ("commands.closing", "*", "three commands of which one is wanted"),
    ("commands.copies", "*", "a copy that is asked for needs no check"),
    ("commands.corrections", "*", "two commands of which one is wanted"),
    ("commands.papers", "keys_card.*", "only the card of keys needs the screens"),
    ("commands.reports", "*", "four commands of which one is wanted"),
    ("commands.common", "model.store.as_json.to_plain", "only what is done with --yes CODE"),
    ("commands.common", "hashlib", "only what is done with --yes CODE"),
    ("commands.bank", "papers.*", "only the paper, where it is wanted"),
    ("screens.bank", "papers.*", "only the paper, where it is wanted"),
    ("intake.bank.reading", "intake.bank.*", "each kind of file has its reader"),
    ("intake.bank.workbook", "python_calamine", "an extra: only where there is a workbook"),
    ("cli", "commands", "a wrong use or --help needs no model"),
    ("cli", "sentences.system.system_said", "only where the output cannot be written"),
    ("cli", "crash.*", "only after a crash"),
    ("screens.model_screen", "*undoing.*", "undo knows all acts, most of which nobody needs"),
    ("screens.model_screen", "*shared*", "only a question about a payment needs it"),
    ("screens.baskets", "model.acts.closing.*", "reopening a distribution is rare"),
    ("screens.money_acts", "model.acts.piling.*", "numbering a cheque in a basket is rare"),
    ("screens.baskets", "screens.membership.*", "a membership in the list is rare"),
    ("screens.pile", "papers.exports.*", "only the deposit slip is a paper"),
    ("screens.sheet_line", "screens.sheet_typing.*", "the sheet's grammar, once : is pressed"),
    ("widgets.bottom", "widgets.ask_line.AskLine", "a screen opens faster without an input"),
    ("sentences", "sentences.problems", "knows all problems; only once there is one"),
    ("sentences", "sentences.check", "only where something is broken"),
    ("openssl", "asyncio", "only beside a driver of a server, which imports it anyway"),
    ("model.store.database", "model.store.postgres.*", "only for an address of a server"),
    ("model.store.migrating", "playhouse.migrations.*", "only for a database that is behind"),
    ("model.store.packed", "*", "only what is certified, or printed again, is packed"),
    ("model.store.workplaces", "shutil", "it imports all kinds of archives"),
    ("model.acts.basket_work", "model.reading.history.*", "only for a stale act"),
    ("model.acts.undoing", "model.tables.people.Member", "only where one act is told"),
    ("model.checking.schema*", "*", "a server's catalogue is read on a server only"),
    ("model.tables.proof", "hashlib.*", "only where an evening is certified or checked"),
    ("model.checking.tables", "model.store.postgres_faults.*", "only on a server"),
    ("clock", "zoneinfo.ZoneInfo", "only where the zone is not the machine's own"),
    ("commands.bank", "papers.*", "only where a paper is wanted"),
    ("intake.bank.reading", "intake.bank.*", "each kind of file has its own reader"),
    ("intake.spreadsheets", "python_calamine.*", "an extra, and only for spreadsheets"),
    ("screens.bank", "papers.*", "only its paper is one"),
    ("commands.papers", "papers.period*", "most papers are of an evening"),
    ("commands.papers", "papers.products_table.*", "most papers are of an evening"),
    ("intake.bank.workbook", "python_calamine*", "an extra, and only for spreadsheets"),
    ("arguments", "*", "only the arguments that were given are read"),
    ("i18n", "json", "only once an amount or a date is written"),
    ("text", "json", "only where JSON is written"),
    ("paths", "pathlib.Path", "most commands need none"),
    ("pager", "*", "only where a paper is longer than the terminal"),
)
# Functions that may be longer than 40 lines: tables, and what never changes any more.
LONG = {
    "parser.build_parser",
    "parser_class.add_global_options",
    "bank_arguments._deposit",
    "model.tables.migrations.*",
    # To be shortened where they are worked at.
    "model.acts.delivering.move_line",
    "intake.importing._add_baskets",
    "intake.catalogue_import._products",
}
ELSEWHERE = re.compile(
    r"\b(?:domain|screens|design|house|textual-notes)\.md\b|\bissue #?\d+", re.IGNORECASE
)
LONGEST_FILE, LONGEST_FUNCTION = 400, 40


def allowed() -> dict[str, set[str]]:
    """Read the table of the README: each room, and those that it may know."""
    section = README.partition("## How it is built")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w/]+?)/?(?:\.py)?`.*\| ([\w, /]+) \|$", section, re.MULTILINE)
    wings = {room for room, _ in rows if room.startswith("model/")}
    known = {room: set(cell.split(", ")) - {"nothing"} for room, cell in rows}
    for rooms in known.values():
        rooms |= wings if "model" in rooms else set()
    return known | {"model": {"tools"}}


def room_of(module: str) -> str:
    """Name the room of a module such as `cagette_tui.model.acts.paying`."""
    parts = module.split(".")
    name = parts[1] if len(parts) > 1 else "tools"
    if name == "model" and len(parts) > 2:
        return f"model/{parts[2]}"
    if (PACKAGE / name).is_dir():
        return name
    return next((place for place, names in PLACES.items() if name in names), "tools")


@cache
def modules() -> dict[str, ast.Module]:
    """Parse every module."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Give what a module imports, and when: at the `top`, `inside` a function, or for `types`."""
    waiting: list[tuple[ast.AST, str]] = [(tree, "top")]
    while waiting:
        node, when = waiting.pop()
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            waiting += [(one, "types") for one in node.body]
            waiting += [(one, when) for one in node.orelse]
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and when == "top":
            when = "inside"
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", when) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, when) for alias in node.names)
        waiting += [(one, when) for one in ast.iter_child_nodes(node)]


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
        if path.parent.parent in (PACKAGE, PACKAGE / "model")
    }
    assert set(allowed()) == rooms | set(PLACES) | {"tools"}


def test_imports_stay_within_the_arrows() -> None:
    """No room knows one above it; the model and the sheet have no words for people."""
    known = modules()
    arrows = allowed()
    wrong = []
    for module, tree in known.items():
        room = room_of(module)
        for name, _ in imports(tree):
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
    """No circle of imports, those inside functions and those that only types need counted too."""
    known = modules()
    graph = {
        module: {target for name, _ in imports(tree) if (target := ours(name, known))} - {module}
        for module, tree in known.items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, with the circle


def test_screens_do_not_know_one_another() -> None:
    """A screen opens another one through its door; what they share is in modules without keys."""
    known = modules()
    keyed = {
        module
        for module, tree in known.items()
        if module.startswith("cagette_tui.screens.")
        and any(_has_keys(node) for node in tree.body if isinstance(node, ast.ClassDef))
    } - {"cagette_tui.screens.choosing"}
    wrong = {
        f"{module} imports {target}"
        for module in keyed
        for name, _ in imports(known[module])
        if (target := ours(name, known)) in keyed - {module}
    }
    assert not wrong


def _has_keys(class_: ast.ClassDef) -> bool:
    targets = [node.target for node in class_.body if isinstance(node, ast.AnnAssign)]
    return any(isinstance(one, ast.Name) and one.id == "COMMAND_TABLE" for one in targets)


def test_every_deferred_import_has_its_reason() -> None:
    """Imports stand at the top of a module; where one does not, the table below says why."""
    found = {
        (module.removeprefix("cagette_tui."), name)
        for module, tree in modules().items()
        for name, when in imports(tree)
        if when == "inside"
    }
    without = [
        f"{module} defers {name}"
        for module, name in found
        if not any(fits(module, name, *entry) for entry in DEFERRED)
    ]
    needless = [entry for entry in DEFERRED if not any(fits(*one, *entry) for one in found)]
    assert not without
    assert not needless


def fits(module: str, name: str, where: str, what: str, _reason: str) -> bool:
    """Whether a deferred import is what a row of the table is about."""
    return fnmatch(module, where) and fnmatch(name.removeprefix("cagette_tui."), what)


def test_files_and_functions_are_short() -> None:
    """No file over 400 lines, no function over 40 but migrations and the parser's table."""
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        if len(text.splitlines()) > LONGEST_FILE:
            wrong.append(f"{module}: {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                name = f"{module}.{node.name}"
                if length > LONGEST_FUNCTION and not any(fnmatch(name, one) for one in LONG):
                    wrong.append(f"{name}: {length} lines")
    assert not wrong


def test_nothing_is_cited_that_is_not_here() -> None:
    """Papers of the workplace, an issue's number, or a module that is gone."""
    wrong = []
    for path in cited_from():
        text = path.read_text(encoding="utf-8")
        wrong += [f"{path.name}: {one}" for one in ELSEWHERE.findall(text)]
        wrong += [
            f"{path.name}: {one}"
            for one in re.findall(r"`((?:cagette_tui|model|tests|tools|docs)/[\w./]+)`", text)
            if not any((root / one).exists() for root in (PACKAGE.parent, PACKAGE))
        ]
    assert not wrong


def cited_from() -> Iterator[Path]:
    """Give the files whose comments and sentences may cite something."""
    here = Path(__file__)
    for folder in (PACKAGE, here.parent, PACKAGE.parent / "docs", PACKAGE.parent / "tools"):
        for path in folder.rglob("*"):
            if path.suffix in (".py", ".md", ".po", ".toml") and path != here:
                yield path
    yield PACKAGE.parent / "README.md"


def test_the_letters_of_the_modes_have_one_home() -> None:
    """Screens, sheet and texts take them from `model/rules/kinds.py`; nobody spells them out."""
    home = PACKAGE / "model" / "rules" / "kinds.py"
    spelt = re.compile(
        r"\be c t b\b|\bectb|E C T B|\bECTB"  # all of them, in a text or a set
        r"|Mode\.\w+: *\"\w\"|\"[ectbl]\": *Mode\."  # one by one
        r"|\(\"[ectbl]\",\),[^)]*Mode\.",
        re.IGNORECASE,
    )
    wrong = [
        f"{path.name}: {match.group()}"
        for path in PACKAGE.rglob("*")
        if path.suffix in (".py", ".po") and path != home
        for match in spelt.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not wrong


def test_a_payment_mode_is_everywhere() -> None:
    """Each place that has something to say of every mode says it: none is forgotten when one comes.

    `docs/architecture.md` names the same places.
    """
    spot = {str(mode) for mode in SPOT_MODES}
    keys = {
        "received": {one.argument for one in (*basket_acts.RECEIVING, basket_acts.ONLINE)},
        "typed": {one.argument for one in PaymentScreen.COMMAND_TABLE} - {None},
    }
    places = {
        "letters": set(LETTERS),
        "names": set(labels._MODES),
        "names in a column": set(labels._SHORT_MODES),
        "accounts": set(accounting._OF_MODE),
        "options of commands": set(parser_money.MODES),
        "columns of tables": set(Mode) & set(columns._NAMES),
        **keys,
    }
    assert {name: there for name, there in places.items() if there != set(Mode)} == {}
    assert {one.argument for one in basket_acts.VALIDATING} == spot
    assert len(bar_svg._TINTS) >= len(Mode)
    checked = "".join(one.sql for one in Operation._meta.constraints)
    assert all(f"'{mode}'" in checked for mode in Mode)


def test_a_command_is_asked_about_by_its_name() -> None:
    """Every name that `enabled` and `why_not` compare with is a command's action."""
    actions, asked = set(), set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.name.startswith("action_"):
                actions.add(node.name.removeprefix("action_"))
            if node.name in ("enabled", "why_not"):
                asked |= set(names_compared(node))
    assert asked - actions - {""} == set()


def names_compared(function: ast.AST) -> Iterator[str]:
    """Give the texts that the argument `action` is compared with."""
    for node in ast.walk(function):
        if isinstance(node, ast.Compare) and getattr(node.left, "id", "") == "action":
            for one in ast.walk(node.comparators[0]):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value


def test_rows_are_read_by_name() -> None:
    """No cell of a row is found by its place: a column more would move it."""
    by_place = re.compile(r"\b(?:row|cells)\[-?\d[\d:]*\]")
    wrong = [
        f"{path.name}: {match.group()}"
        for path in PACKAGE.rglob("*.py")
        # A file that comes in may have more cells than columns.
        if "intake" not in path.parts
        for match in by_place.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not wrong
