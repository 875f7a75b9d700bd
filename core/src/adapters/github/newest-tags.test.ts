import { expect, test } from "vitest";
import { newestTags } from "./newest-tags.ts";

test.each<[string, string[], string[]]>([
  ["one line", ["v1.9.0", "v1.10.0", "v1.11.0", "v0.1.0"], ["v1.11.0", "v1.10.0", "v1.9.0"]],
  ["a prefix given up", ["v0.8.0", "v0.9.0", "v0.10.0", "1.0.0"], ["v0.10.0", "1.0.0", "v0.9.0"]],
  [
    "several packages",
    ["zoo@1.0.0", "zoo@1.1.0", "zoo@1.2.0", "argon2-v0.4.0", "argon2-v0.5.0"],
    ["zoo@1.2.0", "argon2-v0.5.0", "zoo@1.1.0"],
  ],
  ["dates", ["2026-11-01", "2026-11-22", "2025-12-31"], ["2026-11-22", "2026-11-01", "2025-12-31"]],
  ["names alone", ["latest", "v1.0.0"], ["v1.0.0", "latest"]],
])("%s", (_, names, expected) => {
  const found = newestTags(
    names.map((name) => ({ name })),
    3,
  );

  expect(found.map(({ name }) => name)).toEqual(expected);
});
