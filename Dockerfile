# One image, two processes: the web server (default) and the ticker (`python manage.py tick --loop`).
ARG PYTHON=3.12
FROM python:${PYTHON}-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DATA_DIR=/data

WORKDIR /srv/synergy
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt

COPY . .
RUN useradd --system --uid 10001 --no-create-home synergy \
    && mkdir /data \
    && chown synergy /data
USER synergy
VOLUME /data
EXPOSE 8000

# The Host header has to be one that this site answers to. Whoever restarts what is unwell asks whether the process
# lives: an outage of mail or of the database is not mended by a restart, and shows at /health/.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/health/live/', headers={'Host': os.environ.get('ALLOWED_HOSTS', 'localhost').split(',')[0]}), timeout=9)"]
CMD ["python", "-m", "gunicorn", "-c", "python:synergy.ops.gunicorn_conf", "--bind", "0.0.0.0:8000", "synergy.wsgi"]
