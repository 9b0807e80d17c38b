"""What Textual and Rich remember of painted text, kept small: an evening shows little of it twice.

Their caches are made for programs that show the same again and again. Here nearly every line holds
an amount of its own: unbounded, they would grow with each act.
"""

from rich.cells import cached_cell_len
from rich.segment import Segment
from textual._styles_cache import StylesCache

# Some screens of text. Rich's own limits are 16,384 cut segments and 4,096 widths.
_ENOUGH = 512
_GROWING = (Segment._split_cells, cached_cell_len)


def keep_little() -> None:
    """Forget cut and measured pieces of text once there are many; to be called after each act."""
    for cache in _GROWING:
        if cache.cache_info().currsize > _ENOUGH:
            cache.cache_clear()


def forget_closed_screens() -> None:
    """Forget the painted lines of the last 1,024 widgets, which would be 20 MB for nothing."""
    StylesCache.get_inner_outer.cache_clear()
