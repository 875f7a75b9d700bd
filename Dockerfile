FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY . .
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --prod
USER node
EXPOSE 3000
CMD ["node", "cli/src/main.ts", "start"]
