from celery import Celery
from flask import Flask

celery = Celery("jobs", broker="memory://")
web = Flask(__name__)


@celery.task
def add(one, other):
    return one + other


@web.get("/")
def total():
    return str(add(1, 2))
