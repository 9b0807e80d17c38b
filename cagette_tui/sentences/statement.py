"""The bank's statement in words: why a file is refused, what a line is, and why."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal

from cagette_tui.i18n import N_, _, format_amount, format_date, ngettext
from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.model.reading.bank_view import LineView, StatementView
from cagette_tui.model.rules.bank_books import (
    CardPart,
    CashPart,
    ChequePart,
    ChequesPart,
    LineKind,
    MemberPart,
    Part,
    ProducerPart,
    Proposal,
    Sure,
    What,
    Why,
)
from cagette_tui.text import clip, visible

_Problem = StatementProblem
_PLAIN = {
    _Problem.MISSING_FILE: N_("there is no such file."),
    _Problem.FOLDER: N_("that is a folder, not a file."),
    _Problem.EMPTY: N_("the file is empty."),
    _Problem.PDF: N_("that is a PDF: ask the bank’s site for CSV, OFX or CAMT.053 instead."),
    _Problem.WEB_PAGE: N_(
        "that is a web page: the bank’s session had expired. Log in and download again."
    ),
    _Problem.NOT_TEXT: N_("that is not a statement: it is not even text."),
    _Problem.ENTITIES: N_("that XML defines entities of its own: no bank does, it is not read."),
    _Problem.NO_EXCEL: N_(
        "reading workbooks needs an extra (cagette-tui[excel]); or save it as CSV."
    ),
    _Problem.BAD_WORKBOOK: N_("that workbook cannot be read: save it as CSV."),
}
_KINDS = {
    LineKind.MEMBER: N_("member"),
    LineKind.UNKNOWN: N_("not ours"),
    LineKind.OTHER_INCOME: N_("other income"),
    LineKind.CHEQUE_DEPOSIT: N_("deposit of cheques"),
    LineKind.CHEQUE_BOUNCED: N_("returned cheque"),
    LineKind.CARD_BATCH: N_("payments by card"),
    LineKind.CARD_COMMISSION: N_("commission on cards"),
    LineKind.CASH_DEPOSIT: N_("cash taken to the bank"),
    LineKind.CASH_CORRECTION: N_("correction of a cash deposit"),
    LineKind.PRODUCER: N_("producer paid"),
    LineKind.PRODUCER_RETURNED: N_("transfer to a producer that came back"),
    LineKind.REFUND: N_("refund"),
    LineKind.RENT: N_("rent"),
    LineKind.INSURANCE: N_("insurance"),
    LineKind.BANK_FEE: N_("bank’s fee"),
}
_SURE = {Sure.CERTAIN: N_("certain"), Sure.LIKELY: N_("likely"), Sure.ASK: N_("to be asked")}
_WHY = {
    Why.NAME: N_("the name"),
    Why.BOTH_NAMES: N_("both names"),
    Why.SECOND_NAME: N_("the second name of the household"),
    Why.NAME_CUT: N_("a part of the name"),
    Why.SURNAME: N_("the family name alone"),
    Why.NAME_IN_TEXT: N_("the member is named in the text"),
    Why.SAME_NAME: N_("others have the same name: the amount decides"),
    Why.KNOWN_ACCOUNT: N_("paid from this account before"),
    Why.KNOWN_LABEL: N_("paid under this name before"),
    Why.BASKET_NUMBER: N_("the basket’s number"),
    Why.EVENING: N_("the day of the distribution"),
    Why.EXACT: N_("the exact amount"),
    Why.WITH_DEBT: N_("basket and older debt to the cent"),
    Why.SEVERAL: N_("several together, to the cent"),
    Why.OF_TWO: N_("baskets of two members"),
    Why.FEE: N_("the membership fee"),
    Why.REST: N_("the rest to the cent"),
    Why.TOO_MUCH: N_("more than is due: the rest stays as credit"),
    Why.TOO_LITTLE: N_("less than is due: the rest stays as debt"),
    Why.SWAPPED: N_("two digits swapped"),
    Why.PAID_TWICE: N_("this basket is paid by transfer already"),
    Why.PAID_OTHERWISE: N_("this basket is paid already"),
    Why.NOTHING_DUE: N_("nothing is due"),
    Why.AMOUNT_ONLY: N_("only the amount says so"),
    Why.WITH_BANK_FEE: N_("the returned cheque and its fee"),
    Why.TOTAL: N_("the total of the slip"),
    Why.CHEQUE_MISSING: N_("less exactly one cheque"),
    Why.CHEQUE_ALONE: N_("one cheque that was not deposited yet"),
    Why.OTHER_COUNT: N_("but the bank counts differently"),
    Why.LESS_COMMISSION: N_("the sum less the commission"),
    Why.PART_OF_EVENING: N_("a part of the evening"),
    Why.COMMISSION: N_("the commission of a batch"),
    Why.TAKEN_OUT: N_("taken out of the box before"),
    Why.CHEQUE_NUMBER: N_("the cheque’s number"),
    Why.FEE_OF_CHEQUE: N_("the fee for a returned cheque"),
    Why.BANKS_OWN: N_("the bank’s own"),
    Why.DUE: N_("exactly what is due"),
    Why.OTHER_THAN_DUE: N_("not exactly what is due"),
    Why.GIVES_BACK: N_("gives back what was paid too much"),
    Why.CAME_BACK: N_("a transfer of this amount had left"),
    Why.NOT_FOUND: N_("nothing of this amount is in the books"),
}
_WHAT = {
    What.OLDER_DEBT: N_("older debt"),
    What.EXCESS: N_("credit"),
    What.MEMBERSHIP: N_("membership"),
    What.REFUND: N_("refund"),
    What.FEE_PAID_BACK: N_("bank’s fee"),
}


def kind_of_line(kind: LineKind) -> str:
    """Name what a line is."""
    return _(_KINDS[kind])


def sure_label(sure: Sure) -> str:
    """Say how sure a proposal is."""
    return _(_SURE[sure])


def reason_of(line: LineView) -> str:
    """Return what is written beside what a line does to an account."""
    return _("bank statement, {day}").format(day=format_date(line.line.booked))


def why_text(proposal: Proposal) -> str:
    """Say what speaks for a proposal."""
    return ", ".join(_(_WHY[one]) for one in proposal.why)


def proposal_text(proposal: Proposal, view: StatementView) -> str:
    """Say what a line would be, in one line."""
    if not proposal.parts:
        return kind_of_line(proposal.kind)
    members = {one.member_id for one in proposal.parts if isinstance(one, MemberPart)}
    texts = []
    for part in proposal.parts:
        text = _part(part, proposal.kind, view)
        if isinstance(part, MemberPart) and (len(members) > 1 or part is proposal.parts[0]):
            name = visible(view.names.get(part.member_id, "?"))
            text = _("{what}: {values}").format(what=name, values=text)
        texts.append(text)
    return " + ".join(texts)


def _part(part: Part, kind: LineKind, view: StatementView) -> str:
    match part:
        case MemberPart():
            return _member_part(part, view)
        case ChequesPart():
            return _cheques(part)
        case ChequePart():
            number = part.cheque.number or "–"
            text = _("cheque {number} of {day}, {amount}").format(
                number=visible(number),
                day=format_date(part.evening),
                amount=format_amount(part.amount),
            )
            names = [visible(view.names.get(one, "?")) for one in part.cheque.members]
            head = ", ".join([kind_of_line(kind), *names])
            return _("{what}: {values}").format(what=head, values=text)
        case CardPart():
            return _("payments by card of {day}: {gross}, commission {commission}").format(
                day=format_date(part.evening),
                gross=format_amount(part.gross),
                commission=format_amount(part.commission),
            )
        case CashPart():
            return _("cash taken out on {day}, {amount}").format(
                day=format_date(part.taken), amount=format_amount(part.amount)
            )
        case ProducerPart():
            text = _("{catalogue}, {day}: {amount} due").format(
                catalogue=visible(part.catalogue),
                day=format_date(part.evening),
                amount=format_amount(part.due),
            )
            return text + _difference(part)


def _difference(part: ProducerPart | ChequesPart) -> str:
    if not part.difference:
        return ""
    return ", " + _("difference {amount}").format(amount=format_amount(part.difference))


def _member_part(part: MemberPart, view: StatementView) -> str:
    amount = format_amount(part.amount)
    if part.what in _WHAT:
        return f"{_(_WHAT[part.what])} {amount}"
    if part.what is What.PAID_TWICE:
        return _("credit, basket paid twice {amount}").format(amount=amount)
    number = view.numbers.get(part.basket_id or 0)
    if part.evening is None:
        return _("basket {amount}").format(amount=amount)
    if number is None:
        return _("basket of {day} {amount}").format(day=format_date(part.evening), amount=amount)
    return _("basket {number} of {day} {amount}").format(
        number=number, day=format_date(part.evening), amount=amount
    )


def _cheques(part: ChequesPart) -> str:
    count = len(part.cheques)
    text = ngettext(
        "{count} cheque of {day}, {amount}", "{count} cheques of {day}, {amount}", count
    ).format(count=count, day=format_date(part.evening), amount=format_amount(part.total))
    if part.missing is not None:
        missing = part.missing.number or format_amount(part.missing.amount)
        text += ", " + _("cheque {number} is missing").format(number=visible(missing))
    return text + _difference(part)


def statement_sentence(it: StatementError) -> str:
    """Say why a file is no statement of ours, where, and what to do."""
    if it.problem in _PLAIN:
        return _(_PLAIN[it.problem])
    return _SENTENCES[it.problem](it)


def _value(it: StatementError) -> str:
    return visible(clip(it.value or "", 40))


def _columns(it: StatementError) -> str:
    return ", ".join(visible(name) for name in it.columns)


def _unknown_columns(it: StatementError) -> str:
    return _(
        "this table is of no bank known here. Name its columns once: --columns "
        "date=…,label=…,amount=… (or debit=…,credit=…); it has: {columns}."
    ).format(columns=clip(_columns(it), 120) or "–")


def _unreadable(it: StatementError) -> str:
    detail = os.strerror(it.errno) if it.errno else "?"
    return _("the file cannot be read ({detail}).").format(detail=detail)


def _balances(it: StatementError) -> str:
    return _(
        "the opening balance and the lines come to {computed}, the file says {stated}: lines are "
        "missing."
    ).format(computed=_money(it.computed), stated=_money(it.stated))


def _balance_of_row(it: StatementError) -> str:
    return _(
        "row {row}: the balance {stated} does not follow from the row beside it ({computed}): "
        "lines are missing."
    ).format(row=it.row, stated=_money(it.stated), computed=_money(it.computed))


def _money(amount: object) -> str:
    return format_amount(amount) if isinstance(amount, Decimal) else "–"


def _at_row(it: StatementError, text: str) -> str:
    if not it.row:
        return text
    return _("row {row}: {text}").format(row=it.row, text=text)


_SENTENCES: dict[StatementProblem, Callable[[StatementError], str]] = {
    _Problem.UNREADABLE: _unreadable,
    _Problem.TOO_LARGE: lambda it: _("the file is larger than {limit} megabytes.").format(
        limit=(it.limit or 0) // 1_000_000
    ),
    _Problem.OTHER_XML: lambda it: _("that XML is not a CAMT.053 statement ({value}).").format(
        value=_value(it)
    ),
    _Problem.BAD_XML: lambda it: _("row {row}: that XML is broken.").format(row=it.row),
    _Problem.UNKNOWN_COLUMNS: _unknown_columns,
    _Problem.WRONG_COLUMNS: lambda it: _("there is no column {columns} in it.").format(
        columns=_columns(it)
    ),
    _Problem.MISSING_COLUMN: lambda it: _("the column {columns} is missing.").format(
        columns=_columns(it)
    ),
    _Problem.CUT: lambda it: _("the file is cut off in row {row}: download it again.").format(
        row=it.row
    ),
    _Problem.FIELD_COUNT: lambda it: _(
        "row {row} has {found} values, there should be {limit}."
    ).format(row=it.row, found=it.found, limit=it.limit),
    _Problem.NOT_A_DATE: lambda it: _at_row(
        it, _("“{value}” is not a date (day before month).").format(value=_value(it))
    ),
    _Problem.NOT_AN_AMOUNT: lambda it: _at_row(
        it, _("“{value}” is not an amount that can be read one way only.").format(value=_value(it))
    ),
    _Problem.TWO_AMOUNTS: lambda it: _("row {row} has both a debit and a credit.").format(
        row=it.row
    ),
    _Problem.UNKNOWN_STATE: lambda it: _(
        "row {row}: whether “{value}” is booked is not known."
    ).format(row=it.row, value=_value(it)),
    _Problem.OTHER_ACCOUNT: lambda it: _(
        "that is account {value}; the group’s is {expected}."
    ).format(value=_value(it), expected=visible(it.expected or "")),
    _Problem.SEVERAL_ACCOUNTS: lambda it: _(
        "there are several accounts in it ({columns}): say the group’s with settings iban."
    ).format(columns=_columns(it)),
    _Problem.OTHER_CURRENCY: lambda it: _("its amounts are in {value}, not in euros.").format(
        value=_value(it)
    ),
    _Problem.LINES_MISSING: lambda it: _(
        "it has {found} lines and says that there are {limit}."
    ).format(found=it.found, limit=it.limit),
    _Problem.BALANCES: _balances,
    _Problem.BALANCE_OF_ROW: _balance_of_row,
}
