# syntax=docker/dockerfile:1
# The server, built from the lock file. The image holds only the bundle and the one native package that it needs.

FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# Without scripts: the bundle is built below, after its sources are copied.
RUN npm ci --ignore-scripts
COPY scripts scripts
COPY sandbox sandbox
COPY src src
COPY schemas/openapi-v1.json schemas/
COPY tsconfig.json ./
RUN node scripts/build.mjs && rm dist/sandbox.js
# The SQLite binding and the packages that it loads are not part of the bundle.
RUN npm ci --omit=dev --ignore-scripts \
 && mkdir -p /runtime/node_modules \
 && cp -r node_modules/libsql node_modules/@libsql node_modules/@neon-rs /runtime/node_modules/

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=build /runtime/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json app.yml ./
RUN install -d -o node -g node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
