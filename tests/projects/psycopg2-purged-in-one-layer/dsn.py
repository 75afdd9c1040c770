"""Print what libpq makes of a connection string."""

import sys

from psycopg2.extensions import parse_dsn

for key, value in sorted(parse_dsn(sys.argv[1]).items()):
    print(key, value)
