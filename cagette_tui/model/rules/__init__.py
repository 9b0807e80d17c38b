"""What follows from what: pure, nothing read and nothing written."""
