"""What an import brought in, and what is odd about it, in words."""

from __future__ import annotations

from collections.abc import Iterable

from cagette_tui.i18n import _, format_amount, format_date, format_signed, format_time, ngettext
from cagette_tui.intake.importing import ImportReport, LineNote
from cagette_tui.intake.occasions import Standing
from cagette_tui.intake.proposing import Preview
from cagette_tui.intake.who import KnownName, Renamed
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.sentences.exports import wrong_amount_sentence
from cagette_tui.text import visible


def import_told(report: ImportReport) -> Iterable[str]:
    """Say what came in, the distribution's number first, and what is odd about it."""
    yield f"{report.distribution_id}  {counted(report)}"
    if report.first:
        yield _("Basket numbers are ours: Cagette's export has none.")
        yield from map(_beside, report.beside)
    else:
        yield from _changes(report)
    yield from oddities(report)
    if report.paid_lines:
        yield ngettext(
            "{count} line is marked as paid in Cagette. The file does not say how: nothing of it "
            "is taken over.",
            "{count} lines are marked as paid in Cagette. The file does not say how: nothing of it "
            "is taken over.",
            report.paid_lines,
        ).format(count=report.paid_lines)


def counted(report: ImportReport) -> str:
    """Say how many lines and baskets a file has, and what they come to."""
    return "{lines}, {baskets}, {total}".format(
        lines=ngettext("{count} line", "{count} lines", report.lines).format(count=report.lines),
        baskets=ngettext("{count} basket", "{count} baskets", report.baskets).format(
            count=report.baskets
        ),
        total=format_amount(report.total),
    )


def _changes(report: ImportReport) -> Iterable[str]:
    if not report.changed:
        yield _("Nothing changed since the last import.")
    elif not (report.new_baskets or report.updated or report.removed or report.renamed):
        yield _("Hours, names or fees are up to date now; no basket changed.")
    yield from _notes(_("New baskets:"), report.new_baskets)
    yield from _notes(_("Updated:"), report.updated)
    yield from _notes(_("Another name of the same product:"), report.renamed)
    yield from _notes(_("Removed:"), report.removed)
    yield from _notes(_("Left alone, since somebody worked on it:"), report.left_alone)
    yield from _notes(_("No longer in the file, kept:"), report.vanished)


def _notes(title: str, notes: Iterable[LineNote]) -> Iterable[str]:
    lines = [
        f"  {note.number:>4}  {visible(note.member)}"
        + (f" – {visible(note.product)}" if note.product else "")
        + (f" → {visible(note.now)}" if note.now else "")
        for note in notes
    ]
    return [title, *lines] if lines else []


def preview_lines(it: Preview) -> Iterable[tuple[str, str]]:
    """Say what an import would do, a line each, with how it is shown."""
    report, when = it.report, it.occasion
    yield counted(report), "strong"
    yield "", ""
    hours = f"{format_time(when.starts_at)}–{format_time(when.ends_at)}"
    yield f"{format_date(when.date, 'long')}, {hours}, {visible(when.place)}", "strong"
    if report.first:
        yield _("A new distribution."), ""
    else:
        number = report.distribution_id
        yield _("Distribution {number} is there: brought up to date.").format(number=number), ""
    if report.new_members:
        yield (
            ngettext("{count} new member", "{count} new members", report.new_members).format(
                count=report.new_members
            ),
            "",
        )
    odd = [*map(_beside, report.beside), *oddities(report)]
    odd += [f"≠ {wrong_amount_sentence(one)}" for one in it.export.wrong]
    if odd:
        yield "", ""
        yield _("What is odd:"), "strong"
        yield from ((text, "warn") for text in odd)
    changes = [] if report.first else [*_changes(report)]
    if changes:
        yield "", ""
        yield from ((text, "") for text in changes)


def oddities(report: ImportReport) -> Iterable[str]:
    """Say what somebody should look at, a line each."""
    if report.unexplained:
        yield ngettext(
            "{count} line comes in as the file states it, though nothing explains its amount: "
            "it is marked ≠.",
            "{count} lines come in as the file states them, though nothing explains their amounts: "
            "they are marked ≠.",
            report.unexplained,
        ).format(count=report.unexplained)
    if report.left_out:
        rows = ", ".join(map(str, report.left_out[:8]))
        yield ngettext(
            "Line {rows} of the file is not an order but a total: left out.",
            "Lines {rows} of the file are not orders but totals: left out.",
            len(report.left_out),
        ).format(rows=rows)
    yield from map(known_name, report.known_names)
    yield from map(renamed_member, report.renamed_members)


def known_name(it: KnownName) -> str:
    """Say that a name is known under another number, with the balance that is there (R25)."""
    return _(
        "{name} ({ref}) is new, but the name is known ({other}, balance {balance}): "
        "two accounts of one person?"
    ).format(
        name=visible(it.name),
        ref=visible(it.ref),
        other="–" if it.other_ref is None else visible(it.other_ref),
        balance=format_signed(it.balance),
    )


def renamed_member(it: Renamed) -> str:
    """Say that a number has another name now."""
    return _("{ref} had another name: {before}, now {name}.").format(
        ref=visible(it.ref), before=visible(it.before), name=visible(it.name)
    )


def _beside(it: Standing) -> str:
    return _(
        "It is another distribution than number {number}, of the same day and place from {start} "
        "to {end}."
    ).format(number=it.id, start=format_time(it.starts_at), end=format_time(it.ends_at))


def when_and_where(it: DistributionView) -> str:
    """Say when and where a distribution is, its number first."""
    hours = f"{format_time(it.starts_at)}–{format_time(it.ends_at)}"
    return f"{it.id}  {format_date(it.date)}, {hours}, {visible(it.place)}"
