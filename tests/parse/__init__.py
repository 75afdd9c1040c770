"""Reading: what the parsers make of bytes."""
