"""The group's settings: read whole, changed in one act, refused where they make no sense."""

from __future__ import annotations

from dataclasses import fields

from cagette_tui.model.acts.coordinating import must_coordinate
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.last_word import last_word
from cagette_tui.model.rules.group import GroupSettings, SettingsChanged, cleaned
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.people import Group


def change_settings(desk: Desk, shown: GroupSettings, wanted: GroupSettings) -> GroupSettings:
    """Set what is wanted, cleaned; return how it is then. One act, nothing if nothing changes.

    `shown` is what the volunteer saw. Raises `NotCoordinator` (R44), `SettingsChanged`
    when it is no longer so, `BadSetting` with the reason. The caller checks that the
    language is one, and the time zone.
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
            time_zone=clean.time_zone,
            accounts=clean.accounts,
            siren=clean.siren,
            address=clean.address,
        )
        return read_settings()
