"""Files that come in, read into facts: no words for people."""
