"""Languages."""

import argparse
import gettext
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from hypothesis import given
from hypothesis import strategies as st

from cagette_tui import i18n
from cagette_tui.i18n import (
    _,
    activate,
    choose_language,
    current_language,
    format_amount,
    format_date,
    format_moment,
    format_number,
    format_quantity,
    format_rate,
    format_signed,
    format_time,
    languages,
    ngettext,
    translate_argparse,
)
from cagette_tui.locale import build_hook
from cagette_tui.money import from_cents, from_thousandths, parse_amount, parse_quantity

PERCENT_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sr]")
ARGPARSE = {text if isinstance(text, str) else text[0] for text in i18n.ARGPARSE_TEXTS}
FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _language_restored() -> Iterator[None]:
    before = current_language()
    yield
    activate(before)


@pytest.fixture
def _argparse_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argparse, "_", gettext.gettext)
    monkeypatch.setattr(argparse, "ngettext", gettext.ngettext)


# --- Catalogues ------------------------------------------------------------------------------


def _placeholders(text: str) -> set[str]:
    return {field for _text, field, _spec, _form in string.Formatter().parse(text) if field}


def _percent_placeholders(text: str) -> set[str]:
    return set(PERCENT_PLACEHOLDER.findall(text))


def _forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


@pytest.mark.parametrize("language", build_hook.catalogues())
def test_every_text_is_translated_and_used(language: str) -> None:
    """Run `python cagette_tui/locale/build_hook.py --update` and fill in what it lists."""
    path = build_hook.catalogues()[language]
    catalogue = build_hook.read_catalogue(language, path)
    marked = {_forms(message) for message in build_hook.extract() if message.id}
    known = {_forms(message) for message in catalogue if message.id}
    assert sorted(marked - known) == [], "missing in the catalogue"
    assert sorted(known - marked) == [], "no longer used"
    assert list(build_hook.untranslated(catalogue)) == []


@pytest.mark.long
def test_an_update_keeps_the_files_plural_forms(tmp_path: Path) -> None:
    """CLDR's for French became three in Babel 2.19; all translations with two would be lost."""
    path = tmp_path / "cagette_tui.po"
    path.write_bytes(build_hook.catalogues()["fr"].read_bytes())
    assert build_hook.update(path, build_hook.extract(), "fr") == ([], [])
    assert path.read_bytes() == build_hook.catalogues()["fr"].read_bytes()


@pytest.mark.parametrize("language", build_hook.catalogues())
def test_translations_have_the_placeholders_of_their_texts(language: str) -> None:
    """A translation may leave a placeholder out of one plural form, never invent one."""
    path = build_hook.catalogues()[language]
    for message in build_hook.read_catalogue(language, path):
        if not message.id:
            continue
        find = _percent_placeholders if _forms(message)[0] in ARGPARSE else _placeholders
        allowed = set().union(*(find(form) for form in _forms(message)))
        for translation in build_hook.translations(message):
            assert find(translation) <= allowed, translation
        used = set().union(*(find(text) for text in build_hook.translations(message)))
        assert used == allowed, message.id


def test_french_texts() -> None:
    """A catalogue is compiled and used; an unknown text stays as it is."""
    activate("fr")
    # argparse puts the colon behind it.
    assert _("options") == "options\u00a0"
    assert _("expected one argument") == "une valeur est attendue"
    assert _("no such text") == "no such text"
    assert _("") == ""
    plurals = ("expected %s argument", "expected %s arguments")
    assert ngettext(*plurals, 0) == ngettext(*plurals, 1) == "%s valeur est attendue"
    assert ngettext(*plurals, 2) == "%s valeurs sont attendues"


def test_english_needs_no_catalogue() -> None:
    """Source texts are English."""
    activate("en")
    assert _("expected one argument") == "expected one argument"
    assert ngettext("{count} basket", "{count} baskets", 1) == "{count} basket"
    assert ngettext("{count} basket", "{count} baskets", 0) == "{count} baskets"


@pytest.mark.usefixtures("_argparse_restored")
def test_argparse_speaks_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    """The command line's help and errors are in the language in use."""
    activate("fr")
    translate_argparse()
    parser = argparse.ArgumentParser(prog="cagette-tui")
    parser.add_argument("id", type=int)
    parser.add_argument("--format", choices=["text", "json"])
    # No title: argparse then looks up the translation of None for the description.
    parser.add_subparsers(title="commandes").add_parser("demo")
    help_text = parser.format_help()
    assert help_text.startswith("utilisation\u00a0: cagette-tui")
    assert "affiche cette aide" in help_text
    for arguments, message in (
        ([], "il manque les arguments suivants\u00a0: id"),
        (["x"], "argument id\u00a0: valeur 'x' refusée"),
        (["1", "--format", "pdf"], "choix impossible\u00a0: 'pdf'"),
        (["1", "--format"], "une valeur est attendue"),
        (["1", "demo", "--what"], "arguments inconnus\u00a0: --what"),
    ):
        with pytest.raises(SystemExit) as caught:
            parser.parse_args(arguments)
        assert caught.value.code == 2
        assert message in capsys.readouterr().err


# --- The language ----------------------------------------------------------------------------


def test_languages() -> None:
    """English, and what has a catalogue."""
    assert languages() == ("en", "fr")


def test_activate() -> None:
    """An unknown language is refused and changes nothing."""
    activate("fr")
    with pytest.raises(ValueError, match="xx"):
        activate("xx")
    with pytest.raises(ValueError, match=r"\.\."):
        activate("../fr")
    assert current_language() == "fr"


@pytest.mark.parametrize(
    ("option", "environment", "group", "variables", "language"),
    [
        ("en", "fr", "fr", {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, "en", "fr", {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, "xx", "en", {}, "en"),
        (None, "", "en", {}, "en"),
        (None, None, "en", {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, None, "xx", {"LANG": "en_US.UTF-8"}, "en"),
        (None, None, None, {"LANG": "en_GB"}, "en"),
        (None, None, None, {"LC_ALL": "fr_CA.UTF-8", "LANG": "en_GB"}, "fr"),
        (None, None, None, {"LC_ALL": "", "LC_MESSAGES": "en", "LANG": "fr"}, "en"),
        (None, None, None, {"LANG": "de_DE.UTF-8"}, "fr"),
        (None, None, None, {"LANG": "C.UTF-8"}, "fr"),
        (None, None, None, {}, "fr"),
        (None, None, None, None, "fr"),
    ],
)
def test_choice_of_language(
    option: str | None,
    environment: str | None,
    group: str | None,
    variables: dict[str, str] | None,
    language: str,
) -> None:
    """Option, CAGETTE_LANG, the group's setting, a French or English locale, else French."""
    assert choose_language(option, environment, group, variables) == language


def test_one_s_own_choice() -> None:
    """It counts more than the setting of the group, less than what is asked for now."""
    variables = {"LANG": "fr_FR.UTF-8"}
    assert choose_language(None, None, "fr", variables, "en") == "en"
    assert choose_language(None, "fr", None, variables, "en") == "fr"
    assert choose_language(None, None, None, variables, "xx") == "fr"


def test_an_unknown_option_is_refused() -> None:
    """What is asked for on the command line is wrong use if it cannot be had."""
    with pytest.raises(ValueError, match="xx"):
        choose_language("xx")


# --- Formats ---------------------------------------------------------------------------------


def test_french_amounts() -> None:
    """R6: `1 234,50 €` with plain no-break spaces, a plain hyphen for the minus."""
    activate("fr")
    assert format_amount(Decimal("1234.50")) == "1\u00a0234,50\u00a0€"
    assert format_amount(Decimal("-12")) == "-12,00\u00a0€"
    assert format_number(Decimal("1234567.5")) == "1\u00a0234\u00a0567,50"
    assert format_number(Decimal("-1234.5"), grouped=False) == "-1234,50"
    assert format_signed(Decimal("2.55")) == "+2,55\u00a0€"
    assert format_signed(Decimal("-2.55")) == "-2,55\u00a0€"
    assert format_signed(Decimal("0.00")) == "0,00\u00a0€"
    assert format_amount(Decimal("-0.00")) == "0,00\u00a0€"


def test_english_amounts() -> None:
    """R6: `€1,234.50`."""
    activate("en")
    assert format_amount(Decimal("1234.50")) == "€1,234.50"
    assert format_amount(Decimal("-12")) == "-€12.00"
    assert format_signed(Decimal("2.55")) == "+€2.55"
    assert format_number(Decimal("1234.5")) == "1,234.50"


def test_quantities_and_rates() -> None:
    """R2: no trailing zeros."""
    activate("fr")
    assert format_quantity(Decimal("3.000")) == "3"
    assert format_quantity(Decimal("1.350")) == "1,35"
    assert format_quantity(Decimal("1E+3")) == "1000"
    assert format_quantity(Decimal("0.000")) == "0"
    assert format_rate(Decimal("5.50")) == "5,5\u00a0%"
    activate("en")
    assert format_quantity(Decimal("1.350")) == "1.35"
    assert format_rate(Decimal("20.00")) == "20%"


def test_french_dates() -> None:
    """Dates as people write them."""
    activate("fr")
    assert format_date(FRIDAY) == "20/11/2026"
    assert format_date(date(2026, 1, 2)) == "02/01/2026"
    assert format_date(FRIDAY, "long") == "vendredi 20 novembre 2026"
    assert format_date(FRIDAY, "day") == "ven. 20 nov."
    assert format_time(time(18, 0)) == "18:00"
    assert format_moment(datetime(2026, 11, 20, 9, 5)) == "20/11/2026 09:05"


def test_english_dates() -> None:
    """Dates as people write them, the month by name."""
    activate("en")
    assert format_date(FRIDAY) == "20 Nov 2026"
    assert format_date(FRIDAY, "long") == "Friday, 20 November 2026"
    assert format_date(FRIDAY, "day") == "Fri 20 Nov"
    assert format_time(datetime(2026, 11, 20, 9, 5)) == "09:05"
    assert format_moment(datetime(2026, 11, 20, 9, 5)) == "20 Nov 2026, 09:05"


@pytest.mark.parametrize("language", languages())
def test_no_narrow_space_anywhere(language: str) -> None:
    """R6: console fonts lack U+202F."""
    assert "\u202f" not in str(build_hook.formats(language))
    for path in build_hook.LOCALE_FOLDER.glob(f"{language}/**/*.po"):
        assert "\u202f" not in path.read_text(encoding="utf-8")


def test_french_typography() -> None:
    """A no-break space before `: ; ! ? »` and behind `«`; `--update` puts it there."""
    assert build_hook.typeset("Fait : « Œufs » ?", "fr") == "Fait\u00a0: «\u00a0Œufs\u00a0»\u00a0?"
    assert build_hook.typeset(("a : b", "c"), "fr") == ("a\u00a0: b", "c")
    assert build_hook.typeset("Done : yes", "en") == "Done : yes"
    path = build_hook.catalogues()["fr"]
    for message in build_hook.read_catalogue("fr", path):
        for text in build_hook.translations(message) if message.id else ():
            assert build_hook.typeset(text, "fr") == text


@given(st.integers(min_value=-1_000_000, max_value=1_000_000))
def test_french_amounts_can_be_typed_back(cents: int) -> None:
    """R5, R6: what is shown is what can be typed."""
    activate("fr")
    amount = from_cents(cents)
    for shown in (format_amount(amount), format_number(amount, grouped=False)):
        assert parse_amount(shown, zero=True, negative=True) == amount


@pytest.mark.parametrize("language", languages())
@given(st.integers(min_value=0, max_value=1_000_000))
def test_proposals_can_be_typed_back(language: str, number: int) -> None:
    """R5: what an input field proposes is accepted, in every language."""
    activate(language)
    amount, quantity = from_cents(number), from_thousandths(number)
    assert parse_amount(format_number(amount, grouped=False), zero=True) == amount
    assert parse_quantity(format_quantity(quantity)) == quantity


def test_a_tree_that_was_never_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without compiled files: untranslated texts, plain formats, no error."""
    catalogue = tmp_path / "fr" / "LC_MESSAGES" / "cagette_tui.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.touch()
    with monkeypatch.context() as patch:
        patch.setattr(i18n, "_LOCALE_FOLDER", tmp_path)
        assert languages() == ("en", "fr")
        activate("fr")
        assert current_language() == "fr"
        assert _("expected one argument") == "expected one argument"
        assert format_amount(Decimal("1234.5")) == "€1,234.50"
        assert format_date(FRIDAY, "long") == "Friday 20 November 2026"
        assert format_moment(datetime(2026, 11, 20, 9, 5)) == "20 Nov 2026, 09:05"


def test_i18n_needs_neither_babel_nor_textual() -> None:
    """Babel works at build time only."""
    code = "import sys, cagette_tui.i18n; print({'babel', 'textual', 'rich'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "set()\n"
