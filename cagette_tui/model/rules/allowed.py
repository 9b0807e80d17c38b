"""Whether something may be done at all: open, not validated, present, accepted, not too early."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.refusals import (
    BasketIsAbsent,
    BasketIsValidated,
    DistributionIsCertified,
    ModeNotAccepted,
    ReasonNeeded,
    TooEarly,
)


class Certifiable(Protocol):
    """A distribution, as far as it is archived or not (local times)."""

    @property
    def certified_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def certified_by(self) -> str | None: ...  # noqa: D102


class Validatable(Protocol):
    """A basket, as far as it is validated or not (local times)."""

    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def validated_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def validated_by(self) -> str | None: ...  # noqa: D102


def certified(distribution: Certifiable) -> DistributionIsCertified | None:
    """Return what refuses to change an archived distribution (R43); None where it is open."""
    if distribution.certified_at is None:
        return None
    return DistributionIsCertified(distribution.certified_at, distribution.certified_by or "")


def validated(basket: Validatable) -> BasketIsValidated | None:
    """Return what refuses to change a validated basket (R33); None where it is not validated."""
    if basket.validated_at is None:
        return None
    return BasketIsValidated(basket.number, basket.validated_at, basket.validated_by or "")


def must_not_be_certified(distribution: Certifiable) -> None:
    """Refuse what is archived (R43): `DistributionIsCertified`."""
    refusal = certified(distribution)
    if refusal is not None:
        raise refusal


def must_not_be_validated(basket: Validatable) -> None:
    """Refuse what is validated (R33): `BasketIsValidated`."""
    refusal = validated(basket)
    if refusal is not None:
        raise refusal


def must_have_reason(reason: str | None) -> None:
    """Refuse what needs a reason where there are no words, or none but blanks: `ReasonNeeded`."""
    if not (reason or "").strip():
        raise ReasonNeeded()


def must_be_present(basket: BasketView) -> None:
    """Refuse to receive for somebody who is absent (R34): `BasketIsAbsent`."""
    if basket.absent:
        raise BasketIsAbsent(basket.number)


def must_be_accepted(mode: Mode, accepted: Sequence[Mode]) -> None:
    """Refuse a mode that the group does not accept (R13): `ModeNotAccepted`."""
    if mode not in accepted:
        raise ModeNotAccepted(mode, tuple(accepted))


def must_have_begun(opens_at: datetime, now: datetime, zone: str) -> None:
    """Refuse what is possible only from 30 minutes before the start (R40): `TooEarly`.

    `zone` is the clock's, where this machine's is another one (R64).
    """
    if now < opens_at:
        raise TooEarly(opens_at, now, zone)
