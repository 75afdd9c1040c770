import sys

sys.path.append("/root/.local/lib/python3.12/site-packages")


def application(environ, start_response):
    start_response("200 OK", [])
    return [b"hello"]