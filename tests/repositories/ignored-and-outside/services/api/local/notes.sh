#!/bin/sh
/usr/local/bin/gunicorn api
