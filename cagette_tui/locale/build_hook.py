"""Make the files of each language that the program reads, when the package is built.

For each folder `LANGUAGE/` beside this file: `LC_MESSAGES/cagette_tui.po` becomes `.mo`, and the
patterns, symbols and names that CLDR gives for the language become `format.json`. Hatchling calls
`LanguageFiles` for wheels, source archives and editable installs.

By hand, from anywhere:

    python cagette_tui/locale/build_hook.py             make the files afresh
    python cagette_tui/locale/build_hook.py --update    bring each .po up to date with the texts
                                                        in the code first, and list what is
                                                        not translated
"""

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import tokenize_pattern
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE_FOLDER = Path(__file__).resolve().parent
PACKAGE_FOLDER = LOCALE_FOLDER.parent
DOMAIN = "cagette_tui"
SOURCE_LANGUAGE = "en"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2)}

# European English puts the day before the month, as the group does.
CLDR_LOCALES = {"en": "en_GB"}
# 20/11/2026 and 11/20/2026 are both English: the month is named instead.
SHORT_DATES = {"en": "yMMMd"}
# CLDR's pattern letters in the forms that cagette_tui.i18n fills in. Stand-alone names (L, c) are
# the same words here.
DATE_FIELDS = {"L": "M", "LL": "MM", "LLL": "MMM", "LLLL": "MMMM", "ccc": "E", "cccc": "EEEE"}
DATE_FIELDS |= {"EE": "E", "EEE": "E", "yyyy": "y"}


class LanguageFiles(BuildHookInterface[BuilderConfig]):
    """Hatchling's way to this file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files before the package is put together."""
        build_all()


# --- Catalogues ------------------------------------------------------------------------------


def catalogues() -> dict[str, Path]:
    """Give the .po file of each language that has one."""
    return {
        path.parts[-3]: path for path in sorted(LOCALE_FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    }


def read_catalogue(language: str, path: Path) -> Catalog:
    """Read a .po file; raise babel's PoFileError where it is malformed."""
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)


def extract() -> Catalog:
    """Collect the texts marked in the code, each with the modules that use it."""
    template = Catalog(domain=DOMAIN, charset="utf-8")
    found = extract_from_dir(
        PACKAGE_FOLDER,
        method_map=[("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for filename, _line, message, comments, context in found:
        # Modules without line numbers: a catalogue changes when a text does, and only then.
        location = (f"{PACKAGE_FOLDER.name}/{Path(filename).as_posix()}", 0)
        template.add(
            message, None, [location], auto_comments=dict.fromkeys(comments), context=context
        )
    return template


def update(path: Path, template: Catalog, language: str) -> tuple[list[str], list[str]]:
    """Bring a .po file up to date, keeping the translations of all texts in the code.

    Gives the texts that have no translation, and those that were dropped because no module uses
    them any more.
    """
    old = read_catalogue(language, path)
    new = Catalog(locale=language, domain=DOMAIN, charset="utf-8", header_comment="")
    # The file says which plural forms it has: those of CLDR change from release to release.
    new.mime_headers = old.mime_headers
    for message in template:
        if message.id:
            known = old.get(message.id, message.context)
            if known is not None and known.pluralizable != message.pluralizable:
                known = None  # it has other forms now
            new.add(
                message.id,
                typeset(known.string, language) if known else None,
                message.locations,
                # What a translator said (also "fuzzy") stays; Babel sees for itself which
                # placeholders a text has.
                known.flags - {"python-format", "python-brace-format"} if known else (),
                message.auto_comments,
                known.user_comments if known else (),
                context=message.context,
            )
    _write(path, _header(language, old.plural_forms) + _messages(new))
    dropped = [_source(message) for message in old if message.id and message.id not in new]
    return list(untranslated(new)), dropped


def typeset(text: str | tuple[str, ...] | list[str] | None, language: str) -> Any:
    """Put the no-break spaces that French wants, which few keyboards have."""
    if language != "fr" or not text:
        return text
    if not isinstance(text, str):
        return tuple(typeset(form, language) for form in text)
    return re.sub(r"(?<=\S) (?=[:;!?»])|(?<=«) ", "\u00a0", text)


def _header(language: str, plural_forms: str) -> bytes:
    """Give a header without dates or names, which would differ after every update."""
    lines = (
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Plural-Forms: {plural_forms}\\n"',
        "",
        "",
    )
    return "\n".join(lines).encode()


def _messages(catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    write_po(
        written, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False
    )
    return written.getvalue().strip() + b"\n"


def untranslated(catalogue: Catalog) -> Iterator[str]:
    """Give the texts of a catalogue that have no translation, or one not yet confirmed."""
    for message in catalogue:
        if message.id and (message.fuzzy or not all(translations(message))):
            yield _source(message)


def _source(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def translations(message: Message) -> tuple[str, ...]:
    """Give the translation of a text: several for one that has a plural."""
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ("",))


# --- Formats ---------------------------------------------------------------------------------


def formats(language: str) -> dict[str, Any]:
    """Give what `format.json` holds: CLDR's patterns as templates for `str.format`."""
    locale = Locale.parse(CLDR_LOCALES.get(language, language))
    symbols = locale.number_symbols["latn"]
    days = locale.days["format"]
    months = locale.months["format"]
    skeletons = locale.datetime_skeletons
    moment = str(locale.datetime_formats["short"])
    values = {
        "name": locale.get_language_name(),
        "decimal": symbols["decimal"],
        "group": symbols["group"],
        "amount": _number_template(locale.currency_formats["standard"].pattern).replace(
            "¤", locale.currency_symbols.get("EUR", "€")
        ),
        "percent": _number_template(locale.percent_formats[None].pattern),
        "days": [days["wide"][day] for day in range(7)],
        "days_short": [days["abbreviated"][day] for day in range(7)],
        "months": [months["wide"][month] for month in range(1, 13)],
        "months_short": [months["abbreviated"][month] for month in range(1, 13)],
        "date_short": _date_template(skeletons[SHORT_DATES.get(language, "yMd")].pattern),
        "date_year": _date_template(skeletons["yMMMd"].pattern),
        "date_long": _date_template(locale.date_formats["full"].pattern),
        "date_day": _date_template(skeletons["MMMEd"].pattern),
        "time": _date_template(skeletons["Hm"].pattern),
        "moment": moment.replace("'", "").format("{time}", "{date}"),
    }
    # R6: console fonts lack the narrow no-break space, and every terminal has the plain one.
    text = json.dumps(values).replace("\\u202f", "\\u00a0")
    plain: dict[str, Any] = json.loads(text)
    return plain


def _number_template(pattern: str) -> str:
    """Put `{number}` where CLDR's pattern has its digits: `#,##0.00 ¤`."""
    positive = pattern.partition(";")[0]
    digits = [at for at, character in enumerate(positive) if character in "#0"]
    return positive[: digits[0]] + "{number}" + positive[digits[-1] + 1 :]


def _date_template(pattern: str) -> str:
    """Put a named field where CLDR's pattern has a letter: `d MMM y` gives `{d} {MMM} {y}`."""
    template = ""
    for kind, value in tokenize_pattern(pattern):
        if kind == "chars":
            template += str(value)
        else:
            field = value[0] * int(value[1])
            template += f"{{{DATE_FIELDS.get(field, field)}}}"
    return template


# --- Both ------------------------------------------------------------------------------------


def build_all() -> None:
    """Write `.mo` and `format.json` for every language."""
    for language, path in catalogues().items():
        _write(path.with_suffix(".mo"), compiled(language, path))
    for language in {SOURCE_LANGUAGE, *catalogues()}:
        folder = LOCALE_FOLDER / language
        folder.mkdir(exist_ok=True)
        text = json.dumps(formats(language), ensure_ascii=False, indent=1)
        _write(folder / "format.json", (text + "\n").encode())


def compiled(language: str, path: Path) -> bytes:
    """Give the .mo file of a .po file, the same bytes at every build."""
    catalogue = read_catalogue(language, path)
    # Babel would put the time of the build into the header.
    catalogue.creation_date = catalogue.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Write a file in one step, and only if it changes: others may be reading it meanwhile."""
    if path.exists() and path.read_bytes() == content:
        return
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def main() -> int:
    """Run by hand; give 1 when an update leaves texts without a translation."""
    parser = argparse.ArgumentParser(description="Make the files of each language.")
    parser.add_argument("--update", action="store_true", help="update the .po files first")
    missing = 0
    if parser.parse_args().update:
        template = extract()
        for language, path in catalogues().items():
            untranslated_texts, dropped = update(path, template, language)
            for text in dropped:
                print(f"{language}: no longer used, dropped: {text!r}")
            for text in untranslated_texts:
                print(f"{language}: not translated: {text!r}")
            missing += len(untranslated_texts)
    build_all()
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
