# Keikaku in a container: not root, nothing written but /data and /tmp. See docs/OPERATIONS.md.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/keikaku
ENV PATH=/opt/keikaku/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY constraints.txt ./
# A build of torch without CUDA is a tenth of the size.
RUN pip install --constraint constraints.txt --extra-index-url https://download.pytorch.org/whl/cpu torch
COPY pyproject.toml README.md LICENSE ./
COPY ingest ingest
COPY index index
COPY assistant assistant
COPY prompts prompts
RUN pip install --constraint constraints.txt '.[ocr,mcp]'

FROM python:3.11-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin keikaku \
    && install -d -o keikaku -g keikaku /data
COPY --from=build /opt/keikaku /opt/keikaku
ENV PATH=/opt/keikaku/bin:$PATH HOME=/tmp KEIKAKU_HOME=/data KEIKAKU_HOST=0.0.0.0 PYTHONDONTWRITEBYTECODE=1
WORKDIR /data
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["keikaku"]
CMD ["serve", "--workers", "2"]
