FROM python:3.11-slim

# nothing of a scraper runs as root
RUN groupadd --gid 1000 scraper && \
    useradd --uid 1000 --gid scraper --create-home scraper
COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/
RUN python -m venv /opt/venv && chown -R scraper /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
USER scraper
WORKDIR /home/scraper/app

COPY --chown=scraper:scraper requirements.txt .
RUN uv pip install --no-cache-dir --requirement requirements.txt

COPY --chown=scraper:scraper scrape.py shelf.html ./

ENTRYPOINT ["python", "scrape.py"]
CMD ["https://shop.example/shelf"]
