"""Somebody who is no member yet: added on the members' screen, or where one is chosen (R25)."""

from __future__ import annotations

from cagette_tui.i18n import _
from cagette_tui.model.acts.members import add_member
from cagette_tui.model.rules.members import BadName, NameIsThere, member_name
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences import sentence
from cagette_tui.sentences.questions import called


def name_typed(text: str) -> str:
    """Read a member's name; raises `ValueError` with a sentence."""
    try:
        return member_name(text)
    except BadName as problem:
        raise ValueError(sentence(problem)) from problem


async def member_added(screen: ModelScreen, name: str) -> int | None:
    """Add a member of this name and give the id; ask where somebody is called nearly so.

    None where nobody was added, which is said.
    """
    try:
        number = await screen.insisted(add_member, screen.desk, name)
    except NameIsThere as problem:
        question = _("{name} ({ref}) already exists. Is this another person?").format(
            name=called(problem.name), ref=called(problem.ref)
        )
        if not await screen.confirm(question, yes=_("another person")):
            screen.gave_up()
            return None
        added = await screen.tried(add_member, name, another=True)
        if added is None:
            return None
        number = added
    screen.say(_("Added: {name}.").format(name=called(name)), "good")
    return number


async def member_from_choice(screen: ModelScreen, text: str) -> int | None:
    """Ask whether what was typed, which fits nobody, is a new member's name; give the id, or None.

    Nothing is recorded before that answer.
    """
    try:
        name = name_typed(text)
    except ValueError as problem:
        screen.say(str(problem), "refused")
        return None
    question = _("Nobody without a basket is called {name}. Add a new member of this name?")
    if not await screen.confirm(question.format(name=called(name)), yes=_("add the member")):
        return None
    return await member_added(screen, name)
