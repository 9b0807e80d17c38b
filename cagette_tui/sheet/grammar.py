"""Read a line of the sheet: `TARGET ACTS`. Pure: it knows neither baskets nor words for people.

    12 e              15 -poulet          18-25 E                le gall: e
    14 e20 c          16 poulet 1,35 e    12+31 c 80 n0012346    # a remark

A payment is a mode's letter, an optional amount and, behind a cheque's, an optional `nNUMBER`;
as a capital it validates too; with a `?` or “announced” it is only announced. `d`: with the older
debt; `M`: the membership, with the payment before it, which is for both then, or else by the mode
behind it, or else by the member's credit. `v vu` (or `seen`) says of what was announced that it
came, `v attendu` (or `awaited`) that it was not seen yet. What is read before something wrong is
kept, with what is wrong: a line that is being typed is shown as far as it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from cagette_tui.model.rules.kinds import LETTERS, Mode
from cagette_tui.model.rules.outcome import Unseen
from cagette_tui.money import (
    AmountError,
    Problem,
    QuantityError,
    TypedNumberError,
    parse_amount,
    parse_quantity,
)
from cagette_tui.sheet.letters import (
    ANNOUNCED,
    CHEQUE,
    MODES,
    PAYMENT,
    REFUND,
    SEEN,
    UNSEEN,
    is_act,
    may_become_unseen,
)
from cagette_tui.sheet.names import words_of
from cagette_tui.sheet.problems import Trouble, Unreadable
from cagette_tui.sheet.targets import read_target
from cagette_tui.sheet.tokens import Kind, Token, tokens_of
from cagette_tui.sheet.written import (
    Absent,
    Debt,
    Membership,
    Name,
    NotDelivered,
    Payment,
    ProductWords,
    Quantities,
    Range,
    Refund,
    Target,
    WrittenAct,
    WrittenLine,
    target_numbers,
)
from cagette_tui.text import fold, visible

LONGEST = 500
"""More characters are no line that somebody wrote."""

_UNITS = ("g", "kg", "k")  # the last one is kg while it is typed
_LITRE = "l"  # right behind the number in a product's name; elsewhere it is a mode's letter
_THOUSANDS = re.compile(r"[0-9]{3}([.,][0-9]*)?€?")


def read_line(text: str) -> WrittenLine:
    """Read one line, without its end. Never raises."""
    if len(text) > LONGEST:
        return WrittenLine(problem=Unreadable(Trouble.TOO_LONG, text))
    text = text.replace("\t", " ")
    if visible(text) != text:
        return WrittenLine(problem=Unreadable(Trouble.CONTROL, text))
    text = text.strip()
    if not text or text.startswith("#"):
        return WrittenLine(remark=text[1:].strip())
    try:
        target, rest = read_target(text)
    except Unreadable as problem:
        return WrittenLine(problem=problem)
    if rest is None:
        unfinished = Unreadable(Trouble.NO_TARGET, text, unfinished=True)
        return WrittenLine(target=target, problem=unfinished)
    return _Reader(rest).line(target)


class _Reader:
    """Reads acts, one token after the other."""

    def __init__(self, text: str) -> None:
        self._tokens, self._remark, self._trouble = tokens_of(text)
        self._at = 0
        self._acts: list[WrittenAct] = []
        self._validating = False
        self._unseen: Unseen | None = None

    def line(self, target: Target) -> WrittenLine:
        """Read all acts of the line for a target."""
        sure = self._takes_final_mark()
        problem: Unreadable | None = None
        try:
            while self._at < len(self._tokens):
                self._act(self._next())
            if self._trouble is not None:
                raise self._trouble
            self._must_make_sense(target, sure)
        except Unreadable as found:
            # What is between the open quote and the end may be what lacks.
            problem = self._trouble if found.unfinished and self._trouble else found
        acts = tuple(self._acts)
        return WrittenLine(
            target, acts, self._validating, self._unseen, sure, self._remark, problem
        )

    def _takes_final_mark(self) -> bool:
        if self._trouble is None and self._tokens and self._tokens[-1].kind is Kind.MARK:
            self._tokens.pop()
            return True
        return False

    # Tokens

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _peek(self, kind: Kind) -> Token | None:
        if self._at < len(self._tokens) and self._tokens[self._at].kind is kind:
            return self._tokens[self._at]
        return None

    @property
    def _is_open(self) -> bool:
        """Whether what was read last is what is being typed."""
        return self._at == len(self._tokens)

    # Acts

    def _act(self, token: Token) -> None:
        if token.kind is Kind.MARK:
            raise Unreadable(Trouble.NOT_LAST, token.text)
        if token.kind is Kind.NUMBER:
            # The 2 of 1 2 may become the thousands of 1 234,50.
            last = self._acts[-1] if self._acts else None
            if isinstance(last, Payment) and last.number is None:
                _must_not_lack_its_n(token.text, last.mode)
            begun = self._is_open and len(token.text) < 3
            raise Unreadable(Trouble.STRAY_NUMBER, token.text, unfinished=begun)
        if token.kind is Kind.MINUS:
            self._not_delivered()
        elif token.kind is Kind.WORD and is_act(token):
            self._letter(token.text)
        elif self._validating and self._is_open and may_become_unseen(token):
            raise Unreadable(Trouble.NO_QUANTITY, token.text, unfinished=True)
        else:
            self._at -= 1
            self._quantities()

    def _letter(self, word: str) -> None:
        if word == "v":
            self._validating = True
        elif unseen := UNSEEN.get(word.lower()):
            if self._unseen not in (None, unseen):
                raise Unreadable(Trouble.WORD_ALONE, word)
            self._unseen = unseen
        elif word == "A":
            self._acts.append(Absent())
        elif word == "d":
            self._acts.append(Debt())
        elif word == "M":
            self._membership()
        elif match := REFUND.fullmatch(word):
            self._refund(match[1])
        elif match := PAYMENT.fullmatch(word):
            self._payment(match[1], match[3], announced=bool(match[2]))
        else:
            raise Unreadable(Trouble.CHEQUE_NUMBER, word)

    def _payment(self, letter: str, inline: str | None, *, announced: bool) -> None:
        self._validating |= letter.isupper()
        mode = MODES[letter.lower()]
        amount = self._amount(inline, mode)
        payment = Payment(mode, amount, announced=self._was_seen() if not announced else True)
        payment = replace(payment, number=self._cheque_number(mode))
        if payment.amount is None and any(
            isinstance(act, Payment) and act.amount is None for act in self._acts
        ):
            # It may still be given an amount.
            raise Unreadable(Trouble.TWO_RESTS, unfinished=self._is_open)
        self._acts.append(payment)

    def _was_seen(self) -> bool | None:
        """Read “announced” or “seen” behind a mode: whether it is announced; None for no word."""
        token = self._peek(Kind.WORD)
        word = fold(token.text) if token else ""
        if word not in (*ANNOUNCED, *SEEN):
            return None
        self._next()
        return word in ANNOUNCED

    def _membership(self) -> None:
        """Read `M`, with the payments before it or by a credit, or `M c n12`, by its own mode."""
        if any(isinstance(act, Membership) for act in self._acts):
            raise Unreadable(Trouble.TWO_FEES)
        token = self._peek(Kind.WORD)
        match = PAYMENT.fullmatch(token.text) if token else None
        among = sum(isinstance(act, Payment) for act in self._acts)
        if among or not match:
            self._number_after_fee()
            self._acts.append(Membership(among=among))
            return
        self._next()
        amount = self._peek(Kind.NUMBER)
        if match[2] or match[3] or amount:
            raise Unreadable(Trouble.FEE_AMOUNT, match[0] + (amount.text if amount else ""))
        self._validating |= match[1].isupper()
        mode = MODES[match[1].lower()]
        self._acts.append(Membership(mode, self._cheque_number(mode)))

    def _number_after_fee(self) -> None:
        """Read `c M n12` as `c n12 M`: with the payment before it the fee has no other cheque."""
        last = self._acts[-1] if self._acts else None
        if isinstance(last, Payment) and last.mode is Mode.CHEQUE and last.number is None:
            self._acts[-1] = replace(last, number=self._cheque_number(Mode.CHEQUE))

    def _cheque_number(self, mode: Mode) -> str | None:
        """Read `n12` behind a cheque's letter; None where it is not there."""
        token = self._peek(Kind.WORD)
        match = CHEQUE.fullmatch(token.text) if token else None
        if token is None or match is None:
            return None
        if mode is not Mode.CHEQUE:
            raise Unreadable(Trouble.CHEQUE_NUMBER, token.text)
        self._next()
        if match[1]:
            return match[1]
        token = self._peek(Kind.NUMBER)
        if token is None:
            raise Unreadable(Trouble.CHEQUE_NUMBER, "n", unfinished=self._is_open)
        self._next()
        if not re.fullmatch("[0-9]{1,20}", token.text):
            raise Unreadable(Trouble.CHEQUE_NUMBER, token.text)
        return token.text

    def _refund(self, inline: str | None) -> None:
        amount = self._amount(inline)
        token = self._peek(Kind.WORD)
        match = PAYMENT.fullmatch(token.text) if token else None
        if token is None or match is None:
            raise Unreadable(Trouble.NO_MODE, "r", unfinished=self._is_open)
        self._next()
        if inline := match[2] + (match[3] or ""):
            raise Unreadable(Trouble.STRAY_NUMBER, inline)
        self._validating |= match[1].isupper()
        self._acts.append(Refund(MODES[match[1].lower()], amount))

    def _amount(self, inline: str | None, mode: Mode | None = None) -> Decimal | None:
        """Read the amount that is in a token already, or follows it; None where there is none."""
        text = self._number() if inline is None else inline
        if text is None:
            return None
        while (token := self._peek(Kind.NUMBER)) and _THOUSANDS.fullmatch(token.text):
            text += " " + self._next().text
        token = self._peek(Kind.WORD)
        if token and token.text == "€":
            text += self._next().text
        try:
            return parse_amount(text)
        except AmountError as error:
            _must_not_lack_its_n(text, mode)
            raise self._wrong_number(error) from error

    def _number(self) -> str | None:
        """Take a number, one below zero too, which is refused as that."""
        kinds = [token.kind for token in self._tokens[self._at : self._at + 2]]
        if kinds[:1] == [Kind.NUMBER]:
            return self._next().text
        if kinds == [Kind.MINUS, Kind.NUMBER]:
            return self._next().text + self._next().text
        return None

    def _not_delivered(self) -> None:
        product = self._product(with_numbers=True)
        if product is None:
            number = self._peek(Kind.NUMBER)
            if number:
                raise Unreadable(Trouble.DIGITS, number.text)
            # A letter of an act may be the first one of a product.
            begun = self._at >= len(self._tokens) - 1
            raise Unreadable(Trouble.NO_PRODUCT, "-", unfinished=begun)
        self._acts.append(NotDelivered(product))
        if self._peek(Kind.NUMBER):
            raise Unreadable(Trouble.NUMBER_AFTER_MINUS, product.text)

    def _quantities(self) -> None:
        product = self._product()
        if product is None:
            raise Unreadable(Trouble.NO_PRODUCT, self._tokens[self._at - 1].text)
        quantities = []
        while token := self._peek(Kind.NUMBER):
            self._next()
            quantities.append(self._quantity(token.text))
        self._acts.append(Quantities(product, tuple(quantities)))
        if not quantities:
            raise Unreadable(Trouble.NO_QUANTITY, product.text, unfinished=product.open)

    def _quantity(self, text: str) -> Decimal:
        token = self._peek(Kind.WORD)
        if token and token.text.lower() in _UNITS:
            text += self._next().text
        try:
            return parse_quantity(text)
        except QuantityError as error:
            raise self._wrong_number(error) from error

    def _product(self, *, with_numbers: bool = False) -> ProductWords | None:
        """Read what is between quotes, or words up to an act or a number; None without a word.

        `with_numbers`: no quantity can follow, hence numbers behind a word are of the name.
        """
        if self._peek(Kind.QUOTED):
            text, figures = self._next().text, False
        else:
            found = list(self._product_words())
            figures = False
            while with_numbers and found and self._peek(Kind.NUMBER):
                figures = True
                found.append(self._next().text)
                if (unit := self._peek(Kind.WORD)) and unit.text.lower() == _LITRE:
                    found.append(self._next().text)
                found += self._product_words()
            text = " ".join(found)
        words = words_of(text)
        return ProductWords(text, words, self._is_open, figures) if words else None

    def _product_words(self) -> Iterator[str]:
        while (token := self._peek(Kind.WORD)) and not is_act(token):
            if any(character.isdigit() for character in token.text):
                raise Unreadable(Trouble.DIGITS, token.text)
            yield self._next().text

    def _wrong_number(self, typed: TypedNumberError) -> Unreadable:
        """Say what is wrong with a number: `25,`, `0` and `1,35 k` may go on."""
        ends = ",.kK" if isinstance(typed, QuantityError) else ",."
        begun = typed.problem is Problem.NOT_A_NUMBER and typed.text[-1] in ends
        unfinished = self._is_open and (begun or typed.problem is Problem.ZERO)
        return Unreadable(Trouble.NUMBER, typed.text, unfinished=unfinished, typed=typed)

    # The whole line

    def _must_make_sense(self, target: Target, sure: bool) -> None:
        payments = [act for act in self._acts if isinstance(act, Payment)]
        if self._unseen and (payments or not self._validating):
            raise Unreadable(Trouble.WORD_ALONE, unfinished=not payments and not sure)
        if not self._acts and not self._validating:
            raise Unreadable(Trouble.NO_ACTS, "", unfinished=not sure)
        if isinstance(target, Name) or len(target_numbers(target)) == 1:
            return
        if any(isinstance(act, Quantities) for act in self._acts):
            raise Unreadable(Trouble.ONE_BASKET)
        refunds = [act for act in self._acts if isinstance(act, Refund)]
        if isinstance(target, Range):
            amounts = [*(one.amount for one in payments), *(one.amount for one in refunds)]
            if any(amounts):
                raise Unreadable(Trouble.RANGE_AMOUNT)
            for payment in payments:
                if payment.number:
                    raise Unreadable(Trouble.RANGE_NUMBER, self._as_sum(target, payment))
        elif refunds:
            raise Unreadable(Trouble.ONE_BASKET)
        elif len(payments) > 1:
            raise Unreadable(Trouble.ONE_PAYMENT)

    def _as_sum(self, target: Range, payment: Payment) -> str:
        """Write the line for baskets that are paid by one cheque."""
        letter = LETTERS[payment.mode]
        if self._validating:
            letter = letter.upper()
        between = "+…+" if target.last - target.first > 1 else "+"
        return f"{target.first}{between}{target.last} {letter} n{payment.number}"


def _must_not_lack_its_n(number: str, mode: Mode | None) -> None:
    """Refuse `0012 345` behind a cheque, where the n of its number was left out."""
    if mode is Mode.CHEQUE and re.fullmatch("0[0-9][0-9 ]*", number):
        raise Unreadable(Trouble.LEADING_ZERO, number)
