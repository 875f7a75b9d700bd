import { describe, expect, test } from "vitest";
import type { BugSpec, HostIssue } from "../ports.ts";
import { errorSigns, findMatches } from "./matches.ts";

const SPEC: BugSpec = {
  title: "CSV export fails",
  steps: [],
  expected: null,
  actual: "The CSV export of a report fails with a blank page",
  environment: [],
  errorTexts: [],
  suspectedArea: null,
  severity: "normal",
  missing: [],
};

const issue = (number: number, title: string, body = ""): HostIssue => ({
  repo: "acme/app",
  number,
  url: `https://github.test/acme/app/issues/${number}`,
  title,
  body,
  state: "open",
  stateReason: null,
  labels: [],
  milestone: null,
  author: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  closedAt: null,
});

const OTHERS = [
  issue(1, "Dark mode for the settings page"),
  issue(2, "Login with a passkey loops forever", "After the passkey is chosen the login page comes back."),
  issue(3, "Webhook deliveries arrive twice", "Each order sends two webhooks."),
  issue(4, "Typo on the pricing page"),
];
const numbers = (spec: Partial<BugSpec>, issues: HostIssue[]): number[] =>
  findMatches({ spec: { ...SPEC, ...spec }, subject: "export broken", text: SPEC.actual ?? "" }, issues).map(
    (match) => match.number,
  );

test("the same bug in other words is found, and nothing else", () => {
  const same = issue(9, "Export to CSV shows a blank page", "Exporting a report as CSV gives a blank page.");

  expect(numbers({}, [...OTHERS, same])).toEqual([9]);
});

test("a bug that nobody knows matches nothing", () => {
  expect(numbers({}, OTHERS)).toEqual([]);
  expect(numbers({}, [])).toEqual([]);
});

test("at most three are offered, the most alike first", () => {
  const alike = [5, 6, 7, 8].map((n) =>
    issue(n, "CSV export fails", n === 7 ? (SPEC.actual ?? "") : "something"),
  );

  const found = numbers({}, [...OTHERS, ...alike]);

  expect(found).toHaveLength(3);
  expect(found[0]).toBe(7);
});

test("the same error counts towards it, whatever numbers stand in it", () => {
  const body = "TypeError: Cannot read row 17 of undefined table";
  const errorTexts = ["Uncaught TypeError: Cannot read row 3 of undefined table"];
  const spec = { title: "Cannot export", actual: "export is broken", errorTexts };
  const scored = (text: string) =>
    findMatches({ spec: { ...SPEC, ...spec }, subject: "Broken", text: "" }, [
      ...OTHERS,
      issue(5, "Export", text),
    ]);

  expect(scored(body)[0]?.score ?? 0).toBeGreaterThan(scored("Something about rows")[0]?.score ?? 0);
});

test("a flood holds no error, and is read in no time", () => {
  for (const flood of ["a".repeat(40_000), "x_Error".repeat(6_000), "Error ".repeat(7_000)]) {
    expect(errorSigns(flood)).toEqual([]);
  }
});

describe("the signs of an error", () => {
  test.each([
    ["TypeError: x.map is not a function", ["typeerror: x.map is not a function"]],
    ["java.io.IOException: No space left on disk 12", ["ioexception: no space left on disk 0"]],
    ["Error: boom", []],
    ["nothing of the kind", []],
  ])("of %j are %j", (text, signs) => {
    expect(errorSigns(text)).toEqual(signs);
  });
});
