"""What is said and asked at the bottom of a screen."""

import asyncio
import unicodedata

import pytest
from textual import events
from textual.widgets import Input

from cagette_tui.widgets.prompt import NO, YES, Choices
from tests.widgets.probe import Probing, probing, rows

ALL = rows(*range(1, 63))
LONG = (
    "La distribution commence à 18:00, on peut valider à partir de 17:30 et il est 17:29. "
    "Les lignes, les poids et les prix peuvent déjà être saisis."
)


async def asked(on: Probing, text: str, choices: Choices | None = None) -> list[object]:
    """Ask as an act does; the list gets the answer."""
    answers: list[object] = []

    async def act() -> None:
        if choices is None:
            answers.append(await on.screen.confirm(text))
        else:
            answers.append(await on.screen.choose(text, choices))

    await on.screen.act(act())
    await on.pilot.pause()
    return answers


def number(text: str) -> int:
    """Refuse what is no number."""
    if not text.isdecimal():
        raise ValueError(f"pas un nombre : {text}")
    return int(text)


async def asked_text(
    on: Probing, *, value: str = "", hint: str = "", keep: str = ""
) -> list[int | None]:
    """Ask for a number as an act does; the list gets it."""
    answers: list[int | None] = []

    async def act() -> None:
        asking = on.screen.ask_text("Combien ?", number, value=value, hint=hint, keep=keep)
        answers.append(await asking)

    await on.screen.act(act())
    await on.pilot.pause()
    return answers


async def test_messages_have_a_sign_and_are_never_cut() -> None:
    async with probing(ALL) as on:
        on.screen.say("Panier [bio] \x1b reçu", "good")
        await on.pilot.pause()
        assert on.lines[22] == " ✓ Panier [bio] \ufffd reçu"
        assert on.lines[23].endswith("aide")
        on.screen.say(LONG, "refused")
        await on.pilot.pause()
        assert " ".join(line.strip() for line in on.lines[22:]) == f"! {LONG}"
        # Nothing above has moved.
        assert on.lines[21].startswith("    20 ")
        on.screen.say("")
        await on.pilot.pause()
        assert on.lines[22] == ""
        assert on.lines[23].endswith("aide")


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("o", True),
        ("y", True),
        ("O", True),
        ("Y", True),
        ("n", False),
        ("N", False),
        ("enter", False),
        ("escape", False),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
async def test_yes_and_no(key: str, answer: bool, language: str) -> None:
    async with probing(ALL, language=language) as on:
        answers = await asked(on, "Valider avec une dette de 12,00 € ?")
        assert on.lines[22] == " Valider avec une dette de 12,00 € ?"
        assert on.lines[23].startswith(" o/y ")
        await on.press(key)
        assert answers == [answer]
        assert on.screen.focused is on.table
        assert on.lines[23].endswith("? aide" if language == "fr" else "? help")


async def test_other_keys_do_nothing_meanwhile() -> None:
    async with probing(ALL) as on:
        answers = await asked(on, "Sûr ?")
        keys = ("j", "e", "u", "q", "f10", "question_mark", "tab", "space", "a", "down", "x")
        await on.press(*keys)
        assert (answers, on.table.cursor_key, on.screen.received) == ([], 1, [])
        assert on.app.screen is on.screen
        assert on.screen.focused is on.screen.bottom.question
        on.table.focus()
        await on.press("o")
        assert answers == [True]


async def test_keys_that_had_already_arrived_are_dropped() -> None:
    async with probing(ALL) as on:
        early = events.Key("o", "o")
        answers = await asked(on, "Sûr ?")
        on.app.post_message(early)
        await on.pilot.pause()
        assert answers == []
        assert on.screen.bottom.question.is_standing
        on.app.post_message(events.Key("o", "o"))
        await on.pilot.pause()
        assert answers == [True]


async def test_a_key_between_asking_and_painting_is_dropped() -> None:
    async with probing(ALL) as on:
        asking = on.screen.bottom.question.stand("Sûr ?", {YES: "oui"})
        key = events.Key("o", "o")
        on.screen.bottom.question.on_key(key)
        assert not asking.done()
        on.screen.bottom.drop()


async def test_letters_to_choose_from() -> None:
    choices = {"e": "espèces", "c": "chèque", "E": "espèces et valider", "m": "numérique"}
    for key, answer in (("e", "e"), ("E", "E"), ("C", "c"), ("m", "m"), ("n", NO), ("enter", NO)):
        async with probing(ALL) as on:
            answers = await asked(on, "Quel mode ?", choices)
            assert "c chèque" in on.lines[23]
            await on.press("z", key)
            assert answers == [answer]


async def test_a_long_question_takes_the_lines_it_needs() -> None:
    async with probing(ALL) as on:
        on.table.move_to(20)
        answers = await asked(on, f"{LONG} [bio] {LONG}\nContinuer ?")
        text = " ".join(line.strip() for line in on.lines)
        assert f"{LONG} [bio] {LONG} Continuer ? o/y" in text
        assert any(line.startswith(">   20") for line in on.lines)
        await on.press("n")
        assert answers == [False]
        assert on.lines[23].endswith("? aide")


async def test_an_act_waits_for_the_one_before() -> None:
    """Keys typed during an act keep their order; the ones that did not know a question are gone."""
    async with probing(ALL) as on:
        log: list[str] = []
        gate = asyncio.Event()

        async def first() -> None:
            await gate.wait()
            log.append("first")

        async def second() -> None:
            log.append("second")

        one = asyncio.create_task(on.screen.act(first()))
        two = asyncio.create_task(on.screen.act(second()))
        await on.pilot.pause()
        assert (log, on.screen.acts.is_working) == ([], True)
        gate.set()
        await asyncio.gather(one, two)
        assert log == ["first", "second"]
        answers = await asked(on, "Sûr ?")
        await on.screen.act(second())
        assert log == ["first", "second"]
        await on.press("n")
        assert answers == [False]


async def test_a_refused_text_is_kept() -> None:
    async with probing(ALL) as on:
        answers = await asked_text(on, hint="un nombre entier")
        assert on.lines[22:] == [" Combien ?", " un nombre entier"]
        await on.press("1", "e", "enter")
        assert on.lines[22:] == [" Combien ? 1e", " ! pas un nombre : 1e"]
        assert (answers, on.screen.received) == ([], [])
        await on.press("backspace")
        assert on.lines[23] == " un nombre entier"
        await on.press("2", "enter")
        assert answers == [12]
        assert on.screen.focused is on.table
        await on.press("e")
        assert on.screen.received == [("cash", 1)]


async def test_a_refused_text_is_replaced_by_typing_and_edited_with_the_arrows() -> None:
    async with probing(ALL) as on:
        answers = await asked_text(on)
        await on.press("1", "e", "enter", "8", "enter")
        assert answers == [8]
        for keys, number in ((("right", "backspace"), 1), (("home", "3", "end", "backspace"), 31)):
            answers = await asked_text(on)
            await on.press("1", "e", "enter", *keys, "enter")
            assert answers == [number]


async def test_esc_leaves_a_text_and_it_is_there_again() -> None:
    async with probing(ALL) as on:
        answers = await asked_text(on, keep="amount")
        await on.press("4", "2", "escape")
        assert answers == [None]
        answers = await asked_text(on, value="7")
        assert on.screen.bottom.ask_line.input.value == "7"
        await on.press("escape")
        answers = await asked_text(on, keep="amount", value="7")
        assert on.screen.bottom.ask_line.input.value == "42"
        await on.press("enter")
        assert answers == [42]


async def test_a_proposed_text_is_replaced_or_kept() -> None:
    async with probing(ALL) as on:
        answers = await asked_text(on, value="17")
        await on.press("enter")
        assert answers == [17]
        answers = await asked_text(on, value="17")
        await on.press("8", "enter")
        assert answers == [8]


async def test_texts_come_composed_and_as_they_are_typed() -> None:
    async with probing(ALL) as on:
        typed: list[str] = []
        answers: list[str | None] = []

        async def act() -> None:
            answers.append(await on.screen.ask_text("Chercher", str, on_change=typed.append))

        await on.screen.act(act())
        await on.press("z", "o")
        on.app.post_message(events.Paste(unicodedata.normalize("NFD", "é")))
        await on.pilot.pause()
        await on.press("enter")
        assert answers == ["zoé"]
        assert typed == ["z", "zo", "zoé"]
        assert not on.screen.query_one(Input).cursor_blink


async def test_keys_do_not_leave_an_input() -> None:
    async with probing(ALL) as on:
        answers = await asked_text(on)
        await on.press("tab", "f10", "down", "1", "enter")
        assert answers == [1]
        assert on.app.screen is on.screen
        assert on.table.cursor_key == 1


async def test_a_screen_that_goes_takes_its_question_along() -> None:
    async with probing(ALL) as on:
        answers = await asked(on, "Sûr ?")
        await on.app.pop_screen()
        await on.pilot.pause()
        assert answers == []


@pytest.mark.parametrize("letters", ["n", "o", "y", "N", "x/n"])
async def test_no_choice_takes_the_letters_of_yes_and_no(letters: str) -> None:
    """R62: what cancels everywhere else never books anything."""
    async with probing(ALL) as on:
        with pytest.raises(ValueError, match="everywhere"):
            on.screen.bottom.question.stand("Compter où ?", {letters: "aucune"})
