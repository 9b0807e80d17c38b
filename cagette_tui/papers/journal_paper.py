"""The journal of a distribution: who did what and when, before and after (R60)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from cagette_tui.i18n import _, format_moment, ngettext
from cagette_tui.model.reading.baskets import read_distribution
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.history import read_journal
from cagette_tui.model.rules.history import JournalView
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.store.database import reading
from cagette_tui.papers.occasion_lines import footer, masthead
from cagette_tui.papers.paper import Block, Column, ColumnKind, Paper, Paragraph, Remark, Row, Table
from cagette_tui.papers.tables import Value, evening_csv
from cagette_tui.sentences import act_label
from cagette_tui.sentences.journal import change_fields, change_name, change_text

_COLUMNS = (
    "entry", "act", "at", "by", "kind", "number", "member", "reason", "undoes",
    "what", "column", "before", "after",
)  # fmt: skip


def journal_paper(distribution_id: int, now: datetime, *, imports: bool = False) -> Paper:
    """Return the journal to be read, in the order of its numbers. Raises `NotFound`.

    What a file of orders brought in fills pages: an import is told in one line unless all of its
    rows are wanted.
    """
    with reading():
        distribution = read_distribution(distribution_id)
        settings = read_settings()
        entries = read_journal(distribution_id)
    title = _("Journal")
    return Paper(
        footer(title, distribution),
        (masthead(title, settings, distribution, now), *_blocks(entries, imports=imports)),
    )


def _blocks(entries: Sequence[JournalView], *, imports: bool) -> Iterator[Block]:
    if not entries:
        yield Paragraph(_("Nothing was done yet."))
        return
    columns = (
        Column(_("Entry"), 8, ColumnKind.NUMBER),
        Column(_("When"), 18),
        Column(_("Who"), 7),
        Column(_("What"), wrapped=True),
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Member"), 15, wrapped=True),
    )
    firsts: dict[int, int] = {}
    for entry in entries:
        firsts.setdefault(entry.act, entry.number)

    def told(entry: JournalView) -> Iterator[Row | Remark]:
        if imports or entry.kind is not ActKind.IMPORT:
            yield from _rows(entry, firsts)
        elif firsts[entry.act] == entry.number:
            yield from _import(entry, sum(one.act == entry.act for one in entries))

    yield Table(columns, tuple(row for entry in entries for row in told(entry)))


def _import(entry: JournalView, count: int) -> Iterator[Row | Remark]:
    """Tell an import in one line, with how many entries it has."""
    when = format_moment(entry.at)
    yield Row((str(entry.number), when, entry.who, act_label(entry.kind), "", ""))
    text = ngettext("{count} entry, not told here", "{count} entries, not told here", count)
    yield Remark(text.format(count=count))


def _rows(entry: JournalView, firsts: Mapping[int, int]) -> Iterator[Row | Remark]:
    number = "" if entry.basket is None else str(entry.basket)
    yield Row(
        (
            str(entry.number),
            format_moment(entry.at),
            entry.who,
            act_label(entry.kind),
            number,
            entry.member or "",
        )
    )
    undone = None if entry.undoes is None else firsts.get(entry.undoes)
    if undone is not None:
        yield Remark(_("takes back entry {number}").format(number=undone))
    if entry.reason:
        yield Remark(_("why: {reason}").format(reason=entry.reason))
    for change in entry.changes:
        if any(True for _field in change_fields(change)):
            yield Remark(change_text(change))


def journal_csv(distribution_id: int, now: datetime) -> str:
    """Return one row per column that an entry changed. Raises `NotFound`."""
    entries = read_journal(distribution_id)
    one = read_distribution(distribution_id)
    return evening_csv(one, _COLUMNS, (row for entry in entries for row in _csv_rows(entry)))


def _csv_rows(entry: JournalView) -> Iterator[dict[str, Value]]:
    about: dict[str, Value] = {
        "entry": entry.number,
        "act": entry.act,
        "at": entry.at,
        "by": entry.who,
        "kind": act_label(entry.kind),
        "number": entry.basket,
        "member": entry.member,
        "reason": entry.reason,
        "undoes": entry.undoes,
    }
    for change in entry.changes:
        name = change_name(change)
        for column, before, after in change_fields(change):
            yield about | {"what": name, "column": column, "before": before, "after": after}
