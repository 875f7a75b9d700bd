import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serveGit } from "../standins/github/git-http.ts";
import { Bench } from "./workbench.ts";

const AUTHORIZATION = "Basic eC1hY2Nlc3MtdG9rZW46c2VjcmV0LXRva2Vu";

let bench: Bench;
const servers: Server[] = [];
beforeEach(() => {
  bench = new Bench();
});
afterEach(async () => {
  bench[Symbol.dispose]();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // It listens on a port, not on a path.
}

/** A server of one repository that asks for an authorization. */
async function listenWithGit(root: string): Promise<{ url: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const url = await listen((request, response) => {
    seen.push(request);
    if (request.headers.authorization === AUTHORIZATION) return void serveGit(root, request, response);
    response.writeHead(401, { "WWW-Authenticate": 'Basic realm="git"' }).end();
  });
  return { url, seen };
}

test("a private repository is cloned over http, and its authorization stays in no file", async () => {
  const repository = bench.repository([{ path: "a", content: "over http" }]);
  const { url } = await listenWithGit(repository.root);

  const checkout = await bench.checkOut(`${url}/owner/name.git`, { authorization: AUTHORIZATION });

  expect(await checkout.readFile("a")).toBe("over http");
  const found = execFileSync("sh", ["-c", `grep -rl "secret-token\\|eC1hY2Nlc3M" ${bench.place} || true`]);
  expect(found.toString()).toBe("");
});

test("a wrong authorization is said plainly, and stands in no message", async () => {
  const repository = bench.repository([{ path: "a", content: "a" }]);
  const { url } = await listenWithGit(repository.root);

  const attempt = bench.checkOut(`${url}/owner/name.git`, { authorization: "Basic d3Jvbmc=" });

  const error = await attempt.then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toMatchObject({
    message: "The code host does not let us read the repository's code.",
    retryable: false,
  });
  expect(String(error instanceof Error && error.cause)).not.toContain("d3Jvbmc=");
});

test("an authorization is not carried to another server", async () => {
  const repository = bench.repository([{ path: "a", content: "a" }]);
  const other = await listenWithGit(repository.root);
  const first = await listen((request, response) =>
    response.writeHead(301, { Location: other.url + String(request.url) }).end(),
  );

  await expect(bench.checkOut(`${first}/owner/name.git`, { authorization: AUTHORIZATION })).rejects.toThrow(
    "The repository has moved",
  );
  expect(other.seen).toEqual([]);
});

test("a server that fails is worth another try", async () => {
  const url = await listen((_, response) => response.writeHead(503).end());

  await expect(bench.checkOut(`${url}/owner/name.git`)).rejects.toMatchObject({
    message: "The repository's code could not be cloned.",
    retryable: true,
  });
});

test("a server that never answers is left when the work is called off", async () => {
  const asked = Promise.withResolvers<void>();
  const url = await listen(() => asked.resolve());
  const abort = new AbortController();

  const attempt = bench.checkOut(`${url}/owner/name.git`, { signal: abort.signal });
  await asked.promise;
  abort.abort(new Error("called off"));

  await expect(attempt).rejects.toThrow("called off");
  expect(bench.copies()).toEqual([]);
});

test("what a server names as another place is not fetched from there", async () => {
  const requests: string[] = [];
  const url = await listen((request, response) => {
    requests.push(String(request.url));
    response.writeHead(301, { Location: "file:///etc/passwd" }).end();
  });

  await expect(bench.checkOut(`${url}/owner/name.git`)).rejects.toMatchObject({ service: "git" });
  expect(requests).toHaveLength(1);
});
