FROM python:3.11-bookworm AS builder

RUN apt-get update && apt-get install -y --no-install-recommends cmake ninja-build

ADD https://example.com/src/libgeodesy-2.1.tar.gz /tmp/

RUN cd /tmp && tar xf libgeodesy-2.1.tar.gz && cmake -S libgeodesy-2.1 -B b -G Ninja && ninja -C b install

RUN useradd --create-home --uid 1000 surveyor
RUN python -m venv /opt/venv && chown -R surveyor /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
USER surveyor
WORKDIR /home/surveyor
COPY --chown=surveyor requirements.txt .

RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.11-slim-bookworm

LABEL maintainer="turbine@ops.example"

RUN useradd --create-home --uid 1000 surveyor

COPY --from=builder /usr/local/lib/libgeodesy.so.2 /usr/local/lib/

RUN ldconfig
USER surveyor
WORKDIR /home/surveyor/app
COPY --from=builder --chown=surveyor:surveyor /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH

COPY --chown=surveyor:surveyor . .

RUN pip install --no-deps -e .
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"

CMD ["survey", "serve"]
