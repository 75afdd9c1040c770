"""Look before it starts."""

import sys

import bottle

sys.exit(bottle.__version__ != "0.13.4")
