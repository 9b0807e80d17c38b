"""What Textual and Rich remember of painted text, kept small: an evening shows little of it twice.

Their caches are made for programs that show the same again and again. Here nearly every line holds
an amount of its own: unbounded, they would grow with each act.
"""

from rich.cells import cached_cell_len
from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.css.scalar import Scalar
from textual.geometry import Region

# Some screens of text, or of places. Rich's own limits are 16,384 cut segments and 4,096 widths,
# Textual's 4,096 places of each kind: each size of each screen has its own.
_ENOUGH = 512
_GROWING = (
    *(Segment._split_cells, cached_cell_len, Scalar.resolve),
    *(one for one in vars(Region).values() if hasattr(one, "cache_info")),
)


def keep_little() -> None:
    """Forget cut and measured pieces of text, and places, once there are many: after each act."""
    for cache in _GROWING:
        if cache.cache_info().currsize > _ENOUGH:
            cache.cache_clear()


def forget_closed_screens() -> None:
    """Forget the painted lines of the last 1,024 widgets, which would be 20 MB for nothing."""
    StylesCache.get_inner_outer.cache_clear()
