"""Where a paper is saved: folders that are there, files that name themselves so."""

from pathlib import Path

import pytest

from cagette_tui.screens.saving import _folder, mounted


def test_a_folder_that_is_not_there_is_no_file(tmp_path: Path) -> None:
    """A stick that is not mounted: no file of its name is made."""
    assert _folder(str(tmp_path), ".txt") == tmp_path
    assert _folder(f"{tmp_path}/rapport.csv", ".txt") == tmp_path / "rapport.csv"
    with pytest.raises(ValueError, match=r"There is no folder .*/cle\. A file’s name .* in \.txt"):
        _folder(f"{tmp_path}/cle", ".txt")
    with pytest.raises(ValueError, match="There is no such folder"):
        _folder(f"{tmp_path}/cle/rapport.txt", ".txt")


def test_sticks_that_are_mounted(tmp_path: Path) -> None:
    """Those that desktops and people mount, and nothing else; without such a list, none."""
    table = tmp_path / "mounts"
    table.write_text(
        "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /run/media/ana/MA\\040CLE vfat rw 0 0\nbroken\n"
        "/dev/sdc1 /media/cle vfat rw 0 0\n"
    )
    assert mounted(table) == [Path("/media/cle"), Path("/run/media/ana/MA CLE")]
    assert mounted(tmp_path / "none") == []
