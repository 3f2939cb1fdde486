# Two stages: build on Debian 12, run on its slim base as a user without rights.
#   docker build -t dragoman . && docker run --rm -p 8080:8080 -v dragoman:/var/lib/dragoman \
#       -e DRAGOMAN_LISTEN=0.0.0.0:8080 -e DRAGOMAN_API_KEY=NAME:SHA256 dragoman
# The base is pinned by its tag; give its digest to pin it harder: --build-arg BASE=debian@sha256:…
ARG BASE=debian:12.12-slim
FROM ${BASE} AS build
WORKDIR /src
COPY . .
RUN ./dev build && python3 tests/lint/sbom.py build/release/dragoman >build/sbom.cdx.json

FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libmicrohttpd12 libjansson4 libcurl3-gnutls \
        libhiredis0.14 libsqlite3-0 libuv1 libical3 libsodium23 libicu72 libexpat1 librhonabwy1.1 libgnutls30 libseccomp2 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/dragoman --create-home dragoman
COPY --from=build /src/build/release/dragoman /usr/bin/dragoman
COPY --from=build /src/LICENSE /src/build/sbom.cdx.json /usr/share/doc/dragoman/
USER dragoman
WORKDIR /var/lib/dragoman
VOLUME /var/lib/dragoman
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=2s CMD ["/usr/bin/dragoman", "health"]
ENTRYPOINT ["/usr/bin/dragoman"]
CMD ["serve"]
