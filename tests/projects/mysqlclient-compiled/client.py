"""Say which client library this was compiled with."""

import MySQLdb

print("client", MySQLdb.get_client_info())
