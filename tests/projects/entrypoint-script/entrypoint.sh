#!/bin/sh
# serve, or whatever else is asked for
set -e
python -c "import bottle, click"
if [ "$1" = serve ]; then
    shift
    exec waitress-serve --port="${PORT:-8000}" "$@" greet:app
fi
exec "$@"
