import type { IncomingMessage, ServerResponse } from "node:http";
import { startHttpBackend } from "./git.ts";

/** Answers a fetch with git's own CGI program; `root` holds the repositories as owner/name.git. */
export async function serveGit(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const backend = startHttpBackend(root, {
    REQUEST_METHOD: request.method ?? "GET",
    PATH_INFO: decodeURIComponent(url.pathname),
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: request.headers["content-type"] ?? "",
    CONTENT_LENGTH: request.headers["content-length"] ?? "",
    HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
    GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    REMOTE_ADDR: "127.0.0.1",
  });
  const { stdin, stdout } = backend;
  if (stdin === null || stdout === null) throw new Error("git http-backend has no pipes.");
  request.pipe(stdin);
  const chunks: Buffer[] = [];
  for await (const chunk of stdout) chunks.push(Buffer.from(chunk));
  const whole = Buffer.concat(chunks);
  const end = whole.indexOf("\r\n\r\n");
  const { status, headers } = readHead(whole.subarray(0, Math.max(0, end)).toString("latin1"));
  response.writeHead(status, headers);
  response.end(whole.subarray(end + 4));
}

function readHead(head: string): { status: number; headers: Record<string, string> } {
  const lines = head.split("\r\n").map((line) => line.split(/:\s*/u, 2));
  const headers = Object.fromEntries(lines.map(([name = "", value = ""]) => [name.toLowerCase(), value]));
  const { status = "200", ...rest } = headers;
  return { status: Number.parseInt(status, 10), headers: rest };
}
