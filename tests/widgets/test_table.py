"""The table: cursor, pages, marks, filter, and text that is only data."""

import pytest
from textual.geometry import Region

from cagette_tui.widgets.painted import fit
from cagette_tui.widgets.rows import Column, LateRow, Row, cursor_runs, row_runs, shown_columns
from cagette_tui.widgets.table import Table
from tests.widgets.probe import PAGE, probing, row, rows

ALL = rows(*range(1, 63))


async def test_a_row_is_shown_under_titles() -> None:
    async with probing(ALL) as on:
        assert on.lines[0] == " Essai" + " " * 68 + " 1/62"
        assert on.lines[1] == "    N° Adhérent" + " " * 60 + " Coût"
        assert on.lines[2] == ">    1 Personne 1" + " " * 55 + " 12,50 €"
        assert on.names[-1] == f"    {PAGE} Personne {PAGE}"


async def test_half_a_page_is_turned_at_the_edge() -> None:
    async with probing(ALL) as on:
        await on.press(*["j"] * (PAGE - 1))
        assert on.names[0] == "     1 Personne 1"
        await on.press("down")
        half = PAGE // 2
        assert on.names[0] == f"    {half + 1} Personne {half + 1}"
        assert on.names[half] == f">   {PAGE + 1} Personne {PAGE + 1}"
        await on.press(*["k"] * (half + 1))
        assert on.names[0] == "     1 Personne 1"
        assert on.names[half - 1] == f">   {half} Personne {half}"


async def test_the_ends_and_pages() -> None:
    async with probing(ALL) as on:
        await on.press("up")
        assert on.table.cursor_key == 1
        await on.press("end")
        assert (on.table.cursor_key, on.names[-1]) == (62, ">   62 Personne 62")
        await on.press("down")
        assert on.table.position_text == "62/62"
        await on.press("pageup")
        assert on.table.cursor_key == 62 - PAGE
        await on.press("home", "pagedown")
        assert on.table.cursor_key == 1 + PAGE


async def test_a_move_repaints_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    async with probing(ALL) as on:
        dirty: list[Region] = []

        def refreshed(table: Table, *regions: Region, **_options: bool) -> Table:
            dirty.extend(regions or [table.size.region])
            return table

        monkeypatch.setattr(Table, "refresh", refreshed)
        await on.press("j")
        assert dirty == [Region(0, 1, 80, 1), Region(0, 2, 80, 1)]
        dirty.clear()
        on.table.update_row(row(5, "Changée"))
        on.table.update_row(row(40, "Hors de vue"))
        assert dirty == [Region(0, 5, 80, 1)]
        dirty.clear()
        on.table.set_rows([*on.table.visible_rows])
        assert dirty == []


async def test_the_cursor_stays_on_its_key() -> None:
    async with probing(ALL) as on:
        on.table.move_to(30)
        await on.pilot.pause()
        before = on.names
        on.table.set_rows(rows(*range(1, 63)))
        assert on.names == before
        on.table.set_rows(rows(*range(20, 63)))
        assert on.table.cursor_key == 30
        on.table.set_rows(rows(*range(20, 30), *range(31, 63)))
        assert on.table.cursor_key == 31
        on.table.set_rows(rows(1, 2))
        assert on.table.cursor_key == 2
        on.table.set_rows([])
        assert (on.table.cursor_key, on.table.cursor_index) == (None, -1)
        await on.pilot.pause()
        assert on.lines[2] == "  Rien"
        assert not on.table.move_to(1)


async def test_rows_before_the_first_layout_are_all_in_view() -> None:
    async with probing() as on:
        table = Table((), id="second")
        table.set_rows(rows(1, 2, 3))
        table.move_to(3)
        on.table.display = False
        await on.screen.query_one("#content").mount(table)
        await on.pilot.pause()
        assert [line[:1] for line in on.lines[2:6]] == ["", "", ">", ""]


async def test_a_smaller_window_keeps_the_cursor_in_view() -> None:
    async with probing(ALL, size=(80, 40)) as on:
        on.table.move_to(30)
        await on.pilot.resize_terminal(80, 24)
        await on.pilot.pause()
        assert any(name.startswith(">   30") for name in on.names)
        assert len(on.names) == PAGE


async def test_wide_terminals_show_more_columns() -> None:
    async with probing(ALL, size=(100, 24)) as on:
        assert on.lines[1].endswith("Coût Remarque")


async def test_marks() -> None:
    async with probing(ALL) as on:
        await on.press("space", "j", "space", "k")  # marks, and goes down
        assert on.table.marked == (1, 3)
        assert (on.names[0][:2], on.names[2][:2]) == (" *", ">*")
        on.table.set_rows(rows(3, 1, 4))
        assert on.table.marked == (3, 1)
        await on.press("space")
        assert on.table.marked == (1,)
        on.table.clear_marks()
        assert on.table.marked == ()
        assert ("marked", 3) in on.screen.events


async def test_space_is_left_alone_without_marks() -> None:
    async with probing(ALL, markable=False) as on:
        await on.press("space")
        assert on.table.marked == ()


async def test_headings_are_passed_over() -> None:
    shown = [Row.heading("Légumes"), *rows(1, 2), Row.heading("Pain"), *rows(3)]
    async with probing(shown) as on:
        assert on.table.cursor_key == 1
        assert on.names[0] == " Légumes"
        await on.press("j", "j")
        assert (on.table.cursor_key, on.table.position_text) == (3, "3/3")
        await on.press("up", "up", "up")
        assert on.table.cursor_key == 1
        on.table.set_filter("3")
        await on.pilot.pause()
        assert on.names == [" Pain", ">    3 Personne 3"]


async def test_the_filter_folds_and_keeps_the_cursor() -> None:
    shown = [row(1, "Œuvrard Élise"), row(2, "MARTIN Zoé"), row(3, "Weiß Zoë")]
    async with probing(shown) as on:
        await on.press("j")
        on.table.set_filter("ZOE")
        assert (on.table.cursor_key, on.table.position_text) == (2, "1/2 (3)")
        on.table.set_filter("weiss zo")
        assert (on.table.cursor_key, on.table.position_text) == (3, "1/1 (3)")
        on.table.set_filter("oeuv")
        assert on.table.cursor_key == 1
        on.table.set_filter("personne")
        assert on.table.cursor_key is None
        on.table.set_filter("")
        assert len(on.table.visible_rows) == 3


async def test_keys_act_in_the_order_they_were_typed() -> None:
    """A letter right after an arrow acts on the row that the arrow went to."""
    async with probing(ALL) as on:
        await on.press("e", "j", "e", "down", "down", "e", "enter")
        assert on.screen.received == [("cash", 1), ("cash", 2), ("cash", 4)]
        assert on.screen.events[-1] == ("opened", 4)


async def test_text_is_only_data() -> None:
    names = [
        "Œufs [bio]",
        "[/surgras]",
        "[red]rouge[/red]",
        "é\x1b[31mchappé\x07",
        "\u202eà l'envers",
        "東京" * 30,
        "x" * 300,
        "deux\nlignes\tet tab",
    ]
    shown = [row(number, name) for number, name in enumerate(names, 1)]
    async with probing(shown) as on:
        texts = [line[7:69].rstrip() for line in on.lines[2:10]]
        assert texts[:3] == names[:3]
        assert texts[3] == "é\ufffd[31mchappé\ufffd"
        assert texts[4] == "\ufffdà l'envers"
        assert texts[5].startswith("東京東京")
        assert "…" in texts[5]
        assert texts[6] == "x" * 61 + "…"
        assert texts[7] == "deux\ufffdlignes\ufffdet tab"
        assert all(line.endswith("12,50 €") for line in on.lines[2:10])


async def test_of_many_rows_those_in_view_are_made() -> None:
    made: list[int] = []

    def late(number: int) -> LateRow:
        def make() -> Row:
            made.append(number)
            return row(number)

        return LateRow(number, make)

    async with probing(ALL) as on:
        on.table.set_rows(late(number) for number in range(1, 1001))
        await on.pilot.pause()
        assert on.names[-1] == f"    {PAGE} Personne {PAGE}"
        assert sorted(made) == list(range(1, PAGE + 1))
        on.table.set_filter("personne 999")
        await on.pilot.pause()
        assert on.names == ["   999 Personne 999"] or on.names == [">  999 Personne 999"]


def test_one_column_takes_what_it_needs_before_the_others_share() -> None:
    """Names end where the longest does, and what else has no width gets the rest."""
    columns = (Column("name", "", most=45), Column("cost", "", 8), Column("why", "", None))
    assert [room for _column, room in shown_columns(columns, 120)] == [45, 8, 63]
    assert [room for _column, room in shown_columns(columns[:2], 80)] == [69, 8]


def test_a_debt_keeps_its_colour_under_the_cursor() -> None:
    """Blanks beside it do not: they would be a block of it."""
    row = Row(1, {"name": "Ann", "older": ("-12,00", "warn"), "state": ("ready", "good")})
    columns = (Column("name", "", 4), Column("older", "", 8, "right"), Column("state", "", 6))
    runs = fit(cursor_runs(row_runs(row, columns, 24, cursor=True, marked=False)), 24, joins=False)
    assert runs == [("> Ann    ", ""), ("-12,00", "cursor-warn"), (" ready ", "")]
