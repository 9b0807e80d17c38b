"""What proves the certifications, to be printed and compared later (R46)."""

from __future__ import annotations

from datetime import date, datetime

from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.box import ClosingReport
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.proof import Proof
from cagette_tui.value import ValueObject


class ProofView(ValueObject):
    """A certification: the report's number, who closed it and when, and the digest of it all.

    `previous` is the digest of the certification before, of whatever distribution; None for the
    first.
    """

    distribution_id: int
    day: date
    place: str
    number: int
    closed_at: datetime
    closed_by: str
    digest: str
    previous: str | None


def proofs_of(distribution_id: int) -> tuple[ProofView, ...]:
    """Return the proofs of a distribution, the first one first. Raises storage problems."""
    return _proofs(Proof.distribution == distribution_id)


def last_proof() -> ProofView | None:
    """Return the last of all, which stands for those before it. Raises storage problems."""
    last = Proof.select(Proof.id).order_by(-Proof.id).limit(1)
    return next(iter(_proofs(Proof.id.in_(last))), None)


def _proofs(which: object) -> tuple[ProofView, ...]:
    same = (ClosingReport.distribution == Proof.distribution) & (
        ClosingReport.number == Proof.number
    )
    query = (
        Proof.select(
            Proof.distribution,
            Distribution.date,
            Distribution.place,
            Proof.number,
            ClosingReport.closed_at,
            ClosingReport.closed_by,
            Proof.digest,
            Proof.previous,
        )
        .join(Distribution)
        .join_from(Proof, ClosingReport, on=same)
        .where(which)
        .order_by(Proof.id)
    )
    with reading():
        return tuple(ProofView(*row) for row in tuples(query))
