"""A tariff."""
