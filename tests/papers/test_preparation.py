"""The preparation paper and the list of payments with its sums."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.papers.paper_html import paper_html
from cagette_tui.papers.paper_text import paper_text
from cagette_tui.papers.payments import payments_paper
from cagette_tui.papers.period_preparation import preparation_of
from cagette_tui.papers.period_table import Period, period_csv, period_paper
from cagette_tui.papers.preparation import preparation, preparation_csv
from tests.world import START, World, euros


@pytest.fixture
def evening(world: World) -> int:
    """Give an evening of two baskets with the same goods, one kind of them to be weighed."""
    number = world.distribution()
    eggs = world.product("3.00", "Œufs 6 pièces", vendor="Annick", fee="2.00")
    roast = world.product("12.00", "Rôti", weighed=True, vendor="Annick 2")
    for name, count in (("Ana", "2"), ("Bob", "1")):
        world.basket(number, world.member(name), products=((eggs, count), (roast, "1")))
    return number


def test_who_gets_what(world: World, evening: int) -> None:
    """R32, R53: baskets with their quantities, boxes for weights, what producers are to be paid."""
    i18n.activate("en")
    text = paper_text(preparation(evening, START)).replace("\xa0", " ")
    assert re.search(r"Œufs 6 pièces +3 +1 \(× 2\), 2\n", text)
    assert re.search(r"\[ \] +basket 2, Bob: × 1\n", text)
    assert re.search(r"Œufs 6 pièces +3 +3 +9.00 +\[ \]\n", text)
    assert "Annick: to check the delivery" in text
    assert "Œufs" in paper_html(preparation(evening, START))
    table = preparation_csv(evening, START).splitlines()
    line = "1;2026-11-20;Salle;Annick;Catalogue 1;Œufs 6 pièces;1;Ana;2;2;false;false;6.00"
    assert table[1] == line
    assert len(table) == 5


def test_payments_are_summed(world: World, evening: int) -> None:
    """Totals per mode; the cheque's number in a column of its own."""
    i18n.activate("en")
    basket = world.read(1)
    receive(world.desk, basket.id, basket.version, Mode.CHEQUE, cheque=ChequeDetails("0077", "BdP"))
    text = paper_text(payments_paper(evening, START)).replace("\xa0", " ")
    assert re.search(r"1  Ana +Cheque +18.12 +0077 ", text)
    assert re.search(r"cheque +€18.12\n", text)
    assert basket.cost == euros("18.12")


def test_of_a_period(world: World, evening: int) -> None:
    """R57: who gets what evening by evening; what a producer brings and is paid, in all."""
    i18n.activate("en")
    later = world.distribution(START + timedelta(days=7))
    product = world.product("2.00", "Ail", vendor="Annick")
    world.basket(later, world.member("Cléo"), products=((product, "4"),))
    period = Period(START.date(), START.date() + timedelta(days=9), START)
    table = preparation_of(period)
    single = preparation_csv(evening, START).splitlines()
    assert period_csv(table).splitlines()[: len(single)] == single
    assert table.totals == {"amount": euros("41.00")}  # 3 × 3.00 + 2 × 12.00 + 4 × 2.00
    text = paper_text(period_paper(table, period)).replace("\xa0", " ")
    assert re.search(r"Friday, 27 November 2026 · Salle\n-+\n\nAnnick\n", text)
    assert re.search(r"Annick: to check the delivery\n-+\n\nProduct.*\nAil +4 +4 +8.00", text)
    assert re.search(r"Œufs 6 pièces +3 +3 +9.00 +\[ \]\n-+\nTotal +17.00", text)


@pytest.mark.long
def test_no_basket_is_left_out_of_a_long_list(world: World) -> None:
    """Eighty baskets with one product: each number stands on paper and in the text."""
    i18n.activate("en")
    number = world.distribution()
    eggs = world.product("3.00", "Œufs 6 pièces")
    for rank in range(80):
        world.basket(number, world.member(f"M{rank}"), products=((eggs, "2"),))
    paper = preparation(number, START)
    for text in (paper_text(paper), paper_html(paper)):
        assert set(re.findall(r"(\d+)\u00a0\(×\u00a02\)", text)) == {
            str(one) for one in range(1, 81)
        }
