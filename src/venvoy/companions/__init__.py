"""The files beside a Dockerfile that go by where packages lie: what a migration means to them.

Bytes come in and places come out. Nothing is read from the disk here, and nothing is run.
"""
