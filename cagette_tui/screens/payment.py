"""Payment entry: amounts, modes, cheques, splitting, several baskets at once (R15)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_amount, format_moment, format_number, ngettext
from cagette_tui.model.acts.drafts import (
    from_draft,
    payment_draft,
    payment_subject,
    save_payment_draft,
)
from cagette_tui.model.acts.paying import settle
from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import LETTERS, SPOT_MODES, Mode, letters
from cagette_tui.model.rules.payments import ChequeDetails, Part, Tender, tender
from cagette_tui.model.rules.receiving import Pay, Validate, Wanted
from cagette_tui.model.rules.transfers import only_announced
from cagette_tui.screens.asking import cheque_number, written_on_cheque
from cagette_tui.screens.mode_keys import mode_command
from cagette_tui.screens.payment_page import mode_of, recorded, there_already
from cagette_tui.screens.transfers import KEY, Transfers
from cagette_tui.screens.typed import ask_amount
from cagette_tui.sentences import mode_label, mode_short
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.painted import Run

_NO_PART = N_("Nothing is entered yet: first the letter of a mode.")


class PaymentScreen(Transfers):
    """One or several parts of a payment, recorded together in one act."""

    FOOTER_LINES = 2

    def __init__(self, baskets: tuple[BasketView, ...]) -> None:
        """Pay these baskets, in this order."""
        super().__init__()
        self._baskets = baskets
        self._with_debt = False
        # A draft in the database, so that neither leaving nor a line that is cut loses anything.
        self._parts: list[Part] = []
        self._remark: str | None = None  # when it was typed, once it was read
        self._page = Lines(id="page")

    def compose_content(self) -> ComposeResult:
        """Show what is paid so far."""
        yield self._page

    async def load(self) -> None:
        """Read the baskets again."""
        self._baskets = tuple([await self.db(read_basket, one.id) for one in self._baskets])
        if self._remark is None:
            await self._read_draft()
        self._show()

    def evening(self) -> int | None:
        """Return the distribution of the baskets."""
        return self._baskets[0].distribution_id

    @property
    def _ids(self) -> list[int]:
        return [one.id for one in self._baskets]

    async def _read_draft(self) -> None:
        self._remark = ""
        draft = await self.db(payment_draft, self.desk, self._ids)
        if draft is not None:
            self._parts, self._with_debt = list(draft.parts), draft.with_debt
            self._remark = _("Typed {when}, not recorded yet. ").format(
                when=format_moment(draft.at)
            )

    async def _changed(self) -> None:
        """Show and keep what is typed."""
        self._show()
        await self.keep(
            save_payment_draft, self.desk, self._ids, self._parts, with_debt=self._with_debt
        )

    @property
    def _tender(self) -> Tender:
        return tender(self._baskets, self._parts, with_debt=self._with_debt)

    def _show(self) -> None:
        self.set_title(_("Payment entry"))
        lines = [*self._heading(), *self._so_far()]
        self._page.styles.height = len(lines)
        self._page.set_lines(lines)
        self.refresh_commands()

    def _heading(self) -> list[list[Run]]:
        lines: list[list[Run]] = [[]]
        for one in self._baskets[:8]:
            text = _("To pay {amount}").format(amount=format_amount(one.to_pay))
            if one.debt_beside:
                text += " " + _("(+ debt {amount})").format(amount=format_amount(one.debt_beside))
            lines.append([(f" {one.number:>4}  {called(one.member)}   ", "strong"), (text, "")])
            lines += there_already(one)
        if len(self._baskets) > 8:
            rest = len(self._baskets) - 8
            more = ngettext("… and {count} more basket", "… and {count} more baskets", rest)
            lines.append([(f"       {more.format(count=rest)}", "dim")])
        sums = self._tender
        text = _("To receive: {amount}").format(amount=format_amount(sums.due))
        lines += [[], [(f" {text}", "strong")], []]
        return lines

    def _so_far(self) -> list[list[Run]]:
        lines: list[list[Run]] = []
        for part in self._parts:
            text = f"   {mode_of(part)}  {format_amount(part.amount or Decimal(0))}"
            if part.cheque is not None:
                details = (part.cheque.number, part.cheque.bank, part.cheque.drawer)
                text += "".join(f"  {detail}" for detail in details if detail)
            lines.append([(text + (f"  – {part.note}" if part.note else ""), "")])
        if not lines:
            named = ", ".join(f"{LETTERS[mode]} {mode_short(mode).lower()}" for mode in SPOT_MODES)
            return [
                [(_(" Press a letter: {letters}.").format(letters=named), "")],
                [(_(" The amount to pay is proposed; type another one to split."), "dim")],
            ]
        sums = self._tender
        if sums.lacking:
            text = _("{amount} would remain to pay.").format(amount=format_amount(sums.lacking))
            lines.append([(f" {text}", "warn")])
        elif sums.over:
            text = _("{amount} too much: a credit on the account.").format(
                amount=format_amount(sums.over)
            )
            lines.append([(f" {text}", "warn")])
        if self._remark:
            lines.append([(f" {self._remark}", "dim")])
        lines.append([(_(" Enter records it."), "strong")])
        return lines

    def enabled(self, action: str) -> bool:
        """Offer what the parts so far allow."""
        if action in ("record", "drop", "note"):
            return bool(self._parts)
        if action == "transfers":
            return bool(self._parts) and self._parts[-1].mode is Mode.TRANSFER
        if action == "details":
            return bool(self._parts) and self._parts[-1].cheque is not None
        if action == "validate":
            still_open = not any(one.validated for one in self._baskets)
            return still_open and (len(self._baskets) == 1 or bool(self._parts))
        if action == "debt":
            # Of several members' debts a single payment cannot say which it settles.
            return len(self._baskets) == 1 and self._baskets[0].older_debt > 0
        if action == "digit":
            return False  # `why_not` says what comes first
        # Several baskets are paid by one payment.
        return not (action == "part" and len(self._baskets) > 1 and self._parts)

    def why_not(self, action: str) -> str:
        """Say what comes before the amount when a digit is pressed first."""
        if action == "digit":
            text = _("First the letter of the mode ({letters}), then the amount.")
            return text.format(letters=letters(SPOT_MODES))
        return super().why_not(action)

    def action_digit(self) -> None:
        """Do nothing: `enabled` never offers it, and `why_not` says what comes first."""

    async def action_part(self, mode: str) -> None:
        """Add a part."""
        await self.act(self._part(Mode(mode)))

    async def _part(self, mode: Mode) -> None:
        if mode is Mode.TRANSFER and not await self.knows_of_transfers(self._baskets):
            return
        left = self._tender.lacking
        amount = await ask_amount(
            self,
            _("{mode}, amount").format(mode=mode_label(mode)),
            value=format_number(left, grouped=False) if left else "",
            hint=(self._change_hint(left) if mode is Mode.CASH else "")
            or _("Enter goes on, Esc goes back."),
        )
        if amount is None:
            return
        cheque = None
        if mode is Mode.CHEQUE:
            # Esc takes the amount, too: it is this cheque's.
            number = await cheque_number(self)
            if number is None:
                return
            cheque = ChequeDetails(number or None)
        announced = only_announced(mode, self.announces)
        self._parts.append(Part(mode, amount, cheque, announced=announced))
        await self._changed()

    async def action_transfers(self) -> None:
        """Say of the last part, a transfer, that it is only announced, or was seen."""
        last = self._parts.pop()
        self._parts.append(replace(last, announced=not last.announced))
        await self._changed()

    def _change_hint(self, left: Decimal) -> str:
        """Say what to give back from a note."""
        return "  ".join(
            _("from {note}: give back {change}").format(
                note=format_amount(note), change=format_amount(change)
            )
            for note, change in self._tender.change(left)
        )

    async def action_debt(self) -> None:
        """Propose the older debt too, or not."""
        self._with_debt = not self._with_debt
        await self._changed()

    async def action_drop(self) -> None:
        """Remove the last part."""
        self._parts.pop()
        await self._changed()

    async def action_note(self) -> None:
        """Add a note to the last part."""
        await self.act(self._note())

    async def _note(self) -> None:
        note = await self.ask_text(_("Note"), str.strip, value=self._parts[-1].note or "")
        if note is not None:
            last = self._parts.pop()
            self._parts.append(replace(last, note=note or None))
            await self._changed()

    async def action_details(self) -> None:
        """Note what is written on the cheque."""
        await self.act(self._details())

    async def _details(self) -> None:
        last = self._parts[-1]
        assert last.cheque is not None
        details = await written_on_cheque(self, last.cheque)
        if details is not None:
            self._parts[-1] = replace(last, cheque=details)
            await self._changed()

    def action_back(self) -> None:
        """Go back; parts that are not recorded stay a draft, and that is said."""
        super().action_back()
        if self._parts:
            self.tell_below(_("The payment is not recorded; p shows it again."), "info")

    async def action_record(self) -> None:
        """Record the payment."""
        await self.act(self._record())

    async def _record(self) -> None:
        if await self._settled(Pay(tuple(self._parts))):
            self._leave(recorded(self._parts))

    async def action_validate(self) -> None:
        """Record what was typed, if anything, and validate the basket."""
        await self.act(self._validate())

    async def _validate(self) -> None:
        one = self._baskets[0]
        parts = Pay(tuple(self._parts)) if self._parts else None
        if not await self._settled(Validate(parts)):
            return
        texts = [recorded(self._parts)] if self._parts else []
        count = len(self._baskets)
        if count == 1:
            text = _("{number} {member} – validated")
            texts.append(text.format(number=one.number, member=called(one.member)))
        else:
            text = ngettext("{count} basket validated.", "{count} baskets validated.", count)
            texts.append(text.format(count=count))
        self._leave(" ".join(texts))

    async def _settled(self, wanted: Wanted) -> bool:
        """Do what is wanted with all the baskets; whether it was done."""
        baskets = [(one.id, one.version) for one in self._baskets]
        draft = payment_subject(self._ids)
        left = await self.answered(
            lambda desk, said: from_draft(desk, draft, settle, baskets, wanted, **said),
            {"record_typed": False},  # it is what is recorded, or was removed
        )
        return left is not None

    def _leave(self, text: str) -> None:
        """Go back to the list, and say there what was done."""
        self._parts.clear()
        below = self.screen_below()
        if below is not None:
            below.paid()
        self.dismiss()
        self.tell_below(text)

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("enter",),
            action_record,
            N_("record"),
            N_("Record the payment as shown."),
            acts=True,
            without=_NO_PART,
        ),
        mode_command(
            action_part, Mode.CASH, N_("Cash"), N_("Add a part in cash."), takes_text=True
        ),
        mode_command(
            action_part,
            Mode.CHEQUE,
            N_("Cheque"),
            N_("Add a cheque, with its number."),
            takes_text=True,
        ),
        mode_command(
            action_part, Mode.TRANSFER, N_("Transfer"), N_("Add a transfer."), takes_text=True
        ),
        mode_command(
            action_part, Mode.CARD, N_("Card"), N_("Add a payment by card."), takes_text=True
        ),
        mode_command(
            action_part,
            Mode.ONLINE,
            N_("Online"),
            N_("Add a payment online."),
            footer=False,
            takes_text=True,
        ),
        Command(
            ("d",),
            action_debt,
            N_("older debt"),
            N_("Propose the older debt too, or leave it out."),
            without=N_("There is no older debt to add here."),
        ),
        Command(
            ("x",),
            action_drop,
            N_("remove"),
            N_("Remove the last part."),
            acts=True,
            without=_NO_PART,
        ),
        Command(
            ("m",), action_note, N_("note"), N_("Add a note to the last part."), without=_NO_PART
        ),
        Command(
            (KEY,),
            action_transfers,
            N_("seen/announced"),
            N_("Say of a transfer, the last part, that it is only announced, or was seen."),
            without=N_("The last part is not a transfer."),
        ),
        Command(
            ("i",),
            action_details,
            N_("number, bank"),
            N_("Note number, bank and drawer of the cheque."),
            without=N_("The last part is not a cheque."),
        ),
        Command(
            ("v",),
            action_validate,
            N_("validate"),
            N_("Record it, validate, go back."),
            acts=True,
            without=N_("One is validated, or nothing is typed for several: Enter records alone."),
        ),
        Command(tuple("0123456789"), action_digit, N_("amount"), footer=False, listed=False),
        BACK,
        QUIT,
        HELP,
    )
