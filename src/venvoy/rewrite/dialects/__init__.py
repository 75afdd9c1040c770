"""One dialect per installer: how its commands are sent into the venv."""
