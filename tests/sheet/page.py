"""A distribution with one basket of every kind, and what the tests of the sheet share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.changing import confirm
from cagette_tui.model.acts.delivering import new_order
from cagette_tui.model.acts.paying import announce, pay, receive
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.baskets import accepted_modes, read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.deposits import SameCheque
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.tables.base import database
from cagette_tui.sheet.problems import Asks, SheetProblem
from cagette_tui.sheet.understanding import Answer, Grasp, Understanding, apply_line, understand
from tests.world import World, euros

NUMBERS = range(1, 18)
GOOD_FILE = """\
# Vendredi 20 novembre
1 E

le gallou: poulet 1,2 E
5 canard 500 g 0,8 -"œufs 6" C  # pesé
9-11 v !
"""
BAD_FILE = GOOD_FILE + "1 e\n17 v\n-poulet\n"


def page(world: World) -> int:
    """Make it; return the distribution's number."""
    number = world.distribution()
    products = {
        "chicken": world.product("11.90", "Poulet fermier", weighed=True, fee="2.00"),
        "duck": world.product("20.00", "Cuisses de canard", weighed=True),
        "six": world.product("3.10", "Œufs 6 pièces"),
        "twelve": world.product("5.20", "Œufs [bio] 12 pièces"),
        "bread": world.product("3.50", 'Pain "cocotte" 1 kg'),
        "rye": world.product("4.05", "Pain de seigle 500 g"),
        "nuts": world.product("8.00", "Vrac : noix", weighed=True),
    }

    def basket(
        name: str, *lines: tuple[str, str], older: str = "0", spot: bool = True
    ) -> BasketView:
        member = world.member(name)
        if Decimal(older):
            world.credit(member, older)
        wanted = tuple((products[product], quantity) for product, quantity in lines)
        return world.basket(number, member, products=wanted, on_the_spot=spot)

    desk = world.desk
    basket("LE GALL Anne", ("bread", "2"), ("rye", "1"))  # 1: 11.05
    basket("LE GALLOU Yann", ("chicken", "1"), ("bread", "1"))  # 2: 12.14 unweighed, 3.50
    basket("DUPONT Zoé", ("rye", "3"), older="-12.00")  # 3: 12.15
    basket("DUPONT Zoé", ("rye", "3"), older="5.00")  # 4: 12.15, of which 5.00 is there
    basket(
        "BEN SALEM Lucía / NOËL Hugo",
        ("duck", "0.5"),
        ("duck", "0.75"),
        ("six", "2"),
        ("twelve", "1"),
    )
    sixth = basket("Fée", ("bread", "1"))  # 6: 3.50, announced by transfer
    announce(desk, sixth.id, sixth.version, Mode.TRANSFER)
    seventh = basket("Gaël", ("bread", "4"))  # 7: 14.00, 10.00 announced by cheque
    announce(desk, seventh.id, seventh.version, Mode.CHEQUE, euros("10.00"))
    eighth = basket("Hugo", ("bread", "4"))  # 8: two cheques announced
    eighth = announce(desk, eighth.id, eighth.version, Mode.CHEQUE, euros("10.00"))
    announce(desk, eighth.id, eighth.version, Mode.CHEQUE, euros("4.00"))
    ninth = basket("Inès", ("nuts", "0.25"), ("rye", "1"))  # 9: 6.05, paid in cash
    receive(desk, ninth.id, ninth.version, Mode.CASH)
    tenth = basket("Jean", ("bread", "1"))  # 10: 3.50, 5.00 paid
    pay(desk, tenth.id, tenth.version, [Part(Mode.CARD, euros("5.00"))], sure=True)
    eleventh = basket("Kim", ("bread", "1"))  # 11: validated
    validate(desk, eleventh.id, eleventh.version, mode=Mode.CASH)
    twelfth = basket("Loïc", ("bread", "1"), ("chicken", "2"))  # 12: absent
    mark_absent(desk, twelfth.id, twelfth.version, release=False)
    new_order(desk, number, world.member("Maïa"), [(products["rye"], Decimal(1))])  # 13: R19
    basket("Noé")  # 14: nothing
    basket("Œdipe", ("bread", "1"), older="20.00")  # 15: covered by older credit
    sixteenth = basket("Paul", ("bread", "2"), ("nuts", "1"))  # 16: 15.00, of which 4.00 announced
    announce(desk, sixteenth.id, sixteenth.version, Mode.ONLINE, euros("4.00"))
    last = basket("Quentin", ("bread", "1"), ("rye", "1"), older="-3.00", spot=False)
    last = announce(desk, last.id, last.version, Mode.TRANSFER, euros("2.00"))
    confirm(desk, last.payments[0].id)  # 17: 7.55, 2.00 came by transfer
    return number


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back whatever happens inside."""
    with database.atomic() as transaction:
        yield
        transaction.rollback()


def seen(basket: BasketView) -> dict[str, Any]:
    """Return all that one sees of a basket, without numbers that the database gives."""
    return {
        "number": basket.number,
        "cost": basket.cost,
        "balance": basket.balance,
        "older": basket.older,
        "to_pay": basket.to_pay,
        "credit": basket.credit,
        "absent": basket.absent,
        "validated": basket.validated,
        "spot": basket.intends_on_the_spot,
        "needs_mode": basket.needs_mode,
        "unweighed": basket.unweighed,
        "payments": [
            (one.mode, one.amount, one.pending, one.cheque and one.cheque.number)
            for one in basket.payments
        ],
        "lines": [
            (
                line.id, line.delivered, line.weighed, line.weight_confirmed, line.reason,
                line.note, line.fee, line.total,
            )
            for line in basket.lines
        ],
    }  # fmt: skip


def tried(
    world: World, text: str, sheet: SheetView, *, sure: bool = False
) -> tuple[Understanding, Answer | None]:
    """Understand a line and do it; prove that both agree, whatever the line is."""
    understanding = understand(
        text, sheet, accepted=accepted_modes(), now=world.clock.now(), sure=sure
    )
    problem: Exception | None = None
    try:
        answer = apply_line(world.desk, sheet.distribution.id, text, sure=sure, sheet=sheet)
    except (SheetProblem, Refused) as refused:
        problem = refused
    if isinstance(problem, Asks) and isinstance(problem.questions[0].problem, SameCheque):
        asked = [type(one.problem) for one in understanding.questions]
        # Of the cheques of other baskets only the books know.
        assert understanding.grasp is Grasp.READY or asked == [SameCheque], text
        assert not sure, text
        return understanding, None
    if isinstance(problem, Asks):
        assert understanding.grasp is Grasp.ASKS, text
        assert _facts(problem.questions) == _facts(understanding.questions), text
        return understanding, None
    if problem is not None:
        assert understanding.grasp in (Grasp.WRONG, Grasp.INCOMPLETE), text
        assert type(problem) is type(understanding.problem), text
        assert vars(problem).keys() == vars(understanding.problem).keys(), text
        return understanding, None
    assert understanding.grasp in (Grasp.READY, Grasp.EMPTY), text
    assert answer.skipped == understanding.skipped
    for foreseen, done in zip(understanding.changes, answer.changes, strict=True):
        assert seen(foreseen.before) == seen(done.before), text
        assert seen(foreseen.after) == seen(done.after), text
        assert foreseen.deeds == done.deeds, text
    return understanding, answer


def _facts(questions: Any) -> list[Any]:
    return [(one.number, type(one.problem), _plain(one.problem)) for one in questions]


def _plain(problem: Exception) -> dict[str, Any]:
    return {name: value for name, value in vars(problem).items() if name != "operation"}


def after(sheet: SheetView) -> SheetView:
    """Read the distribution again."""
    return read_sheet(sheet.distribution.id)


def wrong(world: World, text: str, sheet: SheetView, kind: type[Exception]) -> Any:
    """Prove that a line is refused, that one sees it before, and that nothing changed."""
    understanding, answer = tried(world, text, sheet)
    assert answer is None
    assert understanding.grasp in (Grasp.WRONG, Grasp.INCOMPLETE)
    assert isinstance(understanding.problem, kind), understanding.problem
    with pytest.raises(kind):
        apply_line(world.desk, sheet.distribution.id, text, sure=True)
    return understanding.problem
