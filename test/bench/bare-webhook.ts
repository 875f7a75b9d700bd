import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

/** The floor: a server of Node's own that reads a delivery, checks its signature and parses it, and keeps nothing. */
const { GITHUB_WEBHOOK_SECRET = "", PORT } = process.env;

const server = createServer((request, response) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const own = createHmac("sha256", GITHUB_WEBHOOK_SECRET).update(body).digest();
  const given = Buffer.from(String(request.headers["x-hub-signature-256"]).slice("sha256=".length), "hex");
  const isSigned = given.length === own.length && timingSafeEqual(own, given);
  if (isSigned) JSON.parse(body.toString("utf8"));
  response.writeHead(isSigned ? 202 : 401).end();
}

server.listen(Number(PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
