"""The commands that only tell: `distributions`, `report`, `basket`, `check`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cagette_tui import output
from cagette_tui.commands.common import location, open_asked, print_lines, show_lines
from cagette_tui.i18n import _, format_amount, format_date, format_time, ngettext
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.reading.proofs import last_proof
from cagette_tui.model.rules.evening import DistributionRow, SheetView
from cagette_tui.model.rules.findings import Finding
from cagette_tui.model.store.as_json import to_plain
from cagette_tui.model.store.beside import last_act_in
from cagette_tui.model.store.database import file_of, is_address
from cagette_tui.model.store.others import last_act_number
from cagette_tui.model.store.problems import Stranger
from cagette_tui.problems import KnownProblem
from cagette_tui.sentences import finding_sentence, state_label
from cagette_tui.text import json_text, pad, visible


def distributions(options: argparse.Namespace, now: datetime) -> int:
    """List the distributions with their numbers."""
    open_asked(options, create=True)
    rows = list_distributions(now)
    if options.format == "json":
        data = {"distributions": [_data(row) for row in rows]}
        output.write(json_text(data), for_machines=True)
        return 0
    lines = [_distribution(row) for row in rows]
    show_lines(lines or [_("No distribution yet: cagette-tui import brings one in.")])
    return 0


def _data(row: DistributionRow) -> dict[str, Any]:
    from cagette_tui.papers.report import distribution_data

    collect = None if row.to_collect is None else str(row.to_collect)
    return {
        **distribution_data(row.distribution, row.state),
        "baskets": row.baskets,
        "validated": row.validated,
        "to_collect": collect,
    }


def _distribution(row: DistributionRow) -> str:
    one = row.distribution
    hours = f"{format_time(one.starts_at)}–{format_time(one.ends_at)}"
    return (
        f"{one.id:>4}  {pad(format_date(one.date), 12)}  {hours}  "
        f"{pad(visible(one.place), 24)}  {row.validated:>4}/{row.baskets:<4} "
        f"{state_label(row.state)}"
    )


def report(options: argparse.Namespace, now: datetime) -> int:
    """Tell the state of one distribution."""
    from cagette_tui.papers import report, report_text

    open_asked(options, create=False)
    write = {"json": report.report_json, "csv": report.report_csv, "text": report_text.report_text}
    text = write[options.format](options.id, now)
    if options.format == "text":
        output.show(text)
    else:
        output.write(text, for_machines=True)
    return 0


def basket(options: argparse.Namespace, now: datetime) -> int:
    """Show one basket, lines, payments and balance; or what is to do in those still open."""
    from cagette_tui.model.reading.baskets import read_sheet
    from cagette_tui.papers import receipts
    from cagette_tui.papers.report import basket_data

    open_asked(options, create=False)
    if options.format == "json":
        sheet = read_sheet(options.id)
        data: Any = {"baskets": [basket_data(one) for one in sheet.open_baskets]}
        if options.number is not None:
            data = basket_data(receipts.numbered(sheet, options.number))
        output.write(json_text(data), for_machines=True)
    elif options.number is None:
        show_lines(_to_do(read_sheet(options.id)))
    else:
        from cagette_tui.papers.paper_text import paper_text

        output.show(paper_text(receipts.receipt(options.id, now, options.number)))
    return 0


def _to_do(sheet: SheetView) -> Iterator[str]:
    """Say one line for each open basket, and what they come to."""
    from cagette_tui.model.rules.basket_state import state_of
    from cagette_tui.model.rules.blocking import remaining
    from cagette_tui.sentences.blocking import what_came, what_remains, why_it_blocks
    from cagette_tui.sentences.states import state_word

    left = remaining(sheet)
    for one in sheet.open_baskets:
        why = why_it_blocks(one, key=False) or state_word(one, state_of(one))
        debt = format_amount(one.debt_beside)
        older = " " + _("(+ debt {amount})").format(amount=debt) if one.debt_beside else ""
        yield f"{one.number:>4}  {visible(one.member)} – {why}{older}"
    yield what_remains(left) if left.open else _("Every basket is validated already.")
    yield what_came(left)


def check(options: argparse.Namespace, now: datetime) -> int:
    """Prove the rules on the whole database; return 1 if anything is broken."""
    from cagette_tui.model.checking.checking import check as findings_of
    from cagette_tui.model.checking.checking import count_baskets

    alone = _last_act_in_file(options)
    try:
        open_asked(options, create=False)
    except Stranger:
        # What would act by itself is named with all the rest: nothing is written here.
        options.read_only = True
        open_asked(options, create=False)
    findings = findings_of()
    count = count_baskets()
    beside = 0 if alone is None else max(last_act_number() - alone, 0)
    if options.format == "json":
        data: dict[str, Any] = {"baskets": count, "findings": [_finding(one) for one in findings]}
        data["acts_beside_the_file"] = beside
        proof = None if findings else last_proof()
        data["last_proof"] = None if proof is None else to_plain(proof)
        output.write(json_text(data), for_machines=True)
    elif findings:
        show_lines(map(finding_sentence, findings))
    else:
        all_hold = _("All rules hold.")
        baskets = ngettext("{count} basket", "{count} baskets", count).format(count=count)
        print_lines([f"{all_hold} ({baskets})", *_told_proof(), *_told_beside(beside)])
    return 1 if findings else 0


def _told_proof() -> list[str]:
    """Tell what the last certification can be compared with on paper (R46)."""
    from cagette_tui.papers.proof_paper import in_groups

    proof = last_proof()
    if proof is None:
        return []
    text = _(
        "Last certified: {day}, {place}, no. {number}. Its proof, as export ID proof writes it:"
    )
    where = text.format(day=format_date(proof.day), place=visible(proof.place), number=proof.number)
    return [where, in_groups(proof.digest)]


def _last_act_in_file(options: argparse.Namespace) -> int | None:
    """Return the last act that the file itself holds, if there is more beside it."""
    where = location(options, create=False)
    if is_address(where):
        return None
    try:
        return last_act_in(file_of(where))
    except (OSError, ValueError, KnownProblem):  # opening it says what is wrong
        return None


def _told_beside(acts: int) -> list[str]:
    """Say that a copy of the file alone would lack something, as it is now."""
    if not acts:
        return []
    text = ngettext(
        "{count} act was not in the file yet but beside it (-wal), and was read from there: "
        "copy a database with backup, not as a file.",
        "{count} acts were not in the file yet but beside it (-wal), and were read from there: "
        "copy a database with backup, not as a file.",
        acts,
    )
    return [text.format(count=acts)]


def _finding(finding: Finding) -> dict[str, Any]:
    return {**to_plain(finding), "sentence": finding_sentence(finding)}
