"""Who may reopen, change settings, certify with a difference (R44).

A matter of order among people who trust one another, not of secrets: a name is what one
gives at the start.
"""

from __future__ import annotations

from cagette_tui.model.acts.writing import Act
from cagette_tui.model.rules.refusals import NotCoordinator
from cagette_tui.model.tables.people import Group
from cagette_tui.text import fold


def must_coordinate(act: Act) -> None:
    """Let coordinators only go on; everyone while none is set. Raises `NotCoordinator`.

    Names are compared without accents, case or blanks around them.
    """
    names = coordinators()
    if names and fold(act.who.strip()) not in map(fold, names):
        raise NotCoordinator(act.who, names)


def coordinators() -> tuple[str, ...]:
    """Return the names that the settings have, in their order."""
    names: str = Group.select(Group.coordinators).scalar() or ""
    return tuple(names.splitlines())
