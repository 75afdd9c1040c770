"""Bytes become a lossless Dockerfile, its shell text commands, and its variables values."""
