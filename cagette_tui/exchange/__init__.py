"""Files in and out: Cagette's export, reports, slips and sheets."""
