"""The closed lists of the domain, as they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Mode(StrEnum):
    """How a payment is made. "On the spot" is not a mode yet (R14)."""

    CASH = "cash"
    CHEQUE = "cheque"
    TRANSFER = "transfer"
    CARD = "card"
    ONLINE = "online"


# The key of each mode on every screen and its letter in the sheet: those of the French words.
LETTERS = {
    Mode.CASH: "e",
    Mode.CHEQUE: "c",
    Mode.TRANSFER: "t",
    Mode.CARD: "b",
    Mode.ONLINE: "l",
}

# The exact modes that a basket to be paid on the spot may be given (R13).
SPOT_MODES = (Mode.CASH, Mode.CHEQUE, Mode.TRANSFER, Mode.CARD)


def letters(modes: Iterable[Mode]) -> str:
    """Give the letters of some modes, blanks between them: `e c t b`."""
    return " ".join(LETTERS[mode] for mode in modes)


class Kind(StrEnum):
    """What an operation is."""

    ORDER = "order"
    PAYMENT = "payment"
    MEMBERSHIP = "membership"
    ADJUSTMENT = "adjustment"
    OPENING = "opening"


class Reason(StrEnum):
    """Why a line was not delivered as ordered (R30)."""

    UNDELIVERED = "undelivered"
    DAMAGED = "damaged"
    REPLACED = "replaced"
    WEIGHED = "weighed"
    GIVEN_AWAY = "given_away"
    NOT_COLLECTED = "not_collected"
    RETURNED = "returned"
    ERROR = "error"
    # Quantity 0 in the export: cancelled before the distribution.
    CANCELLED = "cancelled"


# The producer is still paid for these: the group had the goods (R53).
PRODUCER_IS_PAID = frozenset({Reason.DAMAGED, Reason.GIVEN_AWAY, Reason.NOT_COLLECTED})


class State(StrEnum):
    """The state of a distribution: the first of these that fits."""

    CERTIFIED = "certified"
    LATE = "late"
    UPCOMING = "upcoming"
    IN_PROGRESS = "in_progress"
    TO_VALIDATE = "to_validate"


class ActKind(StrEnum):
    """What an act did, as its journal entries call it."""

    IMPORT = "import"
    ORDER = "order"
    RECEIVE = "receive"
    ANNOUNCE = "announce"
    REFUND = "refund"
    CONFIRM = "confirm"
    CANCEL = "cancel"
    CHANGE_MODE = "change_mode"
    CHANGE_AMOUNT = "change_amount"
    ON_THE_SPOT = "on_the_spot"
    ACCOUNT_PAYMENT = "account_payment"
    ADJUSTMENT = "adjustment"
    OPENING = "opening"
    MEMBERSHIP = "membership"
    DELIVERED = "delivered"
    QUANTITY = "quantity"
    PRICE = "price"
    REASON = "reason"
    ADD_LINE = "add_line"
    REPLACE_LINE = "replace_line"
    MOVE_LINE = "move_line"
    # One act for one product in all its baskets.
    UNDELIVERED = "undelivered"
    WEIGHTS = "weights"
    PRICES = "prices"
    ABSENT = "absent"
    PRESENT = "present"
    VALIDATE = "validate"
    FORCE = "force"
    AT_ONCE = "at_once"
    CERTIFY = "certify"
    REOPEN_BASKET = "reopen_basket"
    REOPEN_DISTRIBUTION = "reopen_distribution"
    OCCASION = "occasion"
    CASH_FLOAT = "cash_float"
    CASH_MOVE = "cash_move"
    CASH_COUNT = "cash_count"
    LEFT_IN_BOX = "left_in_box"
    PILE = "pile"
    CORRECT = "correct"
    RETURNED = "returned"
    DEPOSIT = "deposit"
    DEPOSIT_FINAL = "deposit_final"
    DEPOSIT_SEEN = "deposit_seen"
    DEPOSIT_CORRECTED = "deposit_corrected"
    BANK = "bank"
    GROUP = "group"
    ENTERED = "entered"
    NOT_ENTERED = "not_entered"
    MEMBER_ADDED = "member_added"
    MEMBER_NAMED = "member_named"
    MEMBERS_MERGED = "members_merged"
    PRODUCTS = "products"
    UNDO = "undo"


# Why an operation was cancelled, where the program itself says so (R20).
REPLACED = "replaced"
MODE_CHANGED = "mode_changed"
WITHDRAWN = "withdrawn"
UNDONE = "undone"
CORRECTED = "corrected"
