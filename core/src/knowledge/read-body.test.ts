import { expect, test } from "vitest";
import { readBody } from "./read-body.ts";

test("lines may end as on Windows", async () => {
  const written = ":::tip Title\r\nText\r\n:::\r\n\r\nAfter\r\n";

  expect(await readBody(written, { isMdx: false })).toBe("> [!TIP]\n> **Title**\n>\n> Text\n\n\nAfter");
});
