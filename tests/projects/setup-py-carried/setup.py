"""How to install a horn."""

from setuptools import setup

setup(
    name="horn",
    version="0.9",
    py_modules=["horn"],
    install_requires=["tabulate"],
    entry_points={"console_scripts": ["horn = horn:main"]},
)
