"""All tables that acts change, by the names that the journal uses."""

from __future__ import annotations

from cagette_tui.model.bank_tables import BankColumns, BankLine, BankPart, BankPayer
from cagette_tui.model.base import Table
from cagette_tui.model.box import CashCount, ClosingReport, PileCheque
from cagette_tui.model.catalogue import Catalogue, Product, Vendor
from cagette_tui.model.distribution import Basket, Distribution, Line
from cagette_tui.model.ledger import CashMove, Cheque, Operation
from cagette_tui.model.people import Group, Member

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
        BankLine,
        BankPart,
        BankPayer,
        BankColumns,
    )
}
