"""Saving a paper to a folder."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from cagette_tui.i18n import _
from cagette_tui.papers.exports import Export, export_name, export_text
from cagette_tui.papers.saving import save_export
from cagette_tui.problems import PaperProblem
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences import sentence
from cagette_tui.text import visible


async def paper_text(screen: ModelScreen, wanted: Export) -> str | None:
    """Give the text of a paper; None when there is none, and the screen says why."""
    try:
        return await screen.db(export_text, wanted, screen.cagette.clock.now())
    except PaperProblem as problem:
        screen.say(sentence(problem), "refused")
        return None


async def save_paper(screen: ModelScreen, wanted: Export) -> None:
    """Ask for a folder or a new file, and save a paper there; a file that exists stays."""
    name = await screen.db(export_name, wanted)
    await save_text(screen, name, lambda: paper_text(screen, wanted))


async def save_text(
    screen: ModelScreen, name: str, write: Callable[[], Awaitable[str | None]]
) -> None:
    """Ask for a folder or a new file, and save there what `write` gives, if it gives a text."""
    folder = await screen.ask_text(
        _("Folder or file"),
        _folder,
        value=str(screen.cagette.drafts.get("folder", Path.home())),
        hint=_("The file is called {name}.").format(name=name),
    )
    if folder is None:
        return
    screen.cagette.drafts["folder"] = folder if folder.is_dir() else folder.parent
    text = await write()
    if text is None:
        return
    try:
        path = await screen.db(save_export, folder, name, text)
    except PaperProblem as problem:
        screen.say(sentence(problem), "refused")
    else:
        screen.say(_("Saved: {path}").format(path=visible(str(path))), "good")


def _folder(text: str) -> Path:
    """Read a folder that is there, or the name of a new file in one."""
    path = Path(text.strip()).expanduser()
    if not text.strip() or not (path.is_dir() or path.absolute().parent.is_dir()):
        raise ValueError(_("There is no such folder."))
    return path
