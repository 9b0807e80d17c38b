"""R31: what a text finds first, and Enter and the arrows act on all of it, however fast it came."""

from __future__ import annotations

import pytest

from cagette_tui.widgets.rows import Row, filtered
from cagette_tui.widgets.searching import Search
from tests.widgets.probe import probing, row

BASKETS = [
    Row(4, {}, search=Search("DURAND Paul", "4", "sur place", ("272,74",))),
    Row(9, {}, search=Search("BERTRAND Émile", "9", "Chèque", ("85,42",))),
    Row(10, {}, search=Search("BERTRAND Léa", "10", "Chèque?", ("12,50",))),
    Row(14, {}, search=Search("GARCIA Maÿlis / BERTRAND Zoé", "14", "sur place", ("144,99",))),
    Row(27, {}, search=Search("NGUYEN Bertrand", "27", "Espèces", ("27,39",))),
    Row(127, {}, search=Search("ROBERT André", "127", "sur place", ("14,00",))),
]
PRODUCTS = [
    Row.heading("Miel et confitures"),
    Row("figue", {}, search=Search("Confiture de figue", beside="Miel et confitures")),
    Row("épices", {}, search=Search("Pain d'épices au miel", beside="Miel et confitures")),
    Row("miel", {}, search=Search("Miel de fleurs", beside="Miel et confitures")),
    Row.heading("Faux filets du Berry"),
    Row("tisane", {}, search=Search("Tisane", beside="Faux filets du Berry")),
    Row("boeuf", {}, search=Search("Bœuf, faux-filet", beside="Élevage")),
]


def keys(rows: list[Row], text: str) -> list[object]:
    """Give the keys of the rows that a text finds, in their order."""
    return [one.key for one in filtered(rows, text) if one.selectable]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("27", [27]),  # neither 272,74 nor 127
        ("1", [10, 14, 127]),
        ("14", [14]),
        ("272,7", [4]),
        ("272.74", [4]),
        ("27,39", [27]),
        ("14,", [127]),
        ("bertrand", [9, 10, 14, 27]),
        ("BERTRAND E", [9]),
        ("bertrand z", [14]),
        ("ertran", [9, 10, 14, 27]),
        ("cheque", [9, 10]),
        ("garcia sur", [14]),
        ("aylis", [14]),
        ("144", []),
    ],
)
def test_baskets(text: str, wanted: list[int]) -> None:
    """An exact number, then beginnings, names, what contains it, what stands beside."""
    assert keys(BASKETS, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("miel", ["miel", "épices", "figue"]),
        ("faux", ["boeuf", "tisane"]),
        ("boeuf", ["boeuf"]),
        ("confitures", ["figue", "épices", "miel"]),
        ("conf", ["figue", "épices", "miel"]),
    ],
)
def test_products(text: str, wanted: list[str]) -> None:
    """A product's own name before its catalogue's or producer's."""
    assert keys(PRODUCTS, text) == wanted


def test_headings_stay_where_all_are_found_alike() -> None:
    """What is sorted by how well it is found stands under no heading that is not its own."""
    assert [one.made.is_heading for one in filtered(PRODUCTS, "conf")] == [False] * 3
    assert [one.made.is_heading for one in filtered(PRODUCTS, "confitures")][:2] == [True, False]


async def test_enter_and_arrows_act_on_the_whole_text() -> None:
    """Enter or an arrow in the same packet as the letters waits for all of them."""
    shown = [row(number, f"Personne {number}") for number in range(1, 40)]
    async with probing(shown) as on:
        taken: list[object] = []

        async def search() -> None:
            await on.screen.ask_text("Chercher", str, on_change=on.table.set_filter)
            taken.append(on.table.cursor_key)

        for text, wanted in (("27", 27), ("3", 3)):
            await on.screen.act(search())
            await on.press(*text, "enter")
            assert taken[-1] == wanted
            on.table.set_filter("")
