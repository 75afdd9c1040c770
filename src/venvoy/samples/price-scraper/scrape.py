"""Read the prices of a shelf from a web page, or from a saved one."""

import sys
from pathlib import Path

import httpx
from bs4 import BeautifulSoup


def page(source):
    """Return the text of an address or of a file."""
    if source.startswith(("http://", "https://")):
        return httpx.get(source, follow_redirects=True).raise_for_status().text
    return Path(source).read_text("utf-8")


def prices(text):
    """Yield name and price in cents of each product."""
    for product in BeautifulSoup(text, "html.parser").select(".product"):
        price = product.select_one(".price").get_text().strip(" €").replace(",", "")
        yield product.b.get_text(), int(price)


for name, cents in prices(page(sys.argv[1])):
    print(f"{name}\t{cents}")
