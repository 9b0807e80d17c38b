"""Bytes of a statement to text: banks write Windows-1252, UTF-8 and even UTF-16."""

from __future__ import annotations

import re

from cagette_tui.intake.bank.problems import StatementError, StatementProblem

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# UTF-8 read as Windows-1252, as one meets it: an accent became two characters.
_BROKEN = re.compile("Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\u00a0-\u00bf]")


def decoded(data: bytes) -> str:
    """Give the text of a file. Raises `StatementError` for what is none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _wide(data, encoding)
    if b"\0" in data:
        return _wide(data, _unmarked(data))
    body = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        # The five bytes that Windows leaves out; ISO-8859-1 has something there.
        return body.decode("iso-8859-1")


def _wide(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise StatementError(StatementProblem.NOT_TEXT) from None


def _unmarked(data: bytes) -> str:
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 < len(sample) or min(even, odd) * 8 > max(even, odd):
        raise StatementError(StatementProblem.NOT_TEXT)
    return "utf-16-le" if odd > even else "utf-16-be"


def mended(text: str) -> tuple[str, bool]:
    """Undo what reading UTF-8 as Windows-1252 did to accents; say whether it had been done."""
    if not _BROKEN.search(text):
        return text, False
    return "".join(map(_mended_line, text.splitlines(keepends=True))), True


def _mended_line(line: str) -> str:
    try:
        return line.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return line


def single(text: str) -> str:
    """Make every run of blanks and line ends one blank; none at the ends."""
    return " ".join(text.split())
