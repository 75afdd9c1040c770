#!/bin/sh
set -eu
/usr/local/bin/flask --version
exec "$@"
