import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runFirstline } from "./run.ts";
import type { Ran } from "./run.ts";

let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "firstline-classify-"));
});
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true });
});

function aFile(name: string, rows: unknown[]): string {
  writeFileSync(
    join(cwd, name),
    rows.map((row) => (typeof row === "string" ? row : JSON.stringify(row))).join("\n"),
  );
  return name;
}

/** Without any settings: the command asks for none, and a broken address of a database does not matter. */
const measure = (file: string, ...more: string[]): Promise<Ran> =>
  runFirstline(["classify-eval", "--tickets", file, ...more], { cwd, env: { DATABASE_URL: "nonsense" } });

const TYPES = [
  { text: "I want to cancel my subscription", label: "cancellation" },
  { text: "where is my invoice for March?", label: "billing" },
  { text: "The worker crashes on start", label: "bug" },
  { text: "Please add support for SSO", label: "feature" },
  { text: "How do I cancel a running job?", label: "general" },
];

test("types are measured class by class, the same each time", async () => {
  const file = aFile("types.jsonl", TYPES);

  const [first, second] = await Promise.all([measure(file, "--json"), measure(file, "--json")]);

  expect(first.code).toBe(0);
  expect(second.stdout).toBe(first.stdout);
  expect(JSON.parse(first.stdout)).toMatchObject({
    kind: "type",
    rows: 5,
    accuracy: 1,
    macro_f1: 1,
    auroc: null,
    classes: { billing: { precision: 1, recall: 1, f1: 1, rows: 1 } },
    confusion: { bug: { bug: 1, billing: 0 } },
    predictions: [{ line: 1, label: "cancellation", predicted: "cancellation", score: null }, {}, {}, {}, {}],
  });
});

test("the table names the figures and shows what was taken for what", async () => {
  const { code, stdout } = await measure(aFile("types.jsonl", TYPES));

  expect(code).toBe(0);
  expect(stdout).toContain("macro F1");
  expect(stdout).toMatch(/class\s+precision\s+recall\s+F1\s+rows/u);
  expect(stdout).toContain("What they are (down) and were taken for (across):");
});

test("labels may be spelled in any case, and are told as the set spells them", async () => {
  const file = aFile("types.jsonl", [
    { text: "The export crashes with a TypeError since the update", label: "Bug" },
    { text: "Please cancel my subscription", label: "CANCELLATION" },
  ]);

  const { code, stdout } = await measure(file, "--json");

  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ kind: "type", accuracy: 1 });
});

test("lines that cannot be used are named, and nothing is measured", async () => {
  const file = aFile("broken.jsonl", [TYPES[0], "{not json", { text: "no label" }, { label: "bug" }, "[]"]);

  const { code, stdout, stderr } = await measure(file, "--json");

  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain("broken.jsonl:2  The line is not JSON.");
  expect(stderr).toContain("broken.jsonl:3  label");
  expect(stderr).toContain("broken.jsonl:4  text");
  expect(stderr).toContain("broken.jsonl:5  The line is not an object.");
});

test.each([
  ["a missing file", ["--tickets", "nowhere.jsonl"], 1, "nowhere.jsonl cannot be read (ENOENT"],
  ["a folder", ["--tickets", "."], 1, ". cannot be read (EISDIR"],
  ["a missing option", [], 2, "--tickets"],
] as const)("%s is explained", async (_, args, code, message) => {
  const ran = await runFirstline(["classify-eval", ...args], { cwd });

  expect(ran.code).toBe(code);
  expect(ran.stderr).toContain(message);
});
