"""Whether anything is about a member: then the member stays."""

from __future__ import annotations

from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.refusals import CannotUndo
from cagette_tui.model.tables.bank_tables import BankPart, BankPayer
from cagette_tui.model.tables.distribution import Basket
from cagette_tui.model.tables.entered import Entered
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member

_ABOUT_MEMBERS = (
    Basket.member,
    Operation.member,
    Entered.member,
    BankPart.member,
    BankPayer.member,
    Member.merged_into,
)


def must_be_free(member_id: int, kind: ActKind) -> None:
    """Refuse to take somebody away who has a basket, money or anything else here.

    Raises `CannotUndo` of an act of this kind.
    """
    for column in _ABOUT_MEMBERS:
        if column.model.select().where(column == member_id).exists():
            raise CannotUndo(kind)
