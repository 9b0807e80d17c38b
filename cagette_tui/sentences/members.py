"""What is said of members: each in a line, and why two of them cannot be made one (R25)."""

from __future__ import annotations

from datetime import date

from cagette_tui.i18n import _, format_amount, format_date
from cagette_tui.model.rules.members import (
    LONGEST_NAME,
    BadName,
    CannotMerge,
    MemberView,
    MergeProblem,
    NameIsThere,
)
from cagette_tui.sentences.labels import standing
from cagette_tui.sentences.storage import Sentence
from cagette_tui.sentences.system import shown_name
from cagette_tui.text import visible


def member_line(one: MemberView, today: date) -> str:
    """Say who it is, how the account stands, when money last came, and the membership."""
    parts = [f"{visible(one.called)} {visible(one.name)}", standing(one.balance)]
    if one.since is not None and one.is_to_come(today):
        text = _("{amount} to pay on {day}")
        parts[-1] = text.format(amount=format_amount(-one.balance), day=format_date(one.since))
    elif one.since is not None:
        parts[-1] += " " + _("since {day}").format(day=format_date(one.since))
    if one.last_payment is not None:
        parts.append(_("last payment {day}").format(day=format_date(one.last_payment)))
    parts.append(membership_text(one, today))
    return " · ".join(parts)


def membership_text(one: MemberView, today: date) -> str:
    """Say how the membership stands."""
    if one.until is None:
        return _("no membership")
    text = _("member until {day}") if one.up_to_date(today) else _("membership ended {day}")
    return text.format(day=format_date(one.until))


def merge_question(away: MemberView, kept: MemberView) -> str:
    """Ask whether two members are one."""
    return _(
        "{away} ({away_balance}) becomes {kept} ({kept_balance}): one account, {balance}. Is it so?"
    ).format(
        away=shown_name(away.name),
        away_balance=format_amount(away.balance),
        kept=shown_name(kept.name),
        kept_balance=format_amount(kept.balance),
        balance=standing(away.balance + kept.balance),
    )


def _cannot_merge(it: CannotMerge) -> str:
    texts = {
        MergeProblem.SAME: _("{name} is one member already: choose two."),
        MergeProblem.MERGED: _("{name} was merged with another member already."),
        MergeProblem.BOTH: _(
            "Both have a basket on {day}, {place} ({baskets}): settle one of them there first, "
            "and certify."
        ),
        MergeProblem.VALIDATED: _(
            "{name} has validated basket {baskets} on {day}, {place}: certify first, or reopen it."
        ),
        MergeProblem.AWAITED: _(
            "{name} has a payment that is awaited since {day}, {place}: see it or cancel it first."
        ),
    }
    return texts[it.problem].format(
        name=shown_name(it.name),
        baskets=" + ".join(map(str, it.baskets)),
        day="" if it.day is None else format_date(it.day),
        place=shown_name(it.place),
    )


MEMBER_SENTENCES: dict[type[Exception], Sentence] = {
    CannotMerge: _cannot_merge,
    BadName: lambda it: _(
        "A name has 1 to {longest} characters that can be shown: type another."
    ).format(longest=LONGEST_NAME),
    NameIsThere: lambda it: _(
        "{name} ({ref}) already exists. Another person of that name: say so (--another)."
    ).format(name=shown_name(it.name), ref=shown_name(it.ref)),
}
