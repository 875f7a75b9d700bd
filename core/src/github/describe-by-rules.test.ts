import { describe, expect, test } from "vitest";
import { describeByRules } from "./describe-by-rules.ts";
import type { RuleRequest } from "./describe-by-rules.ts";

const rules = (text: string, more: Partial<RuleRequest> = {}) =>
  describeByRules({ subject: "Export fails", messages: [text], priority: "normal", asked: null, ...more });

const TEMPLATE = `**Describe the bug**
The export stops at 50 %.

**Steps to reproduce**
1. Open Reports
2. Click Export
3. Choose CSV

**Expected behavior**
A file is downloaded.

**Actual behavior**
A blank page.

Environment:
- App version: 2.4.1
- Browser: Firefox 128

\`\`\`
TypeError: rows is undefined
    at exportCsv (export.js:12:7)
\`\`\``;

test("a filled-in form is read part by part", () => {
  expect(rules(TEMPLATE)).toEqual({
    title: "Export fails",
    steps: ["Open Reports", "Click Export", "Choose CSV"],
    expected: "A file is downloaded.",
    actual: "A blank page.",
    environment: [
      { name: "App version", value: "2.4.1" },
      { name: "Browser", value: "Firefox 128" },
    ],
    errorTexts: ["TypeError: rows is undefined\n    at exportCsv (export.js:12:7)"],
    suspectedArea: null,
    severity: "normal",
    missing: [],
  });
});

test("a report in free words gives what it holds", () => {
  const spec = rules(
    "When I click Export on the billing page, nothing happens. It should download a file. I'm on macOS 14.5 with Chrome 126 and app version 2.4.1.",
  );

  expect(spec.steps).toEqual(["When I click Export on the billing page"]);
  expect(spec.actual).toContain("nothing happens");
  expect(spec.expected).toBe("It should download a file.");
  expect(spec.suspectedArea).toBe("billing page");
  expect(spec.environment).toEqual([
    { name: "Operating system", value: "macOS 14.5" },
    { name: "Browser", value: "Chrome 126" },
    { name: "Version", value: "2.4.1" },
  ]);
  expect(spec.missing).toEqual([]);
});

test("a complaint says what is missing", () => {
  expect(rules("Your app crashes all the time!").missing).toEqual(["steps", "expected", "environment"]);
});

test("parts end with their message and at other headings, and a later message corrects an earlier one", () => {
  const messages = [
    "Steps to reproduce:\n\n1. Open it\n2. Click\n\nActual results:\n\nIt stops.\n\n**Notes:**\n- none\n\nExpected results:\n\nA file.",
    "I see it every day.",
    "» Expected: a CSV file",
  ];

  const spec = rules("", { messages });

  expect(spec.steps).toEqual(["Open it", "Click"]);
  expect(spec.actual).toBe("It stops.");
  expect(spec.expected).toBe("a CSV file");
});

describe("an error is copied letter for letter", () => {
  test.each([
    [
      "a Python trace without a fence",
      'It dies:\nTraceback (most recent call last):\n  File "a.py", line 3, in <module>\n    run()\nValueError: bad row\nThanks!',
      'Traceback (most recent call last):\n  File "a.py", line 3, in <module>\n    run()\nValueError: bad row',
    ],
    [
      "a line among prose",
      "I run it.\nError: connect ECONNREFUSED 127.0.0.1:5432\nand that's it",
      "Error: connect ECONNREFUSED 127.0.0.1:5432",
    ],
    [
      "inline code",
      "It says `Cannot read properties of undefined (reading 'id')` and stops",
      "Cannot read properties of undefined (reading 'id')",
    ],
    [
      "quotation marks",
      'A red box says "Upload failed with status 500" now',
      "Upload failed with status 500",
    ],
    [
      "a Java trace",
      "x\njava.lang.NullPointerException: null\n\tat a.B.c(B.java:3)\n\t... 3 more\ny",
      "java.lang.NullPointerException: null\n\tat a.B.c(B.java:3)\n\t... 3 more",
    ],
    [
      "a fenced log",
      "```log\n2026-01-01 10:00 start\n2026-01-01 10:01 stop\n```",
      "2026-01-01 10:00 start\n2026-01-01 10:01 stop",
    ],
  ])("%s", (_, text, error) => {
    expect(rules(text).errorTexts).toEqual([error]);
  });

  test("a piece of configuration is none", () => {
    expect(rules("My file:\n```yaml\nname: app\nport: 80\n```").errorTexts).toEqual([]);
  });
});

describe("answers to what was asked", () => {
  const asked = (answer: string) =>
    rules("It crashes.", {
      messages: ["It crashes.", answer],
      asked: { pieces: ["steps", "expected", "environment"], answers: [answer] },
    });

  test("go by their numbers", () => {
    const spec = asked("1. open a project, then press save\n2. no crash\n3. whatever is newest");

    expect(spec.steps).toEqual(["open a project", "press save"]);
    expect(spec.expected).toBe("no crash");
    expect(spec.environment).toEqual([{ name: "As the member says", value: "whatever is newest" }]);
  });

  test("without numbers go to the first question", () => {
    expect(asked("drag a file onto the canvas").steps).toEqual(["drag a file onto the canvas"]);
  });
});

test.each([
  ["Hi there, the export fails", "the export fails"],
  ["Bug: login loops", "login loops"],
])("the title of %j is %j", (subject, title) => {
  expect(rules("x", { subject }).title).toBe(title);
});

test("a flood is read in no time", () => {
  const floods = [
    "a ".repeat(20_000),
    "1. a\n".repeat(8_000),
    "`".repeat(40_000),
    "Error: ".repeat(5_000),
    "when i ".repeat(5_000),
  ];

  for (const flood of floods) expect(rules(flood).title).toBe("Export fails");
});
