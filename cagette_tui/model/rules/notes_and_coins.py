"""Notes and coins: what there are, and how many of each. Pure; values in euros."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.refusals import BadPieces
from cagette_tui.money import from_cents, to_cents

Pieces = Mapping[Decimal, int]

NOTES = tuple(from_cents(100 * euros) for euros in (500, 200, 100, 50, 20, 10, 5))
COINS = tuple(from_cents(cents) for cents in (200, 100, 50, 20, 10, 5, 2, 1))
VALUES = NOTES + COINS
# More of one kind is a slip of the finger.
MOST = 9999


def must_be_pieces(pieces: Pieces) -> None:
    """Refuse what is no note or coin, and more of one kind than there can be: `BadPieces`."""
    for value, count in pieces.items():
        if value not in VALUES or not 0 <= count <= MOST:
            raise BadPieces(value, count)


def total_of(pieces: Pieces) -> Decimal:
    """Sum what notes and coins are worth."""
    return sum((value * count for value, count in pieces.items()), ZERO)


def in_order(pieces: Pieces) -> dict[Decimal, int]:
    """Return those that there are, the largest first."""
    return {value: pieces[value] for value in VALUES if pieces.get(value)}


def pieces_to_json(pieces: Pieces) -> str:
    """Write how many there are of each, by its value in cents."""
    return json.dumps({str(to_cents(value)): count for value, count in in_order(pieces).items()})


def pieces_from_json(text: str) -> dict[Decimal, int]:
    """Read what `pieces_to_json` wrote."""
    return {from_cents(int(cents)): count for cents, count in json.loads(text).items()}
