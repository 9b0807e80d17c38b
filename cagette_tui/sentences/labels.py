"""Names of the closed lists."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.i18n import N_, _, format_amount, format_signed
from cagette_tui.model.rules.kinds import (
    CORRECTED,
    MODE_CHANGED,
    REPLACED,
    UNDONE,
    WITHDRAWN,
    ActKind,
    Kind,
    Mode,
    Reason,
    State,
)
from cagette_tui.model.store.problems import Moved, SchemaChanged, ServerLost, StorageProblem
from cagette_tui.text import visible

_MODES = {
    Mode.CASH: N_("cash"),
    Mode.CHEQUE: N_("cheque"),
    Mode.TRANSFER: N_("transfer"),
    Mode.CARD: N_("card"),
    Mode.ONLINE: N_("online"),
}
# At most eight cells, for a column.
_SHORT_MODES = {
    Mode.CASH: N_("Cash"),
    Mode.CHEQUE: N_("Cheque"),
    Mode.TRANSFER: N_("Transfer"),
    Mode.CARD: N_("Card"),
    Mode.ONLINE: N_("Online"),
}
_STATES = {
    State.CERTIFIED: N_("certified"),
    State.LATE: N_("late"),
    State.UPCOMING: N_("upcoming"),
    State.IN_PROGRESS: N_("in progress"),
    State.TO_VALIDATE: N_("to validate"),
}
_REASONS = {
    Reason.UNDELIVERED: N_("undelivered"),
    Reason.DAMAGED: N_("damaged"),
    Reason.REPLACED: N_("replaced"),
    Reason.WEIGHED: N_("weighed"),
    Reason.GIVEN_AWAY: N_("given away"),
    Reason.NOT_COLLECTED: N_("not collected"),
    Reason.RETURNED: N_("returned"),
    Reason.ERROR: N_("error"),
    Reason.CANCELLED: N_("cancelled before the distribution"),
}
_KINDS = {
    Kind.ORDER: N_("order"),
    Kind.PAYMENT: N_("payment"),
    Kind.MEMBERSHIP: N_("membership"),
    Kind.ADJUSTMENT: N_("adjustment"),
    Kind.OPENING: N_("opening balance"),
}
_ACTS = {
    ActKind.IMPORT: N_("import of orders"),
    ActKind.ORDER: N_("order entered"),
    ActKind.RECEIVE: N_("payment received"),
    ActKind.ANNOUNCE: N_("payment announced"),
    ActKind.REFUND: N_("refund given"),
    ActKind.CONFIRM: N_("payment confirmed"),
    ActKind.CANCEL: N_("operation cancelled"),
    ActKind.CHANGE_MODE: N_("mode changed"),
    ActKind.CHANGE_AMOUNT: N_("amount changed"),
    ActKind.ON_THE_SPOT: N_("payment on the spot"),
    ActKind.ACCOUNT_PAYMENT: N_("payment on the account"),
    ActKind.ADJUSTMENT: N_("account adjusted"),
    ActKind.OPENING: N_("opening balance entered"),
    ActKind.MEMBERSHIP: N_("membership paid"),
    ActKind.DELIVERED: N_("line delivered or not"),
    ActKind.QUANTITY: N_("quantity changed"),
    ActKind.PRICE: N_("price changed"),
    ActKind.REASON: N_("reason noted"),
    ActKind.ADD_LINE: N_("product added"),
    ActKind.REPLACE_LINE: N_("product replaced"),
    ActKind.MOVE_LINE: N_("line moved"),
    ActKind.UNDELIVERED: N_("product undelivered"),
    ActKind.WEIGHTS: N_("product weighed"),
    ActKind.PRICES: N_("price of a product changed"),
    ActKind.ABSENT: N_("marked absent"),
    ActKind.PRESENT: N_("marked present"),
    ActKind.VALIDATE: N_("basket validated"),
    ActKind.FORCE: N_("forced validation"),
    ActKind.AT_ONCE: N_("several baskets at once"),
    ActKind.CERTIFY: N_("distribution certified"),
    ActKind.REOPEN_BASKET: N_("basket reopened"),
    ActKind.REOPEN_DISTRIBUTION: N_("distribution reopened"),
    ActKind.OCCASION: N_("day, hours or place corrected"),
    ActKind.CASH_FLOAT: N_("cash float set"),
    ActKind.CASH_MOVE: N_("cash put in or taken out"),
    ActKind.CASH_COUNT: N_("cash box counted"),
    ActKind.LEFT_IN_BOX: N_("what stays in the box said"),
    ActKind.PILE: N_("cheque of the pile"),
    ActKind.CORRECT: N_("payment corrected"),
    ActKind.RETURNED: N_("payment sent back by the bank"),
    ActKind.DEPOSIT: N_("deposit made"),
    ActKind.DEPOSIT_FINAL: N_("deposit handed in"),
    ActKind.DEPOSIT_SEEN: N_("deposit seen on the statement"),
    ActKind.DEPOSIT_CORRECTED: N_("deposit corrected"),
    ActKind.BANK: N_("line of the bank’s statement"),
    ActKind.GROUP: N_("settings changed"),
    ActKind.ENTERED: N_("entered in Cagette"),
    ActKind.NOT_ENTERED: N_("not entered in Cagette"),
    ActKind.MEMBER_ADDED: N_("member added"),
    ActKind.MEMBER_NAMED: N_("name corrected"),
    ActKind.MEMBERS_MERGED: N_("two members made one"),
    ActKind.PRODUCTS: N_("products’ data brought in"),
    ActKind.UNDO: N_("act undone"),
}
_SETTINGS = {
    "name": N_("name of the group"),
    "accepted_modes": N_("accepted payment modes"),
    "membership_fee": N_("membership fee"),
    "membership_months": N_("membership length (months)"),
    "wished_float": N_("target cash float"),
    "account_holder": N_("account holder"),
    "iban": N_("IBAN"),
    "cheque_payee": N_("payee of cheques"),
    "language": N_("language"),
    "coordinators": N_("coordinators"),
    "time_zone": N_("time zone"),
    "accounts": N_("numbers of accounts"),
    "siren": N_("SIREN number"),
    "address": N_("address of the group"),
}
_CANCELLATIONS = {
    REPLACED: N_("replaced by another payment"),
    MODE_CHANGED: N_("mode changed"),
    WITHDRAWN: N_("withdrawn"),
    UNDONE: N_("undone"),
    CORRECTED: N_("corrected"),
}


def mode_label(mode: Mode) -> str:
    """Name a payment mode."""
    return _(_MODES[mode])


def mode_short(mode: Mode) -> str:
    """Name a payment mode in at most eight cells."""
    return _(_SHORT_MODES[mode])


def on_the_spot_label() -> str:
    """Name the intention to pay at the table (R14)."""
    return _("on the spot")


def state_label(state: State) -> str:
    """Name the state of a distribution."""
    return _(_STATES[state])


def reason_label(reason: Reason) -> str:
    """Name the reason of a line (R30)."""
    return _(_REASONS[reason])


def why_label(reason: Reason | None, delivered: Decimal) -> str:
    """Say why a line, of which so much came (units or kg), is not as ordered; "" where it is.

    What came in part is called so, not undelivered (R30, R35).
    """
    if reason is None:
        return ""
    if reason is Reason.UNDELIVERED and delivered:
        return _("delivered in part")
    return reason_label(reason)


def as_stated_label() -> str:
    """Name a line that costs what its file states, though nothing explains it (R4)."""
    return f"≠ {as_stated_word()}"


def as_stated_word() -> str:
    """Say without the sign, where that stands elsewhere, that the file's total is kept (R4)."""
    return _("as the file states it")


def kind_label(kind: Kind) -> str:
    """Name a kind of operation."""
    return _(_KINDS[kind])


def act_label(kind: ActKind) -> str:
    """Name an act."""
    return _(_ACTS[kind])


def setting_label(name: str) -> str:
    """Name a setting of the group, by the field of `GroupSettings`."""
    return _(_SETTINGS[name])


def cancel_label(reason: str) -> str:
    """Say why an operation was cancelled: the program's own reasons, or a volunteer's words."""
    return _(_CANCELLATIONS[reason]) if reason in _CANCELLATIONS else visible(reason)


def trouble_label(problem: StorageProblem) -> str:
    """Say in a few words why nothing is answered just now."""
    if isinstance(problem, ServerLost):
        return _("the server does not answer")
    if isinstance(problem, (Moved, SchemaChanged)):
        return _("leave and start again")
    return _("the database does not answer")


def adjustment_text(amount: Decimal) -> str:
    """Say what an account was adjusted by: `adjustment +€1.20`."""
    return _("adjustment {amount}").format(amount=format_signed(amount))


def standing(balance: Decimal) -> str:
    """Say a balance in words: credit or debt."""
    if not balance:
        return _("balance 0")
    text = _("credit {amount}") if balance > 0 else _("debt {amount}")
    return text.format(amount=format_amount(abs(balance)))
