FROM python:3.11-slim

# nothing of a scraper runs as root
RUN groupadd --gid 1000 scraper && \
    useradd --uid 1000 --gid scraper --create-home scraper
RUN python -m venv /opt/venv && chown -R scraper /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
USER scraper
WORKDIR /home/scraper/app

COPY --chown=scraper:scraper requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt

COPY --chown=scraper:scraper scrape.py shelf.html ./

ENTRYPOINT ["python", "scrape.py"]
CMD ["https://shop.example/shelf"]
