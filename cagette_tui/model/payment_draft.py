"""A payment half entered: its parts, kept as they are typed and gone once it is recorded (R15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from cagette_tui.model.basket_work import ChequeDetails
from cagette_tui.model.drafts import drop_draft, parsed, read_draft, save_draft
from cagette_tui.model.kinds import Mode
from cagette_tui.model.paying import Part
from cagette_tui.model.writing import Desk


@dataclass(frozen=True)
class PaymentDraft:
    """What was typed, and when; `with_debt`: the older debt was to be paid too."""

    parts: tuple[Part, ...]
    with_debt: bool
    at: datetime


def payment_subject(baskets: Sequence[int]) -> str:
    """Name the draft of a payment of some baskets (ids), in this order."""
    return "payment:" + ",".join(map(str, baskets))


def save_payment_draft(
    desk: Desk, baskets: Sequence[int], parts: Sequence[Part], *, with_debt: bool
) -> None:
    """Keep the parts so far, in euros; without any, the draft goes. Raises storage problems."""
    subject = payment_subject(baskets)
    if not parts:
        drop_draft(desk, subject)
        return
    save_draft(desk, subject, {"parts": [_stored(part) for part in parts], "debt": with_debt})


def payment_draft(desk: Desk, baskets: Sequence[int]) -> PaymentDraft | None:
    """Return what they had typed of a payment of these baskets, if anything."""
    draft = read_draft(desk, payment_subject(baskets))
    if draft is None:
        return None
    parts = parsed(lambda: tuple(_part(one) for one in draft.data["parts"]))
    return PaymentDraft(parts, bool(draft.data.get("debt")), draft.at) if parts else None


def _stored(part: Part) -> dict[str, Any]:
    return {
        "mode": str(part.mode),
        "amount": None if part.amount is None else str(part.amount),
        "cheque": None if part.cheque is None else astuple(part.cheque),
        "note": part.note,
    }


def _part(stored: Any) -> Part:
    amount, cheque = stored["amount"], stored["cheque"]
    return Part(
        Mode(stored["mode"]),
        None if amount is None else Decimal(amount),
        None if cheque is None else ChequeDetails(*cheque),
        stored["note"],
    )
