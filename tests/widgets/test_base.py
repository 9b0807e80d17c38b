"""The screen that all screens are made of."""

import asyncio
import gc
import warnings

import pytest
from textual import events

from cagette_tui import i18n
from cagette_tui.widgets.commands import key_name
from cagette_tui.widgets.help import HelpScreen
from tests.widgets.probe import ProbeScreen, probing, rows

pytestmark = pytest.mark.long

ALL = rows(*range(1, 63))


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_footer_and_help_come_from_the_same_table(language: str) -> None:
    async with probing(ALL, language=language) as on:
        footer = on.lines[23]
        assert footer.startswith(f" e {i18n._('cash')}  u ")
        assert "never" not in footer
        await on.press("question_mark")
        assert isinstance(on.app.screen, HelpScreen)
        text = "\n".join(on.lines)
        for command in ProbeScreen.COMMAND_TABLE:
            assert f"  {command.keys_text}" in text
            assert i18n._(command.label) in text
        await on.press("escape")
        assert on.app.screen is on.screen


async def _cancel_before_it_begins() -> None:
    async def work() -> None:
        raise AssertionError("it was cancelled")

    async with probing(ALL) as on, asyncio.timeout(10):
        acted = asyncio.create_task(on.screen.act(work()))
        while not on.app.workers:
            await asyncio.sleep(0)
        on.app.workers.cancel_node(on.screen)
        await acted
        assert not on.screen.acts.is_working
        await on.screen.acts.ended()


async def test_an_act_that_never_began() -> None:
    """Its screen went before its first step: the key that wanted it, and those after it, go on.

    Nothing that it was made of is left for Python to complain about.
    """
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", RuntimeWarning)
        await _cancel_before_it_begins()
        gc.collect()
    assert [str(one.message) for one in said] == []


@pytest.mark.parametrize("key", ["q", "question_mark", "f1", "escape"])
async def test_help_opens_and_closes_with_its_keys(key: str) -> None:
    async with probing(ALL) as on:
        await on.press("f1")
        assert isinstance(on.app.screen, HelpScreen)
        await on.press(key)
        assert on.app.screen is on.screen
        assert on.app.is_running


async def test_a_long_help_is_turned() -> None:
    async with probing(ALL) as on:
        await on.app.push_screen(HelpScreen(ProbeScreen.COMMAND_TABLE * 5))
        await on.pilot.pause()
        first = on.lines[1:22]
        assert on.lines[0].rstrip().rpartition(" ")[2].startswith("1–21/")
        await on.press("end", "j")
        assert on.lines[1:22] != first
        await on.press("home")
        assert on.lines[1:22] == first


async def test_what_is_not_possible_does_nothing() -> None:
    async with probing(ALL) as on:
        await on.press("x")
        assert on.screen.received == []


async def test_esc_never_quits() -> None:
    async with probing(ALL) as on:
        await on.press("escape", "escape")
        assert on.app.screen is on.screen
        assert on.app.is_running


@pytest.mark.parametrize("key", ["q", "f10"])
async def test_quit(key: str) -> None:
    async with probing(ALL) as on:
        await on.press(key)
        assert not on.app.is_running


async def test_labels_follow_the_language() -> None:
    async with probing(ALL) as on:
        assert on.screen.active_bindings["u"].binding.description == "défaire"
        i18n.activate("en")
        assert on.screen.active_bindings["u"].binding.description == "undo"
        on.screen.refresh_commands()
        await on.pilot.pause()
        assert on.lines[23].endswith("? help")


async def test_too_small_a_terminal() -> None:
    async with probing(ALL) as on:
        before = on.lines
        await on.pilot.resize_terminal(60, 20)
        await on.pilot.pause()
        assert "80×24" in on.lines[0]
        assert "60×20" in " ".join(on.lines)
        assert "Personne" not in "\n".join(on.lines)
        await on.press("j", "e", "escape", "question_mark", "enter")
        assert (on.table.cursor_key, on.screen.received) == (1, [])
        await on.pilot.resize_terminal(80, 24)
        await on.pilot.pause()
        assert on.lines == before
        await on.press("j", "e")
        assert on.screen.received == [("cash", 2)]


async def test_too_small_at_first_then_large_enough() -> None:
    async with probing(ALL, size=(79, 24)) as on:
        assert "79×24" in on.lines[0]
        await on.pilot.resize_terminal(80, 24)
        await on.pilot.pause()
        assert on.names[0] == ">    1 Personne 1"
        await on.press("j")
        assert on.table.cursor_key == 2


async def test_a_question_outlives_a_small_terminal() -> None:
    async with probing(ALL) as on:
        answers: list[bool] = []

        async def act() -> None:
            answers.append(await on.screen.confirm("Sûr ?"))

        await on.screen.act(act())
        await on.pilot.resize_terminal(80, 23)
        await on.pilot.pause()
        await on.press("o")
        assert answers == []
        await on.pilot.resize_terminal(80, 24)
        await on.pilot.pause()
        assert on.lines[22] == " Sûr ?"
        await on.press("o")
        assert answers == [True]


async def test_focus_does_not_leave_with_the_window() -> None:
    async with probing(ALL) as on:
        on.app.post_message(events.AppBlur())
        on.app.post_message(events.AppFocus())
        await on.pilot.pause()
        await on.press("j")
        assert on.table.cursor_key == 2


def test_keys_are_called_by_their_names() -> None:
    """No key is shown as programs call it, such as `right`, in help and on the card."""
    i18n.activate("fr")
    for key in ("up", "down", "left", "right", "enter", "escape", "space", "pageup", "home", "end"):
        assert key_name(key) != key
