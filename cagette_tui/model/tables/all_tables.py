"""All tables that acts change, by the names that the journal uses."""

from __future__ import annotations

from cagette_tui.model.tables.bank_tables import BankColumns, BankLine, BankPart, BankPayer
from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.box import CashCount, ClosingReport, Draft, EveningCopy, PileCheque
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.model.tables.deposit import Deposit, DepositCheque
from cagette_tui.model.tables.distribution import Basket, Distribution, Line
from cagette_tui.model.tables.entered import Entered
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import CashMove, Cheque, Operation
from cagette_tui.model.tables.people import Group, Member
from cagette_tui.model.tables.proof import Proof

TABLES: dict[str, type[Table]] = {
    model._meta.table_name: model
    for model in (
        Group,
        Member,
        Vendor,
        Catalogue,
        Product,
        Distribution,
        Basket,
        Line,
        Cheque,
        Operation,
        CashMove,
        CashCount,
        PileCheque,
        ClosingReport,
        Proof,
        Entered,
        Deposit,
        DepositCheque,
        BankLine,
        BankPart,
        BankPayer,
        BankColumns,
    )
}
# With those that are not in the journal; in this order each row finds what it points to.
ALL_TABLES: tuple[type[Table], ...] = (*TABLES.values(), JournalEntry, EveningCopy, Draft)
