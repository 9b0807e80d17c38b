"""Saving a paper to a folder."""

from __future__ import annotations

import os
import shlex
from collections.abc import Awaitable, Callable
from getpass import getuser
from pathlib import Path

from cagette_tui.i18n import _
from cagette_tui.own_folder import keep_folder, kept_folder
from cagette_tui.papers.exports import Export, export_name, export_text
from cagette_tui.papers.saving import save_export
from cagette_tui.problems import PaperProblem
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences import sentence
from cagette_tui.text import visible

# Whoever saves more of one paper in one folder names them.
_MOST_COPIES = 100
# Where sticks and disks are mounted, and of how many one can say so.
_MEDIA = ("/media/", "/run/media/")
_MOST_STICKS = 3


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
    usual = Path(str(screen.cagette.drafts.get("folder") or kept_folder() or Path.home()))
    folder = await screen.ask_text(
        _("Folder or file"),
        lambda text: _folder(text, Path(name).suffix),
        value=str(usual),
        hint=_where_to(usual, name),
    )
    if folder is None:
        return
    chosen = folder if folder.is_dir() else folder.absolute().parent
    screen.cagette.drafts["folder"] = chosen
    if not screen.cagette.is_shared:
        keep_folder(chosen)
    if folder.is_dir():
        name = free_name(folder, name)
    text = await write()
    if text is None:
        return
    try:
        path = await screen.db(save_export, folder, name, text)
    except PaperProblem as problem:
        screen.say(sentence(problem), "refused")
    else:
        told = _("Saved: {path}").format(path=visible(str(path)))
        screen.say(" ".join(filter(None, (told, _how_to_fetch(path)))), "good")


def keys_card_title() -> str:
    """Name the card of keys among papers."""
    return _("Keys to pin on the wall")


async def save_keys_card(screen: ModelScreen, *, printed: bool) -> None:
    """Save the card of keys to a folder."""
    name, text = screen.doors.keys_card(printed=printed)

    async def written() -> str:
        return text

    await save_text(screen, name, written)


def free_name(folder: Path, name: str) -> str:
    """Return a name that is free in a folder: a number behind it where it is taken."""
    stem, ending = os.path.splitext(name)
    free = (name, *(f"{stem}-{number}{ending}" for number in range(2, _MOST_COPIES)))
    return next((one for one in free if not os.path.lexists(folder / one)), name)


def _in_words(folder: Path) -> str:
    """Name a folder as people do, where it is one that they know."""
    return _("your own folder") if folder == Path.home() else visible(folder.name or str(folder))


def _how_to_fetch(path: Path) -> str:
    """Say how a file comes from a machine that one reached over SSH; else nothing."""
    there = os.environ.get("SSH_CONNECTION", "").split()
    if len(there) < 4:
        return ""
    address = f"[{there[2]}]" if ":" in there[2] else there[2]
    port = "" if there[3] == "22" else f"-P {there[3]} "
    try:
        user = getuser()
    except (KeyError, OSError):
        return ""
    what = f"scp {port}{user}@{address}:{shlex.quote(str(path))} ."
    return _("To fetch it, on your own computer: {command}").format(command=visible(what))


def _where_to(usual: Path, name: str) -> str:
    """Say what Enter does, and which ways there are out of this machine."""
    text = _("In {folder}; the file is called {name}.").format(
        folder=_in_words(usual), name=free_name(usual, name)
    )
    there = mounted()
    if there:
        sticks = ", ".join(visible(str(one)) for one in there)
        text += " " + _("USB stick: {folders}.").format(folders=sticks)
    if os.environ.get("SSH_CONNECTION"):
        text += " " + _("Once it is saved, the command that fetches it is told.")
    return text


def mounted(table: Path = Path("/proc/self/mounts")) -> list[Path]:
    """Return the folders of USB sticks that are there, without touching any of them."""
    try:
        lines = table.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return []
    folders = (line.split(" ")[1].replace("\\040", " ") for line in lines if line.count(" ") > 1)
    return sorted(Path(one) for one in folders if one.startswith(_MEDIA))[:_MOST_STICKS]


def _folder(text: str, ending: str) -> Path:
    """Read a folder that is there, or the name of a new file in one.

    Without an ending it is a folder that was meant: `/media/stick` where none is mounted.
    """
    path = Path(text.strip()).expanduser()
    if not text.strip() or not (path.is_dir() or path.absolute().parent.is_dir()):
        raise ValueError(_("There is no such folder."))
    if not path.is_dir() and not path.suffix:
        refused = _("There is no folder {path}. A file’s name would end in {ending}.")
        raise ValueError(refused.format(path=visible(str(path)), ending=ending))
    return path
