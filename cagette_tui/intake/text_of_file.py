"""The text of a file, whatever it was encoded in."""

from __future__ import annotations

import re
from typing import NoReturn

from cagette_tui.intake.code_pages import by_code_page, mended, wide_encoding
from cagette_tui.intake.export_problems import ExportError, ExportProblem

_MARK = "\ufeff"
_UTF_8_BOM = b"\xef\xbb\xbf"


_UTF_8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def decoded(data: bytes) -> str:
    """Give the text of the file, without marks at its beginning.

    UTF-8, UTF-16 (a spreadsheet's "Unicode text"), Windows-1252, Mac Roman and the DOS code
    pages; raises ExportError for what is no text, or of which nobody can tell what it is.
    """
    text = _wide(data)
    if text is None:
        body = data
        while body.startswith(_UTF_8_BOM):
            body = body.removeprefix(_UTF_8_BOM)
        try:
            text = mended(body.decode("utf-8"))
        except UnicodeDecodeError as error:
            text = _decoded_otherwise(body, error, has_bom=len(body) < len(data))
    text = text.lstrip(_MARK)
    if not text.strip():
        raise ExportError(ExportProblem.EMPTY_FILE)
    return text


def _wide(data: bytes) -> str | None:
    """Give the text of a file of two or four bytes a letter; None if it is none."""
    encoding = wide_encoding(data)
    if encoding is None and b"\0" in data:
        raise ExportError(ExportProblem.NOT_CSV)
    if encoding is None:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.reason in ("truncated data", "unexpected end of data"):
            row = data[: error.start].decode(encoding, "replace").count("\n") + 1
            raise ExportError(ExportProblem.CUT, row=row) from None
        name = encoding.upper()
        raise ExportError(ExportProblem.WRONG_ENCODING, value=name[:6]) from None
    if "\0" in text:
        raise ExportError(ExportProblem.NOT_CSV)
    return text


def _decoded_otherwise(data: bytes, error: UnicodeDecodeError, *, has_bom: bool) -> str:
    """Decode by a code page, unless the bytes are UTF-8 that was damaged.

    Damaged UTF-8 must not be read as Windows-1252, which would take nearly all of it and garble
    every name: its accents are sequences that Windows-1252 text hardly ever has.
    """
    damaged = data.decode("utf-8", "replace").count("\ufffd")
    if has_bom or len(_UTF_8_SEQUENCE.findall(data)) > damaged:
        if error.reason == "unexpected end of data":
            raise ExportError(ExportProblem.CUT, row=_row_at(data, error.start)) from None
        _bad_byte(data, error.start)
    try:
        text = by_code_page(data)
    except UnicodeDecodeError as undefined:
        _bad_byte(data, undefined.start)
    if text is None:
        raise ExportError(ExportProblem.UNKNOWN_ENCODING, row=_row_at(data, error.start)) from None
    return text


def _bad_byte(data: bytes, at: int) -> NoReturn:
    raise ExportError(
        ExportProblem.BAD_BYTE, row=_row_at(data, at), value=f"0x{data[at]:02X}"
    ) from None


def _row_at(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
