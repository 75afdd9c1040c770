"""Files, the journal, git."""
