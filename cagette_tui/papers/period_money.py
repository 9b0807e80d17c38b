"""A period's payments, takings, memberships and boxes (R23, R50 to R52, R57)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from cagette_tui.i18n import (
    _,
    format_amount,
    format_date,
    format_number,
    format_signed,
    ngettext,
)
from cagette_tui.model.reading.accounts_at import read_memberships
from cagette_tui.model.reading.lookups import places_of
from cagette_tui.model.reading.money import BoxRow, MoneyRow, read_money_between
from cagette_tui.model.reading.periods import read_boxes, read_takings
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.periods import EveningBox, EveningTakings, MembershipRow
from cagette_tui.model.rules.takings import ByMode, by_mode
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Remark,
    Row,
    Table,
)
from cagette_tui.papers.period_table import (
    Period,
    PeriodTable,
    day_text,
    evening_cells,
    summed,
)
from cagette_tui.papers.tables import Value, cheque_values, evening_values
from cagette_tui.sentences import mode_label, mode_short
from cagette_tui.sentences.labels import kind_label

_PAYMENTS = (
    "day", "evening", "place", "number", "member", "member_ref", "kind", "mode", "amount",
    "cheque_number", "bank", "drawer", "cheque_id", "membership", "returned", "by", "at", "reason",
)  # fmt: skip
_TAKINGS = (
    "evening", "day", "place", *Mode, "cheque_count", "cheque_refunds", "total", "membership",
)  # fmt: skip
_BOX = (
    "kind", "evening", "day", "place", "float", "cash", "moves", "expected", "counted",
    "difference", "card_difference", "cheques_difference", "note",
)  # fmt: skip


def payments_of(period: Period) -> PeriodTable:
    """List all payments, and what else moved an account, by day."""
    money = read_money_between(period.first, period.last)
    payments = [one for one in money.rows if one.kind is Kind.PAYMENT]
    others = [one for one in money.rows if one.kind is not Kind.PAYMENT]
    sums = by_mode(payments)
    places = places_of(one.evening for one in money.rows)
    blocks: list[Block] = [*_modes(sums)]
    if payments:
        blocks += [Heading(_("Payments, by day")), _payments(payments)]
    if others:
        blocks += [Heading(_("Adjustments and opening balances")), _payments(others)]
    return PeriodTable(
        _("Payments of a period"),
        tuple(blocks),
        _PAYMENTS,
        tuple(map(partial(_payment, places), money.rows)),
        _mode_values(sums) | {"adjustments": summed([one.amount for one in others])},
    )


def _payment(places: Mapping[int | None, str], one: MoneyRow) -> dict[str, Value]:
    return {
        "day": one.day.isoformat(),
        "evening": one.evening,
        "place": places.get(one.evening),
        "number": one.basket,
        "member": one.member,
        "member_ref": one.member_ref,
        "kind": str(one.kind),
        "mode": None if one.mode is None else str(one.mode),
        "amount": one.amount,
        **cheque_values(one.cheque),
        "membership": one.membership,
        "returned": one.returned,
        "by": one.created_by,
        "at": one.created_at,
        "reason": one.reason,
    }


def _payments(rows: Sequence[MoneyRow]) -> Table:
    columns = (
        Column(_("Day"), 12),
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Member"), wrapped=True),
        Column(_("Mode"), 9),
        Column(_("Cheque no."), 10, wrapped=True),
        Column(_("Amount"), 10, ColumnKind.AMOUNT),
    )
    total = format_number(summed([one.amount for one in rows]))
    shown: list[Row | Remark] = []
    for one in rows:
        shown.append(Row(_cells(one)))
        if _note(one):
            shown.append(Remark(_note(one)))
    return Table(columns, (*shown, Row(("", "", _("Total"), "", "", total), strong=True)))


def _cells(one: MoneyRow) -> tuple[str, ...]:
    return (
        format_date(one.day),
        "–" if one.basket is None else str(one.basket),
        one.member,
        "" if one.mode is None else mode_short(one.mode),
        (one.cheque.number or "") if one.cheque is not None else "",
        format_number(one.amount),
    )


def _note(one: MoneyRow) -> str:
    notes = (
        kind_label(one.kind) if one.mode is None else "",
        _("membership") if one.membership else "",
        _("sent back") if one.returned else "",
        _("between evenings") if one.evening is None and one.mode is not None else "",
        one.reason,
    )
    return ", ".join(filter(None, notes))


def _modes(sums: ByMode) -> Iterator[Block]:
    yield Heading(_("By mode"))
    facts = []
    for mode in Mode:
        note = ""
        if mode is Mode.CHEQUE:
            count = sums.cheque_count
            note = ngettext("{count} cheque", "{count} cheques", count).format(count=count)
        facts.append(Fact(mode_label(mode), format_amount(sums.by_mode[mode]), note))
    back = sums.refunds.get(Mode.CHEQUE)
    if back:
        facts.append(Fact(_("cheques sent back, refunds by cheque"), format_amount(back)))
    facts.append(Fact(_("all together"), format_amount(sums.net), strong=True))
    yield Facts(tuple(facts))


def _mode_values(sums: ByMode) -> dict[str, Value]:
    values: dict[str, Value] = {str(mode): sums.by_mode[mode] for mode in Mode}
    values["cheque_count"] = sums.cheque_count
    values["cheque_refunds"] = sums.refunds.get(Mode.CHEQUE, Decimal("0.00"))
    return values | {"total": sums.net}


def takings_of(period: Period) -> PeriodTable:
    """Tell what came in: with each evening, between them, and in all."""
    rows = read_takings(period.first, period.last)
    sums = _added([one.came_in for one in rows])
    membership = summed([one.membership for one in rows])
    blocks: list[Block] = [*_modes(sums)]
    if membership:
        fact = Fact(_("of which memberships"), format_amount(membership))
        blocks.append(Facts((fact,)))
    blocks += [Heading(_("By evening")), _by_evening(rows, sums)]
    note = _("Cheques are those received; what was given back by cheque is in the total only.")
    return PeriodTable(
        _("Takings of a period"),
        (*blocks, Paragraph(note)),
        _TAKINGS,
        tuple(
            evening_values(one.evening) | _mode_values(one.came_in) | {"membership": one.membership}
            for one in rows
        ),
        _mode_values(sums) | {"membership": membership},
    )


def _added(parts: Sequence[ByMode]) -> ByMode:
    """Add evenings up: a cheque is of one of them only."""
    refunds = {mode for part in parts for mode in part.refunds}
    return ByMode(
        {mode: summed([part.by_mode[mode] for part in parts]) for mode in Mode},
        {
            mode: summed([part.refunds.get(mode, Decimal("0.00")) for part in parts])
            for mode in refunds
        },
        sum(part.cheque_count for part in parts),
    )


def _by_evening(rows: Sequence[EveningTakings], sums: ByMode) -> Table:
    """Write a row per evening; a mode that nobody used takes no room."""
    used = [mode for mode in Mode if any(one.came_in.by_mode[mode] for one in rows)]
    width = 9 if len(used) == len(Mode) else 10
    columns = (
        Column(_("Day"), 12),
        *(Column(mode_short(mode), width, ColumnKind.AMOUNT) for mode in used),
        Column(_("Total"), 10, ColumnKind.AMOUNT),
    )

    def cells(one: ByMode) -> tuple[str, ...]:
        amounts = (*(one.by_mode[mode] for mode in used), one.net)
        return tuple(map(format_number, amounts))

    between = _("Between")
    shown = [
        Row(
            (
                between if one.evening is None else format_date(one.evening.date),
                *cells(one.came_in),
            )
        )
        for one in rows
    ]
    return Table(columns, (*shown, Row((_("Total"), *cells(sums)), strong=True)))


def memberships_of(period: Period) -> PeriodTable:
    """List the memberships that were paid, and those left on an account."""
    rows = read_memberships(period.first, period.last)
    paid = summed([one.amount for one in rows if one.mode is not None])
    left = summed([one.amount for one in rows if one.mode is None])
    places = places_of(one.evening for one in rows)
    return PeriodTable(
        _("Memberships of a period"),
        (_memberships(rows, paid + left) if rows else Paragraph(_("No membership was paid.")),),
        ("day", "evening", "place", "member", "member_ref", "mode", "amount"),
        tuple(
            {
                "day": one.day.isoformat(),
                "evening": one.evening,
                "place": places.get(one.evening),
                "member": one.member,
                "member_ref": one.member_ref,
                "mode": None if one.mode is None else str(one.mode),
                "amount": one.amount,
            }
            for one in rows
        ),
        {"paid": paid, "on_account": left, "count": len(rows)},
    )


def _memberships(rows: Sequence[MembershipRow], sum_: Decimal) -> Table:
    columns = (
        Column(_("Day"), 12),
        Column(_("Member")),
        Column(_("Mode"), 14),
        Column(_("Amount"), 10, ColumnKind.AMOUNT),
    )
    account = _("on the account")
    shown = [
        Row(
            (
                format_date(one.day),
                one.member,
                account if one.mode is None else mode_short(one.mode),
                format_number(one.amount),
            )
        )
        for one in rows
    ]
    total = Row((_("Total"), "", "", format_number(sum_)), strong=True)
    return Table(columns, (*shown, total))


def box_of(period: Period) -> PeriodTable:
    """Tell the box of each evening, its differences, and what went in or out between them."""
    boxes, money = read_boxes(period.first, period.last)
    differences = summed([one.difference for one in boxes if one.difference is not None])
    between = summed([one.amount for one in money.moves_between])
    blocks: list[Block] = [Heading(_("By evening")), _boxes(boxes, differences)]
    if money.moves:
        blocks += [Heading(_("Put in or taken out")), _moves(money.moves)]
    return PeriodTable(
        _("Cash box over a period"),
        tuple(blocks),
        _BOX,
        (*map(_box, boxes), *map(_move, money.moves)),
        {
            "cash": summed([one.cash for one in boxes]),
            "moves": summed([one.amount for one in money.moves]),
            "moves_between": between,
            "differences": differences,
        },
    )


def _boxes(boxes: Sequence[EveningBox], differences: Decimal) -> Table:
    columns = (
        Column(_("Day"), 12),
        Column(_("Place"), wrapped=True),
        Column(_("Expected"), 10, ColumnKind.AMOUNT),
        Column(_("Counted"), 10, ColumnKind.AMOUNT),
        Column(_("Difference"), 10, ColumnKind.AMOUNT),
        Column(_("Explanation"), 16, wrapped=True),
    )
    shown = []
    for one in boxes:
        day, place = evening_cells(one.evening)
        counted, difference = one.count, one.difference
        shown.append(
            Row(
                (
                    day,
                    place,
                    format_number(one.expected),
                    "–" if counted is None else format_number(counted.counted),
                    "–" if difference is None else format_signed(difference),
                    "" if counted is None else counted.explanation or "",
                )
            )
        )
    total = Row((_("Total"), "", "", "", format_signed(differences), ""), strong=True)
    return Table(columns, (*shown, total))


def _moves(moves: Sequence[BoxRow]) -> Table:
    columns = (
        Column(_("Day"), 12),
        Column(_("Reason"), wrapped=True),
        Column("", 21),
        Column(_("Amount"), 10, ColumnKind.AMOUNT),
    )
    between, evening = _("between evenings"), _("in an evening")
    shown = [
        Row(
            (
                format_date(one.day),
                one.reason,
                between if one.evening is None else evening,
                format_signed(one.amount),
            )
        )
        for one in moves
    ]
    total = format_signed(summed([one.amount for one in moves]))
    return Table(columns, (*shown, Row((_("Total"), "", "", total), strong=True)))


def _box(one: EveningBox) -> dict[str, Value]:
    return {
        "kind": "evening",
        **evening_values(one.evening),
        "float": one.evening.cash_float,
        "cash": one.cash,
        "moves": one.moves,
        "expected": one.expected,
        "counted": None if one.count is None else one.count.counted,
        "difference": one.difference,
        "card_difference": None if one.count is None else one.count.card_difference,
        "cheques_difference": None if one.count is None else one.count.cheques_difference,
        "note": None if one.count is None else one.count.explanation,
    }


def _move(one: BoxRow) -> dict[str, Value]:
    empty: dict[str, Value] = dict.fromkeys(_BOX)
    return empty | {
        "kind": "move",
        "evening": one.evening,
        "day": day_text(one.day),
        "moves": one.amount,
        "note": one.reason,
    }
