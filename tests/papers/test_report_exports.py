"""The report of whole exports keeps what is promised of it (R4, R11 to R18, R52, R53)."""

import csv
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import pay_account
from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce, pay, receive
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.papers.report import report_csv, report_json
from cagette_tui.papers.report_text import WIDTH, report_text
from cagette_tui.text import cells
from tests.evening import play_evening
from tests.shortcuts import set_on_the_spot
from tests.world import DATA, World, euros

NOW = datetime(2026, 11, 20, 19, 0)
MODES = ("cash", "cheque", "transfer", "card", "online")
SUMS = ("ordered", "paid", "pending", "difference")

AMOUNT = re.compile(r"-?\d+\.\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
# "3", "1.255": never "3.0" or "1.250".
QUANTITY = re.compile(r"(0|[1-9]\d*)(\.\d{0,2}[1-9])?")
ANY_MODE = re.compile("|".join(MODES))

# A pattern for a string, a pair with None where null may stand, a list of things of one form.
UNSETTLED = [{"number": int, "member": str, "amount": AMOUNT, "balance": AMOUNT}]
LINE: dict[str, Any] = {
    "product": str,
    "catalogue": str,
    **dict.fromkeys(("ordered", "delivered"), QUANTITY),
    **dict.fromkeys(("price", "fee", "total"), AMOUNT),
    "reason": (re.compile("|".join(Reason)), None),
    "note": (str, None),
}
PAYMENT: dict[str, Any] = {
    "mode": re.compile("|".join((*MODES, "on_the_spot"))),
    "amount": AMOUNT,
    "pending": bool,
    "reference": (str, None),
}
BASKET: dict[str, Any] = {
    "number": int,
    "member": str,
    "member_ref": (str, None),
    "state": re.compile("to_validate|validated"),
    "absent": bool,
    **dict.fromkeys((*SUMS, "to_pay", "balance"), AMOUNT),
    "lines": [LINE],
    "payments": [PAYMENT],
}
OTHER = {"member": str, "mode": ANY_MODE, "amount": AMOUNT, "pending": bool, "reason": (str, None)}
PROMISE: dict[str, Any] = {
    "distribution": {
        "id": int,
        "start": MOMENT,
        "end": MOMENT,
        "place": str,
        "state": re.compile("to_validate|in_progress|upcoming|late|certified"),
        "certified_at": (MOMENT, None),
        "certified_by": (str, None),
    },
    "totals": {"baskets": int, "validated": int, **dict.fromkeys(SUMS, AMOUNT)},
    "baskets": [BASKET],
    "other_payments": [OTHER],
    "takings": {
        **dict.fromkeys((*MODES, "on_the_spot", "membership", "box_moves"), AMOUNT),
        "cheque_count": int,
        "refunds": dict,
    },
    "cash_box": {
        **dict.fromkeys(("float", "expected"), AMOUNT),
        **dict.fromkeys(("counted", "difference", "difference_when_counted"), (AMOUNT, None)),
        "explanation": (str, None),
        "left": (AMOUNT, None),
        **dict.fromkeys(("card_counted", "card_difference"), (AMOUNT, None)),
        **dict.fromkeys(("cheques_counted", "cheques_difference"), (int, None)),
    },
    **dict.fromkeys(("unpaid", "partly_paid", "overpaid"), UNSETTLED),
    "vat": [{"rate": AMOUNT, "net": AMOUNT, "gross": AMOUNT, "assumed_vat": bool}],
    "vendors": [{"vendor": str, "catalogues": [str], "gross": AMOUNT}],
}


@pytest.fixture(autouse=True)
def _language_restored() -> Iterator[None]:
    before = i18n.current_language()
    yield
    i18n.activate(before)


def keeps(value: Any, promise: Any, where: str = "") -> None:
    """Prove that a value is of the promised form: every promised key, and no other."""
    match promise:
        case dict():
            assert isinstance(value, dict), where
            assert set(value) == set(promise), where
            for key, wanted in promise.items():
                keeps(value[key], wanted, f"{where}.{key}")
        case list():
            assert isinstance(value, list), where
            for one in value:
                keeps(one, promise[0], f"{where}[]")
        case (wanted, None):
            if value is not None:
                keeps(value, wanted, where)
        case re.Pattern():
            assert isinstance(value, str), where
            assert promise.fullmatch(value), (where, value)
        case _:
            assert type(value) is promise, (where, value)


def read(number: int = 1, now: datetime = NOW) -> dict[str, Any]:
    """Read the JSON back, keeping the promise."""
    data: dict[str, Any] = json.loads(report_json(number, now))
    keeps(data, PROMISE)
    assert all(AMOUNT.fullmatch(one) for one in data["takings"]["refunds"].values())
    return data


@pytest.mark.parametrize("day", ["2026-11-13", "2026-11-20"])
def test_totals_by_member(world: World, day: str) -> None:
    """Lines and totals by member are those computed apart; everything is on the spot."""
    world.evening(day)
    expected = json.loads((DATA / f"expected-{day}.json").read_text(encoding="utf-8"))
    data = read()
    assert {
        one["member_ref"]: {
            "name": one["member"],
            "lines": len(one["lines"]),
            "total": one["ordered"],
        }
        for one in data["baskets"]
    } == expected["members"]
    assert [one["number"] for one in data["baskets"]] == list(range(1, expected["baskets"] + 1))
    total = expected["total"]
    counts = {"baskets": expected["baskets"], "validated": 0}
    sums = {"ordered": total, "paid": "0.00", "pending": total, "difference": f"-{total}"}
    assert data["totals"] == counts | sums
    assert data["takings"]["on_the_spot"] == total
    for one in data["baskets"]:
        assert sum(Decimal(line["total"]) for line in one["lines"]) == Decimal(one["ordered"])
        assert [(p["mode"], p["amount"]) for p in one["payments"]] == [
            ("on_the_spot", one["ordered"])
        ] * bool(Decimal(one["ordered"]))
    assert sum(Decimal(one["gross"]) for one in data["vat"]) == Decimal(total)
    fees = sum(Decimal(line["fee"]) for one in data["baskets"] for line in one["lines"])
    assert sum(Decimal(one["gross"]) for one in data["vendors"]) == Decimal(total) - fees


def test_cancelled_before_the_distribution(world: World) -> None:
    """Quantity 0 in the file: both quantities 0, nothing to pay, the reason `cancelled`."""
    world.evening("2026-11-13")
    world.evening("2026-11-20")
    lines = [line for number in (1, 2) for one in read(number)["baskets"] for line in one["lines"]]
    gone = [line for line in lines if line["ordered"] == "0"]
    assert gone
    assert all((one["delivered"], one["total"]) == ("0", "0.00") for one in gone)
    assert [line for line in lines if line["reason"] == "cancelled"] == gone


def test_the_resaved_file_gives_the_same_report(world: World, tmp_path: Path) -> None:
    """A spreadsheet's copy of the export gives the same JSON in another database."""
    world.evening("2026-11-13")
    original = report_json(1, NOW)
    close_database()
    open_database(tmp_path / "resaved.db")
    world.evening("2026-11-13", "Export-commandes-2026-11-13-resaved-by-a-spreadsheet.csv")
    assert report_json(1, NOW) == original
    world.evening("2026-11-13")  # and the original again changes nothing
    assert report_json(1, NOW) == original


@pytest.mark.long
def test_a_played_evening_keeps_the_promise(world: World) -> None:
    """Every field is of its form after splits, refunds, debts, absences and reopening."""
    play_evening(world)
    data = read(now=world.clock.now())
    for one in data["baskets"]:
        sums = {False: Decimal(0), True: Decimal(0)}
        for payment in one["payments"]:
            sums[payment["pending"]] += Decimal(payment["amount"])
        assert (sums[False], sums[True]) == (Decimal(one["paid"]), Decimal(one["pending"]))
    for name, sign in (("unpaid", -1), ("partly_paid", -1), ("overpaid", 1)):
        for one in data[name]:
            basket = data["baskets"][one["number"] - 1]
            assert Decimal(one["amount"]) == sign * Decimal(basket["difference"]) > 0
            assert one["balance"] == basket["balance"]


@pytest.mark.parametrize("forced", [False, True])
def test_the_csv_adds_up(world: World, forced: bool) -> None:
    """One row per basket under stable names; amounts add up to the totals."""
    world.evening("2026-11-20")
    if forced:
        force(world.desk, plan_force(1))
    data = read()
    reader = csv.DictReader(io.StringIO(report_csv(1, NOW)[1:]), delimiter=";")
    head = [*("number", "member", "member_ref", "state", "absent"), *SUMS, "to_pay", "balance"]
    rows = list(reader)
    assert reader.fieldnames == ["evening", "day", "place", *head, *MODES]

    def amount(row: dict[str, str], name: str) -> Decimal:
        assert re.fullmatch(r"-?\d+\.\d\d", row[name])
        return Decimal(row[name])

    for row, one in zip(rows, data["baskets"], strict=True):
        assert (row["number"], row["member"]) == (str(one["number"]), one["member"])
        for name in (*SUMS, "to_pay", "balance"):
            assert amount(row, name) == Decimal(one[name])
        assert sum(amount(row, mode) for mode in MODES) == amount(row, "paid")
    for name in SUMS:
        assert sum(amount(row, name) for row in rows) == Decimal(data["totals"][name])


@pytest.mark.parametrize("report", [report_json, report_csv, report_text])
def test_a_constant_number_of_statements(
    world: World, report: Callable[[int, datetime], str], caplog: pytest.LogCaptureFixture
) -> None:
    """62 baskets take no more statements than 8."""
    counts = []
    for number, day in enumerate(("2026-11-13", "2026-11-20"), start=1):
        world.evening(day)
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="peewee"):
            report(number, NOW)
        counts.append(len(caplog.records))
    assert counts[0] == counts[1]
    assert 0 < counts[0] <= 12


def test_announced_in_part_and_on_the_spot(world: World) -> None:
    """R14: a basket's pending payments add up to its `pending`, and so do all to the total."""
    basket = world.one_basket("20.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER, euros("8.00"))
    set_on_the_spot(world.desk, basket.id, basket.version, True)
    data = read()
    one = data["baskets"][0]
    assert [p["mode"] for p in one["payments"]] == ["transfer", "on_the_spot"]
    assert sum(Decimal(p["amount"]) for p in one["payments"]) == Decimal(one["pending"])
    assert one["pending"] == data["totals"]["pending"]
    assert one["payments"][1]["amount"] == data["takings"]["on_the_spot"]


def test_quantities_without_trailing_zeros(world: World) -> None:
    """R2: never "10.000" or "1E+1"."""
    product = world.product("4.00", "Tomme", weighed=True)
    wanted = ("1.255", "0.500", "10.000", "100", "0")
    lines = tuple((product, one) for one in wanted)
    world.basket(world.distribution(), world.member("Zoé"), products=lines)
    found = [line["ordered"] for line in read()["baskets"][0]["lines"]]
    assert found == ["1.255", "0.5", "10", "100", "0"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_text_fits_80_columns(world: World, language: str) -> None:
    """No line is wider, with wide names, large amounts, notes and several modes."""
    i18n.activate(language)
    wide = "渡辺" * 40
    product = world.product("9999.99", wide, vendor=wide)
    number = world.distribution(place=wide)
    basket = world.basket(number, world.member(wide), products=((product, "1"),))
    parts = [Part(Mode.CASH, euros("20.00")), Part(Mode.CHEQUE, euros("1.00"))]
    basket = pay(world.desk, basket.id, basket.version, [*parts, Part(Mode.CARD, euros("2.00"))])
    desk, member = world.desk, basket.member_id
    set_delivered(desk, basket.lines[0].id, basket.version, False, note=wide)
    shown = world.balance(basket)
    pay_account(
        desk, member, Mode.CARD, euros("10.00"), wide, shown=shown, distribution_id=1, sure=True
    )
    world.evening("2026-11-20")
    for one in (1, 2):
        assert max(map(cells, report_text(one, NOW).split("\n"))) <= WIDTH


@pytest.mark.parametrize(
    ("language", "whole"),
    [
        ("fr", ("Espèces+Chèque", "✓abs.", "carte bancaire", "couvert par l’avoir")),
        ("en", ("Cash+Cheque", "✓abs.", "card", "covered by credit")),
    ],
)
def test_what_matters_is_never_cut(world: World, language: str, whole: tuple[str, ...]) -> None:
    """Two modes, validated and absent, another payment's mode, covered by credit (R53)."""
    i18n.activate(language)
    desk = world.desk
    first = world.one_basket("30.00")
    parts = [Part(Mode.CASH, euros("20.00")), Part(Mode.CHEQUE, None)]
    first = pay(desk, first.id, first.version, parts)
    second = world.one_basket("9.00")
    second = mark_absent(desk, second.id, second.version, release=True)
    validate(desk, second.id, second.version)
    third = world.one_basket("1025.00", older="1000.00")
    receive(desk, third.id, third.version, Mode.CASH)
    shown, member = world.balance(first), first.member_id
    pay_account(
        desk, member, Mode.CARD, euros("5.00"), "don", shown=shown, distribution_id=1, sure=True
    )
    text = report_text(1, NOW)
    assert [word for word in whole if word not in text] == []
    assert "…" not in text
