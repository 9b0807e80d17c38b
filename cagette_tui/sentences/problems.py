"""Refusals, storage problems and findings as one clear sentence each."""

from __future__ import annotations

from cagette_tui import i18n
from cagette_tui.i18n import _, format_amount, format_date, format_quantity, ngettext
from cagette_tui.intake.balances import BalancesError
from cagette_tui.intake.export_problems import ExportError, NothingLeft, UnknownCatalogue
from cagette_tui.intake.occasions import SameLinesElsewhere
from cagette_tui.model.rules import doubts, refusals
from cagette_tui.model.rules.counting import BadCheques, Differences
from cagette_tui.model.rules.dry_run import DryRunChanged
from cagette_tui.model.rules.forcing import PlanChanged
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.outcome import NeedsAnswer
from cagette_tui.model.rules.places import BadHours
from cagette_tui.money import PiecesError, TypedNumberError
from cagette_tui.problems import PaperProblem
from cagette_tui.sentences import closed
from cagette_tui.sentences.balances import balances_sentence
from cagette_tui.sentences.bank import BANK_SENTENCES
from cagette_tui.sentences.box import BOX_SENTENCES, differences_text
from cagette_tui.sentences.clock import by_the_clock, doubt_said
from cagette_tui.sentences.exports import export_sentence, same_lines
from cagette_tui.sentences.group import GROUP_SENTENCES
from cagette_tui.sentences.held_back import HELD_BACK_SENTENCES
from cagette_tui.sentences.journal_line import since_sentence
from cagette_tui.sentences.labels import act_label, mode_label
from cagette_tui.sentences.members import MEMBER_SENTENCES
from cagette_tui.sentences.papers import paper_sentence
from cagette_tui.sentences.products import PRODUCT_SENTENCES
from cagette_tui.sentences.questions import far_price, far_weight, listed, weights_missing
from cagette_tui.sentences.sheet_problems import sheet_sentence
from cagette_tui.sentences.storage import STORAGE_SENTENCES, Sentence, said
from cagette_tui.sentences.system import by_whom, shown_name
from cagette_tui.sentences.typed_numbers import pieces_sentence, typed_sentence
from cagette_tui.sheet.problems import SheetProblem, Unreadable
from cagette_tui.text import clip


def sentence(problem: Exception) -> str:
    """Say what is wrong, where, and what to do next.

    Knows every `Refused` and `StorageProblem`, a refused file, a paper that cannot be
    written, a line of the sheet, and what was typed wrong.
    """
    if isinstance(problem, ExportError):
        return export_sentence(problem)
    if isinstance(problem, BalancesError):
        return balances_sentence(problem, typed_sentence(problem.typed) if problem.typed else "")
    if isinstance(problem, TypedNumberError):
        return typed_sentence(problem)
    if isinstance(problem, PiecesError):
        return pieces_sentence(problem)
    if isinstance(problem, PaperProblem):
        return paper_sentence(problem)
    if isinstance(problem, Unreadable):
        return sheet_sentence(problem, typed_sentence(problem.typed) if problem.typed else "")
    if isinstance(problem, SheetProblem):
        return sheet_sentence(problem)
    return _SENTENCES[type(problem)](problem)


def _too_early(it: refusals.TooEarly) -> str:
    opens = i18n.format_time(it.opens_at)
    now = i18n.format_time(it.now)
    if it.opens_at.date() != it.now.date():
        opens, now = i18n.format_moment(it.opens_at), i18n.format_moment(it.now)
    return _("Validating is possible from {opens}; it is {now} now.").format(
        opens=opens, now=by_the_clock(now, it.zone)
    )


def _not_found(it: refusals.NotFound) -> str:
    texts = {
        "distribution": _("There is no distribution number {number}: “distributions” lists them."),
        "basket": _("That basket is no longer there: go back to the list."),
        "member": _("That member is no longer there: go back to the list."),
    }
    return texts.get(it.what, _("What you chose is no longer there: look again.")).format(
        number=it.number
    )


def _changed(it: BasketChanged) -> str:
    return _(
        "{who} changed basket {number} at {time}: {since}. Nothing was done: look again, "
        "then repeat."
    ).format(
        who=shown_name(it.who),
        number=it.number,
        time=i18n.format_time(it.at),
        since=clip(since_sentence(it.since), 160),
    )


def _open(it: refusals.BasketsOpen) -> str:
    numbers = ", ".join(str(number) for number in it.numbers[:8])
    if len(it.numbers) > 8:
        numbers += " …"
    return ngettext(
        "Basket {numbers} is not validated yet.",
        "Baskets {numbers} are not validated yet.",
        len(it.numbers),
    ).format(numbers=numbers)


def _mode_needed(it: refusals.ModeNeeded) -> str:
    if not it.modes:
        return _(
            "The group accepts no payment at the table, so basket {number} cannot be paid: add a "
            "mode in the settings."
        ).format(number=it.number)
    return _("Basket {number} is to be paid on the spot: say how first ({modes}).").format(
        number=it.number, modes=", ".join(map(mode_label, it.modes))
    )


def _not_accepted(it: refusals.ModeNotAccepted) -> str:
    accepted = ", ".join(map(mode_label, it.accepted)) or _("none")
    if it.mode is None:
        return _("The group accepts no payment at the table (accepted: {accepted}).").format(
            accepted=accepted
        )
    return _("The group does not accept “{mode}” (accepted: {accepted}).").format(
        mode=mode_label(it.mode), accepted=accepted
    )


def _announced(it: refusals.AnnouncedOtherwise) -> str:
    return _("Announced for this basket: {payments}. Say first whether it is replaced.").format(
        payments=listed(it.payments, it.numbers)
    )


def _paid_otherwise(it: refusals.PaidOtherwise) -> str:
    return _("Already paid: {amount} by {mode}. Change its mode, or cancel it first.").format(
        amount=format_amount(it.amount), mode=mode_label(it.mode)
    )


def _needs_answer(it: NeedsAnswer) -> str:
    if it.outcome.unseen:
        return _("An announced payment has not been seen yet: say whether it came.")
    if it.outcome.debt:
        return _("A debt of {amount} would remain.").format(amount=format_amount(it.outcome.debt))
    if it.outcome.credit:
        return _("A credit of {amount} would remain.").format(
            amount=format_amount(it.outcome.credit)
        )
    weights = weights_missing(it.outcome.unweighed)
    return _("{weights}: nobody has weighed them.").format(weights=weights)


def _doubtful(it: doubts.DoubtfulAmount) -> str:
    return _("{amount} is much more than the {to_pay} to pay.").format(
        amount=format_amount(it.amount), to_pay=format_amount(it.to_pay)
    )


def _overpaid(it: doubts.Overpaid) -> str:
    return _("{amount} is more than the {to_pay} to pay.").format(
        amount=format_amount(it.amount), to_pay=format_amount(it.to_pay)
    )


def _owed_elsewhere(it: doubts.OwedElsewhere) -> str:
    return _("Basket {number} of {day} is open: {amount} to pay there.").format(
        number=it.number, day=format_date(it.day), amount=format_amount(it.amount)
    )


def _fee_not_covered(it: doubts.FeeNotCovered) -> str:
    return _(
        "No part that was received is large enough for the membership of {amount} (what is "
        "announced pays none): type one that is."
    ).format(amount=format_amount(it.fee))


def _bad_amount(it: refusals.BadAmount) -> str:
    return _("{amount} is not a possible amount here (at most {maximum}).").format(
        amount=format_amount(it.amount), maximum=format_amount(it.most)
    )


def _bad_quantity(it: refusals.BadQuantity) -> str:
    return _("{quantity} is not a possible quantity here: type another.").format(
        quantity=format_quantity(it.quantity)
    )


def _weight_too_large(it: refusals.WeightTooLarge) -> str:
    return _(
        "{weight} is too much for one line here: {limit} at most. Grams are typed as 1350 g."
    ).format(weight=format_quantity(it.weight), limit=format_quantity(it.limit))


def _refund(it: refusals.RefundTooLarge) -> str:
    return _(
        "{amount} is more than the member's credit of {credit}: give back that at most."
    ).format(amount=format_amount(it.amount), credit=format_amount(it.credit))


def _not_by_weight(it: refusals.NotByWeight) -> str:
    return _("{product} is not sold by weight: type a whole number.").format(
        product=shown_name(it.product)
    )


def _balance_moved(it: refusals.BalanceMoved) -> str:
    return _(
        "The balance was {shown} and is {now} now{by}. Nothing was done: look again, then repeat."
    ).format(shown=format_amount(it.shown), now=format_amount(it.now), by=by_whom(it.last))


def _pile_changed(it: refusals.PileChanged) -> str:
    if it.now is None:
        text = _(
            "Cheque {number} of the pile, {shown}, is gone{by}. "
            "Nothing was done: look again, then repeat."
        )
    else:
        text = _(
            "Cheque {number} of the pile was {shown} and is {now} now{by}. "
            "Nothing was done: look again, then repeat."
        )
    return text.format(
        number=it.position,
        shown=format_amount(it.shown),
        now="" if it.now is None else format_amount(it.now),
        by=by_whom(it.last),
    )


def _cancelled(it: refusals.OperationIsCancelled) -> str:
    return _("That operation was cancelled ({who}, {when}).").format(
        who=shown_name(it.by), when=i18n.format_moment(it.at)
    )


def _cannot_undo(it: refusals.CannotUndo) -> str:
    act = act_label(ActKind(it.kind))
    if it.kind == ActKind.DEPOSIT_FINAL:
        return _("A deposit that was handed in is corrected with a reason, not undone.")
    if not it.baskets and it.who is not None:
        return _(
            "“{act}” can no longer be undone: {who} has worked on the distribution since."
        ).format(act=act, who=shown_name(it.who))
    if not it.baskets:
        return _(
            "“{act}” can no longer be undone, something was built on it: correct it by hand."
        ).format(act=act)
    numbers = ", ".join(str(number) for number in it.baskets[:8])
    return _("“{act}” can no longer be undone: {who} went on with basket {numbers}.").format(
        act=act, who=shown_name(it.who or "?"), numbers=numbers
    )


def _bad_pieces(it: refusals.BadPieces) -> str:
    return _("{count} × {value} is not a possible number of notes or coins: count again.").format(
        count=it.count, value=format_amount(it.value)
    )


def _expected_moved(it: refusals.ExpectedMoved) -> str:
    return _(
        "The box should hold {now} now{by}, {shown} when you counted. "
        "Nothing was done: look again, then repeat."
    ).format(now=format_amount(it.now), shown=format_amount(it.shown), by=by_whom(it.last))


_SENTENCES: dict[type[Exception], Sentence] = {
    **STORAGE_SENTENCES,
    **BANK_SENTENCES,
    **BOX_SENTENCES,
    **GROUP_SENTENCES,
    **MEMBER_SENTENCES,
    **PRODUCT_SENTENCES,
    **HELD_BACK_SENTENCES,
    refusals.NotFound: _not_found,
    refusals.NoSuchReport: lambda it: _(
        "There is no closing report no. {number}; there are: {numbers}."
    ).format(number=it.number, numbers=", ".join(map(str, it.there)) or "–"),
    refusals.TooEarly: _too_early,
    refusals.ClockDoubted: doubt_said,
    BasketChanged: _changed,
    refusals.BalanceMoved: _balance_moved,
    refusals.BasketIsValidated: closed.validated,
    refusals.BasketNotValidated: lambda it: _(
        "Basket {number} is not validated: it need not be reopened."
    ).format(number=it.number),
    refusals.BasketIsAbsent: lambda it: _(
        "Basket {number} is marked absent: A takes that back first."
    ).format(number=it.number),
    refusals.MemberHasBasket: lambda it: _(
        "The member has basket {number} already: add to that one."
    ).format(number=it.number),
    refusals.DistributionIsCertified: closed.certified,
    refusals.DistributionIsThere: lambda it: _(
        "Distribution {number} is at that place then: choose other hours, or undo one of the two."
    ).format(number=it.number),
    refusals.SameOccasion: said(
        lambda: _("The distribution has that day, these hours and that place already.")
    ),
    refusals.DistributionNotCertified: said(
        lambda: _("The distribution is not certified: it need not be reopened.")
    ),
    refusals.BasketsOpen: _open,
    refusals.ModeNeeded: _mode_needed,
    refusals.ModeNotAccepted: _not_accepted,
    refusals.NothingToPay: lambda it: _(
        "Nothing is to pay for basket {number}: v validates it."
    ).format(number=it.number),
    refusals.NothingToGiveBack: lambda it: _(
        "There is no credit to give back for basket {number}."
    ).format(number=it.number),
    refusals.AnnouncedOtherwise: _announced,
    refusals.PaidOtherwise: _paid_otherwise,
    NeedsAnswer: _needs_answer,
    doubts.DoubtfulAmount: _doubtful,
    doubts.Overpaid: _overpaid,
    doubts.FeeNotCovered: _fee_not_covered,
    doubts.OwedElsewhere: _owed_elsewhere,
    refusals.BadAmount: _bad_amount,
    refusals.BadQuantity: _bad_quantity,
    refusals.NoWeight: said(
        lambda: _("0 is not a weight. What did not come: m for all, Space for one, -product typed.")
    ),
    refusals.WeightTooLarge: _weight_too_large,
    refusals.RefundTooLarge: _refund,
    refusals.MembershipPaid: lambda it: _("The membership is paid until {date} already.").format(
        date=format_date(it.until)
    ),
    refusals.BadPieces: _bad_pieces,
    refusals.ExpectedMoved: _expected_moved,
    refusals.ExplanationNeeded: lambda it: _("{differences}: this needs an explanation.").format(
        differences=differences_text(Differences(it.difference, it.card, it.cheques))
    ),
    BadCheques: lambda it: _("{count} is not a number of cheques that makes sense.").format(
        count=it.count
    ),
    refusals.ChequeOnPile: lambda it: (
        _("That cheque pays another distribution too, and lies on the pile of that one.")
        if it.position is None
        else _("That cheque is on the pile already: number {number}.").format(number=it.position)
    ),
    refusals.ChequeAmount: lambda it: _(
        "In the books this cheque is for {expected}, not {amount}: look at it again."
    ).format(expected=format_amount(it.expected), amount=format_amount(it.amount)),
    refusals.PileChanged: _pile_changed,
    refusals.ReasonNeeded: said(lambda: _("A reason is needed: type one.")),
    refusals.NotByWeight: _not_by_weight,
    refusals.LineUnchanged: said(lambda: _("It is like that already.")),
    refusals.FarPrice: far_price,
    refusals.FarWeight: lambda it: far_weight(it.product, it.weight, it.ordered),
    refusals.NotPending: lambda it: _("That payment was confirmed already{by}.").format(
        by=by_whom(it.last)
    ),
    refusals.OperationIsCancelled: _cancelled,
    refusals.NotAPayment: said(lambda: _("Only payments and adjustments can be changed here.")),
    DryRunChanged: said(
        lambda: _("Something changed meanwhile. Look again at what would be certified.")
    ),
    PlanChanged: said(lambda: _("Something changed meanwhile. Look at the preview again.")),
    refusals.NothingToDo: said(
        lambda: _("Every basket is validated already: certify the distribution.")
    ),
    refusals.LineIsKnown: lambda it: _(
        "Line {number} of the statement is accepted already."
    ).format(number=it.number),
    refusals.NoSuchProposal: lambda it: ngettext(
        "Line {number} of the statement has {count} proposal.",
        "Line {number} of the statement has {count} proposals.",
        it.count,
    ).format(number=it.line, count=it.count),
    refusals.NothingToUndo: said(lambda: _("There is nothing of yours left to undo.")),
    refusals.CannotUndo: _cannot_undo,
    SameLinesElsewhere: same_lines,
    BadHours: said(lambda: _("The distribution must end after it starts.")),
    UnknownCatalogue: lambda it: _(
        "The file has no catalogue {ref}, nothing was imported: look at the number again."
    ).format(ref=shown_name(it.ref)),
    NothingLeft: said(
        lambda: _("All catalogues of the file are left out, nothing was imported: leave out fewer.")
    ),
}
