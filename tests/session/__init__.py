"""Tests of a sitting's transitions, and of sittings on disk."""
