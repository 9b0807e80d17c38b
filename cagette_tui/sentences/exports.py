"""What is wrong with an export file, with line and column."""

from __future__ import annotations

import os

from cagette_tui.i18n import _, format_amount, format_date, format_rate, format_time, ngettext
from cagette_tui.intake.export_problems import ExportError, WrongAmount
from cagette_tui.intake.export_problems import ExportProblem as Problem
from cagette_tui.intake.occasions import SameLinesElsewhere
from cagette_tui.sentences.system import system_said
from cagette_tui.text import clip, visible


def export_sentence(it: ExportError) -> str:
    """Say what is wrong with the file and where."""
    if it.wrong:
        text, more = wrong_amount_sentence(it.wrong[0]), len(it.wrong) - 1
        if not more:
            return text
        others = ngettext("{count} more line is wrong.", "{count} more lines are wrong.", more)
        return f"{text} {others.format(count=more)}"
    text = _texts()[it.problem].format(
        value=clip(visible(it.value or ""), 40),
        other=clip(visible(it.other_value or ""), 40),
        other_row=it.other_row,
        limit=it.limit,
        megabytes=(it.limit or 0) // 1_000_000,
        found=it.found,
        missing=_names(it.missing) or "–",
        unexpected=_names(it.unexpected) or "–",
        why=system_said(os.strerror(it.errno)) if it.errno else "?",
    )
    if it.row is not None and it.column is not None:
        return _("Line {row}, column {column}: {text}").format(
            row=it.row, column=visible(it.column), text=text
        )
    if it.row is not None:
        return _("Line {row}: {text}").format(row=it.row, text=text)
    return text


def wrong_amount_sentence(it: WrongAmount) -> str:
    """Say what a line states that no price and no fee rate give."""
    text = _(
        "{member}, {product}: {stated} is stated, but quantity and price with a fee of {rate} give "
        "{expected}."
    ).format(
        member=clip(visible(it.member), 60),
        product=clip(visible(it.product), 60),
        stated=format_amount(it.stated),
        rate=format_rate(it.fee_rate),
        expected=format_amount(it.expected),
    )
    return _("Line {row}, column {column}: {text}").format(row=it.row, column=it.column, text=text)


def as_stated_hint(count: int) -> str:
    """Say how so many lines come in all the same."""
    return ngettext(
        "With --as-stated this line comes in as the file states it, marked.",
        "With --as-stated these {count} lines come in as the file states them, marked.",
        count,
    ).format(count=count)


def _names(columns: tuple[str, ...]) -> str:
    return clip(visible(", ".join(columns)), 120)


def _texts() -> dict[Problem, str]:
    return {
        Problem.MISSING_FILE: _("the file does not exist."),
        Problem.FOLDER: _("this is a folder, not a file."),
        Problem.UNREADABLE: _("the file cannot be read: {why}."),
        Problem.TOO_LARGE: _("the file is larger than {megabytes} MB: no order export is."),
        Problem.EMPTY_FILE: _("the file is empty."),
        Problem.NOT_CSV: _("this is not a CSV file: export the orders from Cagette again."),
        Problem.NO_SPREADSHEETS: _(
            "reading spreadsheets (.xlsx, .ods) needs python-calamine: "
            "pip install 'cagette-tui[excel]'."
        ),
        Problem.UNKNOWN_ENCODING: _(
            "its letters are of an old code page that cannot be told: save it as UTF-8."
        ),
        Problem.WRONG_ENCODING: _("the file is in {value}: save it as UTF-8."),
        Problem.BAD_BYTE: _("the byte {value} is not a letter: the file was damaged on its way."),
        Problem.COLUMNS: _("wrong columns (missing: {missing}; unexpected: {unexpected})."),
        Problem.NO_LINES: _("the file has no order lines."),
        Problem.CUT: _("the file ends in the middle of the line: download it again."),
        Problem.FIELD_COUNT: _("{found} values instead of {limit}."),
        Problem.QUOTING: _("the quotes do not match."),
        Problem.EMPTY_VALUE: _("the value is missing."),
        Problem.NOT_A_NUMBER: _("“{value}” is not a number."),
        Problem.TOO_MANY_DECIMALS: _("“{value}” has more than {limit} decimals."),
        Problem.NUMBER_TOO_LARGE: _("“{value}” is more than {limit}."),
        Problem.NOT_TRUE_OR_FALSE: _("“{value}” is neither true nor false."),
        Problem.CONTRADICTION: _("“{value}”, but line {other_row} says “{other}”."),
        Problem.WRONG_AMOUNT: _("quantity, price and fee do not give “{value}”."),
    }


def same_lines_there(it: SameLinesElsewhere) -> str:
    """Say that these lines are in another distribution, and which key says that it is another."""
    return _(
        "{same} of {lines} lines are already in distribution {number} ({date}, {start}–{end}, "
        "{place}). If this is another distribution: a. If not, correct date, hours or place."
    ).format(**_of_same_lines(it))


def _of_same_lines(it: SameLinesElsewhere) -> dict[str, object]:
    return {
        "same": it.same,
        "lines": it.lines,
        "number": it.there.id,
        "date": format_date(it.there.starts_at.date()),
        "start": format_time(it.there.starts_at),
        "end": format_time(it.there.ends_at),
        "place": visible(it.there.place),
    }


def same_lines(it: SameLinesElsewhere) -> str:
    """Say that these lines are in another distribution, and what to do."""
    return _(
        "{same} of {lines} lines are already in distribution {number} ({date}, {start}–{end}, "
        "{place}): nothing was imported. If it is another distribution, add --another."
    ).format(**_of_same_lines(it))
