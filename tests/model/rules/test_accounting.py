"""Entries of the bank, and floats between evenings (R50, R55, R65)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from cagette_tui.model.rules.accounting import (
    LedgerBankLine,
    LedgerFacts,
    LedgerMoney,
    LedgerMove,
    float_gaps,
    ledger_entries,
)
from cagette_tui.model.rules.accounts import Account
from cagette_tui.model.rules.evening import CountView, DistributionView
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.periods import EveningBox
from tests.world import euros

DAY = date(2026, 11, 20)
NOTHING = LedgerFacts(
    first=DAY,
    last=DAY + timedelta(days=30),
    goods=(),
    boxes=(),
    begun=False,
    money=(),
    moves=(),
    memberships=(),
    deposits=(),
    bank=(),
    open_evenings=0,
)


@pytest.mark.parametrize(
    ("kind", "amount", "gross", "lines"),
    [
        ("card_batch", "98.60", "100.00", {"BANK": "98.60", "BANK_FEES": "1.40", "CARD": "-100"}),
        ("card_batch", "100.00", "0.00", {"BANK": "100.00", "CARD": "-100.00"}),
        ("bank_fee", "-3.20", "0.00", {"BANK": "-3.20", "BANK_FEES": "3.20"}),
        ("producer", "-61.00", "0.00", {"BANK": "-61.00", "PRODUCERS": "61.00"}),
        ("cash_deposit", "40.00", "0.00", {"BANK": "40.00", "TRANSIT": "-40.00"}),
        ("other", "7.00", "0.00", {"BANK": "7.00", "WAITING": "-7.00"}),
    ],
)
def test_a_line_of_the_bank(kind: str, amount: str, gross: str, lines: dict[str, str]) -> None:
    """R65: of cards the bank keeps its part; the terminal's account is cleared of the whole sum."""
    line = LedgerBankLine(7, DAY, kind, euros(amount), euros(gross))
    (entry,) = ledger_entries(replace(NOTHING, bank=(line,)))
    sums: dict[Account, Decimal] = {}
    for one in entry.lines:
        sums[one.account] = sums.get(one.account, euros("0")) + one.amount
    assert sums == {Account[name]: euros(value) for name, value in lines.items()}
    assert entry.reference == "BQ-7"


def box(number: int, days: int, holds: str, cash: str, counted: str | None) -> EveningBox:
    """Give an evening's box: its float, the cash that came, and what was counted."""
    start = datetime.combine(DAY + timedelta(days=days), time(18))
    evening = DistributionView(
        number, start.date(), "Salle", start, start + timedelta(hours=1), euros(holds), None, None
    )
    expected = euros(holds) + euros(cash)
    count = (
        None
        if counted is None
        else CountView(number, expected, euros(counted), None, None, start, "paul")
    )
    return EveningBox(evening, euros(cash), euros("0"), count)


@pytest.mark.parametrize("begun", [False, True])
def test_floats_between_evenings(begun: bool) -> None:
    """R55: what was counted is what is left; what came or went between is no gap.

    The very first float comes from nowhere; a period later, the evening before only tells it.
    """
    cash = LedgerMoney(
        DAY + timedelta(days=1), None, Kind.PAYMENT, Mode.CASH, euros("5.00"), False, False
    )
    facts = replace(
        NOTHING,
        begun=begun,
        # By their time, however they are given: 50 + 20 counted as 69; + 5 − 30 is 44; no count.
        boxes=(
            box(3, 14, "60.00", "0.00", "60.00"),
            box(1, 0, "50.00", "20.00", "69.00"),
            box(2, 7, "40.00", "10.00", None),
        ),
        money=(cash, replace(cash, mode=Mode.CARD), replace(cash, evening=1)),
        moves=(
            LedgerMove(DAY + timedelta(days=2), None, euros("-30.00"), True),
            LedgerMove(DAY + timedelta(days=2), 1, euros("-1.00"), True),
            LedgerMove(DAY + timedelta(days=7), None, euros("8.00"), False),
        ),
    )
    assert float_gaps(facts) == {
        1: (euros("0.00") if begun else euros("50.00"), begun),
        2: (euros("-4.00"), True),
        3: (euros("2.00"), True),
    }
