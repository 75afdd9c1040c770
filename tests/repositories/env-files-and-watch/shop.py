import os
import subprocess


def application(environ, start_response):
    subprocess.run([os.environ["RELOADER"], "--version"], check=True)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [os.environ["GREETING"].encode()]
