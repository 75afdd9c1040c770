#!/bin/sh
exec /usr/local/bin/gunicorn job
