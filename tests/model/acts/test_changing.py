"""Amounts that were written wrongly, and payments that were one cheque (R15, R20)."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from cagette_tui.model.acts.accounts import adjust, pay_account, pay_membership
from cagette_tui.model.acts.changing import cancel, change_amount, put_on_one_cheque
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.paying import announce, pay, pay_together, receive, refund
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.refusals import (
    BadAmount,
    BasketIsValidated,
    DistributionIsCertified,
    LineUnchanged,
    ModeNotAccepted,
    NotAPayment,
    NotFound,
    OperationIsCancelled,
    ReasonNeeded,
)
from cagette_tui.money import MAXIMUM
from tests.shortcuts import expected_cash
from tests.world import World, dump, euros, refused, settled_dump

SLIP = "18,40 et non 14,80"


def test_another_amount(world: World) -> None:
    """R20: one act: the old one is cancelled with who, when and why; the new one is as it was."""
    basket = world.one_basket("18.40")
    part = Part(Mode.CASH, euros("14.80"), note="billets")
    basket = pay(world.desk, basket.id, basket.version, [part])
    before = settled_dump()
    world.clock.advance(timedelta(minutes=5))
    old = basket.payments[0]
    change_amount(world.desk, old.id, euros("18.40"), SLIP, version=basket.version)
    after = world.again(basket)
    (new,) = after.payments
    assert (new.amount, new.mode, new.reason, new.pending) == (
        euros("18.40"),
        Mode.CASH,
        "billets",
        False,
    )
    assert (after.difference, after.balance, after.version) == (0, 0, basket.version + 1)
    assert expected_cash(basket.distribution_id) == euros("18.40")
    order, cancelled, _new = read_account(basket.member_id).operations
    assert order.amount == euros("-18.40")  # R12
    assert (cancelled.cancelled_by, cancelled.cancelled_at, cancelled.cancel_reason) == (
        "paul",
        world.clock.now(),
        SLIP,
    )
    undo(world.desk, last_act("paul").act)
    assert settled_dump() == before
    assert check() == []


def test_a_payment_that_was_a_refund(world: World) -> None:
    """The wrong sign: negative is a refund; and the other way round."""
    basket = world.one_basket("18.40")
    basket = receive(world.desk, basket.id, basket.version, Mode.CASH)
    basket = pay(world.desk, basket.id, basket.version, [Part(Mode.CASH, euros("2.00"))], sure=True)
    change_amount(world.desk, basket.payments[1].id, euros("-2.00"), "rendu")
    basket = world.again(basket)
    assert (basket.paid, expected_cash(basket.distribution_id)) == (euros("16.40"),) * 2
    change_amount(world.desk, basket.payments[1].id, euros("2.00"), "non, reçu")
    assert world.again(basket).paid == euros("20.40")
    assert check() == []


def test_what_is_announced_stays_announced(world: World) -> None:
    """R10: another amount is awaited now, and nothing is paid."""
    basket = world.one_basket("18.40")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    change_amount(world.desk, basket.payments[0].id, euros("10.00"), "le reste plus tard")
    basket = world.again(basket)
    assert ([one.amount for one in basket.announced], basket.paid) == ([10], 0)


def test_a_cheque_keeps_its_paper(world: World) -> None:
    """R15, R52: the same sheet, with its number; a refund is on none; a cheque received on one."""
    pair = [world.one_basket(amount) for amount in ("18.40", "6.00")]
    number = pair[0].distribution_id
    keys = [(one.id, one.version) for one in pair]
    paid = pay_together(world.desk, keys, Mode.CHEQUE, cheque=ChequeDetails("0012345", "Banque"))
    change_amount(world.desk, paid[1].payments[0].id, euros("9.00"), "saisie")
    (paper,) = read_pile(number).papers
    assert (paper.amount, paper.cheque.number, paper.baskets) == (
        euros("27.40"),
        "0012345",
        (1, 2),
    )
    second = world.again(paid[1])
    change_amount(world.desk, second.payments[0].id, euros("-1.00"), "rendu par chèque")
    assert world.again(second).payments[0].cheque is None
    change_amount(world.desk, world.again(second).payments[0].id, euros("1.00"), "non")
    assert [one.amount for one in read_pile(number).papers] == [euros("18.40"), 1]
    assert check() == []


def test_on_an_account(world: World) -> None:
    """R21: it stays in the takings that it joined."""
    member, number = world.member("Seb"), world.distribution()
    pay = partial(pay_account, world.desk, member, Mode.CASH, distribution_id=number)
    pay(euros("6.10"), "avance", shown=Decimal(0), sure=True)
    (payment,) = read_sheet(number).other_payments
    change_amount(world.desk, payment.id, euros("1.60"), "saisie")
    (payment,) = read_sheet(number).other_payments
    assert (payment.amount, payment.reason) == (euros("1.60"), "avance")
    assert world.balance(member) == euros("1.60")


def test_refusals_of_another_amount(world: World) -> None:
    """R5, R20, R33, R43: typed, and nothing changed."""
    basket = world.one_basket("18.40")
    basket = receive(world.desk, basket.id, basket.version, Mode.CASH)
    payment = basket.payments[0].id
    change = partial(change_amount, world.desk, payment)
    refused(ReasonNeeded, lambda: change(euros("14.80"), ""))
    for amount in (Decimal(0), MAXIMUM + 1, -MAXIMUM - 1):
        assert refused(BadAmount, partial(change, amount, SLIP)).amount == amount
    refused(LineUnchanged, lambda: change(euros("18.40"), SLIP))
    stale = basket.version
    basket = pay(world.desk, basket.id, basket.version, [Part(Mode.CARD, Decimal(1))], sure=True)
    told = refused(BasketChanged, lambda: change(euros("14.80"), SLIP, version=stale))
    assert (told.number, told.who) == (1, "paul")
    cancel(world.desk, basket.payments[1].id, "erreur")
    refused(
        OperationIsCancelled,
        lambda: change_amount(world.desk, basket.payments[1].id, Decimal(2), SLIP),
    )
    refused(NotFound, lambda: change_amount(world.desk, 999, Decimal(2), SLIP))
    basket = world.again(basket)
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    refused(BasketIsValidated, lambda: change(euros("14.80"), SLIP))
    certify(world.desk, basket.distribution_id)
    refused(DistributionIsCertified, lambda: change(euros("14.80"), SLIP))


def test_what_is_no_payment_has_no_other_amount(world: World) -> None:
    """R12, R50: an order, an adjustment; a membership costs its fee."""
    basket = world.one_basket("18.40")
    adjust(world.desk, basket.member_id, Decimal(1), "geste", shown=euros("-18.40"))
    pay_membership(world.desk, basket.member_id, Mode.CASH, amount=euros("12.00"))
    for one in read_account(basket.member_id).operations:
        refused(NotAPayment, partial(change_amount, world.desk, one.id, Decimal(2), SLIP))


def test_one_cheque(world: World) -> None:
    """R15: two payments in cash and one by cheque were one sheet: one act, undone as one."""
    baskets = [world.one_basket(amount) for amount in ("18.40", "6.00", "5.00")]
    number = baskets[0].distribution_id
    modes = (Mode.CASH, Mode.CASH, Mode.CHEQUE)
    paid = [
        receive(world.desk, one.id, one.version, mode)
        for one, mode in zip(baskets, modes, strict=True)
    ]
    before = settled_dump()
    put_on_one_cheque(world.desk, [one.payments[0].id for one in paid])
    (paper,) = read_pile(number).papers
    assert (paper.amount, paper.baskets) == (euros("29.40"), (1, 2, 3))
    assert expected_cash(number) == 0
    undo(world.desk, last_act("paul").act)
    assert settled_dump() == before
    assert check() == []


def test_refusals_of_one_cheque(world: World) -> None:
    """R13, R33, R52: all or none of them."""
    first, second = world.one_basket("18.40", older="5.00"), world.one_basket("6.00")
    first = refund(world.desk, first.id, first.version, Mode.CASH, Decimal(2), insist="monnaie")
    second = receive(world.desk, second.id, second.version, Mode.CASH)
    both = [second.payments[0].id, first.payments[0].id]
    refused(NotAPayment, lambda: put_on_one_cheque(world.desk, both))  # a refund is no cheque
    order = next(
        one.id for one in read_account(first.member_id).operations if one.kind is Kind.ORDER
    )
    refused(NotAPayment, lambda: put_on_one_cheque(world.desk, [both[0], order]))
    world.accept(Mode.CASH)
    refused(ModeNotAccepted, lambda: put_on_one_cheque(world.desk, both[:1]))
    world.accept(Mode.CASH, Mode.CHEQUE)
    validate(world.desk, second.id, second.version, mode=Mode.CASH)
    refused(BasketIsValidated, lambda: put_on_one_cheque(world.desk, both[:1]))


def test_a_whole_cheque_is_cancelled(world: World) -> None:
    """R15, R20: 12.00 and 8.00 by one cheque: this part alone, or the paper in all its baskets."""
    pair = [world.one_basket("12.00"), world.one_basket("8.00")]
    paid = pay_together(world.desk, [(one.id, one.version) for one in pair], Mode.CHEQUE)
    before = dump()
    with pytest.raises(ReasonNeeded):
        cancel(world.desk, paid[0].payments[0].id, None, paid[0].version, whole=True)
    assert dump() == before
    cancel(world.desk, paid[0].payments[0].id, "reprise", paid[0].version, whole=True)
    assert [world.again(one).paid for one in pair] == [0, 0]
    undo(world.desk, last_act("paul").act)
    assert [world.again(one).paid for one in pair] == [12, 8]
    cancel(world.desk, paid[0].payments[0].id, "erreur")
    assert [world.again(one).paid for one in pair] == [0, 8]
    assert check() == []


def test_a_whole_cheque_of_which_one_is_validated(world: World) -> None:
    """R33, R20: refused, and neither part is touched."""
    pair = [world.one_basket("12.00"), world.one_basket("8.00")]
    paid = pay_together(world.desk, [(one.id, one.version) for one in pair], Mode.CHEQUE)
    validate(world.desk, pair[1].id, paid[1].version)
    before = dump()
    with pytest.raises(BasketIsValidated):
        cancel(world.desk, paid[0].payments[0].id, "erreur", whole=True)
    assert dump() == before
