"""The evening of the 62 baskets is closed, from the first basket to the certified report.

30 baskets in cash, 25 by cheque (two of them by one), 5 by transfer, 2 by card; a float of
50 €, a membership in cash, a refund in cash. What must come out is added up here, in
cents, from the export and from what was done.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.accounts import pay_membership
from cagette_tui.model.acts.changing import cancel, change_amount, change_mode
from cagette_tui.model.acts.closing import certify, set_cash_float
from cagette_tui.model.acts.counting import close_count, count_draft
from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.acts.mending import mend
from cagette_tui.model.acts.paying import pay_together, receive, refund
from cagette_tui.model.acts.piling import put_on_pile
from cagette_tui.model.acts.searching import correct_count, corrects_count, search
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.finding import Cause
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.closing_reports import closing_reports, dry_run
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.closing_report import Change
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.notes_and_coins import VALUES, total_of
from cagette_tui.model.rules.outcome import outcome_of
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.takings import takings
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.money import from_cents, to_cents
from cagette_tui.papers.attendance import attendance
from cagette_tui.papers.exports import Export, ExportKind, Format, export_text
from cagette_tui.papers.paper import Card
from cagette_tui.papers.report import report_csv, report_facts
from tests.shortcuts import closing_report, expected_cash, slip
from tests.world import DATA, START, World, euros

NOW = START + timedelta(hours=1)
CASH, CHEQUE, TRANSFER, CARD = Mode.CASH, Mode.CHEQUE, Mode.TRANSFER, Mode.CARD
FLOAT, FEE = 5000, 1500


def exported() -> list[list[int]]:
    """The lines of each basket in cents, in the order of the file, read with a reader apart."""
    path = DATA / "Export-commandes-2026-11-20-Cagette.csv"
    baskets: dict[str, list[int]] = {}
    for row in path.read_text(encoding="utf-8").splitlines()[1:]:
        values = row[1:-1].split('";"')
        whole, _, cents = values[10].partition(",")
        baskets.setdefault(values[0], []).append(100 * int(whole) + int(cents.ljust(2, "0")))
    return list(baskets.values())


@dataclass
class Evening:
    """What was done, in cents, by basket number."""

    lines: dict[int, list[int]]
    modes: dict[int, Mode]
    together: tuple[int, int]
    refunded: int  # the basket whose first line did not come

    @property
    def lost(self) -> int:
        """What was refunded."""
        return self.lines[self.refunded][0]

    def cost(self, number: int) -> int:
        """What a basket costs in the end."""
        return sum(self.lines[number]) - (self.lost if number == self.refunded else 0)

    def came_in(self, mode: Mode) -> int:
        """Net of the refund, with the membership."""
        paid = sum(self.cost(number) for number, one in self.modes.items() if one is mode)
        return paid + (FEE if mode is CASH else 0)

    @property
    def cash(self) -> int:
        """What the box should hold."""
        return FLOAT + self.came_in(CASH)

    @property
    def sheets(self) -> list[int]:
        """What stands on each cheque."""
        alone = [one for one, mode in self.modes.items() if mode is CHEQUE]
        alone = [one for one in alone if one not in self.together]
        return [sum(map(self.cost, self.together)), *map(self.cost, alone)]


def planned() -> Evening:
    """Who paid how, neighbours mixed as they come to the table."""
    lines = dict(enumerate(exported(), start=1))
    modes = [CASH] * 30 + [CHEQUE] * 25 + [TRANSFER] * 5 + [CARD] * 2
    Random("the queue").shuffle(modes)
    by_number = dict(enumerate(modes, start=1))
    by_cheque = [number for number, mode in by_number.items() if mode is CHEQUE]
    in_cash = [number for number, mode in by_number.items() if mode is CASH]
    return Evening(lines, by_number, (by_cheque[3], by_cheque[4]), in_cash[7])


@pytest.fixture(scope="module")
def file(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play the evening once: all baskets validated, the box not counted."""
    path = tmp_path_factory.mktemp("closing") / "evening.db"
    shutil.copy(template, path)
    open_database(path)
    world, evening = World(), planned()
    world.evening()
    desk, baskets = world.desk, {one.number: one for one in read_sheet(1).baskets}
    set_cash_float(desk, 1, from_cents(FLOAT))
    pair = [(baskets[one].id, baskets[one].version) for one in evening.together]
    for one in pay_together(desk, pair, CHEQUE, cheque=ChequeDetails("0012345", "Banque")):
        validate(desk, one.id, one.version)
    lacking = baskets[evening.refunded]
    paid = receive(desk, lacking.id, lacking.version, CASH)
    lacking = set_delivered(desk, paid.lines[0].id, paid.version, False)
    lacking = refund(desk, lacking.id, lacking.version, CASH)
    validate(desk, lacking.id, lacking.version)
    for number, mode in evening.modes.items():
        if number not in (*evening.together, evening.refunded):
            validate(desk, baskets[number].id, baskets[number].version, mode=mode)
    member = baskets[40].member_id
    pay_membership(desk, member, CASH, distribution_id=1, amount=from_cents(FEE))
    close_database()
    return path


@pytest.fixture
def played(file: Path, tmp_path: Path) -> Iterator[World]:
    """Give a copy of that evening, in English."""
    shutil.copy(file, tmp_path / "evening.db")
    before = i18n.current_language()
    i18n.activate("en")
    open_database(tmp_path / "evening.db")
    yield World()
    close_database()
    i18n.activate(before)


EVENING = planned()


def again(world: World, number: int, change: Callable[[int], object]) -> None:
    """Reopen a basket, do something to its payment, and validate it whatever remains."""
    basket = next(one for one in read_sheet(1).baskets if one.number == number)
    reopen_basket(world.desk, basket.id, basket.version, "erreur")
    change(basket.payments[0].id)
    basket = world.again(basket)
    validate(world.desk, basket.id, basket.version, accept=outcome_of(basket))


def first(mode: Mode, fits: Callable[[int], bool] = bool) -> int:
    """A basket that was paid so, and is none of the special ones."""
    return next(
        number
        for number, one in EVENING.modes.items()
        if one is mode and number not in (*EVENING.together, EVENING.refunded)
        if fits(EVENING.cost(number))
    )


def swapped(cents: int) -> int:
    """An amount with its second and third digit swapped."""
    return int(f"{cents}"[0] + f"{cents}"[2] + f"{cents}"[1] + f"{cents}"[3:])


def test_what_the_box_should_hold(played: World) -> None:
    """R50: to the cent, for each mode and for the cheques, which are 24 sheets."""
    assert (len(EVENING.modes), len(EVENING.sheets)) == (62, 24)
    came_in = takings(read_sheet(1))
    assert to_cents(came_in.expected_cash) == EVENING.cash
    assert {mode: to_cents(amount) for mode, amount in came_in.by_mode.items()} == {
        mode: EVENING.came_in(mode) for mode in Mode
    }
    assert came_in.cheque_count == 24
    assert sorted(to_cents(one.amount) for one in read_pile(1).papers) == sorted(EVENING.sheets)


def _cheque_as_cash(world: World) -> tuple[Cause, int]:
    number = first(CHEQUE)
    again(world, number, lambda payment: change_mode(world.desk, payment, CASH))
    return Cause.WRITTEN_AS_CASH, number


def _cash_as_cheque(world: World) -> tuple[Cause, int]:
    number = first(CASH)
    again(world, number, lambda payment: change_mode(world.desk, payment, CHEQUE))
    return Cause.WAS_CASH, number


def _not_entered(world: World) -> tuple[Cause, int]:
    number = first(CASH)
    again(world, number, lambda payment: cancel(world.desk, payment, "erreur"))
    return Cause.UNPAID, number


def _two_digits(world: World) -> tuple[Cause, int]:
    number = first(CASH, lambda cents: cents > 999 and swapped(cents) != cents)
    wrong = from_cents(swapped(EVENING.cost(number)))
    again(world, number, lambda payment: change_amount(world.desk, payment, wrong, "erreur"))
    return Cause.SWAPPED_DIGITS, number


@pytest.mark.parametrize(
    "plant",
    [_cheque_as_cash, _cash_as_cheque, _not_entered, _two_digits],
    ids=lambda one: one.__name__,
)
def test_an_error_is_found_and_mended(
    played: World, plant: Callable[[World], tuple[Cause, int]]
) -> None:
    """One error in the books: among the first three proposals; mended, nothing differs."""
    cause, number = plant(played)
    counted = from_cents(EVENING.cash)
    found = search(1, counted, None, START.date())
    assert found.difference != 0
    (proposal,) = [one for one in found.proposals[:3] if one.cause is cause]
    candidate = next(
        one for one in proposal.candidates if [place.number for place in one.places] == [number]
    )
    still_open = mend(played.desk, 1, candidate, "compté", shown_expected=found.expected)
    assert still_open == ()
    assert expected_cash(1) == counted
    assert search(1, counted, None, START.date()).proposals == ()
    assert check() == []


def test_a_note_that_was_not_counted(played: World) -> None:
    """Counted by note and coin, one of 20 € forgotten: found, and the count corrected."""
    right = pieces_of(EVENING.cash)
    wrong = {**right, euros("20.00"): right[euros("20.00")] - 1}
    found = search(1, total_of(wrong), wrong, START.date())
    (candidate,) = [
        one
        for proposal in found.proposals[:3]
        if proposal.cause is Cause.PIECE
        for one in proposal.candidates
    ]
    assert corrects_count(candidate)
    correct_count(played.desk, 1, found.counted, wrong, candidate)
    draft = count_draft(played.desk, 1)
    assert draft is not None
    assert {value: int(count) for value, count in draft.pieces.items()} == right


def pieces_of(cents: int) -> dict[Decimal, int]:
    """A full box: some of all up to 20 €, the rest in large notes."""
    pieces = {value: 3 for value in VALUES if value <= 20}
    left = from_cents(cents) - total_of(pieces)
    for value in VALUES:
        more, left = divmod(left, value)
        pieces[value] = pieces.get(value, 0) + int(more)
    return pieces


def rows(kind: ExportKind) -> list[dict[str, str]]:
    """Read a table as a spreadsheet does."""
    text = export_text(Export(1, kind, Format.CSV), NOW)
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))


def cents(text: str) -> int:
    """Read an amount, with a comma or a point, with or without a sign of currency."""
    sign = -1 if "-" in text else 1
    return sign * int(re.sub(r"\D", "", text))


def paper(kind: ExportKind) -> str:
    """Read a paper, with plain spaces."""
    return export_text(Export(1, kind, Format.TEXT), NOW).replace("\xa0", " ")


@pytest.mark.long
def test_closed_then_reopened_then_closed(played: World) -> None:
    """R51, R52, R54: all say the same to the cent; number 1; then number 2, with what differs."""
    desk, counted = played.desk, from_cents(EVENING.cash)
    on_the_table = [*EVENING.sheets[1:], EVENING.sheets[0]]
    Random("the pile").shuffle(on_the_table)
    for amount in map(from_cents, on_the_table):
        put_on_pile(desk, 1, amount, read_pile(1).candidates(amount)[0].id)
    close_count(desk, 1, pieces_of(EVENING.cash), shown_expected=counted)
    run = dry_run(1)
    assert not run.abnormal
    assert certify(desk, 1, run) == 1
    assert check() == []
    _all_agree(on_the_table, EVENING.came_in(CASH), EVENING.came_in(CARD))
    # A basket in cash was paid by card.
    number = first(CASH)
    moved = EVENING.cost(number)
    again(played, number, lambda payment: change_mode(desk, payment, CARD))
    counted -= from_cents(moved)
    assert dry_run(1).outdated_by == -from_cents(moved)
    close_count(desk, 1, counted, shown_expected=counted)
    assert certify(desk, 1, dry_run(1)) == 2
    report, old = closing_report(1), closing_reports(1)[0]
    assert (report.number, report.replaces, old.number) == (2, 1, 1)
    assert to_cents(old.data.takings.expected_cash) == EVENING.cash
    _names_what_differs(report.changed, number, moved)
    _all_agree(on_the_table, EVENING.came_in(CASH) - moved, EVENING.came_in(CARD) + moved)
    assert check() == []


def _names_what_differs(changed: tuple[Change, ...], number: int, moved: int) -> None:
    """Nothing but what moved from the box to the card, in the report and on paper."""
    both = {
        ("takings", "cash"): (EVENING.came_in(CASH), -moved),
        ("takings", "card"): (EVENING.came_in(CARD), moved),
        ("cash_box", "expected"): (EVENING.cash, -moved),
        ("cash_box", "counted"): (EVENING.cash, -moved),
    }
    assert set(changed) == {
        *(
            Change(path, str(from_cents(before)), str(from_cents(before + by)))
            for path, (before, by) in both.items()
        ),
        Change(("basket", str(number), "paid", "cash"), str(from_cents(moved)), None),
        Change(("basket", str(number), "paid", "card"), None, str(from_cents(moved))),
    }
    text = paper(ExportKind.CLOSING)
    assert text.startswith("Closing report no. 2\n")
    assert "Replaces report no. 1\n" in text
    told = text.partition("Changed since report no. 1")[2]
    was, now = (f"{from_cents(one):,.2f}" for one in (EVENING.cash, EVENING.cash - moved))
    assert re.search(rf"\nthe cash box should hold +€{was} +€{now}\n", told)
    assert re.search(rf"\nbasket {number}, paid, card +– +€{from_cents(moved)}\n", told)


def _all_agree(on_the_table: list[int], cash: int, card: int) -> None:
    """The slip, the report, the sheet, the tables: what was added up here."""
    sums = {mode: EVENING.came_in(mode) for mode in Mode} | {CASH: cash, CARD: card}
    box, cheques = FLOAT + cash, sum(on_the_table)
    assert cheques == sums[CHEQUE]
    # The deposit slip, in the order of the pile.
    assert [to_cents(row.amount) for row in slip(1).rows] == on_the_table
    assert [cents(row["amount"]) for row in rows(ExportKind.SLIP)] == on_the_table
    assert re.search(rf"\n +24 cheques +€{from_cents(cheques):,.2f}\n", paper(ExportKind.SLIP))
    # The report for scripts.
    data = report_facts(1, NOW)
    assert {mode: cents(data["takings"][mode]) for mode in Mode} == sums
    told = [data["cash_box"][name] for name in ("float", "expected", "counted", "difference")]
    assert list(map(cents, told)) == [FLOAT, box, box, 0]
    assert data["takings"]["cheque_count"] == 24
    assert cents(data["takings"]["membership"]) == FEE
    # The attendance sheet, and the baskets as a table.
    cards = [one for one in attendance(1, NOW, by_number=True).blocks if isinstance(one, Card)]
    assert [card.amount for card in cards] == [""] * 62  # nothing is left to pay
    table = list(csv.DictReader(io.StringIO(report_csv(1, NOW)[1:]), delimiter=";"))
    assert [cents(row["ordered"]) for row in table] == list(map(EVENING.cost, range(1, 63)))
    of_baskets = {mode: sum(cents(row[mode]) for row in table) for mode in Mode}
    assert of_baskets == {**sums, CASH: cash - FEE}
    # Payments and takings as tables.
    paid = rows(ExportKind.PAYMENTS)
    assert {
        mode: sum(cents(row["amount"]) for row in paid if row["mode"] == mode) for mode in Mode
    } == sums
    takings_rows = {row["item"]: cents(row["amount"]) for row in rows(ExportKind.TAKINGS)[4:]}
    assert {mode: takings_rows[mode] for mode in Mode if mode is not CASH} == {
        mode: sums[mode] for mode in Mode if mode is not CASH
    }
    assert [takings_rows[name] for name in ("float", "expected", "counted")] == [FLOAT, box, box]
    # The closing report.
    closed = closing_report(1).data
    assert {mode: to_cents(amount) for mode, amount in closed.takings.by_mode.items()} == sums
    text = paper(ExportKind.CLOSING)
    for label, amount in (
        *((str(mode), sums[mode]) for mode in (CASH, CHEQUE, TRANSFER, CARD)),
        ("cash float", FLOAT),
        ("the cash box should hold", box),
        ("counted", box),
    ):
        assert re.search(rf"^  {label} +€{from_cents(amount):,.2f}", text, re.MULTILINE), label


def test_the_sheet_before_anybody_came(world: World) -> None:
    """R18: printed before the evening, it says what the export says, basket by basket."""
    world.evening()
    cards = [one for one in attendance(1, NOW, by_number=True).blocks if isinstance(one, Card)]
    assert [cents(card.amount) for card in cards] == list(map(sum, exported()))
