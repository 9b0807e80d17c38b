"""What the operating system and SQLite say went wrong, in the language of the user."""

from __future__ import annotations

import errno
import os

from cagette_tui.i18n import N_, _, format_moment
from cagette_tui.model.rules.refusals import Word
from cagette_tui.text import clip, visible

_ERRORS = {
    errno.ENOENT: N_("no such file or folder"),
    errno.EACCES: N_("access is denied"),
    errno.EPERM: N_("that is not allowed"),
    errno.EEXIST: N_("it already exists"),
    errno.ENOTDIR: N_("a part of the path is not a folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("your disk quota is full"),
    errno.EFBIG: N_("the file becomes too large"),
    errno.EROFS: N_("nothing can be written on this disk"),
    errno.EIO: N_("the disk cannot be read or written"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ELOOP: N_("the links form a loop"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENFILE: N_("too many files are open"),
    errno.EBUSY: N_("it is in use"),
    errno.ENOTSUP: N_("it is not an ordinary file"),
    errno.EINVAL: N_("the system does not accept it"),
    errno.EBADF: N_("it is closed"),
    errno.EXDEV: N_("it is on another disk"),
    errno.ENOMEM: N_("there is no memory left"),
}
_SQLITE = {
    "unable to open database file": N_("the file cannot be opened"),
    "disk I/O error": N_("the disk cannot be read or written"),
    "database disk image is malformed": N_("the file is damaged"),
    "file is not a database": N_("it is not a database"),
    "database or disk is full": N_("the disk is full"),
    "attempt to write a readonly database": N_("it can only be read"),
}


def system_said(detail: str, longest: int = 60) -> str:
    """Say what the system said: translated if it is usual, else as it is, made visible."""
    # Python leaves the system's own messages in English, whatever the locale.
    known = {os.strerror(number): text for number, text in _ERRORS.items()} | _SQLITE
    return _(known[detail]) if detail in known else clip(visible(detail), longest)


def shown_name(text: str) -> str:
    """Return a name that a terminal can show, cut with a mark."""
    return clip(visible(text), 60)


def shown_path(text: str) -> str:
    """Return a path that a terminal can show, cut with a mark."""
    return clip(visible(os.fspath(text)), 150)


def by_whom(word: Word | None) -> str:
    """Say who it was, and when."""
    return "" if word is None else f" ({shown_name(word.who)}, {format_moment(word.at)})"
