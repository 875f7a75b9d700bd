import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Rejection, toAnthropicError, toOpenAiError } from "./rejection.ts";
import { createRoutes } from "./routes.ts";
import { createScript, toRejection, type Script, type ScriptState } from "./script.ts";
import { send } from "./send.ts";

type ModelsOptions = {
  /** The one key that is accepted by both services. */
  apiKey?: string;
  /** False for servers that speak OpenAI's Chat Completions only. */
  hasResponses?: boolean;
  /** 32 MB as Anthropic has it. */
  maxBodyBytes?: number;
  /** Milliseconds; moves the expiry of prompt caches. */
  now?: () => number;
};

/** One request as it came in; `status` is what it was answered with, 0 while it is open or when it was dropped. */
type RecordedRequest = {
  path: string;
  headers: IncomingMessage["headers"];
  body: unknown;
  status: number;
};

export type Models = Script & {
  /** For Anthropic's SDK. */
  anthropicUrl: string;
  /** For OpenAI's SDK. */
  openAiUrl: string;
  apiKey: string;
  /** Every request so far, oldest first. */
  requests: RecordedRequest[];
  close(): Promise<void>;
};

/** Starts a local server that speaks Anthropic's and OpenAI's APIs as strictly as they do. */
export async function startModels(options: ModelsOptions = {}): Promise<Models> {
  const {
    apiKey = "sk-standin",
    hasResponses = true,
    maxBodyBytes = 32 * 1024 * 1024,
    now = Date.now,
  } = options;
  const { script, state } = createScript();
  const findRoute = await createRoutes(state, now, hasResponses);
  const requests: RecordedRequest[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const record: RecordedRequest = {
      path: pathOf(request),
      headers: request.headers,
      body: null,
      status: 0,
    };
    requests.push(record);
    const route = findRoute(request.method ?? "", record.path, "anthropic-version" in request.headers);
    try {
      const text = await readBody(request, maxBodyBytes);
      record.body = text === "" ? null : parseJson(text);
      if (!(await isStillThere(response, state.delayMs))) return;
      checkKey(request, apiKey, route.isAnthropic);
      failAsScripted(state, response);
      record.status = 200;
      await send(response, route.run(record.body), state);
    } catch (error) {
      record.status = sendError(response, error, route.isAnthropic);
    }
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  return {
    ...script,
    anthropicUrl: url,
    openAiUrl: `${url}/v1`,
    apiKey,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?")[0] ?? "/";
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address === "object" && address !== null) return address.port;
  throw new Error("The stand-in has no port.");
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // Read to the end all the same: a client that is still sending would see a reset, not the 413.
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) throw new Rejection(413, "Request exceeds the maximum allowed number of bytes.");
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Rejection(400, `The request body is not valid JSON: ${String(error)}`);
  }
}

async function isStillThere(response: ServerResponse, delayMs: number): Promise<boolean> {
  if (delayMs === 0) return true;
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  await sleep(delayMs, null, { signal: gone.signal }).catch(() => null); // an abort only means that nobody waits
  return !gone.signal.aborted;
}

function checkKey({ headers }: IncomingMessage, apiKey: string, isAnthropic: boolean): void {
  const bearer = headers.authorization === `Bearer ${apiKey}`;
  if (isAnthropic) {
    if (!bearer && headers["x-api-key"] !== apiKey) throw new Rejection(401, "invalid API key");
    if (headers["anthropic-version"] === undefined)
      throw new Rejection(400, "anthropic-version: header is required");
    return;
  }
  if (!bearer) throw new Rejection(401, "Incorrect API key provided.", { code: "invalid_api_key" });
}

function failAsScripted(state: ScriptState, response: ServerResponse): void {
  const failure = state.failures.shift();
  if (!failure) return;
  if (failure.retryAfter !== undefined) response.setHeader("retry-after", String(failure.retryAfter));
  throw toRejection(failure);
}

function sendError(response: ServerResponse, error: unknown, isAnthropic: boolean): number {
  const rejection =
    error instanceof Rejection ? error : new Rejection(500, `The stand-in failed: ${String(error)}`);
  const body = isAnthropic ? toAnthropicError(rejection) : toOpenAiError(rejection);
  response.writeHead(rejection.status, { "content-type": "application/json", "request-id": "req_standin" });
  response.end(JSON.stringify(body));
  return rejection.status;
}
