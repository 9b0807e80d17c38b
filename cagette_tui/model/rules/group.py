"""The group's settings: what they are, and what makes no sense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from cagette_tui.model.rules.accounts import PROPOSED, accounts_of
from cagette_tui.model.rules.amounts import makes_sense
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode
from cagette_tui.text import fits, fold, nfc
from cagette_tui.value import ValueObject

if TYPE_CHECKING:
    from cagette_tui.model.rules.refusals import Word
from cagette_tui.model.rules.refusals import Refused

LONGEST_NAME = 100
LONGEST_ADDRESS = 160


# As long as who acts may be: coordinators are known by that name.
LONGEST_COORDINATOR = 60


LONGEST_MEMBERSHIP = 60


# How long an IBAN is where our groups and their neighbours have their accounts (ISO 13616).
_IBAN_LENGTHS = {
    "FR": 27, "MC": 27, "BE": 16, "LU": 20, "CH": 21, "DE": 22, "ES": 24, "IT": 27, "PT": 25,
    "NL": 18, "GB": 22, "IE": 22, "AT": 20,
}  # fmt: skip


class SettingProblem(StrEnum):
    """Why a setting is refused."""

    NO_SPOT_MODE = "no_spot_mode"  # nothing could be paid at the table (R13)
    AMOUNT = "amount"  # not between 0 and 10 000 euros
    MONTHS = "months"  # not between 1 and 60
    TEXT = "text"  # too long, or with characters that act on a terminal
    IBAN_CHARACTERS = "iban_characters"
    IBAN_LENGTH = "iban_length"
    IBAN_CHECKSUM = "iban_checksum"
    ACCOUNTS = "accounts"  # no such account, or no number of one
    SIREN = "siren"  # not nine digits


class GroupSettings(ValueObject):
    """All that a group can set; amounts in euros, None or empty where nothing was set."""

    name: str = ""
    accepted_modes: tuple[Mode, ...] = SPOT_MODES  # in the group's order (R13)
    membership_fee: Decimal = ZERO
    membership_months: int = 12
    wished_float: Decimal = ZERO
    account_holder: str | None = None
    iban: str | None = None  # without spaces
    cheque_payee: str | None = None
    language: str | None = None
    coordinators: tuple[str, ...] = ()
    time_zone: str | None = None  # such as Europe/Paris (R64)
    accounts: str | None = None  # such as "bank=5121 cash=531"; the others are as proposed
    siren: str | None = None  # nine digits
    address: str | None = None  # in one line, for the papers that members get

    @property
    def lacks_account(self) -> bool:
        """Whether a deposit slip has to be filled in by hand: whose account, and its IBAN."""
        return not (self.account_holder and self.iban)


def cleaned(wanted: GroupSettings) -> GroupSettings:
    """Return settings as they are stored: trimmed, nothing twice. Raises `BadSetting`."""
    modes = tuple(dict.fromkeys(wanted.accepted_modes))
    if not set(modes) & set(SPOT_MODES):
        raise BadSetting("accepted_modes", SettingProblem.NO_SPOT_MODE)
    if not 1 <= wanted.membership_months <= LONGEST_MEMBERSHIP:
        raise BadSetting("membership_months", SettingProblem.MONTHS, str(wanted.membership_months))
    for name in ("membership_fee", "wished_float"):
        amount = getattr(wanted, name)
        if not makes_sense(amount):
            raise BadSetting(name, SettingProblem.AMOUNT, str(amount))
    return replace(
        wanted,
        name=_text("name", wanted.name),
        accepted_modes=modes,
        account_holder=_text("account_holder", wanted.account_holder or "") or None,
        iban=_iban(wanted.iban or "") or None,
        cheque_payee=_text("cheque_payee", wanted.cheque_payee or "") or None,
        language=wanted.language or None,
        coordinators=_people(wanted.coordinators),
        time_zone=_text("time_zone", wanted.time_zone or "") or None,
        accounts=_accounts(wanted.accounts or "") or None,
        siren=_siren(wanted.siren or "") or None,
        address=_text("address", wanted.address or "", LONGEST_ADDRESS) or None,
    )


def spaced_iban(iban: str) -> str:
    """Write an IBAN as on paper, in groups of four."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _text(name: str, text: str, longest: int = LONGEST_NAME) -> str:
    clean = nfc(text).strip()
    if not fits(clean, longest):
        raise BadSetting(name, SettingProblem.TEXT, clean)
    return clean


def _accounts(text: str) -> str:
    """Keep what is not as proposed, in the order of the accounts. Raises `BadSetting`."""
    try:
        accounts = accounts_of(text)
    except ValueError as problem:
        raise BadSetting("accounts", SettingProblem.ACCOUNTS, text) from problem
    return " ".join(
        f"{one}={number}" for one, number in accounts.items() if number != PROPOSED[one]
    )


def _siren(text: str) -> str:
    digits = "".join(text.split())
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 9):
        raise BadSetting("siren", SettingProblem.SIREN, text)
    return digits


def _people(names: Iterable[str]) -> tuple[str, ...]:
    """Trim names, and keep the first of those that differ in accents or case only."""
    kept: dict[str, str] = {}
    for name in names:
        clean = _text("coordinators", name, LONGEST_COORDINATOR)
        if clean:
            kept.setdefault(fold(clean), clean)
    return tuple(kept.values())


def _iban(text: str) -> str:
    """Read an IBAN, spaces or not. Raises `BadSetting`."""
    iban = "".join(text.split()).upper()
    if not iban:
        return ""
    if not (iban.isascii() and iban.isalnum() and iban[:2].isalpha() and iban[2:4].isdigit()):
        raise BadSetting("iban", SettingProblem.IBAN_CHARACTERS, text)
    length = _IBAN_LENGTHS.get(iban[:2])
    if not 15 <= len(iban) <= 34 or (length is not None and len(iban) != length):
        raise BadSetting("iban", SettingProblem.IBAN_LENGTH, text)
    # ISO 13616: the first four characters go to the end, letters count from A = 10.
    digits = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
    if int(digits) % 97 != 1:
        raise BadSetting("iban", SettingProblem.IBAN_CHECKSUM, text)
    return iban


class BadSetting(Refused):
    """A setting that makes no sense: `name` is its field, `value` what was wanted."""

    name: str
    problem: SettingProblem
    value: str = ""


class SettingsChanged(Refused):
    """Somebody changed the settings since they were shown: `names` are those that differ."""

    names: tuple[str, ...]
    last: Word | None
