import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { readCaller } from "./access.ts";
import { Refused, type Call, type Reply } from "./call.ts";
import type { Fault } from "./faults.ts";
import { serveGit } from "./git-http.ts";
import { handle } from "./handle.ts";
import { checkRequest } from "./openapi.ts";
import type { World } from "./world.ts";

export type Journal = {
  /** Every request of the API so far: "GET /repos/acme/shop". */
  requests: string[];
  /** What GitHub's description of its API does not allow. */
  errors: string[];
};

/** Speaks HTTP: the API at the root, and fetches of owner/name.git. */
export function createFront(world: World, journal: Journal): Server {
  return createServer((request, response) => {
    serve(world, journal, request, response).catch((error: unknown) => {
      journal.errors.push(`The stand-in failed: ${String(error instanceof Error ? error.stack : error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

async function serve(
  world: World,
  journal: Journal,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (/^\/[^/]+\/[^/]+\.git\//u.test(url.pathname)) return serveGitTo(world, request, response);
  const method = request.method ?? "GET";
  const body = await readBody(request);
  journal.requests.push(`${method} ${url.pathname}`);
  journal.errors.push(...checkRequest({ method, path: url.pathname, query: url.searchParams, body }));
  const fault = world.faults.take(method, url.pathname);
  if (fault?.kind === "slow") await sleep(fault.ms);
  if (response.destroyed) return;
  if (fault?.kind === "cut_before") return void response.destroy();
  const reply =
    fault?.kind === "status"
      ? toReply(fault)
      : await answer(world, request, { method, path: url.pathname, query: url.searchParams, body });
  send(world, response, reply, fault);
}

async function answer(world: World, request: IncomingMessage, call: Omit<Call, "caller">): Promise<Reply> {
  try {
    const caller = readCaller(world, request.headers.authorization);
    return await handle(world, { ...call, caller });
  } catch (error) {
    if (error instanceof Refused) return error.reply;
    throw error;
  }
}

function toReply({ status, message, headers }: Extract<Fault, { kind: "status" }>): Reply {
  const body = { message: message ?? `status ${status}`, documentation_url: "https://docs.github.com/rest" };
  return { status, body, ...(headers && { headers }) };
}

function send(world: World, response: ServerResponse, reply: Reply, fault: Fault | null): void {
  if (fault?.kind === "cut_after") return void response.destroy();
  const body = reply.body === null ? "" : JSON.stringify(reply.body);
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    date: new Date(world.now()).toUTCString(),
    "x-github-request-id": "STANDIN",
    ...reply.headers,
  };
  if (headers["link"]) headers["link"] = headers["link"].replace("http://github.invalid", world.url);
  response.writeHead(reply.status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
  if (fault?.kind !== "cut_within") return void response.end(body);
  response.write(body.slice(0, body.length / 2), () => response.destroy());
}

async function serveGitTo(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, owner = "", name = ""] = /^\/([^/]+)\/([^/]+)\.git\//u.exec(request.url ?? "") ?? [];
  const repo = [...world.repos.values()].find((one) => one.owner === owner && one.name === name);
  const basic = /^basic (.+)$/iu.exec(request.headers.authorization ?? "")?.[1];
  const token =
    basic === undefined
      ? null
      : Buffer.from(basic, "base64")
          .toString()
          .replace(/^x-access-token:/u, "");
  if (repo?.isPrivate !== false && !isKnown(world, token)) {
    response.writeHead(401, { "www-authenticate": 'Basic realm="GitHub"' }).end();
    return;
  }
  await serveGit(world.root, request, response);
}

function isKnown(world: World, token: string | null): boolean {
  if (token === null) return false;
  try {
    return readCaller(world, `Bearer ${token}`).kind !== "app";
  } catch {
    return false;
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const said = Buffer.concat(chunks).toString("utf8");
  return said === "" ? null : JSON.parse(said);
}
