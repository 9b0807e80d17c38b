"""The command `bank`: a statement of the bank's, what each line is, and accepting it (R65)."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cagette_tui import output
from cagette_tui.commands.common import Impossible, open_asked, print_lines, show_lines
from cagette_tui.i18n import _, format_amount, format_date, format_signed, ngettext
from cagette_tui.intake.bank.our_statement import our_statement
from cagette_tui.intake.bank.problems import StatementError
from cagette_tui.intake.bank.reading import statement_bytes
from cagette_tui.model.acts.bank_accepting import Chosen, accept, keep_columns
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.bank_view import LineView, StatementView, view_of
from cagette_tui.model.rules.bank_books import Proposal
from cagette_tui.model.rules.bank_parts_told import parts_told
from cagette_tui.model.rules.refusals import LineIsKnown, NoSuchProposal
from cagette_tui.sentences.statement import (
    proposal_text,
    reason_of,
    statement_sentence,
    sure_label,
    why_text,
)
from cagette_tui.text import clip, json_text, visible

_PARTS = {
    "date": "day", "value": "value", "label": "label", "label2": "label2", "amount": "amount",
    "debit": "debit", "credit": "credit",
}  # fmt: skip


def bank(options: argparse.Namespace, desk: Desk) -> int:
    """Show what each line of a statement is, or accept some."""
    columns = _columns(options.columns)
    path = Path(options.file)
    name = clip(visible(path.name or options.file), 60)
    try:
        data = statement_bytes(path)
        open_asked(options, create=False)
        statement = our_statement(data, columns)
    except StatementError as problem:
        text = statement_sentence(problem)
        raise Impossible(_("{file}: {text}").format(file=name, text=text)) from problem
    if columns is not None:
        keep_columns(desk, columns)
    view = view_of(statement)
    chosen = _chosen(view, options)
    if chosen:
        accept(desk, statement.lines, chosen)
        view = view_of(statement)
    if options.paper is not None:
        _write_paper(view, options, desk)
    elif options.format == "json":
        output.write(json_text(bank_data(view)), for_machines=True)
    elif options.accept or options.not_ours:
        print_lines(_accepted(chosen, view))
    else:
        show_lines(_told(view))
    return 0


def _write_paper(view: StatementView, options: argparse.Namespace, desk: Desk) -> None:
    from cagette_tui.papers.bank_paper import bank_csv, bank_paper
    from cagette_tui.papers.paper_html import paper_html
    from cagette_tui.papers.paper_text import paper_text
    from cagette_tui.papers.saving import save_export

    if options.paper == "csv":
        text = bank_csv(view)
    else:
        paper = bank_paper(view, desk.now())
        text = paper_html(paper) if options.paper == "html" else paper_text(paper)
    if options.output is not None:
        ending = {"text": "txt"}.get(options.paper, options.paper)
        subject = _("bank")
        name = f"{desk.now().date().isoformat()}-{subject}.{ending}"
        print_lines([visible(str(save_export(options.output, name, text)))])
    elif options.paper == "text":
        output.show(text)
    else:
        output.write(text, for_machines=True)


def _columns(text: str | None) -> dict[str, str] | None:
    """Read `date=Jour,label=Texte,amount=Euros`."""
    if text is None:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    named = {part.strip(): name.strip() for part, _equals, name in pairs}
    wrong = [part for part in named if part not in _PARTS or not named[part]]
    amounts = {"amount"} & named.keys() or {"debit", "credit"} <= named.keys()
    if wrong or not {"date", "label"} <= named.keys() or not amounts:
        raise Impossible(
            _(
                "--columns takes date=…,label=…,amount=… (or debit=…,credit=…), with the names "
                "that the file has."
            )
        )
    return {_PARTS[part]: name for part, name in named.items()}


def _chosen(view: StatementView, options: argparse.Namespace) -> list[Chosen]:
    """Say which lines are to be accepted, as what."""
    chosen: dict[int, Chosen] = {}
    for wanted in options.accept or ():
        if wanted == "certain":
            for line in view.lines:
                if line.certain is not None:
                    chosen[line.place] = _choose(line, line.certain)
            continue
        number, rank = wanted
        line = _line(view, number)
        if rank > len(line.proposals):
            raise NoSuchProposal(number, len(line.proposals))
        chosen[line.place] = _choose(line, line.proposals[rank - 1])
    for number in options.not_ours or ():
        chosen[number - 1] = Chosen(_line(view, number).place, None)
    return [chosen[place] for place in sorted(chosen)]


def _line(view: StatementView, number: int) -> LineView:
    if not 1 <= number <= len(view.lines):
        raise Impossible(
            _("There is no line {number}: the file has {count}.").format(
                number=number, count=len(view.lines)
            )
        )
    line = view.lines[number - 1]
    if line.known:
        raise LineIsKnown(number)
    return line


def _choose(line: LineView, proposal: Proposal) -> Chosen:
    return Chosen(line.place, proposal, reason_of(line))


def bank_data(view: StatementView) -> dict[str, Any]:
    """Give the lines as data, in the file's order."""
    return {
        "lines": [
            {
                "booked": line.line.booked.isoformat(),
                "amount": f"{line.line.amount:.2f}",
                "label": line.line.label,
                "known": line.known,
                "proposals": [
                    {
                        "kind": str(one.kind),
                        "settles": parts_told(one, view.refs),
                        "sure": str(one.sure),
                        "why": why_text(one),
                    }
                    for one in line.proposals
                ],
            }
            for line in view.lines
        ]
    }


def _told(view: StatementView) -> Iterator[str]:
    """Say each line, and what it may be."""
    yield from _head(view)
    for line in view.lines:
        yield line_text(line)
        if line.known:
            yield "      " + _("accepted already")
        for rank, one in enumerate(line.proposals, start=1):
            number = f"{line.place + 1}.{rank}" if rank > 1 else ""
            what, values = sure_label(one.sure), proposal_text(one, view)
            text = _("{what}: {values}").format(what=what, values=values)
            yield f"{number:>5} {text}"
            yield f"      ({why_text(one)})"
    yield from _end(view)


def line_text(line: LineView) -> str:
    """Write a line of the statement as one line."""
    one = line.line
    amount = format_signed(one.amount)
    return f"{line.place + 1:>4}  {format_date(one.booked)}  {amount:>13}  {visible(one.label)}"


def _head(view: StatementView) -> Iterator[str]:
    one = view.statement
    count = len(one.lines)
    text = ngettext("{count} line", "{count} lines", count).format(count=count)
    if one.begins and one.ends:
        text += ", " + _("{first} to {last}").format(
            first=format_date(one.begins), last=format_date(one.ends)
        )
    if one.closing is not None:
        text += ", " + _("balance {amount}").format(amount=format_amount(one.closing))
    yield text
    if one.damaged:
        yield _("The accents of this file were damaged on the way; days and amounts are right.")


def _end(view: StatementView) -> Iterator[str]:
    certain = sum(line.certain is not None for line in view.lines)
    if certain:
        yield ngettext(
            "{count} line is certain: --accept certain books it. Nothing was changed.",
            "{count} lines are certain: --accept certain books them. Nothing was changed.",
            certain,
        ).format(count=certain)


def _accepted(chosen: list[Chosen], view: StatementView) -> Iterator[str]:
    for one in chosen:
        line = view.lines[one.place]
        yield line_text(line)
        if one.proposal is None:
            yield "      " + _("not ours")
        else:
            yield f"      {proposal_text(one.proposal, view)}"
    count = len(chosen)
    yield ngettext("{count} line accepted.", "{count} lines accepted.", count).format(count=count)
    left = sum(not line.known for line in view.lines)
    yield ngettext("{count} line is left.", "{count} lines are left.", left).format(count=left)
