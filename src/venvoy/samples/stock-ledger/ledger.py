"""The stock ledger; its front door says which database it would talk to."""

import os

from bottle import Bottle
from psycopg2 import connect
from psycopg2.extensions import parse_dsn

app = Bottle()


@app.get("/")
def database():
    """Return the parts of the connection string as libpq reads it."""
    return {"database": parse_dsn(os.environ["LEDGER_DSN"])}


@app.get("/stock/<article:int>")
def stock(article):
    """Return how many of an article are left."""
    with connect(os.environ["LEDGER_DSN"]) as connection, connection.cursor() as cursor:
        cursor.execute("select coalesce(sum(change), 0) from ledger where article = %s", (article,))
        return {"article": article, "left": cursor.fetchone()[0]}
