"""The tables and the rules over them. Knows no screen, no terminal, no words for people."""
