import { expect, test } from "vitest";
import { readBody } from "./read-body.ts";

test("lines may end as on Windows", async () => {
  const written = ":::tip Title\r\nText\r\n:::\r\n\r\nAfter\r\n";

  expect(await readBody(written, { isMdx: false })).toBe("> [!TIP]\n> **Title**\n>\n> Text\n\n\nAfter");
});

test("a page of MDX may name its headings", async () => {
  const written = '## Install {#install}\n\n<Tab title="Mac">\n  Run it.\n</Tab>';

  expect(await readBody(written, { isMdx: true })).toBe("## Install\n\n**Mac**\n\nRun it.");
});
