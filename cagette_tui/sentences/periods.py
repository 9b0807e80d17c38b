"""Periods and their papers in words."""

from __future__ import annotations

from cagette_tui.i18n import N_, _, format_month
from cagette_tui.model.rules.periods import Span, Unit

# By the kind's word on the command line.
_LABELS = {
    "payments": N_("Payments"),
    "takings": N_("Takings"),
    "vat": N_("VAT"),
    "producers": N_("Producers"),
    "fees": N_("Fees"),
    "debts": N_("Debts and credits"),
    "memberships": N_("Memberships"),
    "deposits": N_("Deposits"),
    "box": N_("Cash box"),
    "statement": N_("Statement of account"),
    "ledger": N_("For accounting"),
    "glance": N_("At a glance"),
    "preparation": N_("Preparation"),
}
_NOTES = {
    "payments": N_("every payment by day, refunds and adjustments"),
    "takings": N_("by mode, distribution by distribution, and between"),
    "vat": N_("net and gross by rate"),
    "producers": N_("what each is to be paid"),
    "fees": N_("what stays with the group"),
    "debts": N_("at the end: since when, last payment"),
    "memberships": N_("who paid, how"),
    "deposits": N_("what was taken to the bank"),
    "box": N_("expected, counted, differences, cash moves"),
    "statement": N_("of one member, who is asked for"),
    "preparation": N_("who gets what; what each producer brings"),
    "glance": N_("charts: what came in, debts, box differences"),
    "ledger": N_("entries; s saves them for Paheko, Dolibarr, as FEC"),
}


def period_kind_label(kind: str) -> str:
    """Name a paper of a period."""
    return _(_LABELS[kind])


def period_kind_note(kind: str) -> str:
    """Say in a few words what is in a paper of a period."""
    return _(_NOTES[kind])


def span_name(span: Span) -> str:
    """Name a month, a quarter or a year: `November 2026`."""
    if span.unit is Unit.MONTH:
        return format_month(span.first)
    if span.unit is Unit.YEAR:
        return str(span.first.year)
    quarter = (span.first.month - 1) // 3 + 1
    # Translators: a quarter of a year.
    return _("quarter {number} of {year}").format(number=quarter, year=span.first.year)
