"""The attendance sheet: to pay, credit, older debt, what to tick, weigh and sign."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import pay_membership
from cagette_tui.model.acts.delivering import set_delivered, set_quantity
from cagette_tui.model.acts.paying import announce, pay, receive, refund
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import Part
from cagette_tui.papers.attendance import attendance
from cagette_tui.papers.paper import Card, Paper, Row, Space, Tick
from cagette_tui.papers.paper_html import paper_html
from cagette_tui.papers.paper_text import paper_text
from tests.world import START, World, euros

NOW = START + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _language_restored() -> Iterator[None]:
    before = i18n.current_language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def cards(paper: Paper | None = None) -> list[Card]:
    """Give the members on the sheet."""
    blocks = (paper or attendance(1, NOW)).blocks
    return [block for block in blocks if isinstance(block, Card)]


def the_card() -> Card:
    """Give the only member on the sheet, with plain spaces in the notes."""
    (card,) = cards()
    return replace(card, notes=tuple(note.replace("\xa0", " ") for note in card.notes))


def line(card: Card, place: int = 0) -> Row:
    """Give one line of the basket."""
    assert card.table is not None
    row = card.table.rows[place]
    assert isinstance(row, Row)
    return row


def test_an_ordinary_basket(world: World) -> None:
    """What to pay (R18), a box for each accepted mode (R13), the lines, a place to sign."""
    world.one_basket("7.50", "5.90")
    card = the_card()
    assert (card.number, card.name, card.label, card.amount) == (
        "1",
        "Membre 1",
        "to pay",
        "€13.40",
    )
    assert card.boxes == (
        Tick("Cash"),
        Tick("Cheque, no.", long=True),
        Tick("Transfer"),
        Tick("Card"),
    )
    assert card.sign == "Signature"
    assert card.notes == ()
    assert card.table is not None
    assert [line(card, place).cells for place in (0, 1)] == [
        ("1", "Produit 2 1 kg", "7.50"),
        ("1", "Produit 3 1 kg", "5.90"),
    ]


def test_only_accepted_modes_of_the_table(world: World) -> None:
    """R13: in the group's order, and online is none of the table."""
    world.accept(Mode.CARD, Mode.ONLINE, Mode.CASH)
    world.one_basket("7.50")
    assert the_card().boxes == (Tick("Card"), Tick("Cash"))


def test_older_debt_stands_beside(world: World) -> None:
    """R18: an order of 25 and an older debt of 12: to pay 25 (+ debt 12.00)."""
    world.one_basket("25.00", older="-12.00")
    card = the_card()
    assert (card.label, card.amount) == ("to pay", "€25.00")
    assert (card.notes, card.in_all) == (("+ debt €12.00",), "in all €37.00")


def test_older_credit_is_taken_off(world: World) -> None:
    """R18: an order of 25 and an older credit of 5: to pay 20."""
    world.one_basket("25.00", older="5.00")
    card = the_card()
    assert (card.label, card.amount, card.notes) == ("to pay", "€20.00", ("older credit €5.00",))


def test_a_credit_is_called_so(world: World) -> None:
    """7.50 + 5.90 + 4.05, paid 20.00: 2.55 stays as credit, and nothing to tick."""
    one = world.one_basket("7.50", "5.90", "4.05")
    pay(world.desk, one.id, one.version, [Part(Mode.CASH, euros("20.00"))], sure=True)
    card = the_card()
    assert (card.label, card.amount) == ("credit", "€2.55")
    assert card.notes == ("paid: cash €20.00",)
    assert card.boxes == ()
    one = world.again(one)
    refund(world.desk, one.id, one.version, Mode.CASH)
    card = the_card()
    assert (card.label, card.amount) == ("nothing left to pay", "")
    assert card.notes == ("paid: cash €20.00", "given back: cash €2.55")


def test_what_was_announced_is_still_to_pay(world: World) -> None:
    """R10: an announced transfer is no payment yet; the sheet says that it is awaited."""
    one = world.one_basket("18.00")
    announce(world.desk, one.id, one.version, Mode.TRANSFER)
    card = the_card()
    assert (card.label, card.amount) == ("to pay", "€18.00")
    assert card.notes == ("announced: transfer €18.00",)


def test_absent_and_validated(world: World) -> None:
    """A sheet printed afterwards says so (R34, R41)."""
    one, two = world.one_basket("3.00"), world.one_basket("4.00")
    mark_absent(world.desk, one.id, one.version, release=True)
    validate(world.desk, two.id, two.version, mode=Mode.CARD)
    first, second = cards()
    assert first.quiet
    assert first.notes == ("absent",)
    assert line(first).cells == ("0", "Produit 2 1 kg – not collected (1)", "0.00")
    assert line(first).quiet
    assert second.notes[0] == "validated"
    assert second.boxes == ()


def test_what_is_to_be_weighed_has_a_box(world: World) -> None:
    """R32: an empty box for the weight while nobody weighed it; then the weight and its total."""
    number, member = world.distribution(), world.member("Anna")
    hen, bread = world.product("11.90", "Poulet", weighed=True), world.product("3.00", "Pain 1 kg")
    one = world.basket(number, member, products=((hen, "2"), (bread, "2")))
    card = the_card()
    assert line(card).cells == (Space.BOX, "Poulet (× 2, to weigh, at 11.90)", "")
    assert card.summary == "2 Pain 1 kg · to weigh: Poulet"
    one = set_quantity(world.desk, one.lines[0].id, one.version, Decimal("1.855"))
    set_delivered(world.desk, one.lines[1].id, one.version, False)
    card = the_card()
    assert line(card).cells == ("1.855", "Poulet – weighed (2)", "22.07")
    assert line(card, 1).cells == ("0", "Pain 1 kg – undelivered (2)", "0.00")
    assert card.summary == "1.855 Poulet"


def test_memberships_that_are_due(world: World) -> None:
    """Said beside the name on the day of the distribution; not once it was paid."""
    shown = read_settings()
    change_settings(world.desk, shown, replace(shown, membership_fee=euros("10.00")))
    one = world.one_basket("3.00")
    card = the_card()
    assert (card.notes, card.in_all) == (("+ membership €10.00",), "in all €13.00")
    pay_membership(world.desk, one.member_id, Mode.CASH, distribution_id=1)
    assert the_card().notes == ()


def test_the_text_has_few_lines_for_a_member(world: World) -> None:
    """Who and how much, notes with the products, boxes; an empty line between members."""
    world.evening()
    one = world.read(1)
    world.credit(one.member_id, "-12.00")
    receive(world.desk, 2, 1, Mode.CASH)
    text = paper_text(attendance(1, NOW)).replace("\xa0", " ")
    assert re.search(
        r"\n   1  BERNARD Hugo / BEN SALEM Lucía +to pay €143\.40\n"
        r"      \+ debt €12\.00 · in all €155\.40\n(      .+\n)+"
        r"      \[ \] Cash  \[ \] Cheque, no\. \.{8}  \[ \] Transfer  \[ \] Card\n"
        r"      Signature \.+\n\n   2  BERNARD Ulysse +nothing left to pay\n"
        r"      paid: cash €108\.90\n(      .+\n)+"
        r"      Signature \.+\n\n",
        text,
    )
    assert len(text.splitlines()) < 62 * 12
    assert "62 baskets · to collect: €11,182.09" in text


def test_the_printed_sheet_keeps_members_together(world: World) -> None:
    """HTML for A4: no member is broken over two pages, and each has all lines."""
    world.evening("2026-11-13")
    html = paper_html(attendance(1, NOW))
    assert html.count('<section class="card">') == 8
    assert html.count("<tr>") + html.count('<tr class="quiet">') == 75 + 23
    assert re.search(r"\.card \{[^}]*break-inside: avoid", html)
    assert re.search(r"\ntr \{[^}]*break-inside: avoid", html)
    assert html.count('<span class="box">') >= 8 * 4


def test_who_cheques_are_payable_to(world: World) -> None:
    """From the group's settings, as the name above the sheet is."""
    world.distribution()
    assert "payable" not in paper_text(attendance(1, NOW))
    shown = read_settings()
    change_settings(world.desk, shown, replace(shown, name="Les Paniers", cheque_payee="L'Asso"))
    text = paper_text(attendance(1, NOW))
    assert text.startswith("Les Paniers\nAttendance sheet\n")
    assert "Cheques payable to L'Asso." in text


def test_by_name_or_by_number(world: World) -> None:
    """In the order of names, as Cagette's sheet; by number where that is asked for."""
    number = world.distribution()
    for name in ("Zoé", "élan", "Fatou"):
        world.basket(number, world.member(name), "2.00")
    assert [one.name for one in cards()] == ["élan", "Fatou", "Zoé"]
    assert [one.number for one in cards(attendance(1, NOW, by_number=True))] == ["1", "2", "3"]
