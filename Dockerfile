# syntax=docker/dockerfile:1
# The server, built from the lock file. The image holds only the server's package and the one native package that it needs.

FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# Without scripts: the packages are built below, after their sources are copied.
RUN npm ci --ignore-scripts
COPY README.md LICENSE CHANGELOG.md app.yml tsconfig.json ./
COPY bin bin
COPY docs/operations.md docs/
COPY schemas schemas
COPY scripts scripts
COPY src src
RUN node scripts/packages.mjs
# The SQLite binding and the packages that it loads are not part of the bundle.
RUN npm ci --omit=dev --ignore-scripts \
 && mkdir -p /runtime/node_modules \
 && cp -r node_modules/libsql node_modules/@libsql node_modules/@neon-rs /runtime/node_modules/

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=build /runtime/node_modules node_modules
COPY --from=build /build/dist/packages/cim-readiness-server ./
RUN install -d -o node -g node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
