"""Accounts, journals and entries in words."""

from __future__ import annotations

from cagette_tui.i18n import N_, _
from cagette_tui.model.rules.accounting import LedgerEntry, Piece
from cagette_tui.model.rules.accounts import Account

_ACCOUNTS = {
    Account.BANK: N_("bank"),
    Account.CASH: N_("cash box"),
    Account.CHEQUES: N_("cheques to deposit"),
    Account.CARD: N_("card payments to come"),
    Account.ONLINE: N_("online payments to come"),
    Account.TRANSIT: N_("internal transfers"),
    Account.MEMBERS: N_("members’ accounts"),
    Account.PRODUCERS: N_("producers to pay"),
    Account.FEES: N_("the group’s fees"),
    Account.MEMBERSHIPS: N_("memberships"),
    Account.BANK_FEES: N_("bank fees"),
    Account.RENT: N_("rent"),
    Account.INSURANCE: N_("insurance"),
    Account.LOSSES: N_("small losses"),
    Account.GAINS: N_("small gains"),
    Account.WAITING: N_("to be sorted"),
    Account.OPENING: N_("opening"),
}
_JOURNALS = {"DI": N_("Distributions"), "BQ": N_("Bank")}


def account_name(one: Account) -> str:
    """Name an account."""
    return _(_ACCOUNTS[one])


def journal_name(code: str) -> str:
    """Name a journal by its code."""
    return _(_JOURNALS[code])


def entry_name(entry: LedgerEntry) -> str:
    """Say what an entry is about."""
    match entry.piece:
        case Piece.EVENING:
            return _("Distribution, {place}").format(place=entry.name)
        case Piece.DAY:
            return _("Payments between distributions")
        case Piece.DEPOSIT:
            return _("Deposit no. {number}, cash").format(number=entry.number)
        case Piece.SEEN:
            return _("Deposit no. {number} on the statement").format(number=entry.number)
        case Piece.BANK:
            return _("Line of the bank’s statement")
