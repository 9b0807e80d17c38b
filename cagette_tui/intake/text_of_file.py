"""The text of a file, whatever it was encoded in."""

from __future__ import annotations

import re
from typing import NoReturn

from cagette_tui.intake.export_problems import ExportError, ExportProblem

_UTF_8_BOM = b"\xef\xbb\xbf"


_WIDE_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


_UTF_8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def decoded(data: bytes) -> str:
    """Give the text of the file; raises ExportError for what is no text, or not in 8 bits."""
    for bom, name in _WIDE_BOMS:
        if data.startswith(bom):
            raise ExportError(ExportProblem.WRONG_ENCODING, value=name)
    if b"\0" in data:
        if _is_utf_16(data[:4096]):
            raise ExportError(ExportProblem.WRONG_ENCODING, value="UTF-16")
        raise ExportError(ExportProblem.NOT_CSV)
    body = data.removeprefix(_UTF_8_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _decoded_otherwise(body, error, has_bom=len(body) < len(data))
    if not text.strip():
        raise ExportError(ExportProblem.EMPTY_FILE)
    return text


def _is_utf_16(sample: bytes) -> bool:
    """Tell text in UTF-16 without a mark: every other byte of western text is NUL."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return max(even, odd) * 4 > len(sample) and min(even, odd) * 8 < max(even, odd)


def _decoded_otherwise(data: bytes, error: UnicodeDecodeError, *, has_bom: bool) -> str:
    """Decode as Windows-1252, unless the bytes are UTF-8 that was damaged.

    Damaged UTF-8 must not be read as Windows-1252, which would take nearly all of it and garble
    every name: its accents are sequences that Windows-1252 text hardly ever has.
    """
    damaged = data.decode("utf-8", "replace").count("\ufffd")
    if has_bom or len(_UTF_8_SEQUENCE.findall(data)) > damaged:
        if error.reason == "unexpected end of data":
            raise ExportError(ExportProblem.CUT, row=_row_at(data, error.start)) from None
        _bad_byte(data, error.start)
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as undefined:
        _bad_byte(data, undefined.start)


def _bad_byte(data: bytes, at: int) -> NoReturn:
    raise ExportError(
        ExportProblem.BAD_BYTE, row=_row_at(data, at), value=f"0x{data[at]:02X}"
    ) from None


def _row_at(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
