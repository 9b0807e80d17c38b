"""Validate a basket, and reopen one (R40 to R45)."""

from __future__ import annotations

from collections.abc import Sequence

from cagette_tui.model.acts.basket_work import (
    BasketWork,
    find_basket,
    find_distribution,
    must_be_current,
    must_have_begun,
    open_basket,
)
from cagette_tui.model.acts.coordinating import must_coordinate
from cagette_tui.model.acts.paying import pay_into, receive_into
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.reading.baskets import accepted_modes, read_basket
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.outcome import Outcome, Unseen, outcome_of
from cagette_tui.model.rules.payments import ChequeDetails, Part, only_mode
from cagette_tui.model.rules.refusals import (
    BasketNotValidated,
    NeedsAnswer,
    ReasonNeeded,
)


def validate(
    desk: Desk,
    basket_id: int,
    version: int,
    *,
    mode: Mode | None = None,
    replace: bool = False,
    change: bool = False,
    cheque: ChequeDetails | None = None,
    accept: Outcome | None = None,
    unseen: Unseen | None = None,
) -> BasketView:
    """Confirm that a basket was received and paid, and lock it (R41).

    With a `mode` what is to pay is received in it first (see `receive`). `unseen`
    answers for announced payments; `accept` is the outcome that was shown and
    accepted. Raises `TooEarly` (R40), `ModeNeeded` (R13), `NeedsAnswer` with what
    would remain when that was not accepted, and what `receive` raises.
    """
    with writing(desk) as act:
        work = open_basket(act, ActKind.VALIDATE, basket_id, version)
        must_have_begun(act, work.row.distribution_id)
        if mode is not None and receive_into(
            work, mode, replace=replace, change=change, cheque=cheque
        ):
            work.reread()
        return validate_in(work, accept, unseen)


def receive_and_validate(
    desk: Desk,
    basket_id: int,
    version: int,
    mode: Mode,
    *,
    replace: bool = False,
    change: bool = False,
    accept: Outcome | None = None,
    unseen: Unseen | None = None,
) -> BasketView:
    """Do both in one act: one key for an ordinary basket.

    Where nothing is to pay it validates.
    """
    return validate(
        desk,
        basket_id,
        version,
        mode=mode,
        replace=replace,
        change=change,
        accept=accept,
        unseen=unseen,
    )


def pay_and_validate(
    desk: Desk,
    basket_id: int,
    version: int,
    parts: Sequence[Part],
    *,
    replace: bool | None = None,
    sure: bool = False,
    accept: Outcome | None = None,
    unseen: Unseen | None = None,
) -> BasketView:
    """Receive given amounts and validate, in one act (R15, R41): refused, nothing is received.

    Raises what `pay` and `validate` raise.
    """
    with writing(desk) as act:
        work = open_basket(act, ActKind.VALIDATE, basket_id, version)
        must_have_begun(act, work.row.distribution_id)
        pay_into(work, parts, replace=replace, sure=sure)
        work.reread()
        return validate_in(work, accept, unseen)


def validate_in(work: BasketWork, accept: Outcome | None, unseen: Unseen | None) -> BasketView:
    """Validate in an act under way."""
    if unseen is Unseen.SEEN:
        for payment in work.view.announced:
            work.confirm(payment.id)
        work.reread()
    if work.view.needs_mode:
        _give_the_only_mode(work)
    outcome = outcome_of(work.view, unseen)
    # R41: accepting what remains does not say whether a payment was seen or is awaited.
    if outcome.unseen or (not outcome.ordinary and outcome != accept):
        raise NeedsAnswer(outcome)
    return work.done(on_the_spot=False, validated_at=work.act.at, validated_by=work.act.who)


def reopen_basket(desk: Desk, basket_id: int, version: int, reason: str) -> BasketView:
    """Open a validated basket again, and its distribution with it if it was certified (R44).

    Payments keep their modes and their confirmed state: no balance moves.
    Raises `NotCoordinator`, `BasketNotValidated`, `ReasonNeeded`, `BasketChanged`.
    """
    with writing(desk) as act:
        must_coordinate(act)
        if not reason:
            raise ReasonNeeded()
        row = find_basket(basket_id)
        must_be_current(row, version)
        if row.validated_at is None:
            raise BasketNotValidated(row.number)
        distribution = find_distribution(row.distribution_id)
        entry = act.entry(
            ActKind.REOPEN_BASKET,
            basket=row.id,
            member=row.member_id,
            distribution=distribution.id,
            reason=reason,
        )
        entry.update(row, validated_at=None, validated_by=None, version=row.version + 1)
        if distribution.certified_at is not None:
            entry = act.entry(
                ActKind.REOPEN_DISTRIBUTION, distribution=distribution.id, reason=reason
            )
            entry.update(distribution, certified_at=None, certified_by=None)
        return read_basket(basket_id)


def _give_the_only_mode(work: BasketWork) -> None:
    work.book(work.view.to_pay, only_mode(work.view.number, accepted_modes()))
    work.reread()
