"""A whole evening: the report equals an independent computation, and `check` is clean."""

import csv
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cagette_tui.model.checking.checking import check
from cagette_tui.papers.report import report_facts
from tests.evening import Played, play_evening
from tests.world import DATA, World

CENT = Decimal("0.01")


def money(amount: Decimal) -> str:
    """Write an amount as the report does."""
    return str(amount.quantize(CENT))


def number(text: str) -> Decimal:
    """Read a number of the export."""
    return Decimal(text.replace(",", ".") or "0")


def exported() -> dict[str, list[dict[str, Any]]]:
    """Read the export with a reader of the test's own: lines by member, in order."""
    path = DATA / "Export-commandes-2026-11-20-Cagette.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    names = next(csv.reader([header], delimiter=";"))
    members: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        values = dict(zip(names, row[1:-1].split('";"'), strict=True))
        members.setdefault(values["userId"], []).append(values)
    return members


def computed(played: Played) -> dict[str, Any]:
    """Compute, apart from the program, what the report must say."""
    baskets: list[dict[str, Any]] = []
    vat = Decimal(0)
    vendors: dict[str, Decimal] = defaultdict(Decimal)
    for place, (ref, lines) in enumerate(exported().items(), start=1):
        out = played.undelivered.get(place, [])
        cost = Decimal(0)
        for position, line in enumerate(lines):
            gross, fee = number(line["total"]), number(line["fees"])
            if position not in out:
                cost += gross
            # Not collected: the producer is paid all the same, by price and quantity.
            if position not in out:
                vendors[line["catalogName"]] += gross - fee
            elif place in played.absent:
                exact = number(line["price"]) * number(line["quantity"])
                percent = {"91": 2, "104": 2, "96": 5}.get(line["catalogId"], 0)
                total = (exact * (100 + percent) / 100).quantize(CENT, ROUND_HALF_UP)
                part = (exact * percent / 100).quantize(CENT, ROUND_HALF_UP)
                vendors[line["catalogName"]] += total - part
        baskets.append(_basket(played, place, ref, cost))
        vat += cost
    for product, catalogue, quantity, price in played.by_hand:
        assert product
        cost = quantity * price
        baskets.append(_basket(played, len(baskets) + 1, "9000", cost))
        vendors[catalogue] += cost
        vat += cost
    return {"baskets": baskets, "vat": vat, "vendors": vendors}


def _basket(played: Played, place: int, ref: str, cost: Decimal) -> dict[str, Any]:
    payments = played.payments.get(place, [])
    paid = sum((amount for _mode, amount, _reference in payments), Decimal(0))
    older = played.older.get(place, Decimal(0))
    to_pay = max(cost - paid - max(older, Decimal(0)), Decimal(0))
    return {
        "number": place,
        "member_ref": ref,
        "state": "to_validate" if place in played.opened else "validated",
        "absent": place in played.absent,
        "ordered": money(cost),
        "paid": money(paid),
        "pending": "0.00",
        "difference": money(paid - cost),
        "to_pay": money(to_pay),
        "balance": money(older + paid - cost),
        "payments": [
            {"mode": str(mode), "amount": money(amount), "pending": False, "reference": reference}
            for mode, amount, reference in payments
        ],
    }


def test_the_report_of_a_whole_evening(world: World) -> None:
    """R11 to R19, R34, R40 to R45, R50, R52, R53: every number of the report, computed apart."""
    played = play_evening(world)
    report = report_facts(1, world.clock.now())
    expected = computed(played)
    kept = expected["baskets"][0].keys()
    assert [{name: one[name] for name in kept} for one in report["baskets"]] == expected["baskets"]
    # Reopened after certification: no longer certified, all but one validated (R44).
    assert report["distribution"]["state"] == "in_progress"
    assert report["distribution"]["certified_at"] is None
    _totals(report, expected)
    _takings(report, played)
    _lists(report, expected)
    net = (expected["vat"] / Decimal("1.055")).quantize(CENT, ROUND_HALF_UP)
    # No vendor said its rates in this file: the usual ones are assumed, and that is said (R55).
    assert report["vat"] == [
        {
            "rate": "5.50",
            "net": money(net),
            "gross": money(expected["vat"]),
            "assumed_vat": True,
        }
    ]
    assert {one["vendor"]: one["gross"] for one in report["vendors"]} == {
        name: money(amount) for name, amount in expected["vendors"].items()
    }
    assert check() == []


def _sum(baskets: list[dict[str, Any]], name: str) -> str:
    return money(sum((Decimal(one[name]) for one in baskets), Decimal(0)))


def _totals(report: dict[str, Any], expected: dict[str, Any]) -> None:
    baskets = expected["baskets"]
    assert report["totals"] == {
        "baskets": 63,
        "validated": 62,
        "ordered": _sum(baskets, "ordered"),
        "paid": _sum(baskets, "paid"),
        "pending": "0.00",
        "difference": _sum(baskets, "difference"),
    }


def _takings(report: dict[str, Any], played: Played) -> None:
    modes: dict[str, Decimal] = defaultdict(Decimal)
    refunds = Decimal(0)
    for payments in played.payments.values():
        for mode, amount, _reference in payments:
            modes[mode] += amount
            refunds += min(amount, Decimal(0))
    cheques = sum(
        mode == "cheque" for payments in played.payments.values() for mode, _, _ in payments
    )
    assert report["takings"] == {
        "cash": money(modes["cash"]),
        "cheque": money(modes["cheque"]),
        "cheque_count": cheques,
        "transfer": money(modes["transfer"]),
        "card": money(modes["card"]),
        "online": "0.00",
        "on_the_spot": "0.00",
        "refunds": {"cash": money(refunds)},
        "membership": "0.00",
        "box_moves": "0.00",
    }
    assert report["cash_box"] == {
        "float": "50.00",
        "expected": money(modes["cash"] + 50),
        "counted": None,
        "difference": None,
        "difference_when_counted": None,
        "card_counted": None,
        "card_difference": None,
        "cheques_counted": None,
        "cheques_difference": None,
        "explanation": None,
        "left": None,
    }


def _lists(report: dict[str, Any], expected: dict[str, Any]) -> None:
    def wanted(test: Any) -> list[tuple[int, str, str]]:
        return [
            (one["number"], money(abs(Decimal(one["difference"]))), one["balance"])
            for one in expected["baskets"]
            if test(Decimal(one["difference"]), Decimal(one["paid"]))
        ]

    def told(name: str) -> list[tuple[int, str, str]]:
        return [(one["number"], one["amount"], one["balance"]) for one in report[name]]

    assert told("unpaid") == wanted(lambda difference, paid: difference < 0 and paid <= 0)
    assert told("partly_paid") == wanted(lambda difference, paid: difference < 0 < paid)
    assert told("overpaid") == wanted(lambda difference, _paid: difference > 0)
    assert told("overpaid")
    assert told("unpaid")
