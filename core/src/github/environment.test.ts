import { expect, test } from "vitest";
import { findEnvironment } from "./environment.ts";

test.each([
  [
    "Version: mailer 1.4.1, Node 24.1, Ubuntu 24.04",
    { "Operating system": "Ubuntu 24.04", Runtime: "Node 24.1", Version: "1.4.1" },
  ],
  ["It fails since the version 2.4.1.", { Version: "2.4.1" }],
  ["Version: Node 24.1", { Runtime: "Node 24.1" }],
  ["It fails in Chrome on my iPhone 15 Pro.", { Browser: "Chrome", Device: "iPhone 15 Pro" }],
  ["It fails.", {}],
])("%s", (text, expected) => {
  const found = findEnvironment(text, undefined).map(({ name, value }) => [name, value]);

  expect(Object.fromEntries(found)).toEqual(expected);
});
