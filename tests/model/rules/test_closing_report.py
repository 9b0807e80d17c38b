"""Stored closing reports stay readable (R54)."""

from cagette_tui.model.rules.takings import VendorRow
from cagette_tui.model.store.as_json import from_plain
from tests.world import euros


def test_a_report_stored_before_a_fact_was_known() -> None:
    """What an older version did not write is read as not known, not refused."""
    stored = {"vendor": "Élevage", "catalogues": ["Viande"], "gross": "12.30"}
    assert from_plain(VendorRow, stored) == VendorRow(
        "Élevage", ("Viande",), euros("12.30"), euros("0.00")
    )
