"""The README shows the real screen and the real commands."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_its_picture_is_the_real_screen() -> None:
    """The baskets of the sample, as the golden has them."""
    golden = ROOT / "tests" / "screens" / "goldens" / "fr" / "baskets.txt"
    picture = README.partition("```text\n")[2].partition("```")[0]
    assert picture.replace("\xa0", " ") == golden.read_text(encoding="utf-8").replace("\xa0", " ")


def test_ci_runs_its_test_command() -> None:
    """`.ci/run` runs exactly what the README says."""
    command = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest"
    assert f"\n{command}\n" in README
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
