"""The accounts of the group's books, with the numbers of the French plan for associations."""

from __future__ import annotations

import re
from enum import StrEnum


class Account(StrEnum):
    """What an account is for; the settings say which number it has."""

    BANK = "bank"
    CASH = "cash"
    CHEQUES = "cheques"
    CARD = "card"
    ONLINE = "online"
    TRANSIT = "transit"
    MEMBERS = "members"
    PRODUCERS = "producers"
    FEES = "fees"
    MEMBERSHIPS = "memberships"
    BANK_FEES = "bank_fees"
    RENT = "rent"
    INSURANCE = "insurance"
    LOSSES = "losses"
    GAINS = "gains"
    WAITING = "waiting"
    OPENING = "opening"


# From the French plan for associations.
PROPOSED = {
    Account.BANK: "512",
    Account.CASH: "530",
    Account.CHEQUES: "5112",
    Account.CARD: "5115",
    Account.ONLINE: "5115",
    Account.TRANSIT: "580",
    Account.MEMBERS: "4110",
    Account.PRODUCERS: "4672",
    Account.FEES: "7088",
    Account.MEMBERSHIPS: "756",
    Account.BANK_FEES: "627",
    Account.RENT: "6132",
    Account.INSURANCE: "616",
    Account.LOSSES: "658",
    Account.GAINS: "758",
    Account.WAITING: "4718",
    Account.OPENING: "890",
}
_NUMBER = re.compile(r"[1-9][0-9A-Z]{1,11}")


def accounts_of(text: str) -> dict[Account, str]:
    """Read `cash=530 bank=5121`; what is not named is as proposed. Raises `ValueError`."""
    accounts = dict(PROPOSED)
    for word in text.replace(",", " ").split():
        name, _equals, number = word.partition("=")
        if not _NUMBER.fullmatch(number):
            raise ValueError(word)
        accounts[Account(name)] = number
    return accounts
