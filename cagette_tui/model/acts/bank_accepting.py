"""Accept what lines of the bank's statement are proposed to be: one act, one undo (R65)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from cagette_tui.model.acts.basket_work import cancel_operation, live_operation, open_basket
from cagette_tui.model.acts.changing import confirm_in
from cagette_tui.model.acts.decided import write_decisions
from cagette_tui.model.acts.depositing import see_deposit, take_from_deposit
from cagette_tui.model.acts.returning import return_payment
from cagette_tui.model.acts.writing import Act, Desk, Entry, writing
from cagette_tui.model.reading.bank_reading import read_known
from cagette_tui.model.reading.last_word import word_on_operation
from cagette_tui.model.reading.memberships import read_membership
from cagette_tui.model.reading.queries import COUNTS
from cagette_tui.model.rules.allowed import certified, validated
from cagette_tui.model.rules.bank_books import (
    ZERO,
    CardPart,
    CashPart,
    ChequePart,
    ChequesPart,
    LineKind,
    MemberPart,
    ProducerPart,
    Proposal,
    Sure,
    What,
)
from cagette_tui.model.rules.bank_known import key_of, known_lines
from cagette_tui.model.rules.bank_label import read_label
from cagette_tui.model.rules.bank_payers import account_digest, label_digests
from cagette_tui.model.rules.days import unless_today
from cagette_tui.model.rules.kinds import WITHDRAWN, ActKind, Kind, Mode
from cagette_tui.model.rules.memberships import must_not_be_paid
from cagette_tui.model.rules.receiving import decide_by_bank
from cagette_tui.model.rules.refusals import LineIsKnown, NotFound, NotPending
from cagette_tui.model.rules.statement import StatementLine
from cagette_tui.model.store.statements import find_row
from cagette_tui.model.tables.bank_tables import BankColumns, BankLine, BankPart, BankPayer
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.value import ValueObject


class Chosen(ValueObject):
    """A line and what it is; without a proposal it is none of ours.

    `reason` is written beside what it does to accounts.
    """

    place: int  # among the lines of the file
    proposal: Proposal | None
    reason: str = ""


def accept(desk: Desk, lines: Sequence[StatementLine], chosen: Sequence[Chosen]) -> None:
    """Do what was chosen for some lines of a file, all or nothing.

    Raises `LineIsKnown` where one was accepted meanwhile, `NotPending`, `OperationIsCancelled`
    and `NotFound` where the books moved on, `MembershipPaid`.
    """
    with writing(desk) as act:
        known = known_lines(lines, read_known(lines))
        for one in chosen:
            if known[one.place] is not None:
                raise LineIsKnown(one.place + 1)
            _accept(desk, act, lines[one.place], one)


def keep_columns(desk: Desk, columns: Mapping[str, str]) -> None:
    """Keep how somebody named the columns of a table that nobody knew."""
    text = json.dumps(dict(sorted(columns.items())), ensure_ascii=False)
    with writing(desk) as act:
        if BankColumns.get_or_none(BankColumns.columns == text) is None:
            act.entry(ActKind.BANK).insert(BankColumns(columns=text))


def _accept(desk: Desk, act: Act, line: StatementLine, chosen: Chosen) -> None:
    proposal = chosen.proposal
    entry = act.entry(ActKind.BANK, member=_only_member(proposal))
    lengths, digest = key_of(line)
    row = entry.insert(
        BankLine(
            booked=line.booked,
            amount=line.amount,
            kind=LineKind.UNKNOWN if proposal is None else proposal.kind,
            lengths=",".join(map(str, lengths)),
            digest=digest,
            created_at=act.at,
            created_by=act.who,
        )
    )
    if proposal is not None:
        _Doing(desk, act, entry, row, proposal, chosen.reason).run()
        _remember(entry, line, proposal)


def _only_member(proposal: Proposal | None) -> int | None:
    parts = () if proposal is None else proposal.parts
    members = {one.member_id for one in parts if isinstance(one, MemberPart)}
    return members.pop() if len(members) == 1 else None


def _remember(entry: Entry, line: StatementLine, proposal: Proposal) -> None:
    """Keep by what the payer is known again: the account, and a name that was not enough."""
    member = entry.member
    if proposal.kind is not LineKind.MEMBER or member is None:
        return
    digests = [account_digest(line.iban)]
    if proposal.sure is not Sure.CERTAIN:
        digests += label_digests(read_label(line))
    wanted = list(dict.fromkeys(filter(None, digests)))
    there = {
        one.digest
        for one in BankPayer.select().where(
            BankPayer.member == member, BankPayer.digest.in_(wanted)
        )
    }
    for digest in wanted:
        if digest not in there:
            entry.insert(BankPayer(member=member, digest=digest))


class _Doing:
    """What one accepted line does."""

    def __init__(
        self,
        desk: Desk,
        act: Act,
        entry: Entry,
        line: BankLine,
        proposal: Proposal,
        reason: str,
    ) -> None:
        self._desk = desk
        self._act = act
        self._entry = entry
        self._line = line
        self._proposal = proposal
        self._reason = reason

    def run(self) -> None:
        """Do each part."""
        for part in self._proposal.parts:
            match part:
                case MemberPart():
                    self._member(part)
                case ChequesPart():
                    self._deposited(part)
                case ChequePart() if part.amount > 0:
                    self._note(part.amount, cheque=part.cheque.id)
                case ChequePart():
                    self._came_back(part)
                case CardPart():
                    self._note(part.gross, distribution=part.distribution_id)
                case CashPart():
                    self._note(part.amount, cash_move=part.move_id)
                case ProducerPart():
                    self._note(
                        part.due + part.difference,
                        distribution=part.distribution_id,
                        catalogue=part.catalogue_id,
                    )

    def _note(self, amount: Decimal, **columns: object) -> None:
        self._entry.insert(BankPart(line=self._line.id, amount=amount, **columns))

    def _deposited(self, part: ChequesPart) -> None:
        """Say that a deposit was seen; a cheque that was not in it waits again (R56)."""
        for cheque in part.cheques:
            if cheque != part.missing and cheque.id > 0:
                self._note(cheque.amount, cheque=cheque.id)
        if part.number is None:
            return
        if part.missing is not None:
            take_from_deposit(self._desk, part.number, part.missing.id, self._reason)
        see_deposit(self._desk, part.number, self._day())

    def _member(self, part: MemberPart) -> None:
        if part.what is What.MEMBERSHIP:
            number = self._membership(part)
        elif part.operation_id is not None:
            number = self._of_operation(part, part.operation_id)
        elif part.what is What.BASKET and part.basket_id is not None:
            number = self._of_basket(part, part.basket_id)
        else:
            number = self._on_account(part)
        self._note(part.amount, what=part.what, member=part.member_id, operation=number)

    def _of_operation(self, part: MemberPart, number: int) -> int:
        """Confirm what was announced; another amount than that takes its place."""
        row = live_operation(number)
        if row.member_id != part.member_id:
            raise NotFound("operation", number)
        if not part.pending:
            if row.pending:
                raise NotPending(number, word_on_operation(row))
            return number  # it was received: the statement shows it
        if not row.pending:
            raise NotPending(number, word_on_operation(row))
        if row.amount == part.amount:
            confirm_in(self._act, ActKind.CONFIRM, row)
            return number
        entry = self._act.entry(
            ActKind.CANCEL,
            basket=row.basket_id,
            member=row.member_id,
            distribution=row.distribution_id,
        )
        cancel_operation(entry, row, WITHDRAWN)
        if row.basket_id is None:
            return self._on_account(part)
        basket = Basket.get_by_id(row.basket_id)
        entry.update(basket, version=basket.version + 1)
        return self._of_basket(part, row.basket_id)

    def _of_basket(self, part: MemberPart, basket_id: int) -> int:
        """Pay a basket that is open; for one that is validated the money is the account's (R33)."""
        basket = find_row(Basket, basket_id)
        if basket is None or basket.cancelled_at is not None:
            raise NotFound("basket", basket_id)
        evening = find_row(Distribution, basket.distribution_id)
        if basket.absent or validated(basket) or evening is None or certified(evening):
            return self._on_account(part)
        work = open_basket(self._act, ActKind.RECEIVE, basket_id, basket.version)
        day = unless_today(self._day(), self._act.at)
        terms = self._act.terms((), work.distribution.opens_at)
        decision = decide_by_bank(work.view, part.amount, day, terms)
        (left,) = write_decisions({basket_id: work.entry}, [decision])
        return left.payments[-1].id

    def _on_account(self, part: MemberPart) -> int:
        kind = ActKind.ACCOUNT_PAYMENT if part.amount > 0 else ActKind.REFUND
        entry = self._act.entry(kind, member=part.member_id, reason=self._reason)
        return entry.insert(self._operation(entry, Kind.PAYMENT, part.amount, Mode.TRANSFER)).id

    def _membership(self, part: MemberPart) -> int:
        until = read_membership(part.member_id).until
        must_not_be_paid(until, self._line.booked, by_bank=True)
        entry = self._act.entry(ActKind.MEMBERSHIP, member=part.member_id, reason=self._reason)
        due = entry.insert(self._operation(entry, Kind.MEMBERSHIP, -part.amount, None))
        paid = self._operation(entry, Kind.PAYMENT, part.amount, Mode.TRANSFER)
        paid.membership = due
        return entry.insert(paid).id

    def _came_back(self, part: ChequePart) -> None:
        """Make the debts anew that a cheque had paid (R24); a fee is the first member's."""
        if self._proposal.kind is LineKind.BANK_FEE:
            for member in part.cheque.members[:1]:
                self._owes(part, member, part.amount)
            return
        paid = (
            Operation.select()
            .where(
                Operation.cheque == part.cheque.id,
                COUNTS,
            )
            .order_by(Operation.id)
        )
        first = paid.first()
        if first is None:
            raise NotFound("cheque", part.cheque.id)
        day = self._day(first.created_at.date())
        for one in return_payment(self._desk, first.id, self._reason, day=day):
            self._note(
                -one.amount,
                cheque=part.cheque.id,
                member=one.member_id,
                distribution=part.distribution_id,
            )

    def _owes(self, part: ChequePart, member: int, amount: Decimal) -> None:
        entry = self._act.entry(ActKind.ADJUSTMENT, member=member, reason=self._reason)
        row = entry.insert(self._operation(entry, Kind.ADJUSTMENT, amount, None))
        self._note(
            amount,
            cheque=part.cheque.id,
            member=member,
            operation=row.id,
            distribution=part.distribution_id,
        )

    def _operation(self, entry: Entry, kind: Kind, amount: Decimal, mode: Mode | None) -> Operation:
        """Make an operation of the day on which the bank booked it (R23, R26)."""
        assert amount != ZERO
        assert entry.member is not None
        day = unless_today(self._day(), entry.act.at)
        return entry.act.operation(
            entry.member, kind, amount, mode=mode, reason=entry.reason, day=day
        )

    def _day(self, earliest: date | None = None) -> date:
        """Return the bank's day, where it is one that can have been."""
        day: date = min(self._line.booked, self._act.at.date())
        return day if earliest is None else max(day, earliest)
