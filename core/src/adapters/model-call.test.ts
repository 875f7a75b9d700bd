import { createServer, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { UpstreamError } from "../errors.ts";
import { callModel, patientFetch } from "./model-call.ts";

const settings = { service: "openai", label: "the model server", model: "m", timeoutMs: 1_000 };
const servers: Server[] = [];

afterEach(() => servers.splice(0).forEach((server) => server.close()));

function failing(cause: unknown): Promise<unknown> {
  return callModel(settings, null, () => Promise.reject(cause)).catch((error: unknown) => error);
}

async function serve(status: number, headers: Record<string, string>): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status, headers).end("{}"));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : "";
}

test.each([
  [{ status: 400 }, false, "The model server rejected the request as invalid (400)."],
  [
    { status: 400, message: "400 Your credit balance is too low to access the API." },
    false,
    "no credit left",
  ],
  [
    {
      status: 400,
      message: "400 input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000",
    },
    false,
    "too long",
  ],
  [{ status: 402 }, false, "The account at the model server has no credit left"],
  [{ status: 403 }, false, 'the model "m"'],
  [{ status: 404 }, false, 'no model "m"'],
  [{ status: 408 }, true, "408"],
  [{ status: 409 }, true, "409"],
  [{ status: 413 }, false, "too long"],
  [{ status: 422 }, false, "422"],
  [{ status: 429 }, true, "limiting"],
  [{ status: 429, code: "insufficient_quota" }, false, "credit"],
  [{ status: 429, errorCode: "enforced_spend_limit_reached" }, false, "spending limit"],
  [{ status: 503 }, true, "503"],
  [{ type: "error", code: "invalid_prompt" }, false, "invalid"],
  [new TypeError("terminated"), true, "could not be reached"],
  ["odd", true, "could not be reached"],
])("%j becomes an error that is retryable: %s", async (cause, retryable, message) => {
  const error = await failing(cause);

  expect(error).toBeInstanceOf(UpstreamError);
  expect(error).toMatchObject({
    service: "openai",
    retryable,
    cause,
    message: expect.stringContaining(message),
  });
});

test("a date to wait for becomes seconds", async () => {
  const headers = new Headers({ "retry-after": new Date(Date.now() + 90_000).toUTCString() });

  const error = await failing({ status: 429, headers });

  expect(error).toMatchObject({ retryAfterSeconds: expect.any(Number) });
  expect(Math.abs(Number(Object(error).retryAfterSeconds) - 90)).toBeLessThanOrEqual(2);
});

test.each(["", "soon"])("a wait of %j is no wait", async (text) => {
  const error = await failing({ status: 429, headers: new Headers({ "retry-after": text }) });

  expect(error).toMatchObject({ retryable: true, retryAfterSeconds: undefined });
});

test("a call that has failed upstream already is not wrapped again", async () => {
  const cause = new UpstreamError("openai", "No.", { retryable: false });

  expect(await failing(cause)).toBe(cause);
});

test.each([
  ["a service that fails", { status: 503 }, true],
  ["a stream that breaks off", new TypeError("terminated"), true],
  ["a rejected request", { status: 400 }, false],
])("%s is paid for as far as it told its cost", async (_what, cause, retryable) => {
  const usage = { model: "m", inputTokens: 9, outputTokens: 1, cachedInputTokens: 0, costUsd: 0.5 };

  const error = await callModel(settings, null, (_signal, tell) => {
    tell({ ...usage, outputTokens: 0 });
    tell(usage);
    return Promise.reject(cause);
  }).catch((reason: unknown) => reason);

  expect(error).toMatchObject({ retryable, usage });
});

test("a call that told nothing cost nothing", async () => {
  expect(await failing({ status: 503 })).toMatchObject({ usage: undefined });
});

test.each([
  ["a short wait stays with the SDK", 429, { "retry-after": "2" }, null],
  ["a long wait is taken from the SDK", 429, { "retry-after": "6" }, "false"],
  ["an answer is left alone", 200, { "retry-after": "60" }, null],
])("%s", async (_what, status, headers, expected) => {
  const response = await patientFetch(await serve(status, headers));

  expect(response.status).toBe(status);
  expect(response.headers.get("x-should-retry")).toBe(expected);
  expect(await response.text()).toBe("{}");
});
