"""What a key would pass over, in words: typed and not recorded, or announced before (R22, R63)."""

from __future__ import annotations

from cagette_tui.i18n import _, format_amount
from cagette_tui.model.rules.held_back import AnnouncedOnAccount, TypedBefore
from cagette_tui.model.rules.transfers import (
    AnnouncedAlready,
    FeeAwaited,
    FeeByTransfer,
    SeenBefore,
)
from cagette_tui.sentences.questions import question_text, same_transfer, typed_before
from cagette_tui.sentences.storage import Sentence, said

HELD_BACK_SENTENCES: dict[type[Exception], Sentence] = {
    TypedBefore: lambda it: _("{typed} Look at it first: p there shows it, and x drops it.").format(
        typed=typed_before(it)
    ),
    AnnouncedOnAccount: same_transfer,
    AnnouncedAlready: lambda it: _(
        "{number}: announced already; v asks whether it was seen."
    ).format(number=it.number),
    FeeByTransfer: lambda it: question_text(it) or "",
    FeeAwaited: said(
        lambda: _(
            "A membership is entered once its transfer was seen; h, p announces that till then."
        )
    ),
    SeenBefore: lambda it: _(
        "The transfer of {amount} is noted as seen: say first that it is only announced."
    ).format(amount=format_amount(it.amount)),
}
