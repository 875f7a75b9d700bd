import { UpstreamError } from "@firstline/core";
import { expect, test } from "vitest";
import { toProblem } from "./errors.ts";

const ignore = (): void => {};
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => log };

test("a service that fails is a 502 with its sentence, and what is behind it stays inside", () => {
  const down = new UpstreamError("openai", "OpenAI cannot be reached.", {
    retryable: true,
    cause: "10.0.0.5",
  });

  const problem = toProblem({ ctx: { log } }, down, "/api/search");

  expect(problem).toMatchObject({ status: 502, detail: "OpenAI cannot be reached." });
  expect(JSON.stringify(problem)).not.toContain("10.0.0.5");
});

test.each(["22021", "22P05"])(
  "a null character that the database refuses (%s) is the request's fault",
  (code) => {
    const refused = new Error("Failed query", { cause: Object.assign(new Error("invalid byte"), { code }) });

    expect(toProblem({ ctx: { log } }, refused, "/api/v1/posts")).toMatchObject({ status: 400 });
  },
);
