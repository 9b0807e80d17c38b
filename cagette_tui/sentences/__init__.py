"""What the model's facts are called, and said, in the language of the user."""

from __future__ import annotations

from cagette_tui.sentences.closing import ChangeWords, change_words
from cagette_tui.sentences.labels import (
    act_label,
    cancel_label,
    kind_label,
    mode_label,
    mode_short,
    on_the_spot_label,
    reason_label,
    setting_label,
    state_label,
)
from cagette_tui.sentences.problems import finding_sentence, sentence

__all__ = [
    "ChangeWords",
    "act_label",
    "cancel_label",
    "change_words",
    "finding_sentence",
    "kind_label",
    "mode_label",
    "mode_short",
    "on_the_spot_label",
    "reason_label",
    "sentence",
    "setting_label",
    "state_label",
]
