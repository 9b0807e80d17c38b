"""The four steps of an evening in one line, and which of them is next."""

from __future__ import annotations

from collections.abc import Sequence

from cagette_tui.i18n import N_, _
from cagette_tui.model.rules.evening_steps import EveningStep, StepKind, next_step

_NAMES = {
    StepKind.BASKETS: N_("baskets"),
    StepKind.BOX: N_("cash box"),
    StepKind.CHEQUES: N_("cheques"),
    StepKind.CERTIFY: N_("certify"),
}
_COUNTED = (StepKind.BASKETS, StepKind.CHEQUES)


def step_name(kind: StepKind) -> str:
    """Name a step in a word."""
    return _(_NAMES[kind])


def step_sign(step: EveningStep, following: EveningStep | None) -> str:
    """Mark what is over and what is next; what comes later has no sign."""
    if step.is_over:
        return "✓"
    return "→" if following is not None and step.kind is following.kind else ""


def steps_text(steps: Sequence[EveningStep]) -> str:
    """Say all of them: "→ baskets 12/62 · cash box · cheques 3/24 · certify"."""
    following = next_step(tuple(steps))
    return " · ".join(_step(step, following) for step in steps)


def _step(step: EveningStep, following: EveningStep | None) -> str:
    counted = step.kind in _COUNTED and step.of and not step.is_over
    parts = (
        step_sign(step, following),
        step_name(step.kind),
        f"{step.done}/{step.of}" if counted else "",
    )
    return " ".join(filter(None, parts))
