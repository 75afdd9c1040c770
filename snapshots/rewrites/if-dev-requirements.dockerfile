FROM python:3.12-slim AS base
ARG ENVIRONMENT=production
ENV ENVIRONMENT=${ENVIRONMENT}
WORKDIR /app

FROM base AS build
ARG ENVIRONMENT=production
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY requirements/ requirements/
RUN pip install --no-cache-dir -r requirements/main.txt
RUN if [ "$ENVIRONMENT" = "development" ]; then \
        pip install --no-cache-dir -r requirements/dev.txt; \
    fi

FROM base
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
COPY . .
ENTRYPOINT ["./docker-entrypoint.sh"]
CMD ["serve"]