"""Files of all kinds: a clear refusal or a correct result, never anything else.

Hypothesis gives the seeds; each makes a batch of files, generated or real ones, mostly damaged.
"""

from __future__ import annotations

import shutil
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cagette_tui.intake.cagette import Export, parse_export
from cagette_tui.intake.export_problems import ExportError
from cagette_tui.intake.importing import Occasion, import_export
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.money import line_fee, line_total
from cagette_tui.sentences import sentence
from tests.shares import EVERY
from tests.sheet.page import taken_back
from tests.world import DATA, World

HEADER = (
    "userId;userName;productName;ref;catalogName;catalogId;vendorId;price;quantity;fees;total;paid"
)
REAL = [path.read_bytes() for path in sorted(DATA.glob("*.csv"))]
HOSTILE = (
    "\x1b[2J", "\x9b31m", "\x07", "\x00", "\u202e", "\u200b", "[/b]", "[red]", "=1+1", "@SUM(A1)",
    "%s", "{0}", "';DROP TABLE line;--", '"', '""', ";", "\t", "\r", "\n", "\ufeff", "\ud7ff",
    "e\u0301", "ﬁ", "é" * 300, "0", "-1", "1e9", "NaN", "1,005", "١", "9" * 30, "true", "",
)  # fmt: skip
BYTES = (
    b"\xff",
    b"\xfe\xff",
    b"\xc3",
    b"\x81",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\r",
    b"\x00",
    b'"',
    b";",
)
# Files for each seed; every so many is brought in and proven.
BATCH = 20


def names(random: Random, *usual: str) -> str:
    """Give a name, now and then with something hostile in it."""
    name = random.choice(usual)
    return f"{name} {random.choice(HOSTILE[:16])} x" if random.random() < 0.1 else name


def generated(random: Random) -> bytes:
    """Make a small file as Cagette writes it."""
    rates = {place: Decimal(random.choice((0, 2, 5))) for place in range(3)}
    members = [(str(n), names(random, "BERNARD Hugo", "LE GALL Œ.", "O'BRIEN")) for n in range(4)]
    products = [
        (names(random, "Carottes 1 kg", 'Pain "cocotte" 1 kg', "Poulet", "Vrac : noix"), n % 3)
        for n in range(6)
    ]
    rows = [HEADER]
    for _ in range(random.randint(1, 9)):
        ref, member = random.choice(members)
        place = random.randrange(6)
        product, catalogue = products[place]
        price = Decimal(random.choice((0, 1, 250, 1190, 99999))) / 100
        quantity = Decimal(random.choice((0, 1, 2, 1255, 145, 1000, 3000))) / random.choice(
            (1, 1000)
        )
        fee = line_fee(quantity, price, rates[catalogue])
        total = line_total(quantity, price, rates[catalogue])
        values = (
            ref, member, product, f"R{place}", f"Catalogue {catalogue}", str(catalogue), "12",
            written(price), f"{quantity.normalize():f}", written(fee) if fee else "",
            written(total), random.choice(("true", "false")),
        )  # fmt: skip
        rows.append(";".join(f'"{value}"' for value in values))
    return "\n".join([*rows, ""]).encode("utf-8", "surrogatepass")


def written(amount: Decimal) -> str:
    """Write an amount as Cagette does."""
    return f"{amount.normalize():f}".replace(".", ",")


def damaged(random: Random, data: bytes) -> bytes:
    """Damage a file in one way or several: bytes, values, rows, encodings."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        rows = data.split(b"\n")
        match random.randrange(9):
            case 0:
                data = data[: random.randrange(len(data) + 1)]
            case 1:
                at = random.randrange(len(data) + 1)
                data = data[:at] + random.choice(BYTES) + data[at:]
            case 2:
                at = random.randrange(len(data) + 1)
                data = data[:at] + data[at + random.randint(1, 9) :]
            case 3 | 4 | 5:  # a value
                at = random.randrange(len(rows))
                values = rows[at].split(b";")
                hostile = random.choice(HOSTILE).encode("utf-8", "surrogatepass")
                values[random.randrange(len(values))] = b'"' + hostile + b'"'
                rows[at] = b";".join(values)
                data = b"\n".join(rows)
            case 6:
                random.shuffle(rows)
                data = b"\n".join(rows)
            case 7:
                data = b"\n".join([*rows, *random.choices(rows, k=2)])
            case 8:
                text = data.decode("utf-8", "replace")
                encoding = random.choice(("utf-16", "cp1252", "utf-8-sig", "latin-1"))
                data = text.encode(encoding, "replace")
        if len(data) > 100_000:
            break
    return data


def files(seed: int) -> Iterator[bytes]:
    """Give a batch."""
    random = Random(seed)
    for place in range(BATCH):
        data = random.choice(REAL)[:6000] if place % 4 == 0 else generated(random)
        yield data if place == 1 else damaged(random, data)


def read_or_refused(data: bytes) -> Export | None:
    """Read a file, or prove that the refusal is one clear sentence."""
    try:
        return parse_export(data)
    except ExportError as problem:
        told = sentence(problem)
        assert told.strip()
        assert len(told) < 400
        assert not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in told), told
        return None


def brought_in(world: World, export: Export) -> None:
    """Bring it in: each basket costs what the file states for its member, and the proof holds."""
    stated: dict[str, Decimal] = defaultdict(Decimal)
    for line in export.lines:
        stated[line.member_ref] += line.total
    start = datetime(2026, 11, 20, 18, 0)
    occasion = Occasion(date(2026, 11, 20), start, start.replace(hour=20), "Salle")
    with taken_back():
        report = import_export(world.desk, export, occasion)
        sheet = read_sheet(report.distribution_id)
        assert {one.member_ref: one.cost for one in sheet.baskets} == stated
        assert report.total == sum(stated.values())
        assert check() == []
        assert not import_export(world.desk, export, occasion).changed


def try_batch(world: World, seed: int) -> None:
    """Try a batch; bring the first file that can be read in."""
    exports = [read_or_refused(data) for data in files(seed)]
    good = [export for export in exports if export is not None]
    if good:
        brought_in(world, good[seed % len(good)])


@pytest.fixture(scope="module")
def open_world(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give an empty database for the whole module: each file is taken back."""
    path = tmp_path_factory.mktemp("fuzz") / "empty.db"
    shutil.copy(template, path)
    open_database(path)
    yield World()
    close_database()


@pytest.mark.long
@settings(max_examples=20, derandomize=True, deadline=None, database=None)
@given(seed=st.integers(0, 2**63))
def test_some_files(open_world: World, seed: int) -> None:
    """400 of them, the same each time."""
    try_batch(open_world, seed)


@pytest.mark.long
@settings(max_examples=500 // EVERY, deadline=None, database=None)
@given(seed=st.integers(0, 2**63))
def test_many_files(open_world: World, seed: int) -> None:
    """10,000 of them, a part of it at each change."""
    try_batch(open_world, seed)
