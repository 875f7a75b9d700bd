import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { describe, expect, test } from "vitest";
import { toUpstreamError } from "./errors.ts";

describe("errors", () => {
  const apiError = (code: number, status = 403) =>
    new DiscordAPIError({ code, message: "Said by Discord" }, code, status, "POST", "url", {
      body: undefined,
      files: undefined,
    });
  const http = (status: number) =>
    new HTTPError(status, "text", "POST", "url", { body: undefined, files: undefined });
  const limit = {
    timeToReset: 900,
    retryAfter: 1200,
    limit: 5,
    method: "POST",
    hash: "",
    url: "",
    route: "",
  };
  const limited = new RateLimitError({
    ...limit,
    majorParameter: "",
    global: false,
    sublimitTimeout: 0,
    scope: "user",
  });

  test.each([
    [limited, { retryable: true, retryAfterSeconds: 2 }],
    [http(502), { retryable: true }],
    [http(413), { retryable: false }],
    [new TypeError("fetch failed"), { retryable: true, message: "Discord cannot be reached." }],
    [
      new Error("Expected token to be set for this request, but none was present"),
      { retryable: false, lockedOut: true },
    ],
    [apiError(0, 401), { retryable: false, lockedOut: true }],
    [apiError(160_006, 400), { retryable: true, retryAfterSeconds: 300 }],
    [apiError(50_001), { retryable: false, lockedOut: false }],
    [
      apiError(12_345),
      { retryable: false, message: "Discord refused the request (Said by Discord, code 12345)." },
    ],
  ])("%s", (cause, expected) => {
    expect(toUpstreamError(cause)).toMatchObject({ ...expected, service: "discord", cause });
  });
});
