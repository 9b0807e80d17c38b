"""One word for each thing: what docs/rules.md says is not used, the French catalogue has not."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from cagette_tui.i18n import activate, current_language
from cagette_tui.locale import build_hook
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.many_baskets import SettlingPlan
from cagette_tui.sentences.questions import settling_done, settling_question

MESSAGES = [
    message
    for message in build_hook.read_catalogue("fr", build_hook.catalogues()["fr"])
    if message.id
]
RULES = Path(__file__).parent.parent / "docs" / "rules.md"
TEXTS = [text for message in MESSAGES for text in build_hook.translations(message)]
ENGLISH = [
    text
    for message in MESSAGES
    for text in ([message.id] if isinstance(message.id, str) else message.id)
]

# Those of the table that have no other meaning anywhere.
BANNED = {
    "acte": r"\bactes?\b",
    "raison": r"\braisons?\b",
    "entrée du journal": r"\bentrée (?:\{detail\} )?du journal\b",
    "soirée": r"\bsoirées?\b",
    "clore": r"\bclore\b|\bclôt\b",
    "dette antérieure": r"antérieur",
    "dette ancienne": r"dettes? anciennes?",
    "dette d’avant": r"dettes? d’avant",
    "reçu": r"^reçus?$|\{amount\} reçus?\b",
    "attendu": r"\{(?:payment|payments)\}.*(?<!\{line\} )\battendue?s?\b",
    "poids manquant": r"poids manquants?\b",
    "partagé": r"^partagée?s?$",
    "incomplet": r"\bincomplets?$",
    "tireur": r"\btireurs?\b",
    "cotisation": r"\bcotisations?\b",
    "passer en revue": r"\ben revue\b",
    "papier": r"\bpapiers?\b",
    "suite": r"\b(?:dans|soit) une suite\b",
    "surligné": r"\bsurlign",
    "en surbrillance": r"\bsurbrillance\b",
    "oublier": r"\boubli(?:er|é|ée|ez)\b",
    "Est-ce juste ?": r"\best-ce juste\b",
    "bouger": r"\bbouger\b",
    "Regardez, puis recommencez.": r"(?<!fait\xa0: )\bregardez, puis recommencez",
}

BANNED_ENGLISH = {
    "dry run": r"\bdry[- ]runs?\b",
    "mend": r"\bmend",
    "forget": r"\bforg[eo]t",
    "behind": r"\bbehind\b",
    "is there already": r"\bis there already\b",
    "is no": r"(?<!there )\bis no\b(?! longer)",
    "otherwise": r"(?<!; )\botherwise\b",
    "read-only": r"\bbecomes read-only\b",
}


@pytest.mark.parametrize("word", BANNED)
def test_words_that_are_not_used(word: str) -> None:
    """Two words for one thing, or one for two, cost a tired person a second look."""
    table = RULES.read_text(encoding="utf-8").partition("### Words that are not used")[2]
    assert word in table.partition("\n## ")[0]
    pattern = re.compile(BANNED[word], re.IGNORECASE)
    assert [text for text in TEXTS if pattern.search(text)] == []


@pytest.mark.parametrize("word", BANNED_ENGLISH)
def test_english_words_that_are_not_used(word: str) -> None:
    """English is what most contributors read first, and some groups at the table."""
    table = RULES.read_text(encoding="utf-8").partition("And in English:")[2]
    assert word in table.partition("\n## ")[0]
    pattern = re.compile(BANNED_ENGLISH[word], re.IGNORECASE)
    assert [text for text in ENGLISH if pattern.search(text)] == []


def test_numbers_stay_with_their_sign() -> None:
    """“n°” and its number are not parted at the end of a line, and it is no ordinal."""
    assert [text for text in TEXTS if re.search("[nN]º|n° [{]", text)] == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("mode", [None, Mode.CASH, Mode.CHEQUE])
@pytest.mark.parametrize("announced", [False, True])
@pytest.mark.parametrize("validating", [False, True])
def test_a_question_asks_and_a_result_tells(
    language: str, mode: Mode | None, announced: bool, validating: bool
) -> None:
    """What several baskets would get reads otherwise than what they got (R15, R41)."""
    before = current_language()
    activate(language)
    try:
        plan = SettlingPlan(1, mode, validating, (), (), Decimal("12.00"), announced)
        question, done = settling_question(plan), settling_done(plan)
    finally:
        activate(before)
    assert "?" in question
    assert "?" not in done
    assert question.split()[0] != done.split()[0]
