"""Columns that hold money and quantities as whole numbers (R1, R2)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from peewee import SQL, AutoField, BigIntegerField, NodeList, TextField, fn

from cagette_tui.money import from_cents, from_thousandths, to_cents, to_thousandths

# Peewee's stubs are generic, its classes are not.
if TYPE_CHECKING:
    _DecimalField = BigIntegerField[Decimal]
    _ExactField = TextField[Decimal]
else:
    _DecimalField = BigIntegerField
    _ExactField = TextField


class LastingIdField(AutoField):
    """A number that is never given again, even when the row with the highest one is removed.

    Whoever still has an old line on the screen must not hit another member's.
    """

    def ddl(self, ctx: Any) -> Any:
        """Add what SQLite needs for that; a server's sequences do so anyway."""
        plain = super().ddl(ctx)
        if ctx.state.field_types["AUTO"] == "SERIAL":
            return plain
        return NodeList((plain, SQL("AUTOINCREMENT")))


def _exact(value: object) -> Decimal:
    # A bare int may be cents that were meant to be euros: only 0 is safe.
    if isinstance(value, Decimal):
        return value
    if value == 0:
        return Decimal(0)
    raise TypeError(f"not a Decimal: {value!r}")


def sum_of(field: CentsField | ThousandthsField) -> Any:
    """Return an SQL sum that comes out as `Decimal`; Peewee alone would give whole cents."""
    return fn.SUM(field).converter(field.python_value)


class CentsField(_DecimalField):
    """Euros in Python (`Decimal`, two decimals), whole cents in the table (R1).

    Also holds rates in percent, as hundredths of a percent. Writing an amount
    that is not a whole number of cents raises `ValueError`.
    """

    def db_value(self, value: Decimal | None) -> int | None:
        """Turn euros into cents."""
        return None if value is None else to_cents(_exact(value))

    def python_value(self, value: object) -> Decimal | None:
        """Turn cents, or a SUM of cents, into euros."""
        return None if value is None else from_cents(int(value))  # type: ignore[call-overload]


class ThousandthsField(_DecimalField):
    """Units in Python (`Decimal`, three decimals), whole thousandths in the table (R2)."""

    def db_value(self, value: Decimal | None) -> int | None:
        """Turn units into thousandths."""
        return None if value is None else to_thousandths(_exact(value))

    def python_value(self, value: object) -> Decimal | None:
        """Turn thousandths into units."""
        return None if value is None else from_thousandths(int(value))  # type: ignore[call-overload]


class ExactField(_ExactField):
    """A number with as many decimals as it has (`Decimal`): digits with a point in the table.

    For what Cagette knows more exactly than cents and thousandths tell (R2, R3).
    """

    def db_value(self, value: Decimal | None) -> str | None:
        """Write the digits, without zeros that say nothing."""
        return None if value is None else f"{_exact(value).normalize():f}"

    def python_value(self, value: object) -> Decimal | None:
        """Read the digits."""
        return None if value is None else Decimal(str(value))
