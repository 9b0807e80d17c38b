"""The evening is closed on the screens: count, difference, cheques, papers, certify."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.closing import set_cash_float
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.finding import cash_places
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.takings import takings
from cagette_tui.own_folder import kept_folder
from tests.screen_text import press, program, sample_copy, screen_text
from tests.shortcuts import slip
from tests.world import World, euros

# Tonight: two cheques, the rest at once; then the takings.
TONIGHT = ("enter", "C", "C", "V", "V", "o", "K")
TAKINGS = ("enter", "K")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    return sample_copy(tmp_path)


def plain(app: object) -> str:
    """What one sees, with plain spaces."""
    return screen_text(app).replace("\xa0", " ")


def bottom(app: object) -> str:
    """The last lines of the screen in one: what is said and asked."""
    return " ".join(" ".join(plain(app).splitlines()[-5:]).split())


async def test_count_search_mend_close(sample: Path) -> None:
    """R51: counted 144,99 less than expected: one basket was a cheque; then nothing differs."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "c", "enter", "enter", "text:10", "enter")
        # Arrows and Esc keep what stands in the field, too.
        await press(pilot, "text:9", "down", "text:1", "escape")
        assert "compté 1 470,00 €" in plain(pilot.app)
    # The line is cut here: nothing is lost.
    async with program(sample) as pilot:
        await press(pilot, *TAKINGS, "c")
        text = plain(pilot.app)
        assert "Attendu 1 626,61 € · compté 1 470,00 € · écart -156,61 €" in text
        # R63: a digit goes on where it was left.
        await press(
            pilot, "text:1", "enter", "down", "down", "text:1", "enter", "text:1", "enter", "down"
        )
        await press(pilot, "text:1", "enter", "down", "text:1", "enter", "text:x", "enter")
        assert "! Combien : un nombre entier" in bottom(pilot.app)
        await press(pilot, "escape")
        assert "compté 1 481,62 € · écart -144,99 €" in plain(pilot.app)
        # It cannot be closed unexplained; one may look for it first.
        await press(pilot, "o", "d")
        lines = plain(pilot.app).splitlines()
        assert "Écart de -144,99 €" in lines[0]
        assert lines[2].startswith(" 1. noté en espèces par erreur : 144,99 €")
        assert lines[3].startswith("> n° 3 BEN SALEM Gwen")
        await press(pilot, "o")
        assert "le panier 3 sera rouvert" in bottom(pilot.app)
        await press(pilot, "c")  # it was a cheque
        assert "Attendu 1 481,62 € · compté 1 481,62 € · aucun écart" in plain(pilot.app)
        assert "✓ Corrigé." in plain(pilot.app)
        third = read_sheet(6).baskets[2]
        assert (third.validated, third.confirmed[0].mode) == (True, Mode.CHEQUE)
        await press(pilot, "o")
        assert "✓ Compté : 1 481,62 €, aucun écart." in plain(pilot.app)
        count = read_sheet(6).count
        assert count is not None
        assert (count.difference, count.pieces) == (
            0,
            {
                euros(value): number
                for value, number in (
                    ("100", 10), ("50", 9), ("20", 1), ("10", 1),
                    ("1", 1), ("0.50", 1), ("0.10", 1), ("0.02", 1),
                )
            },
        )  # fmt: skip
        assert check() == []


@pytest.mark.long
async def test_a_difference_explained_then_found(sample: Path) -> None:
    """R51: closed with its explanation; found later, the same count is closed again."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "c", "escape", "t", "text:1 606,61", "enter", "o", "e")
        await press(pilot, "enter")  # it needs a word
        assert "! Il faut un motif." in bottom(pilot.app)
        await press(pilot, "text:on cherche", "enter")
        assert "écart de caisse -20,00 €" in bottom(pilot.app)
        # Whoever finds nothing compares what came in cash: each leads to its basket.
        await press(pilot, "d", "end", "enter")
        assert "R le rouvre" in bottom(pilot.app)
        # Bread was paid from the box: last of the proposals, and it needs its reason.
        in_cash = len(cash_places(read_sheet(6)))
        await press(pilot, "escape", *("up",) * in_cash, "enter")
        assert "Rien ne le prouve et rien n’est à ouvrir" in bottom(pilot.app)
        await press(pilot, "o", "o", "text:pain", "enter")
        (move,) = read_sheet(6).cash_moves
        assert (move.amount, move.reason) == (-20, "pain")
        assert "✓ Corrigé." in plain(pilot.app)
        await press(pilot, "c", "o")
        assert "aucun écart" in bottom(pilot.app)
        assert takings(read_sheet(6)).expected_cash == euros("1606.61")
        # A note too many in the total: corrected as a draft, which o closes.
        await press(pilot, "c", "t", "text:1 608,61", "enter", "d")
        assert "1. un billet ou une pièce de 2,00 € compté en trop" in plain(pilot.app)
        await press(pilot, "o", "o")
        assert "compté 1 606,61 € · aucun écart" in plain(pilot.app)


async def test_the_last_basket(sample: Path) -> None:
    """It stays once it is validated, as the others lead to the next one: Esc goes to the list."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT[:-1], "enter", "R", "text:erreur", "enter", "v")
        assert "tous sont validés : Échap revient à la liste" in bottom(pilot.app)
        assert "Validé par paul" in plain(pilot.app)
        await press(pilot, "escape")
        assert "N° Adhérent" in plain(pilot.app)


async def test_the_pile_of_cheques(sample: Path) -> None:
    """R15, R52: typed in its order with a number; what nobody expects is kept, and named."""
    async with program(sample) as pilot:
        await press(pilot, *TONIGHT, "p", "text:60,15 0012345", "enter", "text:18,40", "enter")
        assert "Aucun paiement de 18,40 € par chèque n’est attendu" in bottom(pilot.app)
        await press(pilot, "o", "enter")
        text = plain(pilot.app)
        found = text.index("18,40 € place 2 de la pile".replace("€ ", "€  "))
        assert text.index("32,13 €  BEN SALEM Béatrice – panier 1") < found
        await press(pilot, "escape", "enter", "text:32,13", "enter", "escape", "s")
        text = plain(pilot.app)
        rows = [line.split()[:3] for line in text.splitlines() if line[:4].strip().isdigit()]
        assert rows == [["1", "0012345", "BEN"], ["2", "18,40"], ["3", "BEN", "SALEM"]]
        assert "3 chèques" in text
        assert "110,68 €" in text
        assert (slip(6).count, slip(6).total) == (3, euros("110.68"))
        # The stranger is no cheque: taken off, the pile is as the books say.
        await press(pilot, "escape", "up", "d")
        assert "2 chèques, 92,28 € · conforme" in plain(pilot.app)
        assert read_pile(6).unexpected == ()


@pytest.mark.long
async def test_next_float_and_papers(world: World, database_file: Path) -> None:
    """What stays and what goes; a paper for its owner only, and never over another one."""
    basket = world.one_basket("100.00")
    set_cash_float(world.desk, 1, euros("45.00"))
    shown = read_settings()
    change_settings(world.desk, shown, replace(shown, wished_float=euros("50.00")))
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    pieces = {euros("100"): 1, euros("20"): 1, euros("10"): 2, euros("5"): 1}
    close_count(world.desk, 1, pieces, shown_expected=euros("145.00"))
    async with program(database_file) as pilot:
        await press(pilot, "enter", "K", "n", "enter")
        text = plain(pilot.app)
        assert "✓ Enregistré : 45,00 € restent en caisse, 100,00 € vont à la banque." in text
        assert "50,00 € tout juste" in text
        await press(pilot, "escape", "s", "enter", "t", "text:/nowhere/else", "enter")
        assert "! Ce dossier n’existe pas." in bottom(pilot.app)
        # One's own folder is proposed.
        await press(pilot, "escape", "enter", "t", "enter")
        (paper,) = Path.home().glob("2*")
        assert paper.name == "2026-11-20-salle-cloture.txt"
        assert "✓ Enregistré :" in bottom(pilot.app)
        assert stat.S_IMODE(paper.stat().st_mode) == 0o600
        assert "BROUILLON" in paper.read_text(encoding="utf-8")
        # Never over another one: in a folder the next free name, else the path as it is typed.
        before = paper.read_bytes()
        await press(pilot, "enter", "t", "enter")
        assert {one.name for one in Path.home().glob("2*")} == {
            "2026-11-20-salle-cloture.txt",
            "2026-11-20-salle-cloture-2.txt",
        }
        await press(pilot, "enter", "t", f"text:{paper}", "enter")
        assert "existe déjà" in bottom(pilot.app)
        assert paper.read_bytes() == before
    assert kept_folder() == Path.home()  # for the next time


async def test_settings(sample: Path) -> None:
    """A wrong IBAN is refused where it is typed; the language changes at once."""
    async with program(sample) as pilot:
        await press(pilot, "s", *["down"] * 6, "enter", "text:FR76 3000 6000 0112", "enter")
        assert "! " in bottom(pilot.app)
        assert read_settings().iban == "FR7630006000011234567890189"
        await press(pilot, "escape", "down", "down", "enter", "text:en", "enter")
        assert "Settings of the group" in plain(pilot.app)
        assert "✓ Changed: language" in plain(pilot.app)
        await press(pilot, "escape")
        assert "Distributions" in plain(pilot.app)
        assert "to validate" in plain(pilot.app)


async def test_certify_what_is_not_as_usual(sample: Path) -> None:
    """R43, R54: only the word does it, in either language; then all is read-only."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "V")
        text = plain(pilot.app)
        assert "! the cash box was not counted" in text
        assert "35  SIMON Jean-Paul" in text
        await press(pilot, "V", "o", "enter")
        assert "! Type “certify”" in bottom(pilot.app)
        assert read_sheet(6).distribution.certified_at is None
        await press(pilot, "backspace", "text:VALIDER", "enter")
        assert "closing report no. 1" in plain(pilot.app)
        certified = read_sheet(6)
        assert certified.distribution.certified_at is not None
        await press(pilot, "c", "d", "m", "f", "V", "enter", "p", "enter", "d", "i", "escape")
        await press(pilot, "escape", "E", "e", "A", "V")
        assert read_sheet(6) == certified
        assert check() == []
    i18n.activate("fr")


@pytest.mark.parametrize("yes", ["o", "y"])
async def test_certify_what_is_as_usual(world: World, database_file: Path, yes: str) -> None:
    """R43: all paid and counted: one key after the dry run; Enter is no."""
    basket = world.one_basket("20.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    close_count(world.desk, 1, euros("20.00"), shown_expected=euros("20.00"))
    async with program(database_file) as pilot:
        await press(pilot, "enter", "V")
        assert "Rien d’inhabituel" in plain(pilot.app)
        await press(pilot, "V", "enter")
        assert read_sheet(1).distribution.certified_at is None
        await press(pilot, "V", yes)
        assert "rapport de clôture" in plain(pilot.app)
        assert read_sheet(1).distribution.certified_at is not None
