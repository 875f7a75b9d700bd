FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY . .
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --prod
# The console's token is kept here, and the embedded database where there is no DATABASE_URL.
RUN mkdir -p data && chown node:node data && chmod 700 data
VOLUME /app/data
USER node
EXPOSE 3000
CMD ["node", "cli/src/main.ts", "start"]
