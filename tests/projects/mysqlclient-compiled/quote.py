"""Quote a name as the client library does."""

import MySQLdb

print(MySQLdb.escape_string("O'Hara").decode())
