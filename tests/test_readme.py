"""The README and the guides show the real screens and the real commands."""

from __future__ import annotations

import os
import re
import shlex
from argparse import _SubParsersAction
from pathlib import Path

import pytest

from cagette_tui import i18n
from cagette_tui.parser import build_parser
from tools import pictures

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
TEXTS["README.md"] = README
_PLACEHOLDERS = {"ID": "1", "NUMBER": "2", "CODE": "3fa9c1"}


def _pictures() -> list[tuple[str, str]]:
    """Give each picture with the name of the golden that the line before it says."""
    return re.findall(r"<!-- (\w+/[\w-]+\.txt) -->\n```text\n(.*?)```", README, re.DOTALL)


def test_its_pictures_are_the_real_screens() -> None:
    """As the goldens have them, from where UPDATE_GOLDENS=1 takes them; the first: the baskets."""
    text = README
    pictures = _pictures()
    assert pictures[0][0] == "fr/baskets.txt"
    for name, picture in pictures:
        golden = (ROOT / "tests" / "screens" / "goldens" / name).read_text(encoding="utf-8")
        text = text.replace(picture, golden)
        if not os.environ.get("UPDATE_GOLDENS"):
            assert picture.replace("\xa0", " ") == golden.replace("\xa0", " "), name
    if os.environ.get("UPDATE_GOLDENS"):
        (ROOT / "README.md").write_text(text, encoding="utf-8")


def test_its_drawings_are_the_real_screens() -> None:
    """What `tools/pictures.py` drew says what the goldens say, and the README shows all of it."""
    for name, title in pictures.PICTURES.items():
        golden = (ROOT / "tests" / "screens" / "goldens" / "fr" / f"{name}.txt").read_text("utf-8")
        drawn = (pictures.FOLDER / f"{name}.svg").read_text(encoding="utf-8")
        assert pictures.text_of(drawn) == golden, f"{name}: python tools/pictures.py"
        assert f"![{title}](docs/pictures/{name}.svg)" in README


def test_ci_runs_its_test_command() -> None:
    """`.ci/run` runs exactly what the README says."""
    command = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest"
    assert f"\n{command}\n" in README
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def _commands(text: str) -> list[str]:
    """Give the words after each `cagette-tui` that stands in a block."""
    blocks = re.findall(r"```(?:sh|text)\n(.*?)```", text, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ")
    # Up to what the shell takes for itself, or the end of what it is quoted in.
    return re.findall(r"""cagette-tui ((?:'[^'\n]*'|"[^"\n]*"|[^'"&>|#\n])*)""", lines)


@pytest.mark.parametrize("name", TEXTS)
def test_its_commands_are_understood(name: str) -> None:
    """What the guides tell people to type is what the program takes."""
    i18n.activate("en")
    parser = build_parser()
    for command in _commands(TEXTS[name]):
        words = [_PLACEHOLDERS.get(word, word) for word in shlex.split(command)]
        if words != ["--version"]:
            parser.parse_args(words)


def test_every_command_is_described() -> None:
    """docs/commands.md leaves none out, nor one of its options."""
    i18n.activate("en")
    (commands,) = (
        action for action in build_parser()._actions if isinstance(action, _SubParsersAction)
    )
    for name, parser in commands.choices.items():
        assert f"`{name}" in TEXTS["commands.md"], name
        options = {option for action in parser._actions for option in action.option_strings}
        for option in options - {"-h", "--help", "--output"}:
            assert option in TEXTS["commands.md"], f"{name} {option}"


@pytest.mark.parametrize("name", TEXTS)
def test_its_links_lead_somewhere(name: str) -> None:
    """Every file that a text points to is there."""
    folder = ROOT if name == "README.md" else ROOT / "docs"
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", TEXTS[name]):
        assert (folder / link).exists(), link
