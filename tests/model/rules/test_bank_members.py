"""Whose transfer a line of the statement is, and what it pays, to the cent (R65)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cagette_tui.model.rules.bank_books import (
    BookBasket,
    BookMember,
    Books,
    MemberPart,
    Proposal,
    Sure,
    What,
    Why,
)
from cagette_tui.model.rules.bank_lines import propose
from cagette_tui.model.rules.statement import StatementLine
from tests.world import euros

FRIDAY = date(2026, 11, 20)
WEEK = timedelta(days=7)
SURE, LIKELY, ASK = Sure.CERTAIN, Sure.LIKELY, Sure.ASK
W = What
# Whose, for what, how much, the basket's number.
Part = tuple[int, What, str, int | None]
Told = tuple[tuple[Part, ...], Sure, Why]


def owes(number: int, name: str, *baskets: tuple[int, str, int], debt: str = "0.00") -> Books:
    """Return somebody's books: baskets (number, euros, weeks after Friday), and older debt."""
    there = tuple(
        BookBasket(
            basket, weeks, FRIDAY + weeks * WEEK, basket, number, euros(amount), euros("0.00")
        )
        for basket, amount, weeks in baskets
    )
    owed = sum((one.cost for one in there), euros(debt))
    return Books(members=(BookMember(number, name, None, -owed),), baskets=there)


def together(*books: Books, fee: str = "0.00") -> Books:
    """Return the books of several."""
    return Books(
        members=tuple(one for each in books for one in each.members),
        baskets=tuple(one for each in books for one in each.baskets),
        membership_fee=euros(fee),
    )


def line(label: str, amount: str, days: int = 3) -> StatementLine:
    """Return a transfer that came, so many days after Friday."""
    day = FRIDAY + timedelta(days=days)
    return StatementLine(1, day, euros(amount), f"VIR SEPA RECU /DE {label} /REF 1")


def told(proposal: Proposal) -> Told:
    """Return what a line is taken for, how sure, and the last reason."""
    parts = tuple(
        (part.member_id, part.what, str(part.amount), part.basket_id)
        for part in proposal.parts
        if isinstance(part, MemberPart)
    )
    return parts, proposal.sure, proposal.why[-1]


def first(books: Books, *lines: StatementLine) -> Told | None:
    """Return what the last of some lines is taken for."""
    found = propose(lines, books)[-1]
    return told(found[0]) if found else None


def one(basket: int, amount: str, sure: Sure, why: Why, member: int = 1) -> Told:
    """Return a line that pays one basket."""
    return ((member, W.BASKET, amount, basket),), sure, why


def joins(amount: str, sure: Sure) -> Told:
    """Return a line that pays a membership."""
    return ((1, W.MEMBERSHIP, amount, None),), sure, Why.EXACT


ZOE = owes(1, "MARTIN Zoé", (4, "30.00", 0))
BOTH_WEEKS = owes(1, "MARTIN Zoé", (4, "30.00", 0), (5, "12.50", 1))
WITH_DEBT = owes(1, "MARTIN Zoé", (4, "30.00", 0), debt="7.00")


@pytest.mark.parametrize(
    ("books", "label", "amount", "expected"),
    [
        (ZOE, "MARTIN ZOE", "30.00", one(4, "30.00", SURE, Why.EXACT)),
        (ZOE, "MARTIN ZOE /MOTIF PANIER 4", "30.00", one(4, "30.00", SURE, Why.BASKET_NUMBER)),
        (ZOE, "MARTIN ZOE /MOTIF DU 20/11", "30.00", one(4, "30.00", SURE, Why.EVENING)),
        # Another basket, or another evening of theirs, is written: perhaps it is not that.
        (ZOE, "MARTIN ZOE /MOTIF PANIER 5", "30.00", one(4, "30.00", LIKELY, Why.EXACT)),
        (BOTH_WEEKS, "MARTIN ZOE /MOTIF DU 27/11", "30.00", one(4, "30.00", LIKELY, Why.EXACT)),
        (ZOE, "MARTIN ZOE /MOTIF DU 27/11", "30.00", one(4, "30.00", SURE, Why.EXACT)),
        # The family name alone.
        (ZOE, "MARTIN", "30.00", one(4, "30.00", LIKELY, Why.EXACT)),
        # Two baskets; a basket and what is owed from before.
        (
            BOTH_WEEKS,
            "MARTIN ZOE",
            "42.50",
            (((1, W.BASKET, "30.00", 4), (1, W.BASKET, "12.50", 5)), SURE, Why.SEVERAL),
        ),
        (
            WITH_DEBT,
            "MARTIN ZOE",
            "37.00",
            (((1, W.BASKET, "30.00", 4), (1, W.OLDER_DEBT, "7.00", None)), SURE, Why.WITH_DEBT),
        ),
        (WITH_DEBT, "MARTIN ZOE", "7.00", (((1, W.OLDER_DEBT, "7.00", None),), SURE, Why.EXACT)),
        # Less, more, swapped digits: asked, and where the rest goes.
        (ZOE, "MARTIN ZOE", "20.00", one(4, "20.00", ASK, Why.TOO_LITTLE)),
        (
            ZOE,
            "MARTIN ZOE",
            "31.00",
            (((1, W.BASKET, "30.00", 4), (1, W.EXCESS, "1.00", None)), ASK, Why.TOO_MUCH),
        ),
        (
            WITH_DEBT,
            "MARTIN ZOE",
            "40.00",
            (
                (
                    (1, W.BASKET, "30.00", 4),
                    (1, W.OLDER_DEBT, "7.00", None),
                    (1, W.EXCESS, "3.00", None),
                ),
                ASK,
                Why.TOO_MUCH,
            ),
        ),
        (ZOE, "MARTIN ZOE", "3.00", one(4, "3.00", ASK, Why.TOO_LITTLE)),
        # Nobody who is known: by the basket's number and its amount, or the amount alone.
        (ZOE, "DUPOND JEAN /MOTIF PANIER 4", "30.00", one(4, "30.00", LIKELY, Why.EXACT)),
        (ZOE, "DUPOND JEAN", "30.00", one(4, "30.00", ASK, Why.AMOUNT_ONLY)),
        (ZOE, "DUPOND JEAN", "30.01", None),
    ],
)  # fmt: skip
def test_whose_transfer_it_is(books: Books, label: str, amount: str, expected: Told | None) -> None:
    """R65: named and explained to the cent; certain only where nothing else may be meant."""
    assert first(books, line(label, amount)) == expected


@pytest.mark.parametrize(
    ("label", "amount", "fee", "expected"),
    [
        # A membership is one where its word stands there.
        ("MARTIN ZOE /MOTIF ADHESION", "15.00", "15.00", joins("15.00", SURE)),
        ("MARTIN ZOE", "15.00", "15.00", joins("15.00", LIKELY)),
        (
            "MARTIN ZOE /MOTIF PANIER ET ADHESION",
            "45.00",
            "15.00",
            (((1, W.BASKET, "30.00", 4), (1, W.MEMBERSHIP, "15.00", None)), SURE, Why.EXACT),
        ),
        (
            "MARTIN ZOE",
            "45.00",
            "15.00",
            (((1, W.BASKET, "30.00", 4), (1, W.MEMBERSHIP, "15.00", None)), LIKELY, Why.EXACT),
        ),
        # Of the same amount as the basket it is the basket, unless it is called a membership.
        ("MARTIN ZOE", "30.00", "30.00", one(4, "30.00", SURE, Why.EXACT)),
        ("MARTIN ZOE /MOTIF ADHESION", "30.00", "30.00", joins("30.00", SURE)),
    ],
)  # fmt: skip
def test_a_membership_by_transfer(label: str, amount: str, fee: str, expected: Told) -> None:
    """R50, R65: the group's fee, alone or with a basket."""
    assert first(together(ZOE, fee=fee), line(label, amount)) == expected


def test_two_who_are_called_alike() -> None:
    """R65: both are proposed, none is certain; the second transfer is the other's, still asked."""
    books = together(ZOE, owes(2, "MARTIN Zoé", (7, "30.00", 0)))
    came = line("MARTIN ZOE", "30.00")
    (found, again) = propose([came, came], books)
    assert [told(each)[1] for each in found] == [ASK, ASK]
    part = found[0].parts[0]
    assert isinstance(part, MemberPart)
    assert sorted(part.either) == [1, 2]
    assert Why.SAME_NAME in found[0].why
    assert again[0].sure is ASK
    # Of another amount it is the one who owes just that, and not certain.
    books = together(ZOE, owes(2, "MARTIN Zoé", (7, "31.00", 0)))
    assert first(books, line("MARTIN ZOE", "31.00")) == (
        ((2, W.BASKET, "31.00", 7),),
        LIKELY,
        Why.SAME_NAME,
    )


def test_a_relative_is_paid_for() -> None:
    """R65: of the payer's family name, and the only one who owes just that: likely."""
    books = together(owes(1, "MARTIN Zoé"), owes(2, "MARTIN Paul", (7, "30.00", 0)))
    assert first(books, line("MARTIN ZOE", "30.00")) == one(7, "30.00", LIKELY, Why.SAME_NAME, 2)


@pytest.mark.parametrize(
    ("label", "sure"),
    [("MARTIN ZOE", ASK), ("MARTIN ZOE /MOTIF POUR ROUX LUCIE", LIKELY)],
)
def test_one_transfer_for_two(label: str, sure: Sure) -> None:
    """R15, R65: the payer's basket and another's; likely where the other one is written."""
    books = together(ZOE, owes(2, "ROUX Lucie", (7, "18.40", 0)))
    assert first(books, line(label, "48.40")) == (
        ((1, W.BASKET, "30.00", 4), (2, W.BASKET, "18.40", 7)),
        sure,
        Why.EXACT,
    )


def test_of_two_others_none_is_guessed() -> None:
    """R65: whose basket the rest is cannot be said: it is too much for the first one."""
    books = together(
        ZOE, owes(2, "ROUX Lucie", (7, "18.40", 0)), owes(3, "KLEIN Hugo", (8, "18.40", 0))
    )
    found = first(books, line("MARTIN ZOE", "48.40"))
    assert found is not None
    assert (found[1], found[2]) == (ASK, Why.TOO_MUCH)
    named = first(books, line("MARTIN ZOE /MOTIF ROUX LUCIE", "48.40"))
    assert named is not None
    assert (named[0][1], named[1]) == ((2, W.BASKET, "18.40", 7), LIKELY)


def paid(cost: str, by: str = "30.00") -> Books:
    """Return a basket that is paid at the table."""
    basket = BookBasket(4, 6, FRIDAY, 4, 1, euros(cost), euros(by))
    return Books(members=(BookMember(1, "MARTIN Zoé", None),), baskets=(basket,))


def test_a_basket_that_is_paid_otherwise_already() -> None:
    """R65: asked; what is not owed at all is too much on the account."""
    assert first(paid("30.00"), line("MARTIN ZOE", "30.00")) == (
        ((1, W.PAID_TWICE, "30.00", None),),
        ASK,
        Why.PAID_OTHERWISE,
    )
    assert first(paid("30.00"), line("MARTIN ZOE", "12.00")) == (
        ((1, W.EXCESS, "12.00", None),),
        ASK,
        Why.NOTHING_DUE,
    )


def test_the_same_transfer_came_twice() -> None:
    """R65: the first one pays the basket, the second one is asked."""
    came = line("MARTIN ZOE", "30.00")
    assert first(ZOE, came, came) == (((1, W.PAID_TWICE, "30.00", None),), ASK, Why.PAID_TWICE)


def test_long_before_the_evening() -> None:
    """R65: up to a week before it is certain; earlier it is likely at most."""
    for days, sure in ((-7, SURE), (-8, LIKELY)):
        assert first(ZOE, line("MARTIN ZOE", "30.00", days)) == one(4, "30.00", sure, Why.EXACT)


@pytest.mark.parametrize(("days", "known"), [(-14, True), (-15, False), (45, True), (46, False)])
def test_by_the_amount_alone_near_the_evening(days: int, known: bool) -> None:
    """R65: two weeks before, a month and a half after."""
    assert (first(ZOE, line("DUPOND JEAN", "30.00", days)) is not None) is known


def test_by_the_amount_alone_among_a_few() -> None:
    """R65: three are proposed, four are none."""
    people = [owes(n, f"NOM{n} Zoé", (n, "30.00", 0)) for n in range(1, 5)]
    came = line("DUPOND JEAN", "30.00")
    assert len(propose([came], together(*people[:3]))[0]) == 3
    assert propose([came], together(*people))[0] == ()


def test_whoever_is_written_beside_the_payer() -> None:
    """R65: another member is named in the text: perhaps it is theirs."""
    books = together(ZOE, owes(2, "ROUX Lucie"))
    assert first(books, line("MARTIN ZOE /MOTIF ROUX LUCIE", "30.00")) == one(
        4, "30.00", LIKELY, Why.EXACT
    )


def test_both_of_a_household() -> None:
    """R65: both names make it certain, though others are called like one of them."""
    books = together(
        owes(1, "MARTIN Zoé / DUVAL Anne", (4, "30.00", 0)), owes(2, "DUVAL Paul", (7, "9.00", 0))
    )
    assert first(books, line("MARTIN ZOE OU DUVAL ANNE", "30.00")) == one(
        4, "30.00", SURE, Why.EXACT
    )
    # The second of them alone may be a relative of the other family.
    assert first(books, line("DUVAL ANNE", "30.00")) == one(4, "30.00", LIKELY, Why.EXACT)


def test_nothing_is_guessed_for_money_of_nothing() -> None:
    """R65: a line of 0.00 is nothing."""
    assert propose([line("MARTIN ZOE", "0.00")], ZOE) == [()]
