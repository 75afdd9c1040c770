#!/usr/local/bin/python
import sys

from jinja2 import Template

print(Template("report on {{ what }}").render(what=sys.argv[1]))
