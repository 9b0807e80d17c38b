"""The sample group: believable, the same every time, and the rules hold."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode, Reason, State
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.catalogue import Product, Vendor
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.sample import build_sample
from cagette_tui.sample.__main__ import MOMENT, main
from tests.world import dump

# Built once, by whoever looks at it.
pytestmark = [pytest.mark.xdist_group("sample"), pytest.mark.long]

REPOSITORY_FILE = Path(__file__).parents[1] / "sample.db"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it once."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    build_sample(path, MOMENT)
    return path


@pytest.fixture
def sample(built: Path) -> Iterator[Path]:
    """Open it."""
    open_database(built)
    yield built
    close_database()


def _dumped(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    open_database(path)
    rows = dump()
    close_database()
    return rows


def test_the_file_in_the_repository(built: Path, tmp_path: Path) -> None:
    """sample.db is what the script builds: compared table by table, journal included."""
    copy = tmp_path / "copy.db"
    shutil.copy(REPOSITORY_FILE, copy)
    assert _dumped(copy) == _dumped(built)
    assert not Path(f"{REPOSITORY_FILE}-wal").exists()


def test_its_people_and_goods(sample: Path) -> None:
    """2 places, 9 producers, about 50 products, 80 members of all sorts."""
    names = [row.name for row in Member.select()]
    assert len({row.place for row in Distribution.select()}) == 2
    assert Vendor.select().where(Vendor.name.is_null(False)).count() == 9
    assert 45 <= Product.select().count() <= 55
    assert len(names) == 80
    assert len(set(names)) == 79  # two homonyms
    assert any(" / " in name for name in names)
    assert any("'" in name for name in names)
    assert any(name.isupper() for name in names)
    assert any(name != name.encode("ascii", "ignore").decode() for name in names)
    assert sample.stat().st_mode & 0o777 == 0o600


def test_its_distributions(sample: Path) -> None:
    """Four certified, two to validate, one far in the future; one began an hour ago."""
    rows = list_distributions(MOMENT)
    states = [row.state for row in rows]
    assert states == [State.TO_VALIDATE] * 2 + [State.UPCOMING] + [State.CERTIFIED] * 4
    assert MOMENT - rows[0].distribution.starts_at == timedelta(hours=1)


def test_mixed_payments(sample: Path) -> None:
    """Transfers announced, paid online, on the spot, without payment, debts and credits."""
    tonight = list_distributions(MOMENT)[0].distribution.id
    baskets = read_sheet(tonight).baskets
    assert 25 <= len(baskets) <= 40

    def some(test: Any) -> list[BasketView]:
        return [basket for basket in baskets if test(basket)]

    assert some(lambda one: one.announced and one.announced[0].mode is Mode.TRANSFER)
    assert some(lambda one: one.paid and one.confirmed[0].mode is Mode.ONLINE)
    assert len(some(lambda one: one.needs_mode)) > len(baskets) / 2
    assert some(lambda one: one.without_payment)
    assert 1 <= len(some(lambda one: one.older < 0)) <= 3
    assert some(lambda one: one.older > 0)
    assert some(lambda one: one.cost and one.older_credit >= one.cost)
    assert not some(lambda one: one.validated)


def test_past_evenings(sample: Path) -> None:
    """Lines with reasons, an absence, all modes on the spot; one transfer still awaited (R41)."""
    past = [row for row in list_distributions(MOMENT) if row.state is State.CERTIFIED]
    baskets = [one for row in past for one in read_sheet(row.distribution.id).baskets]
    assert {line.reason for one in baskets for line in one.lines} >= set(Reason) - {
        Reason.RETURNED,
        Reason.ERROR,
    }
    assert sum(one.absent for one in baskets) == 4
    assert {payment.mode for one in baskets for payment in one.confirmed} == set(SPOT_MODES)
    assert sum(len(one.announced) for one in baskets) == 1


def test_in_the_order_of_time(sample: Path) -> None:
    """Nothing is dated after now, and the journal never goes back."""
    times = [row.at for row in JournalEntry.select(JournalEntry.at).order_by(JournalEntry.id)]
    assert times == sorted(times)
    assert times[-1] <= MOMENT
    assert Operation.select().where(Operation.created_at > MOMENT).count() == 0


def test_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m cagette_tui.sample PATH --now ISO`; a file that exists is left alone."""
    path = tmp_path / "there"
    path.write_text("mine")
    monkeypatch.setattr("sys.argv", ["sample", str(path), "--now", "2026-11-20T19:00"])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert path.read_text() == "mine"


def test_the_rules_hold(sample: Path) -> None:
    """All that the sample holds went through the rules."""
    assert check() == []


@pytest.mark.long
@pytest.mark.parametrize(
    "moment",
    [datetime(2027, 3, 7, 9, 10), datetime(2026, 12, 31, 0, 20), datetime(2028, 2, 29, 23)],
)
def test_for_any_day(tmp_path: Path, moment: datetime) -> None:
    """The demo's copy: whatever the day and hour, one began about an hour ago."""
    path = tmp_path / "demo.db"
    build_sample(path, moment)
    open_database(path)
    assert [row.baskets for row in list_distributions(moment)] == [35, 27, 22, 27, 28, 29, 27]
    began = [moment - row.distribution.starts_at for row in list_distributions(moment)]
    assert any(timedelta(hours=1) <= one < timedelta(hours=1, minutes=30) for one in began)
    assert check() == []
    close_database()
