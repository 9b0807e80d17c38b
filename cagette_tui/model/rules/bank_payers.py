"""By what a payer is known again: digests only, since the accounts of others are not ours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from cagette_tui.model.rules.bank_label import Label

_CIVILITIES = {"m", "mr", "mme", "mlle", "melle", "monsieur", "madame", "ou", "et", "de"}


def digest(text: str) -> str:
    """Return what is kept of a text that is not kept."""
    return hashlib.sha256(f"cagette-tui:{text}".encode()).hexdigest()[:32]


def account_digest(iban: str | None) -> str | None:
    """Return what an account is known by."""
    return digest(f"account:{iban}") if iban else None


def label_digests(label: Label) -> Iterator[str]:
    """Give what a payer's name is known by: the name where the bank marks it, else two words."""
    name = label.text if label.payer is None else label.text[: label.payer]
    bare = [word for word in name if word not in _CIVILITIES and not word.isdigit()]
    if label.payer is not None and bare:
        yield digest("payer:" + " ".join(sorted(bare)))
    if len(bare) >= 2:
        yield digest("payer:" + " ".join(sorted(bare[:2])))
