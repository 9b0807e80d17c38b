"""What is refused about the bank: deposits, cheques that come back, days, the same cheque twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_date, format_moment, ngettext
from cagette_tui.model.rules import days, deposits, refusals
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.sentences.labels import mode_label, standing
from cagette_tui.sentences.storage import Sentence
from cagette_tui.sentences.system import shown_name


def same_cheque(it: deposits.SameCheque) -> str:
    """Ask whether a cheque with a number that is there already is another one (R15)."""
    who = it.drawer or ", ".join(it.members)
    return _(
        "There is a cheque {number} already ({who}, {day}). Is this another one with that number?"
    ).format(number=shown_name(it.number), who=shown_name(who), day=format_date(it.day))


def owes_again(who: Sequence[deposits.MemberOwes]) -> str:
    """Name those who owe again what the bank sent back (R24)."""
    names = "; ".join(
        _("{member} {amount}, {standing}").format(
            member=shown_name(one.member),
            amount=format_amount(one.amount),
            standing=standing(one.balance),
        )
        for one in who
    )
    return _("Sent back: {names}.").format(names=names)


def deposit_line(one: deposits.DepositView) -> str:
    """Say a deposit in one line."""
    count = len(one.cheques)
    parts = [
        _("deposit no. {number}").format(number=one.number),
        format_date(one.day),
        ngettext("{count} cheque", "{count} cheques", count).format(count=count),
    ]
    if one.cash:
        parts.append(_("cash {amount}").format(amount=format_amount(one.cash)))
    parts.append(_("total {amount}").format(amount=format_amount(one.total)))
    return " · ".join(filter(None, (*parts, deposit_state(one))))


def deposit_state(one: deposits.DepositView) -> str:
    """Say how far a deposit is; empty while its slip is being prepared."""
    if one.cancelled_at is not None:
        return _("taken back")
    if one.seen_on is not None:
        return _("on the statement of {day}").format(day=format_date(one.seen_on))
    return _("handed in") if one.final_at is not None else ""


def cheques_wait(count: int, total: Decimal) -> str:
    """Say how many cheques wait for the bank, and for how much."""
    text = ngettext("{count} cheque waits, {amount}", "{count} cheques wait, {amount}", count)
    return text.format(count=count, amount=format_amount(total))


def cash_waits(cash: Decimal) -> str:
    """Say how much cash waits for the bank; nothing where none does (R55)."""
    return _("cash to deposit: {amount}").format(amount=format_amount(cash)) if cash else ""


def waiting_lines(waiting: deposits.WaitingView, cash: Decimal) -> Iterator[str]:
    """Say what waits for the bank, each cheque with the number to name it by, and cash."""
    yield cheques_wait(len(waiting.cheques), waiting.total)
    if cash:
        yield cash_waits(cash)
    for one in waiting.cheques:
        drawer = one.cheque.drawer or ", ".join(one.members)
        number, amount = one.cheque.number or "–", format_amount(one.amount)
        where = " ".join(filter(None, (format_date(one.day), shown_name(one.place or ""))))
        yield f"  [{one.id}] {shown_name(number)}  {shown_name(drawer)}  {amount}  ({where})"
    for awaited in waiting.awaited:
        yield _("awaited: {mode} of {amount}, {member}, since {day}").format(
            mode=mode_label(Mode(awaited.mode)),
            amount=format_amount(awaited.amount),
            member=shown_name(awaited.member),
            day=format_date(awaited.since),
        )


def _number_without_cheque(it: refusals.NumberWithoutCheque) -> str:
    if it.cheques:
        text = _("Basket {number} has {count} cheques: Enter opens it, Enter on one numbers it.")
        return text.format(number=it.number, count=it.cheques)
    text = _("Nothing is to pay for basket {number}, and no cheque is there to number.")
    return text.format(number=it.number)


def _not_waiting(it: deposits.NotWaiting) -> str:
    if it.deposit is None:
        return _("One of the cheques is not waiting for the bank (any more): look again.")
    return _("One of the cheques is in deposit no. {number} already: look again.").format(
        number=it.deposit
    )


def _deposited(it: deposits.ChequeDeposited) -> str:
    number = "" if it.number is None else f" {shown_name(it.number)}"
    return _(
        "Cheque{cheque} is in deposit no. {number}: take it out there first, or say that it was "
        "sent back."
    ).format(cheque=number, number=it.deposit)


def _final(it: deposits.DepositIsFinal) -> str:
    return _(
        "Deposit no. {number} was handed in ({who}, {when}): a correction needs a reason."
    ).format(number=it.deposit, who=shown_name(it.by), when=format_moment(it.at))


def _cancelled(it: deposits.DepositCancelled) -> str:
    return _("Deposit no. {number} was taken back ({who}, {when}).").format(
        number=it.deposit, who=shown_name(it.by), when=format_moment(it.at)
    )


def _bad_day(it: days.BadDay) -> str:
    if it.earliest is None:
        return _("{day} is still to come: give a day up to {latest}.").format(
            day=format_date(it.day), latest=format_date(it.latest)
        )
    return _("{day} cannot be: give a day from {earliest} to {latest}.").format(
        day=format_date(it.day),
        earliest=format_date(it.earliest),
        latest=format_date(it.latest),
    )


BANK_SENTENCES: dict[type[Exception], Sentence] = {
    deposits.NothingToDeposit: lambda it: _(
        "Nothing would be in that deposit: no cheque, no cash."
    ),
    refusals.NumberWithoutCheque: _number_without_cheque,
    deposits.NoSuchDeposit: lambda it: _(
        "There is no deposit number {number}: “deposit” lists them."
    ).format(number=it.number),
    deposits.NoSuchMember: lambda it: _("Nobody has the reference {ref}.").format(
        ref=shown_name(it.ref)
    ),
    deposits.NotWaiting: _not_waiting,
    deposits.ChequeDeposited: _deposited,
    deposits.DepositIsFinal: _final,
    deposits.DepositCancelled: _cancelled,
    deposits.DepositUnchanged: lambda it: _("Deposit no. {number} is like that already.").format(
        number=it.deposit
    ),
    days.BadDay: _bad_day,
    deposits.AlreadyReturned: lambda it: _("That payment was sent back on {day} already.").format(
        day=format_date(it.on)
    ),
    deposits.NotReturnable: lambda it: _(
        "Only a cheque, a transfer or an online payment that was received can be sent back."
    ),
    deposits.SameCheque: same_cheque,
    deposits.CreditTooSmall: lambda it: _(
        "The account holds {credit}: not enough for {amount}. Receive it in a mode instead."
    ).format(credit=format_amount(it.credit), amount=format_amount(it.amount)),
}
