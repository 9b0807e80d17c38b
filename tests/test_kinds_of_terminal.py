"""Each kind of terminal, with the real program on it: what is sent, what is seen, what is typed."""

import re
import shutil
import signal
from pathlib import Path

import pytest

from cagette_tui.terminal import Terminal as Kind
from cagette_tui.terminal import this_terminal
from tests.screen_text import GOLDENS, sample_copy
from tests.terminal import Terminal, started

MODERN = ("xterm-256color", "tmux-256color")
SIMPLE = ("screen", "linux", "vt220")
# Sequences that every terminal since the VT220 knows: places, looks, erasing, lines that move.
PLAIN = re.compile(rb"\x1b\[[\d;]*[HJmCKXrLM]|\x1b\[\?(?:25|7|1)[hl]|\x1b>|[^\x1b]+", re.DOTALL)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return sample_copy(tmp_path)


# What is typed, and the golden that is then seen.
WALK = (
    ("", "distributions"),
    ("\r", "baskets"),
    ("?", "baskets-help"),
    ("\x1b", "baskets"),
    ("A", "question-absent"),
    ("\x1b", "baskets"),
    ("/bernard", "baskets-filtered"),
)


def _wait_for_all(terminal: Terminal, lines: list[str]) -> None:
    terminal.wait_for(lambda: terminal.lines == lines)


@pytest.mark.long
@pytest.mark.parametrize("term", [*MODERN, *SIMPLE])
def test_each_kind(sample: Path, term: str) -> None:
    """The same screens, in the characters that it has; nothing is sent that it does not know."""
    kind = this_terminal({"TERM": term, "LANG": "fr_FR.UTF-8"})
    terminal = started(sample, environment={"TERM": term})
    for keys, name in WALK:
        terminal.type(keys)
        golden = (GOLDENS / "fr" / f"{name}.txt").read_text(encoding="utf-8")
        _wait_for_all(terminal, kind.shown(golden).splitlines())
    terminal.type("\x1b")
    terminal.wait_for("tout valider")
    terminal.type("q")
    assert terminal.end() == 0
    output = terminal.output.replace(b"\x1b[?1049h", b"").replace(b"\x1b[?1049l", b"")
    # What calls itself screen may be tmux: it is asked to mark pastes.
    marks = output.count(b"\x1b[?2004h")
    assert marks == (term not in ("linux", "vt220"))
    output = output.replace(b"\x1b[?2004h", b"").replace(b"\x1b[?2004l", b"")
    if term in SIMPLE:
        assert PLAIN.sub(b"", output) == b""
        assert (b"\x1b[?1049h" in terminal.output) == (term == "screen")
    # Colours of the terminal's own, and no more than it has.
    assert b"38;2;" not in output
    assert b"48;" not in output
    assert (b"38;5;" in output) == (term in MODERN)
    if term == "vt220":
        assert output.isascii()
    for number in (b"?1000h", b"?1003h", b"?1004h", b">25u"):
        assert b"\x1b[" + number not in output
    assert terminal.output.endswith(b"\x1b[?25h")


@pytest.mark.long
def test_ascii_and_no_colours(sample: Path) -> None:
    """`--ascii --no-color`: plain characters, no colour at all; NO_COLOR and a locale do it too."""
    options: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
        (("--ascii", "--no-color"), {}),
        ((), {"NO_COLOR": "1", "LC_ALL": "fr_FR.ISO-8859-1"}),
        ((), {"NO_COLOR": "1", "PYTHONIOENCODING": "latin-1"}),
    )
    for arguments, environment in options:
        terminal = started(sample, *arguments, environment=environment)
        terminal.wait_for("Entree ouvrir")
        terminal.type("\r")
        terminal.wait_for("24 sans mode")
        # A letter in another encoding is no end of the program.
        terminal.type(b"/b\xe9rn")
        terminal.wait_for("Echap l'efface")
        terminal.type("\x1b")
        terminal.wait_for("tout valider ~")
        terminal.type("q")
        assert terminal.end() == 0
        assert terminal.output.isascii()
        assert not re.search(rb"\x1b\[(?:[\d;]*;)?(?:3|4|9|10)\d?[\d;]*m", _colours(terminal))


def _colours(terminal: Terminal) -> bytes:
    """Leave bold, underlined and reversed aside."""
    return re.sub(rb"\x1b\[(?:0|1|4|7|22|24|27|;)*m", b"", terminal.output)


KEYS = (
    ("\x1b[1~", "\x1b[4~", "\x7f"),  # PuTTY, Linux, screen
    ("\x1b[H", "\x1b[F", "\x08"),  # xterm; Backspace as ^H
    ("\x1bOH", "\x1bOF", "\x7f"),  # in application mode
    ("\x1b[7~", "\x1b[8~", "\x7f"),  # rxvt
)


def test_keys_of_all_terminals(sample: Path) -> None:
    """Home, End and Backspace, whatever they send; digits of the number pad."""
    terminal = started(sample)
    for home, end, backspace in KEYS:
        terminal.wait_for("1/7")
        terminal.type(end)
        terminal.wait_for("7/7")
        terminal.type(home)
        terminal.wait_for("1/7")
        terminal.type("/2x")
        terminal.wait_for("Chercher 2x")
        terminal.type(backspace)
        terminal.wait_for(lambda: "Chercher 2x" not in terminal.text)
        terminal.type("\x1bOp\x1bOq")
        terminal.wait_for("Chercher 201")
        terminal.type("\x1b")
        terminal.wait_for("Entrée ouvrir")
    terminal.type("\x1b[21~")  # F10
    assert terminal.end() == 0


@pytest.mark.long
def test_f1_of_all_terminals(sample: Path) -> None:
    """xterm, PuTTY, the console."""
    terminal = started(sample)
    for f1 in ("\x1bOP", "\x1b[11~", "\x1b[[A"):
        terminal.wait_for("1/7")
        terminal.type(f1)
        terminal.wait_for("Touches")
        terminal.type("\x1b")
    terminal.kill(signal.SIGKILL)


def test_the_mouse(sample: Path) -> None:
    """Only with `--mouse`: a click moves, another opens, the wheel moves; and it is let go."""
    terminal = started(sample, "--mouse")
    terminal.wait_for("1/7")
    assert b"\x1b[?1000h\x1b[?1006h" in terminal.output
    assert b"?1003h" not in terminal.output
    terminal.type("\x1b[<0;10;4M\x1b[<0;10;4m")
    terminal.wait_for("2/7")
    terminal.type("\x1b[<0;10;4M\x1b[<0;10;4m")
    terminal.wait_for("1/27")
    terminal.type("\x1b[<65;10;6M")
    terminal.wait_for("4/27")
    terminal.type("\x1b[<64;10;6M")
    terminal.wait_for("1/27")
    terminal.type("q")
    assert terminal.end() == 0
    assert b"\x1b[?1000l\x1b[?1006l" in terminal.output


@pytest.mark.long
@pytest.mark.parametrize("program", ["tmux", "screen"])
def test_inside(sample: Path, tmp_path: Path, program: str) -> None:
    """tmux and GNU screen: the list of baskets as the golden has it, taken from their own copy."""
    if shutil.which(program) is None:
        pytest.skip(f"no {program} here")
    (tmp_path / "tmux.conf").write_text(
        "set -g status off\nset -g default-terminal tmux-256color\n", encoding="utf-8"
    )
    (tmp_path / "screens").mkdir(mode=0o700)
    begin: dict[str, tuple[str, ...]] = {
        "tmux": ("tmux", "-S", str(tmp_path / "socket"), "-f", str(tmp_path / "tmux.conf"), "new"),
        "screen": ("screen", "-c", "/dev/null", "-U"),
    }
    environment = {"SCREENDIR": str(tmp_path / "screens"), "TMUX": ""}
    inside = started(sample, inside=begin[program], environment=environment)
    inside.wait_for("Entr")
    inside.type("\r")
    inside.wait_for("tout valider …")
    seen = "\n".join(inside.lines).rstrip("\n")
    inside.type("q")
    inside.end()
    assert seen == (GOLDENS / "fr" / "baskets.txt").read_text(encoding="utf-8").rstrip("\n")


def test_what_is_known_of_terminals() -> None:
    """Options have the last word; a locale that is not UTF-8 means ASCII; the console its font."""
    utf8 = {"LANG": "fr_FR.UTF-8"}
    assert this_terminal({"TERM": "xterm-256color"} | utf8) == Kind()
    assert this_terminal({"TERM": "xterm-256color"} | utf8, ascii=True, no_color=True) == Kind(
        "ascii", "none"
    )
    assert this_terminal({"TERM": "linux"} | utf8) == Kind(
        "cp437", "few", is_simple=True, pastes=False
    )
    assert this_terminal({"TERM": "vt220"} | utf8) == Kind(
        "ascii", "none", is_simple=True, pastes=False
    )
    assert this_terminal({"TERM": "screen.xterm-256color"} | utf8).colours == "many"
    assert this_terminal({"TERM": "xterm", "LANG": "fr_FR@euro"}).letters == "ascii"
    assert this_terminal({"TERM": "xterm", "LANG": "fr_FR"}).letters == "ascii"
    assert this_terminal({"TERM": "xterm", "LANG": "C"}).letters == "utf-8"
    assert this_terminal({"TERM": "xterm", "LC_ALL": "fr_FR.ISO-8859-15@euro"}).letters == "ascii"
    assert this_terminal({"TERM": "xterm", "NO_COLOR": "1"}).colours == "none"


def test_characters() -> None:
    """Each becomes one that is there and as wide; a combining accent goes."""
    text = "« Œufs » – l’été : 12,50 € … ✓ ↑ ↓ 日 e\u0301"
    assert Kind("ascii").shown(text) == '" Oufs " - l\'ete : 12,50 E ~ + ^ v ?? e'
    assert Kind("cp437").shown("« É À é » … ✓ €") == "« É A é » ~ √ E"
    assert Kind().shown(text) == text
