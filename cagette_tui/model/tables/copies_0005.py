"""Copies of the evenings that were certified before copies were kept (R46).

Frozen, as the migration is that asks for it: it knows the tables as they were then, and writes
what `reading.evenings` reads.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections import defaultdict
from decimal import Decimal
from typing import Any

from peewee import Database

_Row = dict[str, Any]

_DISTRIBUTIONS = """
    SELECT id, date, place, starts_at, ends_at, cash_float, certified_at, certified_by
    FROM distribution WHERE certified_at IS NOT NULL ORDER BY id"""
_REPORTS = (
    "SELECT number, closed_at, closed_by, data FROM closing_report WHERE distribution_id = {}"
)
_GROUP = """
    SELECT name, accepted_modes, membership_fee, membership_months, wished_float, account_holder,
        iban, cheque_payee, language, coordinators
    FROM buying_group WHERE id = 1"""
_BASKETS = """
    SELECT basket.id, distribution_id, number, version, member_id, member.name AS member,
        member.ref AS member_ref, on_the_spot AS intends_on_the_spot, by_coordinator, absent,
        validated_at, validated_by
    FROM basket JOIN member ON member.id = member_id
    WHERE distribution_id = {} AND basket.cancelled_at IS NULL ORDER BY number"""
_LINES = """
    SELECT line.id, basket_id, position, product_id, product.name AS product, weighed, vat_rate,
        catalogue.name AS catalogue, catalogue.id AS catalogue_id, vendor.name AS vendor,
        vendor.id AS vendor_id, ordered, delivered, line.price, line.fee_rate, fee, total, reason,
        note, weight_confirmed, stated_price, stated_fee, stated_total, changed_at, changed_by,
        came, product.ref AS product_ref, catalogue.ref AS catalogue_ref, vendor.ref AS vendor_ref
    FROM line JOIN basket ON basket.id = basket_id JOIN product ON product.id = product_id
    JOIN catalogue ON catalogue.id = catalogue_id JOIN vendor ON vendor.id = vendor_id
    WHERE distribution_id = {} AND basket.cancelled_at IS NULL
    ORDER BY basket_id, position, line.id"""
_OPERATIONS = """
    SELECT operation.id, member_id, kind, basket_id, distribution_id, amount, mode, pending,
        cheque_id, membership_id, reason, created_at, created_by, cheque.number, cheque.bank,
        cheque.drawer, member.name AS member, member.ref AS member_ref
    FROM operation JOIN member ON member.id = member_id
    LEFT JOIN cheque ON cheque.id = cheque_id
    WHERE distribution_id = {} AND cancelled_at IS NULL ORDER BY operation.id"""
_MOVES = """
    SELECT id, amount, reason, created_at, created_by FROM cash_move
    WHERE distribution_id = {} AND cancelled_at IS NULL ORDER BY id"""
_COUNTS = """
    SELECT id, expected, counted, pieces, explanation, created_at, created_by FROM cash_count
    WHERE distribution_id = {} AND cancelled_at IS NULL ORDER BY id DESC LIMIT 1"""
_PILE = """
    SELECT position, amount, cheque_id, number, bank, drawer FROM pile_cheque
    LEFT JOIN cheque ON cheque.id = cheque_id WHERE distribution_id = {} ORDER BY position"""
_BY_BASKET = """
    SELECT operation.member_id, starts_at, distribution.id, SUM(amount)
    FROM operation JOIN basket ON basket.id = basket_id
    JOIN distribution ON distribution.id = basket.distribution_id
    WHERE operation.cancelled_at IS NULL AND NOT pending
    GROUP BY operation.member_id, starts_at, distribution.id"""
_BALANCES = """
    SELECT member_id, SUM(amount) FROM operation WHERE cancelled_at IS NULL AND NOT pending
    GROUP BY member_id"""
_MEMBERSHIPS = """
    SELECT member_id, created_at FROM operation
    WHERE kind = 'membership' AND cancelled_at IS NULL ORDER BY created_at"""
_CENTS = frozenset(
    (
        "amount", "cash_float", "counted", "expected", "fee", "fee_rate", "membership_fee", "price",
        "stated_fee", "stated_price", "stated_total", "total", "vat_rate", "wished_float",
    )
)  # fmt: skip
_THOUSANDTHS = frozenset(("ordered", "delivered", "came"))
_YES_OR_NO = frozenset(
    ("absent", "by_coordinator", "intends_on_the_spot", "pending", "weighed", "weight_confirmed")
)
_TIMES = frozenset(
    (
        "certified_at", "changed_at", "created_at", "date", "ends_at", "starts_at", "validated_at",
        "closed_at",
    )
)  # fmt: skip


def _euros(cents: int) -> str:
    return f"{Decimal(int(cents)).scaleb(-2):.2f}"


def _value(name: str, value: Any) -> Any:
    """Write a value as the kept copies have it: euros, units, ISO times."""
    if value is None:
        return None
    if name in _CENTS:
        return _euros(value)
    if name in _THOUSANDTHS:
        return f"{Decimal(int(value)).scaleb(-3):.3f}"
    if name in _YES_OR_NO:
        return bool(value)
    return str(value).replace(" ", "T") if name in _TIMES else value


class Copies:
    """Writes a copy of each certified evening, in a constant number of statements for each."""

    def __init__(self, db: Database) -> None:
        """Write into this database, whose tables are as the migration has left them."""
        self._db = db

    def make(self) -> None:
        """Write them all."""
        evenings = self._rows(_DISTRIBUTIONS)
        if not evenings:
            return
        (group,) = self._rows(_GROUP)
        group["accepted_modes"] = [one for one in group["accepted_modes"].split(",") if one]
        group["coordinators"] = group["coordinators"].splitlines()
        months = group["membership_months"]
        ((self._act,),) = self._db.execute_sql("SELECT MAX(act) FROM journal").fetchall()
        self._balances = dict(self._db.execute_sql(_BALANCES).fetchall())
        self._sums: dict[int, list[tuple[tuple[str, int], int]]] = defaultdict(list)
        for member, start, number, amount in self._db.execute_sql(_BY_BASKET).fetchall():
            self._sums[member].append(((_value("starts_at", start), number), int(amount)))
        self._memberships: dict[int, list[str]] = defaultdict(list)
        for member, at in self._db.execute_sql(_MEMBERSHIPS).fetchall():
            self._memberships[member].append(str(at)[:10])
        for evening in evenings:
            self._make(evening, group, months)

    def _rows(self, query: str, *numbers: int) -> list[_Row]:
        cursor = self._db.execute_sql(query.format(*numbers))
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
        return [
            {name: _value(name, value) for name, value in zip(names, row, strict=True)}
            for row in rows
        ]

    def _make(self, evening: _Row, group: _Row, months: int) -> None:
        number, told = self._report(evening)
        payments = [_operation(one) for one in self._rows(_OPERATIONS, evening["id"])]
        named = {one["member_id"]: (one.pop("_member"), one.pop("_ref")) for one in payments}
        payments = [one for one in payments if one["kind"] == "order" or _is_payment(one)]
        lines = self._rows(_LINES, evening["id"])
        products = {
            one["product_id"]: {
                "product": one.pop("product_ref"),
                "catalogue": one.pop("catalogue_ref"),
                "vendor": one.pop("vendor_ref"),
            }
            for one in lines
        }
        baskets = self._baskets(evening, payments, lines, told)
        others = [one for one in payments if one["basket_id"] is None and _is_payment(one)]
        moves, counts = self._rows(_MOVES, evening["id"]), self._rows(_COUNTS, evening["id"])
        for count in counts:
            count["pieces"] = _pieces(count["pieces"])
        members = {one["member_id"]: one["member_ref"] for one in baskets}
        copy = {
            "sheet": {
                "distribution": evening,
                "baskets": baskets,
                "other_payments": others,
                "cash_moves": moves,
                "members": {one["member_id"]: named[one["member_id"]][0] for one in others},
                "count": counts[0] if counts else None,
            },
            "pile": self._pile(evening["id"], baskets, others, named),
            "settings": group,
            "memberships": {one: self._until(one, months) for one in members},
            "member_refs": members
            | {one["member_id"]: named[one["member_id"]][1] for one in others},
            "products": products,
        }
        self._keep(evening, number, copy)

    def _report(self, evening: _Row) -> tuple[int | None, dict[int, _Row]]:
        """Return the number of the report that stands, and what it says of each basket."""
        standing = (evening["certified_at"], evening["certified_by"])
        for report in self._rows(_REPORTS, evening["id"]):
            if (report["closed_at"], report["closed_by"]) == standing:
                data = json.loads(report["data"])["data"]
                told = {one["number"]: dict(one) for one in data["baskets"]}
                for one in data["awaited"]:
                    if one["basket"] in told:
                        awaited = told[one["basket"]].setdefault("awaited", [])
                        awaited.append((one["mode"], one["amount"]))
                return report["number"], told
        return None, {}

    def _baskets(
        self, evening: _Row, payments: list[_Row], lines: list[_Row], told: dict[int, _Row]
    ) -> list[_Row]:
        baskets = self._rows(_BASKETS, evening["id"])
        for basket in baskets:
            mine = [one for one in payments if one["basket_id"] == basket["id"]]
            report = told.get(basket["number"], {})
            awaited = list(report.get("awaited", ()))
            for one in mine:
                if (one["mode"], one["amount"]) in awaited:
                    awaited.remove((one["mode"], one["amount"]))
                    one["pending"] = True
            orders = [one for one in mine if one["kind"] == "order"]
            member = basket["member_id"]
            balance = int(self._balances.get(member, 0))
            start = (evening["starts_at"], evening["id"])
            since = sum(amount for key, amount in self._sums[member] if key >= start)
            basket["cost"] = _euros(-sum(round(Decimal(one["amount"]) * 100) for one in orders))
            basket["payments"] = [one for one in mine if _is_payment(one)]
            basket["older"] = report.get("before", _euros(balance - since))
            basket["balance"] = _euros(balance)
            basket["lines"] = [one for one in lines if one["basket_id"] == basket["id"]]
        return baskets

    def _until(self, member: int, months: int) -> str | None:
        """Return the last day of a membership, as the program counts it."""
        days = self._memberships.get(member)
        if not days:
            return None
        year, month, day = map(int, days[-1].split("-"))
        years, month = divmod(month - 1 + months, 12)
        year, month = year + years, month + 1
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        longest = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
        return f"{year:04}-{month:02}-{min(day, longest):02}"

    def _pile(
        self, distribution: int, baskets: list[_Row], others: list[_Row], named: dict[int, Any]
    ) -> _Row:
        numbers = {one["id"]: one["number"] for one in baskets}
        papers: dict[int, _Row] = {}
        for one in [*(one for basket in baskets for one in basket["payments"]), *others]:
            if one["cheque"] is None:
                continue
            paper = papers.setdefault(
                one["cheque"]["id"],
                {
                    "cheque": one["cheque"],
                    "amount": "0.00",
                    "pending": False,
                    "members": [],
                    "baskets": [],
                    "operations": [],
                },
            )
            paper["amount"] = str(Decimal(paper["amount"]) + Decimal(one["amount"]))
            paper["pending"] |= one["pending"]
            paper["operations"].append(one["id"])
            if named[one["member_id"]][0] not in paper["members"]:
                paper["members"].append(named[one["member_id"]][0])
            if one["basket_id"] in numbers:
                paper["baskets"].append(numbers[one["basket_id"]])
        entries = [
            {
                "position": one["position"],
                "amount": one["amount"],
                "cheque": _cheque(one["cheque_id"], one),
                "paper": papers.get(one["cheque_id"]),
            }
            for one in self._rows(_PILE, distribution)
        ]
        return {
            "distribution_id": distribution,
            "entries": entries,
            "papers": list(papers.values()),
        }

    def _keep(self, evening: _Row, number: int | None, copy: _Row) -> None:
        text = json.dumps(copy, ensure_ascii=False, separators=(",", ":"))
        data = base64.b64encode(zlib.compress(text.encode())).decode("ascii")
        places = ", ".join([self._db.param] * 7)
        at, by = evening["certified_at"], evening["certified_by"]
        sealed = (evening["id"], number, at, by, self._act, data)
        self._db.execute_sql(
            "INSERT INTO evening_copy"
            " (distribution_id, number, closed_at, closed_by, act, data, digest)"
            f" VALUES ({places})",
            (
                evening["id"],
                number,
                evening["certified_at"].replace("T", " "),
                evening["certified_by"],
                self._act,
                data,
                hashlib.sha256("\n".join(map(str, sealed)).encode()).hexdigest(),
            ),
        )


def _is_payment(one: _Row) -> bool:
    return bool(one["kind"] == "payment")


def _operation(row: _Row) -> _Row:
    cheque = _cheque(row.pop("cheque_id"), row)
    for name in ("number", "bank", "drawer"):
        row.pop(name)
    row["_member"], row["_ref"] = row.pop("member"), row.pop("member_ref")
    nothing = {"cancelled_at": None, "cancelled_by": None, "cancel_reason": None}
    return {**row, "cheque": cheque, **nothing}


def _cheque(number: int | None, row: _Row) -> _Row | None:
    if number is None:
        return None
    return {"id": number, **{name: row[name] for name in ("number", "bank", "drawer")}}


def _pieces(stored: str | None) -> dict[str, int] | None:
    if stored is None:
        return None
    return {_euros(int(cents)): count for cents, count in json.loads(stored).items()}
