"""Several at once: what others do is shown without a key, and disturbs nothing."""

from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from cagette_tui.app import CagetteApp
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.presence import Place
from cagette_tui.sample.__main__ import MOMENT
from cagette_tui.screens.baskets import BasketsScreen
from tests.screen_text import press, program, quiet, sample_copy, screen_text

TONIGHT = ("enter",)
ANNE = Desk("Anne", lambda: MOMENT)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    return sample_copy(tmp_path)


async def _second(pilot: Pilot[None]) -> str:
    """Let a second pass: the program looks around."""
    await cast(CagetteApp, pilot.app).look_around()
    await quiet(pilot)
    return screen_text(pilot.app)


async def test_others_acts_come_by_themselves(sample: Path) -> None:
    """The row and the sums change; cursor and filter stay."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "slash", "text:bernard", "enter", "j")
        before = await _second(pilot)
        basket = read_sheet(6).baskets[6]
        validate(ANNE, basket.id, basket.version, mode=Mode.CARD)
        after = await _second(pilot)
        (row,) = [line for line in after.splitlines() if "BERNARD Cédric" in line]
        assert row.startswith(">  7")
        assert " ".join(row.split()).endswith("Carte ✓ validé")
        assert "2/5 (35)" in before
        assert "2/5 (35)" in after
        assert "5 sur 35 – 1 prêt, 4 sans mode" in before
        assert "5 sur 35 – 1 prêt, 3 sans mode" in after


async def test_nothing_half_typed_is_lost(sample: Path) -> None:
    """A text and a question stand as they were, with the rows behind them up to date."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "colon", "text:12 e20")
        await _second(pilot)
        basket = read_sheet(6).baskets[0]
        receive(ANNE, basket.id, basket.version, Mode.CARD)
        text = await _second(pilot)
        assert " : 12 e20" in text
        assert "Carte" in text.splitlines()[3]
        await press(pilot, "text: c", "enter")
        assert [one.mode for one in read_sheet(6).baskets[11].payments] == [Mode.CASH, Mode.CHEQUE]


async def test_who_is_where(sample: Path) -> None:
    """ "Anne is on 3", in the title, in the row, and in the basket; gone when she is gone."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT)
        third = read_sheet(6).baskets[2]
        screen = cast(CagetteApp, pilot.app).screen
        screen.show_others((Place("Anne", 6, third.id, MOMENT),))  # type: ignore[attr-defined]
        await quiet(pilot)
        text = screen_text(pilot.app)
        assert "Anne est sur 3" in text.splitlines()[0]
        assert text.splitlines()[5].endswith("Anne")
        screen.show_others(())  # type: ignore[attr-defined]
        await quiet(pilot)
        assert "Anne" not in screen_text(pilot.app)


async def test_a_preview_stays_as_it_was_shown(sample: Path) -> None:
    """R42: what changed meanwhile is refused with a new preview, not slipped under one's eyes."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "V")
        await _second(pilot)
        basket = read_sheet(6).baskets[0]
        validate(ANNE, basket.id, basket.version, mode=Mode.CARD)
        assert "35 paniers seraient validés" in await _second(pilot)
        await press(pilot, "V", "o")
        text = screen_text(pilot.app)
        assert "34 paniers seraient validés" in text
        assert "Quelque chose a changé" in text
        assert len(read_sheet(6).open_baskets) == 34


async def test_help_opened_while_the_list_follows(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen that others' acts are shown on may be another's when they are read."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT)
        app = cast(CagetteApp, pilot.app)
        screen = app.screen
        assert isinstance(screen, BasketsScreen)

        async def follow() -> None:
            await press(pilot, "question_mark")

        monkeypatch.setattr(screen, "follow", follow)
        app.trouble = "away"  # until now: so it follows
        await app.look_around()
        assert "On this screen" in screen_text(app)
