"""The group's settings: read whole, changed in one act, refused where they make no sense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.coordinating import must_coordinate
from cagette_tui.model.database import reading
from cagette_tui.model.errors import BadSetting, SettingsChanged
from cagette_tui.model.journal import JournalEntry
from cagette_tui.model.kinds import SPOT_MODES, ActKind, Mode
from cagette_tui.model.last_word import last_word
from cagette_tui.model.people import Group
from cagette_tui.model.views import ZERO
from cagette_tui.model.writing import Desk, writing
from cagette_tui.money import MAXIMUM
from cagette_tui.text import fold, nfc, visible

LONGEST_NAME = 100
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


@dataclass(frozen=True)
class GroupSettings:
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


def read_settings() -> GroupSettings:
    """Return the settings as they are."""
    with reading():
        row: Group = Group.get_by_id(1)
    return GroupSettings(
        name=row.name,
        accepted_modes=tuple(Mode(mode) for mode in row.accepted_modes.split(",") if mode),
        membership_fee=row.membership_fee,
        membership_months=row.membership_months,
        wished_float=row.wished_float,
        account_holder=row.account_holder,
        iban=row.iban,
        cheque_payee=row.cheque_payee,
        language=row.language,
        coordinators=tuple(row.coordinators.splitlines()),
    )


def change_settings(desk: Desk, shown: GroupSettings, wanted: GroupSettings) -> GroupSettings:
    """Set what is wanted, cleaned; return how it is then. One act, nothing if nothing changes.

    `shown` is what the volunteer saw. Raises `NotCoordinator` (R44), `SettingsChanged`
    when it is no longer so, `BadSetting` with the reason. The caller checks that the
    language is one.
    """
    clean = cleaned(wanted)
    with writing(desk) as act:
        must_coordinate(act)
        now = read_settings()
        if now != shown:
            names = (one.name for one in fields(shown))
            other = tuple(one for one in names if getattr(now, one) != getattr(shown, one))
            raise SettingsChanged(other, last_word(JournalEntry.kind == ActKind.GROUP))
        act.entry(ActKind.GROUP).update(
            Group.get_by_id(1),
            name=clean.name,
            accepted_modes=",".join(clean.accepted_modes),
            membership_fee=clean.membership_fee,
            membership_months=clean.membership_months,
            wished_float=clean.wished_float,
            account_holder=clean.account_holder,
            iban=clean.iban,
            cheque_payee=clean.cheque_payee,
            language=clean.language,
            coordinators="\n".join(clean.coordinators),
        )
        return read_settings()


def cleaned(wanted: GroupSettings) -> GroupSettings:
    """Return settings as they are stored: trimmed, nothing twice. Raises `BadSetting`."""
    modes = tuple(dict.fromkeys(wanted.accepted_modes))
    if not set(modes) & set(SPOT_MODES):
        raise BadSetting("accepted_modes", SettingProblem.NO_SPOT_MODE)
    if not 1 <= wanted.membership_months <= LONGEST_MEMBERSHIP:
        raise BadSetting("membership_months", SettingProblem.MONTHS, str(wanted.membership_months))
    for name in ("membership_fee", "wished_float"):
        amount = getattr(wanted, name)
        if not ZERO <= amount <= MAXIMUM:
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
    )


def spaced_iban(iban: str) -> str:
    """Write an IBAN as on paper, in groups of four."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _text(name: str, text: str, longest: int = LONGEST_NAME) -> str:
    clean = nfc(text).strip()
    if len(clean) > longest or visible(clean) != clean:
        raise BadSetting(name, SettingProblem.TEXT, clean)
    return clean


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
