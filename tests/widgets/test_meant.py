"""R62: which keys somebody meant, and what is said where nobody did."""

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.thin.decoding import Kind, Piece
from cagette_tui.thin.guard import (
    AGAIN,
    BEFORE_A_TEXT,
    LATELY,
    PAUSE,
    Arrival,
    Arrivals,
    Doing,
    Guard,
    Why,
)
from cagette_tui.widgets.caps import CapsLock, digits_meant
from tests.screen_text import press, program, quiet, sample_copy, screen_text

ACTS = Doing.ACTS


def judged(*keys: tuple[float, str, Doing], guard: Guard | None = None) -> list[Why | None]:
    """Judge keys that came alone, each at its second."""
    guard = guard or Guard()
    return [guard.judge(key, doing, Arrival(at, True)) for at, key, doing in keys]


def test_alone() -> None:
    """A key is alone where nothing comes with it or right before it."""
    arrivals, key, answer = Arrivals(), Piece(Kind.KEY, "E"), Piece(Kind.ANSWER, "\x1b[?1;2c")
    assert arrivals.of([key], 1.0).alone
    assert not arrivals.of([key], 1.001).alone
    assert not arrivals.of([key, key], 2.0).alone
    assert not arrivals.of([answer, key], 3.0).alone
    assert arrivals.of([answer], 4.0).alone
    assert arrivals.of([key], 4.001).alone


def test_a_key_that_is_held_down() -> None:
    """The first acts, and none of the others until the keys pause."""
    held = judged(*((1 + 0.03 * turn, "E", ACTS) for turn in range(33)))
    assert held[:2] == [None, Why.AGAIN]
    assert set(held[2:]) == {Why.AFTER}
    assert judged((1, "C", ACTS), (1.06, "C", ACTS)) == [None, Why.AGAIN]
    assert judged((1, "E", ACTS), (1.01 + AGAIN, "E", ACTS)) == [None, None]
    assert judged((1, "e", ACTS), (1.06, "v", ACTS)) == [None, None]


def test_while_an_act_is_under_way() -> None:
    """Three impatient presses during a stall: they were pressed without seeing anything."""
    guard = Guard()
    assert judged((1, "E", ACTS), guard=guard) == [None]
    guard.rested(4.0)
    late = judged((2, "E", ACTS), (2.8, "C", ACTS), (3.6, "E", ACTS), guard=guard)
    assert late == [Why.WORKING] * 3
    assert judged((5, "E", ACTS), guard=guard) == [None]


def test_forty_acts_at_one_a_second() -> None:
    """Over a slow line all count, and a refusal among them drops none."""
    guard = Guard()
    for turn in range(40):
        key = "ECTB"[turn % 4]
        assert judged((turn + 0.3, key, ACTS), guard=guard) == [None]
        guard.rested(turn + 0.35)
        if turn % 5 == 0:
            guard.interrupted(turn + 0.35)


def test_after_a_refusal() -> None:
    """What is typed for a prompt that did not open is dropped until the keys pause."""
    guard = Guard()
    guard.interrupted(1.0)
    typed = [(1.2 + 0.3 * turn, letter, ACTS) for turn, letter in enumerate("dupont")]
    assert judged(*typed, guard=guard) == [Why.AFTER] * 6
    assert judged((typed[-1][0] + PAUSE + 0.01, "e", ACTS), guard=guard) == [None]


def test_slow_typing_for_a_line_that_did_not_open() -> None:
    """Somebody reads the paper, then types the reason that R would have asked for."""
    guard = Guard()
    guard.interrupted(1.0, BEFORE_A_TEXT)
    typed = [(3.0 + 0.5 * turn, letter, ACTS) for turn, letter in enumerate("cheque")]
    assert judged(*typed, guard=guard) == [Why.AFTER] * 6
    assert judged((typed[-1][0] + PAUSE + 0.01, "e", ACTS), guard=guard) == [None]


def test_a_key_pressed_twice_from_habit() -> None:
    """A double press is one act: nobody saw what the second would act on."""
    assert judged((1, "E", ACTS), (1.25, "E", ACTS)) == [None, Why.AGAIN]


def test_a_burst_into_a_text() -> None:
    """It is what it is; a search or a sheet line may even begin with it."""
    guard, burst = Guard(), Arrival(1.0, False)
    for key, doing in (("/", Doing.TAKES_TEXT), ("e", Doing.WRITES), ("enter", Doing.WRITES)):
        assert guard.judge(key, doing, burst) is None
    assert guard.judge("E", ACTS, burst) is Why.TOGETHER
    for doing in (Doing.OPENS, Doing.NOTHING, Doing.IMPOSSIBLE, ACTS):
        assert Guard().judge("u", doing, burst) is Why.TOGETHER


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return sample_copy(tmp_path)


async def arrive(pilot: Pilot[None], *keys: tuple[str, float, bool]) -> None:
    """Let keys arrive, each at its second and alone or not."""
    for key, at, alone in keys:
        event = events.Key(key, key if len(key) == 1 else None)
        event.arrival = Arrival(at, alone)  # type: ignore[attr-defined]
        event.set_sender(pilot.app)
        pilot.app.post_message(event)
    await pilot.pause()
    await quiet(pilot)


async def test_a_paste_without_brackets(sample: Path) -> None:
    """Letters of a burst validate nothing, open nothing, and it is said."""
    async with program(sample, "en") as pilot:
        await press(pilot, "enter")
        before = read_sheet(6)
        await arrive(pilot, *((key, 1e9, False) for key in "EEEEubR"))
        assert read_sheet(6) == before
        assert "! Keys that came all at once did nothing." in screen_text(pilot.app)
        await arrive(pilot, ("E", 1e9 + 1, True), ("E", 1e9 + 1.05, True))
        assert [one.validated for one in read_sheet(6).baskets[:2]] == [True, False]
        text = screen_text(pilot.app)
        assert "€32.13 received, validated" in text
        assert "same key" in text


async def test_impossible_keys_say_why(sample: Path) -> None:
    """R on an open basket, and the reason typed next: said, and nothing received."""
    async with program(sample, "en") as pilot:
        await press(pilot, "enter")
        before = read_sheet(6)
        at = 1e9
        for letter in "Rerreur":
            at += 0.15
            await arrive(pilot, (letter, at, True))
        assert "Nothing to reopen here" in screen_text(pilot.app)
        assert read_sheet(6) == before
        for key, told in (("z", "means nothing here"), ("N", "Caps Lock?"), ("é", "2 without")):
            await press(pilot, key)
            assert told in screen_text(pilot.app)
        # It looks like Caps Lock: the next capital that acts is asked about, once.
        await press(pilot, "E")
        assert "Caps Lock? E: Receive in cash, validate" in screen_text(pilot.app)
        await press(pilot, "n")
        assert read_sheet(6) == before
        await press(pilot, "E", "o")
        assert read_sheet(6).baskets[0].validated
        await press(pilot, "N", "C")
        assert read_sheet(6).baskets[1].validated


async def test_a_capital_whose_small_letter_does_nothing_either(sample: Path) -> None:
    """R62: Caps Lock is suspected only where the small letter would do something."""
    async with program(sample) as pilot:
        await press(pilot, "Z")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "Z ne veut rien dire ici ;" in shown
        await press(pilot, "I")
        assert "I ne veut rien dire ici : verr. maj ?" in screen_text(pilot.app).replace(
            "\xa0", " "
        )
        await press(pilot, "end", "enter", "W")  # certified: nothing is weighed there
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "W ne veut rien dire ici ;" in shown
        assert "verr. maj" not in shown


async def test_pasted_lines(sample: Path) -> None:
    """Of four sheet lines all are taken; of two amounts the first, and the other is said."""
    async with program(sample, "en") as pilot:
        await press(pilot, "enter", "colon")
        pilot.app.post_message(events.Paste("1 e\n2 c\n\n3 t\n4 b"))
        await pilot.pause()
        await quiet(pilot)
        paid = [one.payments[0].mode for one in read_sheet(6).baskets[:4]]
        assert [str(mode) for mode in paid] == ["cash", "cheque", "transfer", "card"]
        before = read_sheet(6)
        pilot.app.post_message(events.Paste("6 e\n7 zzz\n8 e\n9 e"))
        await pilot.pause()
        await quiet(pilot)
        text = screen_text(pilot.app).replace("\n ", " ")
        assert "2 more lines were pasted and not taken" in text
        pairs = zip(before.baskets, read_sheet(6).baskets, strict=True)
        assert [one.number for one, after in pairs if one != after] == [6]
        await press(pilot, "escape", "p", "e")
        pilot.app.post_message(events.Paste("\n25,50\n30,00"))
        await pilot.pause()
        assert "1 more line was pasted" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert "25.50" in screen_text(pilot.app)
        await press(pilot, "escape", "escape")
        before = read_sheet(6)
        pilot.app.post_message(events.Paste("E\nE"))
        await pilot.pause()
        assert "What is pasted here does nothing." in screen_text(pilot.app)
        assert read_sheet(6) == before


async def test_ctrl_c_and_the_cursor(sample: Path) -> None:
    """Ctrl+C says how to quit; the terminal's cursor stands on the highlighted row."""
    async with program(sample, "en") as pilot:
        await press(pilot, "enter", "j", "j")
        assert pilot.app.cursor_position.y == 5
        await press(pilot, "ctrl+c")
        assert "q quits" in screen_text(pilot.app)
        await press(pilot, "slash", "escape")
        assert pilot.app.cursor_position.y == 5


async def test_no_width_at_all(sample: Path) -> None:
    """A window of no column, or of one, ends nothing."""
    async with program(sample, "en") as pilot:
        await press(pilot, "enter")
        for size in ((1, 24), (0, 0), (1, 1), (2, 1), (80, 1), (80, 0), (300, 300), (80, 24)):
            await pilot.resize_terminal(*size)
            await quiet(pilot)
        assert "1/35" in screen_text(pilot.app)


def test_digits_without_shift() -> None:
    """The row of digits of AZERTY, and nothing that is something else."""
    assert digits_meant("&é,(à") == "12,50"
    assert digits_meant("é") == "2"
    for other in ("-5", "12", "été", "12e", "", ",", "d'o"):
        assert digits_meant(other) is None


def test_caps_lock() -> None:
    """Three capitals of a text, or one that means nothing; a small letter says otherwise."""
    caps = CapsLock()
    for letter in "DUP":
        assert not caps.is_likely
        caps.typed(letter)
    assert caps.is_likely
    caps.typed("o")
    assert not caps.is_likely
    caps.suspect()
    caps.are_meant()
    assert not caps.is_likely


async def test_a_key_that_is_no_answer(sample: Path) -> None:
    """R62: it is said below the question, and what is typed right behind it answers nothing."""
    async with program(sample, "en") as pilot:
        await press(pilot, "enter", "e", "u")
        assert "Undo: " in screen_text(pilot.app)
        at = 1e9
        await arrive(pilot, ("u", at, True))
        await arrive(pilot, ("o", at + 0.3, True))
        shown = screen_text(pilot.app)
        assert "Undo: " in shown
        assert "u is not an answer: the question first, then u." in shown
        assert read_sheet(6).baskets[0].paid
        await arrive(pilot, ("o", at + 0.3 + PAUSE + 0.1, True))
        assert not read_sheet(6).baskets[0].paid


def test_what_was_typed_ahead_of_a_line_is_known_to_be_lost() -> None:
    """A line that opens right after says so; one that opens later has nothing to say."""
    guard = Guard()
    guard.interrupted(1.0)
    assert judged((1.2, "2", ACTS), guard=guard) == [Why.AFTER]
    assert guard.has_dropped(1.2 + LATELY / 2)
    assert not guard.has_dropped(1.2 + LATELY + 0.01)
    assert not Guard().has_dropped(1.0)
    guard.dropped(3.0)
    assert judged((4.0, "enter", Doing.OPENS), guard=guard) == [None]
    assert not guard.has_dropped(4.0)  # it was pressed before, not ahead
