"""Files out, with words: reports, slips, sheets, receipts."""
