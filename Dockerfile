# syntax=docker/dockerfile:1
# docker build --tag switchboard .    How it is run: compose.yaml and docs/operations.md.

FROM node:24-trixie-slim AS build
WORKDIR /switchboard
COPY . .
RUN npm ci && npx turbo run generate build

# The same without what only builds and tests need. Optional are compilers for other systems and Prisma's command line.
FROM build AS parts
RUN rm -rf node_modules && npm ci --omit=dev --omit=optional --workspace apps/api --workspace apps/engine \
 && rm -rf apps/web/src test bench docs scripts

FROM node:24-trixie-slim
COPY --from=parts /switchboard /switchboard
RUN install --directory --owner=node --group=node --mode=0700 /data
ENV NODE_ENV=production SWITCHBOARD_HOST=0.0.0.0 SWITCHBOARD_DATA_DIR=/data
WORKDIR /switchboard
USER node
VOLUME /data
EXPOSE 8080
# Degraded is healthy here: a new container would not mend a full disk. `health` says what is wrong.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["env", "NODE_TLS_REJECT_UNAUTHORIZED=0", "NODE_NO_WARNINGS=1", "node", "-e", "fetch(`http${process.env.SWITCHBOARD_TLS_CERT ? 's' : ''}://127.0.0.1:${process.env.SWITCHBOARD_PORT ?? 8080}/api/v1/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/api/src/server.ts"]
