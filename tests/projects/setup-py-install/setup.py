"""How to install a lute."""

from setuptools import setup

setup(name="lute", version="0.3", py_modules=["lute"], entry_points={"console_scripts": ["lute = lute:main"]})
