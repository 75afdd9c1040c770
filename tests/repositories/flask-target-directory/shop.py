import os

from flask import Flask

app = Flask(__name__)


@app.get("/")
def stock():
    return {"greeting": os.environ.get("GREETING", "hello")}
