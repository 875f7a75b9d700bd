import type { Log, SlackConfig } from "@firstline/core";
import { HTTPReceiver, SocketModeReceiver } from "@slack/bolt";
import { clientOptions, toSlackLogger } from "./client.ts";
import { MAX_REQUEST_BYTES } from "./limits.ts";

type Connection = SlackConfig["connection"];
export type SocketConnection = Extract<Connection, { mode: "socket" }>;
export type HttpConnection = Extract<Connection, { mode: "http" }>;

export function createSocketReceiver(
  config: Pick<SlackConfig, "apiUrl">,
  connection: SocketConnection,
  log: Log,
): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken: connection.appToken,
    logger: toSlackLogger(log),
    // The client's own reconnection ends the process with an unhandled rejection when Slack can't be reached.
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(config, log) },
    processEventErrorHandler: ({ error, event }) => {
      logFailure(log, error, event.body);
      return Promise.resolve(false);
    },
  });
}

export function createHttpReceiver(connection: HttpConnection, log: Log): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: connection.signingSecret,
    port: connection.port,
    logger: toSlackLogger(log),
    bodyLimit: MAX_REQUEST_BYTES,
    processEventErrorHandler: ({ error, response }) => {
      logFailure(log, error, {});
      // Anything but 2xx makes Slack bring the event again.
      if (!response.headersSent) response.writeHead(500).end();
      return Promise.resolve(false);
    },
  });
}

function logFailure(log: Log, error: Error & { original?: Error }, body: Record<string, unknown>): void {
  const cause = error.original ?? error;
  log.error(
    { platform: "slack", eventId: body["event_id"], error: cause },
    "an event from Slack was not handled",
  );
}
