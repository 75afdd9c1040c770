import itsdangerous

SIGNER = itsdangerous.Signer("key")


def application(environ, start_response):
    SIGNER.sign("balance")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"balance 0"]
