import type { Server } from "node:http";
import type { Duplex } from "node:stream";

const PROBLEMS: Readonly<Record<string, { status: number; title: string; detail: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    title: "Too large",
    detail: "The address and the headers are larger than 16 KB together.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, title: "Too slow", detail: "The request did not arrive in time." },
};

const BROKEN = { status: 400, title: "That did not work", detail: "This is not an HTTP request." };

/** What is refused before there is a request to route is refused in the same form as everything else. */
export function refuseBrokenRequests(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const { status, title, detail } = PROBLEMS[error.code ?? ""] ?? BROKEN;
    const body = JSON.stringify({ type: "about:blank", status, title, detail, code: "invalid" });
    socket.end(
      `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
}
