"""What Cagette's own ways ask for, one by one: acts and exact amounts (R12 to R17, R34, R41)."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from cagette_tui import i18n
from cagette_tui.intake.cagette import parse_export
from cagette_tui.intake.importing import Occasion, import_export
from cagette_tui.model.acts import absence, accounts, changing, delivering, paying, validating
from cagette_tui.model.acts.entering import mark_entered
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.cagette_evening import read_cagette_evening
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.product_plans import plan_price, plan_undelivered
from cagette_tui.model.rules.products import product_uses
from cagette_tui.papers.exports import Export, ExportKind, Format, export_text
from cagette_tui.papers.tables import EVENING
from cagette_tui.papers.way_back_table import COLUMNS, way_back_csv
from tests.cagette_model import table
from tests.shortcuts import set_on_the_spot
from tests.way_back_evening import COLUMNS as OF_CAGETTE
from tests.world import START, World, euros

NOW = datetime(2026, 11, 20, 21, 0)


def line(ref: str, name: str, product: str, quantity: str, price: str, total: str) -> str:
    """Write a line of an export, without a fee."""
    cells = (ref, name, product, "", "Catalogue", "1", "1", price, quantity, "", total, "false")
    return '"' + '";"'.join(cells) + '"\n'


EXPORT = ";".join(OF_CAGETTE) + "\n" + "".join(
    (
        line("21", "ZOLA Émile", "Carottes", "2", "2,50", "5"),
        line("21", "ZOLA Émile", "Miel", "1", "15", "15"),
        line("22", "Étienne Anne", "Carottes", "1", "2,50", "2,50"),
        line("22", "Étienne Anne", "Poulet", "0.5", "12", "6"),
        line("22", "Étienne Anne", "Poulet", "0.7", "12", "8,40"),
        line("23", "d'ALMEIDA Léa", "Miel", "2", "15", "30"),
    )
)  # fmt: skip


class Evening:
    """Three baskets: 20,00 of Zola, 16,90 of Étienne, 30,00 of d'Almeida."""

    def __init__(self, world: World) -> None:
        """Import them."""
        self.desk = world.desk
        self.world = world
        occasion = Occasion(START.date(), START, START + timedelta(minutes=90), "Salle")
        report = import_export(self.desk, parse_export(EXPORT.encode()), occasion)
        self.number = report.distribution_id
        self.zola, self.anne, self.lea = read_sheet(self.number).baskets

    def now(self, basket: BasketView) -> tuple[int, int]:
        """Give a basket's id and its version now."""
        return basket.id, self.world.again(basket).version

    def pay(self, basket: BasketView, *parts: tuple[Mode, str]) -> None:
        """Receive amounts."""
        told = [Part(mode, euros(amount)) for mode, amount in parts]
        paying.pay(self.desk, *self.now(basket), told, replace=True, sure=True)

    def take_out(self, basket: BasketView, *places: int) -> None:
        """Say that lines were not delivered."""
        for place in places:
            version = self.now(basket)[1]
            delivering.set_delivered(self.desk, basket.lines[place].id, version, False)

    def validate(self, basket: BasketView, mode: Mode | None = None) -> None:
        """Validate whatever remains."""
        if mode is not None:
            paying.receive(self.desk, *self.now(basket), mode)
        again = self.world.again(basket)
        validating.validate(
            self.desk, again.id, again.version,
            unseen=Unseen.AWAITED, accept=outcome_of(again, Unseen.AWAITED),
        )  # fmt: skip

    def use(self, name: str) -> object:
        """Find a product."""
        return next(one for one in product_uses(read_sheet(self.number)) if one.name == name)

    def enter(self) -> None:
        """Say that all is entered."""
        way = read_cagette_evening(self.number).way
        mark_entered(
            self.desk,
            self.number,
            {side.member_id: way.after[side.member_id] for side in way.sides},
        )

    def steps(self) -> list[str]:
        """Give the rows, each in few words: number, act, what it is about."""
        told = []
        for row in table(way_back_csv(self.number, NOW)):
            about = ("number", "act", "product", "quantity", "price", "mode", "amount")
            told.append(" ".join(row[name] for name in about if row[name]))
        return told


@pytest.fixture
def evening(world: World) -> Evening:
    """Give it."""
    return Evening(world)


def test_ordinary_baskets(evening: Evening) -> None:
    """R41: confirmed in cash or by cheque; in another mode deleted and entered; by last name."""
    evening.validate(evening.zola, Mode.CASH)
    evening.validate(evening.anne, Mode.CARD)
    evening.validate(evening.lea, Mode.CHEQUE)
    assert evening.steps() == [
        "3 confirm cheque 30.00",
        "3 validate",
        "2 delete_announced 16.90",
        "2 payment card 16.90",
        "2 validate",
        "1 confirm cash 20.00",
        "1 validate",
    ]


def test_an_announced_payment_keeps_its_old_amount(evening: Evening) -> None:
    """R14: what costs less now is deleted and entered; paid before, refunded."""
    evening.take_out(evening.zola, 0)
    evening.validate(evening.zola, Mode.CASH)
    paying.receive(evening.desk, *evening.now(evening.lea), Mode.CASH)
    delivering.set_quantity(
        evening.desk, evening.lea.lines[0].id, evening.now(evening.lea)[1], Decimal(1)
    )
    paying.refund(evening.desk, *evening.now(evening.lea), Mode.CASH)
    evening.validate(evening.lea)
    assert evening.steps() == [
        "1 quantity Carottes 0",
        "3 quantity Miel 1",
        "3 confirm cash 30.00",
        "3 refund cash 15.00",
        "3 validate",
        "1 delete_announced 20.00",
        "1 payment cash 15.00",
        "1 validate",
    ]


def test_for_all_baskets_before_any_payment(evening: Evening) -> None:
    """R31: a product that did not come, a price; then weights, a row for each piece."""
    evening.pay(evening.lea, (Mode.CASH, "30.00"))
    carry_out(evening.desk, plan_undelivered(evening.use("Carottes")))  # type: ignore[arg-type]
    carry_out(evening.desk, plan_price(evening.use("Miel"), euros("14.00")))  # type: ignore[arg-type]
    piece = evening.anne.lines[2].id
    delivering.set_quantity(evening.desk, piece, evening.now(evening.anne)[1], Decimal("0.65"))
    rows = table(way_back_csv(evening.number, NOW))
    assert evening.steps() == [
        "2 missing Carottes 0",
        "1 missing Carottes 0",
        "price Miel 14.00",
        "2 quantity Poulet 0.5",
        "2 quantity Poulet 0.65",
        "3 confirm cash 30.00",
    ]
    assert rows[4]["label"] == "line 2 of 2, 0.7 in Cagette"


def test_a_basket_without_lines(evening: Evening) -> None:
    """What was paid for it goes on the account before; what went back in that mode is taken off."""
    evening.pay(evening.zola, (Mode.CASH, "20.00"))
    evening.take_out(evening.zola, 0, 1)
    paying.refund(evening.desk, *evening.now(evening.zola), Mode.CASH, euros("18.00"))
    evening.validate(evening.zola)
    assert evening.steps() == [
        "1 delete_announced 20.00",
        "1 account_payment cash 2.00",
        "1 quantity Carottes 0",
        "1 quantity Miel 0",
        "1 validate",
    ]


def test_credit_debt_and_what_is_awaited(evening: Evening) -> None:
    """R18, R41: paid by credit, left as debt, awaited: nothing is entered, and it is said why."""
    accounts.open_balance(evening.desk, evening.zola.member_id, euros("25.00"), "avoir")
    evening.validate(evening.zola)
    paying.announce(evening.desk, *evening.now(evening.anne), Mode.TRANSFER)
    evening.validate(evening.anne)
    set_on_the_spot(evening.desk, *evening.now(evening.lea), False)
    evening.validate(evening.lea)
    assert evening.steps() == [
        "3 delete_announced 30.00",
        "3 validate",
        "2 delete_announced 16.90",
        "2 validate",
        "1 delete_announced 20.00",
        "1 validate",
    ]
    labels = [row["label"] for row in table(way_back_csv(evening.number, NOW))]
    assert labels[1] == "€30.00 stays owed: validate though Cagette says it lacks"
    assert labels[3] == "transfer of €16.90 awaited: not to be entered before it is seen"
    assert labels[5] == "€20.00 is paid by older credit: validate though Cagette says it lacks"


def test_what_was_awaited_is_seen_later(evening: Evening) -> None:
    """R41: after validation Cagette takes it on the account only."""
    paying.announce(evening.desk, *evening.now(evening.anne), Mode.TRANSFER)
    evening.validate(evening.anne)
    evening.enter()
    assert evening.steps() == []
    changing.confirm(evening.desk, evening.world.again(evening.anne).payments[0].id)
    assert evening.steps() == ["2 account_payment transfer 16.90"]


def test_a_credit_given_back(evening: Evening) -> None:
    """R16: Cagette gives back only what a basket was paid too much: else it is taken off."""
    accounts.open_balance(evening.desk, evening.zola.member_id, euros("25.00"), "avoir")
    paying.refund(evening.desk, *evening.now(evening.zola), Mode.CASH)  # 5,00 beyond the order
    evening.validate(evening.zola)
    evening.pay(evening.lea, (Mode.CASH, "30.00"))
    accounts.open_balance(evening.desk, evening.lea.member_id, euros("4.00"), "avoir")
    paying.refund(evening.desk, *evening.now(evening.lea), Mode.CASH)
    evening.validate(evening.lea)
    assert evening.steps() == [
        "3 delete_announced 30.00",
        "3 payment cash 26.00",
        "3 validate",
        "1 delete_announced 20.00",
        "1 account_payment cash -5.00",
        "1 validate",
    ]


def test_absent(evening: Evening) -> None:
    """R34: the announced payment goes first; then the lines, or the debt is kept."""
    absence.mark_absent(evening.desk, *evening.now(evening.zola), release=True)
    absence.mark_absent(evening.desk, *evening.now(evening.lea), release=False)
    evening.validate(evening.zola)
    evening.validate(evening.lea)
    assert evening.steps() == [
        "1 delete_announced 20.00",
        "1 quantity Carottes 0",
        "1 quantity Miel 0",
        "3 delete_announced 30.00",
        "3 validate",
        "1 validate",
    ]


def test_accounts_and_memberships(evening: Evening) -> None:
    """R21, R50: those of this evening, and what joined none since it began; not by card."""
    lea = evening.lea.member_id
    fee = euros("15.00")
    accounts.pay_membership(evening.desk, lea, Mode.CASH, amount=fee)
    other = evening.world.member("SANS Panier", "30")
    accounts.pay_membership(evening.desk, other, Mode.CARD, amount=fee)
    accounts.pay_account(
        evening.desk, other, Mode.CHEQUE, euros("12.00"), "dette", shown=euros("0.00"), sure=True
    )
    accounts.adjust(evening.desk, other, euros("-2.00"), "geste", shown=euros("12.00"))
    stranger = evening.world.member("PAS Là-bas")
    accounts.pay_account(
        evening.desk, stranger, Mode.CASH, euros("7.00"), "avance", shown=euros("0.00"), sure=True
    )
    assert evening.steps() == [
        "3 membership cash 15.00",
        "left_to_people 7.00",
        "left_to_people 0.00",
        "account_payment cheque 12.00",
        "left_to_people -2.00",
    ]


def test_a_correction_is_a_difference(evening: Evening) -> None:
    """R44: what was entered counts; a line that grows opens the basket there again."""
    evening.validate(evening.zola, Mode.CASH)
    evening.validate(evening.lea, Mode.CASH)
    evening.enter()
    zola, lea = evening.zola, evening.lea
    validating.reopen_basket(evening.desk, *evening.now(zola), "erreur")
    evening.take_out(zola, 0)
    paying.refund(evening.desk, *evening.now(zola), Mode.CASH)
    evening.validate(zola)
    validating.reopen_basket(evening.desk, *evening.now(lea), "erreur")
    line_id = lea.lines[0].id
    delivering.set_quantity(evening.desk, line_id, evening.now(lea)[1], Decimal(3))
    evening.validate(lea, Mode.CASH)
    assert evening.steps() == [
        "1 quantity Carottes 0",
        "3 quantity Miel 3",
        "3 payment cash 15.00",
        "3 validate",
        "1 account_payment cash -5.00",
    ]
    way = read_cagette_evening(evening.number).way
    assert [way.is_entered(side) for side in way.sides] == [False, True, False]


def test_an_order_that_was_entered_here(evening: Evening) -> None:
    """R19: its lines are added; taken back afterwards, they go, and so does what was paid."""
    member = evening.world.member("NOUVEAU Jean", "31")
    honey = evening.zola.lines[1].product_id
    basket = delivering.new_order(evening.desk, evening.number, member, [(honey, Decimal(1))])
    paying.receive(evening.desk, *evening.now(basket), Mode.CASH)
    assert evening.steps() == ["4 add_line Miel 1 15.00", "4 payment cash 15.00"]
    evening.enter()
    changing.cancel(evening.desk, evening.world.again(basket).payments[0].id, "erreur")
    assert evening.steps() == ["4 account_payment cash -15.00"]  # it is not overpaid there
    line_id = evening.world.again(basket).lines[0].id
    delivering.set_delivered(evening.desk, line_id, evening.now(basket)[1], False)
    assert evening.steps() == ["4 account_payment cash -15.00", "4 quantity Miel 0"]


def test_an_order_that_is_gone(world: World) -> None:
    """An order that was entered here, and in Cagette, and is then taken back with its payment."""
    evening = Evening(world)
    honey = evening.zola.lines[1].product_id
    member = world.member("NOUVEAU Jean", "31")
    delivering.new_order(world.other("zoé"), evening.number, member, [(honey, Decimal(1))])
    basket = next(one for one in read_sheet(evening.number).baskets if one.number == 4)
    zoe = world.other("zoé")
    paying.receive(zoe, *evening.now(basket), Mode.CASH)
    evening.enter()
    for _ in range(2):
        undo(zoe, last_act("zoé").act)
    assert len(read_sheet(evening.number).baskets) == 3
    assert evening.steps() == ["account_payment cash -15.00", "quantity Miel 0"]
    evening.enter()
    assert evening.steps() == []


def test_the_table_for_programs(evening: Evening) -> None:
    """In English points and no mark; in French as the other tables; the names stay the same."""
    evening.pay(evening.zola, (Mode.CASH, "20.00"))
    text = way_back_csv(evening.number, NOW)
    assert text.splitlines()[0] == ";".join((*EVENING, *COLUMNS))
    assert text.splitlines()[1].endswith(";1;1;21;ZOLA Émile;confirm;;;;cash;20.00;")
    i18n.activate("fr")
    text = way_back_csv(evening.number, NOW)
    assert text.startswith("\ufeffevening;day;place;step;")
    assert text.splitlines()[1].endswith(";1;1;21;ZOLA Émile;confirm;;;;cash;20,00;")


def test_the_paper(evening: Evening) -> None:
    """An ordinary basket is one line; the totals are those of Cagette's pages."""
    evening.validate(evening.zola, Mode.CASH)
    accounts.pay_membership(evening.desk, evening.zola.member_id, Mode.CASH, amount=euros("15.00"))
    evening.validate(evening.lea, Mode.CHEQUE)
    for form in (Format.TEXT, Format.HTML):
        text = export_text(Export(evening.number, ExportKind.CAGETTE, form), NOW)
        assert "confirm €30.00 (cheque), validate" in text
        assert "Basket" in text or "basket" in text
    text = export_text(Export(evening.number, ExportKind.CAGETTE, Format.TEXT), NOW)
    lines = [" ".join(one.split()) for one in text.replace("\xa0", " ").splitlines()]
    assert "[ ] 3 d'ALMEIDA Léa confirm €30.00 (cheque), validate" in lines
    assert "Takings of the baskets €50.00" in lines
    assert "Memberships €15.00 not on that page" in lines
    assert "Balances of all members -€16.90" in lines
    assert "1 basket is not validated here yet: 2" in lines


def test_two_products_of_one_name(world: World) -> None:
    """Their references tell them apart."""
    occasion = Occasion(START.date(), START, START + timedelta(minutes=90), "Salle")
    head = ";".join(OF_CAGETTE) + "\n"
    rows = "".join(
        f'"1";"A";"Miel";"{ref}";"C{ref}";"{ref}";"1";"5";"1";"";"5";"false"\n' for ref in "78"
    )
    report = import_export(world.desk, parse_export((head + rows).encode()), occasion)
    (basket,) = read_sheet(report.distribution_id).baskets
    delivering.set_delivered(world.desk, basket.lines[1].id, basket.version, False)
    (row,) = table(way_back_csv(report.distribution_id, NOW))
    assert row["label"] == "8 (8) · 1 in Cagette"
