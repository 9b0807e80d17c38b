"""What a treasurer prints so that anybody can see later that nothing was touched (R46)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cagette_tui.i18n import _, format_moment
from cagette_tui.model.reading.baskets import read_distribution
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.proofs import ProofView, proofs_of
from cagette_tui.model.store.database import reading
from cagette_tui.papers.occasion_lines import footer, masthead
from cagette_tui.papers.paper import Block, Heading, Paper, Paragraph, Spaces


def proof_paper(distribution_id: int, now: datetime) -> Paper:
    """Return the digests of all certifications of a distribution. Raises `NotFound`."""
    with reading():
        distribution = read_distribution(distribution_id)
        settings = read_settings()
        proofs = proofs_of(distribution_id)
    title = _("Proof")
    return Paper(
        footer(title, distribution),
        (
            masthead(title, settings, distribution, now),
            *_blocks(proofs, is_certified=distribution.is_certified),
        ),
    )


def in_groups(digest: str) -> str:
    """Write a digest so that two people can compare it: eight groups of eight."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _blocks(proofs: tuple[ProofView, ...], *, is_certified: bool) -> Iterator[Block]:
    if not proofs and is_certified:
        # Closed by a version of the program that proved nothing yet.
        yield Paragraph(
            _("It was certified before there were proofs: the next certification’s covers it too.")
        )
        return
    if not proofs:
        yield Paragraph(_("Nothing is proven yet: the distribution was not certified."))
        return
    for one in proofs:
        yield Heading(
            _("Certification no. {number} – {moment}, {who}").format(
                number=one.number, moment=format_moment(one.closed_at), who=one.closed_by
            )
        )
        yield Paragraph(in_groups(one.digest))
    yield Paragraph(
        _(
            "Each line sums up every row of that evening, its closing report, and all that was "
            "certified before. cagette-tui check sums them up again and names what differs: as "
            "long as it names nothing and export writes the same lines, nothing was touched."
        )
    )
    yield Spaces((_("Date"), _("Signature")))
