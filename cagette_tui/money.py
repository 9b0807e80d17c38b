"""Amounts and quantities: exact arithmetic, rounding, and what people type.

Amounts are whole cents in the database and `Decimal` euros in Python (R1); quantities are whole
thousandths in the database and `Decimal` units or kilograms in Python (R2). There is no float
anywhere: a binary fraction cannot hold a cent.
"""

import re
from collections.abc import Callable
from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import StrEnum
from fractions import Fraction

MAXIMUM = Decimal(10000)
"""The largest amount, in euros, and the largest quantity that can be typed (R5)."""

MOST_COUNTED = 10 * MAXIMUM
"""The largest sum, in euros, that can be counted: of a whole evening, not of one payment."""

# Wide enough for any product of amounts, quantities and rates, and it raises rather than rounds:
# only `round_cents` may round.
_EXACT = Context(prec=400, traps=[InvalidOperation, Inexact])
_PERCENT = Decimal("0.01")

_SPACES = " \u00a0\u202f"
_NUMBER = re.compile(
    rf"(?P<sign>-?)(?P<whole>[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]+)"
    r"(?:[.,](?P<decimals>[0-9]+))?"
)
_EURO = re.compile(rf"[{_SPACES}]*€$")
_UNIT = re.compile(rf"[{_SPACES}]*(?P<unit>kg|g)$", re.IGNORECASE)


class Problem(StrEnum):
    """Why a typed amount or quantity is refused."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    DECIMALS = "decimals"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    ZERO = "zero"
    LEADING_ZERO = "leading_zero"  # 00012: the number of a cheque, or a slip


class TypedNumberError(ValueError):
    """A typed number that is refused: `problem` says why, `text` is what was typed.

    `most` is what could have been typed at most.
    """

    def __init__(self, problem: Problem, text: str, most: Decimal = MAXIMUM) -> None:
        """Keep the reason and the text as it was typed."""
        super().__init__(f"{problem}: {text!r}")
        self.problem = problem
        self.text = text
        self.most = most


class AmountError(TypedNumberError):
    """A typed amount that is refused (R5)."""


class QuantityError(TypedNumberError):
    """A typed quantity that is refused (R2)."""


class PiecesError(ValueError):
    """`text` does not say how many there are of a note or coin."""

    def __init__(self, text: str) -> None:
        """Keep the text as it was typed."""
        super().__init__(f"no number of notes or coins: {text!r}")
        self.text = text


def from_cents(cents: int) -> Decimal:
    """Give whole cents as euros, always with two decimals (R1)."""
    return _EXACT.scaleb(Decimal(cents), -2)


def to_cents(amount: Decimal) -> int:
    """Give an amount in euros as whole cents (R1).

    Raises ValueError when the amount is not a whole number of cents.
    """
    return _whole(amount, 2)


def from_thousandths(thousandths: int) -> Decimal:
    """Give whole thousandths as a quantity with three decimals (R2)."""
    return _EXACT.scaleb(Decimal(thousandths), -3)


def to_thousandths(quantity: Decimal) -> int:
    """Give a quantity as whole thousandths (R2).

    Raises ValueError when the quantity has more than three decimals.
    """
    return _whole(quantity, 3)


def _whole(value: Decimal, places: int) -> int:
    scaled = _EXACT.scaleb(value, places)
    try:
        whole = int(scaled)
    except (ValueError, OverflowError):
        raise ValueError(f"not a finite number: {value}") from None
    if scaled != whole:
        raise ValueError(f"more than {places} decimals: {value}")
    return whole


def round_cents(value: Decimal | Fraction) -> Decimal:
    """Round euros to the cent, halves away from zero: 0.145 gives 0.15, -0.145 gives -0.15 (R3).

    Raises ValueError or OverflowError for a value that is not finite.
    """
    exact = Fraction(value) * 100
    # Floor division rounds down, so the sign is taken off first and put back.
    cents = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return from_cents(-cents if exact < 0 else cents)


def line_total(quantity: Decimal, price: Decimal, fee_rate: Decimal) -> Decimal:
    """Give what a line costs in euros: quantity × price × (1 + fee rate), rounded (R3).

    `price` is in euros per unit or kilogram, `fee_rate` in percent (`Decimal("2.00")`).
    """
    factor = _EXACT.add(Decimal(1), _EXACT.multiply(fee_rate, _PERCENT))
    return round_cents(_EXACT.multiply(_EXACT.multiply(quantity, price), factor))


def line_fee(quantity: Decimal, price: Decimal, fee_rate: Decimal) -> Decimal:
    """Give the group's part of a line in euros: quantity × price × fee rate, rounded (R3).

    It is rounded by itself: the total less the fee may be a cent away from quantity × price.
    """
    rate = _EXACT.multiply(fee_rate, _PERCENT)
    return round_cents(_EXACT.multiply(_EXACT.multiply(quantity, price), rate))


def net_of_vat(gross: Decimal, rate_percent: Decimal) -> Decimal:
    """Give the net euros of a gross sum: gross ÷ (1 + rate), rounded once (R53).

    `gross` is the sum of all lines of one VAT rate; `rate_percent` is such as `Decimal("5.50")`.
    """
    return round_cents(Fraction(gross) / (1 + Fraction(rate_percent) / 100))


def parse_amount(
    text: str, *, zero: bool = False, negative: bool = False, most: Decimal = MAXIMUM
) -> Decimal:
    """Read a typed amount in euros, with two decimals (R5).

    Takes `12`, `12,5`, `12.50`, `1 234,50`, each with or without a euro sign behind it. Zero and
    negative amounts are taken only where the caller says that they mean something, a zero before
    other digits never. `most` is `MOST_COUNTED` of what was counted (R51, R58).
    Raises AmountError, which tells the reason, for anything else.
    """
    match = _match(_EURO.sub("", text.strip()), text, AmountError)
    value = _value(match)
    if re.match("0.", match["whole"]):
        raise AmountError(Problem.LEADING_ZERO, text)
    if len(match["decimals"] or "") > 2:
        raise AmountError(Problem.DECIMALS, text)
    if match["sign"] and not negative:
        raise AmountError(Problem.NEGATIVE, text)
    if abs(value) > most:
        raise AmountError(Problem.TOO_LARGE, text, most)
    if value == 0 and not zero:
        raise AmountError(Problem.ZERO, text)
    return from_cents(to_cents(value))


def parse_counted(
    text: str, amount: Callable[[str], Decimal]
) -> Decimal | dict[Decimal, int] | None:
    """Read a sum such as `123,45`, or notes and coins such as `20=3 0,50=4`; None for nothing.

    `amount` reads a sum, or what a note is worth, in euros. Raises what it does, and PiecesError.
    """
    if "=" not in text:
        return amount(text) if text.strip() else None
    pieces: dict[Decimal, int] = {}
    for word in text.split():
        value, _equals, number = word.partition("=")
        if not (number.isascii() and number.isdigit() and len(number) < 6):
            raise PiecesError(word)
        euros = amount(value)
        pieces[euros] = pieces.get(euros, 0) + int(number)
    return pieces


def parse_quantity(text: str) -> Decimal:
    """Read a typed quantity in units or kilograms, with three decimals (R2).

    Takes `3`, `1,35`, `1.35`, `1,35 kg` and `1350 g`, the last two meaning the same weight. Zero
    is taken. Raises QuantityError, which tells the reason, for anything else.
    """
    stripped = text.strip()
    unit = _UNIT.search(stripped)
    number = stripped[: unit.start()] if unit else stripped
    match = _match(number, text, QuantityError)
    places = 0 if unit and unit["unit"].lower() == "g" else 3
    value = _value(match)
    if len(match["decimals"] or "") > places:
        raise QuantityError(Problem.DECIMALS, text)
    if match["sign"]:
        raise QuantityError(Problem.NEGATIVE, text)
    # The first check keeps a number of a thousand digits away from the arithmetic.
    if value > MAXIMUM * 1000 or (value := value.scaleb(places - 3)) > MAXIMUM:
        raise QuantityError(Problem.TOO_LARGE, text)
    return from_thousandths(to_thousandths(value))


def _match(number: str, text: str, error: type[TypedNumberError]) -> re.Match[str]:
    if not text.strip():
        raise error(Problem.EMPTY, text)
    match = _NUMBER.fullmatch(number)
    if match is None:
        raise error(Problem.NOT_A_NUMBER, text)
    return match


def _value(match: re.Match[str]) -> Decimal:
    whole = re.sub(f"[{_SPACES}]", "", match["whole"])
    return Decimal(f"{match['sign']}{whole}.{match['decimals'] or '0'}")
