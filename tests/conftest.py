"""What holds for every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A loaded machine is no reason to fail: nothing here is about time.
settings.register_profile("venvoy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("venvoy")
