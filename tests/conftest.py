"""What every test needs: fresh language files, and nothing from the developer's own settings."""

import os

import pytest

from cagette_tui.locale import build_hook


def pytest_configure() -> None:
    """Bring compiled catalogues up to date, in case a .po file changed since the last install."""
    build_hook.build_all()


@pytest.fixture(autouse=True)
def _nothing_of_the_developers(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give each test an empty home, and an environment that chooses nothing for it."""
    for name in list(os.environ):
        if name.startswith(("CAGETTE_", "XDG_", "LC_")) or name in ("LANG", "LANGUAGE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    # A program that a test starts must still read and write the characters of its language.
    monkeypatch.setenv("LANG", "C.UTF-8")
