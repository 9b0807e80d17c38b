"""The report of a distribution: JSON, CSV and text say the same (R50 to R53)."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import pay_account, pay_membership, refund_account
from cagette_tui.model.acts.changing import cancel, change_mode
from cagette_tui.model.acts.closing import certify, move_cash, set_cash_float
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.delivering import set_delivered, set_quantity
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce, pay, receive, refund
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.refusals import NotFound
from cagette_tui.papers.report import report_csv, report_facts, report_json
from cagette_tui.papers.report_text import WIDTH, report_text
from cagette_tui.papers.tables import cell
from cagette_tui.papers.takings_paper import takings_csv
from cagette_tui.text import cells
from tests.world import START, World, euros

EVIL = "\x1b]0;x\x07 \x9b31m \u202e =1+1"
NOTHING_BESIDE = dict.fromkeys(
    ("card_counted", "card_difference", "cheques_counted", "cheques_difference")
)
"""Of neither the card terminal nor the cheques anything was said (R58)."""


def report(world: World) -> dict[str, Any]:
    """Give the report as a script reads it."""
    data: dict[str, Any] = json.loads(report_json(1, world.clock.now()))
    assert data == report_facts(1, world.clock.now())
    return data


def one(world: World, basket: BasketView) -> dict[str, Any]:
    """Give the report of one basket."""
    found: dict[str, Any] = report(world)["baskets"][basket.number - 1]
    assert found["number"] == basket.number
    return found


def text(world: World) -> str:
    """Give the report for people, no-break spaces as spaces, at 80 columns."""
    told = report_text(1, world.clock.now())
    assert max(map(cells, told.splitlines())) <= WIDTH
    return told.replace("\xa0", " ")


def rows(world: World) -> list[dict[str, str]]:
    """Give the CSV as a spreadsheet reads it."""
    told = report_csv(1, world.clock.now())
    assert told.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(told[1:], newline=""), delimiter=";", strict=True))


def test_a_new_distribution(world: World) -> None:
    """Every field of the promise, in its form, and nothing else."""
    basket = world.one_basket("7.50", "5.90")
    assert basket.number == 1
    data = report(world)
    assert data["distribution"] == {
        "id": 1,
        "start": "2026-11-20T18:00",
        "end": "2026-11-20T19:30",
        "place": "Salle",
        "state": "to_validate",
        "certified_at": None,
        "certified_by": None,
    }
    assert data["totals"] == {
        "baskets": 1,
        "validated": 0,
        "ordered": "13.40",
        "paid": "0.00",
        "pending": "13.40",
        "difference": "-13.40",
    }
    (told,) = data["baskets"]
    lines = told.pop("lines")
    assert told == {
        "number": 1,
        "member": basket.member,
        "member_ref": None,
        "state": "to_validate",
        "absent": False,
        "ordered": "13.40",
        "paid": "0.00",
        "pending": "13.40",
        "difference": "-13.40",
        "to_pay": "13.40",
        "balance": "-13.40",
        "payments": [
            {"mode": "on_the_spot", "amount": "13.40", "pending": True, "reference": None}
        ],
    }
    assert lines[0] == {
        "product": basket.lines[0].product,
        "catalogue": basket.lines[0].catalogue,
        "ordered": "1",
        "delivered": "1",
        "price": "7.50",
        "fee": "0.00",
        "total": "7.50",
        "reason": None,
        "note": None,
    }
    assert data["other_payments"] == []
    assert data["takings"] == {
        **dict.fromkeys(("cash", "cheque", "transfer", "card", "online", "membership"), "0.00"),
        "cheque_count": 0,
        "on_the_spot": "13.40",
        "refunds": {},
        "box_moves": "0.00",
    }
    assert data["cash_box"] == {
        "float": "0.00",
        "expected": "0.00",
        "counted": None,
        "difference": None,
        "difference_when_counted": None,
        "explanation": None,
        "left": None,
        **NOTHING_BESIDE,
    }
    assert data["unpaid"] == [
        {"number": 1, "member": basket.member, "amount": "13.40", "balance": "-13.40"}
    ]
    assert (data["partly_paid"], data["overpaid"]) == ([], [])
    assert data["vat"] == [{"rate": "5.50", "net": "12.70", "gross": "13.40", "assumed_vat": True}]
    assert [row["gross"] for row in data["vendors"]] == ["7.50", "5.90"]


def test_lines(world: World) -> None:
    """R30: quantities without trailing zeros; what was ordered, what came, and why."""
    member = world.member("Membre")
    weighed = world.product("11.90", "Potimarron", weighed=True, fee="2.00")
    basket = world.basket(world.distribution(), member, products=((weighed, "10"), (weighed, "2")))
    basket = set_quantity(
        world.desk, basket.lines[0].id, basket.version, Decimal("1.350"), note="petit"
    )
    set_delivered(world.desk, basket.lines[1].id, basket.version, False, reason=Reason.DAMAGED)
    first, second = one(world, basket)["lines"]
    assert (first["ordered"], first["delivered"], first["note"]) == ("10", "1.35", "petit")
    assert (first["fee"], first["total"], first["reason"]) == ("0.32", "16.39", "weighed")
    assert (second["ordered"], second["delivered"]) == ("2", "0")
    assert (second["total"], second["reason"]) == ("0.00", "damaged")
    i18n.activate("en")
    assert "10 → 1.35" in text(world)
    assert "weighed – petit" in text(world)


def test_payments(world: World) -> None:
    """R10, R14, R20: in order, cancelled ones left out, the intention last."""
    basket = world.one_basket("50.00")
    cheque = ChequeDetails("0012345", "Banque", "Basile")
    parts = [Part(Mode.CASH, euros("20.00")), Part(Mode.CHEQUE, euros("10.00"), cheque)]
    basket = pay(world.desk, basket.id, basket.version, parts)
    cancel(world.desk, basket.payments[0].id, "erreur")
    assert one(world, basket)["payments"] == [
        {"mode": "cheque", "amount": "10.00", "pending": False, "reference": "0012345"},
        {"mode": "on_the_spot", "amount": "40.00", "pending": True, "reference": None},
    ]
    assert one(world, basket)["pending"] == "40.00"
    assert rows(world)[0] == {
        "evening": "1",
        "day": "2026-11-20",
        "place": "Salle",
        "number": "1",
        "member": basket.member,
        "member_ref": "",
        "state": "to_validate",
        "absent": "false",
        "ordered": "50.00",
        "paid": "10.00",
        "pending": "40.00",
        "difference": "-40.00",
        "to_pay": "40.00",
        "balance": "-40.00",
        "cash": "0.00",
        "cheque": "10.00",
        "transfer": "0.00",
        "card": "0.00",
        "online": "0.00",
    }


def test_an_announced_payment(world: World) -> None:
    """R14: it has its own amount; a mode changed afterwards is one payment."""
    basket = world.one_basket("18.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    wanted = {"mode": "transfer", "amount": "18.00", "pending": True, "reference": None}
    assert one(world, basket)["payments"] == [wanted]
    assert report(world)["takings"]["transfer"] == "0.00"
    assert report(world)["takings"]["on_the_spot"] == "0.00"
    change_mode(world.desk, basket.payments[0].id, Mode.CARD)
    assert one(world, basket)["payments"] == [{**wanted, "mode": "card"}]
    assert rows(world)[0]["card"] == "0.00"


def test_a_refund(world: World) -> None:
    """R50, R52: refunds are negative; cash is net of them, cheques are cheques received."""
    basket = world.one_basket("17.45")
    basket = pay(
        world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("20.00"))], sure=True
    )
    assert report(world)["overpaid"] == [
        {"number": 1, "member": basket.member, "amount": "2.55", "balance": "2.55"}
    ]
    refund(world.desk, basket.id, basket.version, Mode.CASH)
    other = world.one_basket("10.00")
    other = pay(world.desk, other.id, other.version, [Part(Mode.CHEQUE, euros("12.00"))], sure=True)
    refund(world.desk, other.id, other.version, Mode.CHEQUE)
    data = report(world)
    assert data["takings"]["cash"] == "17.45"
    assert (data["takings"]["cheque"], data["takings"]["cheque_count"]) == ("12.00", 1)
    assert data["takings"]["refunds"] == {"cash": "-2.55", "cheque": "-2.00"}
    assert data["cash_box"]["expected"] == "17.45"
    assert (data["unpaid"], data["overpaid"]) == ([], [])
    assert one(world, other)["payments"][1] == {
        "mode": "cheque",
        "amount": "-2.00",
        "pending": False,
        "reference": None,
    }


def test_the_box_and_other_payments(world: World) -> None:
    """R21, R50: the float, what was put in, memberships and account payments that joined."""
    number = world.distribution()
    member = world.member("Membre")
    world.credit(member, "-12.00")
    desk = world.desk
    set_cash_float(desk, number, euros("50.00"))
    move_cash(desk, number, euros("-5.00"), "monnaie")
    pay_account(
        desk, member, Mode.CASH, euros("12.00"), EVIL, shown=euros("-12.00"), distribution_id=number
    )
    pay_membership(desk, member, Mode.CASH, distribution_id=number, amount=euros("8.00"))
    pay_account(
        desk,
        member,
        Mode.TRANSFER,
        euros("30.00"),
        "promis",
        shown=euros("0.00"),
        distribution_id=number,
        pending=True,
        sure=True,
    )
    data = report(world)
    assert data["other_payments"] == [
        {"member": "Membre", "mode": "cash", "amount": "12.00", "pending": False, "reason": EVIL},
        {"member": "Membre", "mode": "cash", "amount": "8.00", "pending": False, "reason": None},
        {
            "member": "Membre",
            "mode": "transfer",
            "amount": "30.00",
            "pending": True,
            "reason": "promis",
        },
    ]
    assert (data["takings"]["cash"], data["takings"]["membership"]) == ("20.00", "8.00")
    assert (data["takings"]["transfer"], data["takings"]["box_moves"]) == ("0.00", "-5.00")
    assert (data["cash_box"]["float"], data["cash_box"]["expected"]) == ("50.00", "65.00")
    for language, awaited in (("fr", "en attente"), ("en", "awaited")):
        i18n.activate(language)
        assert awaited in text(world)
    refund_account(
        desk, member, Mode.CASH, euros("1.00"), "erreur", shown=euros("0.00"), insist="erreur"
    )
    assert report(world)["cash_box"]["expected"] == "65.00"


def test_the_count(world: World) -> None:
    """R51: what was counted, and the difference as it was then; a mark when it is out of date."""
    i18n.activate("en")
    number = world.one_basket("12.00").distribution_id
    set_cash_float(world.desk, number, euros("50.00"))
    close_count(world.desk, number, euros("48.50"), shown_expected=euros("50.00"), explanation=EVIL)
    box: dict[str, str | None] = {
        "expected": "50.00",
        "counted": "48.50",
        "difference": "-1.50",
        "difference_when_counted": "-1.50",
        "explanation": EVIL,
        "left": None,
    }
    box |= dict(NOTHING_BESIDE)
    assert report(world)["cash_box"] == {"float": "50.00", **box}
    assert "Out of date" not in text(world)
    move_cash(world.desk, number, euros("-5.00"), "pain")
    assert report(world)["cash_box"] == {
        "float": "50.00",
        **box,
        "expected": "45.00",
        "difference": "3.50",  # as the papers say it is now
    }
    told = text(world)
    for part in ("€48.50", "-€1.50", "+€3.50", "Out of date: €50.00"):
        assert part in told
    assert "\x1b" not in told


def test_unpaid_partly_paid_overpaid(world: World) -> None:
    """R53: by confirmed payments, with the balance, and what older credit covers."""
    unpaid = world.one_basket("12.00")
    partly = world.one_basket("25.00", older="5.00")
    receive(world.desk, partly.id, partly.version, Mode.CASH)
    covered = world.one_basket("3.00", older="1234.50")
    data = report(world)
    assert [(row["number"], row["amount"], row["balance"]) for row in data["unpaid"]] == [
        (unpaid.number, "12.00", "-12.00"),
        (covered.number, "3.00", "1231.50"),
    ]
    assert [(row["number"], row["amount"], row["balance"]) for row in data["partly_paid"]] == [
        (partly.number, "5.00", "0.00")
    ]
    assert one(world, covered)["payments"] == []
    for language, mark in (("fr", "couvert par l’avoir"), ("en", "covered by credit")):
        i18n.activate(language)
        assert [line.endswith(mark) for line in text(world).splitlines()].count(True) == 2


def test_states(world: World) -> None:
    """Validated, absent, certified: with who and when."""
    number = world.distribution()
    baskets = [world.basket(number, world.member(name), "1.00") for name in ("Un", "Deux")]
    validate(world.desk, baskets[0].id, baskets[0].version, mode=Mode.CASH)
    assert report(world)["distribution"]["state"] == "in_progress"
    absent = mark_absent(world.desk, baskets[1].id, baskets[1].version, release=True)
    validate(world.desk, absent.id, absent.version)
    force_left = plan_force(number).baskets
    assert force_left == ()
    certify(world.desk, number)
    data = report(world)
    assert data["distribution"]["state"] == "certified"
    assert data["distribution"]["certified_at"] == "2026-11-20T19:00"
    assert data["distribution"]["certified_by"] == "paul"
    assert [(row["state"], row["absent"]) for row in data["baskets"]] == [
        ("validated", False),
        ("validated", True),
    ]
    assert one(world, absent)["lines"][0]["reason"] == "not_collected"
    # The producer is paid for what nobody came for.
    assert [row["gross"] for row in data["vendors"]] == ["1.00", "1.00"]
    i18n.activate("fr")
    assert "✓abs." in text(world)


def test_the_three_forms_agree(world: World) -> None:
    """The whole file, forced: one row per basket, the same sums, nothing wider than 80."""
    world.evening()
    force(world.desk, plan_force(1))
    data = report(world)
    table = rows(world)
    assert len(table) == len(data["baskets"]) == 62
    for row, basket in zip(table, data["baskets"], strict=True):
        for name in ("ordered", "paid", "pending", "difference", "to_pay", "balance"):
            assert row[name].replace(",", ".") == basket[name]
        assert (row["number"], row["member"]) == (str(basket["number"]), basket["member"])
    assert str(sum(Decimal(row["cash"].replace(",", ".")) for row in table)) == "11290.99"
    assert data["takings"]["cash"] == data["totals"]["paid"] == "11290.99"
    for language, amount in (("fr", "11 290,99 €"), ("en", "€11,290.99")):
        i18n.activate(language)
        told = text(world)
        assert amount in told
        assert sum(line.endswith("✓") for line in told.splitlines()) == 62


def test_an_unknown_distribution(world: World) -> None:
    """All three forms refuse."""
    for form in (report_json, report_csv, report_text):
        with pytest.raises(NotFound):
            form(7, world.clock.now())


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+33 6", "'+33 6"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\ufffd=1"),
        ("\r=1", "'\ufffd=1"),
        ("a=1", "a=1"),
        ("O'Neil", "O'Neil"),
        ("\x1b[31m", "\ufffd[31m"),
    ],
)
def test_cells_are_never_formulas(data: str, shown: str) -> None:
    """A spreadsheet would run what begins like this."""
    assert cell(data) == shown


def test_hostile_names(world: World) -> None:
    """Controls never come out raw; JSON keeps the data; delimiters and quotes stay in a cell."""
    number = world.distribution(place=EVIL)
    names = (EVIL, 'Dupont "Jo"; fils', "=cmd|' /C calc'!A0", "[bold]x[/nothing]")
    for name in names:
        world.basket(number, world.member(name), products=((world.product("1.00", EVIL), "1"),))
    now = world.clock.now()
    for told in (report_json(1, now), report_csv(1, now), report_text(1, now)):
        assert not set("\x1b\x07\x9b\u202e") & set(told)
    data = report(world)
    assert data["distribution"]["place"] == EVIL
    assert tuple(row["member"] for row in data["baskets"]) == names
    shown = [row["member"] for row in rows(world)]
    assert shown[1:] == [names[1], "'" + names[2], names[3]]
    assert '"Dupont ""Jo""; fils"' in report_csv(1, now)


def test_the_count_in_the_table(world: World) -> None:
    """R51: the table says the difference as the papers do, and as it was when it was counted."""
    i18n.activate("en")
    number = world.one_basket("12.00").distribution_id
    close_count(world.desk, number, euros("0.00"), shown_expected=euros("0.00"))
    move_cash(world.desk, number, euros("100.00"), "float")
    rows = csv.DictReader(io.StringIO(takings_csv(number, START)[1:]), delimiter=";")
    box = {row["item"]: row["amount"] for row in rows if row["section"] == "cash_box"}
    assert (box["difference"], box["difference_when_counted"]) == ("-100.00", "0.00")
