"""Decisions become a layout, edits, and a diff. The only room that knows how a venv image is laid out."""
