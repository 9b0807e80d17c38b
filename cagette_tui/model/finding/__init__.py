"""Where is the difference? What may explain that the box does not hold what the books say."""

from __future__ import annotations

from cagette_tui.model.finding.evening import cash_places
from cagette_tui.model.finding.finder import SHOWN, find_causes
from cagette_tui.model.finding.proposals import (
    Cancel,
    CancelMove,
    Candidate,
    Cause,
    ChangeMode,
    Confirm,
    EnterMembership,
    EnterMove,
    EnterPayment,
    EnterRefund,
    Mend,
    Pile,
    Place,
    Proposal,
    Recount,
    RecountTotal,
    ReplaceAmount,
    ReplaceMove,
    SetFloat,
    Step,
)

__all__ = [
    "SHOWN",
    "Cancel",
    "CancelMove",
    "Candidate",
    "Cause",
    "ChangeMode",
    "Confirm",
    "EnterMembership",
    "EnterMove",
    "EnterPayment",
    "EnterRefund",
    "Mend",
    "Pile",
    "Place",
    "Proposal",
    "Recount",
    "RecountTotal",
    "ReplaceAmount",
    "ReplaceMove",
    "SetFloat",
    "Step",
    "cash_places",
    "find_causes",
]
