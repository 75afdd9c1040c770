"""Counts what is in stock."""
