"""Whether what a file calls its account is the group's, whose IBAN is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.model.rules.statement import Statement

# Bank, branch, account and key, as a French IBAN has them after its first four characters.
_FRENCH = 27


def chosen(statements: Sequence[Statement], iban: str | None) -> Statement:
    """Return the one that is of the group's account.

    Raises `StatementError` for another account, and for several where nobody said which is ours.
    """
    if iban is None:
        if len(statements) == 1:
            return statements[0]
        names = tuple(one.account or "?" for one in statements)
        raise StatementError(StatementProblem.SEVERAL_ACCOUNTS, columns=names)
    ours = [one for one in statements if one.account is None or same_account(one.account, iban)]
    if len(ours) == 1:
        return ours[0]
    others = ", ".join(one.account or "?" for one in ours or statements)
    raise StatementError(
        StatementProblem.OTHER_ACCOUNT, value=others, expected=account_number(iban)
    )


def account_number(iban: str) -> str:
    """Return the number of the account in an IBAN, as statements write it."""
    return iban[14:25] if iban.startswith("FR") and len(iban) == _FRENCH else iban


def same_account(said: str, iban: str) -> bool:
    """Whether an account as a file writes it is that of the IBAN: whole, in parts, or its end."""
    clean = re.sub(r"[^0-9A-Z*]", "", said.upper())
    if re.match(r"[A-Z]{2}[0-9]{2}", clean):
        return clean == iban
    if "*" in clean:
        end = clean.rpartition("*")[2]
        return bool(end) and account_number(iban).endswith(end)
    if not (iban.startswith("FR") and len(iban) == _FRENCH):
        return len(clean) >= 5 and clean in iban
    bank, branch, number, key = iban[4:9], iban[9:14], iban[14:25], iban[25:]
    whole = (number, branch + number, bank + branch + number, bank + number)
    if clean in {*whole, *(one + key for one in whole)}:
        return True
    return _short(said, branch, number) or _figures(clean) == _figures(number)


def _short(said: str, branch: str, number: str) -> bool:
    # LCL: the branch, then the last figures of the account and perhaps a letter.
    parts = said.split()
    if len(parts) != 2 or parts[0] != branch or len(parts[1]) < 5:
        return False
    return number.endswith(parts[1]) or number.endswith(parts[1][:-1])


def _figures(text: str) -> str:
    return text.lstrip("0")
