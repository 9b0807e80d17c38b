"""What was done with a product in all its baskets, in words."""

from __future__ import annotations

from cagette_tui.i18n import _, format_signed, ngettext
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.product_plans import ProductPlan
from cagette_tui.sentences.questions import called


def product_plan_done(plan: ProductPlan, count: int) -> str:
    """Say what a plan did in `count` baskets, and how many of them have a credit now."""
    labels = {
        ActKind.UNDELIVERED: _("{product}: undelivered"),
        ActKind.WEIGHTS: _("{product}: weighed"),
        ActKind.PRICES: _("{product}: new price"),
    }
    text = labels[plan.kind]
    if plan.kind is ActKind.UNDELIVERED and any(one.changed.delivered for one in plan.rows):
        text = _("{product}: delivered in part")
    text = text.format(product=called(plan.use.name))
    baskets = ngettext("{count} basket", "{count} baskets", count).format(count=count)
    text += f" – {baskets}, {format_signed(plan.difference)}."
    about = what_producer_gets(plan)
    text += f" {about}" if about else ""
    credits = sum(1 for _before, after in plan.baskets if after.credit and after.difference > 0)
    if credits:
        text += " " + ngettext(
            "{count} has a credit now.",
            "{count} have a credit now.",
            credits,
        ).format(count=credits)
    return text


def what_producer_gets(plan: ProductPlan) -> str:
    """Say what the producer is paid by a plan that changes it (R53)."""
    if plan.kind is ActKind.PRICES:
        return _("The producer is paid at this price.")
    if plan.kind is ActKind.UNDELIVERED and plan.lines:
        return _("The producer is not paid for what did not come.")
    return ""
