"""Rows as they are stored: tables, their fields and guards, and the migrations."""
