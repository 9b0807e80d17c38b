"""What `docs/rules.md` says of the code is so."""

from __future__ import annotations

import pytest

from tools import rules

pytestmark = pytest.mark.xdist_group("rules")

PAGE = rules.PAGE.read_text(encoding="utf-8")


def test_the_page_is_true() -> None:
    """Every rule that is cited stands there, with functions that exist and tests that name it."""
    assert rules.wrong(PAGE) == []


def test_every_rule_has_its_place() -> None:
    """R1 to R65, one by one, those that are not kept yet among them."""
    given = {*range(1, 27), *range(30, 36), *range(40, 47), *range(50, 59), *range(60, 66)}
    assert set(rules.sections(PAGE)) == given


def test_what_is_missing_is_named() -> None:
    """A rule without a place, a function that is gone and a list that is old are said."""
    page = PAGE.replace("### R33 A", "### R99 A").replace("outcome.outcome_of", "outcome.gone", 1)
    said = "\n".join(rules.wrong(page))
    assert "R33 is cited" in said
    assert "R99 names no function" not in said
    assert "R99 has no test that names it" in said
    assert "there is no cagette_tui.model.rules.outcome.gone" in said
