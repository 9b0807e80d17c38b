"""The cash box counted, the pile of cheques, the closing reports, copies of evenings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import Check, DateTimeField, ForeignKeyField, IntegerField, TextField

from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.fields import CentsField
from cagette_tui.model.tables.ledger import Cheque


class CashCount(Table):
    """A count that was closed: what was expected then and what was there (R51).

    Never overwritten: the last one that was not cancelled counts. `pieces` is JSON,
    how many of each note or coin by its value in cents; null when a total was typed.
    `card_…` is the card terminal's total beside ours, `cheques_…` the number of cheques on the
    pile beside ours; null where nobody said it (R58).
    """

    distribution = ForeignKeyField(Distribution)
    expected = CentsField()
    counted = CentsField()
    pieces = TextField(null=True)
    card_expected = CentsField(null=True)
    card_counted = CentsField(null=True)
    cheques_expected = IntegerField(null=True)
    cheques_counted = IntegerField(null=True)
    explanation = TextField(null=True)
    created_at = DateTimeField()
    created_by = TextField()
    cancelled_at = DateTimeField(null=True)
    cancelled_by = TextField(null=True)
    cancel_reason = TextField(null=True)

    if TYPE_CHECKING:
        distribution_id: int

    class Meta:
        """Peewee's settings."""

        constraints = (Check("counted >= 0"),)


class PileCheque(Table):
    """A sheet of the pile, in the pile's order, and the cheque that it is, if one was found."""

    distribution = ForeignKeyField(Distribution, index=False)
    position = IntegerField()
    amount = CentsField()
    cheque = ForeignKeyField(Cheque, null=True, unique=True)

    if TYPE_CHECKING:
        distribution_id: int
        cheque_id: int | None

    class Meta:
        """Peewee's settings."""

        constraints = (Check("amount > 0"),)
        indexes = ((("distribution", "position"), True),)


class ClosingReport(Table):
    """What was certified, numbered per distribution (R54); `data` is JSON, the whole report."""

    distribution = ForeignKeyField(Distribution, index=False)
    number = IntegerField()
    closed_at = DateTimeField()
    closed_by = TextField()
    data = TextField()

    class Meta:
        """Peewee's settings."""

        constraints = (Check("number > 0"),)
        indexes = ((("distribution", "number"), True),)


class EveningCopy(Table):
    """All that the papers of a certified evening say, kept as it was then (R46).

    One for each certification: `number` is its closing report's, null where it was certified
    before there were reports. `data` is packed JSON, `act` the last act that is in it; `digest`
    tells whether all of it is still the same. It is not in the journal, which has all rows that it
    was made of already.
    """

    distribution = ForeignKeyField(Distribution, index=False)
    number = IntegerField(null=True)
    closed_at = DateTimeField()
    closed_by = TextField()
    act = IntegerField()
    data = TextField()
    digest = TextField()

    if TYPE_CHECKING:
        distribution_id: int

    class Meta:
        """Peewee's settings."""

        indexes = ((("distribution", "number"), True),)


class Draft(Table):
    """Something half typed, kept for the person who typed it: no act, so not in the journal."""

    subject = TextField()
    who = TextField()
    at = DateTimeField()
    data = TextField()

    class Meta:
        """Peewee's settings."""

        indexes = ((("subject", "who"), True),)
