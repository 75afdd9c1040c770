import os
from pathlib import Path

from setuptools import find_packages, setup

here = Path(__file__).parent
requires = ["click>=8.1"]
if os.environ.get("METER_PLOTS"):
    requires.append("matplotlib")

setup(
    name="meter",
    version=(here / "VERSION").read_text().strip(),
    packages=find_packages(exclude=["tests"]),
    install_requires=requires,
    entry_points={"console_scripts": ["meter = meter:main"]},
)
