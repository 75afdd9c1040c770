"""Price quotes for shipping a parcel."""

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI(title="Quotes")


class Quote(BaseModel):
    """What a parcel costs."""

    grams: int
    country: str
    cents: int


@app.get("/quotes/{country}")
def quote(country: str, grams: int) -> Quote:
    """Return the price of sending so many grams to a country."""
    base = 490 if country.upper() == "DE" else 1590
    return Quote(grams=grams, country=country.upper(), cents=base + grams // 10)
