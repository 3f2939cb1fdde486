# Two stages: build on Debian 12, run on its slim base as a user without rights.
#   docker build -t dragoman . && docker run --rm -p 8080:8080 -v dragoman:/var/lib/dragoman \
#       -e DRAGOMAN_LISTEN=0.0.0.0:8080 -e DRAGOMAN_API_KEY=NAME:SHA256 dragoman
# The base is pinned by its digest, the tag beside it only names it. Debian's later ones, or the mirror of your own:
#   docker buildx imagetools inspect debian:bookworm-slim      tells the digest of today
#   docker build --build-arg BASE=debian@sha256:… -t dragoman .
ARG BASE=debian:12.12-slim@sha256:d5d3f9c23164ea16f31852f95bd5959aad1c5e854332fe00f7b3a20fcc9f635c
FROM ${BASE} AS build
WORKDIR /src
COPY . .
RUN ./dev build && python3 tests/lint/sbom.py build/release/dragoman >build/sbom.cdx.json

FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libmicrohttpd12 libjansson4 libcurl3-gnutls \
        libhiredis0.14 libsqlite3-0 libuv1 libical3 libsodium23 libicu72 libexpat1 librhonabwy1.1 libgnutls30 libseccomp2 \
    && rm -rf /var/lib/apt/lists/* \
    && dpkg-query -W -f '${Package}\t${Version}\t${source:Package}\n' >/usr/share/packages.tsv \
    && useradd --system --uid 10001 --home-dir /var/lib/dragoman --create-home dragoman
COPY --from=build /src/build/release/dragoman /usr/bin/dragoman
COPY --from=build /src/LICENSE /src/build/sbom.cdx.json /src/docs/learning.md /usr/share/doc/dragoman/
USER dragoman
WORKDIR /var/lib/dragoman
VOLUME /var/lib/dragoman
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=2s CMD ["/usr/bin/dragoman", "health"]
ENTRYPOINT ["/usr/bin/dragoman"]
CMD ["serve"]
