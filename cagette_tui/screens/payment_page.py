"""What payment entry shows: what is to pay, and what was typed so far (R15, R18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_date, ngettext
from cagette_tui.model.rules.basket import ZERO, BasketView, OperationView
from cagette_tui.model.rules.doubts import FeeNotCovered, Overpaid
from cagette_tui.model.rules.kinds import LETTERS, SPOT_MODES, Mode, letters
from cagette_tui.model.rules.owed_elsewhere import Elsewhere
from cagette_tui.model.rules.payments import Part, Tender, debts_beside, part_for_fee, tender
from cagette_tui.model.rules.receiving import Pay
from cagette_tui.sentences import mode_label, mode_short, sentence
from cagette_tui.sentences.questions import called, where_it_goes
from cagette_tui.text import visible
from cagette_tui.value import ValueObject
from cagette_tui.widgets.painted import Run


class Typed(ValueObject):
    """What was typed for some baskets; `fees` by the baskets (ids) of those who join.

    `elsewhere` are open baskets of earlier evenings: what looks like a debt is to pay there (R18).
    """

    baskets: Sequence[BasketView]
    parts: Sequence[Part]
    with_debt: bool
    fees: Mapping[int, Decimal]
    elsewhere: Sequence[Elsewhere] = ()
    accepted: Sequence[Mode] = SPOT_MODES

    @property
    def fee(self) -> Decimal:
        """What the memberships cost."""
        return sum(self.fees.values(), ZERO)

    @property
    def tender(self) -> Tender:
        """What it comes to."""
        return tender(
            self.baskets,
            self.parts,
            with_debt=self.with_debt,
            fee=self.fee,
            elsewhere=self._elsewhere,
        )

    @property
    def wanted(self) -> Pay:
        """The payment of it; with a basket open elsewhere amounts alone say what is a debt."""
        return Pay(tuple(self.parts), self.with_debt and not self.elsewhere)

    @property
    def older_debt(self) -> Decimal:
        """The older debts that can be paid here: without what is to pay elsewhere."""
        return sum(debts_beside(self.baskets, self._elsewhere), ZERO)

    @property
    def _elsewhere(self) -> list[BasketView]:
        return [one.basket for one in self.elsewhere]


def page_lines(typed: Typed, remark: str | None) -> list[list[Run]]:
    """Show what is to pay and what was typed; `remark` says since when it waits."""
    return [*_heading(typed), *_so_far(typed, remark)]


def recorded(parts: Sequence[Part]) -> str:
    """Say what came in, and what is only announced."""
    sums = {
        _("{amount} received."): [one.amount or ZERO for one in parts if not one.announced],
        _("{amount} announced."): [one.amount or ZERO for one in parts if one.announced],
    }
    return " ".join(
        text.format(amount=format_amount(sum(amounts, ZERO)))
        for text, amounts in sums.items()
        if amounts
    )


def mode_of(part: Part) -> str:
    """Name the mode of a part; of a transfer also whether it was seen (R22)."""
    if part.announced:
        return _("{mode}, announced").format(mode=mode_label(part.mode))
    if part.mode is Mode.TRANSFER:
        return _("{mode}, seen").format(mode=mode_label(part.mode))
    return mode_label(part.mode)


def _heading(typed: Typed) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for one in typed.baskets[:8]:
        text = _("To pay {amount}").format(amount=format_amount(one.to_pay))
        if one.debt_beside:
            text += " " + _("(+ debt {amount})").format(amount=format_amount(one.debt_beside))
        if one.id in typed.fees:
            amount = format_amount(typed.fees[one.id])
            text += " " + _("+ membership {amount}").format(amount=amount)
        lines.append([(f" {one.number:>4}  {called(one.member)}   ", "strong"), (text, "")])
        lines += _there_already(one, typed.accepted)
        lines += _of_it(typed, one)
    if len(typed.baskets) > 8:
        rest = len(typed.baskets) - 8
        more = ngettext("… and {count} more basket", "… and {count} more baskets", rest)
        lines.append([(f"       {more.format(count=rest)}", "dim")])
    text = _("To receive: {amount}").format(amount=format_amount(typed.tender.due))
    lines += [[], [(f" {text}", "strong")], []]
    return lines


def _of_it(typed: Typed, basket: BasketView) -> list[list[Run]]:
    """Say which older debts are open baskets of earlier evenings, to be paid there (R18)."""
    text = _("of the debt, {amount} is basket {number} of {day}, to be paid there")
    return [
        [
            (
                "       "
                + text.format(
                    amount=format_amount(one.basket.to_pay),
                    number=one.basket.number,
                    day=format_date(one.day, "day"),
                ),
                "dim",
            )
        ]
        for one in typed.elsewhere
        if one.basket.member_id == basket.member_id
    ]


def _so_far(typed: Typed, remark: str | None) -> list[list[Run]]:
    if not typed.parts:
        named = ", ".join(f"{LETTERS[mode]} {mode_short(mode).lower()}" for mode in typed.accepted)
        return [
            [(_(" Press a letter: {letters}.").format(letters=named), "")],
            [(_(" The amount to pay is proposed; type another one to split."), "dim")],
        ]
    lines: list[list[Run]] = [[(_part(part), "")] for part in typed.parts]
    lines += [[(f" {text}", "warn")] for text in _what_remains(typed)]
    if remark:
        lines.append([(f" {remark}", "dim")])
    lines.append([(_(" Enter records it."), "strong")])
    return lines


def _part(part: Part) -> str:
    text = f"   {mode_of(part)}  {format_amount(part.amount or ZERO)}"
    if part.cheque is not None:
        details = (part.cheque.number, part.cheque.bank, part.cheque.drawer)
        text += "".join(f"  {detail}" for detail in details if detail)
    return text + (f"  – {part.note}" if part.note else "")


def _what_remains(typed: Typed) -> list[str]:
    """Say what lacks, or where goes what is too much (R15), and what pays a membership."""
    texts, sums = [], typed.tender
    if typed.fee:
        try:
            part = typed.parts[part_for_fee(typed.parts, typed.fee)]
        except FeeNotCovered as problem:
            return [sentence(problem)]
        texts.append(
            _("Of it, {amount} for the membership ({mode}).").format(
                amount=format_amount(typed.fee), mode=mode_label(part.mode)
            )
        )
    if sums.lacking:
        texts.append(_("{amount} would remain to pay.").format(amount=format_amount(sums.lacking)))
    if isinstance(sums.over, Overpaid):
        over = format_amount(sums.over.amount - sums.over.to_pay)
        # Two lines: both amounts are read at 80 columns.
        texts.append(_("{amount} more than is to pay:").format(amount=over))
        texts.append("  " + where_it_goes(sums.over))
    elif sums.over is not None:
        texts.append(sentence(sums.over))
    return texts


def _there_already(basket: BasketView, accepted: Sequence[Mode]) -> list[list[Run]]:
    """Say what is noted for a basket already, and how another mode is given to what is paid."""
    noted = [
        _("{payment} announced").format(payment=_paid(one)) if one.pending else _paid(one)
        for one in basket.payments
        if one.mode is not None
    ]
    if not noted:
        return []
    text = _("already: {payments}").format(payments=", ".join(noted))
    lines: list[list[Run]] = [[(f"       {text}", "dim")]]
    if not basket.to_pay and len(basket.confirmed) == 1:
        text = _("Another mode: Esc, then its letter {letters}.")
        lines.append([(f"       {text.format(letters=letters(accepted))}", "dim")])
    return lines


def _paid(one: OperationView) -> str:
    assert one.mode is not None
    number = f" n{one.cheque.number}" if one.cheque and one.cheque.number else ""
    return f"{mode_label(one.mode)} {format_amount(one.amount)}{visible(number)}"
