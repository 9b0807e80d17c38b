"""How often each mistake is made where it can be made, in millionths.

Estimates of an ordinary evening, not measurements: only their proportions matter. They
are rates per opportunity, so that a large evening has more mistakes of modes and no
more of notes. What the books themselves show (a basket that lacks exactly the
difference) is rare by chance, hence the large numbers there.
"""

from __future__ import annotations

# A key pressed for another: the commonest slip.
WRITTEN_AS_CASH = 6_000
WAS_CASH = 4_000
WAS_CASH_ONLINE = 400
# One of the payments of a cheque for several baskets.
PART_OF_CHEQUE = 1_000
# What the pile of cheques would have shown, and does not: divided by this.
AGAINST_THE_PILE = 50

# An empty place in the list is looked at anyway, and was often paid.
UNPAID = 60_000
UNPAID_ABSENT = 2_000
UNPAID_WITH_DEBT = 15_000
UNPAID_DESPITE_CREDIT = 3_000
# Notes without change, a few euros from what is to pay; or round and only a part of it.
UNPAID_ROUND = 4_000
UNPAID_PART = 300
ANNOUNCED = 20_000
OLDER_DEBT = 5_000

NOT_RECEIVED = 1_000
# The member has just as much credit; there is another payment of this amount as well.
LEFT_AS_CREDIT = 5_000
ENTERED_TWICE = 300_000

REFUND_NOT_ENTERED = 60_000
REFUND_OF_BASKET = 15_000
REFUND_OF_OLDER = 5_000
REFUND_OF_PART = 100
REFUND_NOT_GIVEN = 10_000

# A mend that brings the member's balance to zero hardly does so by chance.
SIGN_SETTLES = 300_000
SIGN_OF_REFUND = 5_000
SIGN_OF_EXTRA = 300
SIGN_OF_ONLY = 20

SWAP_EVENS_OUT = 200_000
SWAP_TYPED = 1_000
# Received with one key: nobody typed it, unless the basket's cost was typed wrong.
SWAP_NOT_TYPED = 150
SWAP_OF_COUNT = 3_000
SWAP_OF_PIECES = 1_000
# Digits that are not neighbours: divided by this.
SWAP_APART = 8

MEMBERSHIP = 2_000
# They paid something else in cash; nobody saw them.
MEMBERSHIP_IN_CASH = 4_000
MEMBERSHIP_ABSENT = 100

# They fit whatever cheque turns up, so that it fits proves little.
SPLIT_OTHERWISE = 100
PART_WAS_CHEQUE = 20
REFUND_AS_CHEQUE = 500

MOVE_WRONG_SIGN = 10_000
MOVE_NOT_MADE = 2_000
MOVE_TWICE = 20_000
# Any amount can have been taken out: by what it is a multiple of, in cents.
MOVE_NOT_ENTERED = {1_000: 2_500, 500: 800, 100: 300, 5: 150, 1: 15}
# More than 100 €: divided by this.
MOVE_LARGE = 20

FLOAT_NOT_COUNTED = 20_000
FLOAT_COUNTED_TWICE = 5_000
FLOAT_OTHER = 2_000
FLOAT_USUAL = 20_000
# The books have no float at all: most groups have one.
FLOAT_FORGOTTEN = 60_000
FLOAT_ROUND = 2_500
FLOAT_ODD = 800

# One piece too many or too few, by its value in cents, where only the total is known.
PIECE = {
    1: 1_000,
    2: 1_500,
    5: 1_500,
    10: 2_000,
    20: 2_000,
    50: 2_000,
    100: 2_500,
    200: 2_500,
    500: 3_000,
    1_000: 3_000,
    2_000: 3_000,
    5_000: 1_500,
    10_000: 100,
    20_000: 20,
    50_000: 10,
}
# Where the pieces are known: for each that was counted.
PIECE_EACH = 100
# None was counted, so the one that lacks was overlooked: divided by this.
PIECE_UNSEEN = 20

# Two mistakes at one place are likelier than two anywhere, by this.
TOGETHER = 10
