"""Who may reopen, change settings, certify with a difference (R44)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cagette_tui.model.acts.closing import certify, reopen_distribution
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.mending import mend
from cagette_tui.model.acts.searching import search
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.baskets import read_distribution
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.refusals import NotCoordinator, ReasonNeeded
from tests.shortcuts import expected_cash
from tests.world import START, World, euros, refused


def set_coordinators(desk: Desk, *names: str) -> None:
    """Say who may."""
    now = read_settings()
    change_settings(desk, now, replace(now, coordinators=names))


def _validated(world: World, amount: str = "4.00") -> BasketView:
    basket = world.one_basket(amount)
    return validate(world.desk, basket.id, basket.version, mode=Mode.CASH)


def _count(desk: Desk, number: int, counted: str) -> None:
    shown = expected_cash(number)
    close_count(desk, number, euros(counted), shown_expected=shown, explanation="compté deux fois")


@pytest.mark.parametrize("who", ["Renée", "renee", " RENEE "])
def test_only_coordinators_reopen(world: World, who: str) -> None:
    """R44: accents and case do not matter; everyone else is told who can."""
    basket = _validated(world)
    certify(world.desk, basket.distribution_id)
    set_coordinators(world.desk, "Anne", "Renée")
    for act in (
        lambda: reopen_basket(world.desk, basket.id, basket.version, "erreur"),
        lambda: reopen_distribution(world.desk, basket.distribution_id, "erreur"),
        # What they may not do needs no reason either.
        lambda: reopen_distribution(world.desk, basket.distribution_id, ""),
    ):
        problem = refused(NotCoordinator, act)
        assert (problem.who, problem.coordinators) == ("paul", ("Anne", "Renée"))
    coordinator = world.other(who)
    refused(ReasonNeeded, lambda: reopen_distribution(coordinator, basket.distribution_id, ""))
    reopen_distribution(coordinator, basket.distribution_id, "erreur")
    assert not reopen_basket(coordinator, basket.id, basket.version, "erreur").validated


def test_everyone_while_none_is_set(world: World) -> None:
    """R44: a group that named nobody trusts everybody."""
    basket = _validated(world)
    certify(world.desk, basket.distribution_id)
    assert not reopen_basket(world.desk, basket.id, basket.version, "erreur").validated


def test_only_coordinators_change_settings(world: World) -> None:
    """R44: nobody makes themselves a coordinator, and nobody else takes the names away."""
    set_coordinators(world.desk, "Anne")
    for names in (("paul",), (), ("Anne", "paul")):
        problem = refused(NotCoordinator, lambda: set_coordinators(world.desk, *names))  # noqa: B023
        assert problem.coordinators == ("Anne",)
    set_coordinators(world.other("anne"), "Anne", "Paul")
    set_coordinators(world.desk)
    assert read_settings().coordinators == ()


@pytest.mark.parametrize("later", ["", "1.00"])
def test_certifying_with_a_difference(world: World, later: str) -> None:
    """R44, R51: counted 5.00 where 4.00 are expected, or right and then overtaken by 1.00."""
    basket = _validated(world)
    number = basket.distribution_id
    set_coordinators(world.desk, "Anne")
    _count(world.desk, number, "4.00" if later else "5.00")
    if later:
        _validated(world, later)
    problem = refused(NotCoordinator, lambda: certify(world.desk, number))
    assert problem.who == "paul"
    assert certify(world.other("Anne"), number) == 1


def test_certifying_without_a_difference(world: World) -> None:
    """R44: whoever counted what is expected certifies, coordinator or not."""
    basket = _validated(world)
    set_coordinators(world.desk, "Anne")
    _count(world.desk, basket.distribution_id, "4.00")
    assert certify(world.desk, basket.distribution_id) == 1
    assert read_distribution(basket.distribution_id).certified_by == "paul"


def test_undoing_what_only_coordinators_do(world: World) -> None:
    """R44, R61: undoing a certification reopens, undoing a setting sets; a validation is a slip."""
    basket = _validated(world)
    set_coordinators(world.desk, "Anne")

    def undone(desk: Desk) -> Callable[[], None]:
        return lambda: undo(desk, last_act(desk.who).act)

    refused(NotCoordinator, undone(world.desk))  # paul's list of coordinators
    certify(world.desk, basket.distribution_id)
    refused(NotCoordinator, undone(world.desk))
    anne = world.other("Anne")
    reopen_distribution(anne, basket.distribution_id, "erreur")
    undone(anne)()
    assert read_distribution(basket.distribution_id).certified_at is not None


def test_anyone_takes_back_their_own_validation(world: World) -> None:
    """R44, R61: a key pressed by mistake is taken back by whoever pressed it."""
    set_coordinators(world.desk, "Anne")
    basket = _validated(world)
    undo(world.desk, last_act("paul").act)
    assert not world.again(basket).validated


def test_mending_a_validated_basket(world: World) -> None:
    """R33, R44: the finder reopens for coordinators only; of its mend nothing is done otherwise."""
    basket = _validated(world)
    number = basket.distribution_id
    set_coordinators(world.desk, "Anne")
    found = search(number, euros("0.00"), None, START.date())
    candidate = next(
        one for proposal in found.proposals for one in proposal.candidates if one.reopens
    )

    def mended(desk: Desk) -> tuple[int, ...]:
        return mend(desk, number, candidate, "c'était la carte", shown_expected=found.expected)

    refused(NotCoordinator, lambda: mended(world.desk))
    mended(world.other("Anne"))
    assert expected_cash(number) == 0
