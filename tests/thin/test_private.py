"""The private parts of Textual that the keyboard leans on are those of the pinned version."""

from importlib.metadata import version
from pathlib import Path

from textual import events
from textual.drivers.linux_driver import LinuxDriver

from cagette_tui.thin import private

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_the_version() -> None:
    """Another version is looked at before it is taken."""
    assert version("textual") == private.VERSION
    assert f'"textual=={private.VERSION}"' in PYPROJECT.read_text(encoding="utf-8")


def test_they_do_what_they_did() -> None:
    """Keys, the pad, the mouse, and the thread that is replaced."""
    for sequence, key in {
        "e": "e",
        "\r": "enter",
        "\x1b": "escape",
        "\x1b[B": "down",
        "\x1bOH": "home",
        "\x1b[[A": "f1",
        "\x1bOl": "comma",
        "\x1bOp": "0",
        ":": "colon",
    }.items():
        assert [one.key for one in private.keys_of(sequence)] == [key]
    assert private.is_key("\x1b[B")
    assert not private.is_key("\x1b[1;3B")
    assert private.does_nothing("\x1b[E")
    assert isinstance(private.mouse_of("\x1b[<0;10;4M"), events.MouseDown)
    assert private.mouse_of("\x1b[?2026;2$y") is None
    assert callable(LinuxDriver.run_input_thread)
    assert "exit_event" in LinuxDriver.__init__.__code__.co_names
