"""Eggs of the day."""
