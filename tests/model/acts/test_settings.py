"""The group's settings: cleaned, refused with a reason, changed in one act."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import accepted_modes, group_language
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.group import (
    BadSetting,
    GroupSettings,
    SettingProblem,
    SettingsChanged,
    cleaned,
    spaced_iban,
)
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.refusals import CannotUndo
from cagette_tui.model.tables.journal import JournalEntry
from tests.world import World, euros, refused

IBAN = "FR7630006000011234567890189"
ALL = GroupSettings(
    name="Les Paniers",
    accepted_modes=(Mode.CHEQUE, Mode.ONLINE),
    membership_fee=euros("15.00"),
    membership_months=6,
    wished_float=euros("50.00"),
    account_holder="Association Les Paniers",
    iban=IBAN,
    cheque_payee="Les Paniers",
    language="fr",
    coordinators=("Paul", "Anaïs"),
)


def _set(world: World, **changes: Any) -> GroupSettings:
    now = read_settings()
    return change_settings(world.desk, now, replace(now, **changes))


def test_a_new_group(world: World) -> None:
    """R13: cash, cheque, transfer, card; nothing else is set."""
    assert read_settings() == GroupSettings()
    assert read_settings().accepted_modes == (Mode.CASH, Mode.CHEQUE, Mode.TRANSFER, Mode.CARD)


def test_everything_in_one_act(world: World) -> None:
    """All that is set is read again; one journal entry; undo brings all back (R60, R61)."""
    before = read_settings()
    assert change_settings(world.desk, before, ALL) == ALL
    assert read_settings() == ALL
    assert (accepted_modes(), group_language()) == (ALL.accepted_modes, "fr")
    assert [row.kind for row in JournalEntry.select()] == [ActKind.GROUP]
    assert check() == []
    undo(world.desk, last_act("paul").act)
    assert read_settings() == before
    assert check() == []


def test_nothing_changes(world: World) -> None:
    """What is so already is no act."""
    _set(world, name="A")
    _set(world, name=" A ")
    assert JournalEntry.select().count() == 1


def test_it_is_cleaned(world: World) -> None:
    """Trimmed, composed, no name or mode twice, an IBAN without spaces; empty is nothing."""
    now = _set(
        world,
        name="  E\u0301picerie ",
        accepted_modes=(Mode.CARD, Mode.CASH, Mode.CARD),
        iban=" fr76 3000 6000 0112 3456 7890 189",
        account_holder=" ",
        language="",
        coordinators=(" Paul ", "", "ANAÏS", "Anais", "paul"),
    )
    assert now.name == "Épicerie"
    assert now.accepted_modes == (Mode.CARD, Mode.CASH)
    assert now.iban == IBAN
    assert (now.account_holder, now.language) == (None, None)
    assert now.coordinators == ("Paul", "ANAÏS")
    assert spaced_iban(IBAN) == "FR76 3000 6000 0112 3456 7890 189"
    assert _set(world, iban="").iban is None


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"accepted_modes": ()}, SettingProblem.NO_SPOT_MODE),
        ({"accepted_modes": (Mode.ONLINE,)}, SettingProblem.NO_SPOT_MODE),
        ({"membership_fee": Decimal("-0.01")}, SettingProblem.AMOUNT),
        ({"membership_fee": Decimal("10000.01")}, SettingProblem.AMOUNT),
        ({"wished_float": Decimal("-1")}, SettingProblem.AMOUNT),
        ({"membership_months": 0}, SettingProblem.MONTHS),
        ({"membership_months": 61}, SettingProblem.MONTHS),
        ({"name": "x" * 101}, SettingProblem.TEXT),
        ({"account_holder": "a\x1b[31m"}, SettingProblem.TEXT),
        ({"coordinators": ("Paul\nAnne",)}, SettingProblem.TEXT),
        ({"coordinators": ("x" * 61,)}, SettingProblem.TEXT),
        ({"iban": "7630006000011234567890189"}, SettingProblem.IBAN_CHARACTERS),
        ({"iban": "FR76-3000-6000-0112-3456-7890-189"}, SettingProblem.IBAN_CHARACTERS),
        ({"iban": "FR7６30006000011234567890189"}, SettingProblem.IBAN_CHARACTERS),
        ({"iban": IBAN[:-1]}, SettingProblem.IBAN_LENGTH),
        ({"iban": "XX76300060"}, SettingProblem.IBAN_LENGTH),
        ({"iban": "FR7630006000011234567890198"}, SettingProblem.IBAN_CHECKSUM),
        ({"iban": "FR7730006000011234567890189"}, SettingProblem.IBAN_CHECKSUM),
    ],
)
def test_what_makes_no_sense(
    world: World, changes: dict[str, Any], problem: SettingProblem
) -> None:
    """Refused with the setting and the reason; nothing changes."""
    told = refused(BadSetting, lambda: _set(world, **changes))
    assert (told.name, told.problem) == (next(iter(changes)), problem)


@pytest.mark.parametrize(
    "iban",
    [
        "BE68539007547034",
        "DE89370400440532013000",
        "CH9300762011623852957",
        "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S",
    ],
)
def test_other_countries(iban: str) -> None:
    """ISO 13616's own examples."""
    assert cleaned(replace(GroupSettings(), iban=iban)).iban == iban


def test_the_limits(world: World) -> None:
    """0 and 10 000 euros, 1 and 60 months are sensible."""
    for fee, months in (("0.00", 1), ("10000.00", 60)):
        now = _set(world, membership_fee=euros(fee), membership_months=months)
        assert (now.membership_fee, now.membership_months) == (euros(fee), months)


def test_two_volunteers(world: World) -> None:
    """Refused when somebody changed them since they were shown."""
    shown = read_settings()
    _set(world, name="A")
    wanted = replace(shown, name="B")
    refused(SettingsChanged, lambda: change_settings(world.other("anna"), shown, wanted))


def test_undo_after_another_change(world: World) -> None:
    """R61: not when the same setting was changed again; another one does not matter."""
    _set(world, name="A", membership_months=3)
    mine = last_act("paul").act
    now = read_settings()
    change_settings(world.other("anna"), now, replace(now, name="B"))
    refused(CannotUndo, lambda: undo(world.desk, mine))
    now = read_settings()
    change_settings(world.other("anna"), now, replace(now, name="A", wished_float=euros("5.00")))
    undo(world.desk, mine)
    assert (read_settings().name, read_settings().wished_float) == ("", 5)
