"""What may be set from outside."""

import os

PLACE = os.environ.get("PLACE", "Ostend")
