"""Lines of the sheet in words: what they mean, what they did, what is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_quantity, ngettext
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.sentences.labels import mode_label
from cagette_tui.sentences.problems import sentence
from cagette_tui.sentences.questions import called
from cagette_tui.sheet import deeds as d
from cagette_tui.sheet.files import FileAnswer, LineAnswer
from cagette_tui.sheet.understanding import Answer, Grasp, Understanding
from cagette_tui.text import pad

_LISTED = 8


def understood_texts(understanding: Understanding) -> tuple[str, str]:
    """Say what a line means so far, and what is wrong with it, lacks, or would be asked."""
    meaning = _what(understanding.changes, understanding.skipped)
    if understanding.grasp is Grasp.ASKS:
        if any(question.needs_word for question in understanding.questions):
            meaning = ""  # nobody has said yet what it would be
        return meaning, sentence(understanding.asks)
    if understanding.problem is None:
        return meaning, ""
    if understanding.pieces and understanding.grasp is Grasp.INCOMPLETE:
        product = called(understanding.pieces[0].product)
        ordered = " / ".join(format_quantity(line.ordered) for line in understanding.pieces)
        return meaning, _("{product}: {quantities} ordered").format(
            product=product, quantities=ordered
        )
    if understanding.grasp is Grasp.WRONG:
        meaning = ""  # what it would have done it will not do
    return meaning, sentence(understanding.problem)


def answer_text(answer: Answer) -> str:
    """Say what a line did."""
    return _what(answer.changes, answer.skipped)


def file_lines(answer: FileAnswer) -> Iterable[str]:
    """Say line by line what became of a file."""
    well = _("applied") if answer.applied else _("right, not done")
    width = max(len(well), len(_("refused")))
    for line in answer.lines:
        word = well if line.problem is None else _("refused")
        yield f"{line.row:>4}  {pad(word, width)}  {_line(line)}"


def file_summary(answer: FileAnswer) -> str:
    """Say how many lines are wrong, and what became of the others."""
    wrong = ngettext("{count} line of {all}", "{count} lines of {all}", len(answer.failed)).format(
        count=len(answer.failed), all=len(answer.lines)
    )
    if answer.applied:
        return _("Refused: {lines}; the others were done.").format(lines=wrong)
    return _("Refused: {lines}; nothing was changed.").format(lines=wrong)


def _line(line: LineAnswer) -> str:
    if line.problem is not None:
        return sentence(line.problem)
    return answer_text(line.answer or Answer())


def _what(changes: Sequence[d.Change], skipped: Sequence[BasketView]) -> str:
    parts = []
    if len(changes) == 1:
        parts.append(_one(changes[0]))
    elif changes:
        parts.append(_several(changes))
    if skipped:
        numbers = _numbers(skipped)
        parts.append(_("validated already: {numbers}").format(numbers=numbers))
    return " – ".join(parts)


def _one(change: d.Change) -> str:
    after = change.after
    parts = [f"{after.number} {called(after.member)}"]
    if change.deeds:
        parts.append(", ".join(map(_deed, change.deeds)))
    parts.append(_result([after], done=bool(change.deeds)))
    return " – ".join(parts)


def _several(changes: Sequence[d.Change]) -> str:
    after = [change.after for change in changes]
    parts = [
        ngettext("{count} basket", "{count} baskets", len(after)).format(count=len(after))
        + f" ({_numbers(after)})"
    ]
    added = _added(deed for change in changes for deed in change.deeds)
    if added:
        parts.append(", ".join(map(_deed, added)))
    parts.append(_result(after, done=bool(added)))
    return " – ".join(parts)


def _added(all_deeds: Iterable[d.Deed]) -> list[d.Deed]:
    """Add up what was done alike to several baskets."""
    sums: dict[object, d.Deed] = {}
    for deed in all_deeds:
        match deed:
            case d.Received(Mode.TRANSFER, amount) | d.Seen(Mode.TRANSFER, amount):
                key: object = Mode.TRANSFER  # it is said alike
            case d.Received(mode, amount, number):
                key = (d.Received, mode, number)
            case (
                d.Seen(mode, amount)
                | d.Announced(mode, amount)
                | d.LeftAwaited(mode, amount)
                | d.Dropped(mode, amount)
                | d.GivenBack(mode, amount)
            ):
                key = (type(deed), mode)
            case d.ReceivedWithFee(mode, amount, fee, number):
                known = sums.get((d.ReceivedWithFee, mode, number))
                if isinstance(known, d.ReceivedWithFee):
                    deed = replace(known, amount=known.amount + amount, fee=known.fee + fee)
                sums[d.ReceivedWithFee, mode, number] = deed
                continue
            case d.TakenOut(product, amount):
                key = (d.TakenOut, product)
            case d.ModeChanged(before, to, amount):
                key = (d.ModeChanged, before, to)
            case _:
                sums.setdefault(type(deed), deed)
                continue
        known = sums.get(key)
        if isinstance(known, d.Amounting):
            deed = replace(known, amount=known.amount + amount)
        sums[key] = deed
    return sorted(sums.values(), key=lambda deed: isinstance(deed, d.Validated))


def _deed(deed: d.Deed) -> str:
    match deed:
        case d.TakenOut(product, amount):
            return _("without {product} ({amount})").format(
                product=called(product), amount=format_amount(-amount)
            )
        case d.Weighed(product, quantities, total):
            delivered = " + ".join(map(format_quantity, quantities))
            return f"{called(product)} {delivered} = {format_amount(total)}"
        case d.Received(mode, amount, number):
            return _come(mode, amount) + _numbered(number)
        case d.DebtPaid(amount):
            return _("of which {amount} of debt").format(amount=format_amount(amount))
        case d.Numbered(amount, number, before):
            text = _money(Mode.CHEQUE, amount) + _numbered(number)
            if before is None or before == number:
                return text
            return _("{cheque} instead of {number}").format(cheque=text, number=called(before))
        case d.Announced(mode, amount, number):
            return _("{payment} announced").format(payment=_money(mode, amount) + _numbered(number))
        case d.ReceivedWithFee() | d.Joined() | d.JoinedByCredit():
            return _joined(deed)
        case d.Seen(Mode.TRANSFER as mode, amount):
            return _come(mode, amount)
        case d.Seen(mode, amount):
            return _("{payment} seen").format(payment=_money(mode, amount))
        case d.LeftAwaited(mode, amount):
            return _("{payment} awaited").format(payment=_money(mode, amount))
        case d.Dropped(mode, amount):
            return _("{payment} no longer awaited").format(payment=_money(mode, amount))
        case d.ModeChanged(mode, after, amount, number):
            return _("{payment} instead of {mode}").format(
                payment=_come(after, amount) + _numbered(number), mode=mode_label(mode)
            )
        case d.GivenBack(mode, amount):
            return _("given back: {payment}").format(payment=_money(mode, amount))
        case d.LeftAbsent():
            return _("absent")
        case d.Validated():
            return _("validated")


def _joined(deed: d.ReceivedWithFee | d.Joined | d.JoinedByCredit) -> str:
    """Say how a membership is paid: of a payment, what of it is for the basket (R15)."""
    amount = deed.amount
    if isinstance(deed, d.JoinedByCredit):
        return _("membership of {amount} from the credit").format(amount=format_amount(amount))
    fee = deed.fee if isinstance(deed, d.ReceivedWithFee) else amount
    text = _("{payment} (basket {rest} + membership {fee})")
    if amount == fee:
        text = _("{payment} (membership)")
    return text.format(
        payment=_come(deed.mode, amount) + _numbered(deed.number),
        rest=format_amount(amount - fee),
        fee=format_amount(fee),
    )


def _come(mode: Mode, amount: Decimal) -> str:
    """Name a payment that came: of a transfer say that the account shows it (R22)."""
    if mode is Mode.TRANSFER:
        return _("transfer seen on the account {amount}").format(amount=format_amount(amount))
    return _money(mode, amount)


def _money(mode: Mode, amount: Decimal) -> str:
    return f"{mode_label(mode)} {format_amount(amount)}"


def _numbered(number: str | None) -> str:
    return _(" no. {number}").format(number=number) if number else ""


def _result(baskets: Sequence[BasketView], *, done: bool) -> str:
    """Say what remains: to pay, a debt once validated, a credit, and validating itself."""
    sums: dict[Callable[[], str], Decimal] = defaultdict(Decimal)
    for basket in baskets:
        if basket.validated:
            beyond = outcome_of(basket, Unseen.AWAITED).debt
            sums[_debt] += beyond
            sums[_until] += basket.to_pay - beyond
        else:
            sums[_to_pay] += basket.to_pay
        sums[_credit] += outcome_of(basket).credit
    parts = [text().format(amount=format_amount(amount)) for text, amount in sums.items() if amount]
    parts = parts or [_("nothing left to pay")]
    if done and not any(basket.validated for basket in baskets):
        parts.append(_("not validated yet"))
    return ", ".join(parts)


def _debt() -> str:
    return _("debt of {amount}")


def _until() -> str:
    return _("{amount} owed until it comes")


def _to_pay() -> str:
    return _("to pay {amount}")


def _credit() -> str:
    return _("credit of {amount}")


def _numbers(baskets: Sequence[BasketView]) -> str:
    """Write numbers short: 18-22, 25."""
    runs: list[list[int]] = []
    for number in sorted(basket.number for basket in baskets):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs[:_LISTED]]
    return ", ".join(texts) + (" …" if len(runs) > _LISTED else "")
