"""Queries into views: each a constant number of statements, whatever it shows."""
