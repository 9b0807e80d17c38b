"""What is to be entered in Cagette, in words: acts and amounts, never where a button is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from cagette_tui.i18n import (
    N_,
    _,
    format_amount,
    format_moment,
    format_price,
    format_quantity,
    format_signed,
    ngettext,
)
from cagette_tui.model.rules.cagette_pages import CagetteAct, Note, Step, Why
from cagette_tui.model.rules.cagette_state import Side
from cagette_tui.model.rules.cagette_steps import WayBack
from cagette_tui.sentences.labels import mode_label
from cagette_tui.text import visible


def step_text(step: Step) -> str:
    """Say one step in a few words, such as `confirm 32,13 € in cash`; notes are not in it."""
    return _STEPS[step.act](step)


def _with_line(text: str) -> Callable[[Step], str]:
    def say(step: Step) -> str:
        return _translated(text).format(
            product=visible(step.product),
            quantity="" if step.quantity is None else format_quantity(step.quantity),
            price="" if step.price is None else format_price(step.price),
        )

    return say


def _with_amount(text: str) -> Callable[[Step], str]:
    def say(step: Step) -> str:
        return _translated(text).format(
            amount="" if step.amount is None else format_amount(step.amount),
            mode="" if step.mode is None else mode_label(step.mode),
        )

    return say


def _translated(text: str) -> str:
    return _(text)


def _left(step: Step) -> str:
    """Say what nobody can enter as it is here."""
    if not step.amount:
        return _("to be seen to by hand")
    return _("to be seen to by hand: {amount}").format(amount=format_signed(step.amount))


def notes_text(notes: Sequence[Note]) -> str:
    """Say what is to be known beside a step."""
    return " · ".join(map(note_text, notes))


def note_text(note: Note) -> str:
    """Say one thing that is to be known beside a step."""
    return _(_NOTES[note.why]).format(
        amount=format_price(note.amount),
        signed=format_signed(note.amount),
        quantity=format_quantity(note.quantity),
        mode="" if note.mode is None else mode_label(note.mode),
        text=visible(note.text),
        rank=note.rank,
        of=note.of,
    )


_STEPS: dict[CagetteAct, Callable[[Step], str]] = {
    CagetteAct.MISSING: _with_line(N_("{product} did not come")),
    CagetteAct.QUANTITY: _with_line(N_("{product}: {quantity}")),
    CagetteAct.PRICE: _with_line(N_("{product}: price {price} for all")),
    CagetteAct.ADD_LINE: _with_line(N_("add {product}: {quantity} at {price}")),
    CagetteAct.DELETE_ANNOUNCED: _with_amount(N_("delete the announced payment of {amount}")),
    CagetteAct.CONFIRM: _with_amount(N_("confirm {amount} ({mode})")),
    CagetteAct.PAYMENT: _with_amount(N_("enter a payment of {amount} ({mode})")),
    CagetteAct.REFUND: _with_amount(N_("enter a refund of {amount} ({mode})")),
    CagetteAct.ACCOUNT_PAYMENT: _with_amount(
        N_("enter a payment of {amount} on the member’s account ({mode})")
    ),
    CagetteAct.MEMBERSHIP: _with_amount(N_("enter the membership of {amount} ({mode})")),
    CagetteAct.VALIDATE: _with_amount(N_("validate")),
    CagetteAct.LEFT_TO_PEOPLE: _left,
}
_NOTES = {
    Why.WAS: N_("{quantity} in Cagette"),
    Why.RAISED: N_("{quantity} in Cagette, which gives no more than its stock: look again"),
    Why.PIECE: N_("line {rank} of {of}, {quantity} in Cagette"),
    Why.PRICE_WAS: N_("{amount} in Cagette"),
    Why.AMOUNT_CHANGED: N_("it would keep its old amount; {amount} was received"),
    Why.NOTHING_RECEIVED: N_("nothing was received"),
    Why.EMPTY: N_("before the lines go to 0: Cagette then takes no payment for the basket"),
    Why.VALIDATED_THERE: N_("validated in Cagette: it takes no payment for the basket any more"),
    Why.NOT_OVERPAID: N_("given back; the basket takes it no more, it is not overpaid"),
    Why.LESS_GIVEN_BACK: N_("{amount} given back is taken off"),
    Why.CHEQUE: N_("cheque no. {text}"),
    Why.REASON: N_("“{text}”"),
    Why.ABSENT: N_("absent"),
    Why.BY_CREDIT: N_("{amount} is paid by older credit: validate though Cagette says it lacks"),
    Why.AWAITED: N_("{mode} of {amount} awaited: not to be entered before it is seen"),
    Why.DEBT: N_("{amount} stays owed: validate though Cagette says it lacks"),
    Why.CREDIT: N_("overpaid by {amount}"),
    Why.VALIDATED_AGAIN: N_("a line grew: Cagette has opened the basket again"),
    Why.ONE_PRICE: N_("it costs {amount} here; Cagette has one price for all baskets"),
    Why.OTHER_FEE: N_("it costs {amount} here; Cagette adds the catalogue’s present fee"),
    Why.ROUNDED: N_("it costs {amount} here; Cagette rounds differently"),
    Why.ONLINE: N_("paid online: Cagette has that payment; check it, then validate"),
    Why.NOT_THERE: N_("Cagette does not know this member"),
    Why.ADJUSTMENT: N_("account adjusted by {signed}: {text}"),
    Why.MEMBERSHIP_MODE: N_("membership of {amount} ({mode}); Cagette does not take that mode"),
    Why.TAKEN_BACK: N_("the membership of {amount} was taken back here"),
}


def side_text(way: WayBack, side: Side) -> str:
    """Say in one line what is to be entered for a member, or that it is, by whom and when."""
    steps = ", ".join(map(step_text, way.of(side.member_id)))
    if side.mark is None:
        return steps or _("nothing to enter yet")
    who, when = visible(side.mark.by), format_moment(side.mark.at)
    if not steps:
        return _("entered by {who}, {when}").format(who=who, when=when)
    return _("changed since {who} entered it: {steps}").format(who=who, steps=steps)


def called_side(side: Side) -> str:
    """Name a member's basket: number and name."""
    number = "–" if side.number is None else str(side.number)
    return f"{number} {visible(side.member)}"


def first_text(way: WayBack) -> str:
    """Say how much comes before the baskets; nothing where that is nothing."""
    counts = Counter(step.act for step in way.steps)
    parts = []
    missing = len({one.product_id for one in way.steps if one.act is CagetteAct.MISSING})
    if missing:
        text = ngettext("{count} product that did not come", "{count} that did not come", missing)
        parts.append(text.format(count=missing))
    prices = counts[CagetteAct.PRICE]
    if prices:
        parts.append(ngettext("{count} price", "{count} prices", prices).format(count=prices))
    lines = counts[CagetteAct.QUANTITY] + counts[CagetteAct.ADD_LINE]
    if lines:
        text = ngettext("{count} quantity or weight", "{count} quantities or weights", lines)
        parts.append(text.format(count=lines))
    return ", ".join(parts)


def progress_text(way: WayBack) -> str:
    """Say how many are entered of all that there is something to enter of."""
    about = [side for side in way.sides if side.mark or way.of(side.member_id)]
    done = sum(map(way.is_entered, about))
    return _("{done}/{count} entered in Cagette").format(done=done, count=len(about))
