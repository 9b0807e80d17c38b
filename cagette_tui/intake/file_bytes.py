"""A file's bytes, read once: it may be a pipe. Facts where it cannot be, no words."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path


class Unread(StrEnum):
    """Why a file is not read; problems of files have these values, too."""

    MISSING_FILE = "missing_file"
    FOLDER = "folder"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"


class NotRead(Exception):
    """A file that is not read: `errno` is the system's, `limit` the most bytes, else None."""

    def __init__(self, why: Unread, errno: int | None = None, limit: int | None = None) -> None:
        """Keep the facts."""
        super().__init__(why)
        self.why, self.errno, self.limit = why, errno, limit


def bytes_of(path: Path, most: int) -> bytes:
    """Read a whole file of at most so many bytes. Raises `NotRead`, with its cause."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > most:
                raise NotRead(Unread.TOO_LARGE, limit=most)
            # A pipe or a device has no size: never more than what is refused anyway.
            return file.read(most + 1)
    except IsADirectoryError as error:
        raise NotRead(Unread.FOLDER, error.errno) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotRead(Unread.MISSING_FILE, error.errno) from error
    except OSError as error:
        raise NotRead(Unread.UNREADABLE, error.errno) from error
    except ValueError as error:  # a NUL in the path
        raise NotRead(Unread.MISSING_FILE) from error
