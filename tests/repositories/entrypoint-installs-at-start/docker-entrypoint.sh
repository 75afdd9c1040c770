#!/bin/sh
set -e
if [ -s plugins.txt ]; then
    pip install --user -r plugins.txt
fi
export PYTHONUSERBASE=/root/.local
exec "$@"
