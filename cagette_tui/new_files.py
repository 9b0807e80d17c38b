"""Files that appear whole or not at all, and never over another one."""

from __future__ import annotations

import errno
import os
from pathlib import Path

# What file systems without hard links say.
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


def give_name(waiting: Path, path: Path) -> None:
    """Give a file that is complete its name; the name it had may still be there afterwards.

    Raises `FileExistsError` when somebody has taken the name meanwhile, and `OSError`.
    """
    try:
        os.link(waiting, path, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Claim the name, then move the file there: only a crash between the two leaves it empty.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        os.replace(waiting, path)
