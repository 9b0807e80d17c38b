"""A payment written as it should have been: amount, mode, cheque, note, in one act (R20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_number
from cagette_tui.model.acts.changeable import must_be_correctable
from cagette_tui.model.acts.changing import correct_payment
from cagette_tui.model.reading.baskets import accepted_modes
from cagette_tui.model.rules.basket import OperationView
from cagette_tui.model.rules.days import came_on
from cagette_tui.model.rules.kinds import LETTERS, Mode
from cagette_tui.model.rules.payments import ChequeDetails, comes_with_cheque
from cagette_tui.screens.asking import written_on_cheque
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.screens.typed import ask_amount, ask_day
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.questions import called
from cagette_tui.value import ValueObject


class _Wanted(ValueObject):
    amount: Decimal
    mode: Mode
    pending: bool
    cheque: ChequeDetails | None
    note: str | None
    day: date


async def corrected(screen: ModelScreen, one: OperationView, version: int | None = None) -> bool:
    """Ask how a payment should have been; what is right already stays with Enter.

    Gives whether it was changed, and says where it was not; where it can be corrected no longer,
    before anything is asked.
    """
    if not await screen.allowed(must_be_correctable, one.id):
        return False
    wanted = await _asked(screen, one)
    if wanted is None:
        screen.say(_("Nothing is changed."))
        return False
    done = await screen.shown(
        lambda desk, said: correct_payment(
            desk,
            one.id,
            amount=wanted.amount,
            mode=wanted.mode,
            pending=wanted.pending,
            cheque=wanted.cheque,
            note=wanted.note,
            day=wanted.day,
            version=version,
            insist=said.get("insist"),
        )
    )
    if done:
        screen.say(_("Corrected: {what}.").format(what=_told(wanted)), "good")
    return done


async def _asked(screen: ModelScreen, one: OperationView) -> _Wanted | None:
    """Ask one after the other; another amount may be all. Esc ends it: asks about what was said.

    Nothing is recorded without a yes at the end: an `o` typed one question early is no note.
    """
    as_it_is = wanted = _as_it_is(one)
    beside = await screen.shared_beside(one.id)
    for ask in (_with_amount, _with_mode, _with_cheque, _with_note, _with_day):
        more = await ask(screen, one, wanted)
        if more is None:
            break
        if ask is _with_amount and more != as_it_is:
            text = _("{before} becomes {after}. Is that all?").format(
                before=format_amount(one.amount), after=format_amount(more.amount)
            )
            answer = await screen.choose(
                text + beside,
                {"o/y": _("record it"), "a": _("something else, too")},
                no=_("nothing is changed"),
            )
            if answer != "a":
                return more if answer else None
        wanted = more
    return wanted if wanted != as_it_is and await _is_meant(screen, wanted, beside) else None


def _as_it_is(one: OperationView) -> _Wanted:
    assert one.mode is not None
    cheque = None
    if comes_with_cheque(one.mode, one.amount):
        known = one.cheque or ChequeDetails()
        cheque = ChequeDetails(known.number, known.bank, known.drawer)
    day = came_on(one.day, one.created_at)
    return _Wanted(one.amount, one.mode, one.pending, cheque, one.reason or None, day)


async def _is_meant(screen: ModelScreen, wanted: _Wanted, beside: str) -> bool:
    text = _("Record the payment as it was said: {what}?")
    return await screen.confirm(text.format(what=_told(wanted)) + beside, yes=_("record it"))


def _told(wanted: _Wanted) -> str:
    """Say all of a payment in a few words."""
    mode = mode_label(wanted.mode)
    if wanted.pending:
        mode = _("{mode}, announced").format(mode=mode)
    number = wanted.cheque.number if wanted.cheque else None
    parts = [f"{mode} {format_amount(wanted.amount)}", number, wanted.note]
    return ", ".join(called(part) for part in parts if part)


async def _with_amount(screen: ModelScreen, one: OperationView, now: _Wanted) -> _Wanted | None:
    amount = await ask_amount(
        screen,
        _("Amount"),
        value=format_number(abs(one.amount), grouped=False),
        hint=_("Enter keeps what is right already, Esc leaves the payment as it is."),
    )
    if amount is None:
        return None
    return replace(now, amount=amount if one.amount > 0 else -amount)


async def _with_mode(screen: ModelScreen, one: OperationView, now: _Wanted) -> _Wanted | None:
    said = await _mode(screen, one)
    if said is None:
        return None
    mode, pending = said
    cheque = now.cheque if comes_with_cheque(mode, one.amount) else None
    return replace(now, mode=mode, pending=pending, cheque=cheque)


async def _with_cheque(screen: ModelScreen, one: OperationView, now: _Wanted) -> _Wanted | None:
    if not comes_with_cheque(now.mode, one.amount):
        return now
    cheque = await written_on_cheque(screen, now.cheque or ChequeDetails())
    return None if cheque is None else replace(now, cheque=cheque)


async def _with_note(screen: ModelScreen, one: OperationView, now: _Wanted) -> _Wanted | None:
    note = await screen.ask_text(_("Note"), str.strip, value=one.reason or "")
    return None if note is None else replace(now, note=note or None)


async def _with_day(screen: ModelScreen, one: OperationView, now: _Wanted) -> _Wanted | None:
    """Ask for the day of what joins no distribution's takings; else it has that one's (R26)."""
    if one.distribution_id is not None or now.pending:
        return now
    day = await ask_day(screen, _("On which day did it come or go?"), day=now.day)
    return None if day is None else replace(now, day=day)


async def _mode(screen: ModelScreen, one: OperationView) -> tuple[Mode, bool] | None:
    """Ask for the mode by its letter, and whether it is only announced; `t?` is as on the sheet.

    What it is stands there already.
    """
    assert one.mode is not None
    modes = dict.fromkeys((one.mode, *await screen.insisted(accepted_modes)))
    by_letter = {LETTERS[mode]: (mode, False) for mode in modes}
    labels = {letter: mode_label(mode) for letter, (mode, _pending) in by_letter.items()}
    may_wait = one.amount > 0 and one.membership_id is None
    if may_wait and Mode.TRANSFER in modes:
        letter = LETTERS[Mode.TRANSFER]
        by_letter[letter + "?"] = (Mode.TRANSFER, True)
        labels[letter] = _("{mode}, seen").format(mode=mode_label(Mode.TRANSFER))
        labels[letter + "?"] = _("announced")
    if one.pending:  # of another mode it stays so, too
        by_letter[LETTERS[one.mode] + "?"] = (one.mode, True)
        labels.setdefault(LETTERS[one.mode] + "?", _("announced"))
    choices = "  ".join(f"{letter} {label}" for letter, label in labels.items())

    def mode_typed(text: str) -> tuple[Mode, bool]:
        mode = by_letter.get(text.strip().lower().replace(" ", ""))
        if mode is None:
            raise ValueError(_("One letter: {choices}").format(choices=choices))
        return mode

    now = LETTERS[one.mode] + ("?" if one.pending else "")
    return await screen.ask_text(_("Mode"), mode_typed, value=now, hint=choices)
