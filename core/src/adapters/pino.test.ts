import { expect, test } from "vitest";
import { describeError } from "./pino.ts";

test("a failed query is logged without its text and parameters", () => {
  const cause = Object.assign(new Error("duplicate key"), {
    code: "23505",
    parameters: ["my secret"],
    detail: "my secret",
  });
  const error = Object.assign(new Error("Failed query: insert … params: my secret", { cause }), {
    query: "insert",
    params: ["my secret"],
  });

  const logged = describeError(error);

  expect(JSON.stringify(logged)).not.toContain("my secret");
  expect(logged).toMatchObject({
    message: "a query failed",
    cause: { message: "duplicate key", code: "23505" },
  });
});

test("what is thrown without being an error is not repeated", () => {
  expect(describeError("token xoxb-1")).toEqual({ type: "string", message: "not an Error" });
});
