"""One dialect per installer: what its commands put where."""
