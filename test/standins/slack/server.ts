import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerCall } from "./api.ts";
import type { Core } from "./core.ts";
import { answerResponseUrl } from "./response-url.ts";
import type { SocketMode } from "./socket-mode.ts";

/** Listens on the loopback interface; 0 takes any free port. */
export async function listen(core: () => Core, sockets: SocketMode, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    answer(core(), request, response).catch((error: unknown) => {
      // A mistake of the stand-in itself: shown to the client and to the test.
      core().workspace.reject(
        "standin",
        "internal_error",
        String(error instanceof Error ? error.stack : error),
      );
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on("upgrade", (request, socket, head) => sockets.upgrade(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

export function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string")
    throw new Error("the stand-in does not listen on a port");
  return address.port;
}

async function answer(core: Core, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (pathname.startsWith("/api/"))
    return answerCall(core, pathname.slice("/api/".length), request, response);
  if (/^\/(actions|commands)\//.test(pathname)) return answerResponseUrl(core, pathname, request, response);
  if (pathname.startsWith("/files-pri/")) return sendFile(core, pathname, request, response);
  response.writeHead(404).end();
}

/** url_private of a file: only for a token of the app. Without one the real Slack shows a login page. */
function sendFile(core: Core, pathname: string, request: IncomingMessage, response: ServerResponse): void {
  const id = pathname.split("/")[2] ?? "";
  const file = core.workspace.files.get(id);
  if (request.headers.authorization !== `Bearer ${core.workspace.botToken}`) {
    response
      .writeHead(200, { "content-type": "text/html" })
      .end("<html><body>Sign in to Slack</body></html>");
    return;
  }
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": String(file.wire["mimetype"]) }).end(file.content);
}

export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
