from python:3.8-slim as build
run python -m venv /opt/venv
env PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
copy requirements.txt .
run pip install -r requirements.txt

from python:3.8-slim
workdir /app
copy --from=build /opt/venv /opt/venv
env PATH /opt/venv/bin:$PATH
run python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path"
copy . .
expose 5000
cmd ["python", "app.py"]
