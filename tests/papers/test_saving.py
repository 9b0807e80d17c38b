"""Files are written whole or not at all, never over another, for their owner only."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cagette_tui import i18n
from cagette_tui.papers.saving import save_export
from cagette_tui.problems import CannotWrite, FileExists
from cagette_tui.sentences import sentence


def left(folder: Path) -> list[str]:
    """Give what there is in a folder, hidden files too."""
    return sorted(one.name for one in folder.iterdir())


def test_a_file_in_a_folder(tmp_path: Path) -> None:
    """Under the name that was suggested, as UTF-8, readable by its owner only."""
    before = os.umask(0)
    try:
        path = save_export(tmp_path, "été.txt", "Œufs\n")
    finally:
        os.umask(before)
    assert path == tmp_path / "été.txt"
    assert path.read_bytes() == "Œufs\n".encode()
    assert path.stat().st_mode & 0o777 == 0o600
    assert left(tmp_path) == ["été.txt"]


def test_a_path_of_ones_own(tmp_path: Path) -> None:
    """A path that is no folder is the file; a lone surrogate does not stop it."""
    assert save_export(str(tmp_path / "mine"), "x.txt", "a\udc80") == tmp_path / "mine"
    assert (tmp_path / "mine").read_bytes() == b"a?"


@pytest.mark.parametrize("there", ["file", "link to nothing", "device"])
def test_never_over_what_is_there(tmp_path: Path, there: str) -> None:
    """Whatever it is, it stays as it is."""
    path = tmp_path / "x.txt"
    if there == "file":
        path.write_text("mine")
    elif there == "link to nothing":
        path.symlink_to(tmp_path / "nothing")
    else:
        path = Path("/dev/full")
    with pytest.raises(FileExists) as refused:
        save_export(path, "y.txt", "new")
    assert refused.value.path == str(path)
    assert left(tmp_path) == ([] if there == "device" else ["x.txt"])
    if there == "file":
        assert path.read_text() == "mine"


def test_somebody_takes_the_name_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and naming the file: theirs stays, ours goes."""
    path = tmp_path / "x.txt"
    monkeypatch.setattr(os.path, "lexists", lambda _path: False)
    path.write_text("theirs")
    with pytest.raises(FileExists):
        save_export(path, "", "ours")
    assert (path.read_text(), left(tmp_path)) == ("theirs", ["x.txt"])


def failing(code: int) -> Callable[..., Any]:
    """Give a function that fails as the system does."""

    def fail(*_arguments: object, **_more: object) -> Any:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize(
    ("call", "code", "why"),
    [
        ("fsync", errno.ENOSPC, "the disk is full"),
        ("link", errno.EIO, "the disk cannot be read or written"),
    ],
)
def test_a_full_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, why: str
) -> None:
    """One sentence says so, and no half of a file is left behind."""
    monkeypatch.setattr(os, call, failing(code))
    with pytest.raises(CannotWrite) as refused:
        save_export(tmp_path / "x.txt", "", "text")
    assert refused.value.detail == os.strerror(code)
    assert left(tmp_path) == []
    i18n.activate("en")
    said = f"{tmp_path}/x.txt cannot be written: {why}."
    assert sentence(refused.value) == said


def test_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a USB stick the name is claimed first; what is there is still never replaced."""
    monkeypatch.setattr(os, "link", failing(errno.EPERM))
    path = save_export(tmp_path, "x.txt", "text")
    assert (path.read_text(), left(tmp_path)) == ("text", ["x.txt"])
    assert path.stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(os.path, "lexists", lambda _path: False)
    with pytest.raises(FileExists):
        save_export(tmp_path, "x.txt", "other")
    assert (path.read_text(), left(tmp_path)) == ("text", ["x.txt"])


@pytest.mark.parametrize("where", ["missing/x.txt", "missing/", "file/x.txt", "n" * 300, "a\0b"])
def test_no_such_place(tmp_path: Path, where: str) -> None:
    """A folder that is not there, a file as a folder, a name too long, a NUL."""
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite) as refused:
        save_export(f"{tmp_path}/{where}", "x.txt", "text")
    assert sentence(refused.value)
    assert left(tmp_path) == ["file"]
