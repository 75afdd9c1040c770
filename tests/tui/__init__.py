"""Tests of the guided session's screens."""
