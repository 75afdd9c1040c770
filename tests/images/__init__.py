"""Tests of the room that speaks to a container engine."""
