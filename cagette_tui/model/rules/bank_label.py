"""What a bank's label says, bank by bank: what kind of line it is, who pays, what they wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.names_in_labels import words
from cagette_tui.model.rules.statement import StatementLine
from cagette_tui.money import from_cents
from cagette_tui.text import fold
from cagette_tui.value import ValueObject


class LabelKind(StrEnum):
    """What a line is by its label and its sign alone."""

    TRANSFER_IN = "transfer_in"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_RETURNED = "transfer_returned"  # what had left comes back
    CHEQUES = "cheques"
    CARD = "card"
    CARD_COMMISSION = "card_commission"
    CASH = "cash"
    CASH_CORRECTION = "cash_correction"
    CHEQUE_BACK = "cheque_back"
    CHEQUE_BACK_FEE = "cheque_back_fee"
    FEE = "fee"
    OTHER_IN = "other_in"
    OTHER_OUT = "other_out"


class Label(ValueObject):
    """A label taken apart; amounts in euros."""

    kind: LabelKind
    text: tuple[str, ...]  # folded words: the payer's name, then what they wrote
    payer: int | None  # how many of them are the payer's name, where the bank says so
    day: tuple[int, int] | None = None  # day and month that are written there
    basket: int | None = None  # the number of a basket that is written there
    count: int | None = None  # cheques, or payments by card
    gross: Decimal | None = None
    commission: Decimal | None = None
    numbers: tuple[str, ...] = ()  # of four figures or more
    membership: bool = False
    cuts: tuple[int, ...] = ()  # the words that may go on where the bank's column ended


_MONTHS = (
    "janv jan", "fevr fev", "mars mar", "avri avr", "mai", "juin jun", "juil jul", "aout aou",
    "sept sep", "octo oct", "nove nov", "dece dec",
)  # fmt: skip
_MONTH = {name: place for place, names in enumerate(_MONTHS, 1) for name in names.split()}
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})(?:[/.]\d{2,4})?(?!\d)")
_SPACED = re.compile(r"(?<!\d)(\d{1,2}) (\d{1,2})(?: 20\d\d)?(?!\d)")
_NAMED_MONTH = re.compile(r"(?<!\d)(\d{1,2}) ?([a-z]{3,9})\b")
_RUN_TOGETHER = re.compile(r"(?<!\d)(\d{2})(\d{2})\d{2}(?!\d)")
_OF_THE = re.compile(r"\bdu (\d{1,2})(?!\d)")
_BASKET = re.compile(r"\bpan(?:ier)?s? ?(?:n ?o?|num(?:ero)?|#)? ?(\d{1,3})(?![\d/.]| ?\d)")
_BATCH = re.compile(r"(\d[\d ]*[.,]\d\d) ?e?(?:uro?s?)? ?com(?:m(?:ission)?)? ?(\d+[.,]\d\d)")
_COUNT = re.compile(
    r"\bnb ?0*(\d{1,4})\b|\b0*(\d{1,4}) ?(?:factures?|cheques?|chq|operations?|paiements?)\b"
)

# From so many characters on a column may have been too short.
_COLUMN = 26
_START = r"^(?:[\d ]+ )?"
_CHEQUES = re.compile(
    _START + r"(?:rem(?:ise)?s?|rms|enc(?:aissement)?|vers(?:ement)?|depot)(?: de| d)? "
    r"?(?:chq|cheq|chqs)"
)
_CARD = re.compile(
    _START + r"(?:rem(?:ise)?s? ?(?:de |d )?(?:cb|carte)|tpe\b|telecollecte|enc(?:aissement)? "
    r"(?:cb|carte)|facturettes?|remise commercant|factures? cartes?)"
)
_CARD_COMMISSION = re.compile(
    r"^com ?cb|^com(?:m(?:issions?)?)?\b.*\b(?:cb|cartes?|tpe|monetique)\b|"
    r"^frais\b.*\b(?:remise cb|tpe|monetique)\b"
)
_CASH = re.compile(
    _START + r"(?:vrst|verst|vers(?:ements?)?|depots?|remise)(?: d| de| en)?"
    r"(?: (?:esp(?:eces)?|dab|gab|automate|billets|numeraire)\b|$)|^vrst\b"
)
_CORRECTED = re.compile(r"\b(?:correct\w*|ecart|regul\w*|difference|rectif\w*|erreur)\b")
_OF_CASH = re.compile(r"\b(?:esp(?:eces)?|vrst|versements?|depots?|billets)\b")
_BACK = re.compile(r"\b(?:impaye|impayes|rejet|rejete|retour|retourne|sans provision)\b")
_OF_CHEQUE = re.compile(r"\b(?:chq|cheque|cheques)\b")
_COSTS = re.compile(r"\b(?:frais|commissions?|com|forfait|penalite|facturation)\b")
_FEE = re.compile(
    r"^(?:f cotis|cotis\w*|frais|commissions?|com\b|tenue de compte|abonnement|abt\b|arrete|"
    r"interets? debiteurs?|interets? arretes?|agios|forfait|facturation|cot\b)"
)
_TRANSFER = re.compile(r"^(?:[\d ]+ )?vir(?:ement|t)?\b|\bvir(?:ement)? (?:sepa|inst|recu|europ)")
_RETURNED = re.compile(r"\b(?:rejet|rejete|retour|retourne|annul\w*|impaye)\b")
_WEB = re.compile(r"^(?:prlv|prelevement|carte|paiement|retrait|cheque|chq|achat)\b")

# What banks write before a name, where only the name's place says that it is one.
_BEFORE = re.compile(
    r"^(?:[\d ]+ )?vir(?:ement|t)?(?: (?:sepa|inst(?:antane)?|recu|emis|permanent|perm|web|"
    r"europeen|logitel|internet|en votre faveur|faveur|de l etranger|re))*(?: \d{6,})*(?: pour)?\b"
)
_PAYER = (
    # BNP Paribas, Société Générale, and what follows their names
    re.compile(r"/de (?P<who>.*?) ?/(?:ref|motif|id)"),
    re.compile(r"/ben (?P<who>.*?) ?(?:/ref|$)"),
    re.compile(r"\b(?:de|pour): (?P<who>.*?) ?(?:motif:|ref:|id:|date:|$)"),
)
_MOTIF = (
    re.compile(r"/motif (?P<text>.*?) ?(?:/ben|/ref|$)"),
    re.compile(r"\bmotif: ?(?P<text>.*?) ?(?:ref:|$)"),
)
_AFTER = re.compile(r" reference ?:.*$| compte [a-z]{2}\d{2}[a-z0-9]{11,30}")
_NOTHING = re.compile(r"\bnotprovided\b")


def read_label(line: StatementLine) -> Label:
    """Say what a line is by its label."""
    plain = fold(line.label)
    bare = " ".join(words(line.label))
    kind = _kind(bare, line.amount > 0)
    payer, motif = _people(line, plain, kind)
    text = words(payer or "") + words(_NOTHING.sub("", motif))
    gross, commission = _batch(plain) if kind is LabelKind.CARD else (None, None)
    written = fold(f"{payer or ''} {motif}") if kind is LabelKind.TRANSFER_IN else plain
    day = _day(written, batch=kind is LabelKind.CARD)
    number = _BASKET.search(" ".join(re.findall(r"[a-z0-9/.#]+", fold(motif))))
    return Label(
        kind,
        tuple(text),
        len(words(payer)) if payer is not None else None,
        day,
        int(number[1]) if number and not _names_a_month(fold(motif), number[1]) else None,
        _count(plain),
        gross,
        commission,
        tuple(re.findall(r"(?<!\d)\d{4,}(?!\d)", line.label)),
        bool(re.search(r"\b(?:adh\w*|cotis\w*)\b", fold(motif))),
        tuple(_cuts(line, len(text))),
    )


def _cuts(line: StatementLine, count: int) -> Iterator[int]:
    if len(line.label) >= _COLUMN and line.payer is None:
        yield count - 1
    if len(line.parts) == 2 and len(line.parts[0]) >= _COLUMN:
        yield count - len(words(line.parts[1])) - 1


def _kind(text: str, comes_in: bool) -> LabelKind:
    transfer = _TRANSFER.search(text) is not None
    if comes_in:
        if transfer:
            returned = _RETURNED.search(text) and re.search(r"\bvir\w*\b", text)
            return LabelKind.TRANSFER_RETURNED if returned else LabelKind.TRANSFER_IN
        if _CARD.search(text):
            return LabelKind.CARD
        if _CHEQUES.search(text):
            return LabelKind.CHEQUES
        if _OF_CASH.search(text) and _CORRECTED.search(text):
            return LabelKind.CASH_CORRECTION
        if _CASH.search(text):
            return LabelKind.CASH
        if _RETURNED.search(text) and re.search(r"\bvir\w*\b", text):
            return LabelKind.TRANSFER_RETURNED
        return LabelKind.OTHER_IN
    if _BACK.search(text) and _OF_CHEQUE.search(text) and not transfer:
        return LabelKind.CHEQUE_BACK_FEE if _COSTS.search(text) else LabelKind.CHEQUE_BACK
    if _OF_CASH.search(text) and _CORRECTED.search(text):
        return LabelKind.CASH_CORRECTION
    if _CARD_COMMISSION.search(text) and not transfer:
        return LabelKind.CARD_COMMISSION
    if transfer:
        return LabelKind.TRANSFER_OUT
    if _FEE.search(text) and not _WEB.search(text):
        return LabelKind.FEE
    return LabelKind.OTHER_OUT


def _people(line: StatementLine, plain: str, kind: LabelKind) -> tuple[str | None, str]:
    """Give the payer's name, where the bank marks it, and what follows, or all of it."""
    if line.payer is not None:
        motif = line.motif
        if motif is None:
            motif = next((m["text"] for p in _MOTIF if (m := p.search(plain))), "")
        return line.payer, motif
    for pattern in _PAYER:
        found = pattern.search(plain)
        if found:
            motif = next((m["text"] for p in _MOTIF if (m := p.search(plain))), "")
            return found["who"], motif
    if kind not in (LabelKind.TRANSFER_IN, LabelKind.TRANSFER_OUT, LabelKind.TRANSFER_RETURNED):
        return None, plain
    bare = _AFTER.sub("", plain)
    return None, _BEFORE.sub("", re.sub(r"[^\w/.+#,: ]", " ", bare), count=1).strip()


def _batch(plain: str) -> tuple[Decimal | None, Decimal | None]:
    found = _BATCH.search(plain)
    if found is None:
        return None, None
    gross, commission = (
        from_cents(int(re.sub(r"\D", "", number))) for number in (found[1], found[2])
    )
    return gross, commission


def _count(plain: str) -> int | None:
    found = _COUNT.search(re.sub(r"[()]", " ", plain))
    return int(found[1] or found[2]) if found else None


def _day(plain: str, *, batch: bool) -> tuple[int, int] | None:
    """Find a day and a month, as people and terminals write them."""
    for found in _NAMED_MONTH.finditer(plain):
        month = _MONTH.get(found[2][:4]) or _MONTH.get(found[2][:3])
        if month:
            return _valid(int(found[1]), month)
    patterns = (_SLASHED, _RUN_TOGETHER) if batch else (_SLASHED, _SPACED)
    for pattern in patterns:
        for found in pattern.finditer(plain):
            day = _valid(int(found[1]), int(found[2]))
            if day:
                return day
    found_alone = None if batch else _OF_THE.search(plain)
    return (int(found_alone[1]), 0) if found_alone and int(found_alone[1]) <= 31 else None


def _valid(day: int, month: int) -> tuple[int, int] | None:
    return (day, month) if 1 <= day <= 31 and 1 <= month <= 12 else None


def _names_a_month(motif: str, number: str) -> bool:
    found = re.search(rf"\b{number} ?([a-z]{{3,9}})", motif)
    return bool(found and (_MONTH.get(found[1][:4]) or _MONTH.get(found[1][:3])))


def is_day(written: tuple[int, int] | None, day: date) -> bool:
    """Whether what a label says is that day; a month of 0 was not written."""
    return written is not None and written[0] == day.day and written[1] in (0, day.month)
