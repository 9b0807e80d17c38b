"""The pile of cheques, and the deposit slip in its order (R15, R41, R52)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cagette_tui.model.acts.accounts import pay_account, pay_membership
from cagette_tui.model.acts.changing import cancel, confirm
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce, pay, pay_together, receive, refund
from cagette_tui.model.acts.piling import (
    identify_on_pile,
    put_on_pile,
    remove_from_pile,
    set_cheque_details,
)
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.pile import pile_of, read_pile
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.evening_steps import pile_beside
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.pile import PaperView, PileView
from cagette_tui.model.rules.refusals import (
    BadAmount,
    CannotUndo,
    ChequeAmount,
    ChequeOnPile,
    DistributionIsCertified,
    NotFound,
    NothingToUndo,
    PileChanged,
    Refused,
)
from cagette_tui.model.rules.takings import takings
from tests.model.store.test_statements import statements
from tests.shelves import hurry
from tests.shortcuts import candidates, slip
from tests.world import START, World, euros, refused, settled_dump


def _by_cheque(world: World, *amounts: str) -> list[BasketView]:
    """Give baskets, each paid by a cheque."""
    baskets = [world.one_basket(amount) for amount in amounts]
    return [receive(world.desk, one.id, one.version, Mode.CHEQUE) for one in baskets]


def _paper(basket: BasketView) -> int:
    cheque = basket.payments[0].cheque
    assert cheque is not None
    return cheque.id


def _put(world: World, basket: BasketView, after: int | None = None) -> PileView:
    amount = basket.payments[0].amount
    return put_on_pile(world.desk, basket.distribution_id, amount, _paper(basket), after=after)


def _order(pile: PileView) -> list[str]:
    assert [entry.position for entry in pile.entries] == list(range(1, pile.count + 1))
    return [str(entry.amount) for entry in pile.entries]


def test_the_books_cheques(world: World) -> None:
    """R15, R52: one sheet for two baskets, memberships and accounts that joined; no refunds."""
    one, two, three = (world.one_basket(amount) for amount in ("30.00", "12.00", "8.00"))
    number = one.distribution_id
    both = [(one.id, one.version), (two.id, two.version)]
    pay_together(world.desk, both, Mode.CHEQUE, cheque=ChequeDetails("0012", "Banque"))
    pay(world.desk, three.id, three.version, [Part(Mode.CHEQUE, euros("5.00")), Part(Mode.CHEQUE)])
    pay_membership(
        world.desk, two.member_id, Mode.CHEQUE, distribution_id=number, amount=euros("10.00")
    )
    shown = balance_of(three.member_id)
    pay_account(
        world.desk, three.member_id, Mode.CHEQUE, euros("7.00"), "avance",
        shown=shown, distribution_id=number, sure=True)  # fmt: skip
    pay_account(
        world.desk, three.member_id, Mode.CHEQUE, euros("99.00"), "autre",
        shown=shown + 7, sure=True,
    )  # fmt: skip
    three = world.again(three)
    refund(world.desk, three.id, three.version, Mode.CHEQUE, euros("1.00"), insist="geste")
    papers = read_pile(number).papers
    assert [(one.amount, one.baskets, len(one.members)) for one in papers] == [
        (42, (1, 2), 2),
        (5, (3,), 1),
        (3, (3,), 1),
        (10, (), 1),
        (7, (), 1),
    ]
    assert (papers[0].cheque.number, papers[0].pending) == ("0012", False)
    assert read_pile(number).missing == papers
    assert not read_pile(number).begun


def test_in_the_order_of_the_pile(world: World) -> None:
    """At the end, or after a position; positions stay 1 … n."""
    baskets = _by_cheque(world, "1.00", "2.00", "3.00", "4.00", "5.00")
    number = baskets[0].distribution_id
    for rank, after in ((0, None), (1, None), (2, 0), (3, 2), (4, 4)):
        pile = _put(world, baskets[rank], after)
    assert _order(pile) == ["3.00", "1.00", "4.00", "2.00", "5.00"]
    assert (pile.count, pile.total, pile.missing, pile.unexpected) == (5, 15, (), ())
    pile = remove_from_pile(world.desk, number, pile.entries[1])
    assert _order(pile) == ["3.00", "4.00", "2.00", "5.00"]
    assert [one.id for one in pile.missing] == [_paper(baskets[0])]
    assert read_pile(number) == pile
    for after in (-1, 5):
        refused(NotFound, partial(_put, world, baskets[0], after))
    assert check() == []


def test_candidates(world: World) -> None:
    """Cheques of that amount that are not on the pile yet; those announced come last."""
    announced = world.one_basket("18.40")
    announce(world.desk, announced.id, announced.version, Mode.CHEQUE)
    baskets = _by_cheque(world, "18.40", "18.40", "18.04")
    number = announced.distribution_id
    found = candidates(number, euros("18.40"))
    assert [(one.baskets, one.pending) for one in found] == [
        ((2,), False),
        ((3,), False),
        ((1,), True),
    ]
    _put(world, baskets[0])
    assert [one.baskets for one in candidates(number, euros("18.40"))] == [(3,), (1,)]
    assert candidates(number, euros("1.00")) == ()


def test_what_does_not_fit(world: World) -> None:
    """Twice the same cheque, another amount than the books', no cheque of this distribution."""
    basket, other = _by_cheque(world, "18.40", "5.00")
    number = basket.distribution_id
    put = partial(put_on_pile, world.desk, number)
    told = refused(ChequeAmount, lambda: put(euros("18.04"), _paper(basket)))
    assert (told.amount, told.expected) == (euros("18.04"), euros("18.40"))
    _put(world, other)
    _put(world, basket)
    assert refused(ChequeOnPile, lambda: put(euros("18.40"), _paper(basket))).position == 2
    refused(NotFound, lambda: put(euros("18.40"), 999))
    later = world.distribution(place="Ailleurs")
    refused(NotFound, lambda: put_on_pile(world.desk, later, euros("18.40"), _paper(basket)))
    for amount in ("0.00", "-1.00", "10000.01"):
        refused(BadAmount, partial(put, euros(amount)))


def test_expected_and_found(world: World) -> None:
    """At the end: cheques expected and not found, amounts found and not expected."""
    baskets = _by_cheque(world, "18.40", "5.00", "7.00")
    number = baskets[0].distribution_id
    _put(world, baskets[0])
    put_on_pile(world.desk, number, euros("4.80"))
    pile = put_on_pile(
        world.desk, number, euros("9.99"), details=ChequeDetails("77", "Banque", "M. X")
    )
    assert [one.baskets for one in pile.missing] == [(2,), (3,)]
    assert [str(one.amount) for one in pile.unexpected] == ["4.80", "9.99"]
    assert pile.unexpected[0].cheque is None
    assert pile.unexpected[1].cheque is not None
    assert pile.unexpected[1].cheque.drawer == "M. X"
    assert (pile.count, pile.total) == (3, euros("33.19"))


def test_an_announced_cheque_on_the_pile_was_seen(world: World) -> None:
    """R41: it is confirmed in the same act, whether its basket is validated or not; undone too."""
    for validated in (False, True):
        basket = world.one_basket("6.00" if validated else "9.00")
        announced = announce(world.desk, basket.id, basket.version, Mode.CHEQUE)
        if validated:
            outcome = outcome_of(announced, Unseen.AWAITED)
            validate(
                world.desk, basket.id, announced.version, accept=outcome, unseen=Unseen.AWAITED
            )
        before = settled_dump()
        assert read_pile(basket.distribution_id).announced[-1].pending
        pile = _put(world, announced)
        now = world.again(basket)
        assert (now.paid, now.difference, now.validated) == (basket.cost, 0, validated)
        assert pile.entries[-1].paper is not None
        assert not pile.entries[-1].paper.pending
        assert check() == []
        undo(world.desk, last_act("paul").act)
        assert settled_dump() == before
        assert check() == []


def test_details(world: World) -> None:
    """What is given is written, what is not stays; by itself it is written as it is given."""
    basket = world.one_basket("9.00")
    part = Part(Mode.CHEQUE, cheque=ChequeDetails("001", "Banque"))
    basket = pay(world.desk, basket.id, basket.version, [part])
    number = basket.distribution_id
    pile = put_on_pile(
        world.desk, number, euros("9.00"), _paper(basket), details=ChequeDetails(drawer=" M. X ")
    )
    cheque = pile.entries[0].cheque
    assert cheque is not None
    assert (cheque.number, cheque.bank, cheque.drawer) == ("001", "Banque", "M. X")
    pile = set_cheque_details(world.desk, number, cheque.id, ChequeDetails("002", " "))
    assert pile.entries[0].cheque == replace(cheque, number="002", bank=None, drawer=None)
    refused(NotFound, lambda: set_cheque_details(world.desk, number, 999, ChequeDetails("1")))
    undo(world.desk, last_act("paul").act)
    assert read_pile(number).entries[0].cheque == cheque


def test_a_payment_that_came_in_later(world: World) -> None:
    """An amount that nobody expected is told what it is, once its payment was entered."""
    basket = world.one_basket("9.00")
    number = basket.distribution_id
    put_on_pile(world.desk, number, euros("3.00"))
    pile = put_on_pile(world.desk, number, euros("9.00"), details=ChequeDetails("0077"))
    basket = receive(world.desk, basket.id, basket.version, Mode.CHEQUE)
    entry = pile.entries[1]
    pile = identify_on_pile(world.desk, number, entry, _paper(basket))
    assert [one.position for one in pile.unexpected] == [1]
    assert pile.entries[1].expected
    # What was read from the sheet before anybody knew whose it is goes with it.
    assert slip(number).rows[1].number == "0077"
    for shown, problem in ((entry, PileChanged), (pile.entries[0], ChequeOnPile)):
        refused(problem, partial(identify_on_pile, world.desk, number, shown, _paper(basket)))


def test_a_payment_that_was_cancelled_later(world: World) -> None:
    """The sheet is still there, and nobody expects it; one of two payments: not that amount."""
    one, two, three = (world.one_basket(amount) for amount in ("30.00", "12.00", "8.00"))
    number = one.distribution_id
    paid = pay_together(world.desk, [(one.id, 1), (two.id, 1)], Mode.CHEQUE)
    three = receive(world.desk, three.id, three.version, Mode.CHEQUE)
    put_on_pile(world.desk, number, euros("42.00"), _paper(paid[0]))
    _put(world, three)
    cancel(world.desk, three.payments[0].id, "erreur")
    cancel(world.desk, paid[0].payments[0].id, "erreur")
    pile = read_pile(number)
    assert [entry.amount for entry in pile.unexpected] == [42, 8]
    assert [paper.amount for paper in pile.missing] == [12]
    assert check() == []
    undo(world.desk, last_act("paul").act)
    assert read_pile(number).missing == ()
    assert check() == []


def test_two_volunteers(world: World) -> None:
    """What is no longer as it was shown is refused; undo needs the last word on the pile."""
    baskets = _by_cheque(world, "1.00", "2.00", "3.00")
    number = baskets[0].distribution_id
    pile = _put(world, baskets[0])
    mine = last_act("paul").act
    other = put_on_pile(world.other("anna"), number, euros("2.00"), _paper(baskets[1]), after=0)
    refused(PileChanged, lambda: remove_from_pile(world.desk, number, pile.entries[0]))
    assert refused(CannotUndo, lambda: undo(world.desk, mine)).who == "anna"
    undo(world.other("anna"), last_act("anna").act)
    undo(world.desk, mine)
    assert not read_pile(number).begun
    refused(PileChanged, lambda: remove_from_pile(world.desk, number, other.entries[0]))


def test_certified(world: World) -> None:
    """R43: read-only."""
    (basket,) = _by_cheque(world, "1.00")
    number = basket.distribution_id
    force(world.desk, plan_force(number))
    pile = _put(world, basket)
    certify(world.other("anna"), number)
    for act in (
        lambda: put_on_pile(world.desk, number, euros("1.00")),
        lambda: remove_from_pile(world.desk, number, pile.entries[0]),
        lambda: set_cheque_details(world.desk, number, _paper(basket), ChequeDetails("1")),
        lambda: undo(world.desk, last_act("paul").act),
    ):
        refused(DistributionIsCertified, act)


def test_the_slip(world: World) -> None:
    """In the order of the pile; before it was begun all received, in the order of baskets."""
    baskets = _by_cheque(world, "1.00", "2.00", "3.00")
    number = baskets[0].distribution_id
    announced = world.one_basket("4.00")
    announce(world.desk, announced.id, announced.version, Mode.CHEQUE)
    now = read_settings()
    iban = "FR7630006000011234567890189"
    change_settings(world.desk, now, replace(now, account_holder="Les Paniers", iban=iban))
    told = slip(number)
    assert [row.amount for row in told.rows] == [1, 2, 3]
    assert (told.in_pile_order, told.count, told.total) == (False, 3, 6)
    assert (told.account_holder, told.iban) == ("Les Paniers", iban)
    put_on_pile(
        world.desk, number, euros("3.00"), _paper(baskets[2]), details=ChequeDetails("9", "B", "D")
    )
    _put(world, baskets[0])
    put_on_pile(world.desk, number, euros("0.50"))
    told = slip(number)
    assert [(row.position, row.amount, row.number, row.bank, row.drawer) for row in told.rows] == [
        (1, 3, "9", "B", "D"),
        (2, 1, None, None, None),
        (3, euros("0.50"), None, None, None),
    ]
    assert told.rows[1].members == (baskets[0].member,)
    assert (told.in_pile_order, told.count, told.total) == (True, 3, euros("4.50"))


def test_one_cheque_for_two_evenings(world: World) -> None:
    """R15, R52: whole on the pile and on each slip, with what of it is for that evening."""
    here = world.one_basket("20.00")
    other = world.distribution(START + timedelta(days=7), "Ailleurs")
    there = world.basket(other, here.member_id, "11.80")
    pair = [(here.id, here.version), (there.id, there.version)]
    pay_together(world.desk, pair, Mode.CHEQUE, cheque=ChequeDetails("12"))
    for number, part in ((here.distribution_id, "20.00"), (other, "11.80")):
        told = slip(number)
        assert [(one.number, one.amount) for one in told.rows] == [("12", euros("31.80"))]
        assert (told.total, told.here) == (euros("31.80"), euros(part))
        assert pile_of(read_sheet(number)) == read_pile(number)
        assert takings(read_sheet(number)).cheques == euros(part)
        assert pile_beside(read_sheet(number), read_pile(number)) == read_pile(number)
    number = here.distribution_id
    assert candidates(number, euros("20.00")) == ()
    (paper,) = candidates(number, euros("31.80"))
    pile = put_on_pile(world.desk, number, euros("31.80"), paper.id)
    assert (pile.missing, pile.unexpected, slip(number).here) == ((), (), euros("20.00"))
    # It lies there: on the pile of the other evening nobody looks for it.
    assert read_pile(other).missing == candidates(other, euros("31.80")) == ()
    pile = put_on_pile(world.desk, other, euros("3.00"))
    assert pile_beside(read_sheet(other), pile) == pile
    assert [(one.amount, one.elsewhere) for one in slip(other).rows] == [
        (euros("3.00"), 0),
        (euros("31.80"), euros("20.00")),
    ]
    with pytest.raises(ChequeOnPile):
        put_on_pile(world.desk, other, euros("31.80"), paper.id)
    assert check() == []


def test_constant_statements(world: World) -> None:
    """Two or eight sheets: the same number of statements for each act."""
    counts = []
    for size in (2, 6):
        baskets = _by_cheque(world, *["1.00"] * size)
        for basket in baskets[1:]:
            pile = _put(world, basket)
        number = pile.distribution_id
        counts.append(
            (
                statements(partial(read_pile, number)),
                statements(partial(slip, number)),
                statements(partial(_put, world, baskets[0], 0)),
                statements(
                    partial(remove_from_pile, world.desk, number, read_pile(number).entries[0])
                ),
            )
        )
    assert counts[0] == counts[1]


@pytest.mark.long
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["put", "unknown", "remove", "undo", "cancel", "confirm"]),
            st.integers(0, 4),
            st.integers(0, 4),
            st.sampled_from(["paul", "anna"]),
        ),
        max_size=15,
    )
)
def test_any_order(world: World, steps: list[tuple[str, int, int, str]]) -> None:
    """R61: positions stay 1 … n, what is on the pile or missing adds up, `check` stays clean."""
    hurry()
    first = world.distribution(place=f"{world.clock.now()} {id(steps)}")
    baskets = [world.basket(first, world.member("A"), "1.00") for _ in range(3)]
    papers: list[PaperView] = []
    for place, basket in enumerate(baskets):
        pay_it = receive if place else announce
        pay_it(world.desk, basket.id, basket.version, Mode.CHEQUE)
    papers = list(read_pile(first).papers)
    for name, which, place, who in steps:
        desk = world.other(who)
        pile = read_pile(first)
        try:
            if name == "put":
                put_on_pile(desk, first, Decimal("1.00"), papers[which % 3].id, after=place)
            elif name == "unknown":
                put_on_pile(desk, first, Decimal("2.00"), after=place)
            elif name == "remove" and pile.begun:
                remove_from_pile(desk, first, pile.entries[which % pile.count])
            elif name == "undo":
                undo(desk, last_act(who).act)
            elif name == "cancel":
                cancel(desk, papers[which % 3].operations[0], "erreur")
            elif name == "confirm":
                confirm(desk, papers[0].operations[0])
        except (Refused, NothingToUndo):
            pass
        after = read_pile(first)
        _order(after)
        found = [entry.paper for entry in after.entries if entry.expected]
        assert len(found) + len(after.missing) + len(after.announced) == len(after.papers)
    assert check() == []


def test_read_alone_or_with_the_sheet(world: World) -> None:
    """The pile is the same, whether the whole evening was read for it or its cheques only."""
    basket, other = _by_cheque(world, "1.00", "2.00")
    number = basket.distribution_id
    pay_membership(
        world.desk, other.member_id, Mode.CHEQUE, distribution_id=number, amount=euros("10.00")
    )
    pile = _put(world, other)
    assert pile == read_pile(number) == pile_of(read_sheet(number, lines=False))
    refused(NotFound, lambda: read_pile(99))
