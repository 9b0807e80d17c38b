"""What starts in the single file: it is unpacked once, then runs as if it were installed.

Python reads modules from a zip, but compiles them anew at each start: unpacked, that happens once.
The folder is the user's own; nobody else may write there.
"""

import os
import stat
import sys

# Its content, so that no other build shares the folder; tools/pyz.py says it.
BUILD = "unbuilt"


def start() -> int:
    """Run the program; return its exit code."""
    if sys.version_info < (3, 11):
        sys.exit("cagette-tui needs Python 3.11 or newer.")
    archive = os.path.dirname(os.path.abspath(__file__))
    folder = _unpacked(archive)
    # The unpacked modules in the place of the archive's.
    sys.path[:] = [folder, *(path for path in sys.path if os.path.abspath(path) != archive)]
    from cagette_tui.cli import main

    return main()


def _unpacked(archive: str) -> str:
    """Return the folder that holds this very file's content, unpacked if it was not yet."""
    problems = []
    for base in _places():
        folder = os.path.join(base, BUILD)
        try:
            os.makedirs(base, mode=0o700, exist_ok=True)
            if not _is_ours(base):
                problems.append(f"{base}: somebody else may write there")
                continue
            if not os.path.isdir(folder):
                _unpack(archive, base, folder)
            return folder
        except OSError as error:
            problems.append(f"{base}: {error.strerror}")
    sys.exit("cagette-tui cannot be unpacked (" + "; ".join(problems) + ").")


def _places() -> "list[str]":  # quoted: an old Python has to come as far as its complaint
    """Give the folders to try, the user's cache first."""
    import tempfile

    cache = os.environ.get("XDG_CACHE_HOME", "")
    usual = os.path.join(os.path.expanduser("~"), ".cache")
    caches = [os.path.join(one, "cagette-tui") for one in (cache, usual) if os.path.isabs(one)]
    return [*caches, os.path.join(tempfile.gettempdir(), f"cagette-tui-{os.getuid()}")]


def _unpack(archive: str, base: str, folder: str) -> None:
    """Unpack beside, then give the name at once: nobody sees half of it."""
    import shutil
    import tempfile
    import zipfile

    beside = tempfile.mkdtemp(prefix=".new-", dir=base)
    try:
        with zipfile.ZipFile(archive) as content:
            content.extractall(beside)
        os.rename(beside, folder)
    except OSError:
        # Another start was faster, or there is no room.
        shutil.rmtree(beside, ignore_errors=True)
        if not os.path.isdir(folder):
            raise


def _is_ours(folder: str) -> bool:
    found = os.lstat(folder)
    others = stat.S_IWGRP | stat.S_IWOTH
    return (
        stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & others
    )


if __name__ == "__main__":
    sys.exit(start())
