FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
# For fix attempts: git clones, bubblewrap shuts in what the repository's tests run.
RUN apt-get update && apt-get install -y --no-install-recommends bubblewrap ca-certificates git && rm -rf /var/lib/apt/lists/*
COPY . .
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --prod
# The templates of the public pages: without this each container would compile them at its first start.
RUN node -e "import('./web/site/templates.ts').then(({ loadTemplates }) => loadTemplates())"
# The console's token is kept here, and the embedded database where there is no DATABASE_URL.
RUN mkdir -p data && chown node:node data && chmod 700 data
VOLUME /app/data
USER node
EXPOSE 3000
CMD ["node", "cli/src/main.ts", "start"]
