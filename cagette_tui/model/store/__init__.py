"""The database itself: files and servers, prepared statements, copies, what may go wrong."""
