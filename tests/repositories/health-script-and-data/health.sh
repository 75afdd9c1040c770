#!/bin/sh
# /usr/local/bin/health.sh itself is no script of a package, and stays
test -x /usr/local/bin/health.sh
exec /usr/local/bin/python -c 'import gunicorn'
