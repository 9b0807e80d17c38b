"""The model of Cagette does and refuses what Cagette does and refuses (R4)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.cagette_model import Cagette, Refused, computed

EXPORT = (
    "userId;userName;productName;ref;catalogName;catalogId;vendorId;price;quantity;fees;total;paid\n"
    '"1";"A";"Miel";"M";"C";"1";"1";"10";"2";"";"20";"false"\n'
)


def made(generation: int = 2022) -> Cagette:
    """Give one with an order of 20,00, to be paid on the spot."""
    cagette = Cagette(generation)
    cagette.take_orders(EXPORT, {"Miel": 0.0})
    return cagette


def do(cagette: Cagette, *acts: str) -> None:
    """Do acts such as `payment cash 5.00`, `quantity 1`."""
    rows = []
    for words in acts:
        act, *rest = words.split()
        row = dict.fromkeys(("product", "quantity", "price", "mode", "amount"), "")
        row |= {"act": act, "member_ref": "1"}
        if act in ("missing", "quantity", "price", "add_line"):
            row |= {"product": "Miel"} | dict(zip(("quantity", "price"), rest, strict=False))
        else:
            row |= dict(zip(("amount", "mode"), reversed(rest), strict=False))
        rows.append(row)
    cagette.enter(rows)


def test_a_confirmed_payment_keeps_its_amount() -> None:
    """Whatever the basket costs by now."""
    cagette = made()
    do(cagette, "quantity 1", "confirm cash 20.00")
    assert cagette.balance("1") == 10
    assert cagette.sums() == {"cash": 20}


@pytest.mark.parametrize(
    "acts",
    [
        ("validate",),  # a payment on the spot waits
        ("confirm cash 19.00",),
        ("confirm card 20.00",),
        ("confirm cash 20.00", "validate", "payment cash 1.00"),
        ("confirm cash 20.00", "refund cash 1.00"),  # nothing is overpaid
        ("confirm cash 20.00", "validate", "quantity 1", "refund cash 10.00"),
        ("delete_announced 20.00", "delete_announced 20.00"),
        ("membership card 15.00",),
        ("payment cash -1.00",),
    ],
)
def test_what_is_refused(acts: tuple[str, ...]) -> None:
    """In both generations."""
    for generation in (2020, 2022):
        with pytest.raises(Refused):
            do(made(generation), *acts)


def test_a_basket_of_which_all_is_cancelled() -> None:
    """In the later generation it counts as validated at once, and takes no payment."""
    later, earlier = made(2022), made(2020)
    for cagette in (later, earlier):
        do(cagette, "delete_announced 20.00", "missing")
    assert (later.is_validated("1"), earlier.is_validated("1")) == (True, False)
    with pytest.raises(Refused):
        do(later, "payment cash 1.00")
    do(earlier, "validate")
    assert earlier.is_validated("1")


def test_a_line_that_grows_opens_the_basket() -> None:
    """It is unpaid again, and so payments are taken."""
    for generation in (2020, 2022):
        cagette = made(generation)
        do(cagette, "confirm cash 20.00", "validate")
        assert cagette.is_validated("1")
        do(cagette, "quantity 3")
        assert not cagette.is_validated("1")
        do(cagette, "payment cash 10.00", "validate")
        assert (cagette.balance("1"), cagette.is_validated("1")) == (0, True)


def test_lines_are_computed_in_binary_fractions() -> None:
    """R4: half a cent goes where the fraction lies."""
    for quantity, price, total in (
        (1.5, 25.07, "37.60"),
        (1.005, 1, "1.00"),
        (0.25, 33.66, "8.41"),
    ):
        assert computed(quantity, price, 0) == Decimal(total)
    assert computed(0.25, 36, 5.5) == Decimal("9.49")
