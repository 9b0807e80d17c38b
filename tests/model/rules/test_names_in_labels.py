"""Who is named in a bank's label, and how well (R65)."""

from __future__ import annotations

import pytest

from cagette_tui.model.rules.names_in_labels import Names, Strength, words

MEMBERS = (
    (1, "MARTIN Simon"),
    (2, "SIMON Paul"),
    (3, "LE GOFF Anne-Marie"),
    (4, "DUPONT Marie et Luc"),
    (5, "Zoé PETIT"),
    (6, "PETIT Léo"),
    (7, "MÜLLER Jörg"),
    (8, "ROUX"),
    (9, "ASSO 26"),
    (10, "BLANC Dominique et Dominique"),
    (11, "VERT Ana et NOIR Bob"),
    (12, "WANG Li"),
    (13, "BRUN Ana et LEGRAND"),
    (14, "Coopette"),
    (15, "Jean Luc BOIS"),
)
FULL, PART, SURNAME, BOTH = Strength.FULL, Strength.PART, Strength.SURNAME, Strength.BOTH
Found = list[tuple[int, Strength, str]]


def found(label: str, *cuts: int) -> Found:
    """Say who is named, how well, and by which family names; `cuts` are words that may go on."""
    names = Names(MEMBERS).find(words(label), None, cuts)
    return [(one.member_id, one.strength, " ".join(sorted(one.surnames))) for one in names]


@pytest.mark.parametrize(
    ("label", "who"),
    [
        # A family name that is somebody's first name there is nobody's family name.
        ("MARTIN SIMON", [(1, FULL, "martin")]),
        ("SIMON MARTIN", [(1, FULL, "martin")]),
        ("MARTIN COURSES SIMON", [(1, PART, "martin"), (2, SURNAME, "simon")]),
        # Joined, taken apart, first names before or behind.
        ("LE GOFF ANNE MARIE", [(3, FULL, "legoff")]),
        ("ANNE MARIE LE GOFF", [(3, FULL, "legoff")]),
        ("LEGOFF ANNEMARIE", [(3, FULL, "legoff")]),
        ("MUELLER JOERG", [(7, FULL, "mueller")]),
        ("MULLER JORG", [(7, FULL, "muller")]),
        ("ZOE COURSES PETIT", [(5, PART, "petit zoe")]),
        # Initials, and one of two first names; the M is a civility, and only the end is no name.
        ("LE GOFF A", [(3, PART, "legoff")]),
        ("LE GOFF AM", [(3, PART, "legoff")]),
        ("LE GOFF ANNE", [(3, PART, "legoff")]),
        ("AM LE GOFF", [(3, PART, "legoff")]),
        ("ANNE LE GOFF", [(3, SURNAME, "legoff")]),
        ("M LE GOFF", [(3, SURNAME, "legoff")]),
        ("M DUPONT", [(4, SURNAME, "dupont")]),
        ("XY PETIT", [(5, SURNAME, "petit"), (6, SURNAME, "petit")]),
        ("GOFF", []),
        ("VAN ROUX", []),
        # Of a “de” the bank, or what was bought, tells that it is no part of a name.
        ("DE ROUX", [(8, SURNAME, "roux")]),
        ("PANIER DE ROUX", [(8, SURNAME, "roux")]),
        ("PAUL DE ROUX", []),
        ("PANIER VAN ROUX", []),
        # Two of one household, and the second one alone.
        ("DUPONT MARIE LUC", [(4, FULL, "dupont")]),
        ("MARIE ET LUC DUPONT", [(4, BOTH, "dupont")]),
        ("DUPONT L", [(4, PART, "dupont")]),
        ("DUPONT L DUPONT M", [(4, PART, "dupont")]),
        ("DUPONT MARIE DUPONT MARIE", [(4, FULL, "dupont")]),
        ("DUPONT MARIE DUPONT LUC", [(4, BOTH, "dupont")]),
        ("BLANC DOMINIQUE", [(10, FULL, "blanc")]),
        ("VERT ANA", [(11, FULL, "vert")]),
        ("VERT ANA NOIR", [(11, BOTH, "vert")]),
        # Two letters that stand somewhere are no first name.
        ("WANG COURSES LI", [(12, SURNAME, "wang")]),
        ("WANG LI", [(12, FULL, "wang")]),
        # Two families of one name: the first name says which.
        ("PETIT Z", [(5, PART, "petit")]),
        ("PETIT L", [(6, PART, "petit")]),
        ("PETIT", [(5, SURNAME, "petit"), (6, SURNAME, "petit")]),
        # Who has no first name is never named by more; a number is no family name.
        ("ROUX MARIE", [(8, SURNAME, "roux")]),
        ("COOPETTE", [(14, SURNAME, "coopette")]),
        ("LEGRAND", [(13, SURNAME, "legrand")]),
        ("BOIS JEAN LUC", [(15, FULL, "bois")]),
        ("COMMANDE 26", []),
    ],
)
def test_who_is_named(label: str, who: Found) -> None:
    """R65: what a person reads in the label, whatever its order."""
    assert found(label) == who


@pytest.mark.parametrize(
    ("label", "cut", "who"),
    [
        ("PETIT ZO", 1, [(5, PART, "petit")]),
        ("PETIT XO", 1, [(5, SURNAME, "petit"), (6, SURNAME, "petit")]),
        ("PETIT ZO", 0, [(5, SURNAME, "petit"), (6, SURNAME, "petit")]),
        ("PETIT", 1, [(5, SURNAME, "petit"), (6, SURNAME, "petit")]),
        ("LE GOFF ANNEM", 2, [(3, PART, "legoff")]),
        ("ROUX MA", 1, [(8, SURNAME, "roux")]),
    ],
)
def test_where_the_column_ends(label: str, cut: int, who: Found) -> None:
    """R65: the last word may be the beginning of a first name, if it is one of a first name."""
    assert found(label, cut) == who


def test_who_pays_stands_first() -> None:
    """R65: civilities and names at the beginning are the payer's, what follows they wrote."""
    names = Names(MEMBERS).find(words("M MARTIN SIMON DUPONT MARIE PANIER ROUX"))
    assert [(one.member_id, one.first) for one in names] == [(1, True), (4, True), (8, False)]
    (second,) = Names(MEMBERS).find(words("DUPONT LUC"))
    (one,) = Names(MEMBERS).find(words("DUPONT MARIE"))
    (both,) = Names(MEMBERS).find(words("DUPONT"))
    told = [named.second_person for named in (one, second, both)]
    assert told == [False, True, False]


def test_others_of_the_name() -> None:
    """R65: who else may have paid: everybody of that family name but who is named."""
    names = Names(MEMBERS)
    (zoe,) = names.find(words("PETIT Z"))
    assert names.sharing(zoe) == {6}
    (anne,) = names.find(words("LE GOFF A"))
    assert names.sharing(anne) == set()
