"""What is to be entered in Cagette, on paper: in order, with what to compare at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from cagette_tui.i18n import _, format_amount, format_moment, format_quantity, ngettext
from cagette_tui.model.reading.cagette_evening import CagetteEvening, read_cagette_evening
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.cagette_pages import CagetteAct, Step
from cagette_tui.model.rules.cagette_state import Side
from cagette_tui.model.store.database import reading
from cagette_tui.papers.occasion_lines import footer, masthead
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Remark,
    Row,
    Space,
    Table,
)
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.way_back import notes_text, step_text

_FOR_ALL = (CagetteAct.MISSING, CagetteAct.PRICE)
_OF_LINES = (*_FOR_ALL, CagetteAct.QUANTITY, CagetteAct.ADD_LINE)
_QUANTITY = 8


def way_back_paper(distribution_id: int, now: datetime) -> Paper:
    """Return what is to be entered, in the order in which Cagette takes it. Raises `NotFound`."""
    with reading():
        evening = read_cagette_evening(distribution_id)
        settings = read_settings()
    title = _("To enter in Cagette")
    return Paper(
        footer(title, evening.distribution),
        (
            masthead(title, settings, evening.distribution, now),
            *_warnings(evening),
            *_not_validated(evening),
            *_first(evening),
            *_for_all(evening),
            *_lines(evening),
            *_baskets(evening),
            *_done(evening),
            *_to_compare(evening),
        ),
    )


def _warnings(evening: CagetteEvening) -> Iterator[Block]:
    """Say what one must know before one begins."""
    if not evening.way.steps:
        yield Paragraph(_("There is nothing to enter."))
        return
    yield Paragraph(
        _(
            "In this order, since Cagette refuses payments for what is validated. Never begin by "
            "validating the whole distribution: it would take all payments as received."
        ),
        warning=True,
    )
    yield Paragraph(
        _(
            "Confirm an announced payment only where Cagette shows the amount that stands here; "
            "where it shows another one, delete that payment and enter this one."
        )
    )


def _not_validated(evening: CagetteEvening) -> Iterator[Block]:
    """Say which baskets are not validated here: what stands here of them may still change."""
    baskets = [side.basket for side in evening.way.sides if side.basket is not None]
    numbers = sorted(one.number for one in baskets if not one.validated)
    if numbers:
        text = ngettext(
            "{count} basket is not validated here yet: {numbers}",
            "{count} baskets are not validated here yet: {numbers}",
            len(numbers),
        )
        yield Paragraph(text.format(count=len(numbers), numbers=", ".join(map(str, numbers))))


def _first(evening: CagetteEvening) -> Iterator[Block]:
    """Give what must come before the lines go to 0."""
    steps = [step for step in evening.way.steps if step.is_first]
    if steps:
        yield Heading(_("First: baskets that will have no line left"))
        yield _basket_table(steps)


def _for_all(evening: CagetteEvening) -> Iterator[Block]:
    steps = [step for step in evening.way.steps if step.act in _FOR_ALL]
    if not steps:
        return
    yield Heading(_("What did not come, and prices: for all baskets"))
    columns = (Column(_("Done"), 5), Column(_("What"), wrapped=True), Column(_("Baskets"), 30))
    rows: list[Row | Remark] = []
    for (act, _product), same in groupby(steps, lambda one: (one.act, one.product_id)):
        together = list(same)
        numbers = "" if act is CagetteAct.PRICE else _numbers(together)
        rows.append(Row((Space.BOX, _named(evening, together[0]), numbers)))
        if act is CagetteAct.PRICE:
            rows.append(Remark(notes_text(together[0].notes)))
    yield Table(columns, tuple(rows))


def _numbers(steps: Iterable[Step]) -> str:
    numbers = dict.fromkeys(one.side.number for one in steps if one.side is not None)
    return ", ".join(map(str, numbers))


def _named(evening: CagetteEvening, step: Step) -> str:
    refs = None if step.product_id is None else evening.refs.get(step.product_id)
    text = step_text(step)
    return text if refs is None else f"{text} [{refs.product or '–'}, {refs.catalogue}]"


def _lines(evening: CagetteEvening) -> Iterator[Block]:
    steps = [
        step for step in evening.way.steps if step.act in (CagetteAct.QUANTITY, CagetteAct.ADD_LINE)
    ]
    if not steps:
        return
    yield Heading(_("Then quantities and weights"))
    columns = (
        Column(_("Done"), 5),
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Member"), 24),
        Column(_("What"), wrapped=True),
        Column(_("Here"), _QUANTITY, ColumnKind.QUANTITY),
    )
    rows: list[Row | Remark] = []
    for step in steps:
        side = step.side
        assert side is not None
        quantity = "" if step.quantity is None else format_quantity(step.quantity)
        # All decimals of a weight divided by a size need a line of their own.
        is_long = len(quantity) > _QUANTITY
        whole = is_long or step.act is CagetteAct.ADD_LINE
        product = _named(evening, step) if whole else step.product
        quantity = "" if is_long else quantity
        rows.append(Row((Space.BOX, _number(side), side.member, product, quantity)))
        if step.notes:
            rows.append(Remark(notes_text(step.notes)))
    yield Table(columns, tuple(rows))


def _baskets(evening: CagetteEvening) -> Iterator[Block]:
    steps = [step for step in evening.way.steps if step.act not in _OF_LINES and not step.is_first]
    if steps:
        yield Heading(_("Then basket by basket"))
        yield _basket_table(steps)


def _basket_table(steps: Sequence[Step]) -> Table:
    columns = (
        Column(_("Done"), 5),
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Member"), 24),
        Column(_("What"), wrapped=True),
    )
    rows: list[Row | Remark] = []
    for _member, same in groupby(steps, lambda one: one.side and one.side.member_id):
        rows.extend(_basket_rows(list(same)))
    return Table(columns, tuple(rows))


def _basket_rows(steps: Sequence[Step]) -> Iterator[Row | Remark]:
    """An ordinary basket is one line; of another each step is one, with what to know."""
    side = steps[0].side
    assert side is not None
    if is_ordinary(steps):
        yield Row((Space.BOX, _number(side), side.member, ", ".join(map(step_text, steps))))
        return
    for rank, step in enumerate(steps):
        who = (_number(side), side.member) if rank == 0 else ("", "")
        yield Row((Space.BOX, *who, step_text(step)))
        if step.notes:
            yield Remark(notes_text(step.notes))


def is_ordinary(steps: Sequence[Step]) -> bool:
    """Whether steps of a basket say all by themselves."""
    return not any(step.notes for step in steps)


def _number(side: Side) -> str:
    return "" if side.number is None else str(side.number)


def _done(evening: CagetteEvening) -> Iterator[Block]:
    """Say how many are entered, and who is to be entered again since it was changed."""
    marked = [side for side in evening.way.sides if side.mark is not None]
    entered = sum(evening.way.is_entered(side) for side in marked)
    if entered:
        text = ngettext(
            "{count} basket is entered already.", "{count} baskets are entered already.", entered
        )
        yield Paragraph(text.format(count=entered))
    changed = [side for side in marked if not evening.way.is_entered(side)]
    if changed:
        yield Heading(_("Changed here since they were entered: what stands above is the rest"))
        columns = (
            Column(_("No."), 4, ColumnKind.NUMBER),
            Column(_("Member")),
            Column(_("Entered"), 20),
            Column(_("By"), 16),
        )
        rows = [
            Row((_number(side), side.member, format_moment(side.mark.at), side.mark.by))
            for side in changed
            if side.mark is not None
        ]
        yield Table(columns, tuple(rows))


def _to_compare(evening: CagetteEvening) -> Iterator[Block]:
    """Give the two totals that Cagette's own pages must show once all is entered."""
    way = evening.way
    yield Heading(_("At the end: compare with Cagette’s takings and balances"))
    facts = [
        Fact(mode_label(mode).capitalize(), format_amount(amount))
        for mode, amount in way.takings.items()
    ]
    total = sum(way.takings.values(), way.memberships * 0)
    facts.append(Fact(_("Takings of the baskets"), format_amount(total), strong=True))
    if way.memberships:
        note = _("not on that page")
        facts.append(Fact(_("Memberships"), format_amount(way.memberships), note))
    if way.on_accounts:
        note = _("not on that page")
        facts.append(Fact(_("On accounts"), format_amount(way.on_accounts), note))
    facts.append(Fact(_("Balances of all members"), format_amount(evening.balances), strong=True))
    yield Facts(tuple(facts))
    yield Paragraph(
        _(
            "Only then validate the distribution, and only where no payment is awaited. "
            "“export ID balances” lists every member’s balance, to compare line by line."
        )
    )
