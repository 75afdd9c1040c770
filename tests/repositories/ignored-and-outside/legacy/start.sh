#!/bin/sh
# on a machine that has no containers
exec ./gunicorn legacy
