# Everything that answers a question, models among it: a container starts without a network.
#
#   docker build -t interview-rag .
FROM python:3.11.13-slim-bookworm AS build

# The CPU build of torch: the default one brings gigabytes of CUDA, and the product runs on OpenVINO.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ARG EXTRAS=llm,mcp,ocr,otel,postgres,redis,slack
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PATH=/opt/rag/bin:$PATH
RUN python -m venv /opt/rag
WORKDIR /src

# What changes seldom comes first, so that a change of the code installs the code alone.
COPY constraints.txt ./
RUN pip install --extra-index-url "$TORCH_INDEX" --constraint constraints.txt torch==2.13.0
COPY pyproject.toml README.md LICENSE ./
COPY eval ./eval
COPY ingest ./ingest
COPY retrieval ./retrieval
COPY serve ./serve
RUN pip install --constraint constraints.txt ".[$EXTRAS]" \
 && cp eval/weights/judge.safetensors /opt/rag/judge.safetensors

FROM python:3.11.13-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin rag \
 && install --directory --owner=rag --group=rag /data
COPY --from=build /opt/rag /opt/rag
COPY corpus /documents

# Nobody but the server reads what is below /tmp, and nothing else is written to but /data.
ENV PATH=/opt/rag/bin:$PATH \
    HF_HUB_OFFLINE=1 \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    RAG_DATA_DIR=/data \
    RAG_HOST=0.0.0.0 \
    RAG_QUALITY_JUDGE=/opt/rag/judge.safetensors
VOLUME /data
WORKDIR /data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["rag"]
CMD ["serve"]
