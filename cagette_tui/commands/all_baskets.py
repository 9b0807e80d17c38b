"""The commands `product` and `pile`: one product in all baskets, and the pile of cheques."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from decimal import Decimal

from cagette_tui.commands.accounts import sure_or_said
from cagette_tui.commands.common import Impossible, code_of, how_to_do_it, open_asked, print_lines
from cagette_tui.i18n import _, format_amount, format_quantity, ngettext
from cagette_tui.model.acts.piling import put_on_pile, remove_from_pile
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.pile import PaperView, PileEntry, PileView
from cagette_tui.model.rules.product_plans import (
    ProductPlan,
    plan_price,
    plan_undelivered,
    plan_weights,
    share_out,
)
from cagette_tui.model.rules.products import ProductUse, product_uses
from cagette_tui.money import AmountError, QuantityError, parse_amount, parse_quantity
from cagette_tui.sentences import sentence
from cagette_tui.sentences.product_plans import product_plan_done
from cagette_tui.sheet.names import found, words_of
from cagette_tui.text import visible


def product(options: argparse.Namespace, desk: Desk) -> int:
    """Show what becomes of a product in all baskets, with a code; with the code, do it (R31)."""
    open_asked(options, create=False)
    plan = _plan(options, _use(options))
    if not plan.lines:
        raise Impossible(_("Nothing would change."))
    if options.yes is None:
        print_lines([*_shown(plan), "", how_to_do_it(desk, code_of(plan))])
        return 0
    if options.yes != code_of(plan):
        raise Impossible(_("That is no longer what was shown: look again."))
    count = carry_out(desk, plan, by_weight=True, sure=True)
    print_lines([product_plan_done(plan, count)])
    return 0


def _use(options: argparse.Namespace) -> ProductUse:
    uses = product_uses(read_sheet(options.id))
    meant = found(words_of(options.product), ((one.name, one) for one in uses))
    if not meant:
        raise Impossible(_("No product there is called “{name}”.").format(name=options.product))
    if len(meant) > 1:
        names = ", ".join(f"{visible(one.name)} ({visible(one.catalogue)})" for one in meant[:8])
        raise Impossible(_("Which one: {names}?").format(names=names))
    return meant[0]


def _plan(options: argparse.Namespace, use: ProductUse) -> ProductPlan:
    words = options.words
    try:
        match options.act, words:
            case "missing", []:
                return plan_undelivered(use)
            case "came", [quantity]:
                return plan_undelivered(use, share_out(use, parse_quantity(quantity)))
            case "price", [price]:
                return plan_price(use, parse_amount(price, zero=True))
            case "weigh", [_first, *_rest]:
                return plan_weights(use, _weights(use, words))
    except (AmountError, QuantityError) as error:
        raise Impossible(sentence(error)) from error
    text = _("Give: missing, came QUANTITY, price AMOUNT, or weigh BASKET=WEIGHT …")
    raise Impossible(text)


def _weights(use: ProductUse, words: list[str]) -> dict[int, Decimal]:
    """Read `12=1,35 14=0,7+0,65`: a weight for each piece, by the baskets' numbers (R32)."""
    weights: dict[int, Decimal] = {}
    for word in words:
        number, _equals, typed = word.partition("=")
        lines = [one.line for one in use.open_lines if str(one.basket.number) == number]
        pieces = [parse_quantity(one) for one in typed.split("+")]
        if len(lines) != len(pieces):
            text = _("“{text}”: basket {number} has {count} open pieces of it.")
            raise Impossible(text.format(text=visible(word), number=number, count=len(lines)))
        weights |= zip((line.id for line in lines), pieces, strict=True)
    return weights


def _shown(plan: ProductPlan) -> Iterator[str]:
    yield visible(plan.use.name)
    for one in plan.lines:
        yield _("{number} {member}: {before} → {after}, {old} → {new}").format(
            number=one.basket.number,
            member=visible(one.basket.member),
            before=format_quantity(one.line.delivered),
            after=format_quantity(one.changed.delivered),
            old=format_amount(one.line.total),
            new=format_amount(one.changed.total),
        )
    yield _("In all {amount}.").format(amount=format_amount(plan.difference))
    if plan.left_alone:
        numbers = ", ".join(str(one.number) for one in plan.left_alone)
        yield _("Unchanged, since validated: baskets {numbers}").format(numbers=numbers)


def pile(options: argparse.Namespace, desk: Desk) -> int:
    """Show the pile of cheques, put one on it, or take one off (R15, R52)."""
    open_asked(options, create=False)
    shown = read_pile(options.id)
    if options.off is not None:
        entry = next((one for one in shown.entries if one.position == options.off), None)
        if entry is None:
            raise Impossible(
                _("There is no cheque {number} on the pile.").format(number=options.off)
            )
        shown = remove_from_pile(desk, options.id, entry)
    elif options.amount is not None:
        details = ChequeDetails(options.number, options.bank, options.drawer)
        paper = _meant(shown, options)
        written = details if details.said else None
        cheque = None if paper is None else paper.id
        shown = sure_or_said(
            options,
            desk,
            lambda desk, _said: put_on_pile(
                desk, options.id, options.amount, cheque, details=written
            ),
        )
    print_lines(_pile_lines(shown))
    return 0


def _meant(shown: PileView, options: argparse.Namespace) -> PaperView | None:
    """Find the cheque of the books; one that nobody expected needs `--sure`."""
    there = shown.candidates(options.amount)
    if options.basket is not None:
        there = tuple(one for one in there if options.basket in one.baskets)
    if len(there) > 1 and options.number is not None:
        plain = options.number.lstrip("0")
        same = [one for one in there if (one.cheque.number or "").lstrip("0") == plain]
        there = tuple(same) or there
    if len(there) > 1:
        numbers = ", ".join(str(one.baskets[0]) for one in there if one.baskets)
        raise Impossible(
            _("Several are of that amount: --basket {numbers}").format(numbers=numbers)
        )
    if not there and not options.sure:
        text = _("The books have no cheque of {amount}. --sure puts it on the pile all the same.")
        raise Impossible(text.format(amount=format_amount(options.amount)))
    return there[0] if there else None


def _pile_lines(shown: PileView) -> Iterator[str]:
    for entry in shown.entries:
        yield f"{entry.position} · {format_amount(entry.amount)} · {_whose(entry)}"
    count = ngettext("{count} cheque", "{count} cheques", shown.count).format(count=shown.count)
    yield f"{count} · {format_amount(shown.total)}"
    for paper in (*shown.missing, *shown.announced):
        text = _("not on the pile: {amount}, {members}")
        if paper.pending:
            text = _("announced: {amount}, {members}")
        members = visible(", ".join(paper.members))
        yield text.format(amount=format_amount(paper.amount), members=members)


def _whose(entry: PileEntry) -> str:
    number = visible(entry.cheque.number or "–") if entry.cheque else "–"
    if entry.paper is None:
        return f"{number} · " + _("not in the books")
    return f"{number} · {visible(', '.join(entry.paper.members))}"
