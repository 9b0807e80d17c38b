"""Keep `docs/rules.md` true: which tests name each rule, and whether what it names exists.

python tools/rules.py             say what is wrong with the page; exit 1 if anything is
python tools/rules.py --update    write the lists of tests first
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "rules.md"
_RULE = re.compile(r"\bR(\d{1,2})\b")
_SECTION = re.compile(r"^### R(\d+) .*?(?=^### |^## |\Z)", re.MULTILINE | re.DOTALL)


def cited() -> dict[str, set[int]]:
    """Return the rules that each Python file of the program and its tests names, by its path."""
    found: dict[str, set[int]] = defaultdict(set)
    for folder in ("cagette_tui", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            numbers = {int(number) for number in _RULE.findall(text)}
            if numbers and path.name != "test_rules.py":
                found[path.relative_to(ROOT).as_posix()] = numbers
    return found


def sections(page: str) -> dict[int, str]:
    """Return what the page says of each rule, by its number."""
    return {int(match[1]): match[0] for match in _SECTION.finditer(page)}


def is_to_come(section: str) -> bool:
    """Whether a rule stands there as not yet kept."""
    return "- Not yet." in section


def is_defined(name: str) -> bool:
    """Whether a dotted name is a module of the program, or something defined in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:length]).with_suffix(".py")
        if path.is_file():
            return _holds(ast.parse(path.read_text(encoding="utf-8")).body, parts[length:])
    return False


def _holds(body: list[ast.stmt], names: list[str]) -> bool:
    if not names:
        return True
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name == names[0]:
                return _holds(node.body, names[1:])
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Name) and one.id == names[0] for one in targets):
                return len(names) == 1
    return False


def with_tests(page: str) -> str:
    """Return the page with the list of the tests that name each rule, as they are now."""
    naming = cited()

    def listed(match: re.Match[str]) -> str:
        number = int(match[1])
        tests = [f"`{path}`" for path, rules in naming.items() if _is_test(path, number, rules)]
        line = f"- Tests: {', '.join(tests)}".rstrip()
        return re.sub(r"^- Tests:.*$", lambda _: line, match[0], flags=re.MULTILINE)

    return _SECTION.sub(listed, page)


def _is_test(path: str, number: int, rules: set[int]) -> bool:
    return path.startswith("tests/") and "/test_" in path and number in rules


def wrong(page: str) -> list[str]:
    """Say what is not so on the page, a line each."""
    rules = sections(page)
    naming = cited()
    found = [
        f"R{number} is cited in {path} and is not on the page"
        for path, numbers in naming.items()
        for number in sorted(numbers - set(rules))
    ]
    for number, section in rules.items():
        names = re.findall(r"`(cagette_tui(?:\.\w+)+)`", section)
        found += [f"R{number}: there is no {name}" for name in names if not is_defined(name)]
        if is_to_come(section):
            continue
        if not names:
            found.append(f"R{number} names no function that holds it")
        if not any(_is_test(path, number, numbers) for path, numbers in naming.items()):
            found.append(f"R{number} has no test that names it")
    if with_tests(page) != page:
        found.append("the lists of tests are old: python tools/rules.py --update")
    return found


def main() -> int:
    """Check the page, after bringing its lists up to date if asked."""
    parser = argparse.ArgumentParser(description="Keep docs/rules.md true.")
    parser.add_argument("--update", action="store_true", help="write the lists of tests first")
    page = PAGE.read_text(encoding="utf-8")
    if parser.parse_args().update:
        page = with_tests(page)
        PAGE.write_text(page, encoding="utf-8")
    problems = wrong(page)
    print("\n".join(problems) or "docs/rules.md is true.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
