"""Statements of French banks, recognised by what is in them and not by their name.

Pure: bytes in, a `Statement` out. Whatever is wrong raises `StatementError`, with facts.
"""
