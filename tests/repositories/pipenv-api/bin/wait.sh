#!/bin/bash
until /usr/local/bin/python3 -c 'import socket; socket.create_connection(("db", 5432))'; do
  sleep 1
done
exec "$@"
