"""Papers: what they say is the model's, at 80 columns and as HTML that is safe and prints well."""

import csv
import io
import logging
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import open_balance, pay_account, pay_membership
from cagette_tui.model.acts.closing import move_cash, set_cash_float
from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.acts.paying import announce, pay, pay_together, receive, refund
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.takings import takings, totals, vat, vendors
from cagette_tui.papers.exports import Export, ExportKind, Format, export_text, formats
from cagette_tui.papers.paper import (
    Card,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Heading,
    Masthead,
    PageBreak,
    Paper,
    Paragraph,
    Remark,
    Row,
    Space,
    Spaces,
    Table,
    Tick,
)
from cagette_tui.papers.paper_html import paper_html
from cagette_tui.papers.paper_text import WIDTH, paper_text
from cagette_tui.papers.report import report_facts
from cagette_tui.papers.takings_paper import takings_csv
from cagette_tui.problems import NoSuchFormat
from cagette_tui.text import cells
from tests.evening import play_evening
from tests.world import START, World, euros

NOW = START + timedelta(hours=1)
PAPERS = [kind for kind in ExportKind if Format.TEXT in formats(kind)]
EVERYTHING = [(kind, one) for kind in ExportKind for one in formats(kind)]


@pytest.fixture(autouse=True)
def _language_restored() -> Iterator[None]:
    before = i18n.current_language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def written(kind: ExportKind, form: Format, number: int = 1, member: str | None = None) -> str:
    """Write one, with plain spaces."""
    return export_text(Export(number, kind, form, member), NOW).replace("\xa0", " ")


class Page(HTMLParser):
    """What a browser would make of a page: its tags, its attributes, its text, by tag."""

    VOID = frozenset({"meta", "br", "hr", "img", "input", "link"})

    def __init__(self, html: str) -> None:
        """Read it; every tag must be closed where it belongs."""
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.style = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost one."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self._open and self._open[-1] == "style":
            self.style += data
        elif data.strip():
            self.texts.append(data.strip())

    @property
    def text(self) -> str:
        """All texts, one in a line."""
        return "\n".join(self.texts).replace("\xa0", " ")


ALL_BLOCKS = Paper(
    "Footer",
    (
        Masthead("Title", "The group", ("when", "where")),
        Heading("A heading"),
        Paragraph("A few words."),
        Paragraph("Beware.", warning=True),
        Facts((Fact("one", "1,00 €"), Fact("both", "2,00 €", "a note", strong=True))),
        Table(
            (Column("No", 4, ColumnKind.NUMBER), Column("Name"), Column("€", 8, ColumnKind.AMOUNT)),
            (
                Row(("1", "Anna", "1,00")),
                Remark("late"),
                Row((Space.BOX, "Zoé", Space.LINE), quiet=True),
                Row(("", "both", "2,00"), strong=True),
            ),
        ),
        Card(
            "12",
            "Anna",
            "to pay",
            "3,00 €",
            "in all 4,00 €",
            ("+ debt 1,00 €",),
            Table((Column("Product"),), (Row(("Bread",)), Row(("Eggs",)))),
            "to weigh: Bread",
            (Tick("Cash"), Tick("Cheque", long=True)),
            "Signature",
        ),
        PageBreak(),
        Spaces(("Date", "Signature")),
    ),
    mark="DRAFT",
)


def test_every_block_as_text() -> None:
    """At 80 columns, numbers at the right; what is for paper only is left out."""
    assert paper_text(ALL_BLOCKS) == (Path(__file__).parent / "data" / "paper.txt").read_text(
        encoding="utf-8"
    )


def test_every_block_as_html() -> None:
    """Everything is there, the mark and the footer on every page too."""
    page = Page(paper_html(ALL_BLOCKS))
    for text in ("DRAFT", "The group", "Title", "when", "A heading", "Beware.", "a note", "late"):
        assert text in page.texts
    assert page.texts[0] == "DRAFT · Footer"
    assert 'content: "DRAFT \\b7  Footer"' in page.style
    # Two boxes to tick, one in the table; a basket of up to three lines is one table.
    assert page.attributes.count(("class", "box")) == 3
    assert page.tags.count("table") == 3
    assert page.tags.count("th") == 2 + 3 + 1


def test_long_baskets_stand_in_three_columns() -> None:
    """Several members fit on a page: the lines are shared out, in their order."""
    lines = tuple(Row((f"Product {rank}",)) for rank in range(7))
    card = Card("1", "Anna", "", "", table=Table((Column("Product"),), lines))
    page = Page(paper_html(Paper("x", (card,))))
    assert page.tags.count("table") == 3
    assert [text for text in page.texts if text.startswith("Product ")] == [
        f"Product {rank}" for rank in range(7)
    ]


@pytest.fixture
def evening(world: World) -> World:
    """An evening with a bit of everything, and a group with settings."""
    shown = read_settings()
    change_settings(
        world.desk,
        shown,
        replace(
            shown,
            name="Les Paniers",
            cheque_payee="Les Paniers du Canal",
            membership_fee=euros("10.00"),
            account_holder="Association Les Paniers",
            iban="FR7630006000011234567890189",
        ),
    )
    world.evening("2026-11-13")
    desk, baskets = world.desk, read_sheet(1).baskets
    set_cash_float(desk, 1, euros("50.00"))
    move_cash(desk, 1, euros("-3.20"), "pain")
    open_balance(desk, baskets[1].member_id, euros("-12.00"), "reprise")
    one = receive(desk, baskets[0].id, baskets[0].version, Mode.CASH)
    one = set_delivered(desk, one.lines[0].id, one.version, False)
    refund(desk, one.id, one.version, Mode.CASH)
    details = ChequeDetails("0012345", "Crédit du Canal", "M. Garcia")
    parts = [Part(Mode.CASH, euros("10.00")), Part(Mode.CHEQUE, None, details)]
    pay(desk, baskets[2].id, baskets[2].version, parts)
    announce(desk, baskets[3].id, baskets[3].version, Mode.TRANSFER)
    mark_absent(desk, baskets[4].id, baskets[4].version, release=True)
    validate(desk, baskets[5].id, baskets[5].version, mode=Mode.CARD)
    pay_membership(desk, baskets[6].member_id, Mode.CASH, distribution_id=1)
    return world


def test_papers_fit_80_columns(evening: World) -> None:
    """No line of a text is wider, and none ends in spaces."""
    for language in ("fr", "en"):
        i18n.activate(language)
        for kind in PAPERS:
            for line in export_text(Export(1, kind, Format.TEXT), NOW).split("\n"):
                assert cells(line) <= WIDTH, (kind, line)
                assert line == line.rstrip(" "), kind


def test_html_needs_nothing_and_says_what_it_is(evening: World) -> None:
    """Its language, its charset, A4, no script, nothing loaded; all tags closed."""
    i18n.activate("fr")
    for kind in PAPERS:
        html = export_text(Export(1, kind, Format.HTML), NOW)
        head = '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        assert html.startswith(head)
        page = Page(html)
        assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
        assert not {"src", "href", "style"} & {name for name, _value in page.attributes}
        assert "http" not in html.replace("http-equiv", "")
        assert "url(" not in page.style
        assert "@import" not in page.style
        assert "size: A4" in page.style
        assert "Les Paniers" in page.texts


EVIL = {
    "script": "<script>alert('x')</script>",
    "markup": "</style></title>\" onload='x' \\9 \\ &lt;b&gt;&amp;",
    "formula": '=HYPERLINK("http://x")',
    "controls": "\x1b]0;x\x07\x9b31m\u202eegnaro\u2066 one\r\ntwo\ttabs\x00",
    "long": "a very long name " * 600,
    "wide": "渡辺" * 200,
}


@pytest.mark.parametrize("evil", EVIL.values(), ids=EVIL.keys())
def test_hostile_names(world: World, evil: str) -> None:
    """A script stays text, a formula is none, nothing acts on a terminal; nothing crashes."""
    product = world.product("3.00", evil, vendor=evil, weighed=True)
    number = world.distribution(place=evil)
    basket = world.basket(number, world.member(evil, evil[:40]), products=((product, "2"),))
    desk = world.other(evil)
    details = ChequeDetails(evil, evil, evil)
    basket = pay(desk, basket.id, basket.version, [Part(Mode.CHEQUE, euros("1.00"), details, evil)])
    set_delivered(desk, basket.lines[0].id, basket.version, False, note=evil)
    shown, member = world.balance(basket), basket.member_id
    pay_account(
        desk, member, Mode.CASH, euros("9.00"), evil, shown=shown, distribution_id=number, sure=True
    )
    move_cash(desk, number, euros("1.00"), evil)
    for kind, form in EVERYTHING:
        text = export_text(Export(number, kind, form), NOW)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), kind
        if form is Format.HTML:
            page = Page(text)
            assert "script" not in page.tags
            assert not {name for name, _value in page.attributes if name.startswith("on")}
            assert max(map(len, text.splitlines())) < 20_000
            if evil == EVIL["script"]:
                assert any(evil in one for one in page.texts), kind
        elif form is Format.TEXT:
            assert max(map(cells, text.split("\n"))) <= WIDTH, kind
        else:
            for row in csv.reader(io.StringIO(text[1:], newline=""), delimiter=";", strict=True):
                for value in row:
                    assert not re.match(r"[=@\t\r]|[+-](?!\d+,\d\d$)", value), (kind, value)


@pytest.mark.parametrize("kind", ExportKind)
def test_formats_that_make_no_sense_are_refused(kind: ExportKind) -> None:
    """By name, with those that there are; every kind has one."""
    assert formats(kind)
    for form in set(Format) - set(formats(kind)):
        with pytest.raises(NoSuchFormat) as refused:
            export_text(Export(1, kind, form), NOW)
        assert (refused.value.kind, refused.value.format) == (kind, form)
        assert refused.value.formats == formats(kind)


def test_a_constant_number_of_statements(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """8 baskets with 75 lines take no more statements than one."""
    world.evening("2026-11-13")
    world.one_basket("3.00")
    for kind, form in EVERYTHING:
        counts = []
        for number in (1, 2):
            caplog.clear()
            with caplog.at_level(logging.DEBUG, logger="peewee"):
                export_text(Export(number, kind, form), NOW)
            counts.append(len(caplog.records))
        assert counts[0] == counts[1], (kind, form)
        assert 0 < counts[0] <= 25, (kind, form)


def test_model_report_and_papers_agree_to_the_cent(world: World) -> None:
    """Takings, cash box, VAT and producers: one computation, shown alike everywhere."""
    played = play_evening(world)
    sheet = read_sheet(1)
    came_in, sums = takings(sheet), totals(sheet)
    data = report_facts(1, NOW)
    table = {
        (row["section"], row["item"]): Decimal(row["amount"].replace(",", "."))
        for row in csv.DictReader(io.StringIO(takings_csv(1, NOW)[1:]), delimiter=";")
    }
    for mode in Mode:
        own = sum(
            amount
            for payments in played.payments.values()
            for one, amount, _reference in payments
            if one == mode
        )
        assert table["mode", mode] == came_in.by_mode[mode] == Decimal(data["takings"][mode]) == own
    assert table["cash_box", "expected"] == came_in.expected_cash
    assert came_in.expected_cash == Decimal(data["cash_box"]["expected"])
    for name in ("ordered", "paid", "pending", "difference"):
        assert table["totals", name] == getattr(sums, name) == Decimal(data["totals"][name])
    assert [table["vat", f"{row.rate:f}"] for row in vat(sheet)] == [
        Decimal(row["gross"]) for row in data["vat"]
    ]
    producers = {row.vendor: row.gross for row in vendors(sheet)}
    assert producers == {name: table["vendor", name] for name in producers}
    page = Page(written(ExportKind.TAKINGS, Format.HTML)).text
    text = written(ExportKind.TAKINGS, Format.TEXT)
    for amount in (came_in.expected_cash, *came_in.by_mode.values(), *producers.values()):
        assert f"{amount:,.2f}" in page
        assert f"{amount:,.2f}" in text


def test_payments_add_up_to_the_takings(evening: World) -> None:
    """Confirmed payments by mode; a cheque once by its number; what is awaited apart (R10)."""
    rows = list(
        csv.DictReader(io.StringIO(written(ExportKind.PAYMENTS, Format.CSV)[1:]), delimiter=";")
    )
    came_in = takings(read_sheet(1))
    for mode in Mode:
        confirmed = [row for row in rows if (row["mode"], row["state"]) == (mode, "confirmed")]
        total = sum((Decimal(row["amount"].replace(",", ".")) for row in confirmed), Decimal(0))
        assert total == came_in.by_mode[mode]
    assert len({row["cheque_id"] for row in rows if row["cheque_id"]}) == came_in.cheque_count == 1
    (cheque,) = (row for row in rows if row["mode"] == "cheque")
    assert (cheque["number"], cheque["member_ref"]) == ("3", "1201")
    details = (cheque["cheque_number"], cheque["bank"], cheque["drawer"])
    assert details == ("0012345", "Crédit du Canal", "M. Garcia")
    (awaited,) = (row for row in rows if row["state"] == "pending")
    assert (awaited["number"], awaited["mode"], awaited["by"]) == ("4", "transfer", "paul")
    (membership,) = (row for row in rows if row["membership"] == "true")
    assert (membership["number"], membership["amount"]) == ("", "10.00")
    assert {row["at"] for row in rows} == {"2026-11-20 19:00"}
    text = written(ExportKind.PAYMENTS, Format.TEXT)
    assert "  4  MARTIN Simon" in text
    assert "awaited" in text


def test_payments_of_a_distribution_without_any(world: World) -> None:
    """It says so, in place of an empty table."""
    world.distribution()
    assert "No payment yet." in written(ExportKind.PAYMENTS, Format.TEXT)


def test_the_receipt_of_one_member(evening: World) -> None:
    """Lines as delivered with reasons, payments by mode, the balance before and after."""
    by_ref = written(ExportKind.RECEIPTS, Format.TEXT, member="1216")
    assert by_ref == written(ExportKind.RECEIPTS, Format.TEXT, member="1")
    assert "Basket 1 · DE LA FONTAINE Maël" in by_ref
    assert "GARCIA" not in by_ref
    assert re.search(r"Poireaux 1 kg +1 +0 +3\.10 +0\.00\n +undelivered\n", by_ref)
    assert re.search(r"Pintade +1\.3 +1\.3 +13\.50 +0\.35 +17\.90\n", by_ref)
    assert re.search(r"Total +€395\.07\n", by_ref)
    assert re.search(r"paid, cash +€398\.17", by_ref)
    assert re.search(r"given back, cash +€3\.10", by_ref)
    assert re.search(r"balance before +€0\.00\n +balance after +€0\.00\n", by_ref)
    assert "Not validated yet" in by_ref


def test_receipts_of_all_members(evening: World) -> None:
    """Each who paid on a page of its own, with what joined from the account; others if asked."""
    text = written(ExportKind.RECEIPTS, Format.TEXT)
    pages = text.split("=" * WIDTH)
    assert len(pages) == 4
    assert all("Les Paniers\nReceipt\n" in page for page in pages)
    assert all("This is not an invoice. Sold by: " in page for page in pages)
    assert re.search(r"paid, cheque +€19\.38  20 Nov 2026, 0012345", text)
    assert "Validated on 20 Nov 2026, 19:00 by paul." in text
    assert re.search(r"paid, cash +€10\.00  membership, 20 Nov 2026", text)
    asked = [written(ExportKind.RECEIPTS, Format.TEXT, member=str(one)) for one in (2, 4, 5)]
    assert re.search(r"balance before +-€12\.00\n +balance after +-€37\.29  debt", asked[0])
    assert re.search(r"announced, transfer +€71\.90  awaited", asked[1])
    assert "nothing was to pay" in asked[2]
    html = export_text(Export(1, ExportKind.RECEIPTS, Format.HTML), NOW)
    assert html.count('<div class="page">') == 3


def test_a_cheque_that_pays_for_two_says_what_it_comes_to(world: World) -> None:
    """R15: each receipt has its part, and the whole cheque's amount."""
    number = world.distribution()
    baskets = [world.basket(number, world.member(name), "4.00") for name in ("Ana", "Bob")]
    pay_together(world.desk, [(one.id, one.version) for one in baskets], Mode.CHEQUE)
    text = written(ExportKind.RECEIPTS, Format.TEXT, member="1").replace("\xa0", " ")
    assert re.search(r"paid, cheque +€4\.00  of a cheque of €8\.00, ", text)


def test_a_reference_goes_before_a_number(world: World) -> None:
    """Who is called 2 gets their own receipt, not that of basket 2."""
    number = world.distribution()
    world.basket(number, world.member("Anna", "2"), "3.00")
    world.basket(number, world.member("Zoé", "7"), "4.00")
    assert "Anna" in written(ExportKind.RECEIPTS, Format.TEXT, member="2")
    assert "Anna" in written(ExportKind.RECEIPTS, Format.TEXT, member="1")
    assert "Zoé" in written(ExportKind.RECEIPTS, Format.TEXT, member="7")


BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.mark.long
@pytest.mark.parametrize("kind", PAPERS)
def test_it_prints(evening: World, kind: ExportKind, tmp_path: Path) -> None:
    """A real browser makes a PDF of A4 pages of it, and opens no connection for that."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("no browser here")
    page, pdf = tmp_path / "paper.html", tmp_path / "paper.pdf"
    page.write_text(export_text(Export(1, kind, Format.HTML), NOW), encoding="utf-8")
    subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={pdf}", str(page),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    data = pdf.read_bytes()
    sizes = {
        (round(float(width)), round(float(height)))
        for width, height in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    }
    assert sizes == {(595, 842)}
