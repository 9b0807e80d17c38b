"""The closing report and the deposit slip on paper (R51, R52, R54)."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.accounts import pay_membership
from cagette_tui.model.acts.closing import certify, move_cash, reopen_distribution, set_cash_float
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.acts.paying import pay_together, receive, refund
from cagette_tui.model.acts.piling import put_on_pile
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.refusals import NoSuchReport
from cagette_tui.model.rules.takings import takings
from cagette_tui.papers.attendance import attendance
from cagette_tui.papers.closing_paper import closing_paper
from cagette_tui.papers.paper_html import paper_html
from cagette_tui.papers.paper_text import paper_text
from cagette_tui.papers.payments import payments_csv
from cagette_tui.papers.report import report_facts
from cagette_tui.papers.slip import slip_csv, slip_paper
from cagette_tui.papers.takings_paper import takings_csv
from tests.shortcuts import closing_report, expected_cash, slip
from tests.world import START, World, euros

NOW = START + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _language_restored() -> Iterator[None]:
    before = i18n.current_language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def closing() -> str:
    """Write the report as text, with plain spaces."""
    return paper_text(closing_paper(1, NOW)).replace("\xa0", " ")


def deposit() -> str:
    """Write the slip as text, with plain spaces."""
    return paper_text(slip_paper(1, NOW)).replace("\xa0", " ")


def paid_evening(world: World) -> None:
    """Two baskets: one in cash with an undelivered line refunded, one by cheque."""
    set_cash_float(world.desk, world.one_basket("20.00", "4.30").distribution_id, euros("50.00"))
    world.one_basket("18.40")
    move_cash(world.desk, 1, euros("-3.20"), "bread")
    one = receive(world.desk, 1, 1, Mode.CASH)
    one = set_delivered(world.desk, one.lines[1].id, one.version, False, note="never came")
    one = refund(world.desk, one.id, one.version, Mode.CASH)
    validate(world.desk, one.id, one.version)
    validate(world.desk, 2, 1, mode=Mode.CHEQUE)


def test_a_draft_says_so(world: World) -> None:
    """R54: before certification there is no number, and the mark is on every page."""
    paid_evening(world)
    text = closing()
    assert text.startswith("*** DRAFT – not certified, without a number ***\n\nClosing report\n")
    assert "As of 20 Nov 2026, 19:00" in text
    assert "Certified" not in text
    html = paper_html(closing_paper(1, NOW))
    assert '<p class="mark">DRAFT – not certified, without a number</p>' in html
    assert '@bottom-left { content: "DRAFT' in html


def test_a_numbered_report(world: World) -> None:
    """Who, when, by mode, count, difference and explanation, VAT, producers, changes (R54)."""
    paid_evening(world)
    close_count(
        world.desk, 1, euros("66.30"), shown_expected=expected_cash(1), explanation="50 c missing"
    )
    certify(world.desk, 1)
    world.clock.advance(timedelta(days=1))
    text = closing()
    assert text.startswith("Closing report no. 1\n")
    assert "Certified on 20 Nov 2026, 19:00 by paul\n" in text
    for label, amount in (
        ("baskets validated", "2 / 2"),
        ("cash", "€20.00"),
        ("cheque", "€18.40  1 cheque"),
        ("refunds, cash", "-€4.30"),
        ("cash float", "€50.00"),
        ("bread", "-€3.20"),
        ("the cash box should hold", "€66.80"),
        ("counted", "€66.30  paul, 20 Nov 2026, 19:00"),
        ("cash box difference", "-€0.50"),
    ):
        assert re.search(rf"^  {label} +{re.escape(amount)}", text, re.MULTILINE), label
    assert "Explanation: 50 c missing\n" in text
    assert re.search(r"\n   1  Membre 1 +Cash +-4\.30\n", text)
    assert re.search(
        r"\n   1  Produit 3 1 kg +1 → 0 +4\.30 +0\.00\n +undelivered · never came", text
    )
    assert re.search(r"\n5\.5% +36\.40 +2\.00 +38\.40\n", text)
    assert re.search(r"\nCatalogue 2 +Catalogue 2 +20\.00\n", text)
    assert "Changed since" not in text


def test_the_next_number_says_what_changed(world: World) -> None:
    """R54: closing again makes number 2, which names number 1 and shows the difference."""
    paid_evening(world)
    certify(world.desk, 1)
    reopen_distribution(world.desk, 1, "float was wrong")
    assert "*** DRAFT" in closing()
    set_cash_float(world.desk, 1, euros("40.00"))
    certify(world.desk, 1)
    text = closing()
    assert text.startswith("Closing report no. 2\n")
    assert "Replaces report no. 1\n" in text
    changed = text.partition("Changed since report no. 1")[2]
    assert re.search(r"\ncash float +€50\.00 +€40\.00\n", changed)
    assert re.search(r"\nthe cash box should hold +€66\.80 +€56\.80\n", changed)


def test_baskets_with_a_difference(world: World) -> None:
    """Members left with a debt are listed, before and after (R17)."""
    world.one_basket("20.00", older="-5.00")
    text = closing()
    assert re.search(r"\n   1  Membre 1 +20\.00 +-€20\.00 +-€5\.00 +-€25\.00\n", text)


def test_cheques_on_which_pile_and_books_disagree(world: World) -> None:
    """What is not on the pile, and what nobody expected."""
    paid_evening(world)
    put_on_pile(world.desk, 1, euros("14.80"))
    text = closing()
    assert re.search(r"Cheques that are not on the pile\n-+\n\n.*\nMembre 4 +18\.40\n", text)
    assert re.search(r"Cheques on the pile that nobody expected\n-+\n\n.*\n– +14\.80\n", text)


def test_the_slip_before_the_pile(world: World) -> None:
    """R52: the cheques of the books in the order of baskets; it says that it is so."""
    paid_evening(world)
    text = deposit()
    assert "nobody has gone through the pile yet" in text
    assert re.search(r"\n   1 +Membre 4 +18\.40\n-+\n +1 cheque +€18\.40\n", text)
    assert "Account holder: ....." in text
    assert "IBAN: ....." in text


def test_the_slip_follows_the_pile(world: World) -> None:
    """Number, drawer, bank and amount in the pile's order, with the account; a cheque once."""
    shown = read_settings()
    holder = "Association Les Paniers du Canal"
    iban = "FR7630006000011234567890189"
    change_settings(world.desk, shown, replace(shown, account_holder=holder, iban=iban))
    baskets = [world.one_basket(amount) for amount in ("20.00", "18.40", "5.00")]
    details = ChequeDetails("0012345", "Crédit du Canal", "=Basile")
    pair = [(one.id, one.version) for one in baskets[1:]]
    pay_together(world.desk, pair, Mode.CHEQUE, cheque=details)
    receive(world.desk, baskets[0].id, baskets[0].version, Mode.CHEQUE)
    ids = {paper.amount: paper.id for paper in read_pile(1).papers}
    put_on_pile(world.desk, 1, euros("23.40"), ids[euros("23.40")])
    put_on_pile(world.desk, 1, euros("20.00"), ids[euros("20.00")])
    text = deposit()
    assert f"Account holder: {holder}\nIBAN: FR76 3000 6000 0112 3456 7890 189\n" in text
    assert re.search(
        r"\n   1  0012345 +=Basile +Crédit du Canal +23\.40\n"
        r"   2 +Membre 1 +20\.00\n-+\n +2 cheques +€43\.40\n",
        text,
    )
    assert "gone through" not in text
    table = list(csv.DictReader(io.StringIO(slip_csv(1, NOW)[1:]), delimiter=";"))
    assert table[0] == {
        "evening": "1",
        "day": "2026-11-20",
        "place": "Salle",
        "position": "1",
        "cheque_number": "0012345",
        "drawer": "'=Basile",
        "bank": "Crédit du Canal",
        "amount": "23.40",
        "of_it_here": "23.40",
    }
    # Slip, takings, report and papers agree to the cent.
    whole = slip(1).total
    assert whole == takings(read_sheet(1)).cheques == closing_report(1).data.takings.cheques
    assert re.search(rf"\n  cheque +€{whole}  2 cheques\n", closing())


def test_no_cheque(world: World) -> None:
    """It says so."""
    world.one_basket("3.00")
    assert "There is no cheque." in deposit()


@pytest.mark.long
def test_a_whole_evening_agrees_to_the_cent(world: World) -> None:
    """62 baskets, 30 in cash, 25 by cheque (one for two baskets), 5 transfers, 2 cards.

    A float of 50, a membership and a refund in cash: slip, report, sheet and tables say what
    an independent sum says.
    """
    world.evening()
    baskets, desk = read_sheet(1).baskets, world.desk
    set_cash_float(desk, 1, euros("50.00"))
    pay_membership(desk, baskets[40].member_id, Mode.CASH, distribution_id=1, amount=euros("10.00"))
    modes = [Mode.CASH] * 30 + [Mode.CHEQUE] * 25 + [Mode.TRANSFER] * 5 + [Mode.CARD] * 2
    sums = {
        mode: sum((one.cost for one, its in zip(baskets, modes, strict=True) if its is mode), ZERO)
        for mode in Mode
    }
    first = receive(desk, baskets[0].id, baskets[0].version, Mode.CASH)
    first = set_delivered(desk, first.lines[0].id, first.version, False)
    validate(desk, first.id, refund(desk, first.id, first.version, Mode.CASH).version)
    pair = [(one.id, one.version) for one in baskets[30:32]]
    for one in pay_together(desk, pair, Mode.CHEQUE):
        validate(desk, one.id, one.version)
    for one, mode in zip(baskets, modes, strict=True):
        if not world.again(one).validated:
            validate(desk, one.id, one.version, mode=mode)
    cash = sums[Mode.CASH] + 10 - baskets[0].lines[0].total
    expected = 50 + cash
    close_count(desk, 1, expected, shown_expected=expected)
    assert certify(desk, 1) == 1

    data = report_facts(1, NOW)
    assert data["cash_box"]["expected"] == data["cash_box"]["counted"] == str(expected)
    assert data["takings"]["cheque"] == str(sums[Mode.CHEQUE])
    assert data["takings"]["cheque_count"] == 24
    assert (slip(1).count, slip(1).total) == (24, sums[Mode.CHEQUE])
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for row in csv.DictReader(io.StringIO(payments_csv(1, NOW)[1:]), delimiter=";"):
        paid[row["mode"]] += Decimal(row["amount"].replace(",", "."))
    table = {
        row["item"]: Decimal(row["amount"].replace(",", "."))
        for row in csv.DictReader(io.StringIO(takings_csv(1, NOW)[1:]), delimiter=";")
        if row["section"] in ("mode", "cash_box")
    }
    own = {**sums, Mode.CASH: cash}
    assert {mode: table[mode] for mode in Mode} == own
    assert {mode: paid[mode] for mode in Mode} == own
    assert table["expected"] == table["counted"] == expected
    report, sheet = closing(), paper_text(attendance(1, NOW))
    for mode, label in ((Mode.CASH, "cash"), (Mode.CHEQUE, "cheque"), (Mode.CARD, "card")):
        assert re.search(rf"\n  {label} +€{own[mode]:,.2f}", report)
    assert re.search(rf"\n  counted +€{expected:,.2f}", report)
    assert re.search(rf"\n +24 cheques +€{sums[Mode.CHEQUE]:,.2f}\n", deposit())
    assert "to collect: €0.00" in sheet
    assert sheet.count("nothing left to pay") == 62


def test_the_count_and_what_leaves_the_box(world: World) -> None:
    """R54: by note and coin, what stays in the box and what goes to the bank."""
    basket = world.one_basket("47.00", older="-3.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    now = read_settings()
    change_settings(world.desk, now, replace(now, wished_float=euros("20.00")))
    counted = {euros("20.00"): 2, euros("5.00"): 1, euros("2.00"): 1}
    close_count(world.desk, 1, counted, shown_expected=expected_cash(1))
    text = closing()
    assert re.search(r"€20.00 +2 +40.00 ", text)
    assert re.search(r"Total +47.00 +20.00 +27.00\n", text)
    assert "Older debts" in text
    assert "Second signature" in text


def test_each_report_again(world: World) -> None:
    """R54: number 1 as it was, after number 2; quantities as 1 → 0; sums under the lists."""
    basket = world.one_basket("12.00", "3.00")
    basket = set_delivered(world.desk, basket.lines[1].id, basket.version, False)
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, 1)
    first = closing()
    assert "1 → 0" in first
    reopen_distribution(world.desk, 1, "oubli")
    move_cash(world.desk, 1, euros("-2.00"), "pain")
    certify(world.desk, 1)
    assert "Closing report no. 2" in closing()
    again = paper_text(closing_paper(1, NOW, 1)).replace("\xa0", " ")
    assert again == first
    with pytest.raises(NoSuchReport):
        closing_paper(1, NOW, 3)


def test_a_cheque_for_two_evenings_on_the_slip(world: World) -> None:
    """R15, R52: nobody looks for two cheques: it is whole, and says what is this evening's."""
    here = world.one_basket("20.00")
    there = world.basket(
        world.distribution(START + timedelta(days=7), "Ailleurs"), here.member_id, "11.80"
    )
    pay_together(world.desk, [(one.id, one.version) for one in (here, there)], Mode.CHEQUE)
    told = paper_html(slip_paper(1, NOW)).replace("\xa0", " ")
    assert "(€20.00 for this distribution)" in told
    assert "Of these €31.80, €20.00 are for this distribution." in told
    (row,) = csv.DictReader(io.StringIO(slip_csv(1, NOW)[1:]), delimiter=";")
    assert (row["amount"], row["of_it_here"]) == ("31.80", "20.00")
    assert "€11.80 of it pay something else than this distribution." in " ".join(closing().split())
