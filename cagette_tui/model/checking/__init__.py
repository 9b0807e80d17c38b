"""Proves the rules on a whole database, apart from the code that keeps them."""
