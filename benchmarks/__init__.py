"""Measures venvoy beside hadolint and tally, on the same files, in one run: ``python -m benchmarks``."""
