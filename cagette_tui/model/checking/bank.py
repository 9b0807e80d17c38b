"""Prove what was taken to the bank, and what came back from there (R24, R56), in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cagette_tui.model.checking.places import Places
from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.rules.notes_and_coins import pieces_from_json, total_of
from cagette_tui.model.tables.base import database
from cagette_tui.money import from_cents, to_cents


def deposits(places: Places) -> Iterator[Finding]:
    """R56: a deposit has the cheques that it says, once, for what they come to."""
    for number, cheque, said, paid in database.execute_sql(_WRONG_CHEQUES).fetchall():
        amounts = f"{from_cents(said)} / {from_cents(int(paid or 0))}"
        yield Finding(Problem.DEPOSIT, f"{number}: {cheque}: {amounts}")
    positions: dict[int, list[int]] = defaultdict(list)
    for number, position in database.execute_sql(_POSITIONS).fetchall():
        positions[number].append(position)
    for number, there in positions.items():
        if there != list(range(1, len(there) + 1)):
            yield Finding(Problem.DEPOSIT, f"{number}: {', '.join(map(str, there[:20]))}")
    for number, cash, pieces, cancelled, cheques in database.execute_sql(_DEPOSITS).fetchall():
        if pieces is not None and _sum(pieces) != cash:
            yield Finding(Problem.DEPOSIT, f"{number}: {pieces} / {from_cents(cash)}")
        if (cancelled and cheques) or not (cancelled or cheques or cash):
            yield Finding(Problem.DEPOSIT, f"{number}: {cheques}")


def _sum(pieces: str) -> int | None:
    try:
        return to_cents(total_of(pieces_from_json(pieces)))
    except (AttributeError, TypeError, ValueError, RecursionError):
        return None


def returns(places: Places) -> Iterator[Finding]:
    """R24, R23: what came back is minus what came, once; what is late was of an evening."""
    for number, member in database.execute_sql(_WRONG_RETURNS).fetchall():
        yield places.by(Problem.RETURN, {"member": member}, str(number))
    for number, member in database.execute_sql(_WRONG_DAYS).fetchall():
        yield places.by(Problem.DAY, {"member": member}, str(number))


_WRONG_CHEQUES = """
    SELECT deposit.number, cheque_id, deposit_cheque.amount,
        (SELECT SUM(amount) FROM operation WHERE operation.cheque_id = deposit_cheque.cheque_id
            AND cancelled_at IS NULL AND NOT pending) AS paid
    FROM deposit_cheque JOIN deposit ON deposit.id = deposit_id
    WHERE deposit_cheque.amount <> COALESCE(
        (SELECT SUM(amount) FROM operation WHERE operation.cheque_id = deposit_cheque.cheque_id
            AND cancelled_at IS NULL AND NOT pending), 0)
    ORDER BY deposit.number, position
"""
_POSITIONS = """
    SELECT deposit.number, position FROM deposit_cheque JOIN deposit ON deposit.id = deposit_id
    ORDER BY deposit.number, position
"""
_DEPOSITS = """
    SELECT number, cash, pieces, cancelled_at IS NOT NULL,
        (SELECT COUNT(*) FROM deposit_cheque WHERE deposit_id = deposit.id)
    FROM deposit ORDER BY number
"""
_WRONG_RETURNS = """
    SELECT back.id, back.member_id FROM operation AS back
    JOIN operation AS came ON came.id = back.returns_id
    WHERE back.cancelled_at IS NULL AND (
        back.kind <> 'payment' OR came.kind <> 'payment' OR back.amount <> -came.amount
        OR back.amount >= 0 OR back.member_id <> came.member_id OR back.mode <> came.mode
        OR came.cancelled_at IS NOT NULL OR came.pending OR back.pending
        OR EXISTS (SELECT 1 FROM operation AS twice WHERE twice.returns_id = back.returns_id
            AND twice.cancelled_at IS NULL AND twice.id < back.id))
    ORDER BY back.id
"""
_WRONG_DAYS = """
    SELECT id, member_id FROM operation
    WHERE (kind = 'order' AND day IS NOT NULL)
        OR (late AND (distribution_id IS NULL OR kind <> 'payment' OR pending))
    ORDER BY id
"""
