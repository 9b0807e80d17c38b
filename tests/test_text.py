"""Text for terminals, searches and JSON."""

import json
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cagette_tui.text import cells, clip, fold, json_safe, name_of, nfc, pad, visible, with_one_stop

any_text = st.text(st.characters())  # lone surrogates too
UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Œufs [bio] d’été – 6", "Œufs [bio] d’été – 6"),
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\nb\tc\r", "a\ufffdb\ufffdc\ufffd"),
        ("\x9b31m\x7f", "\ufffd31m\ufffd"),
        ("evil\u202etxt", "evil\ufffdtxt"),
        ("zero\u200bwidth\u2028\u2029", "zero\ufffdwidth\ufffd\ufffd"),
        ("half \ud83d", "half \ufffd"),
        ("1\u00a0234", "1\u00a0234"),
    ],
)
def test_what_a_terminal_might_obey_is_marked(text: str, shown: str) -> None:
    """Every control, format, surrogate and separator character is shown as a mark."""
    assert visible(text) == shown


@given(any_text)
def test_visible_text_is_harmless(text: str) -> None:
    """Nothing unsafe is left, nothing else is changed, and the text can be written out."""
    shown = visible(text)
    assert not {unicodedata.category(character) for character in shown} & UNSAFE
    assert len(shown) == len(text)
    assert visible(shown) == shown
    shown.encode()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("BEN SALEM Lucía", "ben salem lucia"),
        ("Œufs", "oeufs"),
        ("Lætitia", "laetitia"),
        ("Großmann", "grossmann"),
        ("GROẞMANN", "grossmann"),
        ("ǽ", "ae"),
        ("E\u0301te\u0301", "ete"),
        ("ﬁlet ™", "filet tm"),
    ],
)
def test_search_without_accents_or_case(text: str, folded: str) -> None:
    """Names are found without accents, case, and with œ, æ and ß written out."""
    assert fold(text) == folded


@given(st.text())
def test_composed_and_decomposed_names_are_found_alike(text: str) -> None:
    """Accents typed composed or decomposed make no difference."""
    assert fold(nfc(text)) == fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_nfc() -> None:
    """Decomposed accents are composed."""
    assert nfc("e\u0301") == "é"


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("pain", 4), ("é", 1), ("e\u0301", 1), ("日本", 4), ("🥕", 2), ("a\u200bb", 2)],
)
def test_cells(text: str, width: int) -> None:
    """Wide characters fill two cells, combining ones none."""
    assert cells(text) == width


@pytest.mark.parametrize(
    ("text", "width", "clipped"),
    [
        ("carottes", 8, "carottes"),
        ("carottes", 7, "carott…"),
        ("carottes", 1, "…"),
        ("carottes", 0, ""),
        ("日本語", 4, "日…"),
        ("日本語", 5, "日本…"),
        ("e\u0301te\u0301s", 2, "e\u0301…"),
    ],
)
def test_clip(text: str, width: int, clipped: str) -> None:
    """Nothing is cut without a mark."""
    assert clip(text, width) == clipped


def test_pad() -> None:
    """Text at the left, amounts at the right, cut where too long."""
    assert pad("日", 4) == "日  "
    assert pad("12,00", 7, right=True) == "  12,00"
    assert pad("carottes", 4) == "car…"


@given(st.text(), st.integers(min_value=0, max_value=30))
def test_a_column_keeps_its_width(text: str, width: int) -> None:
    """Padded text fills its cells exactly, whatever it is."""
    assert cells(clip(text, width)) <= width
    assert cells(pad(text, width)) == cells(pad(text, width, right=True)) == width


@pytest.mark.long
@settings(max_examples=30)
@given(st.recursive(any_text, lambda inner: st.lists(inner) | st.dictionaries(any_text, inner)))
def test_json_means_the_same_and_is_harmless(value: object) -> None:
    """Escaping changes what a terminal sees, not what a program reads."""
    for indent in (None, 2):
        safe = json_safe(json.dumps(value, ensure_ascii=False, indent=indent))
        assert json.loads(safe) == json.loads(json.dumps(value))
        assert visible(safe.replace("\n", "")) == safe.replace("\n", "")


def test_json_escapes() -> None:
    """Beyond U+FFFF an escape is a surrogate pair; accents stay readable."""
    assert json_safe('"é\x7f\u202e\U000e0001"') == '"é\\u007f\\u202e\\udb40\\udc01"'


def test_a_name_that_ends_with_a_stop_ends_a_sentence() -> None:
    """“Mathilde R.” and a full stop are one stop; dots and paths stay."""
    assert with_one_stop("Ajouté : Mathilde R..") == "Ajouté : Mathilde R."
    assert with_one_stop("Mathilde R.. Entrée") == "Mathilde R. Entrée"
    assert with_one_stop("pain ... ../a.html …") == "pain ... ../a.html …"


@pytest.mark.parametrize("text", ["", "  ", "a\u202eb", "a\nb", "x" * 61])
def test_what_is_no_name(text: str) -> None:
    """What is empty, too long or cannot be shown names nobody, and no place."""
    with pytest.raises(ValueError, match=r"^" + re.escape(text) + r"$"):
        name_of(text, 60)


def test_a_name_as_it_is_stored() -> None:
    """Trimmed, its accents composed."""
    assert name_of(" Zoe\u0301 ", 3) == "Zoé"
