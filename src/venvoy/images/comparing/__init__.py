"""Two images held against each other: pure, from values to values."""
