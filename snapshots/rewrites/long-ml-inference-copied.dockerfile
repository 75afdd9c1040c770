FROM python:3.10-slim-bullseye AS base
ENV PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=4 \
    TOKENIZERS_PARALLELISM=false
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgomp1 libsndfile1 \
 && rm -rf /var/lib/apt/lists/*


FROM base AS packages
RUN apt-get update && apt-get install -y --no-install-recommends gcc g++ git
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
COPY requirements-torch.txt requirements.txt /tmp/
# CPU wheels from our own mirror, they are a tenth of the size
RUN pip install --no-cache-dir --extra-index-url https://mirror.example.com/torch/cpu -r /tmp/requirements-torch.txt
RUN pip install --no-cache-dir -r /tmp/requirements.txt


FROM packages AS models
ARG MODEL=minilm-v6
ARG MODEL_REVISION=7dbbc90
ENV HF_HOME=/models
RUN python -c "from huggingface_hub import snapshot_download as d; d('acme/${MODEL}', revision='${MODEL_REVISION}')"


FROM base AS serve
ENV PATH=/opt/venv/bin:$PATH
COPY --from=packages /opt/venv /opt/venv
RUN python -Ic "import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path" && gunicorn --version
COPY --from=models /models /models
ENV HF_HOME=/models HF_HUB_OFFLINE=1

WORKDIR /opt/embedder
COPY embedder ./embedder
COPY gunicorn.conf.py .

RUN useradd -r -u 10010 embedder
USER 10010
EXPOSE 8000
CMD ["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "embedder.app:app"]


FROM serve AS bench
USER root
RUN pip install --no-cache-dir locust==2.31.2
COPY bench ./bench
CMD ["locust", "-f", "bench/locustfile.py", "--headless"]
