"""The columns of tables in the language in use: their names, and what stands in closed lists.

In English tables keep the program's own names, for scripts.
"""

from __future__ import annotations

from cagette_tui.i18n import N_, _
from cagette_tui.model.rules.kinds import Kind, Mode, Reason
from cagette_tui.sentences.labels import kind_label, mode_label, reason_label

_NAMES = {
    "evening": N_("column: evening"),
    "day": N_("column: day"),
    "place": N_("column: place"),
    "number": N_("column: number"),
    "member": N_("column: member"),
    "member_ref": N_("column: member_ref"),
    "mode": N_("column: mode"),
    "amount": N_("column: amount"),
    "state": N_("column: state"),
    "cheque_number": N_("column: cheque_number"),
    "of_it_here": N_("column: of_it_here"),
    "bank": N_("column: bank"),
    "drawer": N_("column: drawer"),
    "cheque_id": N_("column: cheque_id"),
    "membership": N_("column: membership"),
    "by": N_("column: by"),
    "at": N_("column: at"),
    "reason": N_("column: reason"),
    "section": N_("column: section"),
    "item": N_("column: item"),
    "net": N_("column: net"),
    "count": N_("column: count"),
    "note": N_("column: note"),
    "position": N_("column: position"),
    "producer": N_("column: producer"),
    "catalogue": N_("column: catalogue"),
    "catalogues": N_("column: catalogues"),
    "product": N_("column: product"),
    "ordered": N_("column: ordered"),
    "delivered": N_("column: delivered"),
    "weighed": N_("column: weighed"),
    "to_weigh": N_("column: to_weigh"),
    "vendor": N_("column: vendor"),
    "price": N_("column: price"),
    "fee": N_("column: fee"),
    "total": N_("column: total"),
    "entry": N_("column: entry"),
    "act": N_("column: act"),
    "kind": N_("column: kind"),
    "undoes": N_("column: undoes"),
    "what": N_("column: what"),
    "column": N_("column: column"),
    "before": N_("column: before"),
    "after": N_("column: after"),
    "absent": N_("column: absent"),
    "paid": N_("column: paid"),
    "pending": N_("column: pending"),
    "difference": N_("column: difference"),
    "to_pay": N_("column: to_pay"),
    "balance": N_("column: balance"),
    "cash": N_("column: cash"),
    "cheque": N_("column: cheque"),
    "transfer": N_("column: transfer"),
    "card": N_("column: card"),
    "online": N_("column: online"),
    "deposit": N_("column: deposit"),
    "returned_on": N_("column: returned_on"),
    "returned": N_("column: returned"),
    "rate": N_("column: rate"),
    "gross": N_("column: gross"),
    "assumed": N_("column: assumed"),
    "unsold": N_("column: unsold"),
    "fees": N_("column: fees"),
    "producers": N_("column: producers"),
    "since": N_("column: since"),
    "days": N_("column: days"),
    "last_payment": N_("column: last_payment"),
    "debts": N_("column: debts"),
    "cheque_count": N_("column: cheque_count"),
    "cheque_refunds": N_("column: cheque_refunds"),
    "float": N_("column: float"),
    "moves": N_("column: moves"),
    "expected": N_("column: expected"),
    "counted": N_("column: counted"),
    "card_difference": N_("column: card_difference"),
    "cheques_difference": N_("column: cheques_difference"),
    "reference": N_("column: reference"),
    "journal": N_("column: journal"),
    "account": N_("column: account"),
    "account_name": N_("column: account_name"),
    "label": N_("column: label"),
    "debit": N_("column: debit"),
    "credit": N_("column: credit"),
    "date": N_("column: date"),
    "step": N_("column: step"),
    "quantity": N_("column: quantity"),
    "cheques": N_("column: cheques"),
    "seen_on": N_("column: seen_on"),
    "came": N_("column: came"),
}
_VALUES = {
    "state": {
        "pending": N_("value: pending"),
        "confirmed": N_("value: confirmed"),
        "to_validate": N_("value: to_validate"),
        "validated": N_("value: validated"),
    },
    "section": {
        "totals": N_("value: totals"),
        "mode": N_("value: mode"),
        "refund": N_("value: refund"),
        "membership": N_("value: membership"),
        "cash_box": N_("value: cash_box"),
        "vat": N_("value: vat"),
        "vendor": N_("value: vendor"),
        "unpaid": N_("value: unpaid"),
        "partly_paid": N_("value: partly_paid"),
        "overpaid": N_("value: overpaid"),
    },
    "item": {
        "ordered": N_("value: ordered"),
        "paid": N_("value: paid"),
        "pending": N_("value: pending"),
        "difference": N_("value: difference"),
        "difference_when_counted": N_("value: difference_when_counted"),
        "on_the_spot": N_("value: on_the_spot"),
        "membership": N_("value: membership"),
        "float": N_("value: float"),
        "move": N_("value: move"),
        "expected": N_("value: expected"),
        "counted": N_("value: counted"),
        "basket": N_("value: basket"),
        "card_counted": N_("value: card_counted"),
        "cheques_counted": N_("value: cheques_counted"),
    },
    "kind": {
        "evening": N_("value: evening"),
        "move": N_("value: move"),
    },
    "note": {
        "assumed": N_("value: assumed"),
    },
    "drawer": {
        "cash": N_("value: cash"),
    },
}


def column_name(column: str) -> str:
    """Name a column; one that is not known keeps its name."""
    return _(_NAMES[column]) if column in _NAMES else column


def value_in_words(column: str, value: str) -> str:
    """Say a word of a closed list; any other text is left as it is."""
    if value in _VALUES.get(column, {}):
        return _(_VALUES[column][value])
    if column in ("mode", "item") and value in set(Mode):
        return mode_label(Mode(value))
    if column == "kind" and value in set(Kind):
        return kind_label(Kind(value))
    if column == "reason" and value in set(Reason):
        return reason_label(Reason(value))
    return value
