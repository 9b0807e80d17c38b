"""How large a packed workbook would become: a small file may swell to more than memory holds."""

from __future__ import annotations

import io
import zipfile


def unpacked_size(data: bytes) -> int | None:
    """Return how many bytes the parts of a workbook unpack to; None where it is no sound one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
