# One image for every part: worker, web, scheduler, migrate. The words after the image name are chitra's arguments.
FROM node:24-bookworm-slim
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY migrations migrations
COPY jobs jobs
COPY src src
ENV NODE_ENV=production CHITRA_HOME=/data/home CHITRA_OUT=/data/out
RUN mkdir -p /data/home /data/out && chown -R node:node /data
USER node
VOLUME /data/out
# The memory flags of scripts/chitra: every process stays below 300 MiB.
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=16", "--heap-growing-percent=100", "/app/src/cli/main.ts"]
CMD ["status"]
