import { expect, test } from "vitest";
import { z } from "zod";
import { readForm } from "./read-form.ts";

const Form = z.object({ markdown: z.string(), share: z.number() });
const form = { markdown: "Run:\n\n```sh\nmake\n```", share: 0.9 };
const json = JSON.stringify(form, null, 2);

test.each([
  ["bare JSON", json],
  ["JSON in a code fence", `\`\`\`json\n${json}\n\`\`\``],
  ["JSON in a nameless fence with prose around it", `Here you are:\n\`\`\`\n${json}\n\`\`\`\nAnything else?`],
  ["JSON after a sentence", `Sure! ${json}`],
  ["JSON after visible thinking that holds braces", `<think>{ maybe { this }</think>\n${json}`],
])("%s is read", (_what, text) => {
  expect(readForm(Form, text)).toEqual({ ok: true, value: form });
});

test.each([
  ["", "The output was empty."],
  ["I cannot say.", "The output was not JSON."],
  ['{"markdown": "cut off he', "The output was not JSON."],
])("%j is no form", (text, detail) => {
  expect(readForm(Form, text)).toEqual({ ok: false, detail });
});

test("a form with a wrong field names the field", () => {
  const reading = readForm(Form, JSON.stringify({ ...form, share: "high" }));

  expect(reading).toMatchObject({ ok: false, detail: expect.stringContaining("share") });
});
