"""How to install an oboe."""

from setuptools import setup

setup(
    name="oboe",
    version="1.1",
    py_modules=["oboe"],
    install_requires=["bottle"],
    entry_points={"console_scripts": ["oboe = oboe:main"]},
)
