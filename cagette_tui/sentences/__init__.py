"""What the model's facts are called, and said, in the language of the user."""

from __future__ import annotations

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
    "act_label",
    "cancel_label",
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
