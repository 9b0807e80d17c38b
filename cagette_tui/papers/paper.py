"""A paper before it is known whether it is printed or read in a terminal.

What it says is made of a few kinds of blocks; `paper_text` and `paper_html` write them.
All texts are plain: names from the database are made visible and escaped by the
writers, so that no paper has to think of it.
"""

from __future__ import annotations

from enum import Enum, StrEnum

from cagette_tui.value import ValueObject


class ColumnKind(StrEnum):
    """What a column holds: only texts stand at the left edge."""

    TEXT = "text"
    AMOUNT = "amount"
    QUANTITY = "quantity"
    NUMBER = "number"


class Space(Enum):
    """What a pen fills in: a box to tick or to write a weight in, a line to write on."""

    BOX = "box"
    LINE = "line"


class BarPart(ValueObject):
    """A piece of a bar: where it begins and how long it is, in thousandths of the room."""

    begin: int
    length: int
    tint: int = 0  # 0 is the darkest
    letter: str = ""


class Bar(ValueObject):
    """A bar of a chart: `plain` draws it in a terminal, its parts on a page.

    Where `middle` is set a line stands there, in thousandths, that a bar goes to either side of.
    """

    plain: str
    parts: tuple[BarPart, ...]
    middle: int | None = None


Cell = str | Space | Bar


class Column(ValueObject):
    """A column of a table; `width` in terminal cells, None for whatever the others leave.

    In a terminal a text that is wider is cut, or goes on below where `wrapped`.
    """

    title: str
    width: int | None = None
    kind: ColumnKind = ColumnKind.TEXT
    wrapped: bool = False
    # Never cut, however long: whoever reads it counts on all of it.
    whole: bool = False


class Row(ValueObject):
    """One line of a table; a quiet one is there for completeness, a strong one sums up."""

    cells: tuple[Cell, ...]
    quiet: bool = False
    strong: bool = False


class Remark(ValueObject):
    """A few words about the row above, across the whole table."""

    text: str


class Table(ValueObject):
    """Rows under columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row | Remark, ...]


class Fact(ValueObject):
    """Something and its value, such as an amount; a note explains it."""

    label: str
    value: str
    note: str = ""
    strong: bool = False


class Facts(ValueObject):
    """Values one under the other."""

    facts: tuple[Fact, ...]


class Masthead(ValueObject):
    """What stands at the top: whose paper it is, what, when and where."""

    title: str
    group: str = ""
    lines: tuple[str, ...] = ()


class Heading(ValueObject):
    """What the blocks below it are about."""

    text: str


class Paragraph(ValueObject):
    """A few words; what is a warning must not be overlooked."""

    text: str
    warning: bool = False


class Spaces(ValueObject):
    """Places for a date, a name, a signature, side by side."""

    labels: tuple[str, ...]


class Tick(ValueObject):
    """A box to tick, with a line to write on behind it: an amount, or where it is long a number."""

    label: str
    long: bool = False


class Card(ValueObject):
    """A member on a list to write on: who, what is to pay, what to tick, where to sign."""

    number: str
    name: str
    label: str  # what the amount is: to pay, to give back
    amount: str
    # What it comes to with all that the notes name, where that is more.
    in_all: str = ""
    notes: tuple[str, ...] = ()
    # For paper only: what is in the basket.
    table: Table | None = None
    # In place of the table where there is no room for it.
    summary: str = ""
    boxes: tuple[Tick, ...] = ()
    sign: str = ""
    quiet: bool = False


KeyRow = tuple[str, str, str]
"""Keys with blanks between, what they are called, what they do."""


class KeyList(ValueObject):
    """Keys, what each is called in a footer, and what it does."""

    title: str
    keys: tuple[KeyRow, ...]


class KeyLists(ValueObject):
    """Lists of keys that fill one side of A4: under each other, or in two columns."""

    lists: tuple[KeyList, ...]
    in_columns: bool = False


class PageBreak:
    """What follows begins on a new page."""


Block = Masthead | Heading | Paragraph | Table | Facts | Spaces | Card | KeyLists | PageBreak


class Paper(ValueObject):
    """A whole paper; the footer says on each page what it is."""

    footer: str
    blocks: tuple[Block, ...]
    # Across the top of a paper that does not count, such as a draft.
    mark: str = ""
