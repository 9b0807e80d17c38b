"""Bytes of a statement to text: banks write Windows-1252, UTF-8 and even UTF-16."""

from __future__ import annotations

import re

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.code_pages import wide_encoding

# UTF-8 read as Windows-1252, as one meets it: an accent became two characters.
_BROKEN = re.compile("Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\u00a0-\u00bf]")


def decoded(data: bytes) -> str:
    """Give the text of a file. Raises `StatementError` for what is none."""
    encoding = wide_encoding(data)
    if encoding is not None:
        return _wide(data, encoding)
    if b"\0" in data:
        raise StatementError(StatementProblem.NOT_TEXT)
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
