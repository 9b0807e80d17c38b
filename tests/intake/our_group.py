"""The group of the given month, brought in by the program's own acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from cagette_tui.intake.balances import import_balances, parse_balances
from cagette_tui.intake.importing import Occasion, import_export
from cagette_tui.model.acts.closing import move_cash
from cagette_tui.model.acts.paying import announce
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.sheet.files import apply_file
from tests.intake.statements import BOOKS, FILES
from tests.shortcuts import read_export

EXPORTS = Path(__file__).parents[1] / "intake" / "data"


def desk(moment: str, who: str = "paul") -> Desk:
    """Act at a moment."""
    at = datetime.fromisoformat(moment)
    return Desk(who, lambda: at)


def bring_in() -> None:
    """Fill the open database: two evenings, their sheets, what was announced, cash taken out."""
    before = desk("2026-11-12T10:00")
    told = BOOKS["settings"]
    shown = read_settings()
    wanted = replace(
        shown,
        name=told["group"],
        account_holder=told["account_holder"],
        iban=told["iban"],
        membership_fee=Decimal(told["membership_fee"]),
    )
    change_settings(before, shown, wanted)
    for evening in BOOKS["evenings"]:
        day = evening["date"]
        start = datetime.fromisoformat(f"{day}T18:00")
        export = read_export(EXPORTS / f"Export-commandes-{day}-Cagette.csv")
        import_export(
            before, export, Occasion(start.date(), start, start.replace(hour=20), "Salle")
        )
    rows = parse_balances((FILES / "balances.csv").read_bytes())
    import_balances(before, rows, "balances.csv")
    for number, evening in enumerate(BOOKS["evenings"], start=1):
        at = desk(f"{evening['date']}T19:00")
        answer = apply_file(at, number, (FILES / f"sheet-{evening['date']}.txt").read_bytes())
        assert not answer.failed
        modes = {one["number"]: one["mode"] for one in evening["baskets"]}
        for basket in read_sheet(number, lines=False).baskets:
            if modes[basket.number] == "transfer":
                announce(at, basket.id, basket.version, Mode.TRANSFER, basket.cost)
    move_cash(desk("2026-11-23T10:00"), 2, Decimal(-1500), "banque")
