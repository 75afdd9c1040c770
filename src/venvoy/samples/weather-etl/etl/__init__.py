"""Weather readings in, one row for each station and day out."""
