"""Certify: first a dry run that says what would be closed, then the deliberate yes (R43, R54)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_amount, format_signed, ngettext
from cagette_tui.model.backups import with_copy
from cagette_tui.model.certifying import DryRun, Standing, UnseenPayment, dry_run
from cagette_tui.model.closing import certify
from cagette_tui.model.databases.copies import CopyReason
from cagette_tui.model.errors import DryRunChanged, Refused
from cagette_tui.model.storage import StorageProblem
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences import mode_label, sentence
from cagette_tui.sentences.questions import called
from cagette_tui.text import fold, pad
from cagette_tui.widgets.commands import BACK, HELP, MOVE, QUIT, Command
from cagette_tui.widgets.lines import Page
from cagette_tui.widgets.painted import Run

# In whatever language one works.
_WORDS = ("valider", "validate")


class CertifyScreen(ModelScreen):
    """What certifying would close."""

    FOLLOWS = False
    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(("V", "enter"), "certify", N_("certify"), N_("Certify what is shown.")),
        MOVE,
        BACK,
        QUIT,
        HELP,
    )

    def __init__(self, distribution_id: int) -> None:
        """Look at this distribution."""
        super().__init__()
        self._distribution_id = distribution_id
        self._run: DryRun | None = None
        self._page = Page()

    def compose_content(self) -> ComposeResult:
        """Show one page."""
        yield self._page

    async def load(self) -> None:
        """Read what would be closed."""
        self._show(await self.db(dry_run, self._distribution_id))

    def _show(self, found: DryRun) -> None:
        self._run = found
        self.set_title(_("Certify: dry run"), self._page.position_text)
        self._page.set_lines(dry_run_lines(found))
        if self.focused is None:
            self.set_focus(self._page)
        self.refresh_commands()

    @on(Page.Turned)
    def _turned(self) -> None:
        self.set_title_right(self._page.position_text)

    def enabled(self, action: str) -> bool:
        """With open baskets there is nothing to certify yet (R43)."""
        return action != "certify" or (self._run is not None and not self._run.open)

    async def action_certify(self) -> None:
        """Certify, after the question that fits."""
        await self.act(self._certify())

    async def _certify(self) -> None:
        shown = self._run
        if shown is None or not await self._wanted(shown):
            return
        try:
            done = await self.db(
                with_copy, self.desk, CopyReason.CERTIFY, certify, self._distribution_id, shown
            )
        except DryRunChanged as changed:
            self._show(changed.new)
            self.say(_("Something changed meanwhile. Look at the dry run again."), "refused")
        except (Refused, StorageProblem) as problem:
            await self.refused(problem)
            self.say(sentence(problem), "refused")
        else:
            self.dismiss()
            self.tell_below(
                _("Certified and archived: closing report no. {number}.").format(
                    number=done.result
                ),
                but=done.without_copy,
            )

    async def _wanted(self, shown: DryRun) -> bool:
        """Ask for one key, or for the whole word where something is not as usual."""
        if not shown.abnormal:
            return await self.confirm(
                _("Certify the distribution? It becomes read-only."), yes=_("certify")
            )
        typed = await self.ask_text(
            _("Type “validate”"),
            _word,
            hint=_("Something is not as usual: see above. Esc goes back and changes nothing."),
        )
        return typed is not None


def _word(text: str) -> str:
    if fold(text.strip()) not in _WORDS:
        raise ValueError(_("Type “validate” to certify all the same; Esc goes back."))
    return text


def dry_run_lines(run: DryRun) -> list[list[Run]]:
    """Say what would be closed, what is not as usual first."""
    lines: list[list[Run]] = [[]]
    if run.abnormal:
        lines += [[(" " + _("Not as usual:"), "heading")], *_abnormal(run)]
    else:
        lines.append([(" " + _("All as usual: o certifies after V."), "good")])
    lines += [[], *_sums(run)]
    usual = tuple(one for one in run.left if not one.further)
    if usual:
        lines += [[], [(" " + _("Balances that were there before:"), "heading")], *_left(usual)]
    return lines


def _abnormal(run: DryRun) -> list[list[Run]]:
    lines: list[list[Run]] = []
    if run.open:
        count = len(run.open)
        text = ngettext(
            "{count} basket is not validated: {numbers}",
            "{count} baskets are not validated: {numbers}",
            count,
        )
        lines.append(_bad(text.format(count=count, numbers=_numbers(run.open))))
    if run.unweighed:
        count = sum(lines_of for _number, lines_of in run.unweighed)
        text = ngettext(
            "{count} weight missing: {numbers}", "{count} weights missing: {numbers}", count
        )
        numbers = [number for number, _lines in run.unweighed]
        lines.append(_bad(text.format(count=count, numbers=_numbers(numbers))))
    lines += _of_the_box(run)
    lines += [_bad(_unseen(one)) for one in run.unseen]
    for paper in run.cheques_missing:
        text = _("cheque of {amount} not on the pile: {member}")
        lines.append(
            _bad(
                text.format(
                    amount=format_amount(paper.amount), member=called(" + ".join(paper.members))
                )
            )
        )
    for entry in run.cheques_unexpected:
        text = _("cheque of {amount} on the pile that nobody expected")
        lines.append(_bad(text.format(amount=format_amount(entry.amount))))
    further = tuple(one for one in run.left if one.further)
    if further:
        lines += [[], [(" " + _("Left with a debt or a credit:"), "heading")], *_left(further)]
    return lines


def _of_the_box(run: DryRun) -> list[list[Run]]:
    if run.count is None:
        return [_bad(_("the cash box was not counted"))]
    lines = []
    if run.count.difference:
        text = _("difference of the cash box: {amount} – {why}").format(
            amount=format_signed(run.count.difference), why=run.count.explanation or ""
        )
        lines.append(_bad(text))
    if run.outdated_by:
        text = _("what is expected has moved by {amount} since the count")
        lines.append(_bad(text.format(amount=format_signed(run.outdated_by))))
    return lines


def _unseen(one: UnseenPayment) -> str:
    text = _("{payment} awaited: {member}") if one.awaited else _("{payment} not seen: {member}")
    payment = f"{mode_label(one.mode)} {format_amount(one.amount)}"
    number = "" if one.basket is None else f"{one.basket} "
    return text.format(payment=payment, member=number + called(one.member))


def _sums(run: DryRun) -> list[list[Run]]:
    facts = [
        (_("baskets validated"), f"{run.totals.validated} / {run.totals.baskets}"),
        (_("cost of the baskets"), format_amount(run.totals.ordered)),
        (_("paid for the baskets"), format_amount(run.totals.paid)),
        (_("the cash box should hold"), format_amount(run.takings.expected_cash)),
    ]
    if run.count is not None:
        facts.append((_("counted"), format_amount(run.count.counted)))
    cheques = run.takings.cheque_count
    text = ngettext("{count} cheque", "{count} cheques", cheques).format(count=cheques)
    facts.append((text, format_amount(run.takings.cheques)))
    return [[(f"   {pad(label, 34)}{pad(value, 16, right=True)}", "")] for label, value in facts]


def _left(standings: Sequence[Standing]) -> list[list[Run]]:
    return [
        [
            (
                f"   {one.basket:>4}  {pad(called(one.member), 40)}"
                f"{pad(format_signed(one.before) if one.before else '0', 12, right=True)} → "
                f"{format_signed(one.after)}",
                "",
            )
        ]
        for one in standings
    ]


def _bad(text: str) -> list[Run]:
    return [(f"   ! {text}", "warn")]


def _numbers(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:12]))
    return f"{shown} …" if len(numbers) > 12 else shown
