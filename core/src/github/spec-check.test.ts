import { expect, test } from "vitest";
import type { BugSpec } from "../ports.ts";
import { checkSpec } from "./spec-check.ts";

const TRACE = "TypeError: rows is undefined\n    at exportCsv (export.js:12:7)";
const SAID = {
  subject: "Export fails",
  messages: [
    `Clicking Export in v2.4.1 shows a blank page.\n\`\`\`\n${TRACE}  \n\`\`\``,
    "It is **Firefox  128**",
  ],
};
const SPEC: BugSpec = {
  title: "CSV export shows a blank page",
  steps: ["Click Export"],
  expected: "A file",
  actual: "A blank page",
  environment: [
    { name: "Version", value: "2.4.1" },
    { name: "Browser", value: "Firefox 128" },
  ],
  errorTexts: [TRACE],
  suspectedArea: "Export",
  severity: "normal",
  missing: [],
};

const check = (change: Partial<BugSpec>): BugSpec => checkSpec({ ...SPEC, ...change }, SAID);

test("what rests on the messages stays", () => {
  expect(check({})).toEqual(SPEC);
});

test.each<[string, Partial<BugSpec>, Partial<BugSpec>]>([
  ["a quotation with another word", { errorTexts: ["TypeError: row is undefined"] }, { errorTexts: [] }],
  ["a quotation without its indentation", { errorTexts: [TRACE.replace("    ", "")] }, { errorTexts: [] }],
  ["a made-up version", { environment: [{ name: "OS", value: "Windows 11" }] }, { environment: [] }],
  [
    "an address in a step",
    { steps: ["Open https://evil.test/x", "Click Export"] },
    { steps: ["Click Export"] },
  ],
  ["a mention in prose", { expected: "As @octocat says" }, { expected: null }],
  ["a number of an issue", { actual: "Fails since #12" }, { actual: null }],
  ["a path nobody named", { suspectedArea: ".github/workflows/ci.yml" }, { suspectedArea: null }],
  ["an option nobody named", { steps: ["Run it with --no-verify"] }, { steps: [] }],
  ["a title with an address", { title: "See https://evil.test/" }, { title: "Export fails" }],
])("%s goes", (_, change, left) => {
  expect(check(change)).toMatchObject(left);
});

test("what had to go is missing, what is there is not", () => {
  const spec = check({ steps: ["See #99"], missing: ["actual", "environment"] });

  expect(spec.missing).toEqual(["steps"]);
});

test("hidden letters and lengths are cut", () => {
  const spec = check({
    title: `Exp\u200Bort\u202E ${"stops ".repeat(100)}`,
    steps: Array.from({ length: 50 }, () => `Click \u{E0041}${"here ".repeat(200)}`),
    expected: "z".repeat(5_000),
  });

  expect(spec.title).toMatch(/^Export (?:stops )+stops…$/u);
  expect(spec.title.length).toBeLessThanOrEqual(120);
  expect(spec.steps).toHaveLength(20);
  expect(spec.steps[0]?.length).toBeLessThanOrEqual(300);
  expect(spec.expected).toHaveLength(1_000);
});

test("no half of a key is left where a text is cut", () => {
  const spec = check({ title: `Export fails ${"again ".repeat(16)}ghp_${"a1B2".repeat(9)}` });

  expect(spec.title).not.toContain("ghp_");
});
