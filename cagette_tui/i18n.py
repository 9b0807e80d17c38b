"""Languages: translated texts, and amounts, quantities and dates as people write them.

Texts come from `locale/LANGUAGE/LC_MESSAGES/cagette_tui.mo`, patterns and names of days and months
from `locale/LANGUAGE/format.json`; both are made by the build hook in `locale/`. In a source tree
that was never built there are neither: texts then stay English and formats are a plain minimum.

Source texts are English with `str.format` placeholders: ``_("{count} to go").format(count=50)``.
"""

from __future__ import annotations

import argparse
import gettext
import os
from typing import TYPE_CHECKING, Any, Literal

# Help and errors need none of these at run time, and ought to come at once.
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time
    from decimal import Decimal

DOMAIN = "cagette_tui"
SOURCE_LANGUAGE = "en"
DEFAULT_LANGUAGE = "fr"

_LOCALE_FOLDER: str | os.PathLike[str] = os.path.join(os.path.dirname(__file__), "locale")

DateStyle = Literal["short", "long", "day", "year"]

_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
_MONTHS += ["August", "September", "October", "November", "December"]

# What format.json holds, in case there is none.
_PLAIN_FORMAT: dict[str, Any] = {
    "name": "",
    "decimal": ".",
    "group": ",",
    "amount": "€{number}",
    "percent": "{number}%",
    "days": _DAYS,
    "days_short": [name[:3] for name in _DAYS],
    "months": _MONTHS,
    "months_short": [name[:3] for name in _MONTHS],
    "date_short": "{d} {MMM} {y}",
    "date_long": "{EEEE} {d} {MMMM} {y}",
    "date_day": "{E} {d} {MMM}",
    "date_year": "{d} {MMM} {y}",
    "time": "{HH}:{mm}",
    "moment": "{date}, {time}",
}


class _State:
    """The language in use: one for the whole program."""

    language = SOURCE_LANGUAGE
    texts: gettext.NullTranslations = gettext.NullTranslations()
    format: dict[str, Any] | None = None  # read when the first amount or date is written


def _format() -> dict[str, Any]:
    """Give the patterns and names of the language in use."""
    if _State.format is None:
        _State.format = _read_format(_State.language)
    return _State.format


def _read_format(language: str) -> dict[str, Any]:
    import json

    try:
        with open(os.path.join(_LOCALE_FOLDER, language, "format.json"), encoding="utf-8") as file:
            patterns: dict[str, Any] = json.load(file)
    except FileNotFoundError:
        return _PLAIN_FORMAT
    return patterns


# --- Texts -----------------------------------------------------------------------------------


def _(message: str) -> str:
    """Translate a text into the language in use."""
    # The empty text is the key of the catalogue's header; argparse looks up None.
    return _State.texts.gettext(message) if message else message


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate the form of a text that goes with the number `n`."""
    return _State.texts.ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 — the name that gettext's users know
    """Mark a text for the catalogue; it is translated with `_` where it is shown."""
    return message


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802
    """Mark both forms of a text for the catalogue; `ngettext` translates them where shown."""
    return singular, plural


# --- The language ----------------------------------------------------------------------------


def languages() -> tuple[str, ...]:
    """Give the languages that can be used: English and those that have a catalogue."""
    catalogues = {
        name
        for name in os.listdir(_LOCALE_FOLDER)
        if any(os.path.exists(_catalogue(name, ending)) for ending in ("mo", "po"))
    }
    return tuple(sorted({SOURCE_LANGUAGE} | catalogues))


def _catalogue(language: str, ending: str) -> str:
    return os.path.join(_LOCALE_FOLDER, language, "LC_MESSAGES", f"{DOMAIN}.{ending}")


def current_language() -> str:
    """Give the language in use, such as `fr`."""
    return _State.language


def language_name() -> str:
    """Give the name of the language in use as its speakers call it: `français`."""
    return _format()["name"] or _State.language


def next_language() -> str:
    """Give the language that follows the one in use; after the last comes the first."""
    known = languages()
    return known[(known.index(_State.language) + 1) % len(known)]


def activate(language: str) -> None:
    """Use a language from now on, in the whole program.

    Raises ValueError when it is none of `languages()`.
    """
    if language not in languages():
        raise ValueError(f"unknown language: {language!r}")
    texts = gettext.NullTranslations()
    try:
        with open(_catalogue(language, "mo"), "rb") as file:
            texts = gettext.GNUTranslations(file)
    except FileNotFoundError:
        pass  # English, or never built
    _State.language, _State.texts, _State.format = language, texts, None


def choose_language(
    option: str | None = None,
    environment: str | None = None,
    group: str | None = None,
    locale_environment: Mapping[str, str] | None = None,
    own: str | None = None,
) -> str:
    """Say which language to use: the first that is given and known.

    In this order: the option `--lang`, the value of `CAGETTE_LANG`, the user's `own` choice, the
    group's setting, the locale (`LC_ALL`, `LC_MESSAGES` or `LANG` in `locale_environment`,
    normally `os.environ`) if it is one of `languages()`; else French. Codes may bear a country:
    `fr_FR.UTF-8` is `fr`.
    Raises ValueError when `option` is no known language; an unknown value elsewhere is ignored.
    """
    known = languages()
    if option:
        if _code(option) not in known:
            raise ValueError(f"unknown language: {option!r}")
        return _code(option)
    for value in (environment, own, group):
        if value and _code(value) in known:
            return _code(value)
    variables = locale_environment or {}
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if variables.get(name):
            language = _code(variables[name])
            return language if language in known else DEFAULT_LANGUAGE
    return DEFAULT_LANGUAGE


def _code(text: str) -> str:
    """Give the language of a locale's name: `fr` of `fr_FR.UTF-8`."""
    return text.strip().replace("-", "_").partition(".")[0].partition("_")[0].lower()


# --- Amounts and quantities ------------------------------------------------------------------


def _localised(plain: str, grouped: bool = True) -> str:
    """Write a number given with a point and with commas between thousands."""
    whole, point, decimals = plain.partition(".")
    whole = whole.replace(",", _format()["group"] if grouped else "")
    return whole + (_format()["decimal"] + decimals if point else "")


def _is_below_zero(amount: Decimal) -> bool:
    # What rounds to zero must not read "-0,00": half a cent, without importing `decimal`.
    return amount * 1000 <= -5


def format_number(amount: Decimal, *, grouped: bool = True) -> str:
    """Write an amount in euros without the euro sign: `1 234,50` (R6).

    `grouped=False` leaves thousands together, as an input field wants them: the English
    `1,234.50` cannot be typed back (R5).
    """
    sign = "-" if _is_below_zero(amount) else ""
    return sign + _localised(f"{abs(amount):,.2f}", grouped)


def format_amount(amount: Decimal) -> str:
    """Write an amount in euros: `1 234,50 €` with no-break spaces, or `€1,234.50` (R6)."""
    sign = "-" if _is_below_zero(amount) else ""
    return sign + _unsigned(amount)


def format_signed(amount: Decimal) -> str:
    """Write an amount in euros with its sign, also when it is positive: `+2,55 €` (R6)."""
    if _is_below_zero(amount):
        return "-" + _unsigned(amount)
    return ("+" if _is_below_zero(-amount) else "") + _unsigned(amount)


def format_price(price: Decimal) -> str:
    """Write a price in euros as `format_amount`, with all decimals where it has more: `1,255 €`."""
    sign = "-" if price < 0 else ""
    return sign + _unsigned(price, max(2, len(_trimmed(price).partition(".")[2])))


def _unsigned(amount: Decimal, places: int = 2) -> str:
    text: str = _format()["amount"].format(number=_localised(f"{abs(amount):,.{places}f}"))
    return text


def format_quantity(quantity: Decimal) -> str:
    """Write a quantity without trailing zeros: `3`, `1,35` (R2). It can be typed back."""
    return _localised(_trimmed(quantity))


def format_rate(percent: Decimal) -> str:
    """Write a rate given in percent, without trailing zeros: `5,5 %`."""
    text: str = _format()["percent"].format(number=_localised(_trimmed(percent)))
    return text


def _trimmed(number: Decimal) -> str:
    plain = f"{number:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain


# --- Dates and times -------------------------------------------------------------------------


def format_date(day: date, style: DateStyle = "short") -> str:
    """Write a date: short `20/11/2026`, long `vendredi 20 novembre 2026`, day `ven. 20 nov.`.

    And year `20 nov. 2026`. In English short is so too, since `20/11` reads differently on either
    side of the ocean.
    """
    patterns = _format()
    text: str = patterns[f"date_{style}"].format(
        EEEE=patterns["days"][day.weekday()],
        E=patterns["days_short"][day.weekday()],
        d=day.day,
        dd=f"{day.day:02}",
        M=day.month,
        MM=f"{day.month:02}",
        MMM=patterns["months_short"][day.month - 1],
        MMMM=patterns["months"][day.month - 1],
        y=day.year,
        yy=f"{day.year % 100:02}",
    )
    return text


def format_month(day: date) -> str:
    """Write the month of a day: `novembre 2026`."""
    month: str = _format()["months"][day.month - 1]
    # Translators: such as "November 2026".
    return _("{month} {year}").format(month=month, year=day.year)


def format_time(moment: datetime | time) -> str:
    """Write a time of day: `18:00`."""
    text: str = _format()["time"].format(
        H=moment.hour, HH=f"{moment.hour:02}", mm=f"{moment.minute:02}"
    )
    return text


def format_moment(moment: datetime) -> str:
    """Write a date and a time of day: `20/11/2026 18:00`."""
    text: str = _format()["moment"].format(date=format_date(moment), time=format_time(moment))
    return text


# --- The command line's own messages ---------------------------------------------------------

# argparse (Python 3.11 to 3.13) looks these up; its texts keep their %-placeholders.
ARGPARSE_TEXTS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("subcommands"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("%(prog)s: warning: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    NN_("expected %s argument", "expected %s arguments"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("unexpected option string: %s"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
    N_("can't open '%(filename)s': %(error)s"),
    N_('argument "-" with mode %r'),
    N_("option '%(option)s' is deprecated"),
    N_("argument '%(argument_name)s' is deprecated"),
    N_("command '%(parser_name)s' is deprecated"),
)


def translate_argparse() -> None:
    """Let argparse take its own messages from our catalogue, in the language in use."""
    # argparse imports both names from gettext, where they would look in the system's catalogues,
    # and looks them up in its own module whenever it writes something.
    argparse._ = _  # type: ignore[attr-defined]
    argparse.ngettext = ngettext  # type: ignore[attr-defined]
