"""Every screen and every question as text at 80×24, in both languages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.screen_text import GOLDENS, compare, press, program, sample_copy, screen_text

# What is pressed from the start, on the sample: each ends at the screen that is compared.
TONIGHT = ("enter",)
FIRST = (*TONIGHT, "enter")
CERTIFIED = (*TONIGHT, "V", "V", "o", "V", "V", "text:valider", "enter")
TAKEN_OUT = ("text:12,50", "enter", "text:pain", "enter")
COUNTED = (*TONIGHT, "K", "c", "down", "down", "down", "text:1", "enter", "text:2", "enter")
SHORT = ("c", "escape", "t", "text:50", "enter")
PILED = ("text:32,13 0012345", "enter")
POULET = (*TONIGHT, "w", "text:poulet", "enter")
SCREENS: dict[str, tuple[str, ...]] = {
    "distributions": (),
    "distributions-help": ("question_mark",),
    "baskets": TONIGHT,
    "baskets-help": (*TONIGHT, "question_mark"),
    "baskets-filtered": (*TONIGHT, "slash", "text:bernard"),
    "baskets-filter-kept": (*TONIGHT, "slash", "text:garcia", "enter"),
    "baskets-marked": (*TONIGHT, "space", "space"),
    "baskets-end": (*TONIGHT, "end"),
    "baskets-all-marked": (*TONIGHT, "asterisk"),
    "question-at-once": (*TONIGHT, "asterisk", "E"),
    "at-once-done": (*TONIGHT, "asterisk", "E", "o"),
    "received": (*TONIGHT, "e"),
    "validated": (*TONIGHT, "E"),
    "question-mode": (*TONIGHT, "v"),
    "question-change-mode": (*TONIGHT, "e", "c"),
    "question-replace": (*TONIGHT, "j", "j", "j", "j", "e"),
    "question-unseen": (*TONIGHT, "j", "j", "j", "j", "v"),
    "question-debt": (*TONIGHT, "v", "e", "j", "p", "e", "text:20", "enter", "enter", "v"),
    "question-without-payment": (*TONIGHT, "end", "v"),
    "question-absent": (*TONIGHT, "A"),
    "question-undo": (*TONIGHT, "E", "u"),
    "undone": (*TONIGHT, "E", "u", "o"),
    "next-blocks": (*TONIGHT, "n"),
    "refused-validated": (*TONIGHT, "E", "k", "e"),
    "question-reopen": (*TONIGHT, "E", "k", "R"),
    "force": (*TONIGHT, "V"),
    "force-end": (*TONIGHT, "V", "end"),
    "question-force": (*TONIGHT, "V", "V"),
    "forced": (*TONIGHT, "V", "V", "o"),
    "certify": (*TONIGHT, "V", "V", "o", "V"),
    "certify-end": (*TONIGHT, "V", "V", "o", "V", "end"),
    "certify-word": (*TONIGHT, "V", "V", "o", "V", "V"),
    "certify-wrong-word": (*TONIGHT, "V", "V", "o", "V", "V", "text:oui", "enter"),
    "certified": CERTIFIED,
    "certified-takings": (*CERTIFIED, "K"),
    "question-reopen-what": (*CERTIFIED, "R"),
    "basket": FIRST,
    "basket-help": (*FIRST, "question_mark"),
    "basket-undelivered": (*FIRST, "space"),
    "basket-change": (*FIRST, "enter"),
    "basket-quantity": (*FIRST, "enter", "q"),
    "basket-price": (*FIRST, "enter", "x"),
    "basket-reason": (*FIRST, "enter", "r"),
    "basket-credit": (*FIRST, "e", "space"),
    "question-credit": (*FIRST, "e", "space", "v"),
    "basket-refund": (*FIRST, "e", "space", "r"),
    "question-insist": (*FIRST, "e", "r", "text:5", "enter", "e"),
    "basket-cancel": (*FIRST, "e", "end", "d"),
    "basket-validated": (*FIRST, "e", "v"),
    "basket-replace": (*FIRST, "enter", "a", "text:mesclun"),
    "basket-replaced": (*FIRST, "enter", "a", "text:mesclun", "enter", "text:2", "enter"),
    "basket-move": (*FIRST, "enter", "d", "text:bernard"),
    "basket-moved": (*FIRST, "enter", "d", "text:bernard", "enter"),
    "basket-add": (*FIRST, "a", "text:poulet", "enter"),
    "basket-not-by-weight": (*FIRST, "a", "text:rillettes", "enter", "text:1,5", "enter"),
    "basket-membership": (*FIRST, "M"),
    "basket-membership-paid": (*FIRST, "M", "enter", "e"),
    "question-membership-again": (*FIRST, "M", "enter", "e", "M"),
    "undelivered-choose": (*TONIGHT, "m"),
    "undelivered-found": (*TONIGHT, "m", "text:brioche"),
    "undelivered-nothing": (*TONIGHT, "m", "text:xyz", "enter"),
    "undelivered": (*TONIGHT, *"jjjjjevo", "m", "text:brioche", "enter"),
    "undelivered-help": (*TONIGHT, "m", "text:brioche", "enter", "question_mark"),
    "undelivered-part": (*TONIGHT, "m", "text:brioche", "enter", "p", "text:5", "enter"),
    "undelivered-by-hand": (*TONIGHT, "m", "text:brioche", "enter", "j", "enter"),
    "undelivered-done": (*TONIGHT, *"jjjjje", "m", "text:brioche", "enter", "o"),
    "question-undo-undelivered": (*TONIGHT, "m", "text:brioche", "enter", "o", "u"),
    "weigh-choose": (*TONIGHT, "w"),
    "weigh": (*TONIGHT, "w", "text:poulet", "enter"),
    "weigh-some": (*POULET, "text:1,2", "enter", "text:0,98", "enter"),
    "weigh-doubtful": (*POULET, "text:1350", "enter"),
    "weigh-producer": (*POULET, "text:1,2", "enter", "escape", "p", "text:12", "enter"),
    "weigh-help": (*POULET, "escape", "question_mark"),
    "weigh-done": (*POULET, "text:1,2", "enter", "escape", "o"),
    "weigh-kept": (*POULET, "text:1,2", "enter", "escape", "escape"),
    "weigh-again": (
        *(*POULET, "text:1,2", "enter", "escape", "escape"),
        *("w", "text:poulet", "enter"),
    ),
    "question-unweighed": (*TONIGHT, *["j"] * 16, "v"),
    "price-choose": (*TONIGHT, "x"),
    "price": (*TONIGHT, "x", "text:carottes", "enter"),
    "price-typed": (*TONIGHT, "x", "text:carottes", "enter", "text:3,10", "enter"),
    "price-done": (*TONIGHT, "x", "text:carottes", "enter", "text:3,10", "enter", "o"),
    "order-member": (*TONIGHT, "a", "text:martin"),
    "order-product": (*TONIGHT, "a", "text:martin", "enter", "text:pain"),
    "order-entered": (*TONIGHT, "a", "text:martin", "enter", "text:brioche", "enter", "enter"),
    "payment": (*TONIGHT, "p"),
    "payment-amount": (*TONIGHT, "p", "e"),
    "payment-amount-help": (*TONIGHT, "p", "e", "f1"),
    "question-debt-help": (
        *(*TONIGHT, "v", "e", "j", "p", "e", "text:20", "enter", "enter", "v", "f1"),
    ),
    "payment-refused": (*TONIGHT, "p", "e", "text:1,234", "enter"),
    "payment-split": (*TONIGHT, "p", "e", "text:20", "enter", "c", "enter", "text:123", "enter"),
    "payment-debt": (*TONIGHT, "p", "d"),
    "question-doubtful": (*TONIGHT, "p", "e", "text:300", "enter", "enter"),
    "account": (*TONIGHT, "h"),
    "account-help": (*TONIGHT, "h", "question_mark"),
    "account-payment": (*TONIGHT, "h", "p"),
    "account-beside": (*TONIGHT, "h", "p", "enter", "e", "text:ancienne dette", "enter"),
    "account-joins": (*TONIGHT, "h", "p", "enter", "e", "text:ancienne dette", "enter", "a"),
    "account-what": (*TONIGHT, "h", "a"),
    "account-older": (*TONIGHT, "h", "a", "d", "text:8", "enter", "enter"),
    "account-adjust": (
        *(*TONIGHT, "h", "a", "g", "text:-2,50", "enter", "text:frais", "enter", "enter"),
    ),
    "journal": (*TONIGHT, "E", "J"),
    "journal-entry": (*TONIGHT, "E", "J", "enter"),
    "journal-of-basket": (*FIRST, "e", "J"),
    "journal-filtered": (*TONIGHT, "E", "J", "slash", "text:valid"),
    "sheet-line": (*TONIGHT, "colon", "text:12 e20 c"),
    "sheet-line-done": (*TONIGHT, "colon", "text:12 e20 c", "enter"),
    "sheet-line-range": (*TONIGHT, "colon", "text:1-5 E"),
    "sheet-line-ambiguous": (*TONIGHT, "colon", "text:bernard: e"),
    "sheet-line-wrong": (*TONIGHT, "colon", "text:99 E", "enter"),
    "sheet-line-asks": (*TONIGHT, "colon", "text:17 poulet 1,35 E", "enter"),
    "takings": (*TONIGHT, "K"),
    "takings-end": (*TONIGHT, "K", "end"),
    "takings-help": (*TONIGHT, "K", "question_mark"),
    "takings-move": (*TONIGHT, "K", "m"),
    "takings-moved": (*TONIGHT, "K", "m", "r", *TAKEN_OUT),
    "takings-float": (*TONIGHT, "K", "f"),
    "count": (*TONIGHT, "K", "c"),
    "count-typed": COUNTED,
    "count-total": (*TONIGHT, "K", "c", "escape", "t", "text:48,50", "enter"),
    "count-refused": (*TONIGHT, "K", "c", "text:1,5", "enter"),
    "question-count-difference": (*COUNTED, "escape", "o"),
    "count-explain": (*COUNTED, "escape", "o", "e"),
    "count-closed": (*COUNTED, "escape", "o", "e", "text:rien", "enter"),
    "find": (*TONIGHT, *"jjeK", *SHORT, "d"),
    "question-mend": (*TONIGHT, *"jjeK", *SHORT, "d", "o"),
    "mended": (*TONIGHT, *"jjeK", *SHORT, "d", "o", "c"),
    "next-float": (*COUNTED, "escape", "o", "e", "text:rien", "enter", "n", "enter"),
    "pile": (*TONIGHT, *"cjjc", "K", "p"),
    "pile-typed": (*TONIGHT, *"cjjc", "K", "p", *PILED),
    "question-pile-unexpected": (*TONIGHT, *"cjjc", "K", "p", *PILED, "text:99", "enter"),
    "pile-compared": (*(*TONIGHT, *"cjjc", "K", "p", *PILED, "text:99", "enter", "o", "enter"),),
    "pile-slip": (*TONIGHT, *"cjjc", "K", "p", *PILED, "escape", "s"),
    "papers": (*TONIGHT, "K", "s"),
    "question-paper-format": (*TONIGHT, "K", "s", "j", "enter"),
    "paper-read": (*TONIGHT, "K", "s", "j", "j", "l"),
    "closing-read": (*CERTIFIED, "K", "s", "l"),
    "entering": (*TONIGHT, *"ECKg"),
    "entering-help": (*TONIGHT, *"ECKg", "question_mark"),
    "entering-ticked": (*TONIGHT, *"ECKg", "space"),
    "question-entered-all": (*TONIGHT, *"ECKg", "a"),
    "entering-paper": (*TONIGHT, *"ECKg", "p", "end"),
    "certify-open": (*TONIGHT, "K", "V"),
    "settings": ("s",),
    "settings-change": ("s", "j", "j", "enter"),
    "settings-refused": ("s", *"jjjjjj", "enter", "text:FR76", "enter"),
    "upcoming-refused": ("j", "j", "enter", "E"),
}


# In English these at every run, the others with the long tests: texts differ, screens do not.
ENGLISH = (
    *("distributions", "baskets", "baskets-help", "question-debt", "basket", "payment-split"),
    *("takings", "find", "certify", "settings"),
)


# And these in French: what asks, refuses, or is the most of a screen.
OFTEN = (
    *("received", "validated", "question-replace", "question-unseen", "next-blocks"),
    *("question-reopen", "forced", "certified-takings", "basket-undelivered", "basket-refund"),
    *("undelivered", "weigh-doubtful", "payment-amount", "account-joins", "sheet-line-asks"),
    *("question-mend", "pile-slip", "settings-refused"),
)


def _screens() -> Iterator[Any]:
    for name in SCREENS:
        kept = name in (*ENGLISH, *OFTEN)
        yield pytest.param(name, "fr", marks=() if kept else pytest.mark.long)
        yield pytest.param(name, "en", marks=() if name in ENGLISH else pytest.mark.long)


@pytest.mark.parametrize(("name", "language"), tuple(_screens()))
async def test_screens(tmp_path: Path, name: str, language: str) -> None:
    """80×24: nothing needed is cut or hidden."""
    async with program(sample_copy(tmp_path), language) as pilot:
        await press(pilot, *SCREENS[name])
        text = screen_text(pilot.app)
    assert max(map(len, text.splitlines())) <= 80
    assert len(text.splitlines()) == 24
    compare(text, language, name)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_an_empty_database(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first screen says how to begin, and which file is empty."""
    monkeypatch.setattr(
        "cagette_tui.database_thread.named", lambda location: f"/srv/{Path(location).name}"
    )
    async with program(tmp_path / "new.db", language) as pilot:
        compare(screen_text(pilot.app), language, "empty")


WIDE = {"distributions": (), "baskets": TONIGHT, "basket": FIRST, "takings": (*TONIGHT, "K")}


@pytest.mark.parametrize("size", [(120, 35), (200, 60)])
@pytest.mark.parametrize("name", WIDE)
async def test_wider_terminals_show_more(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    """Whole names, what remains, what is in the basket beside, two columns of sums."""
    async with program(sample_copy(tmp_path), size=size) as pilot:
        await press(pilot, *WIDE[name])
        compare(screen_text(pilot.app), "fr", f"{name}-{size[0]}")


async def test_a_window_that_becomes_wide_tells_the_basket(tmp_path: Path) -> None:
    """Its lines are read then; narrow again, the list has the whole width."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *TONIGHT)
        narrow = screen_text(pilot.app)
        await pilot.resize_terminal(120, 35)
        await press(pilot, "j", "k")
        wide = screen_text(pilot.app)
        assert wide == (GOLDENS / "fr" / "baskets-120.txt").read_text(encoding="utf-8")
        await pilot.resize_terminal(80, 24)
        await press(pilot, "j", "k")
        assert screen_text(pilot.app) == narrow


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_terminal_that_is_too_small(tmp_path: Path, language: str) -> None:
    """Says so and waits; restored when it grows."""
    async with program(sample_copy(tmp_path), language) as pilot:
        await press(pilot, *TONIGHT)
        before = screen_text(pilot.app)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        compare(screen_text(pilot.app), language, "too-small")
        await press(pilot, "E")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert screen_text(pilot.app) == before
