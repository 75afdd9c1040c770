FROM python:3.10 AS build
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY ["pinned requirements.txt", "/tmp/req dir/requirements.txt"]
RUN pip install -r "/tmp/req dir/requirements.txt"

FROM python:3.10-slim
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build ["/opt/venv", "/opt/venv"]
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
COPY ["src", \
      "my data", \
      "/app/"]
WORKDIR /app
CMD ["python", "app.py"]