From python:3.11-alpine As common
  Workdir /app

FROM common AS build
  RUN python -m venv /opt/venv
  ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
  Copy requirements.txt .
    Run pip install --no-cache-dir -r requirements.txt

FROM common AS Base
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path" && uvicorn --version
  COPY . .
	Expose 8000
	Cmd ["uvicorn", "shed:app", "--host", "0.0.0.0"]
