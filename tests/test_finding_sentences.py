"""What may explain a difference is said in one line each, in both languages."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from cagette_tui import i18n
from cagette_tui.model.finding import (
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
    Place,
    Proposal,
    Recount,
    RecountTotal,
    ReplaceAmount,
    ReplaceMove,
    SetFloat,
    Step,
)
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.sentences.findings import candidate_sentence, mend_sentence, proposal_sentence
from cagette_tui.text import cells

MUCH = Decimal("9999.99")
EVIL = "\x1b[31m[/b]" + "x" * 100
BASKET = Place(7, EVIL, 7, 500, 1, True, MUCH, Mode.TRANSFER)
BOX = Place()
MOVE = Place(written=-MUCH, note=EVIL)
WITH_EVIDENCE = {
    Cause.WRITTEN_AS_CASH,
    Cause.WAS_CASH,
    Cause.SPLIT_OTHERWISE,
    Cause.REFUND_AS_CHEQUE,
    Cause.TWO_TOGETHER,
}
STEPS = (
    Step(ChangeMode(1, Mode.CHEQUE, (Mode.CARD, Mode.TRANSFER)), BASKET),
    Step(ReplaceAmount(1, -MUCH), BASKET),
    Step(Cancel(1), BASKET),
    Step(Confirm(1), BASKET),
    Step(EnterPayment(7, 7, Mode.CASH, MUCH), BASKET),
    Step(EnterRefund(7, None, Mode.CASH, MUCH), replace(BASKET, number=None)),
    Step(EnterMembership(7, Mode.CASH, MUCH), BASKET),
    Step(SetFloat(MUCH), BOX),
    Step(EnterMove(-MUCH), BOX),
    Step(ReplaceMove(1, MUCH), MOVE),
    Step(CancelMove(1), MOVE),
    Step(Recount(5_000, -10), BOX),
    Step(RecountTotal(MUCH), BOX),
)


@pytest.fixture(params=["fr", "en"], autouse=True)
def _language(request: pytest.FixtureRequest) -> Iterator[None]:
    i18n.activate(request.param)
    yield
    i18n.activate("en")


def test_each_proposal_has_its_sentence() -> None:
    """At most 76 cells, with the amount, how many are possible and what speaks for it."""
    said = set()
    for cause in Cause:
        for difference in (MUCH, -MUCH):
            amount, count, evidence = MUCH, 500, False
            if cause in WITH_EVIDENCE:
                amount, count, evidence = Decimal("999.99"), 9, True
            proposal = Proposal(cause, difference, amount, (), count, evidence, 1)
            text = proposal_sentence(proposal)
            assert cells(text) <= 76, text
            assert "…" not in text
            assert "{" not in text
            assert str(count) in text
            assert "99" in text
            said.add(text)
    # Too many and too few, put in and taken out are two sentences each.
    assert len(said) == len(Cause) + 2


def test_each_mend_has_its_sentence() -> None:
    """Where it is and what is done there; names are data, and give way to what is done."""
    for step in STEPS:
        text = candidate_sentence(Candidate((step,)))
        assert cells(text) <= 76, text
        assert "{" not in text
        assert "\x1b" not in text
        assert "\x1b" not in mend_sentence(step)
    assert len({candidate_sentence(Candidate((step,))) for step in STEPS}) == len(STEPS)
    kinds = Mend.__args__
    assert {type(step.mend) for step in STEPS} == set(kinds)


def test_two_steps_fit() -> None:
    """A pair of ordinary names and amounts is said whole."""
    place = Place(7, "BEN SALEM Béatrice / TURPIN Loïc", 7, 12, 1, False, Decimal("118.40"))
    steps = (
        Step(ChangeMode(1, Mode.CHEQUE), replace(place, mode=Mode.CASH)),
        Step(ChangeMode(2, Mode.CASH), replace(place, mode=Mode.CHEQUE, number=13)),
    )
    text = candidate_sentence(Candidate(steps))
    assert cells(text) <= 76
    assert not text.endswith("…")
    assert "12" in text
    assert "13" in text


def test_a_basket_is_reopened() -> None:
    """R33, R44: the question before it says so."""
    still_open = replace(STEPS[1], place=replace(BASKET, validated=False))
    assert mend_sentence(STEPS[1]).startswith(mend_sentence(still_open).removesuffix("."))
    assert mend_sentence(STEPS[1]) != mend_sentence(still_open)
