"""Signs and sizes of what is typed for a line (R5, R8, R32)."""

from __future__ import annotations

import pytest

from cagette_tui.model.rules.lines import (
    heaviest,
    must_be_a_price,
    must_be_a_weight,
    must_have_its_sign,
)
from cagette_tui.model.rules.refusals import BadAmount, BadQuantity, NoWeight, WeightTooLarge
from tests.world import euros


@pytest.mark.parametrize(
    ("typed", "before", "possible"),
    [
        ("2", "3", True),
        ("0", "3", True),
        ("-1", "3", False),
        ("10000", "3", True),
        ("10000.01", "3", False),
        # What nobody ordered comes in; what is given back goes, and does not come in.
        ("2", "0", True),
        ("-2", "0", False),
        ("-2", "-3", True),
        ("0", "-3", True),
        ("2", "-3", False),
        ("-10000.01", "-3", False),
    ],
)
def test_signs(typed: str, before: str, possible: bool) -> None:
    """R5, R8: a quantity and a price keep their sign, and are no telephone number."""
    if possible:
        must_have_its_sign(euros(typed), euros(before))
        must_be_a_price(euros(typed), euros(before))
        return
    with pytest.raises(BadQuantity):
        must_have_its_sign(euros(typed), euros(before))
    with pytest.raises(BadAmount):
        must_be_a_price(euros(typed), euros(before))


def test_weights() -> None:
    """R32: something, and no more than scales can have said of so much ordered."""
    for ordered in ("1", "500"):
        most = heaviest(euros(ordered))
        must_be_a_weight(most, euros(ordered))
        with pytest.raises(WeightTooLarge) as told:
            must_be_a_weight(most + euros("0.001"), euros(ordered))
        assert told.value.args[1] == most
    with pytest.raises(NoWeight):
        must_be_a_weight(euros("0"), euros("1"))
