"""What `check` found, in words: what is broken, where, and what to do."""

from __future__ import annotations

from cagette_tui.i18n import _
from cagette_tui.model.checking.checking import Finding, Problem
from cagette_tui.sentences.system import shown_name
from cagette_tui.text import clip, visible


def finding_sentence(finding: Finding) -> str:
    """Say what is broken, where, and what to do."""
    advice = "" if finding.problem in _SAYS_WHAT_TO_DO else f". {_advice(finding.problem)}"
    return broken_sentence(finding) + advice


def broken_sentence(finding: Finding) -> str:
    """Say what is broken and where."""
    text = _finding(finding.problem).format(detail=clip(visible(finding.detail), 120))
    where = [
        shown_name(finding.distribution) if finding.distribution else "",
        _("basket {number}").format(number=finding.basket) if finding.basket is not None else "",
        shown_name(finding.member) if finding.member else "",
    ]
    return " – ".join([*filter(None, where), text])


def _finding(problem: Problem) -> str:
    texts = {
        Problem.FILE: _("the file is damaged ({detail}): restore a backup"),
        Problem.SEQUENCE: _(
            "numbers of {detail} would be given again: copy the database into an empty one"
        ),
        Problem.FOREIGN_KEY: _("a row refers to nothing ({detail}): restore a backup"),
        Problem.GUARD: _(
            "the guard {detail} is missing, or is another: the journal could be changed unseen"
        ),
        Problem.TABLE: _("a table is not complete: {detail} is missing"),
        Problem.SCHEMA: _("a table is not as this program makes it ({detail})"),
        Problem.INDEX: _("the index {detail} is missing: something could be there twice"),
        Problem.STRANGER: _("{detail} is not of this program, and could change what is written"),
        Problem.GROUP: _("the group has {detail} rows of settings instead of one"),
        Problem.VALUE: _("a value that cannot be there ({detail})"),
        Problem.BALANCE: _("the balance is not what the journal says ({detail})"),
        Problem.JOURNAL_ORDER: _("the acts of the journal do not follow one another ({detail})"),
        Problem.JOURNAL_CHAIN: _("the journal contradicts itself ({detail})"),
        Problem.JOURNAL_SEAL: _("entry {detail} of the journal is not as it was written"),
        Problem.PROOF: _("what was certified is not what is there ({detail})"),
        Problem.ORDER: _("the order is not the sum of its lines ({detail})"),
        Problem.LINE_TOTAL: _("the total of line {detail} is not what the rules give"),
        Problem.ON_THE_SPOT: _("validated although nobody said how it was paid: reopen it"),
        Problem.CERTIFIED_OPEN: _("certified although baskets are open ({detail}): reopen it"),
        Problem.MISPLACED: _("operation {detail} belongs to another member or distribution"),
        Problem.CANCELLED_BASKET: _("taken back, but something of it still counts ({detail})"),
        Problem.VALIDATED_CHANGED: _("changed after it was validated ({detail})"),
        Problem.COUNT: _("the notes and coins of a count do not add up to its total ({detail})"),
        Problem.PILE_ORDER: _("the cheques of the pile do not follow one another ({detail})"),
        Problem.PILE_AMOUNT: _("a cheque of the pile has another amount in the books ({detail})"),
        Problem.REPORT_NUMBERS: _("closing reports do not follow one another ({detail})"),
        Problem.REPORT_MISSING: _("certified without a closing report of its own ({detail})"),
        Problem.JOURNAL: _("not what the journal says ({detail}): somebody changed it by hand"),
        Problem.UNREADABLE_ENTRY: _("entry {detail} of the journal cannot be read"),
    }
    return (texts | _of_archive_and_bank())[problem]


def _of_archive_and_bank() -> dict[Problem, str]:
    return {
        Problem.CREDIT_GONE: _(
            "validated with a credit of which {detail} has gone since: the member owes it now, "
            "unless an act took it wrongly in between"
        ),
        Problem.EVENING_COPY: _(
            "what its papers said when it was certified is not kept ({detail})"
        ),
        Problem.CERTIFIED_CHANGED: _("changed after it was certified ({detail})"),
        Problem.DEPOSIT: _("a deposit does not have what it says ({detail})"),
        Problem.RETURN: _("operation {detail} sends back another payment than it says"),
        Problem.DAY: _("operation {detail} belongs to a day that cannot be its own"),
    }


# The text of these ends in what to do.
_SAYS_WHAT_TO_DO = frozenset(
    {
        Problem.FILE,
        Problem.FOREIGN_KEY,
        Problem.SEQUENCE,
        Problem.ON_THE_SPOT,
        Problem.CERTIFIED_OPEN,
        Problem.CREDIT_GONE,
    }
)


_FOR_A_BACKUP = frozenset(
    {
        Problem.TABLE,
        Problem.INDEX,
        Problem.GUARD,
        Problem.GROUP,
        Problem.VALUE,
        Problem.UNREADABLE_ENTRY,
        Problem.JOURNAL_ORDER,
        Problem.JOURNAL_CHAIN,
        Problem.REPORT_NUMBERS,
        Problem.REPORT_MISSING,
        Problem.SCHEMA,
        Problem.JOURNAL_SEAL,
        Problem.PROOF,
        Problem.EVENING_COPY,
    }
)


def _advice(problem: Problem) -> str:
    if problem in _FOR_A_BACKUP:
        return _("Restore a backup.")
    if problem is Problem.STRANGER:
        return _("Whoever put it there must remove it; otherwise restore a backup.")
    return _("Compare with the attendance sheet, or restore a backup.")
