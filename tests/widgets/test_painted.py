"""Cutting, wrapping and laying out, without a screen."""

import pytest

from cagette_tui import i18n
from cagette_tui.screens.list_screen import FILTER, OPEN
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.text import cells, wrap
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command, footer_lines, help_lines
from cagette_tui.widgets.painted import Run, fit
from cagette_tui.widgets.rows import Column, Row, filtered, row_runs, shown_columns

MANY = tuple(Command((letter,), None, f"action {letter}") for letter in "abcdefghijklmn")
COMMON = (OPEN, MOVE, FILTER, UNDO, BACK, HELP, QUIT)


def joined(runs: list[Run]) -> str:
    return "".join(text for text, _style in runs)


def test_a_cut_is_always_marked() -> None:
    assert fit([("abcdef", "")], 4) == [("abc…", "")]
    assert fit([("abcd", ""), ("ef", "bad")], 4) == [("abc…", "")]
    assert fit([("abcd", "")], 4) == [("abcd", "")]


def test_equal_styles_and_blanks_make_one_run() -> None:
    assert fit([("a", ""), ("b", ""), ("  ", "bad"), ("c", "bad")], 9) == [
        ("ab  ", ""),
        ("c", "bad"),
    ]


def test_control_characters_never_reach_the_terminal() -> None:
    assert fit([("a\x1b[31m\u202eb", "")], 20) == [("a\ufffd[31m\ufffdb", "")]


@pytest.mark.parametrize("width", [1, 2, 7, 40])
def test_wrapped_text_fits_and_is_whole(width: int) -> None:
    text = "Refusé : la distribution commence à 18:00, 東京 est loin\net un mot" + "x" * 50
    lines = wrap(text, width)
    assert max(map(cells, lines)) <= max(width, 2)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")


def test_columns_share_the_width() -> None:
    columns = (
        Column("a", "A", 5),
        Column("b", "B"),
        Column("c", "C"),
        Column("d", "D", 9, "left", 100),
    )
    assert [width for _, width in shown_columns(columns, 80)] == [5, 36, 35]
    assert [width for _, width in shown_columns(columns, 100)] == [5, 41, 40, 9]


def test_a_cell_may_have_its_own_style() -> None:
    columns = (Column("a", "A", 3), Column("b", "B", 4, align="right"))
    row = Row(1, {"a": "x", "b": ("-1", "bad")}, style="dim")
    runs = row_runs(row, columns, 12, cursor=True, marked=True)
    assert fit(runs, 12) == [(">*", ""), ("x     ", "dim"), ("-1", "bad")]


def test_headings_stay_only_over_rows_that_pass() -> None:
    shown = [
        Row.heading("A"),
        Row(1, {"a": "un"}, search="un"),
        Row(2, {"a": "deux"}, search="deux"),
        Row.heading("B"),
        Row(3, {"a": "trois"}, search="trois"),
        Row.heading("C"),
    ]
    assert [next(iter(row.made.cells.values())) for row in filtered(shown, "deux")] == ["A", "deux"]
    assert [next(iter(row.made.cells.values())) for row in filtered(shown, "Trois")] == [
        "B",
        "trois",
    ]
    assert filtered(shown, " ") == shown


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("count", [1, 2])
def test_the_footer_never_overflows(language: str, count: int) -> None:
    i18n.activate(language)
    for commands in ((*MANY, *COMMON), COMMON, (BACK, HELP), MANY):
        lines = footer_lines(commands, 80, count)
        assert len(lines) == count
        assert all(sum(cells(text) for text, _style in line) <= 80 for line in lines)
        if HELP in commands:
            assert joined(lines[-1]).endswith(joined([("? ", ""), (i18n._(HELP.label), "")]))


def test_the_footer_tells_that_there_is_more() -> None:
    i18n.activate("fr")
    assert "…" in joined(footer_lines((*MANY, *COMMON), 80, 1)[0])
    assert "…" not in joined(footer_lines((BACK, HELP), 80, 1)[0])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_help_has_every_key_of_the_table(language: str) -> None:
    i18n.activate(language)
    lines = [joined(line) for line in help_lines((*MANY, *COMMON), 80)]
    assert max(map(cells, lines)) <= 80
    for command in (*MANY, *COMMON):
        assert any(line.startswith(f"  {command.keys_text}") for line in lines)
        assert any(i18n._(command.label) in line for line in lines)
