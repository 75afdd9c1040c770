"""The doctor: an error message or a build log in, the likely causes out."""

from venvoy.doctor.diagnosing import diagnose

__all__ = ["diagnose"]
