"""Poetry, Pipenv and PDM handed over to uv: the same packages, from the lock file that uv reads."""
