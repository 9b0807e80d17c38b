"""What a key would pass over, in words: typed and not recorded, or announced before (R22, R63)."""

from __future__ import annotations

from cagette_tui.i18n import _, format_amount
from cagette_tui.model.rules.held_back import AnnouncedOnAccount, TypedBefore
from cagette_tui.model.rules.transfers import SeenBefore
from cagette_tui.sentences.questions import same_transfer, typed_before
from cagette_tui.sentences.storage import Sentence

HELD_BACK_SENTENCES: dict[type[Exception], Sentence] = {
    TypedBefore: lambda it: _("{typed} Look at it first: p there shows it, and x drops it.").format(
        typed=typed_before(it)
    ),
    AnnouncedOnAccount: same_transfer,
    SeenBefore: lambda it: _(
        "The transfer of {amount} is noted as seen: say first that it is only announced."
    ).format(amount=format_amount(it.amount)),
}
