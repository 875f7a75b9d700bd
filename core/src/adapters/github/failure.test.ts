import { expect, test } from "vitest";
import { readFailure } from "./failure.ts";

const now = new Date("2026-11-22T12:00:00Z");
const date = "Sun, 22 Nov 2026 12:00:00 GMT";
const inTenMinutes = String(now.getTime() / 1000 + 600);

function answer(status: number, message = "", headers: Record<string, string> = {}): unknown {
  return Object.assign(new Error("failed"), {
    status,
    response: { headers: { date, ...headers }, data: { message } },
  });
}

test.each([
  ["a refusal", answer(403, "Resource not accessible by integration"), { kind: "refused", status: 403 }],
  ["something unknown", answer(404, "Not Found"), { kind: "refused", status: 404 }],
  ["a server in trouble", answer(502, "Bad Gateway"), { kind: "broken", status: 502 }],
  ["a 429 that says how long", answer(429, "", { "retry-after": "7" }), { kind: "limited", seconds: 7 }],
  ["a 429 that says nothing", answer(429), { kind: "limited", seconds: 60 }],
  [
    "an hour's requests that are used up",
    answer(403, "API rate limit exceeded", {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": inTenMinutes,
    }),
    { kind: "limited", seconds: 601, isSecondary: false },
  ],
  [
    "requests that were renewed meanwhile",
    answer(403, "", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000" }),
    { kind: "limited", seconds: 1 },
  ],
  [
    "a secondary limit with a time",
    answer(403, "You have exceeded a secondary rate limit.", {
      "retry-after": "30",
      "x-ratelimit-remaining": "0",
    }),
    { kind: "limited", seconds: 30, isSecondary: true },
  ],
  [
    "a secondary limit without one",
    answer(403, "You have exceeded a secondary rate limit.", { "x-ratelimit-remaining": "12" }),
    { kind: "limited", seconds: 60, isSecondary: true },
  ],
  [
    "the abuse limit of old",
    answer(403, "You have triggered an abuse detection mechanism."),
    { kind: "limited", seconds: 60, isSecondary: true },
  ],
  [
    "a connection that broke off",
    Object.assign(new Error("socket hang up"), { status: 500 }),
    { kind: "lost", isUnsent: false },
  ],
  [
    "nobody who listens",
    Object.assign(
      new Error("fetch failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) }),
      {
        status: 500,
      },
    ),
    { kind: "lost", isUnsent: true },
  ],
  ["an answer that is no JSON", answer(200), { kind: "lost", isUnsent: false }],
])("%s", (_, error, failure) => {
  expect(readFailure(error, now)).toMatchObject(failure);
});

test("our own clock does not matter where GitHub says the time", () => {
  const error = answer(403, "", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inTenMinutes });

  expect(readFailure(error, new Date("2030-01-01T00:00:00Z"))).toMatchObject({ seconds: 601 });
});

test("the details of a refusal are kept with its message", () => {
  const data = {
    message: "Validation Failed",
    errors: [{ message: "A pull request already exists." }, "odd", { code: "x" }],
  };
  const error = { status: 422, response: { headers: {}, data } };

  expect(readFailure(error, now)).toEqual({
    kind: "refused",
    status: 422,
    message: "Validation Failed A pull request already exists. odd",
  });
});
