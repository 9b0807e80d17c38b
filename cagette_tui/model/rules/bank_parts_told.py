"""What a proposal settles, in the words of the JSON: strings, amounts with two decimals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cagette_tui.model.rules.bank_books import (
    CardPart,
    CashPart,
    ChequePart,
    ChequesPart,
    LineKind,
    MemberPart,
    Part,
    ProducerPart,
    Proposal,
)

Refs = Mapping[int, str | None]


def parts_told(proposal: Proposal, refs: Refs) -> list[dict[str, Any]]:
    """Say what each part is; `refs` are the members' references by their numbers."""
    return [_part(proposal.kind, part, refs) for part in proposal.parts]


def _part(kind: LineKind, part: Part, refs: Refs) -> dict[str, Any]:
    match part:
        case MemberPart():
            return _of_member(part, refs)
        case ChequesPart():
            return _of_cheques(part, refs)
        case ChequePart():
            told: dict[str, Any] = {"slip": part.slip} if kind is not LineKind.BANK_FEE else {}
            return told | {
                "cheque": part.cheque.number,
                "member_ref": _first(part.cheque.members, refs),
                "amount": f"{part.amount:.2f}",
            }
        case CardPart():
            return {
                "evening": part.evening.isoformat(),
                "gross": f"{part.gross:.2f}",
                "commission": f"{part.commission:.2f}",
                "payments": part.payments,
            }
        case CashPart():
            return {"taken": part.taken.isoformat(), "amount": f"{part.amount:.2f}"}
        case ProducerPart():
            return {
                "catalogue": part.catalogue,
                "evening": part.evening.isoformat(),
                "due": f"{part.due:.2f}",
                "difference": f"{part.difference:.2f}",
            }


def _of_member(part: MemberPart, refs: Refs) -> dict[str, Any]:
    told: dict[str, Any] = {
        "member_ref": refs.get(part.member_id),
        "what": str(part.what),
        "evening": part.evening and part.evening.isoformat(),
        "amount": f"{part.amount:.2f}",
    }
    if part.either:
        told["either"] = [refs.get(one) for one in part.either]
    return told


def _of_cheques(part: ChequesPart, refs: Refs) -> dict[str, Any]:
    told: dict[str, Any] = {
        "slip": part.slip,
        "cheques": len(part.cheques),
        "total": f"{part.total:.2f}",
        "difference": f"{part.difference:.2f}",
    }
    if part.missing is not None:
        told["missing_cheque"] = part.missing.number
        told["member_ref"] = _first(part.missing.members, refs)
    return told


def _first(members: tuple[int, ...], refs: Refs) -> str | None:
    return refs.get(members[0]) if members else None
