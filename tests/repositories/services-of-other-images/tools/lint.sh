#!/bin/sh
# on the machine of the developer
exec ruff check .
