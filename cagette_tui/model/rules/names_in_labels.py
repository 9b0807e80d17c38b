"""Who is named in a bank's label: folded, in any order, joined, cut, as initials, as a couple.

Banks write names in capitals without accents, with civilities, `D ALMEIDA` or `DALMEIDA`, first
names before or behind, one of a couple or both, and cut them where their column ends.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from enum import IntEnum

from cagette_tui.text import fold, nfc
from cagette_tui.value import ValueObject

_BETWEEN_PEOPLE = re.compile(r"\s*[/&+,;]\s*|\s+(?:et|ou|and)\s+", re.IGNORECASE)
# A family name behind one of these is only the end of a longer one.
_PARTICLES = {
    "de", "des", "du", "la", "le", "les", "l", "d", "van", "von", "ben", "bin", "el", "al", "o",
    "mac", "mc", "saint", "st", "ste",
}  # fmt: skip
_OF_SOMEBODY = {"panier", "paniers", "commande", "commandes", "courses", "part"}
_CIVILITIES = {
    "m", "mr", "mme", "mlle", "melle", "mlles", "mmes", "monsieur", "madame", "mademoiselle",
    "messieurs", "ou", "et", "dr", "me", "epx", "epoux", "de", "famille",
}  # fmt: skip
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_LONGEST = 5  # words of a family name


class Strength(IntEnum):
    """How well a member is named, best last."""

    SURNAME = 1  # a family name alone
    PART = 2  # with an initial, a first name that is cut, or the first name elsewhere
    FULL = 3  # family name and first name
    BOTH = 4  # two people of one household


class Named(ValueObject):
    """A member that a label names; `first`: where the payer stands, not in what they wrote."""

    member_id: int
    strength: Strength
    first: bool
    second_person: bool  # only somebody who is not the first of the household
    surnames: frozenset[str]  # as `Names` has them


def words(text: str) -> list[str]:
    """Take a label apart into folded words."""
    return re.findall(r"[a-z0-9]+", fold(text))


class _Person(ValueObject):
    member_id: int
    place: int  # in the household
    surname: str
    given: frozenset[str]  # spellings, each in one word
    parts: tuple[str, ...]  # the words of the first


class _Hit(ValueObject):
    start: int
    end: int
    person: _Person
    strength: Strength
    covered: range  # the words of family name and first name
    elsewhere: bool = False  # the first name stands apart


class Names:
    """All members by their family names."""

    def __init__(self, members: Iterable[tuple[int, str]]) -> None:
        """Take members by their numbers and names."""
        self._by_surname: dict[str, list[_Person]] = defaultdict(list)
        self._surnames: dict[int, frozenset[str]] = {}
        self._sharing: dict[str, set[int]] = defaultdict(set)
        for number, name in members:
            people = list(_people(number, name))
            self._surnames[number] = frozenset(one.surname for one in people)
            for one in people:
                self._by_surname[one.surname].append(one)
                self._sharing[one.surname].add(number)

    def sharing(self, named: Named) -> set[int]:
        """Return the other members with one of the family names that were read."""
        found = set().union(*(self._sharing[one] for one in named.surnames))
        return found - {named.member_id}

    def find(
        self, text: Sequence[str], payer: int | None = None, cuts: Collection[int] = ()
    ) -> list[Named]:
        """Return who is named, best first.

        `payer` is how many words the payer's name has, `cuts` are the words that may go on. Where
        a first name goes with a family name, others of that family are not named (`sharing`).
        """
        runs = _runs(text)
        hits: list[_Hit] = []
        for start, end in self._spans(text):
            of = [
                _hit(text, start, end, person, cuts, runs)
                for person in self._by_surname["".join(text[start:end])]
            ]
            better = [hit for hit in of if hit.strength > Strength.SURNAME]
            hits += better or of
        hits = list(_without_chance(hits))
        head = _head(text, hits) if payer is None else payer
        by_member: dict[int, list[_Hit]] = defaultdict(list)
        for hit in hits:
            by_member[hit.person.member_id].append(hit)
        found = [_named(number, several, head) for number, several in by_member.items()]
        return sorted(found, key=lambda one: (-one.first, -one.strength, one.member_id))

    def _spans(self, text: Sequence[str]) -> list[tuple[int, int]]:
        """Find family names; one within a longer one is none."""
        spans = []
        for start in range(len(text)):
            joined = ""
            for end in range(start + 1, min(start + _LONGEST, len(text)) + 1):
                joined += text[end - 1]
                if joined in self._by_surname and not _is_tail(text, start):
                    spans.append((start, end))
        return [
            one
            for one in spans
            if not any(
                other != one and other[0] <= one[0] and one[1] <= other[1] for other in spans
            )
        ]


def _people(number: int, name: str) -> Iterable[_Person]:
    family = ""
    for place, text in enumerate(_BETWEEN_PEOPLE.split(nfc(name).strip())):
        for surname, given in _readings(text, family):
            family = family or surname
            spellings = {_joined(surname), _joined(surname.translate(_GERMAN))}
            givens = frozenset({_joined(given), _joined(given.translate(_GERMAN))} - {""})
            for spelled in sorted(spellings - {""}):
                yield _Person(number, place, spelled, givens, tuple(words(given)))


def _readings(text: str, family: str) -> list[tuple[str, str]]:
    """Tell family name and first name apart: capitals are the family's, else both may be."""
    parts = text.split()
    capitals = 0
    for part in parts:
        if part != part.upper() or not re.search(r"[^\W\d_]", part):
            break
        capitals += 1
    if 0 < capitals < len(parts):
        return [(" ".join(parts[:capitals]), " ".join(parts[capitals:]))]
    if len(parts) == 1:
        # "DUPONT Marie et Paul"
        return [(family, text)] if family and not capitals else [(text, "")]
    if not parts:
        return []
    first = (parts[0], " ".join(parts[1:]))
    return [first, (parts[-1], " ".join(parts[:-1]))]


def _joined(text: str) -> str:
    return "".join(words(text))


def _is_tail(text: Sequence[str], start: int) -> bool:
    """Whether a particle stands before: the family name is longer, and another's."""
    if not start or text[start - 1] not in _PARTICLES:
        return False
    # “VIREMENT DE FONTAINE CHLOE”: that “de” is the bank's; “PANIER DE FONTAINE”: the payer's.
    before = text[start - 2] if start >= 2 else None
    return not (text[start - 1] == "de" and (before is None or before in _OF_SOMEBODY))


def _runs(text: Sequence[str]) -> frozenset[str]:
    """Give all that one to three words come to, written together."""
    return frozenset(
        "".join(text[place : place + size]) for size in (1, 2, 3) for place in range(len(text))
    )


def _hit(
    text: Sequence[str],
    start: int,
    end: int,
    person: _Person,
    cuts: Collection[int],
    runs: frozenset[str],
) -> _Hit:
    there = not runs.isdisjoint(person.given)
    for size in (1, 2, 3) if there else ():
        if "".join(text[end : end + size]) in person.given:
            return _Hit(start, end, person, Strength.FULL, range(start, end + size))
        if start >= size and "".join(text[start - size : start]) in person.given:
            return _Hit(start, end, person, Strength.FULL, range(start - size, end))
    after = text[end] if end < len(text) else ""
    before = text[start - 1] if start else ""
    if _is_part(after, person, last=end in cuts):
        return _Hit(start, end, person, Strength.PART, range(start, end + 1))
    if len(before) <= 2 and before not in ("m", "") and _is_part(before, person, last=False):
        return _Hit(start, end, person, Strength.PART, range(start - 1, end))
    if there and any(len(one) > 2 for one in person.given):
        return _Hit(start, end, person, Strength.PART, range(start, end), elsewhere=True)
    return _Hit(start, end, person, Strength.SURNAME, range(start, end))


def _is_part(word: str, person: _Person, *, last: bool) -> bool:
    """Whether a word is an initial, the first of two first names, or one that was cut."""
    if not word or not person.parts:
        return False
    initials = "".join(part[0] for part in person.parts)
    if word in (person.parts[0], initials, initials[0]):
        return True
    return last and any(one.startswith(word) for one in person.given)


def _without_chance(hits: Sequence[_Hit]) -> Iterable[_Hit]:
    """Leave out family names that are somebody's first name there: `MARTIN SIMON`."""
    whole = [hit for hit in hits if hit.strength is Strength.FULL]
    for hit in hits:
        taken = any(
            other.person.member_id != hit.person.member_id
            and (other.start, other.end) != (hit.start, hit.end)
            and hit.start in other.covered
            for other in whole
        )
        if hit.strength is Strength.FULL or not taken:
            yield hit


def _head(text: Sequence[str], hits: Sequence[_Hit]) -> int:
    """Return how many words at the beginning are civilities and names."""
    covered = {place for hit in hits for place in hit.covered}
    for place, word in enumerate(text):
        if place not in covered and word not in _CIVILITIES:
            return place
    return len(text)


def _named(number: int, hits: Sequence[_Hit], head: int) -> Named:
    leading = [hit for hit in hits if hit.start < head and not hit.elsewhere]
    counted = leading or list(hits)
    strength = max(hit.strength for hit in counted)
    people = {hit.person.place for hit in counted if hit.strength >= Strength.PART}
    # Two people of one name are named once by it.
    places = {(hit.covered, hit.elsewhere) for hit in counted if hit.strength >= Strength.PART}
    if len(people) > 1 and len(places) > 1 and strength is Strength.FULL:
        strength = Strength.BOTH
    elif {hit.person.place for hit in counted} >= {0, 1} and strength is Strength.FULL:
        # The second one's first name was cut off, or left out; that both are there says enough.
        different = {hit.person.surname for hit in counted}
        strength = Strength.BOTH if len(different) > 1 else strength
    best = [hit for hit in counted if hit.strength is max(one.strength for one in counted)]
    return Named(
        number,
        strength,
        bool(leading),
        strength is not Strength.BOTH and all(hit.person.place for hit in best),
        frozenset(hit.person.surname for hit in best),
    )
