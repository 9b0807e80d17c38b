"""What a line means while it is typed, in facts and in words."""

from __future__ import annotations

import dataclasses
import time
from decimal import Decimal
from typing import Any

import pytest

from cagette_tui import i18n
from cagette_tui.model.rules import doubts
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import LETTERS, Mode
from cagette_tui.money import AmountError, Problem
from cagette_tui.sentences import sentence
from cagette_tui.sentences.sheet import understood_texts
from cagette_tui.sheet import problems
from cagette_tui.sheet.problems import Question, Trouble, Unreadable
from cagette_tui.sheet.understanding import Grasp, understand

EVIL = "\x1b[31m" + "x" * 300


def words(text: str, sheet: SheetView) -> tuple[str, str]:
    """Return both texts, with plain spaces."""
    meaning, lacks = understood_texts(understand(text, sheet))
    return meaning.replace("\xa0", " "), lacks.replace("\xa0", " ")


@pytest.mark.parametrize(
    "text",
    [
        "1 e", "1 E", "1 c 5,50 n0012345", "1 e5 c", "5 -canard e", "2 poulet 1,2 e",
        "5 canard 500 g 0,75kg e", "2 poulet 1,2 kg e", "10 r1,50 e", "9 v", "9-11 v !",
        "6 v attendu", "6 v awaited !", "6 v vu", "5 -oeufs 12 e", "6 vu v", "6 v seen !",
        "1+3 c 23,20 n0012346",
        "12 v !", "le gall: e", "ben salem: -«œufs 6» C", '5 "œufs 6" 1 e', "10 r2 e ! # geste",
        "1 e 10,05 c n12", "17 e 1 234,50 € ! # beaucoup",
    ],
)  # fmt: skip
def test_nothing_is_wrong_while_it_is_typed(sheet: SheetView, text: str) -> None:
    """A part of a line is incomplete, or right already; at its end it is ready."""
    for end in range(len(text)):
        assert understand(text[:end], sheet).grasp is not Grasp.WRONG, text[:end]
    assert understand(text, sheet).grasp is Grasp.READY


def test_what_is_shown_while_typing(sheet: SheetView) -> None:
    """Basket, member, product, amounts, result; candidates of an ambiguous word."""
    i18n.activate("fr")
    assert words("", sheet) == ("", "")
    assert words("5", sheet)[0] == "5 BEN SALEM Lucía / NOËL Hugo – à payer 36,40 €"
    meaning, lacks = words("5 can", sheet)
    assert meaning == "5 BEN SALEM Lucía / NOËL Hugo – à payer 36,40 €"
    assert lacks.startswith("Cuisses de canard")
    assert "0,5 / 0,75" in lacks
    understanding = understand("5 -œ", sheet)
    assert understanding.grasp is Grasp.INCOMPLETE
    assert understanding.candidates == ((None, "Œufs 6 pièces"), (None, "Œufs [bio] 12 pièces"))
    understanding = understand("le g", sheet)
    assert understanding.candidates == ((1, "LE GALL Anne"), (2, "LE GALLOU Yann"))
    assert understand("le gall", sheet).changes[0].before.number == 1
    assert words("1 e 5", sheet) == (
        "1 LE GALL Anne – espèces 5,00 € – à payer 6,05 €, pas encore validé",
        "",
    )
    assert words("3 E", sheet)[0] == "3 DUPONT Zoé – espèces 12,15 €, validé – plus rien à payer"
    meaning, lacks = words("1 e 15", sheet)
    assert meaning == "1 LE GALL Anne – espèces 15,00 € – avoir de 3,95 €, pas encore validé"
    assert lacks
    assert words("9-11 v", sheet)[0].count("9-10") == 1


def test_a_thousand_baskets(sheet: SheetView) -> None:
    """Every key press, on 1,000 baskets: by number or name well under a tenth of a second."""
    many = dataclasses.replace(
        sheet,
        baskets=tuple(
            dataclasses.replace(
                sheet.baskets[place % 10], id=place, number=place, member=f"Membre {place} Zoé"
            )
            for place in range(1, 1001)
        ),
    )
    for text in ("1000 e", "membre 999: e", "m", "zo", "1-1000 E"):
        understand(text, many)
        begun = time.process_time()
        assert understand(text, many).changes or text in ("m", "zo")
        assert time.process_time() - begun < (0.5 if "-" in text else 0.05), text


def test_letters_and_default_modes(sheet: SheetView) -> None:
    """The letters are those of the screens; without the group's modes any is taken."""
    assert "".join(LETTERS.values()) == "ectbl"
    for letter in LETTERS.values():
        assert understand(f"1 {letter}", sheet).grasp is Grasp.READY


def made(kind: type[problems.SheetProblem]) -> problems.SheetProblem:
    """Make a problem with facts of the right types."""
    values: dict[str, Any] = {
        "int": 7,
        "str": EVIL,
        "bool": False,
        "Decimal": Decimal("12.00"),
        "Decimal | None": None,
        "Trouble": Trouble.DIGITS,
        "tuple[tuple[Mode, Decimal], ...]": ((Mode.TRANSFER, Decimal("12.00")),) * 2,
        "TypedNumberError | None": None,
        "tuple[tuple[int, str], ...]": ((3, EVIL),) * 12,
        "tuple[tuple[str, str], ...]": ((EVIL, EVIL),) * 12,
        "tuple[Question, ...]": tuple(
            Question(number, doubts.Overpaid(Decimal(15), Decimal(10), Decimal(0)))
            for number in range(12)
        ),
    }
    return kind(*(values[kind.__annotations__[name]] for name in kind.facts))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_problem_has_its_sentence(lang: str) -> None:
    """One line each, without a placeholder or a control character."""
    i18n.activate(lang)
    found = [made(kind) for kind in problems.SheetProblem.__subclasses__()]
    found += [Unreadable(trouble, EVIL) for trouble in Trouble]
    found.append(Unreadable(Trouble.NUMBER, EVIL, typed=AmountError(Problem.DECIMALS, EVIL)))
    for problem in found:
        text = sentence(problem)
        assert text
        assert "{" not in text
        assert "\x1b" not in text
        assert "\n" not in text
        assert len(text) < 1000
    assert len({sentence(problem) for problem in found}) >= len(found) - 1
