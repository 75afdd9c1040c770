#!/bin/sh
set -e
# tables first
/root/.local/bin/django-admin check --pythonpath /app
exec "$@"
