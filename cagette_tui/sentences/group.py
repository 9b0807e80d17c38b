"""What is refused about the group: settings that make no sense, and who may change them."""

from __future__ import annotations

from cagette_tui.i18n import (
    _,
    format_amount,
)
from cagette_tui.model.rules import refusals
from cagette_tui.model.rules.accounts import Account
from cagette_tui.model.rules.group import (
    LONGEST_MEMBERSHIP,
    BadSetting,
    SettingProblem,
    SettingsChanged,
)
from cagette_tui.money import MAXIMUM
from cagette_tui.sentences.labels import setting_label
from cagette_tui.sentences.storage import Sentence
from cagette_tui.sentences.system import by_whom, shown_name
from cagette_tui.text import clip, visible


def _bad_setting(it: BadSetting) -> str:
    texts = {
        SettingProblem.NO_SPOT_MODE: _("no mode is left in which one can pay at the table."),
        SettingProblem.AMOUNT: _("“{value}” is not between 0 and {maximum}."),
        SettingProblem.MONTHS: _("“{value}” is not between 1 and {months}."),
        SettingProblem.TEXT: _("“{value}” is too long, or has characters that cannot be shown."),
        SettingProblem.ACCOUNTS: _(
            "“{value}” is not such as bank=5121 cash=531; there are {accounts}."
        ),
        SettingProblem.SIREN: _("“{value}” is not a SIREN number: nine digits."),
        SettingProblem.IBAN_CHARACTERS: _(
            "“{value}” does not begin with two letters and two digits, or has other signs."
        ),
        SettingProblem.IBAN_LENGTH: _("“{value}” has too many or too few characters."),
        SettingProblem.IBAN_CHECKSUM: _("“{value}” has a mistake: its check digits do not fit."),
    }
    reason = texts[it.problem].format(
        value=shown_name(it.value),
        maximum=format_amount(MAXIMUM),
        months=LONGEST_MEMBERSHIP,
        accounts=", ".join(Account),
    )
    return _("{setting}: {reason}").format(setting=setting_label(it.name), reason=reason)


def _settings_changed(it: SettingsChanged) -> str:
    return _(
        "Changed meanwhile{by}: {settings}. Nothing was done: look again, then repeat."
    ).format(by=by_whom(it.last), settings=", ".join(map(setting_label, it.names)))


def _not_coordinator(it: refusals.NotCoordinator) -> str:
    names = clip(visible(", ".join(it.coordinators)), 120)
    return _("Only a coordinator can do that ({names}); you are {who}. Ask one of them.").format(
        names=names, who=shown_name(it.who)
    )


GROUP_SENTENCES: dict[type[Exception], Sentence] = {
    BadSetting: _bad_setting,
    SettingsChanged: _settings_changed,
    refusals.NotCoordinator: _not_coordinator,
}
