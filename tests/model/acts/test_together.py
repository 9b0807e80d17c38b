"""Several public functions as one act, and several acts in one transaction (R60, R61)."""

import pytest

from cagette_tui import deeds
from cagette_tui.model.acts.paying import announce, receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.acts.writing import together, writing
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.refusals import NothingToPay, PaidOtherwise
from cagette_tui.model.tables.journal import JournalEntry
from tests.world import World, dump, euros, refused, settled_dump


def test_functions_that_are_called_inside_an_act_belong_to_it(world: World) -> None:
    """One number, one transaction, one undo; the kinds of all that it did are told."""
    basket = world.one_basket("12.00")
    before = settled_dump()
    with writing(world.desk) as act:
        paid = receive(world.desk, basket.id, basket.version, Mode.CASH)
        validate(world.desk, basket.id, paid.version)
    last = last_act("paul")
    assert (last.act, last.kinds) == (act.number, (ActKind.RECEIVE, ActKind.VALIDATE))
    assert world.again(basket).validated
    undo(world.desk, last.act)
    assert settled_dump() == before
    assert world.again(basket).version > basket.version


def test_a_refusal_inside_leaves_what_was_done_before(world: World) -> None:
    """It writes neither rows nor entries of its own."""
    basket = world.one_basket("12.00")
    with writing(world.desk) as act:
        paid = receive(world.desk, basket.id, basket.version, Mode.CASH)
        with pytest.raises(NothingToPay):
            receive(world.desk, basket.id, paid.version, Mode.CASH)
        with pytest.raises(PaidOtherwise):
            validate(world.desk, basket.id, paid.version, mode=Mode.CARD)
    entries = JournalEntry.select().where(JournalEntry.act == act.number)
    assert [entry.kind for entry in entries] == [ActKind.RECEIVE]
    assert world.again(basket).paid == euros("12.00")


def test_an_act_that_fails_leaves_nothing(world: World) -> None:
    """Nor does it stay under way."""
    basket = world.one_basket("12.00")

    def fails() -> None:
        with writing(world.desk):
            receive(world.desk, basket.id, basket.version, Mode.CASH)
            raise NothingToPay(1)

    refused(NothingToPay, fails)
    receive(world.desk, basket.id, basket.version, Mode.CASH)
    assert last_act("paul").kinds == (ActKind.RECEIVE,)


def test_acts_together(world: World) -> None:
    """Each has its number; what is handed out takes all of them back."""
    one, two = world.one_basket("12.00"), world.one_basket("5.00")
    before = dump()
    with together() as take_back:
        receive(world.desk, one.id, one.version, Mode.CASH)
        receive(world.desk, two.id, two.version, Mode.CASH)
        take_back()
    assert dump() == before
    with together():
        receive(world.desk, one.id, one.version, Mode.CASH)
        receive(world.desk, two.id, two.version, Mode.CASH)
    first = last_act("paul")
    undo(world.desk, first.act)
    assert last_act("paul").act == first.act - 1


@pytest.mark.parametrize("before", [False, True])
def test_what_was_taken_back_was_not_done(world: World, before: bool) -> None:
    """A failure afterwards may say that nothing was done, unless something was done before."""
    basket = world.one_basket("12.00")

    def pays() -> None:
        receive(world.desk, basket.id, basket.version, Mode.CASH)
        assert deeds.any_done()

    def fails() -> None:
        with together():
            pays()
            raise NothingToPay(1)

    deeds.begin()
    if before:
        deeds.note()
    refused(NothingToPay, fails)
    assert deeds.any_done() is before
    with together() as take_back:
        pays()
        take_back()
        assert deeds.any_done() is before
    with together():
        pays()
    assert deeds.any_done()


def test_a_cheque_is_received_with_its_number(world: World) -> None:
    """R15: booked with it, noted on the one that was announced, no cheque in another mode."""
    details = ChequeDetails("0012345", bank="Banque")
    basket = world.one_basket("12.00")
    paid = receive(world.desk, basket.id, basket.version, Mode.CHEQUE, cheque=details)
    assert paid.payments[0].cheque is not None
    assert (paid.payments[0].cheque.number, paid.payments[0].cheque.bank) == ("0012345", "Banque")
    basket = world.one_basket("12.00")
    told = announce(world.desk, basket.id, basket.version, Mode.CHEQUE)
    number = ChequeDetails("0012346")
    seen = validate(world.desk, told.id, told.version, mode=Mode.CHEQUE)
    assert seen.payments[0].cheque is not None
    assert seen.payments[0].cheque.number is None
    basket = world.one_basket("12.00")
    told = announce(world.desk, basket.id, basket.version, Mode.CHEQUE)
    seen = validate(world.desk, told.id, told.version, mode=Mode.CHEQUE, cheque=number)
    assert seen.payments == world.again(seen).payments
    assert seen.payments[0].cheque is not None
    assert (seen.payments[0].cheque.number, seen.payments[0].cheque.bank) == ("0012346", None)
    basket = world.one_basket("12.00")
    paid = receive(world.desk, basket.id, basket.version, Mode.CASH, cheque=details)
    assert paid.payments[0].cheque is None
