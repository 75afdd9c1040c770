"""Follows every Python distribution from the command that installs it to the interpreter that imports it."""
