"""The group's settings, as they are stored."""

from __future__ import annotations

from cagette_tui.model.rules.group import GroupSettings
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.store.database import reading
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
    )
