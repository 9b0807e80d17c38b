"""One transaction each: read, let `rules` decide, write rows and journal entries."""
