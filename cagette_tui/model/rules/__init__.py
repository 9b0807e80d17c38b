"""What is decided from values alone: no database, no words."""
