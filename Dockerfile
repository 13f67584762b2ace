# The launcher with MLflow, its login, PostgreSQL and S3: docs/how-to/container.md says how to run it.
#
# One base serves every stage: Debian 13 has Node 20.19, Python 3.13 and tini as packages. Its tag and digest are
# pinned; what apt adds comes from the same stable release, so that a build has Debian's security fixes.
ARG BASE_IMAGE=docker.io/library/debian:trixie-20260918-slim@sha256:a99cfc517144bc59b1978475ec53b46ecabec7e43635402ee5b77cc54cd1b20a

FROM ${BASE_IMAGE} AS launcher
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates nodejs npm \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
# What `npm publish` would send, and nothing else.
RUN npm run build \
 && mkdir /opt/mlflow-guard \
 && npm pack --silent \
 && tar -xzf mlflow-guard-*.tgz -C /opt/mlflow-guard --strip-components=1 \
 && node scripts/code-cache.js /opt/mlflow-guard

FROM ${BASE_IMAGE} AS mlflow
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
COPY python/mlflow-*-image.txt /tmp/requirements.txt
# The tests of the scientific packages, and pip itself, are dead weight in a server.
RUN python3 -m venv /opt/mlflow \
 && /opt/mlflow/bin/pip install --no-cache-dir --require-hashes -r /tmp/requirements.txt \
 && find /opt/mlflow/lib/python3.*/site-packages/pandas /opt/mlflow/lib/python3.*/site-packages/numpy \
      /opt/mlflow/lib/python3.*/site-packages/scipy /opt/mlflow/lib/python3.*/site-packages/sklearn \
      /opt/mlflow/lib/python3.*/site-packages/matplotlib /opt/mlflow/lib/python3.*/site-packages/pyarrow \
      -type d -name tests -prune -exec rm -r {} + \
 && /opt/mlflow/bin/python -m pip uninstall -q -y pip

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="mlflow-guard" \
      org.opencontainers.image.description="The real MLflow server behind a launcher that refuses to be public without a login" \
      org.opencontainers.image.licenses="Apache-2.0"
# Group 0 too: platforms that choose a user id of their own keep that group.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates nodejs python3 tini \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 mlflow \
 && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin mlflow \
 && install -d -o 10001 -g 0 -m 0770 /data
COPY --from=mlflow /opt/mlflow /opt/mlflow
COPY --from=launcher /opt/mlflow-guard /opt/mlflow-guard
# A manifest whose command is "mlflow server" is guarded, too.
RUN ln -s /opt/mlflow-guard/bin/mlflow-guard.js /usr/local/bin/mlflow-guard \
 && MLFLOW_GUARD_MLFLOW=/opt/mlflow/bin/mlflow mlflow-guard shim /usr/local/bin

# Everything that is written lies in the data volume or in /tmp: the root file system can be read-only.
# Not every engine leaves a mark of a container; this is systemd's.
ENV HOME=/data \
    container=oci \
    MLFLOW_GUARD_MLFLOW=/opt/mlflow/bin/mlflow
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 5000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=3 CMD ["mlflow-guard", "healthcheck"]
ENTRYPOINT ["tini", "--", "mlflow-guard"]
# Every interface of the container; without a login that is refused.
CMD ["server", "--host", "0.0.0.0"]
