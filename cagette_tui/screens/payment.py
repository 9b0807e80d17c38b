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
from cagette_tui.model.acts.paying_all import settle_with_fees
from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.reading.elsewhere import open_elsewhere
from cagette_tui.model.reading.memberships import read_membership
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.doubts import Overpaid
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode, letters
from cagette_tui.model.rules.outcome import Unseen
from cagette_tui.model.rules.owed_elsewhere import Elsewhere
from cagette_tui.model.rules.payments import Part, Tender
from cagette_tui.model.rules.receiving import Pay, Validate
from cagette_tui.model.rules.steps import Answers
from cagette_tui.model.rules.transfers import only_announced
from cagette_tui.screens.asking import cheque_if_one, written_on_cheque
from cagette_tui.screens.membership import fee_is_meant, who_joins
from cagette_tui.screens.mode_keys import mode_command
from cagette_tui.screens.payment_page import Typed, page_lines, recorded
from cagette_tui.screens.transfers import KEY, Transfers
from cagette_tui.screens.typed import ask_amount
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import Command
from cagette_tui.widgets.lines import Lines

_NO_PART = N_("Nothing is entered yet: first the letter of a mode.")


class PaymentScreen(Transfers):
    """One or several parts of a payment, recorded together in one act."""

    FOOTER_LINES = 2

    def __init__(self, baskets: tuple[BasketView, ...]) -> None:
        """Pay these baskets, in this order."""
        super().__init__()
        self._baskets = baskets
        self._with_debt = False
        self._elsewhere: tuple[Elsewhere, ...] = ()  # what is to pay at earlier evenings (R18)
        self._fees: dict[int, Decimal] = {}  # memberships, by the baskets of those who join
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
        self._elsewhere = await self.db(open_elsewhere, self._baskets)
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
            self._fees = {one: fee for one, fee in draft.fees.items() if one in self._ids}
            self._remark = _("Typed {when}, not recorded yet. ").format(
                when=format_moment(draft.at)
            )

    async def _changed(self) -> None:
        """Show and keep what is typed."""
        self._show()
        await self.keep(
            save_payment_draft,
            self.desk,
            self._ids,
            self._parts,
            with_debt=self._with_debt,
            fees=self._fees,
        )

    @property
    def _typed(self) -> Typed:
        accepted = tuple(mode for mode in SPOT_MODES if mode in self.cagette.accepted)
        return Typed(
            self._baskets, self._parts, self._with_debt, self._fees, self._elsewhere, accepted
        )

    @property
    def _tender(self) -> Tender:
        return self._typed.tender

    def _show(self) -> None:
        self.set_title(_("Payment entry"))
        lines = page_lines(self._typed, self._remark)
        self._page.styles.height = len(lines)
        self._page.set_lines(lines)
        self.refresh_commands()

    def enabled(self, action: str) -> bool:
        """Offer what the parts so far allow."""
        if action in ("record", "drop", "note"):
            return bool(self._parts)
        if action == "details":
            return bool(self._parts) and self._parts[-1].cheque is not None
        if action == "validate":
            still_open = not any(one.validated for one in self._baskets)
            return still_open and (len(self._baskets) == 1 or bool(self._parts))
        if action == "announced":
            return bool(self._parts) and self._parts[-1].mode is not Mode.CASH
        if action == "debt":
            return self._with_debt or self._typed.older_debt > 0
        if action == "digit":
            return False  # `why_not` says what comes first
        # Several baskets are paid by one payment.
        return not (action == "part" and len(self._baskets) > 1 and self._parts)

    def why_not(self, action: str) -> str:
        """Say what comes before the amount when a digit is pressed first."""
        if action == "digit":
            text = _("First the letter of the mode ({letters}), then the amount.")
            return text.format(letters=letters(self._typed.accepted))
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
        # Esc takes the amount, too: it is this cheque's.
        cheque = await cheque_if_one(self, mode)
        if cheque is None:
            return
        announced = only_announced(mode, self.announces)
        self._parts.append(Part(mode, amount, cheque.get("cheque"), announced=announced))
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

    async def action_announced(self) -> None:
        """Say that the last part is announced only, or that it is there (R22)."""
        last = self._parts[-1]
        self._parts[-1] = replace(last, announced=not last.announced)
        await self._changed()

    async def action_membership(self) -> None:
        """Pay memberships too, or not."""
        await self.act(self._membership())

    async def _membership(self) -> None:
        if self._fees:
            self._fees.clear()
            await self._changed()
            return
        joining = await who_joins(self, self._baskets)
        if not joining:
            return
        fee = (await self.insisted(read_membership, joining[0].member_id)).fee
        amount = await ask_amount(
            self,
            _("Membership fee"),
            value=format_number(fee, grouped=False) if fee else "",
            hint=_("It is paid with the basket, by the same cheque if it is one."),
        )
        if amount is not None and await fee_is_meant(self, amount, fee):
            self._fees = {one.id: amount for one in joining}
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
        if await self._done_with(self._typed.wanted):
            self._leave(recorded(self._parts))

    async def action_validate(self) -> None:
        """Record what was typed, if anything, and validate the basket."""
        await self.act(self._validate())

    async def _validate(self) -> None:
        one = self._baskets[0]
        parts = self._typed.wanted if self._parts else None
        if not await self._done_with(Validate(parts)):
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

    async def _done_with(self, wanted: Pay | Validate) -> bool:
        """Do what is wanted with all the baskets; whether it was done."""
        baskets = [(one.id, one.version) for one in self._baskets]
        draft = payment_subject(self._ids)
        fees, shown = dict(self._fees), self._tender.over
        said: Answers = {"record_typed": False}  # it is what is recorded, or was removed
        if isinstance(shown, Overpaid):
            said["foreseen"] = shown
        if any(part.announced for part in self._parts):
            said["unseen"] = Unseen.AWAITED  # it was just said
        left = await self.answered(
            lambda desk, said: from_draft(
                desk, draft, settle_with_fees, baskets, wanted, fees, **said
            ),
            said,
        )
        return left is not None

    def _leave(self, text: str) -> None:
        """Go back to the list, and say there what was done."""
        self._parts.clear()
        self._fees.clear()
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
            ("M",),
            action_membership,
            N_("membership"),
            N_("Pay a membership too, by the same cheque if it is one, or leave it out."),
            takes_text=True,
        ),
        Command(
            ("a", KEY),
            action_announced,
            N_("announced"),
            N_("Say that the last part will come, or that it is there."),
            without=N_("First a part that can be announced; cash cannot."),
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
