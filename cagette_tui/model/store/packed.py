"""What is kept whole and seldom read: JSON made small, with a digest that tells if it changed."""

from __future__ import annotations

import json
from typing import Any

from cagette_tui.model.store.problems import Damaged

# An evening of 1,000 baskets is 8 MB: what opens to more than this is not ours.
_MOST = 128 * 1024 * 1024


def pack(value: Any) -> str:
    """Return the text that keeps what JSON can hold."""
    import base64
    import zlib

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode())).decode("ascii")


def unpack(data: str) -> Any:
    """Return what `pack` kept. Raises `Damaged` where it cannot be read any more."""
    import base64
    import zlib

    try:
        opened = zlib.decompressobj()
        text = opened.decompress(base64.b64decode(data, validate=True), _MOST)
        if not opened.eof:
            raise ValueError("too long or cut short")
        return json.loads(text)
    except (ValueError, zlib.error) as error:
        raise Damaged(f"packed: {error}") from error


def digest_of(*values: object) -> str:
    """Return the digest of what `pack` returned, with what belongs to it."""
    import hashlib

    return hashlib.sha256("\n".join(map(str, values)).encode()).hexdigest()
