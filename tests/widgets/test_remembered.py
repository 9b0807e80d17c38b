"""What Textual and Rich remember stays small."""

from rich.cells import cached_cell_len
from textual.geometry import Region

from cagette_tui.widgets.remembered import keep_little


def test_places_and_widths_are_forgotten_once_there_are_many() -> None:
    """Each size of a terminal has its own; a few are kept, for the next painting."""
    caches = (Region.intersection, Region.union, Region.translate, cached_cell_len)
    for cache in caches:
        cache.cache_clear()  # what other tests have left there
    for number in range(300):
        Region(number, 0, 80, 24).intersection(Region(0, 0, 80, 24))
        Region(number, 0, 80, 24).union(Region(0, 0, 80, 24))
    keep_little()
    assert Region.intersection.cache_info().currsize >= 300
    for number in range(300, 2000):
        Region(number, 0, 80, 24).intersection(Region(0, 0, 80, 24))
        Region(number, 0, 80, 24).union(Region(0, 0, 80, 24))
        Region(number, 0, 80, 24).translate((1, 1))
        cached_cell_len(f"{number} EUR")
    keep_little()
    for cache in caches:
        assert cache.cache_info().currsize == 0
