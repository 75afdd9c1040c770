"""Experiments that a learner runs: each a Markdown file with its commands, and the room that carries them out."""
