"""What can be done with one basket, from the list and from the basket's own screen."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from textual.screen import Screen

from cagette_tui.i18n import N_, _, format_amount
from cagette_tui.model.acts.absence import mark_absent, mark_present
from cagette_tui.model.acts.paying import settle
from cagette_tui.model.acts.validating import reopen_basket
from cagette_tui.model.rules.allowed import certified, must_be_present, validated
from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.model.rules.kinds import LETTERS, SPOT_MODES, Mode, letters
from cagette_tui.model.rules.receiving import Validate, Wanted, by_letter
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.rules.transfers import lacks
from cagette_tui.screens.asking import SEEN, reason_given
from cagette_tui.screens.mode_keys import mode_command
from cagette_tui.screens.product_acts import given
from cagette_tui.screens.transfers import KEY, Transfers
from cagette_tui.sentences import sentence
from cagette_tui.sentences.baskets import done_text
from cagette_tui.sentences.questions import called
from cagette_tui.text import cells
from cagette_tui.widgets.commands import Command


class BasketActs(Transfers):
    """A screen that acts on a basket."""

    @abstractmethod
    def current(self) -> BasketView | None:
        """Return the basket that keys act on."""

    @abstractmethod
    def of_distribution(self) -> DistributionView | None:
        """Return the distribution that is shown, once it is read."""

    @abstractmethod
    def show_basket(self, basket: BasketView) -> None:
        """Show what an act made of a basket."""

    def evening(self) -> int | None:
        """Return the id of the distribution."""
        distribution = self.of_distribution()
        return None if distribution is None else distribution.id

    def why_not(self, action: str) -> str:
        """Say that the basket or all of its distribution is closed, and what opens it."""
        distribution, basket = self.of_distribution(), self.current()
        archived = None if distribution is None else certified(distribution)
        if archived is not None and basket is not None and basket.announced:
            return _("Certified: h shows the account, where Enter confirms what was awaited.")
        refusal = archived or (None if basket is None else validated(basket))
        return "" if refusal is None else sentence(refusal)

    def chosen(self) -> list[BasketView]:
        """Return the baskets that keys act on."""
        basket = self.current()
        return [] if basket is None else [basket]

    def under_hands(self) -> object:
        """Return the basket."""
        return super().under_hands(), self.current()

    async def done_with(self, basket: BasketView, wanted: Wanted) -> BasketView | None:
        """Do what is wanted with a basket's money, asking what has to be asked."""
        here = [(basket.id, basket.version)]
        left = await self.answered(lambda desk, said: settle(desk, here, wanted, **said))
        return None if left is None else left[0]

    async def received(
        self, basket: BasketView, mode: Mode | None, *, validating: bool
    ) -> BasketView | None:
        """Receive, or validate, or both; ask what has to be asked; show and say what was done."""
        first = None if mode is None else by_letter(mode, self.announces)
        wanted = Validate(first) if validating else first
        assert wanted is not None
        after = await self.done_with(basket, wanted)
        if after is not None:
            self.show_basket(after)
            text, width = "{done}", self.app.size.width
            if mode is Mode.TRANSFER and self.announces is not None:
                text = _("{done} ({key} changes that)")
            said = done_text(basket, after, width - cells(text.format(done="", key=KEY)))
            self.say(text.format(done=said, key=KEY), "good")
        return after

    async def action_receive(self, mode: str) -> None:
        """Receive what is to pay in a mode."""
        await self.act(self._receive_in(Mode(mode), validating=False))

    async def action_receive_and_validate(self, mode: str) -> None:
        """Receive what is to pay in a mode, and validate."""
        await self.act(self._receive_in(Mode(mode), validating=True))

    async def _receive_in(self, mode: Mode, *, validating: bool) -> None:
        if mode is Mode.TRANSFER and not await self.knows_of_transfers(self.chosen()):
            return
        if mode is Mode.ONLINE and not await self._came_online():
            return
        await self.receive_or_validate(mode, validating=validating)

    async def _came_online(self) -> bool:
        """Ask about what nobody announced: online one does not pay at a table (R13, R22)."""
        unsaid = [one.to_pay for one in self.chosen() if lacks(one, Mode.ONLINE)]
        if not unsaid:
            return True
        text = _("No online payment was announced. Did it come to the account: {amount}?")
        amount = format_amount(sum(unsaid, ZERO))
        choices = {SEEN: _("it came: confirm it")}
        return bool(await self.choose(text.format(amount=amount), choices))

    async def action_validate(self) -> None:
        """Validate; what is to pay on the spot is received before."""
        await self.act(self.receive_or_validate(None, validating=True))

    @abstractmethod
    async def receive_or_validate(self, mode: Mode | None, *, validating: bool) -> None:
        """Receive what is to pay, or validate, or both, for what keys act on; then go on."""

    async def action_pay(self) -> None:
        """Enter payments."""
        chosen = self.chosen()
        try:
            for basket in chosen:
                must_be_present(basket)
        except Refused as problem:  # before anything is typed
            self.say(sentence(problem), "refused")
            return
        if chosen:
            await self.open_screen(self.doors.to_payment(tuple(chosen)))

    async def action_account(self) -> None:
        """Show the member's account."""
        basket = self.current()
        if basket is not None:
            await self.open_screen(self.doors.to_account(basket.member_id, basket.distribution_id))

    async def action_journal(self) -> None:
        """Show who did what: in the distribution, or with this one basket."""
        await self.open_screen(self.journal())

    @abstractmethod
    def journal(self) -> Screen[None]:
        """Return the journal that belongs to this screen."""

    async def action_absent(self) -> None:
        """Mark absent or present."""
        await self.act(self._absent())

    async def _absent(self) -> None:
        basket = self.current()
        if basket is None:
            return
        if basket.absent:
            after = await self.tried(mark_present, basket.id, basket.version)
        elif basket.validated:
            # Refused, without a question first.
            after = await self.tried(mark_absent, basket.id, basket.version, release=False)
        else:
            answer = await self.choose(
                _("{number} {member} absent: what becomes of the {amount}?").format(
                    number=basket.number,
                    member=called(basket.member),
                    amount=format_amount(basket.cost),
                ),
                {
                    "d": _("debt is kept"),
                    "l": _("nothing is owed; the group pays the producers"),
                    "p": _("somebody else takes and pays the products"),
                },
            )
            if not answer:
                return
            if answer == "p":
                await self._given_away(basket)
                return
            release = answer == "l"
            after = await self.tried(mark_absent, basket.id, basket.version, release=release)
        if after is not None:
            self.show_basket(after)
            self.say(done_text(basket, after, self.app.size.width), "good")

    async def _given_away(self, basket: BasketView) -> None:
        """Put what an absent member ordered into the basket of somebody who takes it."""
        both = await given(self, basket)
        if both is not None:
            here, there = both
            await self.reload()
            text = _("{number} absent: all of it is in basket {to} {member} now, {amount} to pay.")
            said = text.format(
                number=here.number,
                to=there.number,
                member=called(there.member),
                amount=format_amount(there.to_pay),
            )
            self.say(said, "good")

    async def action_reopen(self) -> None:
        """Reopen what keys act on, after the reason."""
        await self.act(self.reopen())

    @abstractmethod
    async def reopen(self) -> None:
        """Reopen the basket, or the distribution."""

    async def reopened(self, basket: BasketView) -> None:
        """Reopen a basket, after the reason."""
        one = self.of_distribution()
        hint = _("{number} {member} is opened again. Why?")
        if one is not None and one.is_certified:
            hint = _(
                "{number} {member} is opened again, and all of the distribution is to be "
                "certified again. Why?"
            )
        hint = hint.format(number=basket.number, member=called(basket.member))
        reason = await self.ask_text(_("Reason"), reason_given, hint=hint)
        if reason is None:
            return
        after = await self.tried(reopen_basket, basket.id, basket.version, reason)
        if after is not None:
            await self.reload()
            self.say(done_text(basket, after, self.app.size.width), "good")


def _validating_in(
    mode: Mode, label: str, text: str, *, footer: bool = False, shown_key: str | None = None
) -> Command:
    """Make the command of the capital letter of a mode."""
    action = BasketActs.action_receive_and_validate
    command = mode_command(action, mode, label, text, footer=footer)
    return replace(command, keys=(LETTERS[mode].upper(),), shown_key=shown_key)


RECEIVING = (
    mode_command(
        BasketActs.action_receive, Mode.CASH, N_("Cash"), N_("Receive in cash what is left to pay.")
    ),
    mode_command(
        BasketActs.action_receive,
        Mode.CHEQUE,
        N_("Cheque"),
        N_("Receive by cheque what is left to pay."),
    ),
    mode_command(
        BasketActs.action_receive,
        Mode.TRANSFER,
        N_("Transfer"),
        N_("Receive by transfer what is left to pay."),
    ),
    mode_command(
        BasketActs.action_receive, Mode.CARD, N_("Card"), N_("Receive by card what is left to pay.")
    ),
)
ONLINE = mode_command(
    BasketActs.action_receive,
    Mode.ONLINE,
    N_("Online"),
    N_("Note as paid online (only if it was seen on the account)."),
    footer=False,
)
_SAME = N_("As E, but by cheque (C), transfer (T), card (B).")
VALIDATING = (
    _validating_in(
        Mode.CASH,
        N_("+ validate"),
        N_("Receive in cash, validate, and go to the next basket."),
        footer=True,
        shown_key=letters(SPOT_MODES).upper().replace(" ", ""),
    ),
    _validating_in(Mode.CHEQUE, N_("cheque + validate"), _SAME),
    _validating_in(Mode.TRANSFER, N_("transfer + validate"), _SAME),
    _validating_in(Mode.CARD, N_("card + validate"), _SAME),
)
VALIDATE = Command(
    ("v",),
    BasketActs.action_validate,
    N_("validate"),
    N_("Validate: collected and paid; the basket changes no longer."),
    acts=True,
)
PAY = Command(
    ("p",),
    BasketActs.action_pay,
    N_("payment"),
    N_("Enter amounts, split over modes, cheque numbers."),
    takes_text=True,
)
ABSENT = Command(
    ("A",),
    BasketActs.action_absent,
    N_("absent"),
    N_("Nobody collected it: asks who pays. A second time: collected after all."),
    acts=True,
)
ACCOUNT = Command(
    ("h",),
    BasketActs.action_account,
    N_("account"),
    N_("The member's account: its history, older balances, payments, gifts."),
)
JOURNAL = Command(("J",), BasketActs.action_journal, N_("journal"), N_("Who did what and when."))
REOPEN = Command(
    ("R",),
    BasketActs.action_reopen,
    N_("reopen"),
    N_("Reopen a validated basket or a certified distribution."),
    without=N_("Nothing to reopen here: the basket is not validated."),
    asks_text=True,
)
