"""What is wrong with a line of the sheet, and what it would ask, in one sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cagette_tui.i18n import N_, _, format_amount, ngettext
from cagette_tui.model.rules.kinds import LETTERS, Mode, letters
from cagette_tui.model.rules.refusals import RefundTooLarge
from cagette_tui.sentences.questions import called, listed, question_text
from cagette_tui.sheet import problems as p
from cagette_tui.sheet.problems import Trouble
from cagette_tui.text import clip, visible

_LISTED = 8
_TROUBLES = {
    Trouble.TOO_LONG: N_("The line is too long ({length} characters): make two of it."),
    Trouble.CONTROL: N_("The line has characters that cannot be shown: type it again."),
    Trouble.BYTES: N_("The line is neither UTF-8 nor Windows-1252: save the file as UTF-8."),
    Trouble.NO_TARGET: N_("“{text}”: a basket's number comes first, or a name and a colon."),
    Trouble.NO_ACTS: N_("What should be done? {letters}, v, r, A, -product, product weight."),
    Trouble.BACKWARDS: N_("“{text}” is backwards: the smaller number comes first."),
    Trouble.MIXED_TARGET: N_("“{text}”: either a range (18-25) or a sum (12+31)."),
    Trouble.LISTED_TARGET: N_(
        "Several baskets: {text} are paid together; in 18-25 each pays for itself."
    ),
    Trouble.TWICE: N_("“{text}” names a basket twice: once is enough."),
    Trouble.OPEN_QUOTE: N_("A quotation mark is not closed: {text}"),
    Trouble.NO_PRODUCT: N_("A product is missing at “{text}”."),
    Trouble.NO_QUANTITY: N_("“{text}” is not an action; for a product, its quantity is missing."),
    Trouble.DIGITS: N_("“{text}”: product words with digits go between quotation marks."),
    Trouble.NUMBER_AFTER_MINUS: N_(
        "The basket has no product “{text}”. Not delivered: -product, without a quantity; "
        "delivered, before that: product 2."
    ),
    Trouble.NAME_OR_QUANTITY: N_(
        '“{text}”: a name or a quantity? None of that product came: -"{text}". So much of it '
        "came: {text}."
    ),
    Trouble.STRAY_NUMBER: N_(
        "“{text}” belongs to no payment and no product: put it after its letter or word."
    ),
    Trouble.LEADING_ZERO: N_("{text}: is it a cheque's number? It is written n{text}."),
    Trouble.NUMBER_SIGN: N_(
        "{text}: a cheque's number is written n{digits}, a remark needs a space after its #."
    ),
    Trouble.NUMBER: N_("“{text}” is not a number such as 12 or 12,50."),
    Trouble.FEE_AMOUNT: N_(
        "After M its mode stands without an amount; 14 c 46,80 M pays basket and membership."
    ),
    Trouble.TWO_FEES: N_("One membership a line is enough: M stands there twice."),
    Trouble.NO_MODE: N_("Say how it is given back: r2,50 e."),
    Trouble.TWO_RESTS: N_("Only one payment can be without an amount: the rest."),
    Trouble.CHEQUE_NUMBER: N_("“{text}”: a cheque's number is n and digits, after its c."),
    Trouble.NOT_LAST: N_("The ! goes at the end of the line."),
    Trouble.RANGE_AMOUNT: N_("In a range each pays what is to pay: no amount."),
    Trouble.RANGE_NUMBER: N_("In a range each pays for itself. One cheque for all: {text}"),
    Trouble.WORD_ALONE: N_(
        "“seen” or “awaited” goes with v, without a payment: 14 v seen, or 14 v awaited."
    ),
    Trouble.ONE_PAYMENT: N_("Several baskets are paid by one payment."),
    Trouble.ONE_BASKET: N_("Weights and refunds are for one basket at a time."),
}


def sheet_sentence(problem: p.SheetProblem, typed: str = "") -> str:
    """Say what is wrong with a line; `typed` is what is wrong with a number in it."""
    match problem:
        case p.Unreadable(trouble, text):
            return typed or _unreadable(trouble, text)
        case p.Asks(questions, among):
            return _how_to_answer(questions).format(questions=asked(questions, among))
    said = _not_found(problem) or _not_possible(problem) or _question(problem)
    assert said is not None, type(problem)
    return said


def _not_found(problem: p.SheetProblem) -> str | None:
    """Say what a line names that is not there, or there more than once; None for the rest."""
    match problem:
        case p.NoSuchBasket(number):
            return _("There is no basket {number}: the list has the numbers.").format(
                number=clip(str(number), 20)
            )
        case p.NoSuchMember(name):
            return _("No basket belongs to “{name}”: type another part of the name.").format(
                name=called(name)
            )
        case p.AmbiguousMember(name, candidates):
            listed = _listed(f"{number} {called(member)}" for number, member in candidates)
            return _("“{words}” may be {candidates}: type more of it.").format(
                words=called(name), candidates=listed
            )
        case p.NoSuchProduct(number, product):
            return _("Basket {number} has no “{product}”; Esc, Enter, a adds it.").format(
                number=number, product=called(product)
            )
        case p.AmbiguousProduct(_number, product, candidates):
            names = [name for name, _catalogue in candidates]
            told = (
                f"{called(name)} ({called(catalogue)})" if names.count(name) > 1 else called(name)
                for name, catalogue in candidates
            )
            return _("“{words}” may be {candidates}: type more of it.").format(
                words=called(product), candidates=_listed(told)
            )
    return None


def _not_possible(problem: p.SheetProblem) -> str | None:
    """Say why what a line wants cannot be done; None for the rest."""
    match problem:
        case p.ProductTwice(product):
            return _("{product} is there twice: give the quantities one after the other.").format(
                product=called(product)
            )
        case p.WrongPieces(number, product, pieces, given):
            return _("Basket {number} has {pieces} × {product}; quantities given: {given}.").format(
                number=number, pieces=pieces, product=called(product), given=given
            )
        case p.NothingLeft(given, to_pay):
            return _(
                "Of the {to_pay} to pay, {given} leaves no rest: leave the second mode out."
            ).format(to_pay=format_amount(to_pay), given=format_amount(given))
        case p.NoFee():
            return _("What does the membership cost? It is said in the settings first.")
        case p.FeeNotSaid(number, fee, credit):
            return _(
                "How is the membership of {fee} paid? {number} M c, or with the basket: "
                "{number} c M. The balance of {credit} is not enough for it."
            ).format(fee=format_amount(fee), number=number, credit=format_amount(credit))
        case p.NothingAwaited(number):
            return _(
                "Nothing was announced for basket {number}: v alone validates it, {number} t? "
                "announces a transfer, {number} T? validates it too."
            ).format(number=number)
        case p.RemarkNeeded(amount, credit):
            return _(
                "{amount} is more than the credit of {credit}: say why after a #, after the !."
            ).format(amount=format_amount(amount), credit=format_amount(credit))
    return None


def asked(questions: Sequence[p.Question], among: int) -> str:
    """Put the questions of a line, with the baskets' numbers where it changes several."""
    texts = []
    for question in questions[:_LISTED]:
        text = _question(question.problem) or ""
        if among > 1:
            text = _("{number}: {question}").format(number=question.number, question=text)
        texts.append(text)
    more = len(questions) - _LISTED
    if more > 0:
        texts.append(ngettext("… {count} more.", "… {count} more.", more).format(count=more))
    return " ".join(dict.fromkeys(texts))


def _how_to_answer(questions: Sequence[p.Question]) -> str:
    """Say what a `!` at the end answers: nothing that only a word does."""
    if all(one.needs_word for one in questions):
        return "{questions}"
    if any(one.needs_word for one in questions):
        return _("{questions} A ! at the end says yes to the rest.")
    return _("{questions} A ! at the end says yes.")


def _question(problem: Exception) -> str | None:
    match problem:
        case p.SeenOrAwaited():
            return _seen_or_awaited(problem)
        case p.AbsentOwes(amount):
            return _("Absent: does the member still pay {amount}?").format(
                amount=format_amount(amount)
            )
        case RefundTooLarge(amount, credit):
            return _(
                "{amount} is more than the credit of {credit}. Refund it all the same?"
            ).format(amount=format_amount(amount), credit=format_amount(credit))
    return question_text(problem)


def _seen_or_awaited(it: p.SeenOrAwaited) -> str:
    """Ask whether payments were seen, and say how a line says it, and how that not yet (R41)."""
    text = _("{payments} announced: seen? {line} seen: yes; {line} awaited: not yet.")
    if any(mode is Mode.CHEQUE for mode, _amount in it.payments):
        text = _("{payments} announced: here? {line} seen: yes; {line} awaited: not yet.")
    line = f"{it.number} v" if it.alone else "v"
    return text.format(payments=listed(it.payments), line=line)


def _unreadable(trouble: Trouble, text: str) -> str:
    """Say what cannot be read in a line, and how it is written."""
    return _(_TROUBLES[trouble]).format(
        text=called(text),
        digits=called(text.removeprefix("#")),
        length=len(text),
        letters=letters(LETTERS),
    )


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    more = " …" if len(shown) > _LISTED else ""
    return visible(", ".join(shown[:_LISTED])) + more
