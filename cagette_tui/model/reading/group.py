"""The group's settings, as they are stored."""

from __future__ import annotations

from datetime import datetime

from cagette_tui.model.rules.clock import must_be_right
from cagette_tui.model.rules.group import GroupSettings
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.people import Group


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
        time_zone=row.time_zone,
        accounts=row.accounts,
        siren=row.siren,
        address=row.address,
    )


def group_zone() -> str | None:
    """Return the time zone that the group set, if it did (R64)."""
    with reading():
        # Whatever stands there: what is broken is said at some time of day.
        query = "SELECT time_zone FROM buying_group WHERE id = 1"
        found: list[tuple[object]] = database.execute_sql(query).fetchall()
    return next((zone for (zone,) in found if isinstance(zone, str)), None)


def must_fit_the_journal(now: datetime, zone: str) -> None:
    """Doubt a clock that the journal's last entry speaks against (R64): `ClockDoubted`."""
    with reading():
        query = JournalEntry.select(JournalEntry.at).order_by(JournalEntry.id.desc()).limit(1)
        last = query.scalar()
    # Whatever stands there: "check" says what is broken.
    if isinstance(last, datetime):
        must_be_right(now, last, zone)
