"""What a tired person sees at once: whose name it is, what is left, what comes next."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.takings import takings
from cagette_tui.sample.__main__ import MOMENT
from cagette_tui.text import cells
from tests.screen_text import press, program, sample_copy, screen_text
from tests.world import START, World, euros

TONIGHT = ("enter",)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    return sample_copy(tmp_path)


async def test_a_product_is_missing_in_the_marked_baskets(sample: Path) -> None:
    """R31: m takes it out of those alone; the marks are gone then, and u takes it back."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT)
        before = {one.number: one.cost for one in read_sheet(6).baskets}
        await press(pilot, "slash", "text:14", "enter", "space", "m", "text:brioche", "enter")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "paniers marqués seulement : 14" in shown
        assert "1 panier change : -4,30 € en tout." in shown
        await press(pilot, "o")
        changed = [one.number for one in read_sheet(6).baskets if one.cost != before[one.number]]
        assert changed == [14]
        (line,) = (
            line
            for one in read_sheet(6).baskets
            for line in one.lines
            if one.number == 14 and line.product.startswith("Brioche")
        )
        assert (line.delivered, line.reason) == (0, Reason.UNDELIVERED)
        assert "marqué :" not in screen_text(pilot.app).replace("\xa0", " ")
        await press(pilot, "u", "o")
        assert {one.number: one.cost for one in read_sheet(6).baskets} == before


async def test_a_digit_begins_the_quantity_of_a_basket_in_the_preview(sample: Path) -> None:
    """R31: as in a basket; and what was typed by hand is not lost by one Esc."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "m", "text:brioche", "enter", "1", "enter")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "5 paniers changent : -21,50 € en tout." in shown
        await press(pilot, "escape")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert (
            "Rien n’est encore fait : les quantités saisies ici seront perdues. Partir ?" in shown
        )
        await press(pilot, "n")
        assert "5 paniers changent : -21,50 €" in screen_text(pilot.app).replace("\xa0", " ")
        await press(pilot, "p", "text:3", "enter")
        assert "distribués" not in screen_text(pilot.app)
        await press(pilot, "2", "enter")
        assert "5 distribués, 3 venus." in screen_text(pilot.app).replace("\xa0", " ")
        await press(pilot, "escape", "o")
        assert "○ mode ?" in screen_text(pilot.app).replace("\xa0", " ")


async def test_space_on_a_validated_basket_says_why_and_stays(sample: Path) -> None:
    """Keys for several do nothing with it; the cursor does not go on to be marked by mistake."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "E", "up", "space")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "1 BEN SALEM Béatrice est validé : il n’est pas marqué." in shown
        assert ">  1 BEN SALEM Béatrice" in shown
        assert "marqué :" not in shown.replace("n’est pas marqué", "")
        await press(pilot, "down", "space")
        assert ">  3 " in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("keys", "cost"),
    [
        (("j", "j", "enter", "d", "text:diallo f", "enter"), "56,40"),
        (("j", "j", "enter", "a", "text:potim", "enter", "enter"), "59,20"),
        (("a", "text:cidre brut", "enter", "enter"), "64,75"),
    ],
)
async def test_a_basket_shows_what_was_done_after_a_chooser_closed(
    sample: Path, keys: tuple[str, ...], cost: str
) -> None:
    """What was read again as the chooser closed is older than the act: it does not stay."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "j", "enter", *keys)
        costs = str(read_sheet(6).baskets[1].cost).replace(".", ",")
        assert costs == cost
        assert f"Coût {cost}" in screen_text(pilot.app).replace("\xa0", " ")


async def test_the_line_below_stays_one_line(sample: Path) -> None:
    """A name is cut before the footer loses its second line, with K in it."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "E")
        lines = screen_text(pilot.app).replace("\xa0", " ").splitlines()
        assert lines[-3].startswith(" ✓ 1 BEN SALEM")
        assert lines[-3].endswith("validé ; reste une dette de 12,00 €")
        assert all(cells(line) <= 80 for line in lines)
        assert " K caisse " in lines[-1]


async def test_validating_with_a_debt_says_so(sample: Path) -> None:
    """R41: a transfer that is awaited leaves a debt, which the line below names."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "down", "down", "down", "down", "v", "a")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "validé, dette de 60,69 €" in shown
        assert "✓ dette 60,69" in shown


async def test_no_yes_by_habit_says_that_transfers_were_seen(sample: Path) -> None:
    """R22: o means yes everywhere; that the bank has the money is said by a letter of its own."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "T", "o")
        assert not read_sheet(6).baskets[0].payments
        assert "b vus sur le compte  a annoncé" in screen_text(pilot.app).replace("\xa0", " ")
        await press(pilot, "b")
        (paid,) = read_sheet(6).baskets[0].confirmed
        assert (paid.mode, paid.amount) == (Mode.TRANSFER, euros("32.13"))


async def test_an_online_payment_that_nobody_announced(sample: Path) -> None:
    """R13, R22: it does not come at a table; l asks, neither Enter nor o is yes."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "l")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "Arrivé sur le compte du groupe : 32,13 € ?" in shown
        await press(pilot, "enter")
        assert not read_sheet(6).baskets[0].confirmed
        await press(pilot, "l", "o")
        assert not read_sheet(6).baskets[0].confirmed
        await press(pilot, "b")
        (paid,) = read_sheet(6).baskets[0].confirmed
        assert (paid.mode, paid.amount) == (Mode.ONLINE, euros("32.13"))


async def test_a_filter_that_is_kept_is_named_and_left(sample: Path) -> None:
    """In the first list too: Esc shows all again, and does not leave."""
    async with program(sample) as pilot:
        await press(pilot, "slash", "text:halle", "enter")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "Filtre « halle ». Échap : tout revoir." in shown
        assert "Jeanne d'Arc" not in shown
        await press(pilot, "escape")
        assert "Jeanne d'Arc" in screen_text(pilot.app)
        assert "/7\n" in screen_text(pilot.app)


async def test_a_split_is_found_by_each_of_its_modes(sample: Path) -> None:
    """`/chèque` shows baskets that were paid in part by cheque, which say “split”."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "p", "e", "text:20", "enter", "c", "enter", "enter", "enter")
        assert "mixte" in screen_text(pilot.app)
        await press(pilot, "slash", "text:chèque", "enter")
        assert "BEN SALEM Béatrice" in screen_text(pilot.app)


async def test_names_are_whole_where_there_is_room(sample: Path) -> None:
    """At 120 cells what is beside the list leaves them their room."""
    async with program(sample, size=(120, 35)) as pilot:
        await press(pilot, *TONIGHT)
        names = [one.member for one in read_sheet(6).baskets[:20] if cells(one.member) <= 36]
        shown = screen_text(pilot.app)
    assert max(map(cells, names)) > 28  # what there is room for at 80
    assert all(f" {name} " in shown for name in names)


async def test_after_certifying_the_next_thing_is_under_the_cursor(
    world: World, database_file: Path
) -> None:
    """R43: the sentence names the day and where the papers are; then the next distribution."""
    basket = world.one_basket("20.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    close_count(world.desk, 1, euros("20.00"), shown_expected=euros("20.00"))
    async with program(database_file) as pilot:
        await press(pilot, "enter", "V", "V", "o")
        shown = screen_text(pilot.app).replace("\xa0", " ")
        assert "certifiée : rapport de clôture n° 1. Documents : K puis s." in shown


async def test_from_what_is_certified_one_comes_to_what_is_not(
    world: World, database_file: Path
) -> None:
    """R43: back in the first list the cursor is on the distribution that waits."""
    basket = world.one_basket("20.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    close_count(world.desk, 1, euros("20.00"), shown_expected=euros("20.00"))
    before = world.distribution(START - timedelta(days=7))
    world.basket(before, world.member("Membre 9"), "10.00")
    async with program(database_file) as pilot:
        lines = screen_text(pilot.app).splitlines()
        (done,) = (n for n, line in enumerate(lines) if " 1/1 " in line)
        (waits,) = (n for n, line in enumerate(lines) if " 0/1 " in line)
        cursor = next(n for n, line in enumerate(lines) if line.startswith(">"))
        await press(pilot, *(["down"] * (done - cursor) + ["up"] * (cursor - done)))
        await press(pilot, "enter", "V", "V", "o", "escape")
        under = next(line for line in screen_text(pilot.app).splitlines() if line[:1] == ">")
        assert " 0/1 " in under
        assert waits


async def test_the_card_of_keys_among_the_papers(sample: Path) -> None:
    """Where one prints, the card to pin on the wall is offered, too."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "K", "s", "end")
        assert "> Fiche des touches" in screen_text(pilot.app)
        await press(pilot, "l")
        assert "Cagette au clavier" in screen_text(pilot.app)


async def test_only_modes_that_the_group_takes_are_offered(sample: Path) -> None:
    """R13: the footers of list, basket and payment entry; the letter of another one is refused."""
    async with program(sample) as pilot:
        now = read_settings()
        desk = Desk("Paul", lambda: MOMENT)
        change_settings(
            desk, now, replace(now, accepted_modes=(Mode.ONLINE, Mode.CHEQUE, Mode.CARD))
        )
        for keys in TONIGHT, ("enter",), ("p",):
            await press(pilot, *keys)
            footer = " ".join(screen_text(pilot.app).splitlines()[-2:])
            assert " c Chèque  b Carte " in footer
            assert "Espèces" not in footer
            assert "Virement" not in footer
        assert "c chèque, b carte." in screen_text(pilot.app)
        await press(pilot, "escape", "escape")
        assert " CB + valider " in screen_text(pilot.app)
        await press(pilot, "t")
        assert "! Le groupe n’accepte pas" in screen_text(pilot.app).replace("\xa0", " ")
        assert read_sheet(6).baskets[0].payments == ()


async def test_a_membership_in_the_list_of_who_has_a_basket_or_none(sample: Path) -> None:
    """R15: M counts in this evening's takings, for whoever comes to the table."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "M")
        assert "Adhésion de BEN SALEM Béatrice ?" in screen_text(pilot.app).replace("\xa0", " ")
        await press(pilot, "o", "text:15", "enter", "e")
        assert takings(read_sheet(6)).membership == euros("15.00")
        await press(pilot, "M", "a")
        assert "Adhésion de qui ?" in screen_text(pilot.app).replace("\xa0", " ")
        await press(pilot, "enter", "text:15", "enter", "e")
        assert takings(read_sheet(6)).membership == euros("30.00")
        assert "Caisse attendue : 80,00 €" in screen_text(pilot.app).replace("\xa0", " ")


async def test_the_transfer_of_a_membership_was_seen_or_is_none_yet(sample: Path) -> None:
    """R22: `t` asks as it does for baskets; a transfer to come pays no fee, and that is said."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "M", "o", "text:15", "enter", "t", "a")
        assert "Une adhésion se saisit une fois le virement vu" in screen_text(pilot.app)
        assert not takings(read_sheet(6)).membership
        await press(pilot, "M", "o", "text:15", "enter", "t", "b")
        assert takings(read_sheet(6)).membership == euros("15.00")


async def test_the_end_of_a_long_archive_is_counted(world: World, database_file: Path) -> None:
    """Only the newest evenings are counted before the list is seen; none stays uncounted."""
    for week in range(1, 51):
        evening = world.distribution(START - timedelta(weeks=week))
        basket = world.basket(evening, world.member(f"Membre {week}"), "10.00")
        validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
        certify(world.desk, evening)
    async with program(database_file) as pilot:
        await press(pilot, "end")
        rows = screen_text(pilot.app).splitlines()[2:-3]
        assert all(" 1/1 " in row for row in rows if "certif" in row)
        assert sum("certif" in row for row in rows) > 15
