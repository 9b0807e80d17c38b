"""The letter of each mode, on every screen and in the sheet: those of the French words."""

from __future__ import annotations

from cagette_tui.model.rules.kinds import Mode

LETTERS = {
    Mode.CASH: "e",
    Mode.CHEQUE: "c",
    Mode.TRANSFER: "t",
    Mode.CARD: "b",
    Mode.ONLINE: "l",
}
