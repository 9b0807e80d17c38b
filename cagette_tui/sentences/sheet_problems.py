"""What is wrong with a line of the sheet, and what it would ask, in one sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cagette_tui.i18n import _, format_amount, ngettext
from cagette_tui.model.rules.refusals import RefundTooLarge
from cagette_tui.sentences.questions import called, listed, question_text
from cagette_tui.sheet import problems as p
from cagette_tui.sheet.problems import Trouble
from cagette_tui.text import clip, visible

_LISTED = 8


def sheet_sentence(problem: p.SheetProblem, typed: str = "") -> str:
    """Say what is wrong with a line; `typed` is what is wrong with a number in it."""
    match problem:
        case p.Unreadable(trouble, text):
            return typed or _unreadable(trouble, text)
        case p.NoSuchBasket(number):
            return _("There is no basket {number}: the list has the numbers.").format(
                number=clip(str(number), 20)
            )
        case p.NoSuchMember(name):
            return _("No basket is of “{name}”: type another part of the name.").format(
                name=called(name)
            )
        case p.AmbiguousMember(name, candidates):
            listed = _listed(f"{number} {called(member)}" for number, member in candidates)
            return _("“{words}” may be {candidates}: type more of it.").format(
                words=called(name), candidates=listed
            )
        case p.NoSuchProduct(number, product):
            return _("Basket {number} has no “{product}”.").format(
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
        case p.ProductTwice(product):
            return _("{product} is there twice: give the quantities one behind the other.").format(
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
        case p.NothingAwaited(number):
            return _("Nothing was announced for basket {number}: v alone validates it.").format(
                number=number
            )
        case p.RemarkNeeded(amount, credit):
            return _(
                "{amount} is more than the credit of {credit}: say why behind a #, after the !."
            ).format(amount=format_amount(amount), credit=format_amount(credit))
        case p.Asks(questions, among):
            return _("{questions} A ! at the end says yes.").format(
                questions=asked(questions, among)
            )
    question = _question(problem)
    assert question is not None, type(problem)
    return question


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


def _question(problem: Exception) -> str | None:
    match problem:
        case p.SeenOrAwaited():
            return _seen_or_awaited(problem)
        case p.AbsentOwes(amount):
            return _("Absent: is the debt of {amount} kept?").format(amount=format_amount(amount))
        case RefundTooLarge(amount, credit):
            return _(
                "{amount} is more than the credit of {credit}. Refund it all the same?"
            ).format(amount=format_amount(amount), credit=format_amount(credit))
    return question_text(problem)


def _seen_or_awaited(it: p.SeenOrAwaited) -> str:
    """Ask whether payments were seen, and say how a line says that they were not (R41)."""
    return _("{payments} announced: seen? (Not yet: {number} v awaited.)").format(
        payments=listed(it.payments), number=it.number
    )


def _unreadable(trouble: Trouble, text: str) -> str:
    texts = {
        Trouble.TOO_LONG: _("The line is too long ({length} characters): make two of it."),
        Trouble.CONTROL: _("The line has characters that cannot be shown: type it again."),
        Trouble.BYTES: _("The line is neither UTF-8 nor Windows-1252: save the file as UTF-8."),
        Trouble.NO_TARGET: _("“{text}”: a basket's number comes first, or a name and a colon."),
        Trouble.NO_ACTS: _(
            "What is done is missing: e c t b l, v, r, A, -product, product weight."
        ),
        Trouble.BACKWARDS: _("“{text}” is backwards: the smaller number comes first."),
        Trouble.MIXED_TARGET: _("“{text}”: either a range (18-25) or a sum (12+31)."),
        Trouble.TWICE: _("“{text}” names a basket twice: once is enough."),
        Trouble.OPEN_QUOTE: _("A quotation mark is not closed: {text}"),
        Trouble.NO_PRODUCT: _("A product is missing at “{text}”."),
        Trouble.NO_QUANTITY: _("“{text}” is no act; for a product, its quantity is missing."),
        Trouble.DIGITS: _("“{text}”: product words with digits go between quotation marks."),
        Trouble.NUMBER_AFTER_MINUS: _(
            "“{text}” is taken out: no quantity. Another product goes before it, or quote it."
        ),
        Trouble.STRAY_NUMBER: _(
            "“{text}” belongs to no payment and no product: put it behind its letter or word."
        ),
        Trouble.LEADING_ZERO: _("{text}: is it a cheque's number? It is written n{text}."),
        Trouble.NUMBER_SIGN: _(
            "{text}: a cheque's number is written n{digits}, a remark has a blank behind its #."
        ),
        Trouble.NUMBER: _("“{text}” is not a number such as 12 or 12,50."),
        Trouble.NO_MODE: _("How it is given back is missing: r2,50 e."),
        Trouble.TWO_RESTS: _("Only one payment can be without an amount: the rest."),
        Trouble.CHEQUE_NUMBER: _("“{text}”: a cheque's number is n and digits, behind its c."),
        Trouble.NOT_LAST: _("The ! goes at the end of the line."),
        Trouble.RANGE_AMOUNT: _("In a range each pays what is to pay: no amount."),
        Trouble.RANGE_NUMBER: _("In a range each pays for itself. One cheque for all: {text}"),
        Trouble.AWAITED_ALONE: _("“awaited” goes with v alone: 14 v awaited."),
        Trouble.ONE_PAYMENT: _("Several baskets are paid by one payment."),
        Trouble.ONE_BASKET: _("Weights and refunds are of one basket at a time."),
    }
    digits = called(text.removeprefix("#"))
    return texts[trouble].format(text=called(text), digits=digits, length=len(text))


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    more = " …" if len(shown) > _LISTED else ""
    return visible(", ".join(shown[:_LISTED])) + more
