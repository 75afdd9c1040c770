"""Monthly sales as a text report."""
