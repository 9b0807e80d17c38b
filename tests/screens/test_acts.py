"""What keys do on the screens: acts, refusals, cursor, text from the database."""

import sqlite3
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.takings import takings
from cagette_tui.model.tables.base import database
from cagette_tui.sample.__main__ import MOMENT
from tests.screen_text import press, program, quiet, sample_copy, screen_text
from tests.world import START, World, euros

pytestmark = pytest.mark.long

TONIGHT = ("enter",)
EVIL = 'a[b][/c]"<d>&\x1b[31m\u202e' + "x" * 300


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    return sample_copy(tmp_path)


async def test_one_key_receives_validates_and_goes_on(sample: Path) -> None:
    """E C T B: durable, and the cursor on the next basket that is not validated."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "E", "C", "T", "b", "B")
        baskets = read_sheet(6).baskets
        assert [one.validated for one in baskets[:5]] == [True] * 4 + [False]
        assert [one.payments[0].mode for one in baskets[:4]] == list(Mode)[:4]
        assert ">  5" in screen_text(pilot.app)
        # The next one has an announced transfer: E asks, no is no.
        await press(pilot, "E", "n")
        assert not read_sheet(6).baskets[4].validated
        # T confirms it and validates.
        await press(pilot, "T")
        fifth = read_sheet(6).baskets[4]
        assert (fifth.validated, [one.pending for one in fifth.payments]) == (True, [False])
        assert check() == []


async def test_marked_baskets_are_paid_by_one_cheque(sample: Path) -> None:
    """R15: one payment for all marked baskets."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "space", "space", "p", "c", "enter", "text:77")
        await press(pilot, "enter", "enter")
        one, other = read_sheet(6).baskets[:2]
        assert one.payments[0].cheque == other.payments[0].cheque
        assert one.to_pay == other.to_pay == 0


async def test_marks_that_a_filter_hides(sample: Path) -> None:
    """What was validated at once is no longer marked, whether the filter shows it or not."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "f", "text:place", "enter", "asterisk", "E", "o")
        assert all(
            one.validated for one in read_sheet(6).baskets if one.intends_on_the_spot
        ) == any(one.validated for one in read_sheet(6).baskets)
        await press(pilot, "escape")
        assert "marqué" not in screen_text(pilot.app)


@pytest.mark.parametrize("away", [("down",), ("slash", "text:simon ines", "enter")])
@pytest.mark.parametrize("key", ["e", "E", "v"])
async def test_a_mark_where_nobody_looks(sample: Path, away: tuple[str, ...], key: str) -> None:
    """One highlights a basket and another one is marked: it is named and asked about first."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "space", *away)
        before = read_sheet(6).baskets
        if "slash" in away:
            assert "1 marked, hidden by the filter" in screen_text(pilot.app)
        await press(pilot, key)
        assert "The mark is on 1 BEN SALEM Béatrice" in " ".join(screen_text(pilot.app).split())
        await press(pilot, "n")
        assert read_sheet(6).baskets == before


async def test_undo_of_the_order_that_is_shown(sample: Path) -> None:
    """R61: one is back in the list; the basket is no longer there."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "a", "enter", "enter", "text:1", "enter", "escape")
        assert "> 36 BERNARD" in screen_text(pilot.app)
        await press(pilot, "enter", "u", "o")
        shown = screen_text(pilot.app)
        assert "Annulé : commande saisie – panier 36" in shown.replace("\xa0", " ")
        assert "35/35" in shown
        await press(pilot, "e")
        assert read_sheet(6).baskets[-1].number == 35


@pytest.mark.parametrize("above", ["h", "J"])
async def test_undo_of_the_order_from_a_screen_above_it(sample: Path, above: str) -> None:
    """R61: coming back, one finds the list, which says why."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "a", "enter", "enter", "text:1", "enter", above, "u", "o")
        await press(pilot, "escape")
        shown = screen_text(pilot.app)
        assert "35/35" in shown
        assert "Le panier 36 n’est plus là." in shown
        await press(pilot, "k")
        assert "34/35" in screen_text(pilot.app)


async def test_undo_in_a_basket_of_what_concerned_several(sample: Path) -> None:
    """R61: the basket that is shown stays; the screen goes on working."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "m", "text:brioche", "enter", "o", "enter", "u", "o")
        assert screen_text(pilot.app).startswith(" 1  BEN SALEM")
        lines = [line for one in read_sheet(6).baskets for line in one.lines]
        assert all(line.delivered for line in lines if line.product.startswith("Brioche"))
        await press(pilot, "e", "v")
        assert read_sheet(6).baskets[0].validated


async def test_what_is_said_of_another_mode(sample: Path) -> None:
    """A basket that was reopened is not called validated; a cheque's number is asked for (R15)."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "E", "k", "R", "text:erreur", "enter", "c", "o", "text:077")
        await press(pilot, "enter")
        basket = read_sheet(6).baskets[0]
        assert not basket.validated
        assert basket.payments[0].cheque is not None
        assert basket.payments[0].cheque.number == "077"
        text = screen_text(pilot.app)
        assert "chèque 32,13 € au lieu de espèces" in text.replace("\xa0", " ")
        assert "– validé" not in text
        # Enter on the cheque says what is written on it, once it is validated too.
        await press(pilot, "v", "k", "enter", "end", "enter", "text:078", "enter", "enter", "enter")
        assert "n 078" not in screen_text(pilot.app)
        again = read_sheet(6).baskets[0]
        assert again.validated
        assert again.payments[0].cheque is not None
        assert again.payments[0].cheque.number == "078"
        assert check() == []


async def test_payment_entry_validates(sample: Path) -> None:
    """R15: v records and validates, with or without parts; what is there already is shown."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "p", "c", "enter", "text:77", "enter", "v")
        basket = read_sheet(6).baskets[0]
        assert basket.validated
        assert basket.payments[0].cheque is not None
        assert basket.payments[0].cheque.number == "77"
        await press(pilot, "n", "e", "p")
        assert "déjà : espèces" in screen_text(pilot.app).replace("\xa0", " ")
        await press(pilot, "v")
        assert [one.validated for one in read_sheet(6).baskets].count(True) == 2
        assert check() == []


async def test_keys_act_on_all_marked_baskets(sample: Path) -> None:
    """On the highlighted basket, or on those marked with Space."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "space", "space", "e")
        asked = " ".join(screen_text(pilot.app).split())
        wanted = "(1 BEN SALEM Béatrice, 2 BEN SALEM Chloé / TANGUY Saïd) ?"
        assert f"Encaisser 92,28 € (espèces) pour 2 paniers {wanted}" in asked
        assert not any(one.paid for one in read_sheet(6).baskets[:3])
        await press(pilot, "o")
        assert [bool(one.paid) for one in read_sheet(6).baskets[:3]] == [True, True, False]
        # What is only paid stays marked, and the line above says what marks are for.
        text = screen_text(pilot.app).replace("\xa0", " ")
        assert "\n 2 marqués : e c t b E C T B v p m agissent dessus ; Espace enlève" in text
        await press(pilot, "v", "o")
        assert [one.validated for one in read_sheet(6).baskets[:3]] == [True, True, False]
        text = screen_text(pilot.app)
        assert "marqués" not in text
        assert ">  3 " in text
        await press(pilot, "u", "o")
        assert ">  1 " in screen_text(pilot.app)


async def test_baskets_that_are_paid_together_stay_marked(sample: Path) -> None:
    """One payment, then v for all of them; a single mark goes with the act."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "space", "space", "p", "e", "enter", "enter")
        assert "2 marked: " in screen_text(pilot.app)
        await press(pilot, "escape", "space", "e", "y")
        assert "marked: " not in screen_text(pilot.app)
        assert [bool(one.paid) for one in read_sheet(6).baskets[:4]] == [True, True, True, False]


@pytest.mark.parametrize("no", ["n", "enter", "escape"])
async def test_no_is_no(sample: Path, no: str) -> None:
    """Dangerous questions: Esc, Enter and n mean no; other keys do nothing meanwhile."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "V", "V", "E", "q", "ctrl+q", "j", no)
        assert not any(one.validated for one in read_sheet(6).baskets)
        assert pilot.app.is_running


@pytest.mark.parametrize("yes", ["o", "y"])
async def test_yes_is_o_or_y_in_both_languages(sample: Path, yes: str) -> None:
    """R42, R43: the rest at once, then certified, then read-only."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "V", "V", yes, "V", "V", "text:valider", "enter")
        sheet = read_sheet(6)
        assert not sheet.open_baskets
        assert sheet.distribution.certified_at is not None
        await press(pilot, "E", "e", "A")
        assert read_sheet(6) == sheet


async def test_a_debt_then_an_old_debt_settled_on_the_account(sample: Path) -> None:
    """R17, R21, R41: partly paid, validated with a debt, paid on the account with a reason."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "p", "e", "text:20", "enter", "enter", "v", "o")
        basket = read_sheet(6).baskets[0]
        assert (basket.validated, basket.paid) == (True, 20)
        await press(pilot, "k", "h", "p", "text:12,13", "enter", "e", "text:le reste", "enter", "a")
        sheet = read_sheet(6)
        assert [(one.amount, one.reason) for one in sheet.other_payments] == [
            (euros("12.13"), "le reste")
        ]


async def test_a_weight_and_a_reason(sample: Path) -> None:
    """R2, R7, R30, R32: 1350 g; far from what was ordered asks once more."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "enter", "enter", "q", "text:1350 g", "enter")
        line = read_sheet(6).baskets[0].lines[0]
        assert (str(line.delivered), line.reason) == ("1.350", Reason.WEIGHED)
        await press(pilot, "enter", "q", "text:13,5", "enter", "n")
        assert str(read_sheet(6).baskets[0].lines[0].delivered) == "1.350"
        await press(pilot, "enter", "r", "b", "text:tombé", "enter")
        line = read_sheet(6).baskets[0].lines[0]
        assert (line.reason, line.note) == (Reason.DAMAGED, "tombé")


async def test_what_was_typed_is_kept(sample: Path) -> None:
    """Esc never loses what was typed: parts of a payment are there again."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "p", "e", "text:20", "enter", "escape", "p")
        assert "20,00" in screen_text(pilot.app)
        assert not read_sheet(6).baskets[0].payments


async def test_an_awaited_transfer_is_confirmed_later(sample: Path) -> None:
    """R41: validated with the transfer awaited; Enter on the account confirms it."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "j", "j", "j", "j", "v", "a")
        basket = read_sheet(6).baskets[4]
        assert (basket.validated, basket.announced[0].pending) == (True, True)
        await press(pilot, "k", "h", "enter", "o")
        assert read_account(basket.member_id).operations[-1].pending is False
        assert read_sheet(6).baskets[4].validated


async def test_reopening_asks_for_a_reason(sample: Path) -> None:
    """R44: without one nothing happens; with one the basket is open again."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "E", "k", "R", "enter")
        assert read_sheet(6).baskets[0].validated
        await press(pilot, "text:erreur", "enter")
        assert not read_sheet(6).baskets[0].validated


async def test_somebody_else_changed_the_basket(sample: Path) -> None:
    """Refused, with who; the screen shows what there is now."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT)
        basket = read_sheet(6).baskets[0]
        receive(Desk("anna", lambda: MOMENT), basket.id, basket.version, Mode.CARD)
        await press(pilot, "e")
        text = screen_text(pilot.app)
        assert "anna a changé le panier 1" in text
        told = " ".join(" ".join(text.splitlines()[-4:]).split())
        assert "carte bancaire 32,13 €, payé 0,00 € → 32,13 €. Rien" in told
        assert "J montre qui a fait quoi." in told
        assert "Carte" in text.splitlines()[3]


async def test_a_locked_database(sample: Path) -> None:
    """Somebody else is writing: not done, said so, and the screen stays alive."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT)
        other = sqlite3.connect(sample, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await press(pilot, "E")
        assert "écrit en ce moment" in screen_text(pilot.app)
        other.execute("ROLLBACK")
        other.close()
        await press(pilot, "E")
        assert read_sheet(6).baskets[0].validated


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(one, marks=pytest.mark.long) for one in (1, 2))]
)
async def test_text_from_the_database_is_data(world: World, database_file: Path, part: int) -> None:
    """Brackets, tags, escapes and 300 characters: shown as themselves or marked, everywhere."""
    number = world.distribution(place=EVIL[:90])
    product = world.product("2.00", EVIL)
    member = world.member(EVIL)
    world.basket(number, member, products=((product, "2"),))
    screens = [
        (),
        ("enter",),
        ("enter", "v"),
        ("enter", "A"),
        ("enter", "V"),
        ("enter", "K", "V"),
        ("enter", "h"),
        ("enter", "p"),
        ("enter", "m"),
        ("enter", "m", "enter"),
        ("enter", "x", "enter"),
        ("enter", "w", "enter"),
        ("enter", "enter"),
        ("enter", "enter", "enter"),
        ("enter", "enter", "enter", "q"),
        ("enter", "enter", "enter", "r"),
        ("enter", "C"),
        ("enter", "C", "K", "p", "enter"),
        ("enter", "E", "u"),
    ]
    for keys in screens[part::3]:
        async with program(database_file) as pilot:
            await press(pilot, *keys)
            text = screen_text(pilot.app)
        assert "\x1b" not in text
        assert "\u202e" not in text
        if keys not in ((), ("enter", "enter", "enter", "q")):
            assert 'a[b][/c]"<d>&' in text, (keys, text)
        for line in text.splitlines():
            assert len(line) <= 80


async def test_the_cursor_stays_on_the_member(sample: Path) -> None:
    """Filter, act, come back: the cursor is on the same basket."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "slash", "text:nguyen emile", "enter", "e")
        assert read_sheet(6).baskets[24].paid
        await press(pilot, "slash", "escape")
        assert "> 25" in screen_text(pilot.app)
        await press(pilot, "enter", "escape")
        assert "> 25" in screen_text(pilot.app)


async def test_statements_of_a_screen(world: World, database_file: Path) -> None:
    """A constant number of statements per screen and per act, with 10 and with 120 baskets."""
    product = world.product("2.00")
    for place, size in enumerate((10, 120)):
        number = world.distribution(START - timedelta(days=1 - place))
        for rank in range(size):
            member = world.member(f"M {place} {rank}")
            world.basket(number, member, products=((product, "1"),))
    counts: list[list[int]] = [[], []]
    async with program(database_file) as pilot:
        opened = database.obj
        execute = opened.execute_sql
        seen: list[str] = []

        def counting(sql: str, *args: object, **options: object) -> object:
            seen.append(sql)
            return execute(sql, *args, **options)

        opened.execute_sql = counting
        for count, first in zip(counts, ("up", "down"), strict=True):
            await press(pilot, first)
            for key in ("enter", "E", "e", "enter", "escape", "h", "escape", "V", "escape"):
                seen.clear()
                await press(pilot, key)
                count.append(len(seen))
            await press(pilot, "escape")
    assert counts[0] == counts[1]
    assert counts[0][0] <= 14  # the list of baskets
    assert counts[0][1] <= 35  # receive and validate


async def test_a_database_that_is_locked_when_something_was_typed(sample: Path) -> None:
    """It is not typed again: as often as one likes the same act is tried again."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "enter", "s", "text:7,50", "enter")
        other = sqlite3.connect(sample, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for key in ("e", "r"):
            await press(pilot, key)
            assert "écrit en ce moment" in screen_text(pilot.app)
        other.execute("ROLLBACK")
        other.close()
        await press(pilot, "r")
        assert [one.amount for one in read_sheet(6).baskets[0].confirmed] == [Decimal("7.50")]


async def test_an_older_debt_is_told_where_it_is_left(sample: Path) -> None:
    """R18: the basket alone is paid; the list says how the debt is taken too, and that it stays."""
    hint = "Older debt €12.00: p, then d, receives it too."
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT)
        assert hint in screen_text(pilot.app)
        await press(pilot, "A", "escape")
        assert hint in screen_text(pilot.app)
        await press(pilot, "j")
        assert "Older debt" not in screen_text(pilot.app)
        await press(pilot, "k", "E")
        text = screen_text(pilot.app)
        assert "€32.13 received, validated; older debt: €12.00" in text
        await press(pilot, "u", "o", "p", "d", "e", "enter", "enter")
        assert read_sheet(6).baskets[0].paid == Decimal("44.13")
        assert "older debt" not in screen_text(pilot.app)


async def test_the_cursor_is_where_one_goes_on(sample: Path) -> None:
    """After validating on a basket's own screen; after an undo on what was taken back."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "enter", "e", "v")
        assert screen_text(pilot.app).startswith(" 2  BEN SALEM")
        await press(pilot, "escape")
        assert "\n>   2 " in screen_text(pilot.app)
        await press(pilot, "j", "j", "E", "u")
        text = screen_text(pilot.app)
        assert "Undo: basket validated, €62.80 (cash) – basket 4 BEN" in text
        await press(pilot, "o")
        text = screen_text(pilot.app)
        assert "\n>   4 " in text
        assert "Undone: basket validated, €62.80 (cash) – basket 4 BEN" in text
        # On the basket's own screen, and in the list below it.
        await press(pilot, "enter", "E")
        assert screen_text(pilot.app).startswith(" 5  BEN SALEM")
        await press(pilot, "u", "o")
        assert screen_text(pilot.app).startswith(" 4  BEN SALEM")
        await press(pilot, "escape")
        assert "\n>   4 " in screen_text(pilot.app)
        assert check() == []


async def test_an_escape_too_many(sample: Path) -> None:
    """The list of distributions says what is left, and of which distribution an undo would be."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "E", "escape")
        text = screen_text(pilot.app)
        assert "34 baskets are still to validate: Enter goes back to them." in text
        await press(pilot, "u")
        assert "Salle Jeanne d'Arc Fri 20 Nov?" in screen_text(pilot.app).replace("\n ", " ")
        await press(pilot, "n", "enter")
        assert "\n>   2 " in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("typed", "moved", "wanted"),
    [("miel", (), "Miel de"), ("miel", ("down",), "Miel de"), ("pain", ("down",), "Pain")],
)
async def test_a_product_typed_in_one_packet(
    sample: Path, typed: str, moved: tuple[str, ...], wanted: str
) -> None:
    """R31: letters, an arrow and Enter that come at once take what the whole text highlights."""
    async with program(sample, "fr") as pilot:
        await press(pilot, "enter", "enter", "a")
        for key in (*typed, *moved, "enter"):
            pilot.app.simulate_key(key)
        await pilot.pause()
        await quiet(pilot)
        title = screen_text(pilot.app)
        assert wanted in title.splitlines()[-2] + title.splitlines()[-3], title


async def test_transfers_are_seen_or_announced(sample: Path) -> None:
    """R22: asked once an evening, remembered, said in the footer; T awaits it and goes on."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "t")
        assert "announced" in screen_text(pilot.app) or "annoncé" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert read_sheet(6).baskets[0].payments == ()
        await press(pilot, "t", "a")
        first = read_sheet(6).baskets[0]
        assert ([one.pending for one in first.payments], first.paid) == ([True], 0)
        await press(pilot, "j", "T")
        second = read_sheet(6).baskets[1]
        assert (second.validated, [one.pending for one in second.payments]) == (True, [True])
        # On what is announced already the same keys never say that it was seen.
        await press(pilot, "k", "k", "home", "t")
        assert [one.pending for one in read_sheet(6).baskets[0].payments] == [True]
        await press(pilot, "T")
        first = read_sheet(6).baskets[0]
        assert (first.validated, [one.pending for one in first.payments]) == (True, [True])
        footer = " ".join(screen_text(pilot.app).splitlines()[-2:])
        assert "Transfer announced" in footer or "Virement annoncé" in footer
        assert check() == []


async def test_enter_corrects_a_payment(sample: Path) -> None:
    """R20: amount, mode, number, bank, drawer and note with Enter, in one act."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "c", "enter", "end", "enter")
        await press(pilot, "enter", "enter", "text:0001234", "enter", "text:Banque", "enter")
        await press(pilot, "enter", "text:corrigé", "enter", "o")
        (payment,) = read_sheet(6).baskets[0].payments
        assert payment.cheque is not None
        assert (payment.cheque.number, payment.cheque.bank, payment.reason) == (
            "0001234",
            "Banque",
            "corrigé",
        )
        assert check() == []


async def test_another_amount_may_be_all_of_a_correction(sample: Path) -> None:
    """R20: one question after the amount; Esc later asks about what was said, and a no says so."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "c", "enter", "end", "enter", "text:31,23", "enter")
        assert "32,13 € devient 31,23 €. Est-ce tout ?" in screen_text(pilot.app).replace(
            "\xa0", " "
        )
        await press(pilot, "o")
        assert [one.amount for one in read_sheet(6).baskets[0].payments] == [Decimal("31.23")]
        await press(pilot, "end", "up", "enter", "text:30", "enter", "a", "enter", "escape")
        assert "Enregistrer le paiement ainsi : chèque 30,00 € ?" in screen_text(pilot.app).replace(
            "\xa0", " "
        )
        await press(pilot, "n")
        assert "Rien n’est changé." in screen_text(pilot.app)
        assert [one.amount for one in read_sheet(6).baskets[0].payments] == [Decimal("31.23")]


async def test_an_amount_that_came_to_nothing_is_said(sample: Path) -> None:
    """R15: `s` says what it goes on first; a cheque's number is asked; a no books nothing."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "enter", "s")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "Le panier d’abord (32,13 € à payer), puis une ancienne dette" in shown
        await press(pilot, "text:40", "enter", "c", "text:4100040", "enter")
        assert "40,00 € pour 32,13 € à payer" in screen_text(pilot.app).replace("\xa0", " ")
        await press(pilot, "enter")
        assert "Rien n’a été enregistré." in screen_text(pilot.app)
        assert not read_sheet(6).baskets[0].payments
        await press(pilot, "s", "text:40", "enter", "c", "text:4100040", "enter", "o")
        (paid,) = read_sheet(6).baskets[0].payments
        assert paid.cheque is not None
        assert (paid.amount, paid.cheque.number) == (Decimal(40), "4100040")


async def test_one_cheque_for_the_membership_and_the_basket_afterwards(sample: Path) -> None:
    """R15: `M` by cheque, then `C` of the same paper: its number says that it is one."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "j", "enter", "M", "text:15", "enter", "c")
        await press(pilot, "text:4100035", "enter")
        await press(pilot, "p", "c", "enter", "text:4100035", "enter", "enter")
        shown = " ".join(screen_text(pilot.app).split())
        assert "Il y a déjà un chèque 4100035" in shown
        assert "m le même : 75,15 € en tout" in shown
        await press(pilot, "m")
        sheet = read_sheet(6)
        cheques = {one.cheque for one in sheet.baskets[1].payments if one.cheque is not None}
        assert [one.number for one in cheques] == ["4100035"]
        assert takings(sheet).cheque_count == 1
        assert takings(sheet).cheques == euros("75.15")
        await press(pilot, "escape")
        assert "1 chèque (75,15 €)" in screen_text(pilot.app).replace("\xa0", " ")
