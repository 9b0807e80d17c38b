"""Every example of the sheet's grammar, with exact amounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cagette_tui.model.acts.paying import pay, receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.blocking import remaining
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.sheet.understanding import Answer, Grasp
from tests.sheet.page import after, taken_back, tried
from tests.world import World, euros, settled_dump

CASH, CHEQUE, CARD, TRANSFER = Mode.CASH, Mode.CHEQUE, Mode.CARD, Mode.TRANSFER


@pytest.fixture(scope="module")
def paper(empty_world: World) -> SheetView:
    """Baskets 12 to 25 and 31 as on the paper; the others are nobody's concern here."""
    world = empty_world
    number = world.distribution()
    chicken = world.product("11.90", "Poulet fermier", weighed=True, fee="2.00")
    rest = world.product("1.00", "Pain")
    costs = {12: "30", 13: "25.50", 14: "45.30", 31: "50"}

    def basket(place: int) -> BasketView:
        member = world.member("LE GALL Anne" if place == 11 else f"Membre {place}")
        lines = [(rest, costs.get(place, "10"))]
        if place in (15, 16):
            lines.append((chicken, "1.5" if place == 15 else "1.2"))
        return world.basket(number, member, products=tuple(lines))

    baskets = {place: basket(place) for place in range(1, 32)}
    desk = world.desk
    pay(desk, baskets[17].id, baskets[17].version, [Part(CASH, euros("12.50"))], sure=True)
    receive(desk, baskets[18].id, baskets[18].version, CARD)
    for place in (20, 23):
        validate(desk, baskets[place].id, baskets[place].version, mode=CARD)
    return read_sheet(number)


def paid(basket: BasketView) -> list[tuple[Any, ...]]:
    """Return a basket's payments."""
    return [
        (one.mode, str(one.amount), one.cheque.number if one.cheque else None)
        for one in basket.payments
    ]


Doing = Callable[[str], list[BasketView]]


@pytest.fixture
def doing(empty_world: World, paper: SheetView) -> Doing:
    """Do a line as the sheet has it; give its baskets as they are then, and one act undone."""

    def do(text: str) -> list[BasketView]:
        understanding, answer = tried(empty_world, text, paper)
        assert answer is not None, understanding
        assert understanding.grasp is Grasp.READY
        now = {basket.number: basket for basket in after(paper).baskets}
        return [now[change.after.number] for change in answer.changes]

    return do


def test_one_payment(doing: Doing) -> None:
    """`12 e`, `12 E`, `13 c 25,50 n0012345`, `14 e20 c`, with or without spaces, in any order."""
    for text in ("12 e", "12e", "12: e", "12 e30", "12 e 30,00 €"):
        with taken_back():
            [basket] = doing(text)
            assert paid(basket) == [(CASH, "30.00", None)]
            assert (basket.validated, basket.to_pay, basket.balance) == (False, 0, 0)
    with taken_back():
        [basket] = doing("12 E")
        assert (paid(basket), basket.validated) == ([(CASH, "30.00", None)], True)
    for text in ("13 c 25,50 n0012345", "13 c25.50 n 0012345", "13 c n0012345", "13 c n°0012345"):
        with taken_back():
            [basket] = doing(text)
            assert paid(basket) == [(CHEQUE, "25.50", "0012345")]
            assert not basket.validated
    with taken_back():
        [basket] = doing("14 e20 c")
        assert paid(basket) == [(CASH, "20.00", None), (CHEQUE, "25.30", None)]
    with taken_back():
        [basket] = doing("14 c n7 E20")  # the rest is the rest wherever it stands
        assert paid(basket) == [(CHEQUE, "25.30", "7"), (CASH, "20.00", None)]
        assert basket.validated


def test_lines(doing: Doing) -> None:
    """`15 -poulet`, `16 poulet 1,35 e`: the amount of what follows is the new one (R3)."""
    with taken_back():
        [basket] = doing("15 -poulet")
        assert (str(basket.cost), basket.payments) == ("10.00", ())
        assert (str(basket.lines[1].ordered), basket.lines[1].delivered) == ("1.500", 0)
        assert basket.lines[1].reason is Reason.UNDELIVERED
    with taken_back():
        [basket] = doing("15 -poulet E")
        assert paid(basket) == [(CASH, "10.00", None)]
    with taken_back():
        [basket] = doing("16 poulet 1,35 e")
        assert (str(basket.lines[1].total), str(basket.cost)) == ("16.39", "26.39")
        assert basket.lines[1].weight_confirmed
        assert paid(basket) == [(CASH, "26.39", None)]
    with taken_back():  # what is written behind the payment comes after it
        [basket] = doing("16 e poulet 1,35")
        assert paid(basket) == [(CASH, "24.57", None)]
        assert str(basket.to_pay) == "1.82"


def test_refund_and_validation(doing: Doing) -> None:
    """`17 r2,50 e`, `17 r e`, `18 v`."""
    for text in ("17 r2,50 e", "17 r 2,50 e", "17 r e"):
        with taken_back():
            [basket] = doing(text)
            assert paid(basket) == [(CASH, "12.50", None), (CASH, "-2.50", None)]
            assert (basket.balance, basket.validated) == (0, False)
    with taken_back():
        [basket] = doing("17 r E")
        assert (basket.balance, basket.validated) == (0, True)
    with taken_back():
        [basket] = doing("18 v")
        assert (paid(basket), basket.validated) == ([(CARD, "10.00", None)], True)


def test_a_range(empty_world: World, paper: SheetView) -> None:
    """`18-25 E`: validated baskets are skipped and named, each of the others is an act."""
    with taken_back():
        before = JournalEntry.select().count()
        _understanding, answer = tried(empty_world, "19-25 E", paper)
        assert answer is not None
        assert [change.after.number for change in answer.changes] == [19, 21, 22, 24, 25]
        assert [basket.number for basket in answer.skipped] == [20, 23]
        assert {str(change.after.paid) for change in answer.changes} == {"10.00"}
        acts = JournalEntry.select(JournalEntry.act).where(JournalEntry.id > before)
        assert len({entry.act for entry in acts}) == 5
    with taken_back():
        _understanding, answer = tried(empty_world, "20-20 E", paper)
        assert answer == Answer(skipped=(paper.baskets[19],))


def test_one_cheque_for_two_baskets(empty_world: World, paper: SheetView) -> None:
    """`12+31 c 80 n0012346`: one cheque, counted once, with two payments, in one act (R15)."""
    with taken_back():
        _understanding, answer = tried(empty_world, "12+31 c 80 n0012346", paper)
        assert answer is not None
        assert [paid(change.after) for change in answer.changes] == [
            [(CHEQUE, "30.00", "0012346")],
            [(CHEQUE, "50.00", "0012346")],
        ]
        sheet = after(paper)
        assert (remaining(sheet).cheque_count, str(remaining(sheet).cheques)) == (1, "80.00")
        assert last_act("paul").baskets == (12, 31)
    with taken_back():
        _understanding, answer = tried(empty_world, "31+12 T", paper)
        assert answer is not None
        assert all(change.after.validated for change in answer.changes)
        assert len(JournalEntry.select().where(JournalEntry.act == last_act("paul").act)) == 4


def test_absent(empty_world: World, paper: SheetView) -> None:
    """`19 A` asks what becomes of the debt; with `!` it is kept (R34)."""
    assert tried(empty_world, "19 A", paper)[0].grasp is Grasp.ASKS
    with taken_back():
        _understanding, answer = tried(empty_world, "19 A!", paper)
        assert answer is not None
        basket = answer.changes[0].after
        assert (basket.absent, str(basket.cost), str(basket.balance)) == (True, "10.00", "-10.00")
    with taken_back():
        _understanding, answer = tried(empty_world, "19 A v !", paper)
        assert answer is not None
        assert answer.changes[0].after.validated


def test_a_member(doing: Doing) -> None:
    """`le gall: e`: without accents or case, by whole words before beginnings."""
    for text in ("le gall: e", "LE GALL Anne: e", "gal:e", "«le gall» : e", "anne le: e"):
        with taken_back():
            [basket] = doing(text)
            assert (basket.number, paid(basket)) == (11, [(CASH, "10.00", None)])


def test_remarks(empty_world: World, paper: SheetView) -> None:
    """`# a remark`, an empty line, and a remark behind a line."""
    for text in ("# a remark", "", "   ", "#", "\t# 12 E"):
        understanding, answer = tried(empty_world, text, paper)
        assert (understanding.grasp, answer) == (Grasp.EMPTY, Answer())
    with taken_back():
        assert tried(empty_world, "12 e # billet de 50", paper)[1] is not None


def test_a_line_is_one_act(empty_world: World, paper: SheetView) -> None:
    """Whatever it does to a basket, `u` takes it back at once (R61)."""
    with taken_back():
        shown = settled_dump()
        for text in (
            "16 poulet 1,35 e10 c n12 v",
            "17 -pain r e v!",
            "15 -poulet E",
            "12+31 c80 n1 v",
        ):
            answer = tried(empty_world, text, after(paper))[1]
            assert answer is not None
            last = last_act("paul")
            assert len(last.kinds) == {"16": 3, "17": 3, "15": 2, "12": 2}[text[:2]]
            undo(empty_world.desk, last.act)
            assert settled_dump() == shown
