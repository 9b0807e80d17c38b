"""What the model's facts are called, and said, in the language of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagette_tui.sentences.labels import (
    act_label,
    as_stated_label,
    as_stated_word,
    cancel_label,
    kind_label,
    mode_label,
    mode_short,
    on_the_spot_label,
    reason_label,
    setting_label,
    state_label,
    trouble_label,
    why_label,
)

if TYPE_CHECKING:
    from cagette_tui.model.rules.findings import Finding

__all__ = [
    "act_label",
    "as_stated_label",
    "as_stated_word",
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
    "trouble_label",
    "why_label",
]


def sentence(problem: Exception) -> str:
    """Say what is wrong, where, and what to do next."""
    # Whoever knows all problems imports whatever may have some: only once there is one.
    from cagette_tui.sentences import problems

    return problems.sentence(problem)


def finding_sentence(finding: Finding) -> str:
    """Say what is broken, where, and what to do."""
    from cagette_tui.sentences import check

    return check.finding_sentence(finding)
