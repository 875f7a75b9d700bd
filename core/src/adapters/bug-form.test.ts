import { expect, test } from "vitest";
import { toBugSpec } from "./bug-form.ts";

const form = {
  errorTexts: [],
  steps: [],
  expected: null,
  actual: null,
  environment: [],
  suspectedArea: null,
  severity: "normal" as const,
  missing: [],
  title: "Export stops at 1000 rows",
};

test("a report is taken as it is", () => {
  const full = {
    ...form,
    errorTexts: ["Error: EPIPE\n    at write (export.js:4)"],
    steps: ["Open the export", "Press Start"],
    expected: "All rows",
    actual: "1000 rows",
    environment: [{ name: "Firefox", value: "131" }],
    suspectedArea: "export",
    missing: ["expected" as const],
  };

  expect(toBugSpec(full)).toEqual(full);
});

test.each([
  ["a title of several lines becomes one", { title: " Export\n stops " }, { title: "Export stops" }],
  ["a long title is cut", { title: "x".repeat(500) }, { title: `${"x".repeat(119)}…` }],
  ["blank texts are absent", { expected: " ", suspectedArea: "" }, { expected: null, suspectedArea: null }],
  [
    "numbers of steps go, and so do blank ones",
    { steps: ["1. Open", "2) Press", "- Wait", " "] },
    { steps: ["Open", "Press", "Wait"] },
  ],
  [
    "nameless parts of the environment go",
    {
      environment: [
        { name: "", value: "3" },
        { name: "OS", value: " " },
      ],
    },
    { environment: [] },
  ],
  [
    "what is missing is named once",
    { missing: ["steps" as const, "steps" as const] },
    { missing: ["steps"] },
  ],
  ["quotations keep their line breaks", { errorTexts: ["", "a\n  b"] }, { errorTexts: ["a\n  b"] }],
  [
    "endless quotations are cut",
    { errorTexts: ["e".repeat(50_000)] },
    { errorTexts: [`${"e".repeat(7_999)}…`] },
  ],
])("%s", (_what, changes, expected) => {
  expect(toBugSpec({ ...form, ...changes })).toMatchObject(expected);
});

test("endless lists are cut", () => {
  const spec = toBugSpec({ ...form, steps: Array.from({ length: 500 }, (_, step) => `Step ${step}`) });

  expect(spec?.steps).toHaveLength(20);
});

test("a report without a title is none", () => {
  expect(toBugSpec({ ...form, title: "  \n" })).toBeNull();
});
