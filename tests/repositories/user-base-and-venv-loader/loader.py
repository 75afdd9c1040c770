"""Finds the packages, wherever it is started from."""
import os.path
import site

site.addsitedir(os.path.join("/opt/pkgs", "lib", "python3.12", "site-packages"))

import markupsafe  # noqa: E402


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(markupsafe.escape("open")).encode()]
