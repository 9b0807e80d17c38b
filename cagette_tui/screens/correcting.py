"""A payment written as it should have been: amount, mode, cheque, note, in one act (R20)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_number
from cagette_tui.model.acts.changing import correct_payment
from cagette_tui.model.reading.baskets import accepted_modes
from cagette_tui.model.rules.basket import OperationView
from cagette_tui.model.rules.kinds import LETTERS, Mode
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.screens.asking import written_on_cheque
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.screens.typed import amount_typed
from cagette_tui.sentences import mode_label


@dataclass(frozen=True)
class _Wanted:
    amount: Decimal
    mode: Mode
    cheque: ChequeDetails | None
    note: str | None


async def corrected(screen: ModelScreen, one: OperationView, version: int | None = None) -> bool:
    """Ask how a payment should have been; what is right already stays with Enter.

    Esc anywhere leaves it as it is. Gives whether it was changed.
    """
    wanted = await _asked(screen, one)
    if wanted is None:
        return False
    done = await screen.shown(
        lambda desk, said: correct_payment(
            desk,
            one.id,
            amount=wanted.amount,
            mode=wanted.mode,
            cheque=wanted.cheque,
            note=wanted.note,
            version=version,
            insist=said.get("insist"),
        )
    )
    if done:
        text = _("Corrected: {mode} {amount}.")
        amount = format_amount(wanted.amount)
        screen.say(text.format(mode=mode_label(wanted.mode), amount=amount), "good")
    return done


async def _asked(screen: ModelScreen, one: OperationView) -> _Wanted | None:
    assert one.mode is not None
    amount = await screen.ask_text(
        _("Amount"),
        amount_typed,
        value=format_number(abs(one.amount), grouped=False),
        hint=_("Enter keeps what is right already, Esc leaves the payment as it is."),
    )
    mode = None if amount is None else await _mode(screen, one.mode)
    if amount is None or mode is None:
        return None
    cheque = None
    if mode is Mode.CHEQUE and one.amount > 0:
        cheque = await written_on_cheque(screen, one.cheque or ChequeDetails())
        if cheque is None:
            return None
    note = await screen.ask_text(_("Note"), str.strip, value=one.reason or "")
    if note is None:
        return None
    return _Wanted(amount if one.amount > 0 else -amount, mode, cheque, note or None)


async def _mode(screen: ModelScreen, now: Mode) -> Mode | None:
    """Ask for the mode by its letter; the one that it is stands there already."""
    modes = dict.fromkeys((now, *await screen.insisted(accepted_modes)))
    by_letter = {LETTERS[mode]: mode for mode in modes}
    choices = "  ".join(f"{letter} {mode_label(mode)}" for letter, mode in by_letter.items())

    def mode_typed(text: str) -> Mode:
        mode = by_letter.get(text.strip().lower())
        if mode is None:
            raise ValueError(_("One letter: {choices}").format(choices=choices))
        return mode

    return await screen.ask_text(_("Mode"), mode_typed, value=LETTERS[now], hint=choices)
