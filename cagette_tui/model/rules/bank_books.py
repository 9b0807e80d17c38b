"""What the books know that a line of the bank's statement may be; and what a line is taken for.

Amounts are euros, always positive here unless said; days are local.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cagette_tui.value import ValueObject

ZERO = Decimal("0.00")


# --- What the books know -----------------------------------------------------------------------


class Expected(ValueObject):
    """A transfer that a member announced, or one that was received and no statement showed yet."""

    operation_id: int
    amount: Decimal
    pending: bool


class BookBasket(ValueObject):
    """A basket as far as its payment goes."""

    id: int
    distribution_id: int
    evening: date
    number: int
    member_id: int
    cost: Decimal
    paid: Decimal  # confirmed payments, net of refunds
    transfers: tuple[Expected, ...] = ()

    @property
    def lacks(self) -> Decimal:
        """What its own payments leave unpaid."""
        return max(self.cost - self.paid, ZERO)


class Returned(ValueObject):
    """A cheque that came back, or what the bank took for it."""

    amount: Decimal
    evening: date | None
    is_fee: bool
    booked: date | None = None
    cheque: int | None = None
    number: str | None = None


class BookMember(ValueObject):
    """A member's account; `balance` is negative where the member owes something (R11)."""

    id: int
    name: str
    ref: str | None
    balance: Decimal = ZERO
    paid_until: date | None = None  # the membership
    transfers: tuple[Expected, ...] = ()  # on the account alone
    returned: tuple[Returned, ...] = ()


class BookCheque(ValueObject):
    """A cheque that no statement showed yet, or that is in a pile."""

    id: int
    amount: Decimal
    number: str | None = None
    members: tuple[int, ...] = ()


class BookDeposit(ValueObject):
    """Cheques that go to the bank together: a deposit, or the pile of an evening."""

    evening: date
    cheques: tuple[BookCheque, ...]
    distribution_id: int | None = None
    slip: str | None = None  # its number, where it has one
    begun: bool = False  # a statement showed others of it
    number: int | None = None  # of the deposit, where one was made

    @property
    def total(self) -> Decimal:
        """What they come to."""
        return sum((one.amount for one in self.cheques), ZERO)


class BookCards(ValueObject):
    """The payments by card of an evening that no statement showed yet."""

    distribution_id: int
    evening: date
    amounts: tuple[Decimal, ...]
    seen: Decimal = ZERO  # what statements showed of it

    @property
    def total(self) -> Decimal:
        """What they come to."""
        return sum(self.amounts, ZERO)


class BookCash(ValueObject):
    """Cash that was taken out of the box, for the bank as it seems."""

    id: int
    day: date
    amount: Decimal
    distribution_id: int | None = None


class BookProducer(ValueObject):
    """What a producer is due for an evening, by catalogue."""

    distribution_id: int
    evening: date
    catalogue_id: int
    catalogue: str
    vendor_id: int
    vendor: str | None
    due: Decimal


class Books(ValueObject):
    """All that a line may be."""

    members: tuple[BookMember, ...] = ()
    baskets: tuple[BookBasket, ...] = ()
    deposits: tuple[BookDeposit, ...] = ()  # what is not seen of them yet
    deposited: tuple[BookDeposit, ...] = ()  # seen: a cheque of them may come back
    cards: tuple[BookCards, ...] = ()
    cash: tuple[BookCash, ...] = ()
    producers: tuple[BookProducer, ...] = ()
    membership_fee: Decimal = ZERO
    # Who paid from an account, or with such a label, before: by the digest of it.
    payers: dict[str, frozenset[int]] = field(default_factory=dict)


# --- What a line is taken for ------------------------------------------------------------------


class LineKind(StrEnum):
    """What a line of a statement is."""

    MEMBER = "member"
    UNKNOWN = "unknown"
    OTHER_INCOME = "other_income"
    CHEQUE_DEPOSIT = "cheque_deposit"
    CHEQUE_BOUNCED = "cheque_bounced"
    CARD_BATCH = "card_batch"
    CARD_COMMISSION = "card_commission"
    CASH_DEPOSIT = "cash_deposit"
    CASH_CORRECTION = "cash_correction"
    PRODUCER = "producer"
    PRODUCER_RETURNED = "producer_returned"
    REFUND = "refund"
    RENT = "rent"
    INSURANCE = "insurance"
    BANK_FEE = "bank_fee"


class Sure(StrEnum):
    """How sure a proposal is: what a program may book, what to propose first, what to ask."""

    CERTAIN = "certain"
    LIKELY = "likely"
    ASK = "ask"


class What(StrEnum):
    """What a part of a member's transfer is for."""

    BASKET = "basket"
    OLDER_DEBT = "older_debt"
    EXCESS = "excess"
    MEMBERSHIP = "membership"
    PAID_TWICE = "paid_twice"
    REFUND = "refund"
    FEE_PAID_BACK = "fee_paid_back"


class Why(StrEnum):
    """What speaks for a proposal."""

    NAME = "name"
    BOTH_NAMES = "both_names"
    SECOND_NAME = "second_name"
    NAME_CUT = "name_cut"
    SURNAME = "surname"
    NAME_IN_TEXT = "name_in_text"
    SAME_NAME = "same_name"  # of another member
    KNOWN_ACCOUNT = "known_account"
    KNOWN_LABEL = "known_label"
    BASKET_NUMBER = "basket_number"
    EVENING = "evening"
    EXACT = "exact"
    WITH_DEBT = "with_debt"
    SEVERAL = "several"  # baskets in one transfer
    OF_TWO = "of_two"  # members in one transfer
    FEE = "fee"  # the membership's
    REST = "rest"
    TOO_MUCH = "too_much"
    TOO_LITTLE = "too_little"
    SWAPPED = "swapped"  # digits
    PAID_TWICE = "paid_twice"
    PAID_OTHERWISE = "paid_otherwise"
    NOTHING_DUE = "nothing_due"
    AMOUNT_ONLY = "amount_only"
    WITH_BANK_FEE = "with_bank_fee"
    TOTAL = "total"  # of the slip
    CHEQUE_MISSING = "cheque_missing"
    CHEQUE_ALONE = "cheque_alone"
    OTHER_COUNT = "other_count"
    LESS_COMMISSION = "less_commission"
    PART_OF_EVENING = "part_of_evening"
    COMMISSION = "commission"
    TAKEN_OUT = "taken_out"
    CHEQUE_NUMBER = "cheque_number"
    FEE_OF_CHEQUE = "fee_of_cheque"
    BANKS_OWN = "banks_own"
    DUE = "due"
    OTHER_THAN_DUE = "other_than_due"
    GIVES_BACK = "gives_back"
    CAME_BACK = "came_back"
    NOT_FOUND = "not_found"


class MemberPart(ValueObject):
    """A part that a member pays, or gets back (negative)."""

    member_id: int
    what: What
    amount: Decimal
    evening: date | None = None
    basket_id: int | None = None
    operation_id: int | None = None  # the payment that it is, announced or received
    pending: bool = False
    either: tuple[int, ...] = ()  # homonyms: any of them, each once


class ChequesPart(ValueObject):
    """Cheques that the bank took in, or gave back; `difference` is the bank's less ours."""

    evening: date
    distribution_id: int | None
    slip: str | None
    cheques: tuple[BookCheque, ...]
    total: Decimal
    difference: Decimal = ZERO
    missing: BookCheque | None = None
    number: int | None = None  # of the deposit


class ChequePart(ValueObject):
    """One cheque: deposited alone, or given back with its fee."""

    cheque: BookCheque
    amount: Decimal  # as the bank books it
    evening: date
    slip: str | None = None
    distribution_id: int | None = None


class CardPart(ValueObject):
    """Payments by card of an evening."""

    distribution_id: int
    evening: date
    gross: Decimal
    commission: Decimal
    payments: int


class CashPart(ValueObject):
    """Cash that was taken out of the box."""

    move_id: int
    taken: date
    amount: Decimal


class ProducerPart(ValueObject):
    """What a producer was paid for an evening; `difference` is what was paid beyond the due."""

    distribution_id: int
    evening: date
    catalogue_id: int
    catalogue: str
    due: Decimal
    difference: Decimal


Part = MemberPart | ChequesPart | ChequePart | CardPart | CashPart | ProducerPart


class Proposal(ValueObject):
    """What a line may be, and why."""

    kind: LineKind
    parts: tuple[Part, ...]
    sure: Sure
    why: tuple[Why, ...]
