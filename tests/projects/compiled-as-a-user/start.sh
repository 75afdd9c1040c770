# what hangs beside the desk is installed when the day begins
set -e
pip install --quiet --no-index --no-deps --no-build-isolation --disable-pip-version-check --no-cache-dir ./extras
exec "$@"
