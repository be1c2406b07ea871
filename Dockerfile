# The advisor as an image: docs/running.md tells how it is run, and which of this was tried without Docker.
FROM debian:12-slim

RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    fonts-wqy-microhei fonts-dejavu-core fonts-lohit-deva fonts-tlwg-loma-ttf \
 && rm -rf /var/lib/apt/lists/*

# A user with no rights but on the data folder; the number is fixed so that volumes stay readable after an upgrade.
RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin advisor \
 && install -d -o advisor -g advisor -m 0700 /data

WORKDIR /app

# First what changes rarely. Every file pip installs must have the hash that is locked here.
COPY requirements-postgresql.txt ./
RUN python3 -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-postgresql.txt

COPY manage.py LICENSE ./
COPY checklists checklists
COPY static static
COPY templates templates
COPY advisor advisor
RUN /venv/bin/python -m compileall -q advisor

ENV PATH=/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    ADVISOR_DATA=/data

USER advisor
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-m", "advisor.probe"]
CMD ["python", "-m", "advisor.serve", "--host", "0.0.0.0"]
